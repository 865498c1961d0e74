//! Planning: the rule set, the day, the members with their roles. What is missing is shown before anything is recorded.

use std::collections::BTreeMap;

use axum::extract::Path;
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};
use web::{
    Problem,
    page::{self, Field},
};
use words::{AccountId, Lang, Text, text};

use super::{Refused, Room, agenda, answer};
use crate::api::Desk;
use crate::api::seat::{Seat, seat};
use crate::decide::panel::{Command, Panel};
use crate::pages::typed::{Sent, Typed, date};
use crate::rules::{prepare, quorum};
use crate::store::sessions::plans;
use crate::words::CaseKind;
use crate::words::panel::{Member, Mode, Plan, RuleSet};

/// Roles of accounts that may sit on a session.
const SEATS: [&str; 3] = ["panel_chair", "panel_member", "physician"];

/// The form, with the present plan or with how people usually sit.
pub async fn form(
    room: &Room,
    panel: Option<&Panel>,
    refused: Option<&Refused>,
) -> Result<Markup, Problem> {
    let lang = room.lang;
    let people = people(room).await?;
    let typed = refused
        .filter(|r| matches!(r.form, "plan" | "checked"))
        .map(|r| &r.typed);
    let plan = match (typed, panel) {
        (Some(typed), _) => read(typed, people.keys().cloned()),
        (None, Some(panel)) => panel.plan.clone(),
        (None, None) => proposal(room, &people).await?,
    };
    let set = quorum::rule_set(&plan.rule_set);
    let unmet = set.map(|s| quorum::members(s, &plan)).unwrap_or_default();
    let title = text!("検討の計画", "Plan the session");
    let missing = agenda::unmet(room, &unmet);
    let (check, to) = (room.to("/check"), room.to("/plan"));
    let body = html! {
        (missing)
        form class="sheet" method="post" action=(to) {
            (session(room, &plan, typed))
            fieldset class="members" {
                legend { (text!("構成員と役割", "Members and roles").get(lang)) }
                @for (account, name) in &people { (seat_row(&plan, account, name, lang)) }
            }
            button type="submit" { (text!("計画を記録する", "Record the plan").get(lang)) } " "
            button type="submit" class="second" formaction=(check)
                hx-post=(check) hx-select="#unmet" hx-target="#unmet" hx-swap="outerHTML"
                hx-trigger="click, change from:'closest form'" {
                (text!("不足を確かめる", "Check what is missing").get(lang))
            }
        }
    };
    Ok(page::section(lang, "plan", &title, body))
}

/// A newer analysis report was signed: the chair may plan a second session.
pub async fn again(
    room: &Room,
    panel: &Panel,
    refused: Option<&Refused>,
) -> Result<Markup, Problem> {
    let db = room.seat.desk.platform.db();
    let signed = crate::store::signed(db, &room.seat.about.id, crate::words::Kind::Analysis);
    let newest = signed
        .await?
        .map(|s| format!("report:{}@{}", s.report, s.version));
    let newer = newest.is_some_and(|n| n != panel.reads);
    if !newer || !room.chair() {
        return Ok(html! {});
    }
    let said = text!(
        "この検討の後に、新しい解析レポートが署名されました。もう一度検討できます。それまではこの結論が有効です。",
        "A newer analysis report was signed after this session. It can be discussed again; until then this outcome counts."
    );
    Ok(html! {
        (page::notice(room.lang, &said, false))
        (form(room, Some(panel), refused).await?)
    })
}

/// Account → name of everybody who may sit on the session of this case.
async fn people(room: &Room) -> Result<BTreeMap<AccountId, String>, Problem> {
    let platform = &room.seat.desk.platform;
    let (auth, now) = (platform.auth(), platform.now());
    let mut people = BTreeMap::new();
    for (account, grants) in auth.staff_with_roles(&SEATS, now).await? {
        // A physician sits as the one who treats: of this hospital only.
        let own = |g: &auth::Grant| {
            g.role != "physician" || g.site.as_ref() == Some(&room.seat.about.site)
        };
        if !grants.iter().any(own) {
            continue;
        }
        let profile = auth.profile(&account).await.map_err(anyhow::Error::from)?;
        let name = profile.map_or_else(|| account.to_string(), |p| p.name);
        people.insert(account, name);
    }
    Ok(people)
}

/// A first plan: the rule set of the programme, a week from now, everybody where they sat last.
async fn proposal(room: &Room, people: &BTreeMap<AccountId, String>) -> Result<Plan, Problem> {
    let platform = &room.seat.desk.platform;
    let rule_set = match room.seat.about.kind {
        CaseKind::Cancer => "EP-WGS",
        CaseKind::Rare => "RD-provisional",
    };
    let usual = prepare::usual(&plans(platform.db(), rule_set).await?);
    let sits = |account: &AccountId| usual.get(account.as_str()).cloned();
    Ok(Plan {
        rule_set: rule_set.to_owned(),
        day: platform.now().day().plus(7),
        mode: Mode::Realtime,
        members: people.keys().filter_map(sits).collect(),
        childhood: false,
        in_house: false,
        information_supplied: !room.material.clinical.is_empty(),
        deadline: None,
    })
}

fn session(room: &Room, plan: &Plan, typed: Option<&Typed>) -> Markup {
    let lang = room.lang;
    let kind = room.seat.about.kind;
    let of_kind = quorum::rule_sets()
        .iter()
        .filter(|s| s.cases.contains(&kind));
    let sets: Vec<_> = of_kind.map(|s| (s.id.as_str(), set_label(s))).collect();
    let modes = [
        ("realtime", text!("会議（同時双方向）", "live meeting")),
        ("circulation", text!("持ち回り協議", "circulation")),
    ];
    let mode = match plan.mode {
        Mode::Realtime => "realtime",
        Mode::Circulation => "circulation",
    };
    let day = typed.map_or_else(|| date(Some(plan.day)), |t| t.raw("day").to_owned());
    let last = typed.map_or_else(|| date(plan.deadline), |t| t.raw("deadline").to_owned());
    let hint = text!(
        "持ち回りのときの、意見の締め切り",
        "For a circulation: last day for opinions"
    );
    html! {
        (page::select(lang, "rule_set", &text!("開催要件", "Rule set"), &sets, &plan.rule_set))
        (page::field(lang, &Field::new("day", text!("開催日", "Day")).kind("date").value(&day).required(true)))
        (page::radios(lang, "mode", &text!("開催方法", "How it meets"), &modes, mode))
        (page::field(lang, &Field::new("deadline", text!("意見の期限", "Deadline")).hint(hint).kind("date").value(&last)))
        (page::tick(lang, "childhood", "1", &text!("小児の症例", "A child's case"), plan.childhood))
        (page::tick(lang, "in_house", "1", &text!("自施設でシークエンスした", "Sequenced in house"), plan.in_house))
        (page::tick(lang, "supplied", "1", &text!("治療歴と家族歴は提出済み（担当医は欠席できる）", "Treatment and family history supplied (the attending doctor may be away)"), plan.information_supplied))
    }
}

fn set_label(set: &RuleSet) -> Text {
    let (id, title) = (&set.id, &set.title);
    if set.provisional {
        return text!(
            ("{id}　{}【暫定】", title.ja),
            ("{id} {} [provisional]", title.en)
        );
    }
    text!(("{id}　{}", title.ja), ("{id} {}", title.en))
}

fn seat_row(plan: &Plan, account: &AccountId, name: &str, lang: Lang) -> Markup {
    let seat = plan.members.iter().find(|m| m.account == *account);
    let field = |what: &str| format!("{account}.{what}");
    let has = |role: &str| seat.is_some_and(|m| m.roles.iter().any(|r| r == role));
    let grounds = [
        ("", text!("なし", "none")),
        (
            "bi_course",
            text!("BIエキスパート講習", "bioinformatics expert course"),
        ),
        (
            "wgs_paper",
            text!("全ゲノムの英語査読論文", "refereed paper on whole genomes"),
        ),
    ];
    let ground = seat.and_then(|m| m.wgs_ground.clone()).unwrap_or_default();
    let specialties = seat.map(|m| m.specialties.join(", ")).unwrap_or_default();
    let roles: Vec<_> = seat.iter().flat_map(|m| &m.roles).collect();
    let said: Vec<_> = roles
        .iter()
        .map(|r| quorum::role_name(r).get(lang).to_owned())
        .collect();
    html! {
        div class="seat" {
            (page::tick(lang, &field("in"), "1", &Text::made(name, name), seat.is_some()))
            details {
                summary { @if said.is_empty() { (text!("役割を選ぶ", "Choose roles").get(lang)) } @else { (said.join("・")) } }
                div class="roles" {
                    @for r in quorum::ALL { (page::tick(lang, &field("role"), r.role, &r.name, has(r.role))) }
                }
                (page::field(lang, &Field::new(&field("fields"), text!("専門分野（コード、読点区切り）", "Fields of practice, separated by commas")).value(&specialties)))
                (page::tick(lang, &field("full"), "1", &text!("常勤", "full-time"), seat.is_none_or(|m| m.full_time)))
                (page::tick(lang, &field("attending"), "1", &text!("この症例の担当医", "treats this person"), seat.is_some_and(|m| m.attending)))
                (page::select(lang, &field("ground"), &text!("全ゲノム有識者の根拠", "What makes a whole-genome expert"), &grounds, &ground))
            }
        }
    }
}

/// The plan that was typed, for these accounts.
fn read(typed: &Typed, people: impl Iterator<Item = AccountId>) -> Plan {
    let member = |account: AccountId| {
        let field = |what: &str| format!("{account}.{what}");
        if !typed.ticked(&field("in")) {
            return None;
        }
        let split = typed.raw(&field("fields")).split([',', '、', '，']);
        let fields = split.map(str::trim).filter(|f| !f.is_empty());
        Some(Member {
            roles: typed.all(&field("role")).map(str::to_owned).collect(),
            specialties: fields.map(str::to_owned).collect(),
            full_time: typed.ticked(&field("full")),
            wgs_ground: typed.get(&field("ground")).map(str::to_owned),
            attending: typed.ticked(&field("attending")),
            account,
        })
    };
    let mode = typed.word("mode").unwrap_or(Mode::Realtime);
    let today = words::At::from_micros(0).day();
    Plan {
        rule_set: typed.raw("rule_set").to_owned(),
        day: typed.day("day").unwrap_or(today),
        mode,
        members: people.filter_map(member).collect(),
        childhood: typed.ticked("childhood"),
        in_house: typed.ticked("in_house"),
        information_supplied: typed.ticked("supplied"),
        deadline: typed.day("deadline").filter(|_| mode == Mode::Circulation),
    }
}

/// Shows what the typed plan lacks; records nothing.
pub async fn check(desk: Desk, Path(case): Path<String>, sent: Sent) -> Result<Response, Problem> {
    let seat = seat(desk, "panel.plan", &case).await?;
    let room = Room::enter(seat).await?;
    let refused = Refused {
        problem: Problem::bad_input(text!(
            "確かめただけで、まだ記録していません。",
            "This was a check. Nothing is recorded yet."
        )),
        typed: Typed(sent.0),
        form: "checked",
    };
    Ok(super::show::page(&room, Some(&refused))
        .await?
        .into_response())
}

/// Records the plan.
pub async fn post(desk: Desk, Path(case): Path<String>, sent: Sent) -> Result<Response, Problem> {
    let typed = Typed(sent.0);
    let seat = seat(desk, "panel.plan", &case).await?;
    let done = record(&seat, &typed).await;
    answer(seat, "plan", typed, done).await
}

async fn record(seat: &Seat, typed: &Typed) -> Result<(), Problem> {
    if typed.day("day").is_none() {
        return Err(Problem::bad_input(text!(
            "開催日を入力してください。何も記録していません。",
            "Give the day of the session. Nothing was recorded."
        )));
    }
    let platform = &seat.desk.platform;
    let staff = platform
        .auth()
        .staff_with_roles(&SEATS, platform.now())
        .await?;
    let plan = read(typed, staff.into_iter().map(|(account, _)| account));
    seat.act(Command::Plan(Box::new(plan))).await.map(drop)
}
