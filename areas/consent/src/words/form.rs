//! The model forms of `catalog/consent`, read once. Old versions stay in the list for ever.

use std::sync::LazyLock;

use serde::{Deserialize, Serialize};
use words::{Day, Digest, Text};

/// Every released file. A new version is a new file and a new line.
const FILES: [&str; 5] = [
    include_str!("../../../../catalog/consent/icf-cancer-adult-1.0.toml"),
    include_str!("../../../../catalog/consent/icf-cancer-adult-1.1.toml"),
    include_str!("../../../../catalog/consent/icf-rare-adult-1.0.toml"),
    include_str!("../../../../catalog/consent/icf-parent-1.0.toml"),
    include_str!("../../../../catalog/consent/assent-child-1.0.toml"),
];

static FORMS: LazyLock<Result<Vec<Form>, String>> =
    LazyLock::new(|| FILES.iter().map(|file| Form::read(file)).collect());
static AGES: LazyLock<Option<Ages>> =
    LazyLock::new(|| toml::from_str(include_str!("../../../../catalog/consent/ages.toml")).ok());

/// A form in one version.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Form {
    /// Stable name.
    pub id: String,
    /// Version.
    pub version: String,
    /// `model` until an ethics committee approves it.
    pub status: String,
    /// `cancer` or `rare`.
    pub domain: String,
    /// `adult` or `child`.
    pub audience: String,
    /// For members in which relation.
    pub relations: Vec<String>,
    /// First day of use.
    #[serde(with = "day")]
    pub effective_from: Day,
    /// Last day of use; open if absent.
    #[serde(default, with = "maybe_day", skip_serializing_if = "Option::is_none")]
    pub effective_to: Option<Day>,
    /// The version it takes the place of, `id@version`, from its first day on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub supersedes: Option<String>,
    /// Whether it says something else in substance: then everybody concerned is asked again.
    #[serde(default, skip_serializing_if = "is_not")]
    pub substantive: bool,
    /// What changed against the version before, in plain words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub summary: Option<Text>,
    /// Its title.
    pub title: Text,
    /// The mark printed everywhere: 見本・倫理審査未承認.
    pub mark: Text,
    /// Its items in order.
    #[serde(rename = "item")]
    pub items: Vec<Item>,
    /// SHA-256 of the file.
    #[serde(skip)]
    pub digest: Option<Digest>,
}

/// An item.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Item {
    /// Stable code.
    pub code: String,
    /// Mandatory or choice.
    pub kind: ItemKind,
    /// What is said.
    pub text: Text,
    /// Whether several options may be chosen.
    #[serde(default)]
    pub many: bool,
    /// Shown only if another item has this answer: `code=answer`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub when: Option<String>,
    /// The options of a choice.
    #[serde(default)]
    pub options: Vec<Choice>,
}

/// Mandatory or choice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ItemKind {
    /// All of these or no participation.
    Mandatory,
    /// The person chooses; nothing is presumed.
    Choice,
}

/// An option of a choice.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Choice {
    /// Code.
    pub code: String,
    /// Label.
    pub label: Text,
}

/// Age bands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
pub struct Ages {
    /// From this age persons consent themselves.
    pub self_from: i32,
    /// From this age children are asked for assent.
    pub assent_from: i32,
    /// From this age a parent no longer decides by law.
    pub adult_from: i32,
}

impl Form {
    fn read(file: &str) -> Result<Self, String> {
        let mut form: Self = toml::from_str(file).map_err(|e| e.to_string())?;
        form.digest = Some(Digest::of(file.as_bytes()));
        Ok(form)
    }

    /// `id@version`.
    #[must_use]
    pub fn reference(&self) -> String {
        format!("{}@{}", self.id, self.version)
    }

    /// Whether it may be signed on a day: begun, not ended, and no later version has begun.
    #[must_use]
    pub fn in_force_on(&self, day: Day) -> bool {
        self.effective_from <= day
            && self.effective_to.is_none_or(|to| day <= to)
            && self.successor_on(day).is_none()
    }

    /// The version that has taken its place by a day.
    #[must_use]
    pub fn successor_on(&self, day: Day) -> Option<&'static Self> {
        let own = self.reference();
        let mut all = all().ok()?.iter();
        all.find(|f| f.supersedes.as_deref() == Some(own.as_str()) && f.effective_from <= day)
    }

    /// Whether an ethics committee approved it.
    #[must_use]
    pub fn is_approved(&self) -> bool {
        self.status == "irb_approved"
    }

    /// An item.
    #[must_use]
    pub fn item(&self, code: &str) -> Option<&Item> {
        self.items.iter().find(|i| i.code == code)
    }
}

impl Item {
    /// Whether it is shown, given the other answers.
    #[must_use]
    pub fn shown(&self, answers: &super::Answers) -> bool {
        let Some((code, answer)) = self.when.as_deref().and_then(|w| w.split_once('=')) else {
            return true;
        };
        answers.get(code).is_some_and(|given| given == answer)
    }

    /// Whether an answer is one of its own.
    #[must_use]
    pub fn takes(&self, answer: &str) -> bool {
        match self.kind {
            ItemKind::Mandatory => answer == super::AGREE || answer == super::DISAGREE,
            ItemKind::Choice if answer == super::NOT_SET => true,
            ItemKind::Choice if self.many => {
                answer.split(',').all(|part| self.option(part).is_some())
            }
            ItemKind::Choice => self.option(answer).is_some(),
        }
    }

    /// An answer in words.
    #[must_use]
    pub fn words(&self, answer: &str) -> Text {
        let one = |part: &str| match part {
            super::AGREE => words::text!("同意します", "I agree"),
            super::DISAGREE => words::text!("同意しません", "I do not agree"),
            super::NOT_SET => words::text!("未設定", "not set"),
            code => self
                .option(code)
                .map_or_else(|| Text::made(code, code), |o| o.label.clone()),
        };
        let parts: Vec<Text> = answer.split(',').map(one).collect();
        let join =
            |f: fn(&Text) -> &str, by: &str| parts.iter().map(f).collect::<Vec<_>>().join(by);
        Text::made(join(|t| t.ja.as_ref(), "、"), join(|t| t.en.as_ref(), ", "))
    }

    fn option(&self, code: &str) -> Option<&Choice> {
        self.options.iter().find(|o| o.code == code)
    }
}

/// All forms, or what is wrong with a file.
///
/// # Errors
/// The first file that cannot be read.
pub fn all() -> Result<&'static [Form], &'static str> {
    FORMS.as_deref().map_err(String::as_str)
}

/// A form by `id@version`.
#[must_use]
pub fn find(reference: &str) -> Option<&'static Form> {
    all().ok()?.iter().find(|f| f.reference() == reference)
}

/// The form in force for a member of a case on a day: `domain` is `cancer` or `rare`, `relation` as in the registry.
#[must_use]
pub fn for_member(domain: &str, relation: &str, day: Day) -> Option<&'static Form> {
    let fits = |f: &&Form| {
        f.audience != "child"
            && f.domain == domain
            && f.relations.iter().any(|r| r == relation)
            && f.in_force_on(day)
    };
    all().ok()?.iter().rfind(fits)
}

/// The assent form in force for children of a domain on a day.
#[must_use]
pub fn for_child(domain: &str, day: Day) -> Option<&'static Form> {
    let fits = |f: &&Form| f.audience == "child" && f.domain == domain && f.in_force_on(day);
    all().ok()?.iter().rfind(fits)
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "the shape serde asks for"
)]
fn is_not(flag: &bool) -> bool {
    !*flag
}

/// The age bands; nobody consents without a proxy if they cannot be read.
#[must_use]
pub fn ages() -> Ages {
    AGES.unwrap_or(Ages {
        self_from: i32::MAX,
        assent_from: 0,
        adult_from: 0,
    })
}

mod day {
    use serde::{Deserialize as _, Deserializer, Serializer, de::Error as _};
    use words::Day;

    pub fn serialize<S: Serializer>(day: &Day, s: S) -> Result<S::Ok, S::Error> {
        s.collect_str(day)
    }
    pub fn deserialize<'de, D: Deserializer<'de>>(d: D) -> Result<Day, D::Error> {
        String::deserialize(d)?.parse().map_err(D::Error::custom)
    }
}

mod maybe_day {
    use serde::{Deserialize as _, Deserializer, Serializer, de::Error as _};
    use words::Day;

    #[expect(clippy::ref_option, reason = "the shape serde asks for")]
    pub fn serialize<S: Serializer>(day: &Option<Day>, s: S) -> Result<S::Ok, S::Error> {
        match day {
            Some(day) => s.collect_str(day),
            None => s.serialize_none(),
        }
    }
    pub fn deserialize<'de, D: Deserializer<'de>>(d: D) -> Result<Option<Day>, D::Error> {
        let text = Option::<String>::deserialize(d)?;
        text.map(|t| t.parse().map_err(D::Error::custom))
            .transpose()
    }
}
