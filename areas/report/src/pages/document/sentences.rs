//! The sentences of a version with their sources; in a draft each can be mended by hand.

use maud::{Markup, html};
use web::{Problem, page};
use words::{Lang, Text, text};

use super::{Sheet, act};
use crate::decide::report::Version;
use crate::words::content::{Block, Content, Sentence, SourceKind, SourceRef};

/// What may be done with the sentences.
pub struct Editing<'a> {
    /// The reader may mend them.
    pub may: bool,
    /// The sentence that is open, by number.
    pub open: Option<usize>,
    /// A mending that was refused, with what had been typed.
    pub refused: Option<&'a act::Refused>,
}

struct Writer<'a> {
    sheet: &'a Sheet,
    version: &'a Version,
    editing: &'a Editing<'a>,
    names: std::collections::BTreeMap<String, String>,
    next: usize,
}

/// All of them, under the titles of their parts.
pub async fn all(
    sheet: &Sheet,
    version: &Version,
    content: &Content,
    editing: &Editing<'_>,
) -> Result<Markup, Problem> {
    let lang = sheet.lang;
    let mut names = std::collections::BTreeMap::new();
    for by in content.sentences().iter().filter_map(|s| s.edited.as_ref()) {
        if !names.contains_key(&by.by) {
            names.insert(by.by.clone(), sheet.name(&by.by).await?);
        }
    }
    let mut writer = Writer {
        sheet,
        version,
        editing,
        names,
        next: 0,
    };
    let subject: Vec<&Sentence> = content.subject.iter().map(|f| &f.value).collect();
    let labels: Vec<&Text> = content.subject.iter().map(|f| &f.label).collect();
    let first = writer.list(&subject, &labels);
    let summary: Vec<&Sentence> = content.summary.iter().collect();
    let second = writer.list(&summary, &[]);
    let sections: Vec<(Text, Markup)> = content
        .sections
        .iter()
        .map(|s| {
            (
                s.title.clone(),
                html! { @for b in &s.blocks { (writer.block(b)) } },
            )
        })
        .collect();
    let hint = text!(
        "文を選ぶと、その文の出典が表示されます。",
        "Select a sentence to see what it rests on."
    );
    Ok(html! {
        p class="small" { (hint.get(lang)) }
        section { h2 { (text!("対象", "Subject").get(lang)) } (first) }
        section { h2 { (text!("要約", "Summary").get(lang)) } (second) }
        @for (title, body) in &sections { section { h2 { (title.get(lang)) } (body) } }
    })
}

impl Writer<'_> {
    fn block(&mut self, block: &Block) -> Markup {
        let mut all = Vec::new();
        let mut labels = Vec::new();
        let mut title = None;
        match block {
            Block::Sentences { items } | Block::Bullets { items } | Block::Note { items } => {
                all.extend(items);
            }
            Block::Facts { rows } => {
                labels.extend(rows.iter().map(|r| &r.label));
                all.extend(rows.iter().map(|r| &r.value));
            }
            Block::Lights { rows } => {
                labels.extend(rows.iter().map(|r| &r.label));
                all.extend(rows.iter().map(|r| &r.value));
            }
            Block::Table(table) => return self.table(table.rows.iter().flatten().collect()),
            Block::Finding(f) => {
                title = Some(format!("{} {}", f.key, f.title.get(self.sheet.lang)));
                all.extend(&f.sentences);
                all.extend(f.facts.iter().map(|x| &x.value));
                all.extend(f.evidence.rows.iter().flatten());
            }
        }
        let list = self.list(&all, &labels);
        html! { @if let Some(title) = title { h3 { (title) } } (list) }
    }

    fn table(&mut self, cells: Vec<&Sentence>) -> Markup {
        self.list(&cells, &[])
    }

    fn list(&mut self, sentences: &[&Sentence], labels: &[&Text]) -> Markup {
        let lang = self.sheet.lang;
        html! {
            ul class="sentences" {
                @for (i, sentence) in sentences.iter().enumerate() {
                    @let number = self.take();
                    li id=(format!("s{number}")) {
                        @if let Some(label) = labels.get(i) { span class="small" { (label.get(lang)) } " " }
                        (self.one(number, sentence))
                    }
                }
            }
        }
    }

    fn take(&mut self) -> usize {
        self.next += 1;
        self.next - 1
    }

    fn one(&self, number: usize, s: &Sentence) -> Markup {
        let lang = self.sheet.lang;
        let open = self.editing.open == Some(number);
        html! {
            details class="said" open[open] {
                summary {
                    (s.text.get(lang))
                    @if s.edited.is_some() { " " span class="tag" { (text!("手直し", "edited").get(lang)) } }
                }
                (sources(&s.sources, lang))
                @if let Some(edited) = &s.edited {
                    @let who = self.names.get(&edited.by).map_or(edited.by.as_str(), String::as_str);
                    p class="small" { (who) " · " (edited.at.show(lang)) }
                    p class="small" { (text!("もとの文：", "Drafted as: ").get(lang)) (edited.original.get(lang)) }
                }
                @if self.editing.may {
                    @if open { (self.form(number, s)) } @else {
                        a class="button second" href=(self.sheet.to(&format!("?edit={number}#s{number}"))) { (text!("この文を直す", "Mend this sentence").get(lang)) }
                    }
                }
            }
        }
    }

    fn form(&self, number: usize, s: &Sentence) -> Markup {
        let lang = self.sheet.lang;
        let typed = self.editing.refused.map(|r| &r.typed);
        let (ja, en) = match typed {
            Some(t) => (t.raw("text.ja").to_owned(), t.raw("text.en").to_owned()),
            None => (s.text.ja.to_string(), s.text.en.to_string()),
        };
        let number = number.to_string();
        let body = html! {
            input type="hidden" name="sentence" value=(number);
            input type="hidden" name="seen.ja" value=(s.text.ja);
            input type="hidden" name="seen.en" value=(s.text.en);
            (page::textarea(lang, "text.ja", &text!("日本語", "Japanese"), &ja, 3))
            (page::textarea(lang, "text.en", &text!("英語", "English"), &en, 3))
        };
        let to = self.sheet.to("/sentences");
        let key = format!("report:{}:{}:{number}", self.sheet.id, self.version.version);
        page::drafted(lang, &to, &key, &text!("文を直す", "Mend"), body)
    }
}

/// What a sentence rests on.
fn sources(all: &[SourceRef], lang: Lang) -> Markup {
    html! {
        ul class="evidence" {
            @for s in all {
                li {
                    (kind(s.kind).get(lang)) " " code { (s.id) }
                    @if let Some(digest) = &s.digest { " " code class="digest" title=(digest) { (digest.get(..12).unwrap_or(digest)) } }
                }
            }
        }
    }
}

fn kind(kind: SourceKind) -> Text {
    match kind {
        SourceKind::File => text!("ファイル", "file"),
        SourceKind::Event => text!("台帳の記録", "record"),
        SourceKind::Release => text!("知識の版", "release"),
        SourceKind::Rule => text!("規則", "rule"),
    }
}
