//! The form of a new case, drawn with what was typed and what is wrong with it.

use maud::{Markup, html};
use web::{
    Problem,
    page::{self, Field},
};
use words::{Lang, Text, text};

use super::typed::{PARENTS, Typed, Wrong};
use crate::{
    facts::Namesake,
    rules::RULES,
    words::{CaseKind, Relation},
};

/// Somebody of the same name is registered here.
pub(super) struct Warning {
    pub relation: Relation,
    /// The patient number of the other.
    pub number: Option<String>,
    pub namesake: Namesake,
}

/// The page.
pub(super) struct Page<'a> {
    lang: Lang,
    typed: &'a Typed,
    approved: Vec<CaseKind>,
    pub wrong: Wrong,
    pub warnings: Vec<Warning>,
    pub refused: Option<Problem>,
}

impl<'a> Page<'a> {
    pub fn empty(lang: Lang, typed: &'a Typed, approved: Vec<CaseKind>) -> Self {
        Self {
            lang,
            typed,
            approved,
            wrong: Wrong::new(),
            warnings: Vec::new(),
            refused: None,
        }
    }

    pub fn draw(&self) -> Markup {
        let (lang, rare) = (self.lang, self.typed.is_rare());
        let tab =
            |kind: CaseKind, here| (format!("/register?kind={}", kind.code()), kind.text(), here);
        let kind = if rare {
            CaseKind::Rare
        } else {
            CaseKind::Cancer
        };
        let body = html! {
            input type="hidden" name="kind" value=(kind.code());
            (self.person())
            (self.ground())
            @if rare { (self.parents()) }
            (self.warned())
        };
        let key = format!("register-{}", kind.code());
        html! {
            h1 { (text!("症例を登録する", "Register a case").get(lang)) }
            (page::tabs(lang, &[tab(CaseKind::Cancer, !rare), tab(CaseKind::Rare, rare)]))
            @if !self.approved.contains(&kind) { (page::notice(lang, &no_approval(kind), true)) }
            @if let Some(problem) = &self.refused { (self.refusal(problem)) }
            @if !self.wrong.is_empty() { (page::notice(lang, &text!(("{}か所、入力を確かめてください。入力した内容は残っています。", self.wrong.len()), ("Check {} fields. What you typed is kept.", self.wrong.len())), true)) }
            (page::drafted(lang, "/register", &key, &text!("登録する", "Register"), body))
        }
    }

    fn refusal(&self, problem: &Problem) -> Markup {
        // the cases named in the refusal, as the way out
        let cases = problem
            .detail
            .ja
            .split(|c: char| !(c.is_ascii_digit() || c == '-'));
        let cases = cases.filter(|w| w.len() == 13 && w.matches('-').count() == 2);
        html! {
            (page::refused(self.lang, problem))
            @for case in cases {
                p { a class="button second" href={ "/cases/" (case) } { (text!(("症例 {case} を開く"), ("Open case {case}")).get(self.lang)) } }
            }
        }
    }

    fn field(
        &self,
        prefix: &str,
        name: &str,
        label: Text,
        hint: Option<Text>,
        must: bool,
    ) -> Markup {
        let id = format!("{prefix}{name}");
        let mut field = Field::new(&id, label)
            .value(self.typed.get(&id))
            .required(must)
            .wrong(self.wrong.get(&id).cloned());
        if let Some(hint) = hint {
            field = field.hint(hint);
        }
        page::field(self.lang, &field)
    }

    fn names(&self, prefix: &str, must: bool) -> Markup {
        let as_written = text!(
            "戸籍・診療録のとおりに。外字も置き換えません",
            "as in the records; rare characters as they are"
        );
        let any = text!(
            "例 S35.4.3、昭和35年4月3日、1960/4/3",
            "for example 1960/4/3 or S35.4.3"
        );
        html! {
            (self.field(prefix, "name", text!("氏名", "Name"), Some(as_written), must))
            (self.field(prefix, "kana", text!("氏名カナ", "Name in kana"), None, must))
            (self.field(prefix, "birth", text!("生年月日", "Date of birth"), Some(any), must))
        }
    }

    fn person(&self) -> Markup {
        let lang = self.lang;
        let sexes = [
            ("female", text!("女性", "female")),
            ("male", text!("男性", "male")),
            ("other", text!("その他", "other")),
            ("unknown", text!("不明", "unknown")),
        ];
        html! {
            h2 { (text!("患者さん", "The patient").get(lang)) }
            (self.field("", "number", text!("患者番号", "Patient number"), None, true))
            (self.names("", true))
            @if let Some(wrong) = self.wrong.get("sex") { p class="wrong" { (wrong.get(lang)) } }
            div class="row" { (page::radios(lang, "sex", &text!("性別", "Sex"), &sexes, self.typed.get("sex"))) }
        }
    }

    fn ground(&self) -> Markup {
        let lang = self.lang;
        html! {
            h2 { (text!("対象患者の条件", "Who may take part").get(lang)) }
            @if self.typed.is_rare() { (self.classes()) } @else { (self.conditions()) }
        }
    }

    fn conditions(&self) -> Markup {
        let lang = self.lang;
        let ticks = ["enough_specimen", "refractory", "alive_and_treatable"];
        let groups = [
            ("", text!("求めない", "do not ask")),
            ("rare_cancer", text!("希少がん", "rare cancer")),
            (
                "aya",
                text!("AYA世代のがん", "adolescents and young adults"),
            ),
            ("childhood", text!("小児がん", "childhood cancer")),
            ("hereditary", text!("遺伝性のがん", "hereditary cancer")),
            (
                "treatment_resistant",
                text!("治療抵抗性の難治性のがん", "refractory to treatment"),
            ),
            (
                "characteristic_of_japan",
                text!(
                    "症例数が少なく日本人に特徴的に多いがん",
                    "few cases, characteristic of Japan"
                ),
            ),
            (
                "under_represented",
                text!(
                    "日本人のゲノム情報が不足しているがん種",
                    "too few Japanese genomes yet"
                ),
            ),
        ];
        let label = text!(
            "満たさない条件があるとき、専門委員会に例外の承認を求める区分",
            "If a condition is not met: ask the expert committee for an exception as"
        );
        html! {
            p class="small" { (text!("満たすものをすべて選んでください。", "Tick all that are met.").get(lang)) }
            @for id in ticks { (page::tick(lang, id, "yes", &says(id), self.typed.get(id) == "yes")) }
            details open[!self.typed.get("exception").is_empty() || self.refused.is_some()] {
                summary { (text!("例外を求める", "Ask for an exception").get(lang)) }
                (page::select(lang, "exception", &label, &groups, self.typed.get("exception")))
            }
        }
    }

    fn classes(&self) -> Markup {
        let lang = self.lang;
        let class = |id: &str, ja: &str, en: &str| {
            let says = says(id);
            Text::made(format!("{ja}：{}", says.ja), format!("{en}: {}", says.en))
        };
        let classes = [
            ("monogenic", class("monogenic", "単一遺伝子性", "Monogenic")),
            (
                "multifactorial",
                class("multifactorial", "多因子性", "Multifactorial"),
            ),
            (
                "undiagnosed",
                class("undiagnosed", "診断困難", "Undiagnosed"),
            ),
        ];
        let met = text!(
            "選んだ区分の条件を満たすことを確認した",
            "I have checked that its condition is met"
        );
        html! {
            @if let Some(wrong) = self.wrong.get("class") { p class="wrong" { (wrong.get(lang)) } }
            (page::radios(lang, "class", &text!("区分", "Class"), &classes, self.typed.get("class")))
            (page::tick(lang, "met", "yes", &met, self.typed.get("met") == "yes"))
        }
    }

    fn parents(&self) -> Markup {
        let lang = self.lang;
        html! {
            h2 { (text!("一緒に解析するご家族", "Family analysed together").get(lang)) }
            @for (relation, prefix) in &PARENTS {
                details open[self.typed.has(prefix)] {
                    summary { (relation.text().get(lang)) }
                    (self.names(prefix, false))
                    (self.field(prefix, "number", text!("患者番号（あれば）", "Patient number, if any"), None, false))
                }
            }
        }
    }

    fn warned(&self) -> Markup {
        let lang = self.lang;
        let other = text!(
            "別の方であることを、生年月日と患者番号で確認した",
            "I have checked by birth day and patient number that this is another person"
        );
        html! {
            @if !self.warnings.is_empty() {
                div class="notice problem" role="alert" {
                    p { strong { (text!("同姓同名の方が登録されています。まだ登録していません。", "Somebody of this name is registered here. Nothing was registered yet.").get(lang)) } }
                    ul { @for warning in &self.warnings { li { (self.warning(warning)) } } }
                    (page::tick(lang, "other_person", "yes", &other, false))
                }
            }
        }
    }

    fn warning(&self, warning: &Warning) -> Markup {
        let lang = self.lang;
        let born = if warning.namesake.same_birth_day {
            text!("生年月日も同じ", "same birth day")
        } else {
            text!("生年月日は異なる", "another birth day")
        };
        html! {
            (warning.relation.text().get(lang)) " — " (born.get(lang))
            @if let Some(number) = &warning.number { " · " (text!("患者番号", "patient no.").get(lang)) " " (number) }
            @for case in &warning.namesake.cases { " · " a href={ "/cases/" (case) } { (text!("症例", "case").get(lang)) " " (case) } }
        }
    }
}

/// What a condition asks for, in the words of its rule.
fn says(id: &str) -> Text {
    let rule = RULES.iter().find(|r| r.id == id);
    rule.map_or_else(|| Text::made(id, id), |r| r.says.clone())
}

fn no_approval(kind: CaseKind) -> Text {
    let kind = kind.text();
    text!(
        (
            "この施設は今日の時点で{}の実施施設として承認されていないため、登録できません。",
            kind.ja
        ),
        (
            "This site is not approved for {} today, so nothing can be registered.",
            kind.en
        )
    )
}
