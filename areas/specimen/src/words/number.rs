//! `FFFF-PP-CCCCC-{T|N}{D|R|X}{nn}-K`.

use std::fmt;

use serde::{Deserialize, Serialize};
use words::CaseId;

use super::{Material, Role, check::check_character};

/// The number of a tube: facility, project, case, role and material, a running number, a check character.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct TubeNumber(String);

/// The text is not the number of a tube.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotATube {
    /// Not of this form.
    #[error("not FFFF-PP-CCCCC-{{T|N}}{{D|R|X}}nn-K: {0:?}")]
    Form(String),
    /// The check character does not fit: misread or mistyped.
    #[error("check character does not fit: {0:?}")]
    Check(String),
}

impl TubeNumber {
    /// The number of the `nn`th tube (1 to 99) of that kind in a case; `None` beyond, or if the case id has another form.
    #[must_use]
    pub fn issue(case: &CaseId, role: Role, material: Material, nn: u8) -> Option<Self> {
        if !(1..=99).contains(&nn) {
            return None;
        }
        let rest = format!("{case}-{}{}{nn:02}", role.letter(), material.letter());
        let check = check_character(&rest)?;
        format!("{rest}-{check}").parse().ok()
    }

    /// As printed on the label.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The case it belongs to.
    #[must_use]
    pub fn case(&self) -> &str {
        self.0.get(..13).unwrap_or_default()
    }

    /// The running number.
    #[must_use]
    pub fn nn(&self) -> u8 {
        self.0
            .get(16..18)
            .and_then(|nn| nn.parse().ok())
            .unwrap_or_default()
    }
}

impl std::str::FromStr for TubeNumber {
    type Err = NotATube;
    fn from_str(text: &str) -> Result<Self, NotATube> {
        let number = text.trim().to_ascii_uppercase();
        let fits = number.len() == 20
            && number
                .bytes()
                .zip(b"0000-00-00000-TDnn-K")
                .all(|(b, form)| match form {
                    b'0' | b'n' => b.is_ascii_digit(),
                    b'T' => b"TN".contains(&b),
                    b'D' => b"DRX".contains(&b),
                    b'K' => b.is_ascii_alphanumeric(),
                    other => b == *other,
                });
        let (rest, check) = match number.rsplit_once('-') {
            Some((rest, check)) if fits && !rest.ends_with("00") => (rest, check.chars().next()),
            _ => return Err(NotATube::Form(text.to_owned())),
        };
        if check_character(rest) == check {
            Ok(Self(number))
        } else {
            Err(NotATube::Check(text.to_owned()))
        }
    }
}

impl TryFrom<String> for TubeNumber {
    type Error = NotATube;
    fn try_from(text: String) -> Result<Self, NotATube> {
        text.parse()
    }
}
impl From<TubeNumber> for String {
    fn from(number: TubeNumber) -> Self {
        number.0
    }
}
impl fmt::Display for TubeNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_issued_and_read_back() {
        let case = CaseId::parse("0123-04-00057").unwrap_or_else(|e| panic!("{e}"));
        let number = TubeNumber::issue(&case, Role::Tumour, Material::Dna, 1)
            .unwrap_or_else(|| panic!("no number"));
        assert!(number.as_str().starts_with("0123-04-00057-TD01-"));
        assert_eq!(number.as_str().parse().as_ref(), Ok(&number));
        assert_eq!((number.case(), number.nn()), ("0123-04-00057", 1));
        assert_eq!(
            number.as_str().to_lowercase().parse(),
            Ok(number.clone()),
            "a scanner may send lower case"
        );
        for nn in [0, 100] {
            assert_eq!(
                TubeNumber::issue(&case, Role::Tumour, Material::Dna, nn),
                None
            );
        }
    }

    #[test]
    fn a_misread_number_is_told_from_something_else() {
        let case = CaseId::parse("0123-04-00057").unwrap_or_else(|e| panic!("{e}"));
        let number = TubeNumber::issue(&case, Role::Normal, Material::Dna, 2)
            .map(String::from)
            .unwrap_or_default();
        let misread = number.replacen("57", "75", 1);
        assert_eq!(misread.parse::<TubeNumber>(), Err(NotATube::Check(misread)));
        for other in [
            "",
            "4901234567894",
            "0123-04-00057",
            "0123-04-00057-QD01-1",
            "0123-04-00057-TD00-1",
        ] {
            assert!(
                matches!(other.parse::<TubeNumber>(), Err(NotATube::Form(_))),
                "{other}"
            );
        }
    }
}
