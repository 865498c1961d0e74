//! A content to paper and to FHIR.

use fhir::genomics;
use paper::{Fonts, Pdf};
use words::{Digest, Lang};

use crate::decide::report::Signature;
use crate::words::Kind;
use crate::words::content::Content;
use crate::words::input::{FindingLine, Origin};
use crate::words::view::{Signed, view};

const KIT: (&str, &str) = (
    "kit.typ",
    include_str!("../../../../catalog/reports/kit.typ"),
);

fn template(kind: Kind) -> &'static str {
    match kind {
        Kind::Analysis => include_str!("../../../../catalog/reports/analysis.typ"),
        Kind::Panel => include_str!("../../../../catalog/reports/panel.typ"),
        Kind::Lay => include_str!("../../../../catalog/reports/lay.typ"),
    }
}

/// Prints a content in one language, with its signature if there is one.
///
/// # Errors
/// [`paper::Error`] names the missing font or the line of the template.
pub fn print(
    content: &Content,
    digest: &Digest,
    signature: Option<&Signature>,
    lang: Lang,
    fonts: &Fonts,
) -> Result<Pdf, paper::Error> {
    let signed = signature.map(|s| Signed {
        account: s.account.clone(),
        role: s.role.clone(),
        at: s.at,
    });
    let data = view(content, digest, signed.as_ref(), lang);
    paper::render_with(template(content.kind), &[KIT], &data, fonts)
}

/// The FHIR bundle of a content, Japanese. `printed` are language tags with the digests of the PDFs.
#[must_use]
pub fn bundle(
    content: &Content,
    signature: Option<&Signature>,
    supersedes: Option<i64>,
    printed: Vec<(String, String)>,
) -> serde_json::Value {
    let status = match (signature, supersedes) {
        (None, _) => "preliminary",
        (Some(_), None) => "final",
        (Some(_), Some(_)) => "amended",
    };
    let summary: Vec<_> = content.summary.iter().map(|s| s.text.ja.as_ref()).collect();
    genomics::bundle(&genomics::Report {
        id: format!("{}@{}", content.report, content.version),
        system: "urn:kumihimo".to_owned(),
        subject: content.case.to_string(),
        status: status.to_owned(),
        issued: signature.map_or(content.at, |s| s.at).rfc3339(),
        title: content.kind.title().ja.into_owned(),
        language: "ja".to_owned(),
        conclusion: summary.join("\n"),
        signer: signature.map(|s| s.account.clone()),
        specimens: content.specimens.clone(),
        variants: content.findings.iter().map(variant).collect(),
        printed,
        test_data: content.synthetic,
    })
}

fn variant(f: &FindingLine) -> genomics::Variant {
    let label =
        |e: &crate::words::input::EvidenceLine| format!("{} {} {}", e.source, e.release, e.item);
    genomics::Variant {
        id: f.id.clone(),
        gene: f.gene.clone(),
        hgvs_c: f.hgvs_c.clone(),
        hgvs_p: f.hgvs_p.clone(),
        place: f.place.clone(),
        germline: match f.origin {
            Origin::Germline => Some(true),
            Origin::Somatic => Some(false),
            Origin::Unknown => None,
        },
        frequency: f.vaf,
        tier: f.tier.clone(),
        class: f.class.clone(),
        text: f.text.ja.clone().into_owned(),
        evidence: f
            .evidence
            .iter()
            .map(|e| (label(e), e.url.clone()))
            .collect(),
    }
}
