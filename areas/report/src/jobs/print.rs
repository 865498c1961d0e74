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

/// One version of a report, ready for paper and for machines.
#[derive(Debug, Clone)]
pub struct Sheet {
    /// What it says.
    pub content: Content,
    /// The digest of the content.
    pub digest: Digest,
    /// Its signature, if there is one.
    pub signature: Option<Signature>,
    /// The signed version it takes the place of.
    pub supersedes: Option<i64>,
}

impl Sheet {
    /// Prints it in one language. Physicians' documents carry their FHIR bundle inside; the patient's does not: its
    /// codes and shares of reads are not what a patient is given.
    ///
    /// # Errors
    /// [`paper::Error`] names the missing font or the line of the template.
    pub fn print(&self, lang: Lang, fonts: &Fonts) -> Result<Pdf, paper::Error> {
        let signed = self.signature.as_ref().map(|s| Signed {
            account: s.account.clone(),
            role: s.role.clone(),
            at: s.at,
            code: s.signed.as_ref().map(|k| k.code()),
        });
        let mut data = view(&self.content, &self.digest, signed.as_ref(), lang);
        if self.content.kind != Kind::Lay {
            // A file cannot hold its own digest: inside, the bundle names no printed form.
            data["fhir"] = self.bundle(vec![]).to_string().into();
        }
        paper::render_with(template(self.content.kind), &[KIT], &data, fonts)
    }

    /// The FHIR bundle, Japanese. `printed` are language tags with the digests of the PDFs.
    #[must_use]
    pub fn bundle(&self, printed: Vec<(String, String)>) -> serde_json::Value {
        let (content, signature) = (&self.content, self.signature.as_ref());
        let status = match (signature, self.supersedes) {
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
