//! Cases by gene: only those whose findings the reader may see, one decision each; a gene in which the patient has nothing but
//! what was not asked for is not found.

use ::words::{CaseId, text};
use auth::{Holds, Resource};
use registry::facts::CaseView;
use web::{Caller, Platform, Problem};

use super::{Hit, MOST, seen::Cases};
use crate::{rules::query::Query, store};

/// How often the next cases are looked at, where many are not the reader's to see.
const TIMES: usize = 3;

/// Adds the cases with a finding in the gene that was typed.
pub(super) async fn find(
    platform: &Platform,
    caller: &Caller,
    query: &Query,
    visible: &Cases,
    all: &mut Vec<Hit>,
) -> Result<(), Problem> {
    // one decision for who reads no findings at all, instead of one refusal per case
    let any = match visible.sites() {
        None => Resource::new("case", "search"),
        Some([site, ..]) => Resource::new("case", "search").at_site(site),
        Some([]) => return Ok(()),
    };
    let any = any.holding(Holds::Genomic);
    if caller.sees(platform, "finding.read", &any).await?.is_none() {
        return Ok(());
    }
    let (gene, mut before) = (&query.gene, String::new());
    let most = usize::try_from(MOST).unwrap_or(20);
    let mut hits = Vec::new();
    for _ in 0..TIMES {
        let found = store::with_gene(platform, gene, visible.sites(), &before, MOST).await?;
        let last = found.len() < most;
        for one in found {
            before.clone_from(&one.case);
            if hits.len() < most
                && let Some(case) = shown(platform, caller, &one).await?
            {
                hits.push(case);
            }
        }
        if last || hits.len() >= most {
            break;
        }
    }
    all.extend(hits.into_iter().map(|case| Hit {
        to: format!("/cases/{}/findings", case.id),
        case: case.id.to_string(),
        what: text!(("{gene} に所見"), ("a finding in {gene}")),
        alone: false,
    }));
    Ok(())
}

/// The case, if the reader may know that there is such a finding.
async fn shown(
    platform: &Platform,
    caller: &Caller,
    found: &store::Found,
) -> Result<Option<CaseView>, Problem> {
    let Ok(id) = CaseId::parse(found.case.as_str()) else {
        return Ok(None);
    };
    let Some(case) = registry::facts::case(platform.db(), &id).await? else {
        return Ok(None);
    };
    let on = registry::facts::resource_of(&case).holding(Holds::Genomic);
    if caller.sees(platform, "finding.read", &on).await?.is_none() {
        return Ok(None);
    }
    if found.secondary && !interpretation::facts::wants_secondary(platform, &case.id).await? {
        return Ok(None);
    }
    Ok(Some(case))
}
