//! The two weeks of everything that is with a vendor, and how vendors kept them.

use std::collections::BTreeMap;

use auth::Resource;
use axum::{Json, extract::State};
use serde::Serialize;
use utoipa::ToSchema;
use web::{Caller, Platform, Problem};
use words::SiteId;

use super::wire::ClockOut;
use crate::{decide::order::Stage, store, words::Clock};

/// What runs, most urgent first, and what was.
#[derive(Serialize, ToSchema)]
pub(super) struct ClocksOut {
    pub running: Vec<Running>,
    pub vendors: Vec<Score>,
}

/// A specimen whose FASTQ files were generated and not yet accepted.
#[derive(Serialize, ToSchema)]
pub(super) struct Running {
    pub order: String,
    pub case: String,
    pub vendor: String,
    pub specimen: String,
    pub stage: Stage,
    #[serde(flatten)]
    pub clock: ClockOut,
}

/// How a vendor kept the rule: accepted deliveries, and those within fourteen days.
#[derive(Serialize, ToSchema)]
pub(super) struct Score {
    pub vendor: String,
    pub accepted: u64,
    pub in_time: u64,
    /// Share between 0 and 1.
    pub share: f64,
}

/// Lists the running clocks: a vendor sees its own, the centre all.
#[utoipa::path(get, path = "/api/clock", responses((status = 200, body = ClocksOut)),
    extensions(("x-action" = json!("order.read"))))]
pub(super) async fn list(
    State(platform): State<Platform>,
    caller: Caller,
) -> Result<Json<ClocksOut>, Problem> {
    let centre = ["analyst", "office"].iter().any(|role| caller.holds(role));
    let site = caller.site().filter(|_| !centre);
    let mut resource = Resource::new("clock", "all");
    if let Some(site) = &site {
        resource = resource.at_site(site);
    }
    caller.may(&platform, "order.read", &resource).await?;
    Ok(Json(ClocksOut {
        running: running(&platform, site.as_ref()).await?,
        vendors: scores(&platform, site.as_ref()).await?,
    }))
}

/// Of one vendor if it is named, most urgent first.
pub(super) async fn running(
    platform: &Platform,
    vendor: Option<&SiteId>,
) -> Result<Vec<Running>, Problem> {
    let now = platform.now();
    let mut running = Vec::new();
    for (order, state) in store::open_orders(platform.db(), vendor).await? {
        for item in state.items.iter().filter(|i| i.delivery.is_none()) {
            let Some(from) = item.generated_at else {
                continue;
            };
            running.push(Running {
                order: order.clone(),
                case: state.case.to_string(),
                vendor: state.vendor.to_string(),
                specimen: item.specimen.clone(),
                stage: item.stage,
                clock: ClockOut::of(from, now),
            });
        }
    }
    running.sort_by(|a, b| a.clock.due.cmp(&b.clock.due));
    Ok(running)
}

async fn scores(platform: &Platform, vendor: Option<&SiteId>) -> Result<Vec<Score>, Problem> {
    let mut counts: BTreeMap<String, (u64, u64)> = BTreeMap::new();
    for delivery in store::accepted_of(platform.db(), vendor).await? {
        let (accepted, in_time) = counts.entry(delivery.vendor.to_string()).or_default();
        *accepted += 1;
        *in_time += u64::from(delivery.clock != Some(Clock::Breached));
    }
    let score = |(vendor, (accepted, in_time)): (String, (u64, u64))| Score {
        vendor,
        accepted,
        in_time,
        share: in_time as f64 / accepted.max(1) as f64,
    };
    Ok(counts.into_iter().map(score).collect())
}
