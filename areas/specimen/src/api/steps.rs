//! A tube on its way: filled, labelled, scanned out, scanned in.

use axum::{
    Json,
    extract::{Path, State},
};
use web::{Caller, Platform, Problem};
use words::SiteId;

use super::{
    hand::{Answer, Hand, bad_input},
    wire::{ReceiveIn, ScanIn, ShipIn, SopIn, TubeOut},
};
use crate::decide::Command;

/// Records that a tube was filled.
#[utoipa::path(post, path = "/api/tubes/{id}/collect", request_body = SopIn, responses((status = 200, body = TubeOut), (status = 409, body = Problem)),
    extensions(("x-action" = json!("specimen.collect"))))]
pub(super) async fn collect(
    State(platform): State<Platform>,
    caller: Caller,
    Path(id): Path<String>,
    Json(input): Json<SopIn>,
) -> Answer {
    let hand = Hand::of_custodian(&platform, &caller, "specimen.collect", &id).await?;
    let sop = hand.sop("collect", input.sop);
    hand.act(Command::Collect { sop }, &[]).await
}

/// Checks the label by scanning it.
#[utoipa::path(post, path = "/api/tubes/{id}/label", request_body = ScanIn, responses((status = 200, body = TubeOut), (status = 409, body = Problem)),
    extensions(("x-action" = json!("specimen.collect"))))]
pub(super) async fn label(
    State(platform): State<Platform>,
    caller: Caller,
    Path(id): Path<String>,
    Json(input): Json<ScanIn>,
) -> Answer {
    let hand = Hand::of_custodian(&platform, &caller, "specimen.collect", &id).await?;
    let sop = hand.sop("label", input.sop);
    let scanned = input.scanned;
    hand.act(Command::Label { scanned, sop }, &[]).await
}

/// Scans a tube out.
#[utoipa::path(post, path = "/api/tubes/{id}/ship", request_body = ShipIn, responses((status = 200, body = TubeOut), (status = 409, body = Problem)),
    extensions(("x-action" = json!("specimen.ship"))))]
pub(super) async fn ship(
    State(platform): State<Platform>,
    caller: Caller,
    Path(id): Path<String>,
    Json(input): Json<ShipIn>,
) -> Answer {
    let hand = Hand::of_custodian(&platform, &caller, "specimen.ship", &id).await?;
    let to = SiteId::parse(input.to).map_err(|_| bad_input())?;
    let is_code = |code: &String| words::Id::<()>::parse(code.as_str()).is_ok();
    if ![&input.carrier, &input.waybill].into_iter().all(is_code) {
        return Err(bad_input());
    }
    let command = Command::Ship {
        scanned: input.scanned,
        to: to.clone(),
        carrier: input.carrier,
        waybill: input.waybill,
        sop: hand.sop("transport", input.sop),
    };
    hand.act(command, &[&to]).await
}

/// Scans a tube in at its addressee.
#[utoipa::path(post, path = "/api/tubes/{id}/receive", request_body = ReceiveIn, responses((status = 200, body = TubeOut), (status = 409, body = Problem)),
    extensions(("x-action" = json!("specimen.receive"))))]
pub(super) async fn receive(
    State(platform): State<Platform>,
    caller: Caller,
    Path(id): Path<String>,
    Json(input): Json<ReceiveIn>,
) -> Answer {
    let hand = Hand::of_addressee(&platform, &caller, "specimen.receive", &id).await?;
    let tenths = |celsius: Option<f64>| celsius.map(|c| (c * 10.0).round() as i32);
    let command = Command::Receive {
        scanned: input.scanned,
        condition: input.condition,
        seal_ok: input.seal_ok,
        temp_min: tenths(input.temp_min),
        temp_max: tenths(input.temp_max),
        sop: hand.sop("receipt", input.sop),
    };
    hand.act(command, &[]).await
}
