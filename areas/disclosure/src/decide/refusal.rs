//! Why something is not told, or not recorded.

use words::{Text, text};

use crate::words::Attendee;

/// Why not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// The panel report is not signed.
    TooEarly,
    /// The panel did not ask for a test of this finding.
    NotAsked(String),
    /// A test is ordered and has no answer yet.
    OrderedAlready(String),
    /// No test was ordered.
    NotOrdered(String),
    /// The answer is recorded.
    AnsweredAlready(String),
    /// Nothing changes.
    NothingNew,
    /// The patient's report is not signed and printed.
    NoLay,
    /// The patient's report does not know the answers of the tests.
    LayOutdated,
    /// Gate G1: findings whose test has no answer.
    Unconfirmed(Vec<String>),
    /// Findings that need counselling first.
    Uncounselled(Vec<String>),
    /// A finding that may not be told.
    MayNotTell(String),
    /// Neither the person nor a proxy was there.
    Nobody,
    /// A relative who chose not to know.
    NotToKnow(Attendee),
    /// The person did not agree that relatives are told.
    RelativeNotAgreed(Attendee),
    /// No key signed the explanation.
    Unsigned,
    /// The key signed something else than what would be recorded.
    SignedOther,
    /// Not explained by a person yet.
    NotExplained,
    /// Consent was withdrawn.
    Withdrawn,
    /// Consent was not withdrawn.
    NotStopped,
    /// Not one of the words for a follow-up.
    NoSuchStatus(String),
    /// Counselling was not asked for.
    NotAskedFor,
    /// The time that was set is over.
    TimeIsOver,
    /// Counselling was not held.
    NotHeld,
    /// A family letter to somebody who is no relative by blood.
    NotKin(Attendee),
}

impl std::error::Error for Refusal {}

impl std::fmt::Display for Refusal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&words::Refusal::text(self).en)
    }
}

impl words::Refusal for Refusal {
    fn code(&self) -> &'static str {
        match self {
            Self::TooEarly => "E-DISCLOSURE-ORDER",
            Self::NotAsked(_) => "E-DISCLOSURE-NOT-ASKED",
            Self::OrderedAlready(_) => "E-DISCLOSURE-ORDERED-ALREADY",
            Self::NotOrdered(_) => "E-DISCLOSURE-NOT-ORDERED",
            Self::AnsweredAlready(_) => "E-DISCLOSURE-ANSWERED-ALREADY",
            Self::NothingNew => "E-DISCLOSURE-NOTHING-NEW",
            Self::NoLay => "E-DISCLOSURE-NO-LAY",
            Self::LayOutdated => "E-DISCLOSURE-LAY-OUTDATED",
            Self::Unconfirmed(_) => "E-DISCLOSURE-UNCONFIRMED",
            Self::Uncounselled(_) => "E-DISCLOSURE-UNCOUNSELLED",
            Self::MayNotTell(_) => "E-DISCLOSURE-MAY-NOT-TELL",
            Self::Nobody => "E-DISCLOSURE-NOBODY",
            Self::NotToKnow(_) => "E-DISCLOSURE-NOT-TO-KNOW",
            Self::RelativeNotAgreed(_) => "E-DISCLOSURE-RELATIVE",
            Self::Unsigned => "E-DISCLOSURE-UNSIGNED",
            Self::SignedOther => "E-DISCLOSURE-SIGNED-OTHER",
            Self::NotExplained => "E-DISCLOSURE-NOT-EXPLAINED",
            Self::Withdrawn => "E-DISCLOSURE-WITHDRAWN",
            Self::NotStopped => "E-DISCLOSURE-NOT-WITHDRAWN",
            Self::NoSuchStatus(_) => "E-DISCLOSURE-STATUS",
            Self::NotAskedFor => "E-DISCLOSURE-NOT-ASKED-FOR",
            Self::TimeIsOver => "E-DISCLOSURE-TIME-IS-OVER",
            Self::NotHeld => "E-DISCLOSURE-NOT-HELD",
            Self::NotKin(_) => "E-DISCLOSURE-NOT-KIN",
        }
    }

    fn text(&self) -> Text {
        match self {
            Self::TooEarly => text!(
                "パネル後報告書に署名がないため、進められません。何も変更していません。",
                "The panel report is not signed, so this cannot go on. Nothing was changed."
            ),
            Self::NotAsked(f) => text!(
                ("所見 {f} について、パネルは確認検査を求めていません。"),
                ("The panel did not ask for a confirmatory test of finding {f}.")
            ),
            Self::OrderedAlready(f) => text!(
                ("所見 {f} の確認検査は依頼済みで、結果を待っています。"),
                ("A test of finding {f} is ordered and its result is awaited.")
            ),
            Self::NotOrdered(f) => text!(
                ("所見 {f} の確認検査は依頼されていません。先に依頼を記録してください。"),
                ("No test of finding {f} was ordered. Record the order first.")
            ),
            Self::AnsweredAlready(f) => text!(
                ("所見 {f} の確認検査の結果は記録済みです。やり直すときは新しい検査を依頼してください。"),
                ("The result of finding {f} is recorded. To repeat the test, order a new one.")
            ),
            Self::NothingNew => text!(
                "同じ内容がすでに記録されています。",
                "This is recorded already."
            ),
            Self::NoLay => text!(
                "患者さんへの説明書に署名がないか、印刷がまだ終わっていません。署名を済ませ、数秒後にもう一度記録してください。",
                "The patient's report is not signed, or not printed yet. Sign it and record again after a few seconds."
            ),
            Self::LayOutdated => text!(
                "説明書は確認検査の結果より前に作られています。新しい版を作成して署名してから説明してください。",
                "The patient's report is older than the results of the tests. Make and sign a new version before explaining it."
            ),
            Self::Unconfirmed(f) => {
                let f = f.join(", ");
                text!(
                    ("確認検査の結果が出ていない所見があるため、説明できません：{f}。結果（確認された／されなかった）を先に記録してください。"),
                    ("Findings wait for their confirmatory test and cannot be explained: {f}. Record first whether they were confirmed.")
                )
            }
            Self::Uncounselled(f) => {
                let f = f.join(", ");
                text!(
                    ("遺伝カウンセリングの案内が済んでいない所見があります：{f}。実施するか、書面で断られたことを記録してください。"),
                    ("Findings need genetic counselling first: {f}. Record that it was held, or declined in writing.")
                )
            }
            Self::MayNotTell(f) => text!(
                ("所見 {f} は説明できません（返却の対象でないか、知らないことを選択されています）。"),
                ("Finding {f} may not be told: it is not returned, or the person chose not to know.")
            ),
            Self::Nobody => text!(
                "ご本人または代諾者が同席していない説明は記録できません。",
                "An explanation without the person or a proxy cannot be recorded."
            ),
            Self::NotToKnow(who) => {
                let who = who.word();
                text!(
                    (
                        "{}は結果を知らないことを選択しています。席を外していただいてから説明してください。",
                        who.ja
                    ),
                    (
                        "The {} chose not to know. Ask them to leave before you explain.",
                        who.en
                    )
                )
            }
            Self::RelativeNotAgreed(who) => {
                let who = who.word();
                text!(
                    (
                        "ご本人は血縁者への説明に同意していないため、{}を交えた説明は記録できません。",
                        who.ja
                    ),
                    (
                        "The person did not agree that relatives are told, so an explanation with {} cannot be recorded.",
                        who.en
                    )
                )
            }
            Self::Unsigned => text!(
                "説明した人のパスキーの署名が付いていないため、説明を記録していません。パスキーで署名してから、もう一度送ってください。",
                "The passkey of the one who explained did not sign this, so no explanation was recorded. Sign with your passkey and send it again."
            ),
            Self::SignedOther => text!(
                "署名された内容が、いま記録される内容と違います（説明書に新しい版ができた場合など）。何も記録していません。内容を確かめて、もう一度署名してください。",
                "What was signed is not what would be recorded now; the report may have a new version. Nothing was recorded. Read it and sign again."
            ),
            Self::NotExplained => text!(
                "結果は、担当の医師やカウンセラーが直接説明した後にご覧いただけます。",
                "The results can be opened after a doctor or counsellor has explained them in person."
            ),
            Self::Withdrawn => text!(
                "同意が取りやめられたため、結果の説明は行いません。診療に必要な結果を希望されるかどうかを、ご本人に確かめて記録してください。",
                "Consent was withdrawn, so no results are told. Ask the person whether results that matter for care are still wanted, and record it."
            ),
            Self::NotStopped => text!(
                "同意は取りやめられていません。",
                "Consent was not withdrawn."
            ),
            Self::NoSuchStatus(s) => text!(
                ("「{s}」は経過の区分にありません（alive、deceased、unknown）。"),
                ("{s} is not a status: alive, deceased or unknown.")
            ),
            Self::NotAskedFor => text!(
                "遺伝カウンセリングの依頼がありません。先に依頼を記録してください。",
                "Counselling was not asked for. Record first that it is."
            ),
            Self::TimeIsOver => text!(
                "その日時は過ぎています。これからの日時を入れてください。",
                "That time is over. Give a time to come."
            ),
            Self::NotHeld => text!(
                "遺伝カウンセリングはまだ行われていません。実施を記録してから、要約を書いてください。",
                "Counselling was not held yet. Record that it was, then write the summary."
            ),
            Self::NotKin(who) => {
                let who = who.word();
                text!(
                    ("{}は血縁者ではないため、家族への手紙は作れません。", who.ja),
                    (
                        "A family letter is for relatives by blood, not for: {}.",
                        who.en
                    )
                )
            }
        }
    }

    fn cites(&self) -> &'static str {
        match self {
            Self::Unconfirmed(_) | Self::NotAsked(_) => "gate G1",
            Self::Uncounselled(_) => "return of secondary findings",
            Self::MayNotTell(_) | Self::NotToKnow(_) | Self::RelativeNotAgreed(_) => {
                "right not to know"
            }
            Self::Withdrawn => "policy article 5(3)",
            _ => "",
        }
    }
}
