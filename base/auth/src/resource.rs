//! What a decision is about.

use words::{CaseId, PersonId, SiteId};

/// The most sensitive class of data that the answer would hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Holds {
    /// Nothing about a person: tubes by number, runs, counts.
    #[default]
    None,
    /// Names, birth days, patient numbers.
    Identity,
    /// Answers of the clinical sheets.
    Clinical,
    /// Reads, variants, findings, reports.
    Genomic,
}

impl Holds {
    /// The word used in policies and in the access log.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Identity => "identity",
            Self::Clinical => "clinical",
            Self::Genomic => "genomic",
        }
    }

    /// The class of a word; unknown words are the strictest class.
    #[must_use]
    pub fn of(word: &str) -> Self {
        match word {
            "none" | "" => Self::None,
            "identity" => Self::Identity,
            "clinical" => Self::Clinical,
            _ => Self::Genomic,
        }
    }
}

/// Whether the asker acts for the person that a thing is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Represented {
    /// No.
    #[default]
    No,
    /// For a young person who has a voice of the own: what is private stays with that person.
    Partly,
    /// For a person who is spoken for.
    Fully,
}

impl Represented {
    /// The word used in policies.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::No => "no",
            Self::Partly => "partly",
            Self::Fully => "fully",
        }
    }
}

/// The thing acted on, as far as policies need to know it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Resource {
    /// What it is: `case`, `tube`, `report`, …
    pub kind: &'static str,
    /// Which one; for something that does not exist yet, the thing it will belong to.
    pub id: String,
    /// The case it belongs to.
    pub case: Option<CaseId>,
    /// The person it is about.
    pub person: Option<PersonId>,
    /// The owning site: the hospital of a case; the vendor of an order, a delivery or its quarantine.
    pub site: Option<SiteId>,
    /// Its state, in the words of its area.
    pub state: String,
    /// Whether the consent behind it was withdrawn.
    pub withdrawn: bool,
    /// Whether the asker sits on a panel session of its case that is not over yet.
    pub seated: bool,
    /// Whether the asker acts for the person.
    pub represented: Represented,
    /// What the answer would hold.
    pub holds: Holds,
}

impl Resource {
    /// A thing without case, person, site or sensitive data; add them with the methods below.
    #[must_use]
    pub fn new(kind: &'static str, id: impl Into<String>) -> Self {
        Self {
            kind,
            id: id.into(),
            case: None,
            person: None,
            site: None,
            state: String::new(),
            withdrawn: false,
            seated: false,
            represented: Represented::No,
            holds: Holds::None,
        }
    }

    /// The same thing, of a case.
    #[must_use]
    pub fn of_case(mut self, case: &CaseId) -> Self {
        self.case = Some(case.clone());
        self
    }

    /// The same thing, about a person.
    #[must_use]
    pub fn of_person(mut self, person: &PersonId) -> Self {
        self.person = Some(person.clone());
        self
    }

    /// The same thing, owned by a site.
    #[must_use]
    pub fn at_site(mut self, site: &SiteId) -> Self {
        self.site = Some(site.clone());
        self
    }

    /// The same thing, in a state.
    #[must_use]
    pub fn in_state(mut self, state: impl Into<String>) -> Self {
        self.state = state.into();
        self
    }

    /// The same thing, with or without a withdrawn consent behind it.
    #[must_use]
    pub fn withdrawn(mut self, withdrawn: bool) -> Self {
        self.withdrawn = withdrawn;
        self
    }

    /// The same thing, asked for by somebody who sits, or does not sit, on a running session about its case.
    #[must_use]
    pub fn seated(mut self, seated: bool) -> Self {
        self.seated = seated;
        self
    }

    /// The same thing, asked for by somebody who acts, or does not act, for the person.
    #[must_use]
    pub fn represented(mut self, represented: Represented) -> Self {
        self.represented = represented;
        self
    }

    /// The same thing; the answer would hold this class of data.
    #[must_use]
    pub fn holding(mut self, holds: Holds) -> Self {
        self.holds = holds;
        self
    }
}
