//! Findings of interpretation as reports speak of them.

use futures::future::BoxFuture;
use interpretation::facts::{Evidence, Finding, Origin as Of};
use web::Platform;
use words::CaseId;

use super::{Findings, Found};
use crate::words::input::{EvidenceLine, FindingLine, Origin, RejectedLine};

/// Asks interpretation.
pub struct Interpreted;

impl Findings for Interpreted {
    fn findings<'a>(
        &'a self,
        platform: &'a Platform,
        case: &'a CaseId,
    ) -> BoxFuture<'a, anyhow::Result<Option<Found>>> {
        Box::pin(async move {
            // Not ready is not the same as nothing found: an empty report would read as negative.
            if interpretation::facts::ready(platform, case)
                .await?
                .is_none()
            {
                return Ok(None);
            }
            let all = interpretation::facts::findings(platform, case).await?;
            let verdicts = all
                .iter()
                .filter_map(|f| Some((f.id.clone(), f.verdict.clone()?)))
                .collect();
            let (kept, rejected): (Vec<_>, Vec<_>) = all.into_iter().partition(kept);
            let gone = |f: Finding| RejectedLine {
                id: f.id,
                secondary: f.secondary,
            };
            Ok(Some(Found {
                kept: kept.into_iter().map(line).collect(),
                rejected: rejected.into_iter().map(gone).collect(),
                verdicts,
            }))
        })
    }
}

/// A curator's rejection takes a finding out of reports.
fn kept(finding: &Finding) -> bool {
    finding.verdict.as_deref() != Some("rejected")
}

fn line(f: Finding) -> FindingLine {
    FindingLine {
        place: format!("{}:{} {}>{}", f.chrom, f.pos, f.reference, f.alternate),
        origin: match f.origin {
            Of::Somatic => Origin::Somatic,
            Of::Germline => Origin::Germline,
            Of::Unknown => Origin::Unknown,
        },
        evidence: f.evidence.into_iter().map(evidence).collect(),
        id: f.id,
        level: f.level,
        gene: f.gene,
        hgvs_c: f.hgvs_c,
        hgvs_p: f.hgvs_p,
        consequence: f.consequence,
        vaf: f.vaf,
        tier: f.tier,
        class: f.class,
        inheritance: f.inheritance,
        secondary: f.secondary,
        text: f.text,
    }
}

fn evidence(e: Evidence) -> EvidenceLine {
    EvidenceLine {
        source: e.source,
        release: e.release,
        item: e.item,
        url: e.url,
        text: e.text,
    }
}
