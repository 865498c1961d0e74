//! Stands in for the annotation: the invented variants of the plan become findings, sealed as findings are.

use anyhow::Context as _;
use blob::KeyId;
use interpretation::{
    decide::{Command, Interpretation, Outcome, Status},
    facts::{Evidence, Finding, Origin, Provenance},
};
use ledger::Along;
use sim::scenario::{Variant, variants};
use store::{Value, Write};
use words::{Actor, Context, Digest, Text, text};

use super::super::{clock, world::World};

pub async fn find(world: &World, id: &str) -> anyhow::Result<()> {
    let platform = &world.opened.platform;
    let found = platform.ledger().load::<Interpretation>(id).await?;
    let state = found
        .with_context(|| format!("no interpretation {id}"))?
        .state;
    if state.status != Status::Requested {
        return Ok(());
    }
    let plan = world.plan_of(state.case.as_str())?;
    let found = variants(plan.seed, plan.cancer);
    let findings: Vec<Finding> = found
        .iter()
        .zip(1..)
        .map(|(variant, n)| finding(variant, n, plan.cancer))
        .collect();
    let key = KeyId::run(&state.case, &state.run);
    let put = platform
        .blobs()
        .put(&key, &serde_json::to_vec(&findings)?)
        .await?;
    let held = findings.iter().filter(|f| f.secondary);
    let outcome = Outcome {
        digest: put.digest,
        held: held.map(|f| f.id.clone()).collect(),
        findings: findings.iter().map(|f| f.id.clone()).collect(),
        releases: vec!["stand-in".to_owned()],
        variants: 4_200_000,
        panel: "stand-in".to_owned(),
    };
    let now = clock::now();
    let mut writes = Vec::new();
    for (finding, variant) in findings.iter().zip(&found) {
        writes.push(row(world, id, state.case.as_str(), finding, variant)?);
    }
    let context = Context::new(now, Actor::system()).on(&state.case);
    let along = Along {
        writes,
        ..Along::default()
    };
    platform
        .ledger()
        .execute_along::<Interpretation>(id, Command::Finish(outcome), &(), &context, along)
        .await?;
    Ok(())
}

/// The row that finds the same variant in other cases.
fn row(
    world: &World,
    id: &str,
    case: &str,
    finding: &Finding,
    variant: &Variant,
) -> anyhow::Result<Write> {
    let value = format!(
        "{}-{}-{}-{}",
        variant.chrom, variant.pos, variant.reference, variant.alternate
    );
    let blobs = world.opened.platform.blobs();
    let print = blobs.fingerprint(&KeyId::index("variant"), value.as_bytes())?;
    let sql = "INSERT INTO interpretation_finding (interpretation, finding, case_id, since, print) \
        VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING";
    let args: Vec<Value> = vec![
        id.into(),
        finding.id.as_str().into(),
        case.into(),
        clock::now().into(),
        (&print).into(),
    ];
    Ok(Write::new(sql, args))
}

const TIERS: [&str; 4] = ["I-A", "I-B", "II-C", "III"];
const CLASSES: [&str; 4] = [
    "pathogenic",
    "likely pathogenic",
    "uncertain significance",
    "uncertain significance",
];

fn finding(variant: &Variant, number: u32, cancer: bool) -> Finding {
    let rank = usize::from(variant.rank.clamp(1, 4)) - 1;
    let (tier, class) = if variant.germline {
        (None, CLASSES.get(rank))
    } else {
        (TIERS.get(rank), None)
    };
    let grade = tier.or(class).copied().unwrap_or_default();
    let (gene, change) = (variant.gene, variant.hgvs_p.as_str());
    let said: Text = text!(
        ("{gene} {change}：{grade}（見本のために作った所見）"),
        ("{gene} {change}: {grade} (invented for this sample programme)")
    );
    Finding {
        id: format!("F{number:03}"),
        level: if rank < 2 { 1 } else { 2 },
        origin: if variant.germline {
            Origin::Germline
        } else {
            Origin::Somatic
        },
        gene: gene.to_owned(),
        hgvs_c: variant.hgvs_c.clone(),
        hgvs_p: variant.hgvs_p.clone(),
        chrom: variant.chrom.to_owned(),
        pos: variant.pos,
        reference: variant.reference.to_owned(),
        alternate: variant.alternate.to_owned(),
        consequence: "missense_variant".to_owned(),
        vaf: Some(f64::from(variant.share) / 100.0),
        tier: tier.map(|t| (*t).to_owned()),
        tiered: None,
        class: class.map(|c| (*c).to_owned()),
        inheritance: (!cancer).then(|| "de_novo".to_owned()),
        score: None,
        secondary: cancer && variant.germline,
        evidence: vec![Evidence {
            source: "stand-in".to_owned(),
            release: "1".to_owned(),
            item: format!("{gene}-{}", variant.pos),
            url: String::new(),
            text: said.clone(),
            defining: true,
            strength: None,
        }],
        text: said,
        provenance: Provenance {
            file: if cancer {
                "somatic.vcf.gz"
            } else {
                "trio.vcf.gz"
            }
            .to_owned(),
            digest: Digest::of(b"stand-in"),
            record: format!(
                "{}\t{}\t{}\t{}",
                variant.chrom, variant.pos, variant.reference, variant.alternate
            ),
        },
        calls: Vec::new(),
        features: Vec::new(),
        verdict: None,
        judged: None,
    }
}
