//! The minutes of a session, drafted from what was recorded: who was there, who left, what was said of each finding.

use std::collections::BTreeMap;

use words::{Day, Lang, Text, text};

use super::parts::wording;
use super::quorum;
use crate::decide::panel::Panel;
use crate::words::input::FindingLine;
use crate::words::panel::{Because, Interest, Mode, Outcome, Trial, Vote};

/// What the minutes are drafted from, beside the session itself.
#[derive(Debug, Clone, Default)]
pub struct Said {
    /// Account → name.
    pub names: BTreeMap<String, String>,
    /// The findings on the agenda.
    pub findings: Vec<FindingLine>,
    /// The recommendation.
    pub recommendation: Option<Text>,
    /// Trials looked up.
    pub trials: Vec<Trial>,
    /// Account → remark.
    pub comments: BTreeMap<String, String>,
}

/// Drafts the minutes; the same session gives the same words.
#[must_use]
pub fn draft(panel: &Panel, said: &Said) -> Text {
    let lines = |lang| write(panel, said, lang).join("\n");
    Text::made(lines(Lang::Ja), lines(Lang::En))
}

fn write(panel: &Panel, said: &Said, lang: Lang) -> Vec<String> {
    let mut lines = vec![head(panel, lang)];
    lines.push(members(panel, said, lang));
    lines.extend(left(panel, said, lang));
    lines.push(String::new());
    for (number, id) in panel.findings.iter().enumerate() {
        let outcome = panel.outcomes.iter().find(|o| o.finding == *id);
        let finding = said.findings.iter().find(|f| f.id == *id);
        let name = finding.map_or_else(|| id.clone(), FindingLine::name);
        lines.push(judged(number + 1, &name, outcome, lang));
    }
    lines.push(String::new());
    lines.push(votes(panel, lang));
    for (who, remark) in &said.comments {
        lines.push(format!("・{}：{remark}", name(said, who)));
    }
    if let Some(advice) = &said.recommendation {
        let label = text!("結論：", "Recommendation: ");
        lines.push(format!("{}{}", label.get(lang), advice.get(lang)));
    }
    for trial in &said.trials {
        let (id, day, why) = (
            &trial.id,
            trial.looked_up.show(lang),
            trial.reasons.get(lang),
        );
        let line = text!(
            ("治験：{id}（{day}に検索）{why}"),
            ("Trial: {id} (looked up on {day}) {why}")
        );
        lines.push(line.get(lang).to_owned());
    }
    lines.extend(panel.next_review.map(|day| next(day, lang)));
    lines
}

fn head(panel: &Panel, lang: Lang) -> String {
    let (day, rules) = (panel.plan.day.show(lang), &panel.plan.rule_set);
    let how = match (panel.plan.mode, panel.live_because) {
        (Mode::Circulation, _) => text!("持ち回り協議", "circulation"),
        (_, Some(Because::Discuss)) => text!(
            "会議（持ち回り協議で議論を求める意見があったため）",
            "live meeting, because a member asked to discuss during circulation"
        ),
        (_, Some(Because::Deadline)) => text!(
            "会議（持ち回り協議の期限までに意見がそろわなかったため）",
            "live meeting, because not every opinion came before the deadline"
        ),
        _ => text!("会議", "live meeting"),
    };
    let (case, how) = (&panel.case, how.get(lang));
    let line = text!(
        ("症例 {case}　{day}　{how}　開催要件 {rules}"),
        ("Case {case}, {day}, {how}, rule set {rules}")
    );
    line.get(lang).to_owned()
}

fn members(panel: &Panel, said: &Said, lang: Lang) -> String {
    let voters: Vec<_> = panel.voters().collect();
    let there = panel
        .plan
        .members
        .iter()
        .filter(|m| voters.contains(&&m.account));
    let one = |m: &crate::words::panel::Member| {
        let roles: Vec<_> = m
            .roles
            .iter()
            .map(|r| quorum::role_name(r).get(lang).to_owned())
            .collect();
        let roles = roles.join(if lang == Lang::Ja { "・" } else { ", " });
        format!("{}（{roles}）", name(said, m.account.as_str()))
    };
    let all: Vec<_> = there.map(one).collect();
    let label = text!("出席：", "Present: ");
    format!(
        "{}{}",
        label.get(lang),
        all.join(if lang == Lang::Ja { "、" } else { "; " })
    )
}

fn left(panel: &Panel, said: &Said, lang: Lang) -> Vec<String> {
    let line = |p: &crate::words::panel::Presence| {
        let who = name(said, p.account.as_str());
        let text = match p.interest {
            Interest::None => return None,
            Interest::Declared => text!(
                ("利益相反の申告：{who}（審議に参加）"),
                ("Conflict of interest declared: {who} (stayed)")
            ),
            Interest::Recused => text!(
                ("利益相反による退席：{who}"),
                ("Left for a conflict of interest: {who}")
            ),
        };
        Some(text.get(lang).to_owned())
    };
    panel.presence.iter().filter_map(line).collect()
}

fn judged(number: usize, name: &str, outcome: Option<&Outcome>, lang: Lang) -> String {
    let Some(o) = outcome else {
        let open = text!(
            ("F{number} {name}：結論なし"),
            ("F{number} {name}: no outcome")
        );
        return open.get(lang).to_owned();
    };
    let mut parts = vec![
        wording::give_back(o.give_back),
        text!(("レベル{}", o.level), ("level {}", o.level)),
        wording::action(o.action),
    ];
    let class = o.tier.as_ref().map(|t| format!("Tier {t}"));
    let class = class.or_else(|| o.class.clone());
    parts.extend(class.map(|c| Text::made(c.clone(), c)));
    parts.extend(o.confirm_test.map(wording::test));
    if o.counselling_needed {
        parts.push(text!("遺伝カウンセリングが必要", "counselling needed"));
    }
    if let Some(cohort) = &o.cohort {
        parts.push(text!(("コホート {cohort}"), ("cohort {cohort}")));
    }
    let parts: Vec<_> = parts.iter().map(|p| p.get(lang)).collect();
    let joined = parts.join(if lang == Lang::Ja { "、" } else { ", " });
    let colon = if lang == Lang::Ja { "：" } else { ": " };
    format!("F{number} {name}{colon}{joined}")
}

fn votes(panel: &Panel, lang: Lang) -> String {
    let of = |vote| panel.ballots.values().filter(|b| b.vote == vote).count();
    let (agree, comment, discuss) = (
        of(Vote::Agree),
        of(Vote::AgreeWithComment),
        of(Vote::Discuss),
    );
    let line = text!(
        ("意見：同意 {agree}名、意見付き同意 {comment}名、議論を求める {discuss}名"),
        ("Opinions: agree {agree}, agree with comment {comment}, discuss {discuss}")
    );
    line.get(lang).to_owned()
}

fn next(day: Day, lang: Lang) -> String {
    let day = day.show(lang);
    let line = text!(("次の見直し：{day}"), ("Next review: {day}"));
    line.get(lang).to_owned()
}

fn name<'a>(said: &'a Said, account: &'a str) -> &'a str {
    said.names.get(account).map_or(account, String::as_str)
}
