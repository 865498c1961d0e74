//! A made-up cancer case and a made-up family.

use std::collections::BTreeMap;

use report::rules::parts::limit;
use report::words::content::Light;
use report::words::input::*;
use report::words::panel::*;
use report::words::{CaseKind, Kind};
use words::{At, CaseId, ConsentRef, Day, Digest, Text, text};

pub fn at() -> At {
    At::from_micros(1_775_192_700_000_000)
}

pub fn case() -> CaseId {
    CaseId::parse("0123-04-00057").unwrap_or_else(|e| panic!("{e}"))
}

pub fn digest(of: &str) -> Digest {
    Digest::of(of.as_bytes())
}

/// A signature as the ledger keeps it. Decisions only ask that there is one; that it holds is checked before them.
pub fn signed(purpose: &str, digest: &Digest) -> Box<words::Signed> {
    let statement = words::Statement {
        purpose: purpose.to_owned(),
        thing: "0123-04-00057".to_owned(),
        digest: digest.clone(),
        account: words::AccountId::parse("signer").unwrap_or_else(|e| panic!("{e}")),
        roles: vec!["physician@hosp-a".to_owned()],
        at: at(),
    };
    Box::new(words::Signed {
        statement,
        origin: "https://kumihimo.example".to_owned(),
        credential: "a2V5".to_owned(),
        assertion: serde_json::json!({}),
    })
}

fn consent(id: &str) -> Option<ConsentRef> {
    Some(ConsentRef {
        id: id.to_owned(),
        version: 2,
        form: "cancer-icf@3".to_owned(),
    })
}

fn member(person: &str, relation: Text, id: &str) -> MemberLine {
    let scope = text!(
        "研究・診療への利用、主な結果の返却：希望する、二次的所見：希望する",
        "use in care and research; primary results: yes; secondary findings: yes"
    );
    MemberLine {
        person: person.to_owned(),
        relation,
        consent: consent(id),
        scope,
    }
}

fn evidence(item: &str, ja: &'static str, en: &'static str) -> EvidenceLine {
    EvidenceLine {
        source: "CIViC".to_owned(),
        release: "2025-06-01".to_owned(),
        item: item.to_owned(),
        url: format!(
            "https://civicdb.org/links/evidence/{}",
            item.trim_start_matches("EID")
        ),
        text: Text::new(ja, en),
    }
}

pub fn egfr() -> FindingLine {
    FindingLine {
        id: "f-egfr".to_owned(),
        level: 1,
        origin: Origin::Somatic,
        gene: "EGFR".to_owned(),
        hgvs_c: "NM_005228.5:c.2573T>G".to_owned(),
        hgvs_p: "NP_005219.2:p.Leu858Arg".to_owned(),
        place: "chr7:55191822 T>G".to_owned(),
        consequence: "missense_variant".to_owned(),
        vaf: Some(0.312),
        tier: Some("I-A".to_owned()),
        class: None,
        inheritance: None,
        secondary: false,
        text: text!(
            "EGFRを活性化する変化で、EGFRチロシンキナーゼ阻害薬の効果が期待されます。",
            "Activates EGFR; response to EGFR tyrosine kinase inhibitors is expected."
        ),
        evidence: vec![
            evidence(
                "EID2994",
                "オシメルチニブへの感受性（レベルA、非小細胞肺がん）",
                "Sensitive to osimertinib (level A, non-small cell lung cancer)",
            ),
            evidence(
                "EID885",
                "ゲフィチニブへの感受性（レベルB、肺腺がん）",
                "Sensitive to gefitinib (level B, lung adenocarcinoma)",
            ),
        ],
    }
}

pub fn tp53() -> FindingLine {
    FindingLine {
        id: "f-tp53".to_owned(),
        gene: "TP53".to_owned(),
        hgvs_c: "NM_000546.6:c.818G>A".to_owned(),
        hgvs_p: "NP_000537.3:p.Arg273His".to_owned(),
        place: "chr17:7673802 C>T".to_owned(),
        vaf: Some(0.274),
        tier: Some("II-D".to_owned()),
        text: text!(
            "DNA結合領域の変化で、TP53の働きが失われていると考えられます。",
            "Lies in the DNA-binding domain; loss of TP53 function is likely."
        ),
        evidence: vec![evidence(
            "EID1146",
            "予後不良との関連（レベルB、他のがん種）",
            "Linked to a poorer outcome (level B, other tumours)",
        )],
        ..egfr()
    }
}

pub fn brca2() -> FindingLine {
    FindingLine {
        id: "f-brca2".to_owned(),
        level: 2,
        origin: Origin::Germline,
        gene: "BRCA2".to_owned(),
        hgvs_c: "NM_000059.4:c.6275_6276del".to_owned(),
        hgvs_p: "NP_000050.3:p.Leu2092ProfsTer7".to_owned(),
        place: "chr13:32340629 CTT>C".to_owned(),
        consequence: "frameshift_variant".to_owned(),
        vaf: None,
        tier: None,
        class: Some("pathogenic".to_owned()),
        secondary: true,
        text: text!(
            "ClinVarで病的と評価されている生殖細胞系列の変化です。",
            "A germline change that ClinVar records as pathogenic."
        ),
        evidence: vec![EvidenceLine {
            source: "ClinVar".to_owned(),
            release: "2025-06-08".to_owned(),
            item: "VCV000009318".to_owned(),
            url: "https://www.ncbi.nlm.nih.gov/clinvar/variation/9318/".to_owned(),
            text: text!(
                "病的（専門家委員会による評価）",
                "Pathogenic (reviewed by expert panel)"
            ),
        }],
        ..egfr()
    }
}

fn gate(id: &str, label: Text, light: Light, value: &str, limit: Text) -> GateLine {
    GateLine {
        id: id.to_owned(),
        label,
        light,
        value: Text::made(value, value),
        limit,
    }
}

fn gates() -> Vec<GateLine> {
    vec![
        gate(
            "depth.tumour",
            text!("腫瘍の平均被覆", "Mean coverage, tumour"),
            Light::Pass,
            "121.4×",
            text!("120×以上", "120× or more"),
        ),
        gate(
            "depth.normal",
            text!("正常の平均被覆", "Mean coverage, normal"),
            Light::Warn,
            "28.9×",
            text!("30×以上", "30× or more"),
        ),
        gate(
            "identity",
            text!("同一人物（腫瘍と正常）", "Same person"),
            Light::Pass,
            "99.8 %",
            text!("95 %以上", "95 % or more"),
        ),
        gate(
            "contamination",
            text!("コンタミネーション", "Contamination"),
            Light::Pass,
            "0.3 %",
            text!("2 %以下", "2 % or less"),
        ),
        gate(
            "purity",
            text!("腫瘍の割合", "Tumour purity"),
            Light::Unknown,
            "–",
            text!("20 %以上", "20 % or more"),
        ),
    ]
}

fn run() -> RunLine {
    let outputs = [
        "somatic.vcf.gz",
        "germline.vcf.gz",
        "sv.vcf.gz",
        "qc.json",
        "tumour.cram",
        "normal.cram",
    ];
    RunLine {
        id: "run-7kq2m4x9".to_owned(),
        pipeline: digest("pipeline").to_string(),
        tools: [
            ("bwa-mem4", "4.0"),
            ("samtools", "1.16"),
            ("freebayes", "1.3.6"),
            ("delly", "1.1.6"),
        ]
        .map(|(n, v)| (n.to_owned(), v.to_owned()))
        .to_vec(),
        outputs: outputs
            .iter()
            .map(|n| ((*n).to_owned(), digest(n).to_string()))
            .collect(),
        gates: gates(),
        not_assessed: ["cnv", "fusion", "msi"].map(limit).to_vec(),
        tmb: Some(3.2),
    }
}

fn release(source: &str, version: &str, licence: &str, url: &str) -> ReleaseLine {
    ReleaseLine {
        source: source.to_owned(),
        version: version.to_owned(),
        digest: digest(source).to_string(),
        licence: licence.to_owned(),
        url: url.to_owned(),
    }
}

fn outcome(finding: &str, give_back: Return, aim: Aim, action: Action) -> Outcome {
    Outcome {
        finding: finding.to_owned(),
        give_back,
        level: 1,
        tier: None,
        class: None,
        aim,
        action,
        counselling_needed: false,
        confirm_test: None,
        cohort: None,
    }
}

pub fn outcomes() -> Vec<Outcome> {
    vec![
        Outcome {
            tier: Some("I-A".to_owned()),
            confirm_test: Some(ConfirmTest::CompanionDiagnostic),
            ..outcome(
                "f-egfr",
                Return::AfterConfirmation,
                Aim::PrimaryNow,
                Action::ApprovedDrug,
            )
        },
        Outcome {
            tier: Some("II-D".to_owned()),
            ..outcome("f-tp53", Return::No, Aim::PrimaryNow, Action::None)
        },
        Outcome {
            level: 2,
            class: Some("pathogenic".to_owned()),
            counselling_needed: true,
            ..outcome(
                "f-brca2",
                Return::Now,
                Aim::SecondaryNow,
                Action::Surveillance,
            )
        },
    ]
}

pub fn panel() -> PanelOutcome {
    let roles = [
        "drug_therapy",
        "genetics_physician",
        "genetic_counselling",
        "pathologist",
        "genome_expert",
        "bioinformatician",
        "attending",
        "wgs_expert",
    ];
    PanelOutcome {
        panel: "0123-04-00057.panel".to_owned(),
        version: 14,
        rule_set: "EP-WGS".to_owned(),
        day: Day::new(2026, 4, 2).unwrap_or_else(|| panic!("a day")),
        mode: Mode::Realtime,
        present: roles.iter().map(|r| ((*r).to_owned(), 1)).collect(),
        votes: BTreeMap::from([
            ("agree".to_owned(), 6),
            ("agree_with_comment".to_owned(), 1),
        ]),
        recused: 1,
        outcomes: outcomes(),
        minutes: digest("minutes"),
        recommendation: text!(
            "コンパニオン診断でEGFRの変化を確認した後、オシメルチニブによる一次治療を検討してください。",
            "Confirm the EGFR change with a companion diagnostic, then consider osimertinib as first-line treatment."
        ),
        trials: vec![],
        next_review: None,
        closed_at: at(),
    }
}

pub fn cancer(kind: Kind) -> ReportInput {
    let later = kind != Kind::Analysis;
    ReportInput {
        kind,
        version: 1,
        case: case(),
        case_kind: CaseKind::Cancer,
        site: "HOSP-A".to_owned(),
        at: at(),
        synthetic: true,
        demo: true,
        members: vec![member("p-1", text!("本人", "proband"), "c-1")],
        clinical: vec![
            ClinicalLine {
                item: "cancer.diagnosis.oncotree".to_owned(),
                label: text!("診断（OncoTree）", "Diagnosis (OncoTree)"),
                value: text!("肺腺がん（LUAD）", "Lung adenocarcinoma (LUAD)"),
            },
            ClinicalLine {
                item: "cancer.background.ecog_ps".to_owned(),
                label: text!("ECOG PS", "ECOG PS"),
                value: text!("1", "1"),
            },
        ],
        specimens: vec![
            SpecimenLine {
                id: "0123-04-00057-TD01-K".to_owned(),
                person: "p-1".to_owned(),
                role: text!("腫瘍・DNA", "tumour, DNA"),
            },
            SpecimenLine {
                id: "0123-04-00057-ND01-3".to_owned(),
                person: "p-1".to_owned(),
                role: text!("正常・DNA", "normal, DNA"),
            },
        ],
        run: run(),
        findings: vec![egfr(), tp53(), brca2()],
        rejected: vec![],
        releases: vec![
            release(
                "CIViC",
                "2025-06-01",
                "CC0 1.0",
                "https://civicdb.org/releases/main",
            ),
            release(
                "ClinVar",
                "2025-06-08",
                "public domain",
                "https://ftp.ncbi.nlm.nih.gov/pub/clinvar/vcf_GRCh38/",
            ),
            release(
                "MANE",
                "1.4",
                "public domain",
                "https://ftp.ncbi.nlm.nih.gov/refseq/MANE/",
            ),
        ],
        panel: later.then(panel),
        analysis: later.then(|| SignedLine {
            report: "0123-04-00057.analysis".to_owned(),
            version: 1,
            digest: digest("a").to_string(),
            at: at(),
        }),
        confirmations: BTreeMap::new(),
        levels: None,
        choices: [
            ("ror.primary_now", "yes"),
            ("ror.secondary_now", "yes"),
            ("ror.relatives", "yes"),
        ]
        .map(|(k, v)| (k.to_owned(), v.to_owned()))
        .into(),
    }
}

pub fn family(kind: Kind) -> ReportInput {
    let jag1 = FindingLine {
        id: "f-jag1".to_owned(),
        level: 2,
        gene: "JAG1".to_owned(),
        hgvs_c: "NM_000214.3:c.550C>T".to_owned(),
        hgvs_p: "NP_000205.1:p.Arg184Cys".to_owned(),
        place: "chr20:10658574 G>A".to_owned(),
        consequence: "missense_variant".to_owned(),
        vaf: None,
        inheritance: Some("de_novo".to_owned()),
        secondary: false,
        text: text!(
            "両親にはない新生の変化で、アラジール症候群の原因としてClinVarに病的と記録されています。",
            "De novo; ClinVar records it as pathogenic for Alagille syndrome."
        ),
        ..brca2()
    };
    let mut panel = panel();
    panel.rule_set = "RD-provisional".to_owned();
    panel.outcomes = vec![outcome(
        "f-jag1",
        Return::Now,
        Aim::PrimaryNow,
        Action::Surveillance,
    )];
    panel.recommendation = text!(
        "心臓・肝臓・眼の定期的な検査を続けてください。",
        "Continue regular examination of heart, liver and eyes."
    );
    let mut input = cancer(kind);
    input.case_kind = CaseKind::Rare;
    input
        .members
        .push(member("p-2", text!("母", "mother"), "c-2"));
    input
        .members
        .push(member("p-3", text!("父", "father"), "c-3"));
    input.findings = vec![jag1];
    input.panel = input.panel.map(|_| panel);
    input
}
