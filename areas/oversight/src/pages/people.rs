//! Who takes part, and the consent in force of each, in one line.

use ::words::{Lang, PersonId, Text, text};
use auth::Holds;
use consent::facts::ConsentView;
use maud::{Markup, html};
use registry::facts::Sight;
use web::{
    Problem,
    page::{self, Cord, Size, Status},
};

use super::{
    family,
    view::{Part, View},
};
use crate::words::Progress;

/// The part about participants.
pub(super) async fn part(view: &View<'_>) -> Result<Part, Problem> {
    drawn(view, &[]).await
}

/// The same with the thread of each, where there are several.
pub(super) async fn with_threads(view: &View<'_>, progress: &Progress) -> Result<Part, Problem> {
    if view.case.members.len() + view.case.removed.len() < 2 {
        return part(view).await;
    }
    drawn(view, &family::of_members(view, progress)).await
}

async fn drawn(view: &View<'_>, threads: &[(Text, Cord)]) -> Result<Part, Problem> {
    let (lang, db) = (view.lang, view.platform.db());
    let sight = registry::facts::sight(view.platform, view.caller, view.case).await?;
    let treats = sight.is_some();
    let reads = view.sees("consent.read", Holds::None).await?;
    let consents = if reads {
        consent::facts::of_case(db, &view.case.id).await?
    } else {
        Vec::new()
    };
    let mut rows = Vec::new();
    for member in view.case.members.iter().chain(&view.case.removed) {
        let who = if treats {
            about(view, &member.person).await?
        } else {
            html! { span class="small" { (text!("非表示", "not shown").get(lang)) } }
        };
        let line = if reads {
            let own = consents
                .iter()
                .filter(|c| c.consent.record.person == member.person);
            consent_line(view, own.max_by_key(|c| c.consent.submitted_at))
        } else {
            html! { span class="small" { (text!("非表示", "not shown").get(lang)) } }
        };
        let dead = view.case.dead.contains(&member.person);
        rows.push(vec![
            html! {
                (view.relation(&member.person))
                @if let Some(cord) = thread(view, threads, &member.person) {
                    div { (page::cord(cord, Size::Thread, lang)) }
                }
                @if dead { " " (page::status(lang, Status::Stopped, Some(&text!("ご逝去", "deceased")))) }
            },
            html! { code { (member.person) } },
            who,
            line,
        ]);
    }
    let head = [
        text!("続柄", "Relation"),
        text!("参加者番号", "Participant"),
        text!("氏名・生年月日・性別", "Name, birth and sex"),
        text!("同意", "Consent"),
    ];
    let title = text!("参加者と同意", "Participants and consent");
    let empty = text!("参加者はいません。", "Nobody takes part.");
    let body = html! {
        (page::table(lang, &title, &head, &rows, &empty))
        (door(view, sight.as_ref()))
        (death(view).await?)
    };
    Ok(Part::new("people", title, Some(body)))
}

fn thread<'a>(view: &View<'_>, threads: &'a [(Text, Cord)], person: &PersonId) -> Option<&'a Cord> {
    let mut all = view.case.members.iter().chain(&view.case.removed);
    let relation = all.find(|m| m.person == *person)?.relation.text();
    threads
        .iter()
        .find(|(of, _)| *of == relation)
        .map(|(_, cord)| cord)
}

/// The way to the identity for who does not see it, and to what was opened for who does.
fn door(view: &View<'_>, sight: Option<&Sight>) -> Markup {
    let lang = view.lang;
    let label = match sight {
        None => text!("本人情報の開示を求める", "Ask to open the identity"),
        Some(_) => text!("本人情報と開示の記録", "Identity, and who opened it"),
    };
    html! {
        p class="unprinted" {
            (page::link(lang, &format!("/cases/{}/identity", view.case.id), &label))
            @if view.caller.holds("coordinator") || view.caller.holds("physician") {
                " " (page::link(lang, &format!("/cases/{}/accounts", view.case.id), &text!("患者さん・ご家族をページに招待", "Invite patient and family to their pages")))
            }
            @if let Some(Sight::Opened { until, .. }) = sight {
                " " span class="small" { (text!(("{} まで開示中", until.show(Lang::Ja)), ("open until {}", until.show(Lang::En))).get(lang)) }
            }
        }
    }
}

/// The door of a death, for those who may record one.
async fn death(view: &View<'_>) -> Result<Markup, Problem> {
    if !view.sees("death.record", Holds::None).await? {
        return Ok(html! {});
    }
    let to = format!("/cases/{}/death", view.case.id);
    let label = text!("亡くなられたことを記録する", "Record a death");
    Ok(html! { p class="unprinted" { (page::link(view.lang, &to, &label)) } })
}

async fn about(view: &View<'_>, person: &PersonId) -> Result<Markup, Problem> {
    let lang = view.lang;
    let Some(who) = registry::facts::identity(view.platform, person).await? else {
        return Ok(html! { (text!("消去済み", "erased").get(lang)) });
    };
    let age = who.birth_day.years_until(view.platform.now().day());
    let sex = match who.sex.as_str() {
        "female" => text!("女性", "female"),
        "male" => text!("男性", "male"),
        _ => text!("性別の記載なし", "sex not stated"),
    };
    let era = who.birth_day.era().unwrap_or_default();
    Ok(html! {
        ruby lang="ja" { (who.name) rt { (who.kana) } } " "
        (who.birth_day.show(lang)) "（" (era) "） " (text!(("{age}歳 "), ("{age} years, ")).get(lang)) (sex.get(lang))
        @if let Some(number) = &who.patient_number {
            " " span class="small" { (text!("患者番号", "patient no.").get(lang)) " " (number) }
        }
        (namesakes(view, person).await?)
    })
}

/// 同姓同名: a warning beside the name, with the way to the others.
async fn namesakes(view: &View<'_>, person: &PersonId) -> Result<Markup, Problem> {
    let (lang, site) = (view.lang, &view.case.site);
    let others = registry::facts::namesakes(view.platform, site, person).await?;
    let twice = others.iter().any(|o| o.same_birth_day);
    let said = if twice {
        text!(
            "同姓同名で生年月日も同じ方がいます。二重登録でないか確認してください。",
            "Same name and same birth day as somebody else: is one person registered twice?"
        )
    } else {
        text!(
            "同姓同名の方がいます。生年月日と患者番号で確認してください。",
            "Somebody else has the same name: check birth day and patient number."
        )
    };
    let cases = others.iter().flat_map(|o| &o.cases);
    let cases: Vec<_> = cases.filter(|c| **c != view.case.id).collect();
    Ok(html! {
        @if !others.is_empty() {
            div class="namesake" {
                (page::status(lang, Status::Warn, Some(&said)))
                @for case in cases { " " a href={ "/cases/" (case) } { (case) } }
            }
        }
    })
}

fn consent_line(view: &View<'_>, found: Option<&ConsentView>) -> Markup {
    let lang = view.lang;
    let Some(found) = found else {
        let none = text!("まだ同意がありません", "no consent yet");
        return page::status(lang, Status::Waiting, Some(&none));
    };
    let stands = found.consent.status;
    let shape = if stands.in_force() {
        Status::Done
    } else {
        Status::Stopped
    };
    let at = found
        .consent
        .withdrawn_at
        .unwrap_or(found.consent.submitted_at);
    let (form, version) = (&found.consent.record.form, found.version);
    html! {
        (page::status(lang, shape, Some(&stands.text())))
        " " span class="number" { (at.day().show(lang)) }
        " " span class="small" { (text!(("{form}・第{version}版"), ("{form}, version {version}")).get(lang)) }
        " " (paper(found, lang))
    }
}

/// The document of a consent: the receipt while it stands, the certificate once it was withdrawn.
pub(super) fn paper(found: &ConsentView, lang: Lang) -> Markup {
    let (path, name) = match found.consent.withdrawn_at {
        Some(_) => (
            "withdrawal/certificate",
            text!("撤回の証明（PDF）", "certificate of withdrawal (PDF)"),
        ),
        None => ("receipt", text!("同意の控え（PDF）", "receipt (PDF)")),
    };
    html! { a href={ "/api/consents/" (found.id) "/" (path) } { (name.get(lang)) } }
}
