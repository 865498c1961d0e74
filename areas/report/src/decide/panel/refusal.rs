//! Why a panel says no.

use words::{AccountId, Day, Lang, Text, text};

use super::Stage;
use crate::rules::quorum::Unmet;

/// Why not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// Somebody's consent is not in force.
    NoConsent,
    /// The analysis report is not signed.
    NotSigned,
    /// No such rule set.
    NoSuchRules(String),
    /// The rule set is for other cases.
    OtherCases(String),
    /// The rule set is not in force on that day.
    NotInForce(String, Day),
    /// The rule set does not allow this way of meeting.
    NoSuchMode(String),
    /// A member stands there twice.
    MemberTwice,
    /// Not a member of this session.
    NotAMember(AccountId),
    /// Not present, or recused.
    MayNotVote(AccountId),
    /// A circulated vote before the declaration of interest.
    Undeclared(AccountId),
    /// The deadline passed before everybody had said something: a meeting must be held.
    DeadlineMissed,
    /// There is nothing to make a meeting of.
    LiveAlready,
    /// A vote for somebody else.
    VoteOfAnother(AccountId),
    /// No panel is planned.
    NotPlanned,
    /// Not possible in this state.
    WrongStage(Stage),
    /// A finding is not on the agenda.
    NoSuchFinding(String),
    /// A finding is judged twice.
    FindingTwice,
    /// A confirmatory test is needed but not named.
    NoTest(String),
    /// A secondary finding is returned without counselling.
    NoCounselling(String),
    /// A secondary finding that is not germline.
    NotGermline(String),
    /// Roles are missing.
    NoQuorum(Vec<Unmet>),
    /// Findings without outcome.
    Unjudged(Vec<String>),
    /// Members who have not voted.
    Silent(Vec<AccountId>),
    /// Members who still want to discuss.
    Undecided(Vec<String>),
    /// No key answered for the minutes.
    Unsigned,
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
            Self::NoConsent => "E-PANEL-NO-CONSENT",
            Self::NotSigned => "E-PANEL-NOT-SIGNED",
            Self::NoSuchRules(_) => "E-PANEL-NO-SUCH-RULES",
            Self::OtherCases(_) => "E-PANEL-OTHER-CASES",
            Self::NotInForce(..) => "E-PANEL-RULES-NOT-IN-FORCE",
            Self::NoSuchMode(_) => "E-PANEL-MODE",
            Self::MemberTwice => "E-PANEL-MEMBER-TWICE",
            Self::NotAMember(_) => "E-PANEL-NOT-A-MEMBER",
            Self::MayNotVote(_) => "E-PANEL-MAY-NOT-VOTE",
            Self::Undeclared(_) => "E-PANEL-UNDECLARED",
            Self::DeadlineMissed => "E-PANEL-DEADLINE",
            Self::LiveAlready => "E-PANEL-LIVE-ALREADY",
            Self::VoteOfAnother(_) => "E-PANEL-VOTE-OF-ANOTHER",
            Self::NotPlanned => "E-PANEL-NOT-PLANNED",
            Self::WrongStage(_) => "E-PANEL-STAGE",
            Self::NoSuchFinding(_) => "E-PANEL-NO-SUCH-FINDING",
            Self::FindingTwice => "E-PANEL-FINDING-TWICE",
            Self::NoTest(_) => "E-PANEL-NO-TEST",
            Self::NoCounselling(_) => "E-PANEL-NO-COUNSELLING",
            Self::NotGermline(_) => "E-PANEL-NOT-GERMLINE",
            Self::NoQuorum(_) => "E-PANEL-NO-QUORUM",
            Self::Unjudged(_) => "E-PANEL-UNJUDGED",
            Self::Silent(_) => "E-PANEL-SILENT",
            Self::Undecided(_) => "E-PANEL-UNDECIDED",
            Self::Unsigned => "E-PANEL-UNSIGNED",
        }
    }

    fn text(&self) -> Text {
        match self {
            Self::NoConsent => text!(
                "効力のある同意がない参加者がいるため、パネルを進められません。何も変更していません。",
                "A participant's consent is not in force, so the panel cannot go on. Nothing was changed."
            ),
            Self::NotSigned => text!(
                "解析レポートに署名がありません。署名してからパネルを計画してください。",
                "The analysis report is not signed. Sign it before planning the panel."
            ),
            Self::NoSuchRules(id) => text!(
                ("開催要件「{id}」はありません。"),
                ("There is no rule set {id}.")
            ),
            Self::OtherCases(id) => text!(
                ("開催要件「{id}」は、この種別の症例には使えません。"),
                ("Rule set {id} is not for this kind of case.")
            ),
            Self::NotInForce(id, from) => {
                let (ja, en) = (from.show(Lang::Ja), from.show(Lang::En));
                text!(
                    ("開催要件「{id}」は{ja}から有効です。"),
                    ("Rule set {id} is in force from {en}.")
                )
            }
            Self::NoSuchMode(id) => text!(
                ("開催要件「{id}」では、この開催方法は認められていません。"),
                ("Rule set {id} does not allow this way of meeting.")
            ),
            Self::MemberTwice => text!(
                "同じ構成員が二度登録されています。",
                "A member is listed twice."
            ),
            Self::NotAMember(who) => text!(
                ("{who} はこのパネルの構成員ではありません。"),
                ("{who} is not a member of this panel.")
            ),
            Self::MayNotVote(who) => text!(
                ("{who} は出席していないか、利益相反により退席しているため、意見を記録できません。"),
                ("{who} is not present or has left for a conflict of interest, so no vote can be recorded.")
            ),
            Self::Undeclared(who) => text!(
                ("{who} はこの症例の利益相反をまだ申告していません。申告してから意見を記録してください。何も記録していません。"),
                ("{who} has not declared an interest in this case, or that there is none. Declare first. Nothing was recorded.")
            ),
            Self::DeadlineMissed => text!(
                "期限までに全員の意見がそろわなかったため、持ち回りでは終了できません。会議に切り替えてください。これまでの意見は保たれています。",
                "Not every opinion came before the deadline, so the circulation cannot be closed. Make it a meeting. The opinions so far are kept."
            ),
            Self::LiveAlready => text!(
                "すでに会議として開催されています。何も変更していません。",
                "It is a live meeting already. Nothing was changed."
            ),
            Self::VoteOfAnother(who) => text!(
                ("{who} の意見は本人が記録してください（会議では議長が代わりに記録できます）。"),
                ("The vote of {who} must be given by {who}; only in a live meeting may the chair write it down.")
            ),
            Self::NotPlanned => text!(
                "パネルはまだ計画されていません。",
                "No panel is planned for this case."
            ),
            Self::WrongStage(stage) => stage_text(*stage),
            Self::NoSuchFinding(id) => text!(
                ("所見 {id} は議題にありません。"),
                ("Finding {id} is not on the agenda.")
            ),
            Self::FindingTwice => text!(
                "同じ所見に結論が二つあります。",
                "A finding has two outcomes."
            ),
            Self::NoTest(id) => text!(
                ("所見 {id} は確認検査の後に返却するとされていますが、検査の種類がありません。"),
                ("Finding {id} is to be returned after confirmation, but no test is named.")
            ),
            Self::NoCounselling(id) => text!(
                ("所見 {id} は二次的所見です。返却するには遺伝カウンセリングの案内が必要です。"),
                ("Finding {id} is secondary: to return it, counselling must be offered.")
            ),
            Self::NotGermline(id) => text!(
                ("所見 {id} は生殖細胞系列の所見ではないため、二次的所見にできません。"),
                ("Finding {id} is not germline and cannot be a secondary finding.")
            ),
            Self::NoQuorum(unmet) => no_quorum(unmet),
            Self::Unjudged(ids) => {
                let ids = ids.join(", ");
                text!(
                    ("結論のない所見があります：{ids}"),
                    ("Findings without an outcome: {ids}")
                )
            }
            Self::Silent(who) => {
                let who = who
                    .iter()
                    .map(AccountId::as_str)
                    .collect::<Vec<_>>()
                    .join(", ");
                text!(
                    ("意見を記録していない構成員がいます：{who}"),
                    ("Members who have not voted: {who}")
                )
            }
            Self::Undecided(who) => {
                let who = who.join(", ");
                text!(
                    ("議論を求めている構成員がいます：{who}。会議で話し合い、意見を改めて記録してください。"),
                    ("Members still want to discuss: {who}. Hold the meeting and record their votes again.")
                )
            }
            Self::Unsigned => text!(
                "議事録にパスキーの署名が付いていないため、パネルを終了していません。パスキーで署名してから、もう一度送ってください。",
                "No passkey signed the minutes, so the panel was not closed. Sign with your passkey and send them again."
            ),
        }
    }

    fn cites(&self) -> &'static str {
        match self {
            Self::NoConsent => "policy article 5",
            Self::NoQuorum(_) => "catalog/panel",
            Self::NoCounselling(_) | Self::NotGermline(_) => "return of secondary findings",
            Self::NoTest(_) => "gate G1",
            _ => "",
        }
    }
}

fn no_quorum(unmet: &[Unmet]) -> Text {
    let ja: Vec<_> = unmet.iter().map(|u| u.text.ja.as_ref()).collect();
    let en: Vec<_> = unmet.iter().map(|u| u.text.en.as_ref()).collect();
    text!(
        (
            "開催要件を満たしていないため、パネルを終了できません。記録は保たれています。不足：{}",
            ja.join("／")
        ),
        (
            "The panel cannot be closed without quorum. What was recorded is kept. Missing: {}",
            en.join("; ")
        )
    )
}

fn stage_text(stage: Stage) -> Text {
    match stage {
        Stage::Planned => text!(
            "パネルはまだ始まっていません。先に開会してください。",
            "The panel is not open yet. Open it first."
        ),
        Stage::Open | Stage::Split => text!(
            "パネルはすでに始まっています。",
            "The panel is already open."
        ),
        Stage::Closed => text!(
            "パネルは終了しています。結論は変えられません。",
            "The panel is closed; its outcome stands."
        ),
    }
}
