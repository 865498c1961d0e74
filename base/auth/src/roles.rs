//! The roles of `catalog/roles.toml`.

use std::sync::LazyLock;

use serde::Deserialize;
use words::Text;

/// Whether a role is held at a site.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Bound {
    /// Held at one site, and acts on what that site owns.
    Site,
    /// Held at the centre, for all sites.
    Centre,
    /// Held by a person for what is about that person.
    Person,
    /// Never granted: carried by everybody, by every signed-in account, or by the platform itself.
    Implied,
}

/// One role.
#[derive(Debug, Clone, Deserialize)]
pub struct Role {
    /// Its id, as in policies and in the ledger.
    pub id: String,
    /// What it is bound to.
    pub bound: Bound,
    /// Its name.
    pub label: Text,
}

#[derive(Deserialize)]
struct File {
    role: Vec<Role>,
}

static ROLES: LazyLock<Vec<Role>> = LazyLock::new(|| {
    let text = include_str!("../../../catalog/roles.toml");
    toml::from_str::<File>(text)
        .map(|file| file.role)
        .unwrap_or_default()
});

/// All roles, in the order of the catalogue.
#[must_use]
pub fn roles() -> &'static [Role] {
    &ROLES
}

/// The role with an id.
#[must_use]
pub fn role(id: &str) -> Option<&'static Role> {
    roles().iter().find(|r| r.id == id)
}
