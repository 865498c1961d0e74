//! What becomes of a tube: fit for use, not fit, destroyed.

use axum::{
    Json,
    extract::{Path, State},
};
use web::{Caller, Platform, Problem};
use words::AccountId;

use super::{
    hand::{Answer, Hand, bad_input},
    wire::{AcceptIn, DestroyIn, RefuseIn, TubeOut},
};
use crate::{
    decide::{Command, Refusal},
    jobs,
};

/// Finds a tube fit for use.
#[utoipa::path(post, path = "/api/tubes/{id}/accept", request_body = AcceptIn, responses((status = 200, body = TubeOut), (status = 409, body = Problem)),
    extensions(("x-action" = json!("specimen.accept"))))]
pub(super) async fn accept(
    State(platform): State<Platform>,
    caller: Caller,
    Path(id): Path<String>,
    Json(input): Json<AcceptIn>,
) -> Answer {
    let hand = Hand::of_custodian(&platform, &caller, "specimen.accept", &id).await?;
    let command = Command::Accept {
        din: input.din.map(|din| (din * 10.0).round() as u32),
        amount_ng: input.amount_ng,
        sop: hand.sop("receipt", input.sop),
    };
    hand.act(command, &[]).await
}

/// Finds a tube not fit for use.
#[utoipa::path(post, path = "/api/tubes/{id}/nonconforming", request_body = RefuseIn, responses((status = 200, body = TubeOut), (status = 409, body = Problem)),
    extensions(("x-action" = json!("specimen.accept"))))]
pub(super) async fn nonconforming(
    State(platform): State<Platform>,
    caller: Caller,
    Path(id): Path<String>,
    Json(input): Json<RefuseIn>,
) -> Answer {
    let hand = Hand::of_custodian(&platform, &caller, "specimen.accept", &id).await?;
    let class = input.class;
    hand.act(Command::Refuse { class }, &[]).await
}

/// Records the destruction that was ordered after a withdrawal.
#[utoipa::path(post, path = "/api/tubes/{id}/destroy", request_body = DestroyIn, responses((status = 200, body = TubeOut), (status = 409, body = Problem)),
    extensions(("x-action" = json!("specimen.accept"))))]
pub(super) async fn destroy(
    State(platform): State<Platform>,
    caller: Caller,
    Path(id): Path<String>,
    Json(input): Json<DestroyIn>,
) -> Answer {
    let hand = Hand::of_custodian(&platform, &caller, "specimen.accept", &id).await?;
    let witness = AccountId::parse(input.witness).map_err(|_| bad_input())?;
    let known = platform.auth().who(&witness, platform.now()).await;
    if known.map_err(Problem::from)?.is_none() {
        return Err(Problem::refused(&Refusal::NoWitness));
    }
    let command = Command::Destroy {
        scanned: input.scanned,
        witness,
        sop: hand.sop("destroy", input.sop),
    };
    let answer = hand.act(command, &[]).await?;
    jobs::report(&platform, &hand.tube.person, &hand.tube.case).await?;
    Ok(answer)
}
