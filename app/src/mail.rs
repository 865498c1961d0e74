//! The mail server that takes messages: where it is, who we are to it, how often somebody is written to.

use std::path::PathBuf;

use clap::Args;
use web::{Hidden, Mail, MailSafety};

/// The password, when it is not in a file. There is no flag for it: everybody on a machine can read its command lines.
const PASSWORD: &str = "KUMI_MAIL_PASSWORD";

/// Messages by e-mail. They say only that something waits.
#[derive(Debug, Clone, Default, Args)]
pub struct MailPlace {
    /// smtps://[USER@]HOST[:PORT] (TLS), smtp+starttls://[USER@]HOST[:PORT], or smtp://localhost[:PORT] for a server on this
    /// machine [default: no mail is sent].
    #[arg(long, env = "KUMI_MAIL")]
    pub mail: Option<String>,
    /// The sender: an address, or `NAME <ADDRESS>`.
    #[arg(long, env = "KUMI_MAIL_FROM")]
    pub mail_from: Option<String>,
    /// A file of mode 0600 with the password of the user [default: `KUMI_MAIL_PASSWORD` of the environment].
    #[arg(long, env = "KUMI_MAIL_PASSWORD_FILE", requires = "mail")]
    pub mail_password_file: Option<PathBuf>,
    /// An account gets one mail in so many hours at most; what comes meanwhile is told of together.
    #[arg(long, env = "KUMI_MAIL_HOURS", default_value_t = 24)]
    pub mail_hours: i64,
}

impl MailPlace {
    /// The server that was named, if one was.
    pub fn mail(&self) -> anyhow::Result<Option<Mail>> {
        let Some(address) = self.mail.as_deref() else {
            return Ok(None);
        };
        let (safety, user, host, port) = read(address)?;
        let Some(from) = self.mail_from.clone() else {
            anyhow::bail!(
                "mail needs a sender: set KUMI_MAIL_FROM / 差出人（KUMI_MAIL_FROM）がありません"
            );
        };
        if self.mail_hours < 1 {
            anyhow::bail!("KUMI_MAIL_HOURS is 1 or more / KUMI_MAIL_HOURS は1以上です");
        }
        let login = match user {
            Some(user) => Some((user, self.password()?)),
            None => None,
        };
        Ok(Some(Mail {
            host,
            port,
            safety,
            login,
            from,
            hours: self.mail_hours,
        }))
    }

    fn password(&self) -> anyhow::Result<Hidden> {
        if let Some(file) = &self.mail_password_file {
            use std::os::unix::fs::PermissionsExt as _;
            let open = std::fs::metadata(file)?.permissions().mode() & 0o077 != 0;
            if open {
                anyhow::bail!(
                    "{} can be read by others: chmod 600 it / ほかの人が読めるファイルです",
                    file.display()
                );
            }
            let text = std::fs::read_to_string(file)?;
            return Ok(Hidden::new(text.trim_end_matches(['\r', '\n']).to_owned()));
        }
        match std::env::var(PASSWORD) {
            Ok(password) => Ok(Hidden::new(password)),
            Err(_) => anyhow::bail!(
                "the mail server's user needs a password: set {PASSWORD} or KUMI_MAIL_PASSWORD_FILE / メールサーバーのパスワードがありません"
            ),
        }
    }
}

type Place = (MailSafety, Option<String>, String, u16);

fn read(address: &str) -> anyhow::Result<Place> {
    let unreadable = || {
        anyhow::anyhow!(
            "KUMI_MAIL is smtps://[USER@]HOST[:PORT], smtp+starttls://… or smtp://localhost[:PORT] / KUMI_MAIL の書き方が違います: {address}"
        )
    };
    let (scheme, rest) = address.split_once("://").ok_or_else(unreadable)?;
    let (safety, usual) = match scheme {
        "smtps" => (MailSafety::Tls, 465),
        "smtp+starttls" => (MailSafety::StartTls, 587),
        "smtp" => (MailSafety::None, 25),
        _ => return Err(unreadable()),
    };
    let (user, place) = match rest.trim_end_matches('/').rsplit_once('@') {
        Some((user, place)) => (Some(user.to_owned()), place),
        None => (None, rest.trim_end_matches('/')),
    };
    let (host, port) = match place.rsplit_once(':') {
        Some((host, port)) => (host, port.parse().map_err(|_| unreadable())?),
        None => (place, usual),
    };
    let here = ["localhost", "127.0.0.1", "::1"].contains(&host);
    if host.is_empty() || (safety == MailSafety::None && !here) {
        return Err(unreadable());
    }
    Ok((safety, user, host.to_owned(), port))
}
