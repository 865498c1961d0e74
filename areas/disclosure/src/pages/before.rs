//! Before the explanation: what still stands in the way, confirmatory tests, counselling.

use maud::{Markup, html};
use report::facts::{ConfirmTest, Return};
use web::page::{self, Field, Status};
use words::{Text, text};

use super::view::View;
use crate::{
    rules::Verdict,
    words::{Confirmation, Counselling, Ground, Meeting, Urgency},
};

/// What stands in the way, in one line each; or that nothing does.
pub(super) fn lead(view: &View<'_>) -> Markup {
    let lang = view.lang;
    let all = waits(view);
    let told = view.state.as_ref().is_some_and(|s| s.explained.is_some());
    html! {
        @if told {
            p class="sentence" { (page::status(lang, Status::Done, Some(&text!("説明は済んでいます", "the result was explained")))) }
        } @else if all.is_empty() {
            p class="sentence" { (page::status(lang, Status::Now, Some(&text!("説明できます", "ready to be explained")))) }
        } @else {
            p { strong { (text!("説明の前に必要なこと", "Before the explanation").get(lang)) } }
            ul class="gates missing" { @for said in &all { li { (page::status(lang, Status::Waiting, Some(said))) } } }
        }
        p class="small" {
            a href={ "/cases/" (view.case.id) "/family" } { (text!("家系図", "Pedigree").get(lang)) } " · "
            a href={ "/reports/" (view.case.id) ".lay" } { (text!("患者さんへの説明書", "The patient's report").get(lang)) } " · "
            a href={ "/threads/" (view.case.id) } { (text!("メモと質問", "Notes and questions").get(lang)) }
        }
    }
}

/// The gates that are not open, each by its name.
pub(super) fn waits(view: &View<'_>) -> Vec<Text> {
    let mut out = Vec::new();
    if view.facts.panel.is_none() {
        out.push(text!("エキスパートパネルの結論", "the panel's conclusion"));
    } else if !view.facts.panel_report_signed {
        out.push(text!(
            "パネル後報告書の署名",
            "the signature of the panel report"
        ));
    }
    for (outcome, verdict) in view.open() {
        let name = view.named(&outcome.finding);
        match verdict {
            Verdict::Unconfirmed => out.push(text!(
                ("{name}：確認検査の結果（G1）"),
                ("{name}: the result of its confirmatory test (G1)")
            )),
            Verdict::Uncounselled => out.push(text!(
                ("{name}：遺伝カウンセリングの実施、または書面での辞退"),
                ("{name}: counselling held, or declined in writing")
            )),
            _ => {}
        }
    }
    let confirmations = view
        .state
        .as_ref()
        .map(crate::decide::Disclosure::confirmations);
    match &view.facts.lay {
        None => out.push(text!(
            "患者さんへの説明書の署名",
            "the signature of the patient's report"
        )),
        Some(lay) if lay.confirmations != confirmations.unwrap_or_default() => out.push(text!(
            "確認検査の結果を反映した説明書の新しい版",
            "a new version of the patient's report that knows the results of the tests"
        )),
        Some(lay) if !lay.printed => {
            out.push(text!("説明書の印刷", "the print of the patient's report"))
        }
        Some(_) => {}
    }
    out
}

/// The confirmatory tests that the panel asked for.
pub(super) fn tests(view: &View<'_>) -> Markup {
    let lang = view.lang;
    let open = view.open();
    let asked: Vec<_> = open
        .iter()
        .filter(|(o, _)| o.give_back == Return::AfterConfirmation)
        .collect();
    let none = text!(
        "パネルが確認検査を求めた所見はありません。",
        "The panel asked for no confirmatory test."
    );
    let body = html! {
        @if asked.is_empty() { p class="empty" { (none.get(lang)) } }
        @for (outcome, _) in asked {
            @let stands = view.state.as_ref().and_then(|s| s.tests.get(&outcome.finding));
            article class="card" id={ "test-" (outcome.finding) } {
                h3 { (view.named(&outcome.finding)) }
                @if let Some((_, said)) = view.words.get(&outcome.finding) { p { (said.get(lang)) } }
                p { (standing(view, stands)) }
                @if !view.ended() && view.holds(&["physician"]) {
                    @if stands.is_some_and(|t| t.confirmed.is_none()) { (answer(view, &outcome.finding)) }
                    @else { (order(view, &outcome.finding, outcome.confirm_test, stands.is_some())) }
                }
            }
        }
    };
    page::section(
        lang,
        "tests",
        &text!("確認検査", "Confirmatory tests"),
        body,
    )
}

fn standing(view: &View<'_>, test: Option<&Confirmation>) -> Markup {
    let lang = view.lang;
    let Some(test) = test else {
        return page::status(lang, Status::Waiting, Some(&text!("未依頼", "not ordered")));
    };
    let (shape, said) = match test.confirmed {
        Some(true) => (Status::Done, text!("確認された", "confirmed")),
        Some(false) => (Status::Stopped, text!("確認されず", "not confirmed")),
        None => (Status::Now, text!("結果待ち", "awaiting the result")),
    };
    html! {
        (page::status(lang, shape, Some(&said))) " " (test_word(test.test).get(lang)) " "
        span class="small" { (text!("依頼", "ordered").get(lang)) " " (test.ordered_at.day().show(lang)) }
    }
}

/// A test in words.
pub(super) fn test_word(test: ConfirmTest) -> Text {
    match test {
        ConfirmTest::SingleGene => text!("単一遺伝子検査", "single-gene test"),
        ConfirmTest::CompanionDiagnostic => text!("コンパニオン診断", "companion diagnostic"),
        ConfirmTest::GenePanel => text!("遺伝子パネル検査", "gene panel"),
        ConfirmTest::Sanger => text!("サンガー法", "Sanger sequencing"),
    }
}

fn order(view: &View<'_>, finding: &str, asked: Option<ConfirmTest>, again: bool) -> Markup {
    let lang = view.lang;
    let all = [
        ("single_gene", ConfirmTest::SingleGene),
        ("companion_diagnostic", ConfirmTest::CompanionDiagnostic),
        ("gene_panel", ConfirmTest::GenePanel),
        ("sanger", ConfirmTest::Sanger),
    ];
    let picked = all
        .iter()
        .find(|(_, t)| Some(*t) == asked)
        .map_or("", |(w, _)| *w);
    let options: Vec<_> = all.iter().map(|(w, t)| (*w, test_word(*t))).collect();
    let label = text!("検査", "Test");
    let verb = if again {
        text!("もう一度依頼する", "Order again")
    } else {
        text!("依頼する", "Order")
    };
    let name = format!("test-{finding}");
    let body = html! {
        input type="hidden" name="finding" value=(finding);
        input type="hidden" name="field" value=(name);
        (page::select(lang, &name, &label, &options, picked))
        (consequence(view, &text!(
            "結果が記録されるまで、この所見は誰にも説明できません。",
            "Until its result is recorded nobody can be told of this finding.")))
    };
    let form = page::form(lang, &view.at("/order"), &verb, body);
    folded(view, again, &verb, form)
}

fn answer(view: &View<'_>, finding: &str) -> Markup {
    let lang = view.lang;
    let name = format!("result-{finding}");
    let options = [
        ("yes", text!("確認された", "confirmed")),
        ("no", text!("確認されなかった", "not confirmed")),
    ];
    let body = html! {
        input type="hidden" name="finding" value=(finding);
        input type="hidden" name="field" value=(name);
        (page::radios(lang, &name, &text!("検査の結果", "Result of the test"), &options, view.typed.get(&name)))
        (consequence(view, &text!(
            "記録した結果は書き換えられません。患者さんへの説明書は、この結果を入れた新しい版が必要になります。",
            "A recorded result cannot be rewritten. The patient's report needs a new version that knows it.")))
    };
    page::form(
        lang,
        &view.at("/result"),
        &text!("結果を記録する", "Record the result"),
        body,
    )
}

/// A form for what was done already and is rarely done again waits behind its name.
pub(super) fn folded(view: &View<'_>, folds: bool, name: &Text, form: Markup) -> Markup {
    html! {
        @if folds { details { summary { (name.get(view.lang)) } (form) } } @else { (form) }
    }
}

/// What the button does.
pub(super) fn consequence(view: &View<'_>, said: &Text) -> Markup {
    html! { p class="consequence" { (said.get(view.lang)) } }
}

/// Counselling: asked for, set, held or declined, summed up.
pub(super) fn counselling(view: &View<'_>) -> Markup {
    let lang = view.lang;
    let stands = view
        .state
        .as_ref()
        .map_or(Counselling::None, |s| s.counselling);
    let acts = !view.ended();
    let staff = view.holds(&["physician", "counsellor", "coordinator"]);
    let counsellor = view.holds(&["counsellor"]);
    let waiting = matches!(stands, Counselling::Requested | Counselling::Scheduled);
    let body = html! {
        (talk_facts(view, stands))
        @if let Some(said) = &view.summary {
            h3 { (text!("要約", "Summary").get(lang)) }
            p class="said" { (said) }
        }
        @if acts && staff && !waiting { (ask(view)) }
        @if acts && staff && waiting { (slot(view)) }
        @if acts && counsellor { (held(view)) }
        @if acts && counsellor && stands == Counselling::Done { (summary(view)) }
    };
    page::section(
        lang,
        "counselling",
        &text!("遺伝カウンセリング", "Genetic counselling"),
        body,
    )
}

fn talk_facts(view: &View<'_>, stands: Counselling) -> Markup {
    let lang = view.lang;
    let (shape, said) = match stands {
        Counselling::None => (Status::Waiting, text!("依頼なし", "not asked for")),
        Counselling::Requested => (
            Status::Now,
            text!("依頼あり・日程未定", "asked for, no time set"),
        ),
        Counselling::Scheduled => (Status::Now, text!("日程決定", "time set")),
        Counselling::Done => (Status::Done, text!("実施済", "held")),
        Counselling::Declined => (Status::Stopped, text!("書面で辞退", "declined in writing")),
    };
    let talk = view
        .state
        .as_ref()
        .map(|s| s.talk.clone())
        .unwrap_or_default();
    let mut facts = vec![(
        text!("状態", "State"),
        page::status(lang, shape, Some(&said)),
    )];
    if let Some(urgency) = talk.urgency {
        facts.push((
            text!("急ぎ度", "How soon"),
            html! { (urgency.word().get(lang)) },
        ));
    }
    if let Some(ground) = talk.ground {
        facts.push((text!("理由", "Why"), html! { (ground.word().get(lang)) }));
    }
    if let Some(at) = talk.asked_at {
        facts.push((text!("依頼", "Asked for"), html! { (at.show(lang)) }));
    }
    if let Some(slot) = talk.slot {
        let how = talk.meeting.map_or(text!("", ""), meeting_word);
        facts.push((text!("日時", "Time"), html! {
            (slot.show(lang)) " " (how.get(lang)) " "
            a href=(view.at("/appointment")) { (text!("予約票（PDF）", "appointment letter (PDF)").get(lang)) }
        }));
    }
    let choice = view
        .facts
        .choices
        .get("ror.secondary_now")
        .map(String::as_str);
    let chosen = match choice {
        Some("yes") => text!("知りたい", "wants to know"),
        Some("no") => text!("知りたくない", "does not want to know"),
        _ => text!("選択なし（知らせない）", "not chosen (not told)"),
    };
    facts.push((
        text!("二次的所見についての選択", "Choice on secondary findings"),
        html! { (chosen.get(lang)) },
    ));
    page::facts(lang, &facts)
}

/// How they meet, in words.
pub(super) fn meeting_word(meeting: Meeting) -> Text {
    match meeting {
        Meeting::Onsite => text!("対面", "in person"),
        Meeting::Video => text!("ビデオ", "by video"),
    }
}

pub(super) fn meetings() -> [(&'static str, Text); 2] {
    [
        ("onsite", meeting_word(Meeting::Onsite)),
        ("video", meeting_word(Meeting::Video)),
    ]
}

fn ask(view: &View<'_>) -> Markup {
    let lang = view.lang;
    let urgencies = [
        ("soon", Urgency::Soon.word()),
        ("usual", Urgency::Usual.word()),
    ];
    let grounds = [
        ("before_result", Ground::BeforeResult.word()),
        ("heredity", Ground::Heredity.word()),
        ("family", Ground::Family.word()),
        ("wish", Ground::Wish.word()),
    ];
    let soon = if view.typed.has("urgency") {
        view.typed.get("urgency")
    } else {
        "usual"
    };
    let body = html! {
        (page::radios(lang, "urgency", &text!("急ぎ度", "How soon"), &urgencies, soon))
        (page::select(lang, "ground", &text!("理由", "Why"), &grounds, view.typed.get("ground")))
        (consequence(view, &text!(
            "遺伝カウンセラーの一覧に、急ぎのものから並びます。",
            "It appears in the counsellors' list, the urgent ones first.")))
    };
    let verb = text!("カウンセリングを依頼する", "Ask for counselling");
    let again = view.state.as_ref().is_some_and(|s| s.counselling.settled());
    let form = page::form(lang, &view.at("/counselling"), &verb, body);
    folded(view, again, &verb, form)
}

fn slot(view: &View<'_>) -> Markup {
    let lang = view.lang;
    let day = Field::new("slot-day", text!("日付", "Day"))
        .kind("date")
        .value(view.typed.get("slot-day"))
        .required(true);
    let time = Field::new("slot-time", text!("時刻", "Time"))
        .kind("time")
        .value(view.typed.get("slot-time"))
        .required(true);
    let body = html! {
        (page::field(lang, &day))
        (page::field(lang, &time))
        (page::radios(lang, "slot-meeting", &text!("方法", "How"), &meetings(), view.typed.get("slot-meeting")))
        (consequence(view, &text!(
            "患者さんのページに日時だけが表示されます。郵送用の予約票（A4）を印刷できます。",
            "The patient's page shows the time and nothing else. A letter on A4 can be printed for the post.")))
    };
    page::form(
        lang,
        &view.at("/slot"),
        &text!("日時を決める", "Set the time"),
        body,
    )
}

fn held(view: &View<'_>) -> Markup {
    let lang = view.lang;
    let steps = [
        ("done", text!("実施した", "It was held")),
        (
            "declined",
            text!("書面で断られた", "It was declined in writing"),
        ),
    ];
    let body = html! {
        (page::radios(lang, "step", &text!("どうなりましたか", "What happened"), &steps, view.typed.get("step")))
        (page::radios(lang, "held-meeting", &text!("方法（実施した場合）", "How (if it was held)"), &meetings(), view.typed.get("held-meeting")))
        (consequence(view, &text!(
            "カウンセリングを条件とする所見が、説明できるようになります。",
            "Findings that waited for counselling can then be explained.")))
    };
    let verb = text!("実施・辞退を記録する", "Record how it went");
    let again = view.state.as_ref().is_some_and(|s| s.counselling.settled());
    let form = page::form(lang, &view.at("/held"), &verb, body);
    folded(view, again, &verb, form)
}

fn summary(view: &View<'_>) -> Markup {
    let lang = view.lang;
    let body = html! {
        (page::textarea(lang, "summary", &text!("要約（何を話し、何を決めたか）", "Summary: what was talked about and decided"), view.typed.get("summary"), 6))
        (consequence(view, &text!(
            "封をして保管します。読めるのは、この病院の担当医と遺伝カウンセラーだけです。",
            "It is kept sealed. Only physicians and counsellors of this hospital can read it.")))
    };
    let key = format!("summary-{}", view.case.id);
    page::drafted(
        lang,
        &view.at("/summary"),
        &key,
        &text!("要約を保存する", "Keep the summary"),
        body,
    )
}
