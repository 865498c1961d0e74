//! Reviewing accesses: what an account used, taking its rights at once, and the periodic review with its reasons.

use ledger::{Aggregate as _, Along, Failed};
use serde::{Deserialize, Serialize};
use store::{Row, Write};
use words::{AccountId, Actor, At, CaseId, Context, Digest, SiteId, Text, text};

use crate::{
    Auth, Command, Error, Holds, Mark, Refusal, Review, ReviewCommand, ReviewFacts, ReviewRefusal,
    ReviewState,
};

/// The longest reason.
const MOST_CHARS: usize = 500;

/// What an account did with one case in one hour, as one line of a review.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Use {
    /// In which role.
    pub role: String,
    /// The site of that role.
    pub site: Option<SiteId>,
    /// The case.
    pub case: CaseId,
    /// What for.
    pub action: String,
    /// The class of data.
    pub holds: Holds,
    /// The first line of that hour.
    pub first: At,
    /// The last line of that hour.
    pub last: At,
    /// Lines.
    pub times: i64,
}

/// A role as a review found it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Held {
    /// The grant.
    pub grant: String,
    /// The role.
    pub role: String,
    /// The site it is held at.
    pub site: Option<SiteId>,
}

/// A use that a rule finds unusual.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unusual {
    /// The rule.
    pub rule: String,
    /// How often.
    pub times: i64,
    /// When first.
    pub first: At,
    /// The case it happened with first.
    pub case: Option<CaseId>,
}

/// What a review found about an account: ids, counts and times only.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Found {
    /// Its roles in force.
    pub held: Vec<Held>,
    /// When it was used last.
    pub last: Option<At>,
    /// Decisions about cases in the period.
    pub uses: i64,
    /// Cases that were looked at.
    pub cases: i64,
    /// Identities that were opened outside the treating team.
    pub opened: i64,
    /// What was unusual.
    pub unusual: Vec<Unusual>,
}

impl Auth {
    /// What an account was allowed to do with cases in a period, gathered by case, kind of use and hour.
    ///
    /// # Errors
    /// If the store fails.
    pub async fn uses(
        &self,
        account: &AccountId,
        from: At,
        until: At,
    ) -> Result<Vec<Use>, store::Error> {
        let sql = "SELECT role, site, case_id, action, holds, MIN(at), MAX(at), COUNT(*) FROM access_log
                   WHERE account = $1 AND at >= $2 AND at < $3 AND allowed = 1 AND case_id IS NOT NULL
                   GROUP BY role, site, case_id, action, holds, at / 3600000000 ORDER BY MIN(at)";
        let args = vec![account.into(), from.into(), until.into()];
        let rows = self.0.ledger.db().all(sql, args).await?;
        rows.iter().map(used).collect()
    }

    /// When an account asked for anything last.
    ///
    /// # Errors
    /// If the store fails.
    pub async fn last_use(&self, account: &AccountId) -> Result<Option<At>, store::Error> {
        let sql = "SELECT MAX(at) FROM access_log WHERE account = $1";
        let row = self.0.ledger.db().one(sql, vec![account.into()]).await?;
        let at = row.map_or(Ok(None), |r| r.maybe_int(0))?;
        Ok(at.map(At::from_micros))
    }

    /// Takes a role (all of them, if none is named) at once, with a reason: the account's sessions and tokens end with it.
    ///
    /// # Errors
    /// Refused without a reason, by the holder, or if there is nothing to take.
    pub async fn revoke_now(
        &self,
        account: &AccountId,
        grant: Option<&str>,
        reason: &str,
        by: &Actor,
        now: At,
    ) -> Result<(), Failed<Refusal>> {
        let grants = match grant {
            Some(grant) => vec![grant.to_owned()],
            None => self.grants_of(account, now).await?,
        };
        if grants.is_empty() {
            return Err(Failed::Refused(Refusal::NoSuchGrant));
        }
        let (why, kept) = self
            .reason(account, reason)?
            .ok_or(Failed::Refused(Refusal::NoReason))?;
        self.take_grants(account, &grants, &why, &kept, by, now)
            .await?;
        self.revoke_all(account).await.map_err(Failed::Store)
    }

    async fn grants_of(&self, account: &AccountId, now: At) -> Result<Vec<String>, store::Error> {
        let who = self.who(account, now).await?;
        let grants = who.into_iter().flat_map(|w| w.grants);
        Ok(grants.map(|g| g.id).collect())
    }

    async fn take_grants(
        &self,
        account: &AccountId,
        grants: &[String],
        why: &Digest,
        kept: &Write,
        by: &Actor,
        now: At,
    ) -> Result<(), Failed<Refusal>> {
        for grant in grants {
            let command = Command::RevokeFor {
                id: grant.clone(),
                why: why.clone(),
            };
            let along = Along {
                writes: vec![kept.clone()],
                ..Along::default()
            };
            self.change(account, command, along, by, now).await?;
        }
        Ok(())
    }

    /// A reason, sealed for the account it is about: its digest, and the write that keeps it. None if nothing was said.
    fn reason(
        &self,
        account: &AccountId,
        said: &str,
    ) -> Result<Option<(Digest, Write)>, store::Error> {
        let said: String = said.trim().chars().take(MOST_CHARS).collect();
        if said.is_empty() {
            return Ok(None);
        }
        let sealed = self.sealed(account, said.as_bytes());
        let sealed = sealed.map_err(|e| match e {
            Error::Store(e) => e,
            other => store::Error::decode("auth_reason", other),
        })?;
        let digest = Digest::of(&sealed);
        let sql = "INSERT INTO auth_reason (digest, account, words) VALUES ($1, $2, $3) ON CONFLICT (digest) DO NOTHING";
        let args = vec![(&digest).into(), account.into(), sealed.into()];
        Ok(Some((digest, Write::new(sql, args))))
    }

    /// The words of a reason.
    ///
    /// # Errors
    /// If the store fails or the reason cannot be opened.
    pub async fn said(&self, why: &Digest) -> Result<Option<String>, Error> {
        let sql = "SELECT account, words FROM auth_reason WHERE digest = $1";
        let Some(row) = self.0.ledger.db().one(sql, vec![why.into()]).await? else {
            return Ok(None);
        };
        let (account, sealed): (AccountId, _) = (row.id(0)?, row.bytes(1)?);
        let opened = self.0.sealer.open(&account, &sealed).map_err(Error::Seal)?;
        Ok(Some(String::from_utf8_lossy(&opened).into_owned()))
    }

    /// From when on the next review looks: the end of the last signed one, or the day the first account was opened.
    ///
    /// # Errors
    /// If the store fails.
    pub async fn reviewed_until(&self) -> Result<Option<At>, store::Error> {
        let reviews = self.reviews().await?;
        let signed = reviews.iter().filter(|(_, r)| r.signed.is_some());
        if let Some(last) = signed.map(|(_, r)| r.until).max() {
            return Ok(Some(last));
        }
        let accounts = self.accounts().await?;
        Ok(accounts.iter().map(|(_, state)| state.opened_at).min())
    }

    /// Begins a review over a list as it was found; answers its id.
    ///
    /// # Errors
    /// Refused while another one is not signed.
    pub async fn begin_review(
        &self,
        list: &[(AccountId, Found)],
        by: &Actor,
        now: At,
    ) -> Result<String, Failed<ReviewRefusal>> {
        let id = self.random_id("rv");
        let lines: Vec<(AccountId, String)> = list
            .iter()
            .map(|(account, found)| Ok((account.clone(), serde_json::to_string(found)?)))
            .collect::<Result<_, serde_json::Error>>()
            .map_err(|e| store::Error::decode("access_review_line", e))?;
        let from = self.reviewed_until().await?.unwrap_or(now);
        let command = ReviewCommand::Begin {
            from,
            list: listed(&lines),
            accounts: lines.iter().map(|(a, _)| a.clone()).collect(),
        };
        let another = self.reviews().await?;
        let another = another.iter().any(|(_, r)| r.signed.is_none());
        let writes = lines.iter().map(|(account, found)| {
            let sql = "INSERT INTO access_review_line (review, account, found) VALUES ($1, $2, $3)";
            Write::new(
                sql,
                vec![id.as_str().into(), account.into(), found.as_str().into()],
            )
        });
        let along = Along {
            writes: writes.collect(),
            ..Along::default()
        };
        self.reviewing(&id, command, another, along, by, now)
            .await?;
        Ok(id)
    }

    /// Marks an account and does what the mark says at once: narrowing takes some of its roles, revoking all of them.
    ///
    /// # Errors
    /// Refused without a reason, of the own account, of an account that is not on the list, or after the signature.
    pub async fn mark(
        &self,
        review: &str,
        (account, mark, taken): (&AccountId, Mark, &[String]),
        reason: &str,
        by: &Actor,
        now: At,
    ) -> Result<(), Failed<ReviewRefusal>> {
        let (why, kept) = self
            .reason(account, reason)?
            .ok_or(Failed::Refused(ReviewRefusal::NoReason))?;
        let held = self.grants_of(account, now).await?;
        let taken = match mark {
            Mark::Keep => Vec::new(),
            Mark::Narrow => taken.iter().filter(|t| held.contains(t)).cloned().collect(),
            Mark::Revoke => held.clone(),
        };
        // all roles are not some of them
        if mark == Mark::Narrow && taken.len() == held.len() {
            return Err(Failed::Refused(ReviewRefusal::Taken));
        }
        let command = ReviewCommand::Mark {
            account: account.clone(),
            mark,
            why: why.clone(),
            taken: taken.clone(),
        };
        // nothing is taken that could not be noted
        let state = self.review(review).await?;
        Review::decide(state.as_ref(), command.clone(), &facts(by, now, false))
            .map_err(Failed::Refused)?;
        let took = self
            .take_grants(account, &taken, &why, &kept, by, now)
            .await;
        took.map_err(|failed| match failed {
            Failed::Store(e) => Failed::Store(e),
            Failed::Stale => Failed::Stale,
            Failed::Refused(_) => Failed::Refused(ReviewRefusal::Taken),
        })?;
        if mark == Mark::Revoke {
            self.revoke_all(account).await.map_err(Failed::Store)?;
        }
        let along = Along {
            writes: vec![kept],
            ..Along::default()
        };
        self.reviewing(review, command, false, along, by, now).await
    }

    /// Signs a review, which ends it.
    ///
    /// # Errors
    /// Refused while an account has no mark, or if something else was signed.
    pub async fn sign_review(
        &self,
        review: &str,
        signed: words::Signed,
        by: &Actor,
        now: At,
    ) -> Result<(), Failed<ReviewRefusal>> {
        let command = ReviewCommand::Sign {
            signed: Box::new(signed),
        };
        self.reviewing(review, command, false, Along::default(), by, now)
            .await
    }

    async fn reviewing(
        &self,
        id: &str,
        command: ReviewCommand,
        another: bool,
        along: Along,
        by: &Actor,
        now: At,
    ) -> Result<(), Failed<ReviewRefusal>> {
        let context = Context::new(now, by.clone());
        let facts = facts(by, now, another);
        let ledger = &self.0.ledger;
        let done = ledger.execute_along::<Review>(id, command, &facts, &context, along);
        done.await.map(drop)
    }

    /// Every review, the newest first.
    ///
    /// # Errors
    /// If the store fails.
    pub async fn reviews(&self) -> Result<Vec<(String, ReviewState)>, store::Error> {
        let sql = "SELECT id, state FROM access_review";
        let rows = self.0.ledger.db().all(sql, vec![]).await?;
        let mut all: Vec<(String, ReviewState)> = rows
            .iter()
            .map(|r| Ok((r.text(0)?, r.json(1)?)))
            .collect::<Result<_, store::Error>>()?;
        all.sort_by_key(|(_, r)| std::cmp::Reverse(r.until));
        Ok(all)
    }

    /// One review.
    ///
    /// # Errors
    /// If the store fails.
    pub async fn review(&self, id: &str) -> Result<Option<ReviewState>, store::Error> {
        let loaded = self.0.ledger.load::<Review>(id).await?;
        Ok(loaded.map(|l| l.state))
    }

    /// The list of a review, by account.
    ///
    /// # Errors
    /// If the store fails.
    pub async fn review_lines(&self, id: &str) -> Result<Vec<(AccountId, Found)>, store::Error> {
        let sql =
            "SELECT account, found FROM access_review_line WHERE review = $1 ORDER BY account";
        let rows = self.0.ledger.db().all(sql, vec![id.into()]).await?;
        rows.iter().map(|r| Ok((r.id(0)?, r.json(1)?))).collect()
    }

    /// Compares the lists of reviews and the sealed reasons with their digests in the ledger: how many were looked at, and what is wrong.
    ///
    /// # Errors
    /// If the store fails.
    pub async fn prove_reviews(&self) -> Result<(u64, Vec<Text>), store::Error> {
        let (mut looked, mut flaws) = (0, Vec::new());
        let mut reasons: Vec<(String, Digest)> = Vec::new();
        for (id, review) in self.reviews().await? {
            looked += 1;
            let sql = "SELECT account, found FROM access_review_line WHERE review = $1";
            let rows = self
                .0
                .ledger
                .db()
                .all(sql, vec![id.as_str().into()])
                .await?;
            let lines: Vec<(AccountId, String)> = rows
                .iter()
                .map(|r| Ok((r.id(0)?, r.text(1)?)))
                .collect::<Result<_, store::Error>>()?;
            if listed(&lines) != review.list {
                flaws.push(text!(
                    ("権限の点検 {id} の一覧が、台帳にある要約値と合いません。控えの表 access_review_line と比べてください。"),
                    ("the list of access review {id} is not the one of the ledger: compare access_review_line with a backup")
                ));
            }
            let marks = review.marks.values();
            reasons.extend(marks.map(|m| (format!("access_review {id}"), m.why.clone())));
        }
        for (account, state) in self.accounts().await? {
            let why = state.grants.values().filter_map(|g| g.why.clone());
            reasons.extend(why.map(|why| (format!("account {account}"), why)));
        }
        for (by, why) in reasons {
            looked += 1;
            let sql = "SELECT words FROM auth_reason WHERE digest = $1";
            let row = self.0.ledger.db().one(sql, vec![(&why).into()]).await?;
            let kept = row.map(|r| r.bytes(0)).transpose()?;
            if kept.is_none_or(|sealed| Digest::of(&sealed) != why) {
                flaws.push(text!(
                    ("{by} の理由が失われたか、書き換えられています。控えの表 auth_reason と比べてください。"),
                    ("a reason of {by} is gone or was altered: compare auth_reason with a backup")
                ));
            }
        }
        Ok((looked, flaws))
    }
}

fn facts(by: &Actor, now: At, another: bool) -> ReviewFacts {
    ReviewFacts {
        now,
        by: by.account.clone(),
        another,
    }
}

/// Digest of a list: account and what was found, line by line, in the order of the accounts.
fn listed(lines: &[(AccountId, String)]) -> Digest {
    let mut lines: Vec<String> = lines.iter().map(|(a, f)| format!("{a} {f}\n")).collect();
    lines.sort_unstable();
    Digest::of(lines.concat().as_bytes())
}

fn used(row: &Row) -> Result<Use, store::Error> {
    let site = row.maybe_text(1)?.map(SiteId::parse).transpose();
    Ok(Use {
        role: row.text(0)?,
        site: site.map_err(|e| store::Error::decode("access_log", e))?,
        case: row.id(2)?,
        action: row.text(3)?,
        holds: Holds::of(&row.text(4)?),
        first: At::from_micros(row.int(5)?),
        last: At::from_micros(row.int(6)?),
        times: row.int(7)?,
    })
}
