//! What somebody could have done by a grant: asked by who reviews accesses, so it is answered and not logged as an access.

use words::{AccountId, PersonId};

use crate::{Auth, Grant, Resource, Verdict, policies::Principal};

impl Auth {
    /// What the policies of today say of an action in the role of a grant, whether or not the grant is in force now.
    #[must_use]
    pub fn could(
        &self,
        account: &AccountId,
        person: Option<&PersonId>,
        grant: &Grant,
        action: &str,
        on: &Resource,
    ) -> Verdict {
        let principal = Principal {
            account: account.as_str(),
            role: &grant.role,
            site: grant.site.as_ref(),
            person,
        };
        self.policies().decide(principal, action, on)
    }
}
