//! Who of a case has pages of the own, who acts for whom; inviting them with a letter, and ending a proxy.

use auth::Resource;
use axum::{
    Form,
    extract::{Path, State},
    response::Redirect,
};
use consent::words::ProxyRelation;
use maud::{Markup, PreEscaped, html};
use registry::facts::{CaseView, Relation};
use serde::Deserialize;
use web::{
    Caller, Platform, Problem,
    page::{self, Field, Status},
};
use words::{AccountId, Actor, CaseId, Lang, PersonId, Text, text};

use crate::jobs::admit::{self, Admitted, DAYS};

fn no_member() -> Problem {
    Problem::not_found(text!(
        "その方はこの症例に参加していません。",
        "Nobody of that number takes part in this case."
    ))
}

/// The case, for who may invite there.
async fn asked(
    platform: &Platform,
    caller: &Caller,
    id: &str,
) -> Result<(CaseView, Actor), Problem> {
    let action = "patient.invite";
    let known = match CaseId::parse(id) {
        Ok(case) => registry::facts::case(platform.db(), &case).await?,
        Err(_) => None,
    };
    let Some(case) = known else {
        let nothing = Resource::new("case", id);
        return Err(caller.missing(platform, action, nothing, no_member()).await);
    };
    let on = registry::facts::resource_of(&case);
    let actor = caller.may(platform, action, &on).await?;
    Ok((case, actor))
}

/// A member of the case who lives: nobody writes to the dead.
async fn member_of(
    platform: &Platform,
    case: &CaseView,
    person: &str,
) -> Result<PersonId, Problem> {
    let found = case.members.iter().find(|m| m.person.as_str() == person);
    let person = found.map(|m| m.person.clone()).ok_or_else(no_member)?;
    if registry::facts::is_dead(platform.db(), &person).await? {
        return Err(Problem::bad_input(text!(
            "ご逝去が記録されています。招待はできません。",
            "This person's death is on record; nobody is invited."
        )));
    }
    Ok(person)
}

/// `GET /cases/{id}/accounts`.
pub(super) async fn page(
    State(platform): State<Platform>,
    caller: Caller,
    Path(id): Path<String>,
) -> Result<Markup, Problem> {
    let (case, _) = asked(&platform, &caller, &id).await?;
    show(&platform, &caller, &case, None, None).await
}

async fn show(
    platform: &Platform,
    caller: &Caller,
    case: &CaseView,
    letter: Option<Markup>,
    refused: Option<&Problem>,
) -> Result<Markup, Problem> {
    let lang = caller.lang();
    let title = text!(
        ("患者さん・ご家族のページ　{}", case.id),
        ("Pages of patient and family: {}", case.id)
    );
    let mut cards = Vec::new();
    for member in &case.members {
        cards.push(card(platform, case, &member.person, member.relation, lang).await?);
    }
    let body = html! {
        p class="unprinted" { a href={ "/cases/" (case.id) } { (text!("症例のページへ", "To the case").get(lang)) } }
        h1 class="unprinted" { (title.get(lang)) }
        @if let Some(problem) = refused { (page::refused(lang, problem)) }
        @if let Some(letter) = letter { (letter) }
        div class="unprinted" { @for card in &cards { (card) } }
    };
    Ok(page::page(lang, &title, caller, body))
}

async fn card(
    platform: &Platform,
    case: &CaseView,
    person: &PersonId,
    relation: Relation,
    lang: Lang,
) -> Result<Markup, Problem> {
    let who = registry::facts::identity(platform, person).await?;
    let account = platform.auth().account_of(person).await?;
    let age = registry::facts::age_on(platform, person, platform.now().day()).await?;
    let young = age.is_some_and(|a| a < consent::words::form::ages().self_from);
    let action = format!("/cases/{}/accounts/{person}", case.id);
    let verb = match account {
        Some(_) => text!("もう一度招待する", "Invite again"),
        None => text!("ページに招待する", "Invite to the pages"),
    };
    let name = match relation {
        Relation::Proband => text!("患者さん", "The patient"),
        Relation::Mother => text!("お母さま", "The mother"),
        Relation::Father => text!("お父さま", "The father"),
    };
    let once = text!(
        "スマートフォンやパソコンがない方（病院の端末で1回だけ入るコード）",
        "No phone or computer: a code that opens once, at a terminal of the hospital"
    );
    Ok(html! {
        section class="card" {
            h2 { (name.get(lang)) @if let Some(who) = &who { "　" (who.name) } }
            p { @match &account {
                Some(_) => (page::status(lang, Status::Done, Some(&text!("アカウントがあります", "has an account")))),
                None => (page::status(lang, Status::Waiting, Some(&text!("アカウントはありません", "has no account")))),
            } }
            @if young {
                p class="small" { (text!("16歳未満のお子さんのページは、同意した保護者の方が代理で使います。", "The pages of a child under 16 are used by the parent who gave the consent.").get(lang)) }
            } @else {
                (page::form(lang, &action, &verb, html! { (page::tick(lang, "once", "yes", &once, false)) }))
            }
            @if relation == Relation::Proband { (proxies(platform, case, person, lang).await?) }
        }
    })
}

/// Who acts for the patient, and inviting who gave the consent.
async fn proxies(
    platform: &Platform,
    case: &CaseView,
    patient: &PersonId,
    lang: Lang,
) -> Result<Markup, Problem> {
    let Some((view, proxy)) = consent::facts::given_by_proxy(platform, &case.id, patient).await?
    else {
        return Ok(html! {});
    };
    let parent = match proxy.relation {
        ProxyRelation::Mother => case.member(Relation::Mother),
        ProxyRelation::Father => case.member(Relation::Father),
        _ => None,
    };
    let by_law = match parent {
        Some(parent) => platform.auth().account_of(parent).await?,
        None => None,
    };
    let all = consent::facts::proxies(platform, &case.id).await?;
    let named = |account: &AccountId| all.iter().any(|(a, ..)| a == account);
    let base = format!("/cases/{}/accounts/{patient}", case.id);
    let recall = |account: &AccountId| {
        let verb = text!("代理を終わらせる", "End the proxy");
        let id = account.to_string();
        page::act(lang, &format!("{base}/recall"), &verb, &[("account", &id)])
    };
    let mut rows = Vec::new();
    for (account, mandate, _) in &all {
        let profile = platform.auth().profile(account).await?;
        let name = profile.map(|p| p.name).unwrap_or_default();
        rows.push(html! {
            li { (name) "　"
                @if mandate.recalled_at.is_some() { span class="tag" { (text!("終了", "ended").get(lang)) } } @else { (recall(account)) } }
        });
    }
    if let Some(account) = by_law.filter(|a| !named(a)) {
        let said = text!(
            "同意した保護者の方（この症例の参加者）",
            "the parent who gave the consent and takes part"
        );
        rows.push(html! { li { (said.get(lang)) "　" (recall(&account)) } });
    }
    let open = view.consent.status.in_force() && parent.is_none();
    Ok(html! {
        h3 { (text!("代理の方", "Who acts for the patient").get(lang)) }
        p class="small" { (text!(("同意した方：{}", relation(proxy.relation).ja), ("The consent was given by: {}", relation(proxy.relation).en)).get(lang)) }
        @if rows.is_empty() { p class="empty" { (text!("まだいません。", "Nobody yet.").get(lang)) } }
        ul class="plain" { @for row in &rows { (row) } }
        @if parent.is_some() {
            p class="small" { (text!("この保護者の方は、「ページに招待する」でご自分のページに入ると、お子さんのページも使えます。", "This parent uses the child's pages too, once invited to the own pages.").get(lang)) }
        }
        @if open { (inviting(lang, &format!("{base}/proxy"))) }
    })
}

fn inviting(lang: Lang, action: &str) -> Markup {
    let name = Field::new("name", text!("代理の方のお名前", "Name of the proxy"));
    let login = Field::new(
        "login",
        text!(
            "すでにページをお持ちならログイン名",
            "Login name, if the proxy has pages already"
        ),
    )
    .hint(text!(
        "ごきょうだいの代理をしている方など",
        "For example the proxy of a brother or sister"
    ));
    let verb = text!("代理の方を招待する", "Invite the proxy");
    page::form(
        lang,
        action,
        &verb,
        html! { (page::field(lang, &name)) (page::field(lang, &login)) },
    )
}

fn relation(relation: ProxyRelation) -> Text {
    match relation {
        ProxyRelation::Mother => text!("母", "mother"),
        ProxyRelation::Father => text!("父", "father"),
        ProxyRelation::Spouse => text!("配偶者", "spouse"),
        ProxyRelation::Child => text!("子", "child"),
        ProxyRelation::Sibling => text!("兄弟姉妹", "brother or sister"),
        ProxyRelation::Guardian => text!("後見人", "guardian"),
        ProxyRelation::Other => text!("その他", "other"),
    }
}

#[derive(Deserialize)]
pub(super) struct Invited {
    #[serde(default)]
    once: String,
}

/// Invites a participant: the letter, shown once.
pub(super) async fn member(
    State(platform): State<Platform>,
    caller: Caller,
    Path((id, person)): Path<(String, String)>,
    Form(asks): Form<Invited>,
) -> Result<Markup, Problem> {
    let (case, actor) = asked(&platform, &caller, &id).await?;
    let person = member_of(&platform, &case, &person).await?;
    let done = admit::member(&platform, &person, asks.once == "yes", &actor).await?;
    let letter = letter(&platform, &case, &done).await?;
    show(&platform, &caller, &case, Some(letter), None).await
}

#[derive(Deserialize)]
pub(super) struct Named {
    #[serde(default)]
    name: String,
    #[serde(default)]
    login: String,
}

/// Invites who acts for the patient.
pub(super) async fn proxy(
    State(platform): State<Platform>,
    caller: Caller,
    Path((id, person)): Path<(String, String)>,
    Form(named): Form<Named>,
) -> Result<Markup, Problem> {
    let (case, actor) = asked(&platform, &caller, &id).await?;
    let patient = member_of(&platform, &case, &person).await?;
    let who = (named.name.trim(), named.login.trim());
    match admit::proxy(&platform, &case, &patient, who, &actor).await {
        Ok(done) => {
            let letter = letter(&platform, &case, &done).await?;
            show(&platform, &caller, &case, Some(letter), None).await
        }
        Err(problem) if problem.status == 400 || problem.status == 422 => {
            show(&platform, &caller, &case, None, Some(&problem)).await
        }
        Err(problem) => Err(problem),
    }
}

#[derive(Deserialize)]
pub(super) struct Whose {
    account: String,
}

/// Ends a proxy at once.
pub(super) async fn recall(
    State(platform): State<Platform>,
    caller: Caller,
    Path((id, person)): Path<(String, String)>,
    Form(whose): Form<Whose>,
) -> Result<Redirect, Problem> {
    let (case, actor) = asked(&platform, &caller, &id).await?;
    let found = case.members.iter().find(|m| m.person.as_str() == person);
    let patient = found.map(|m| m.person.clone()).ok_or_else(no_member)?;
    let account = AccountId::parse(whose.account).map_err(|_| no_member())?;
    admit::recall(&platform, &case, &patient, &account, &actor).await?;
    Ok(Redirect::to(&format!("/cases/{}/accounts", case.id)))
}

/// One A4 sheet: to whom, where to go, the code for eyes and for a scanner. Both languages, whatever the reader's.
async fn letter(platform: &Platform, case: &CaseView, done: &Admitted) -> Result<Markup, Problem> {
    let both =
        |t: Text| html! { span lang="ja" { (t.ja) } br; span class="small" lang="en" { (t.en) } };
    if done.code.is_empty() {
        let said = text!(
            (
                "{} 様のページに、この患者さんのタブが加わりました。",
                done.to
            ),
            ("The pages of {} have a tab for this patient now.", done.to)
        );
        return Ok(html! { div class="notice" role="status" { (both(said)) } });
    }
    let site = registry::facts::site(platform.db(), &case.site).await?;
    let base = platform.settings().base_url.trim_end_matches('/');
    let address = format!("{base}/invitations/{}", done.code);
    let drawn = paper::matrix(&address);
    let (until, alt) = (
        platform.now().plus_days(DAYS).day(),
        text!("同じアドレスのコード", "the same address as a code"),
    );
    let once = done.once.then(|| {
        text!(
            "このコードは、病院の端末で1回だけ入るためのものです。次に入るときは、窓口で新しい手紙を受け取ってください。",
            "With this code you enter once, at a terminal of the hospital. For the next time ask the desk for another letter."
        )
    });
    Ok(html! {
        section class="card letter a4" {
            p { @if let Some(site) = &site { (both(site.name.clone())) } }
            p class="to" { (done.to) " 様" }
            h2 { (both(text!("あなたのページへのご招待", "Your pages at Kumihimo"))) }
            p { (both(text!("検査の進み具合、同意と選択、担当チームへの質問などを、ご自分のページで見ることができます。", "On your own pages you see where the test stands, your consent and choices, and can ask the team."))) }
            div class="invitation" {
                (page::facts(Lang::Ja, &[
                    (text!("開くアドレス / Address", "Address"), html! { (base) "/sign-in" }),
                    (text!("1回だけ使えるコード / One-time code", "Code"), html! { strong class="code" { (done.code) } }),
                    (text!("ログイン名 / Login name", "Login name"), html! { (done.login) }),
                    (text!("使える期限 / Use it until", "Until"), html! { (until.show(Lang::Ja)) " / " (until.show(Lang::En)) }),
                ]))
                @if let Some(svg) = drawn {
                    div class="matrix" role="img" aria-label=(alt.ja) { (PreEscaped(svg)) }
                }
            }
            @if let Some(once) = once { p { (both(once)) } }
            p { (both(text!("スマートフォンやパソコンがない方、うまく入れない方は、病院の窓口にお声がけください。このコードはほかの人に教えないでください。", "Without a phone or computer, or if it does not work, please ask at the hospital. Keep the code to yourself."))) }
            p class="small unprinted" { (both(text!("この画面を印刷して手渡すか郵送してください。コードは二度と表示されません。", "Print this page and hand or mail it. The code is not shown again."))) }
        }
    })
}
