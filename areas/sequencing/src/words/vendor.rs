//! Who may sequence: accreditation, place, own quality control.

use serde::{Deserialize, Serialize};
use words::{Day, Text, text};

use super::SigningKey;

/// An accepted standard.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Standard {
    /// ISO 15189.
    Iso15189,
    /// College of American Pathologists.
    Cap,
    /// Clinical Laboratory Improvement Amendments.
    Clia,
}

/// A certificate.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Accreditation {
    /// Of which standard.
    pub standard: Standard,
    /// Its number.
    pub number: String,
    /// Its last day, `YYYY-MM-DD`.
    #[schema(value_type = String, format = Date)]
    pub valid_until: Day,
}

/// What the office has on file about a vendor; every change is a new version.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct VendorRecord {
    /// The machines stand inside the country.
    pub domestic: bool,
    /// Its certificates.
    pub accreditations: Vec<Accreditation>,
    /// The filed summary of procedures.
    pub sop_summary_version: u32,
    /// Staff sign in with more than one factor.
    pub multi_factor: bool,
    /// It runs its own periodic quality control.
    pub own_qc: bool,
    /// The keys it signs manifests with, with their validity.
    #[serde(default)]
    pub keys: Vec<SigningKey>,
}

impl VendorRecord {
    /// What a new order would lack on that day; empty if nothing (plan 001; clinical specification §5.3).
    #[must_use]
    pub fn lacks(&self, on: Day) -> Vec<Text> {
        let mut lacks = Vec::new();
        if !self.accreditations.iter().any(|a| on <= a.valid_until) {
            lacks.push(text!(
                "有効な認定（ISO 15189・CAP・CLIA）",
                "a valid accreditation (ISO 15189, CAP or CLIA)"
            ));
        }
        if !self.domestic {
            lacks.push(text!("国内の解析施設", "a site inside the country"));
        }
        if !self.multi_factor {
            lacks.push(text!("多要素認証", "multi-factor access"));
        }
        if !self.own_qc {
            lacks.push(text!(
                "定期的な自己精度管理",
                "periodic quality control of its own"
            ));
        }
        if self.sop_summary_version == 0 {
            lacks.push(text!("手順概要の提出", "a filed summary of procedures"));
        }
        lacks
    }
}
