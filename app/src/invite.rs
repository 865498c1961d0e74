//! `kumi invite`: the first way in. Whoever may read database and keys lets somebody in; it is on record like every grant.

use anyhow::{Context as _, anyhow};
use auth::NewAccount;
use clap::Args;
use words::{AccountId, Actor, Lang, SiteId, text};

use crate::open::Opened;

/// Days the invitation lives.
const DAYS: i64 = 7;

/// Whom to invite.
#[derive(Debug, Clone, Args)]
pub struct InviteArgs {
    /// The login name; an account of this name is opened if there is none.
    pub login: String,
    /// The holder's name, for a new account [default: the login name].
    #[arg(long)]
    pub name: Option<String>,
    /// The role of a new account.
    #[arg(long, default_value = "admin")]
    pub role: String,
    /// The site of the role, if it is one of a site.
    #[arg(long)]
    pub site: Option<String>,
}

/// Invites and prints address and code; the code is not shown again.
pub async fn run(opened: &Opened, args: InviteArgs) -> anyhow::Result<()> {
    let platform = &opened.platform;
    let (auth, now, by) = (platform.auth(), platform.now(), Actor::system());
    let account = match auth.account_named(&args.login).await? {
        Some(account) => account,
        None => open(opened, &args).await?,
    };
    let code = auth.invite(&account, (DAYS, false), &by, now).await;
    let code = code
        .map_err(|e| anyhow!("{e:?}"))
        .context("failed to invite")?;
    let (base, login) = (&platform.settings().base_url, &args.login);
    let said = text!(
        ("{login} への招待です。{DAYS}日以内に {base}/invitations/{code} を開いてください（1回だけ使えます）。"),
        ("An invitation for {login}: open {base}/invitations/{code} within {DAYS} days; it can be used once.")
    );
    println!("{}\n{}", said.ja, said.en);
    Ok(())
}

async fn open(opened: &Opened, args: &InviteArgs) -> anyhow::Result<AccountId> {
    let platform = &opened.platform;
    let (auth, now, by) = (platform.auth(), platform.now(), Actor::system());
    let id = AccountId::parse(platform.new_id("ac"))?;
    let new = NewAccount {
        id: id.clone(),
        login: args.login.clone(),
        name: args.name.clone().unwrap_or_else(|| args.login.clone()),
        password: None,
        person: None,
        lang: Lang::Ja,
    };
    let opened = auth.open_account(new, &by, now).await;
    opened
        .map_err(|e| anyhow!("{e:?}"))
        .context("failed to open the account")?;
    let site = args.site.as_deref().map(SiteId::parse).transpose()?;
    let given = auth
        .grant(&id, &args.role, site, (now, None), &by, now)
        .await;
    given
        .map_err(|e| anyhow!("{e:?}"))
        .context("failed to grant the role")?;
    Ok(id)
}
