//! A caller who may do what was asked for, at the panel of a case; the API and the pages act through it.

use ledger::{Aggregate as _, Along};
use web::{Asked, Problem, SignatureIn};
use words::{Actor, Context, Digest, text};

use super::desk::Desk;
use crate::decide::panel::{Command, Panel, Refusal};
use crate::jobs::gather::{CaseFacts, Material};
use crate::jobs::session;
use crate::words::panel::Minutes;
use crate::words::panel_id;

/// Somebody at the panel of a case.
pub(crate) struct Seat {
    /// The platform and who asks.
    pub desk: Desk,
    /// The case.
    pub about: CaseFacts,
    /// In which role.
    pub actor: Actor,
}

/// Asks whether the caller may, then takes the seat.
pub(crate) async fn seat(desk: Desk, action: &'static str, id: &str) -> Result<Seat, Problem> {
    let name = |about: &CaseFacts| panel_id(&about.id);
    let (about, actor) = desk.allowed(action, "panel", id, name).await?;
    Ok(Seat { desk, about, actor })
}

impl Seat {
    /// Does it, whatever happened meanwhile.
    pub async fn act(&self, command: Command) -> Result<Panel, Problem> {
        self.act_on(command, None).await
    }

    /// Does it, unless somebody did something after the version that was seen.
    pub async fn act_on(&self, command: Command, seen: Option<i64>) -> Result<Panel, Problem> {
        let (platform, case) = (&self.desk.platform, &self.about.id);
        let material = self.material().await?;
        let facts = session::facts(platform, &self.about, &material, &self.actor).await?;
        let mut context = Context::new(facts.now, self.actor.clone()).on(case);
        context.consent = self.about.consent.clone();
        let along = Along {
            expect: seen,
            ..Along::default()
        };
        let done = platform
            .ledger()
            .execute_along::<Panel>(&panel_id(case), command, &facts, &context, along)
            .await?;
        done.state.ok_or_else(no_panel)
    }

    /// Closes the session with its minutes, signed by the chair's key. What is refused leaves no object behind.
    pub async fn close(
        &self,
        minutes: &Minutes,
        signature: Option<&SignatureIn>,
    ) -> Result<Panel, Problem> {
        self.could_close().await?;
        let answer = signature.ok_or_else(|| Problem::refused(&Refusal::Unsigned))?;
        let said = serde_json::to_vec(minutes).map_err(anyhow::Error::from)?;
        let asked = self.asked(Digest::of(&said));
        let (platform, caller) = (&self.desk.platform, &self.desk.caller);
        let signed = web::signed(platform, caller, &asked, answer).await?;
        let close = Command::Close {
            minutes: self.seal(minutes).await?,
            edited: minutes.edited(),
            signed: Some(Box::new(signed)),
        };
        self.act(close).await
    }

    /// Whether it could be closed now, were its minutes signed; decides and records nothing.
    pub async fn could_close(&self) -> Result<(), Problem> {
        let (platform, material) = (&self.desk.platform, self.material().await?);
        let facts = session::facts(platform, &self.about, &material, &self.actor).await?;
        let panel = self.panel().await?.map(|(panel, _)| panel);
        let close = Command::Close {
            minutes: Digest::of(b""),
            edited: false,
            signed: None,
        };
        match Panel::decide(panel.as_ref(), close, &facts) {
            Ok(_) | Err(Refusal::Unsigned) => Ok(()),
            Err(refusal) => Err(Problem::refused(&refusal)),
        }
    }

    /// What the chair's key is asked for.
    pub fn asked(&self, digest: Digest) -> Asked {
        Asked {
            purpose: "panel.close",
            thing: panel_id(&self.about.id),
            digest,
        }
    }

    /// What is known of the case.
    pub async fn material(&self) -> Result<Material, Problem> {
        let (platform, around) = (&self.desk.platform, &self.desk.around);
        Ok(around.material(platform, &self.about.id).await?)
    }

    /// The session with its version, if one is planned.
    pub async fn panel(&self) -> Result<Option<(Panel, i64)>, Problem> {
        let ledger = self.desk.platform.ledger();
        let loaded = ledger.load::<Panel>(&panel_id(&self.about.id)).await?;
        Ok(loaded.map(|l| (l.state, l.version)))
    }

    /// Seals spoken words with the case's key.
    pub async fn seal<T: serde::Serialize>(&self, words: &T) -> Result<Digest, Problem> {
        Ok(crate::jobs::seal(&self.desk.platform, &self.about.id, words).await?)
    }

    /// Opens spoken words.
    pub async fn open<T: serde::de::DeserializeOwned>(
        &self,
        digest: &Digest,
    ) -> Result<T, Problem> {
        Ok(crate::jobs::open(&self.desk.platform, &self.about.id, digest).await?)
    }
}

/// The answer that nothing is planned.
pub(crate) fn no_panel() -> Problem {
    Problem::not_found(text!(
        "パネルはまだ計画されていません。",
        "No panel is planned for this case."
    ))
}
