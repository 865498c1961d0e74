//! Rows that find the same variant in other cases: a fingerprint under a key outside the data directory, no place, no bases.

use ::store::Write;
use annotate::allele;
use blob::KeyId;
use knowledge::facts::Engine;
use web::Platform;
use words::{CaseId, Digest};

use crate::store;
use crate::words::Finding;

/// One row per finding, to ride along when the findings become ready.
pub(super) fn rows(
    platform: &Platform,
    engine: &Engine,
    interpretation: &str,
    case: &CaseId,
    findings: &[Finding],
) -> anyhow::Result<Vec<Write>> {
    let since = platform.now();
    let row = |finding: &Finding| {
        let print = print(platform, engine, finding)?;
        Ok(store::row(
            interpretation,
            &finding.id,
            case,
            since,
            print.as_ref(),
        ))
    };
    findings.iter().map(row).collect()
}

/// The fingerprint of a small variant in its one spelling; structural variants have no one spelling and are not compared.
fn print(
    platform: &Platform,
    engine: &Engine,
    finding: &Finding,
) -> anyhow::Result<Option<Digest>> {
    let (reference, alternate) = (&finding.reference, &finding.alternate);
    let letters = |s: &str| {
        s.bytes()
            .all(|b| b"ACGTN".contains(&b.to_ascii_uppercase()))
    };
    if !letters(reference) || !letters(alternate) {
        return Ok(None);
    }
    let found = allele::normalised(
        &engine.annotator,
        &finding.chrom,
        finding.pos,
        reference,
        alternate,
    )?;
    let Some(one) = found else { return Ok(None) };
    let value = format!(
        "{}-{}-{}-{}",
        one.chrom, one.pos, one.reference, one.alternate
    );
    let key = KeyId::index("variant");
    Ok(Some(platform.blobs().fingerprint(&key, value.as_bytes())?))
}
