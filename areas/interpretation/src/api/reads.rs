//! Reads around a finding and the genome under them: never more than was kept, through the permission check and the key of
//! whose reads they are.

use analysis::facts::SampleRole;
use axum::{
    extract::{Path, Query, State},
    http::{StatusCode, header},
    response::{IntoResponse as _, Response},
};
use blob::KeyId;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::ops::RangeInclusive;
use utoipa_axum::{router::OpenApiRouter, routes};
use web::{Caller, Platform, Problem};
use words::text;

use super::desk::{Desk, desk};
use super::resource;
use crate::decide::SampleReads;
use crate::facts::key;
use crate::jobs::reads::Bases;
use crate::rules::window;

/// The routes.
pub(crate) fn router() -> OpenApiRouter<Platform> {
    OpenApiRouter::default()
        .routes(routes!(reads))
        .routes(routes!(genome))
}

/// A range of GRCh38 around the finding; 250 bases on each side unless said.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
struct RangeIn {
    /// First base.
    from: Option<u64>,
    /// Last base.
    to: Option<u64>,
}

/// The range that was asked for. What reaches beyond the window is asked for as the whole file would be, which no rule allows:
/// the refusal stands in the access log.
async fn range(
    platform: &Platform,
    caller: &Caller,
    desk: &Desk,
    asked: &RangeIn,
) -> Result<RangeInclusive<u64>, Problem> {
    if let Some(range) = window::asked(&desk.proposed, asked.from, asked.to) {
        return Ok(range);
    }
    let on = resource(&desk.case);
    if let Err(problem) = caller.may(platform, "finding.reads_whole", &on).await
        && problem.status != 403
    {
        return Err(problem);
    }
    let kept = window::KEPT;
    Err(Problem::new(
        StatusCode::FORBIDDEN,
        "E-INTERPRETATION-WINDOW",
        text!(
            ("見られるのは所見の前後{kept}塩基までです。それより広い範囲やファイル全体は出しません。この請求は記録しました。"),
            ("Only {kept} bases on each side of the finding can be read. Wider ranges and whole files are not given out; this request was recorded.")
        ),
    ))
}

/// The kept reads of a sample of the run, unsealed; none if the run kept no aligned file of it or its person left.
pub(crate) async fn kept(
    platform: &Platform,
    desk: &Desk,
    role: SampleRole,
) -> Result<Option<Vec<u8>>, Problem> {
    let runs = analysis::facts::runs(platform.db(), &desk.case.id).await?;
    let run = runs.into_iter().find(|r| r.id == desk.state.run);
    let sample = run.and_then(|r| r.samples.into_iter().find(|s| s.role == role));
    let all = desk.state.reads.as_ref().map_or(&[][..], |k| &k.samples);
    let of = |s: &&SampleReads| sample.as_ref().is_some_and(|x| x.specimen == s.specimen);
    let Some(one) = all.iter().find(of) else {
        return Ok(None);
    };
    let key = KeyId::member(&desk.case.id, &one.person);
    if platform.blobs().is_forgotten(&key) {
        return Ok(None);
    }
    Ok(Some(platform.blobs().get(&key, &one.digest).await?))
}

/// The bases of the genome around the finding.
pub(crate) async fn bases(platform: &Platform, desk: &Desk) -> Result<Option<Bases>, Problem> {
    let Some(kept) = &desk.state.reads else {
        return Ok(None);
    };
    let bytes = platform
        .blobs()
        .get(&key(&desk.state), &kept.genome)
        .await?;
    let mut all: BTreeMap<String, Bases> =
        serde_json::from_slice(&bytes).map_err(anyhow::Error::from)?;
    Ok(all.remove(&desk.proposed.id))
}

fn none_kept() -> Problem {
    Problem::not_found(text!(
        "この検体のリードは残っていません。",
        "No reads of this sample were kept."
    ))
}

/// Reads of one sample around a finding, as a BAM of the window.
#[utoipa::path(get, path = "/api/cases/{id}/findings/{fid}/reads/{role}", params(RangeIn),
    responses((status = 200, body = Vec<u8>, content_type = "application/octet-stream"), (status = 403, body = Problem)),
    extensions(("x-action" = json!("finding.reads"))))]
async fn reads(
    State(platform): State<Platform>,
    caller: Caller,
    Path((id, finding, role)): Path<(String, String, String)>,
    Query(asked): Query<RangeIn>,
) -> Result<Response, Problem> {
    let opened = desk(&platform, &caller, "finding.reads", &id, &finding).await?;
    let range = range(&platform, &caller, &opened, &asked).await?;
    let role = role_of(&role).ok_or_else(none_kept)?;
    let bam = kept(&platform, &opened, role).await?;
    let bam = bam.ok_or_else(none_kept)?;
    let (from, to) = (*range.start(), *range.end());
    let bam = annotate::window::narrow(&bam, &opened.proposed.chrom, from, to);
    let bam = bam.map_err(anyhow::Error::from)?;
    let kind = [(header::CONTENT_TYPE, "application/octet-stream")];
    Ok((kind, bam).into_response())
}

/// The genome around a finding, as FASTA with its place in the header.
#[utoipa::path(get, path = "/api/cases/{id}/findings/{fid}/genome", params(RangeIn),
    responses((status = 200, body = String, content_type = "text/plain"), (status = 403, body = Problem)),
    extensions(("x-action" = json!("finding.reads"))))]
async fn genome(
    State(platform): State<Platform>,
    caller: Caller,
    Path((id, finding)): Path<(String, String)>,
    Query(asked): Query<RangeIn>,
) -> Result<Response, Problem> {
    let opened = desk(&platform, &caller, "finding.reads", &id, &finding).await?;
    let range = range(&platform, &caller, &opened, &asked).await?;
    let bases = bases(&platform, &opened).await?;
    let bases = bases.ok_or_else(none_kept)?;
    let fasta = fasta(&bases, &range);
    let kind = [(header::CONTENT_TYPE, "text/plain; charset=utf-8")];
    Ok((kind, fasta).into_response())
}

/// `>chr7:100-200 @len=…`: a part of a chromosome that knows where it lies.
fn fasta(bases: &Bases, range: &RangeInclusive<u64>) -> String {
    let skip = range.start().saturating_sub(bases.from);
    let from = bases.from + skip;
    let count = (range.end() + 1).saturating_sub(from);
    let usize = |n: u64| usize::try_from(n).unwrap_or(usize::MAX);
    let said: String = bases
        .bases
        .chars()
        .skip(usize(skip))
        .take(usize(count))
        .collect();
    let to = from + said.len() as u64 - 1;
    format!(">{}:{from}-{to} @len={}\n{said}\n", bases.chrom, to + 1_000)
}

/// The role of a sample by its word.
pub(crate) fn role_of(word: &str) -> Option<SampleRole> {
    use SampleRole::{Father, Mother, Normal, Proband, Sample, Tumour};
    [Sample, Tumour, Normal, Proband, Mother, Father]
        .into_iter()
        .find(|r| r.code() == word)
}
