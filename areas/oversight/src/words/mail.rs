//! What a mail says: that something waits, and where the door is. The same words for everybody.

use ::words::Text;

/// Why a mail goes out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Why {
    /// Something waits behind the door.
    Waiting,
    /// To prove that the address is the holder's.
    Proof,
}

impl Why {
    /// Its word, stored with every mail; never renamed.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Proof => "proof",
        }
    }

    /// The reason of a word.
    #[must_use]
    pub fn of(word: &str) -> Option<Self> {
        [Self::Waiting, Self::Proof]
            .into_iter()
            .find(|w| w.word() == word)
    }
}

/// A mail before it is addressed: both languages in one, Japanese first. It knows no reader, no case and no kind of task.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Words {
    /// The subject.
    pub subject: String,
    /// The body, lines ending in a newline.
    pub body: String,
}

/// Something waits.
#[must_use]
pub fn waiting(door: &str) -> Words {
    let subject = "Kumihimo からのお知らせ / A message from Kumihimo".to_owned();
    let body = format!(
        "Kumihimo に、あなた宛ての新しいお知らせがあります。\n\
         内容はこのメールには書かれていません。次のページにサインインしてご覧ください。\n\n\
         {door}/\n\n\
         お急ぎのこと、お困りのことは、病院にお電話ください。このメールには返信できません。\n\
         メールを止めるときは、サインインして「お知らせ」を開いてください。\n\n\
         --\n\
         There is something new for you at Kumihimo.\n\
         This mail does not say what. Please sign in to see it:\n\n\
         {door}/\n\n\
         If it is urgent, please call the hospital. This mail cannot be answered.\n\
         To stop these mails, sign in and open \"Messages\".\n"
    );
    Words { subject, body }
}

/// The code that proves an address.
#[must_use]
pub fn proof(door: &str, code: &str) -> Words {
    let subject = "Kumihimo 確認コード / Your Kumihimo code".to_owned();
    let body = format!(
        "このアドレスにお知らせを送ってよいか確認しています。\n\
         次の確認コードを、Kumihimo の「お知らせ」のページに入れてください。1時間使えます。\n\n\
         {code}\n\n\
         {door}/messages\n\n\
         心あたりがないときは、このメールを捨ててください。何も送られません。\n\n\
         --\n\
         Somebody asked Kumihimo to send messages to this address.\n\
         If it was you, type this code at \"Messages\". It can be used for one hour.\n\n\
         {code}\n\n\
         {door}/messages\n\n\
         If it was not you, throw this mail away. Nothing else will be sent.\n"
    );
    Words { subject, body }
}

/// Why a mail has not arrived, for who keeps the server.
#[must_use]
pub fn reason(code: &str) -> Text {
    use ::words::text;
    match code {
        "" => text!("まだ送っていません", "not tried yet"),
        "away" => text!(
            "メールサーバーにつながりません",
            "the mail server cannot be reached"
        ),
        "secure" => text!(
            "メールサーバーと暗号化された接続ができません",
            "no encrypted connection to the mail server"
        ),
        "rights" => text!(
            "メールサーバーがこのシステムを受け入れません（利用者名・パスワード・差出人）",
            "the mail server does not accept this system (user, password or sender)"
        ),
        "address" => text!("宛先が受け取りを拒みました", "the address was refused"),
        "old" => text!(
            "5日間送れなかったため、やめました",
            "given up after five days"
        ),
        "later" => text!(
            "メールサーバーが、あとで送るよう求めています",
            "the mail server asks to try again later"
        ),
        _ => text!("送れませんでした", "it could not be sent"),
    }
}
