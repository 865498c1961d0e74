//! Hands a mail to the mail server, and says in one word why it did not take it.

use std::time::{Duration, UNIX_EPOCH};

use lettre::{
    AsyncSmtpTransport, AsyncTransport as _, Message, Tokio1Executor,
    message::{Mailbox, header::ContentType},
    transport::smtp::{
        authentication::Credentials,
        client::{Tls, TlsParameters},
    },
};
use web::{Mail as Server, MailSafety};

use crate::{store::Mail, words::mail::Words};

/// How long a server may think.
const PATIENCE: Duration = Duration::from_secs(30);

/// Why a mail was not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Failed {
    /// The address takes no mail, and will not later.
    Address,
    /// Something that may be mended: it is tried again. Its word is that of `words::mail::reason`.
    Again(&'static str),
}

/// A connection to one server; one for a round.
pub(crate) struct Post {
    transport: AsyncSmtpTransport<Tokio1Executor>,
    from: Mailbox,
    /// The right half of every Message-ID: never a name of this machine.
    host: String,
}

impl Post {
    /// Prepares to send; nothing is connected yet.
    ///
    /// # Errors
    /// If the settings cannot be used.
    pub fn open(server: &Server) -> anyhow::Result<Self> {
        let from: Mailbox = server.from.parse()?;
        let host = from.email.domain().to_owned();
        let tls = match server.safety {
            MailSafety::None => Tls::None,
            MailSafety::StartTls => Tls::Required(TlsParameters::new(server.host.clone())?),
            MailSafety::Tls => Tls::Wrapper(TlsParameters::new(server.host.clone())?),
        };
        let mut builder = AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous(&server.host)
            .port(server.port)
            .tls(tls)
            .timeout(Some(PATIENCE));
        if let Some((user, password)) = &server.login {
            let password = password.open().to_owned();
            builder = builder.credentials(Credentials::new(user.clone(), password));
        }
        Ok(Self {
            transport: builder.build(),
            from,
            host,
        })
    }

    /// Sends a mail. Its date and its Message-ID are those of the mail, not of the try.
    pub async fn send(&self, mail: &Mail, to: &str, words: &Words) -> Result<(), Failed> {
        let to: Mailbox = to.parse().map_err(|_| Failed::Address)?;
        let at = u64::try_from(mail.made.micros()).unwrap_or_default();
        let message = Message::builder()
            .from(self.from.clone())
            .to(to)
            .date(UNIX_EPOCH + Duration::from_micros(at))
            .message_id(Some(format!("<{}@{}>", mail.id, self.host)))
            .subject(&words.subject)
            .header(ContentType::TEXT_PLAIN)
            .body(words.body.clone())
            .map_err(|_| Failed::Address)?;
        match self.transport.send(message).await {
            Ok(_) => Ok(()),
            Err(error) => Err(why(&error)),
        }
    }
}

/// Sorts what a server answered. What is said about the recipient is final; everything else may be mended here or there.
fn why(error: &lettre::transport::smtp::Error) -> Failed {
    let code = error.status().map(u16::from);
    match code {
        Some(550 | 551 | 553 | 556) => Failed::Address,
        Some(530 | 534 | 535 | 538 | 454) => Failed::Again("rights"),
        Some(400..=499) => Failed::Again("later"),
        Some(_) => Failed::Again("rights"),
        None if error.is_tls() => Failed::Again("secure"),
        None => Failed::Again("away"),
    }
}
