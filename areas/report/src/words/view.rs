//! A content in one language, as the templates of `catalog/reports` read it. Sources become S1, S2, … in reading order.

mod sources;

use serde_json::{Value, json};
use sources::Sources;
use words::{At, Digest, Lang, Text, text};

use super::content::{Block, Content, Fact, FindingBlock, Light, Sentence, Table};
use crate::words::Kind;

/// A signature, as printed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signed {
    /// The signer's account.
    pub account: String,
    /// The role used.
    pub role: String,
    /// When.
    pub at: At,
    /// The code of the passkey's answer, where there is one.
    pub code: Option<String>,
}

/// The data of the template. `digest` is that of the content; its first 12 digits are the code printed on every page.
#[must_use]
pub fn view(content: &Content, digest: &Digest, signed: Option<&Signed>, lang: Lang) -> Value {
    let mut sources = Sources::new(lang);
    // Physicians see which sentences a hand mended; the patient's page is not to be read like that.
    sources.mended = content.kind != Kind::Lay;
    let subject = sources.facts(&content.subject);
    let summary = sources.sentences(&content.summary);
    let sections: Vec<_> = content
        .sections
        .iter()
        .map(|s| json!({"title": s.title.get(lang), "blocks": s.blocks.iter().map(|b| sources.block(b)).collect::<Vec<_>>()}))
        .collect();
    let title = content.kind.title();
    let drawn = signed.map_or(content.at, |s| s.at);
    json!({
        "document": {
            "id": format!("{}@{}/{}", content.report, content.version, lang.tag()),
            "title": title.get(lang), "author": "Kumihimo", "lang": lang.tag(), "at": drawn.rfc3339(),
        },
        "subtitle": subtitle(content, lang),
        "header_left": format!("{}  {}", title.get(lang), content.case),
        "header_right": text!(("第{}版", content.version), ("Version {}", content.version)).get(lang),
        "footer_left": text!(("組紐 Kumihimo ・ 確認コード {}", digest.short()), ("Kumihimo · code {}", digest.short())).get(lang),
        "marks": marks(content, signed, lang),
        "subject": subject,
        "summary": {"title": summary_title(content.kind).get(lang), "items": summary},
        "sections": sections,
        "signature": signature(content.kind, digest, signed, lang),
        "sources": sources.table(),
    })
}

fn subtitle(content: &Content, lang: Lang) -> String {
    let other = match lang {
        Lang::Ja => Lang::En,
        Lang::En => Lang::Ja,
    };
    let (day, version) = (content.at.day().show(lang), content.version);
    let own = text!(
        ("{day} 作成 ・ 第{version}版"),
        ("Made on {day} · version {version}")
    );
    if content.kind == Kind::Lay {
        return own.get(lang).to_owned();
    }
    format!("{} ・ {}", content.kind.title().get(other), own.get(lang))
}

fn marks(content: &Content, signed: Option<&Signed>, lang: Lang) -> Vec<String> {
    let mut marks: Vec<String> = content
        .marks
        .iter()
        .map(|m| m.get(lang).to_owned())
        .collect();
    if signed.is_none() {
        marks.push(
            text!("草案（署名前）", "Draft, not signed")
                .get(lang)
                .to_owned(),
        );
    }
    marks
}

fn summary_title(kind: Kind) -> Text {
    match kind {
        Kind::Analysis => text!("要約", "Summary"),
        Kind::Panel => text!("エキスパートパネルの結論", "Conclusion of the expert panel"),
        Kind::Lay => text!("まず、お伝えしたいこと", "First of all"),
    }
}

fn signature(kind: Kind, digest: &Digest, signed: Option<&Signed>, lang: Lang) -> Value {
    let title = match kind {
        Kind::Lay => text!("この説明書を確認した医師", "Checked by"),
        Kind::Analysis | Kind::Panel => text!("署名", "Signature"),
    };
    let Some(signed) = signed else {
        let note = text!(
            "署名されていません。診療に使わないでください。",
            "Not signed. Do not use for care."
        );
        return json!({"title": title.get(lang), "signed": false, "rows": [], "note": note.get(lang)});
    };
    let row = |label: Text, value: String| json!({"label": label.get(lang), "value": value});
    let keyed = text!(
        "確認コードは、署名者のパスキーによる署名から作られています。台帳の署名記録と照合できます（kumi verify）。",
        "The code comes from the signature of the signer's passkey; compare it with the ledger (kumi verify)."
    );
    let plain = text!(
        "確認コードは、署名された内容のダイジェスト（SHA-256）の先頭12桁です。台帳の署名記録と照合できます。",
        "The code is the first 12 digits of the SHA-256 digest of the signed content; compare it with the ledger."
    );
    let note = if signed.code.is_some() { keyed } else { plain };
    json!({
        "title": title.get(lang), "signed": true, "note": note.get(lang),
        "rows": [
            row(text!("署名者", "Signer"), signed.account.clone()),
            row(text!("役割", "Role"), role(&signed.role).get(lang).to_owned()),
            row(text!("日時", "Time"), signed.at.show(lang)),
            row(text!("確認コード", "Code"), signed.code.clone().unwrap_or_else(|| digest.short().to_owned())),
        ],
    })
}

fn role(role: &str) -> Text {
    match role {
        "curator" => text!("キュレーター", "Curator"),
        "analyst" => text!("解析担当者", "Analyst"),
        "physician" => text!("医師", "Physician"),
        other => Text::made(other, other),
    }
}

impl Sources {
    fn sentence(&mut self, s: &Sentence) -> Value {
        let keys = self.keys(&s.sources);
        let mut said = json!({"text": s.text.get(self.lang), "sources": keys});
        if self.mended && s.edited.is_some() {
            said["edited"] = json!(true);
        }
        said
    }

    fn sentences(&mut self, items: &[Sentence]) -> Vec<Value> {
        items.iter().map(|s| self.sentence(s)).collect()
    }

    fn facts(&mut self, rows: &[Fact]) -> Vec<Value> {
        rows.iter().map(|r| self.fact(r)).collect()
    }

    fn fact(&mut self, row: &Fact) -> Value {
        let value = self.sentence(&row.value);
        let mut said = json!({"label": row.label.get(self.lang), "value": value["text"], "sources": value["sources"]});
        if value["edited"] == true {
            said["edited"] = json!(true);
        }
        said
    }

    fn table_value(&mut self, table: &Table) -> Value {
        let head: Vec<_> = table.head.iter().map(|h| h.get(self.lang)).collect();
        let rows: Vec<_> = table.rows.iter().map(|r| self.sentences(r)).collect();
        json!({"type": "table", "head": head, "widths": table.widths, "rows": rows})
    }

    fn block(&mut self, block: &Block) -> Value {
        match block {
            Block::Sentences { items } => {
                json!({"type": "sentences", "items": self.sentences(items)})
            }
            Block::Bullets { items } => json!({"type": "bullets", "items": self.sentences(items)}),
            Block::Note { items } => json!({"type": "note", "items": self.sentences(items)}),
            Block::Facts { rows } => json!({"type": "facts", "rows": self.facts(rows)}),
            Block::Lights { rows } => self.lights(rows),
            Block::Table(table) => self.table_value(table),
            Block::Finding(finding) => self.finding(finding),
        }
    }

    fn lights(&mut self, rows: &[super::content::LightRow]) -> Value {
        let lang = self.lang;
        let head = [
            text!("項目", "Check"),
            text!("判定", "Answer"),
            text!("値", "Value"),
            text!("基準", "Limit"),
        ];
        let rows: Vec<_> = rows
            .iter()
            .map(|r| {
                let value = self.sentence(&r.value);
                json!({"label": r.label.get(lang), "light": r.light, "word": word(r.light).get(lang),
                    "value": value["text"], "sources": value["sources"], "limit": r.limit.get(lang)})
            })
            .collect();
        json!({"type": "lights", "head": head.iter().map(|h| h.get(lang)).collect::<Vec<_>>(), "rows": rows})
    }

    fn finding(&mut self, f: &FindingBlock) -> Value {
        let lang = self.lang;
        let sentences = self.sentences(&f.sentences);
        let facts = self.facts(&f.facts);
        let mut evidence = self.table_value(&f.evidence);
        evidence["title"] = json!(text!("根拠", "Evidence").get(lang));
        json!({"type": "finding", "key": f.key, "title": f.title.get(lang), "sentences": sentences, "facts": facts,
            "badges": f.badges.iter().map(|b| b.get(lang)).collect::<Vec<_>>(), "evidence": evidence})
    }
}

fn word(light: Light) -> Text {
    match light {
        Light::Pass => text!("合格", "pass"),
        Light::Warn => text!("注意", "warning"),
        Light::Fail => text!("不合格", "fail"),
        Light::Unknown => text!("判定不能", "not assessable"),
    }
}
