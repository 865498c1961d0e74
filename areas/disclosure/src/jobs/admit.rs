//! Accounts of patients and of who acts for them: opened at the hospital, with a one-time code for a letter.

use auth::{Acting, Ground, MandateCommand, NewAccount};
use ledger::Failed;
use registry::facts::CaseView;
use web::{Platform, Problem};
use words::{AccountId, Actor, Lang, PersonId, text};

/// Days that a code can be used.
pub(crate) const DAYS: i64 = 14;

/// A code that was made for somebody, to be shown once.
pub(crate) struct Admitted {
    /// The code in groups.
    pub code: String,
    /// What its holder types to sign in with a password.
    pub login: String,
    /// To whom the letter goes.
    pub to: String,
    /// It opens one session by itself.
    pub once: bool,
}

/// Invites a participant: opens the account if there is none, and makes a code.
pub(crate) async fn member(
    platform: &Platform,
    person: &PersonId,
    once: bool,
    by: &Actor,
) -> Result<Admitted, Problem> {
    let identity = registry::facts::identity(platform, person).await?;
    let Some(identity) = identity else {
        return Err(forgotten());
    };
    let account = match platform.auth().account_of(person).await? {
        Some(account) => account,
        None => open(platform, person.clone(), identity.name.clone(), by).await?,
    };
    invited(platform, &account, identity.name, once, by).await
}

/// Invites who gave the consent as a proxy: a new account, or the one the proxy has already.
pub(crate) async fn proxy(
    platform: &Platform,
    case: &CaseView,
    patient: &PersonId,
    (name, login): (&str, &str),
    by: &Actor,
) -> Result<Admitted, Problem> {
    let given = consent::facts::given_by_proxy(platform, &case.id, patient).await?;
    let (view, proxy) = given.ok_or_else(no_proxy)?;
    if !view.consent.status.in_force() {
        return Err(no_proxy());
    }
    let (account, new) = match login {
        "" if name.is_empty() => return Err(nameless()),
        "" => {
            // who acts and does not take part is somebody all the same
            let holder = PersonId::parse(platform.new_id("px")).map_err(|_| Problem::broken())?;
            (open(platform, holder, name.to_owned(), by).await?, true)
        }
        login => (participant(platform, login).await?, false),
    };
    let acting = Acting {
        account: &account,
        person: patient,
        case: &case.id,
    };
    let ground = Ground {
        relation: consent::facts::relation_word(proxy.relation),
        consent: view.id,
    };
    let command = MandateCommand::Give(ground);
    let given = platform
        .auth()
        .entrust(&acting, command, by, platform.now())
        .await;
    match given {
        // who lost the letter is invited again
        Ok(()) | Err(Failed::Refused(auth::MandateRefusal::Already)) => {}
        Err(failed) => return Err(failed.into()),
    }
    if !new {
        let profile = platform.auth().profile(&account).await?;
        let (login, to) = profile.map(|p| (p.login, p.name)).unwrap_or_default();
        let (code, once) = (String::new(), false);
        return Ok(Admitted {
            code,
            login,
            to,
            once,
        });
    }
    invited(platform, &account, name.to_owned(), false, by).await
}

/// The account of a participant by its login name; no account of staff is told from one that does not exist.
async fn participant(platform: &Platform, login: &str) -> Result<AccountId, Problem> {
    let unknown = || {
        Problem::bad_input(text!(
            "そのログイン名の患者さん・ご家族のページはありません。",
            "There is no patient's or family's account of that login name."
        ))
    };
    let found = platform.auth().account_named(login).await?;
    let account = found.ok_or_else(unknown)?;
    let who = platform.auth().who(&account, platform.now()).await?;
    who.filter(|w| w.person.is_some())
        .map(|w| w.account)
        .ok_or_else(unknown)
}

async fn open(
    platform: &Platform,
    person: PersonId,
    name: String,
    by: &Actor,
) -> Result<AccountId, Problem> {
    let (auth, now) = (platform.auth(), platform.now());
    let id = AccountId::parse(platform.new_id("ac")).map_err(|_| Problem::broken())?;
    let login = platform.new_id("k");
    let login = login.get(..10).unwrap_or(&login).to_owned();
    let new = NewAccount {
        id: id.clone(),
        login,
        name,
        password: None,
        person: Some(person),
        lang: Lang::Ja,
    };
    auth.open_account(new, by, now).await?;
    auth.grant(&id, "patient", None, (now, None), by, now)
        .await?;
    Ok(id)
}

async fn invited(
    platform: &Platform,
    account: &AccountId,
    to: String,
    once: bool,
    by: &Actor,
) -> Result<Admitted, Problem> {
    let (auth, now) = (platform.auth(), platform.now());
    let code = auth.invite(account, (DAYS, once), by, now).await?;
    let login = auth.profile(account).await?.map(|p| p.login);
    Ok(Admitted {
        code,
        login: login.unwrap_or_default(),
        to,
        once,
    })
}

/// Ends a proxy at once, also of a parent who acts by law.
pub(crate) async fn recall(
    platform: &Platform,
    case: &CaseView,
    patient: &PersonId,
    account: &AccountId,
    by: &Actor,
) -> Result<(), Problem> {
    let acting = Acting {
        account,
        person: patient,
        case: &case.id,
    };
    let now = platform.now();
    let done = platform
        .auth()
        .entrust(&acting, MandateCommand::Recall, by, now);
    Ok(done.await?)
}

fn no_proxy() -> Problem {
    Problem::bad_input(text!(
        "この患者さんの同意は、代理の方によるものではありません。代理の方のページは、代諾による有効な同意があるときに作れます。",
        "The consent of this patient was not given by a proxy. A proxy gets pages where a consent given by proxy is in force."
    ))
}

fn nameless() -> Problem {
    Problem::bad_input(text!(
        "代理の方のお名前か、お持ちのページのログイン名を入れてください。",
        "Give the name of the proxy, or the login name of the pages the proxy has already."
    ))
}

fn forgotten() -> Problem {
    Problem::bad_input(text!(
        "この方の本人情報は消去されています。招待はできません。",
        "This person was forgotten; there is nobody to invite."
    ))
}
