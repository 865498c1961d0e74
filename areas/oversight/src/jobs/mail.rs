//! Messages by e-mail: once something new waits for an account, one mail goes out that says only that, at most one in the
//! interval that the operator set. A mail is made first and tried until it is taken, with the same Message-ID; before every
//! try it is looked again whether anything is still new, so what was read, withdrawn or ended by a death is not mailed.

use ::words::{AccountId, At, PersonId};
use web::{Mail as Server, Platform};

use super::{
    post::{Failed, Post},
    stands::{self, Stand},
};
use crate::{
    rules::news::{self, Heard},
    store::{self, Mail, Mine},
    words::mail::{self, Why, Words},
};

/// Mails of one round; the rest go in the next.
const ROUND: i64 = 200;
/// Seconds until the second try; it doubles from try to try.
const FIRST_PAUSE: i64 = 60;
/// Never longer than this, seconds.
const LONGEST_PAUSE: i64 = 3_600;
/// A mail that was not taken for so long is given up, days.
const PATIENCE_DAYS: i64 = 5;

/// Makes the mails that are due and sends what waits; answers how many were taken. Without a mail server nothing is done.
///
/// # Errors
/// If the store or a key fails; a server that is away is no error.
pub async fn messages(platform: &Platform) -> anyhow::Result<usize> {
    let Some(server) = &platform.settings().mail else {
        return Ok(0);
    };
    store::catch_up(platform.ledger(), store::ALL).await?;
    for (account, since) in platform.auth().with_address().await? {
        gather(platform, server, &account, since).await?;
    }
    let due = store::due_mails(platform.db(), platform.now(), ROUND).await?;
    if due.is_empty() {
        return Ok(0);
    }
    let post = Post::open(server)?;
    let mut taken = 0;
    for one in &due {
        match try_one(platform, &post, one).await? {
            Try::Taken => taken += 1,
            Try::Over => {}
            // the next ones would wait as long for the same answer
            Try::Away => break,
        }
    }
    Ok(taken)
}

/// Makes the next mail of an account, if something is new and the last one is long enough ago.
async fn gather(
    platform: &Platform,
    server: &Server,
    account: &AccountId,
    proved: At,
) -> anyhow::Result<()> {
    let (db, now) = (platform.db(), platform.now());
    let last = store::last_mail(db, account, Why::Waiting).await?;
    let waits = last.as_ref().is_some_and(|m| m.state == "waiting");
    let sent = last.as_ref().filter(|m| m.state == "sent").map(|m| m.made);
    let early = sent.is_some_and(|at| at.plus_seconds(server.hours * 3_600) > now);
    if waits || early {
        return Ok(());
    }
    let told = last.as_ref().map(|m| m.made);
    let since = told.into_iter().fold(proved, At::max);
    if is_news(platform, account, since).await? {
        store::make_mail(db, account, Why::Waiting, last.as_ref(), (since, now)).await?;
    }
    Ok(())
}

/// Puts the code that proves an address on its way.
///
/// # Errors
/// If the store fails.
pub(crate) async fn ask_for_proof(platform: &Platform, account: &AccountId) -> anyhow::Result<()> {
    let (db, now) = (platform.db(), platform.now());
    let last = store::last_mail(db, account, Why::Proof).await?;
    if last.as_ref().is_none_or(|m| m.state != "waiting") {
        store::make_mail(db, account, Why::Proof, last.as_ref(), (now, now)).await?;
    }
    Ok(())
}

/// How a try ended.
enum Try {
    Taken,
    /// Refused, not needed any more, or another process has it.
    Over,
    /// The server does not answer as it should.
    Away,
}

async fn try_one(platform: &Platform, post: &Post, one: &Mail) -> anyhow::Result<Try> {
    let (db, now) = (platform.db(), platform.now());
    let pause = FIRST_PAUSE << one.tries.clamp(0, 6);
    if !store::take_mail(db, one, now.plus_seconds(pause.min(LONGEST_PAUSE))).await? {
        return Ok(Try::Over);
    }
    let Some((to, words)) = letter(platform, one).await? else {
        store::set_mail(db, &one.id, "dropped", "").await?;
        return Ok(Try::Over);
    };
    match post.send(one, &to, &words).await {
        Ok(()) => {
            store::set_mail(db, &one.id, "sent", "").await?;
            return Ok(Try::Taken);
        }
        Err(Failed::Address) => {
            platform.auth().doubt_address(&one.account).await?;
            store::set_mail(db, &one.id, "refused", "address").await?;
        }
        Err(Failed::Again(_)) if now >= one.made.plus_days(PATIENCE_DAYS) => {
            store::set_mail(db, &one.id, "refused", "old").await?;
        }
        Err(Failed::Again(why)) => {
            tracing::warn!(
                mail = one.id,
                why,
                "a mail was not taken; it is tried again"
            );
            store::set_mail(db, &one.id, "waiting", why).await?;
            return Ok(Try::Away);
        }
    }
    Ok(Try::Over)
}

/// To whom and in which words; nothing if there is no reason any more.
async fn letter(platform: &Platform, one: &Mail) -> anyhow::Result<Option<(String, Words)>> {
    let door = platform.settings().base_url.trim_end_matches('/');
    let auth = platform.auth();
    let Some(found) = auth.address(&one.account).await? else {
        return Ok(None);
    };
    let words = match one.why {
        Why::Proof => match &found.code {
            Some(code) if found.code_until > platform.now() => mail::proof(door, code),
            _ => return Ok(None),
        },
        Why::Waiting if found.verified_at.is_none() => return Ok(None),
        Why::Waiting if !is_news(platform, &one.account, one.since).await? => return Ok(None),
        Why::Waiting => mail::waiting(door),
    };
    // an account that was closed gets nothing, not even a code
    let open = auth.who(&one.account, platform.now()).await?.is_some();
    Ok(open.then_some((found.address, words)))
}

/// Whether something new waits for an account that it has not looked at since.
async fn is_news(platform: &Platform, account: &AccountId, since: At) -> anyhow::Result<bool> {
    let (auth, db, now) = (platform.auth(), platform.db(), platform.now());
    let Some(who) = auth.who(account, now).await? else {
        auth.forget_address(account).await?;
        return Ok(false);
    };
    let Some(person) = &who.person else {
        let seen = store::seen(db, account).await?.unwrap_or(since);
        let roles = who.grants.into_iter().map(|g| (g.role, g.site));
        let mine = Mine::of(account, roles);
        return Ok(store::new_since(db, &mine, now, since.max(seen)).await? > 0);
    };
    is_news_of_cases(platform, account, person, since).await
}

/// For a participant: what the own pages show as new, and nothing else.
async fn is_news_of_cases(
    platform: &Platform,
    account: &AccountId,
    person: &PersonId,
    since: At,
) -> anyhow::Result<bool> {
    let db = platform.db();
    if registry::facts::is_dead(db, person).await? {
        return Ok(false);
    }
    let all = stands::cases(platform, account, person).await?;
    let (mut goes_on, mut new) = (false, false);
    for (case, stand) in &all {
        let Some(progress) = store::progress(db, &case.id).await? else {
            continue;
        };
        goes_on |= progress.withdrawn.is_none();
        let seen = disclosure::facts::visited(db, account, &case.id).await?;
        let answers = match stand {
            Stand::Member | Stand::Beside => Vec::new(),
            Stand::Oneself | Stand::Proxy => disclosure::facts::answered(db, &case.id).await?,
        };
        let heard = Heard {
            progress: &progress,
            answers: &answers,
        };
        new |= news::calls(&heard, seen.into_iter().fold(since, At::max));
    }
    if !all.is_empty() && !goes_on {
        // everything was withdrawn: the address is not needed any more
        platform.auth().forget_address(account).await?;
    }
    Ok(new)
}
