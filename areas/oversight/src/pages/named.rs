//! Whose case it is, by name, for those who treat at its hospital. Each name is a decision and a line in the access log; they
//! are taken side by side, so that the log commits them together.

use std::collections::{BTreeMap, BTreeSet};

use ::words::CaseId;
use auth::Holds;
use futures::future::try_join_all;
use registry::facts::Identity;
use web::{Caller, Platform, Problem};

/// Who is shown, by case.
pub(super) type Names = BTreeMap<String, Identity>;

/// Roles that treat.
const TREATS: [&str; 3] = ["coordinator", "physician", "counsellor"];

/// The patients of some cases, as far as the reader treats them; everybody else works with the number.
pub(super) async fn of<'a>(
    platform: &Platform,
    caller: &Caller,
    cases: impl Iterator<Item = &'a str>,
) -> Result<Names, Problem> {
    if !TREATS.iter().any(|role| caller.holds(role)) {
        return Ok(Names::new());
    }
    let cases: BTreeSet<&str> = cases.collect();
    let asked = cases.into_iter().map(|case| one(platform, caller, case));
    let named = try_join_all(asked).await?;
    Ok(named.into_iter().flatten().collect())
}

async fn one(
    platform: &Platform,
    caller: &Caller,
    case: &str,
) -> Result<Option<(String, Identity)>, Problem> {
    let Ok(id) = CaseId::parse(case) else {
        return Ok(None);
    };
    let Some(view) = registry::facts::case(platform.db(), &id).await? else {
        return Ok(None);
    };
    // a case of another hospital is not asked for: the refusal would stand in the log as if somebody had tried
    let own = |(_, site): &(String, Option<::words::SiteId>)| site.as_ref() == Some(&view.site);
    let (Some(person), true) = (view.proband(), caller.roles().iter().any(own)) else {
        return Ok(None);
    };
    let on = registry::facts::resource_of(&view).holding(Holds::Identity);
    if caller.sees(platform, "identity.read", &on).await?.is_none() {
        return Ok(None);
    }
    match registry::facts::identity(platform, person).await {
        Ok(who) => Ok(who.map(|who| (case.to_owned(), who))),
        // one key that cannot be read must not hide everybody's work
        Err(error) => {
            tracing::warn!(
                case,
                error = format!("{error:#}"),
                "a name cannot be opened"
            );
            Ok(None)
        }
    }
}
