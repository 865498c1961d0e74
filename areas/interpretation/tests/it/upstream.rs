//! What registry, consent, analysis and knowledge have to say before there is a finding.

#[path = "../../../specimen/tests/it/upstream.rs"]
mod before;

use std::collections::BTreeMap;
use std::path::Path;

use analysis::decide::{Command, Decision, Facts, Results, Run};
use analysis::words::{Mode, Output, Owner, Sample, SampleRole};
use serde_json::{Value, json};
use store::Db;
use web::testing::Stage;
use words::{Actor, CaseId, Context, Digest, PersonId};

pub use before::{HOSPITAL, withdraw};

/// A stage with one case and a consent in force.
pub struct Given {
    pub stage: Stage,
    pub case: String,
    pub person: String,
}

pub async fn given(db: Db) -> Given {
    let stage = stage(db).await;
    let (case, person) = before::case(&stage).await;
    before::consent(&stage, &case, &person).await;
    Given {
        stage,
        case,
        person,
    }
}

/// The same with a case of a rare disease.
pub async fn given_rare(db: Db) -> Given {
    let stage = stage(db).await;
    let ground =
        json!({ "kind": "rare", "class": "undiagnosed", "existing_tests_inconclusive": true });
    let (case, person) = before::case_of(&stage, ground).await;
    before::consent_on(&stage, &case, &person, "icf-rare-adult@1.0").await;
    Given {
        stage,
        case,
        person,
    }
}

async fn stage(db: Db) -> Stage {
    let mut areas = before::areas();
    areas.extend([
        clinical::area(),
        sequencing::area(),
        analysis::area(),
        knowledge::area(),
        interpretation::area(),
    ]);
    web::testing::platform(db, areas).await
}

/// One gene of eight codons on a genome of 56 bases, evidence about one change and about any change of it.
pub async fn import(stage: &Stage) {
    let dir = tempfile::tempdir().unwrap();
    write(dir.path());
    let done = knowledge::import(&stage.platform, dir.path(), &Actor::system()).await;
    assert_eq!(done.unwrap().len(), 3);
}

fn write(dir: &Path) {
    let bases = "CCCCCCCCCCGGGATGCTGAAAGCTCGTGGATTCTAAGGGCCCCCCCCCCCCCCCC";
    let gff = "##gff-version 3\nchr1\tX\tgene\t11\t40\t.\t+\t.\tID=g;Name=GENE1\nchr1\tX\tmRNA\t11\t40\t.\t+\t.\tID=t;Parent=g;biotype=protein_coding;refseq=NM_1.1;protein=NP_1.1\nchr1\tX\texon\t11\t40\t.\t+\t.\tParent=t\nchr1\tX\tCDS\t14\t37\t.\t+\t0\tParent=t\n";
    let item = |id: u32, variant: &str| {
        format!(
            "GENE1\t{variant}\ta cancer\t1\tDrug\tPredictive\tSupports\tA\tSensitivity/Response\t4\taccepted\t{id}\n"
        )
    };
    let civic = format!(
        "gene\tvariant\tdisease\tdoid\tdrugs\tevidence_type\tevidence_direction\tevidence_level\tclinical_significance\trating\tevidence_status\tevidence_id\n{}{}",
        item(1, "L2P"),
        item(2, "MUTATION")
    );
    let mut sources = "file\tsource\tversion\tlicence\turl\tsynthetic\n".to_owned();
    let fasta = format!(">chr1\n{bases}\n");
    for (file, source, text) in [
        ("made.fa", "genome", fasta.as_str()),
        ("made.gff3", "mane", gff),
        ("made-ClinicalEvidenceSummaries.tsv", "civic", &civic),
    ] {
        sources += &format!("{file}\t{source}\tmade-1\tCC0-1.0\turn:made\ttrue\n");
        std::fs::write(dir.join(file), text).unwrap();
    }
    std::fs::write(dir.join("SOURCES.tsv"), sources).unwrap();
}

/// A file of somatic calls: contig, position, reference and other bases of each.
pub fn calls(records: &[(&str, u64, &str, &str)]) -> String {
    let mut vcf = "##fileformat=VCFv4.2\n#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT\tTUMOUR\tNORMAL\n".to_owned();
    for (contig, pos, reference, alternate) in records {
        vcf += &format!(
            "{contig}\t{pos}\t.\t{reference}\t{alternate}\t50\tPASS\t.\tGT:DP:VAF\t0/1:120:0.3\t0/0:40:0\n"
        );
    }
    vcf
}

/// The planted change and one beside it in the same gene.
pub fn good() -> String {
    calls(&[("chr1", 18, "T", "C"), ("chr1", 21, "A", "G")])
}

impl Given {
    pub fn case_id(&self) -> CaseId {
        CaseId::parse(&self.case).unwrap()
    }

    /// Clinical answers of one section, by a physician.
    pub async fn clinical(&self, section: &str, answers: Value) {
        let physician = self.stage.sign_in("physician", Some(HOSPITAL)).await;
        let path = format!("/api/cases/{}/clinical/{section}", self.case);
        let body = json!({ "answers": answers });
        let (status, said) = self.stage.call("PUT", &path, Some(&physician), body).await;
        assert!(status < 300, "{section}: {said}");
    }

    /// A run with these somatic calls, analysed and accepted.
    pub async fn accept_run(&self, id: &str, calls: &str) {
        self.accept_run_of(id, "somatic.vcf.gz", calls).await;
    }

    /// A run that made one file of calls, analysed and accepted.
    pub async fn accept_run_of(&self, id: &str, file: &str, calls: &str) {
        self.accept_run_with(id, &[(file, calls.as_bytes(), false)])
            .await;
    }

    /// A run that made these files, analysed and accepted; those of the person alone are marked.
    pub async fn accept_run_with(&self, id: &str, files: &[(&str, &[u8], bool)]) {
        accept(&self.stage, &self.case, &self.person, id, files).await;
    }

    /// The people of the case changed: the run no longer counts.
    pub async fn supersede(&self, id: &str) {
        self.run(id, Command::Supersede).await;
    }

    async fn run(&self, id: &str, command: Command) {
        run(&self.stage, &self.case_id(), &self.person, id, command).await;
    }
}

/// The tube of a case.
pub fn tube(case: &str) -> String {
    format!("{case}-TD01-X")
}

/// A second case at the same hospital, with a run of these calls accepted and annotated: case and person.
pub async fn another(stage: &Stage, id: &str, calls: &str) -> (String, String) {
    let coordinator = stage.sign_in("coordinator", Some(HOSPITAL)).await;
    let ground = json!({ "kind": "cancer", "enough_specimen": true, "refractory": true, "alive_and_treatable": true });
    let member = json!({ "relation": "proband", "name": "見本 次郎", "kana": "ミホン ジロウ", "birth_day": "1955-05-05", "sex": "male" });
    let case = json!({ "site": HOSPITAL, "eligibility": ground, "members": [member] });
    let (status, said) = stage
        .call("POST", "/api/cases", Some(&coordinator), case)
        .await;
    assert_eq!(status, 201, "{said}");
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let (case, person) = (text(&said["id"]), text(&said["members"][0]["person"]));
    before::consent(stage, &case, &person).await;
    let file = ("somatic.vcf.gz", calls.as_bytes(), false);
    accept(stage, &case, &person, id, &[file]).await;
    stage.settle().await;
    (case, person)
}

async fn accept(stage: &Stage, case: &str, person: &str, id: &str, files: &[(&str, &[u8], bool)]) {
    let case_id = CaseId::parse(case).unwrap();
    let mut outputs = Vec::new();
    for (name, bytes, own) in files {
        let owner = if *own {
            Owner::Member {
                person: PersonId::parse(person).unwrap(),
            }
        } else {
            Owner::Run { run: id.to_owned() }
        };
        outputs.push(output(stage, &case_id, owner, name, bytes).await);
    }
    let results = Results {
        qc: outputs[0].digest.clone(),
        outputs,
        pipeline_digest: "ab".to_owned(),
        reference: "made".to_owned(),
        tools: BTreeMap::new(),
        gates: vec![],
    };
    let trio = files.iter().any(|(name, _, _)| *name == "trio.vcf.gz");
    let sample = Sample {
        role: if trio {
            SampleRole::Proband
        } else {
            SampleRole::Tumour
        },
        specimen: tube(case),
        person: PersonId::parse(person).unwrap(),
        reads_digest: "rd1-2-00".to_owned(),
        files: vec![Digest::of(id.as_bytes())],
    };
    let plan = Command::Plan {
        id: id.to_owned(),
        case: case_id.clone(),
        mode: Mode::Pair,
        samples: vec![sample],
        profile: "slice".to_owned(),
    };
    let accept = Decision {
        accept: true,
        reason: None,
    };
    for command in [
        plan,
        Command::Start,
        Command::Finish(Box::new(results)),
        Command::Decide(accept),
    ] {
        run(stage, &case_id, person, id, command).await;
    }
}

async fn run(stage: &Stage, case: &CaseId, person: &str, id: &str, command: Command) {
    let platform = &stage.platform;
    let person = PersonId::parse(person).unwrap();
    let held = consent::facts::in_force(platform.db(), &person).await;
    let reference = held.unwrap().unwrap().reference;
    let context = Context::new(platform.now(), Actor::system())
        .on(case)
        .resting_on(reference.clone());
    let facts = Facts {
        consents: vec![reference],
        another: None,
    };
    let done = platform
        .ledger()
        .execute::<Run>(id, command, &facts, &context);
    assert!(done.await.is_ok());
}

async fn output(stage: &Stage, case: &CaseId, owner: Owner, name: &str, bytes: &[u8]) -> Output {
    let key = analysis::facts::key(case, &owner);
    let put = stage.platform.blobs().put(&key, bytes).await.unwrap();
    Output {
        name: name.to_owned(),
        digest: put.digest.clone(),
        blob: put.digest,
        bytes: put.size,
        owner,
    }
}

/// Sends a form as a browser would: status and page.
pub async fn post_form(stage: &Stage, path: &str, token: &str, form: &str) -> (u16, String) {
    use http_body_util::BodyExt as _;
    use tower::ServiceExt as _;
    let request = axum::http::Request::post(path)
        .header("accept", "text/html")
        .header("authorization", format!("Bearer {token}"))
        .header("content-type", "application/x-www-form-urlencoded")
        .body(axum::body::Body::from(form.to_owned()))
        .unwrap();
    let response = stage.router.clone().oneshot(request).await.unwrap();
    let status = response.status().as_u16();
    let body = response.into_body().collect().await.unwrap().to_bytes();
    (status, String::from_utf8_lossy(&body).into_owned())
}
