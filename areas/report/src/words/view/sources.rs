//! The keys of sources: S1, S2, … in order of first mention; neighbours are printed as a range.

use serde_json::{Value, json};
use words::{Lang, Text, text};

use crate::words::content::{SourceKind, SourceRef};

/// Fewer neighbours than this stand one by one.
const RUN: usize = 3;

/// The sources met so far, in order of first mention.
pub struct Sources {
    /// The reader's language.
    pub lang: Lang,
    /// Sentences mended by hand are marked.
    pub mended: bool,
    seen: Vec<SourceRef>,
}

impl Sources {
    pub fn new(lang: Lang) -> Self {
        Self {
            lang,
            mended: false,
            seen: Vec::new(),
        }
    }

    /// The keys of one sentence, `["S1", "S7–S30"]`: every source of it, none twice.
    pub fn keys(&mut self, sources: &[SourceRef]) -> Vec<String> {
        let mut numbers: Vec<_> = sources.iter().map(|s| self.number(s)).collect();
        numbers.sort_unstable();
        numbers.dedup();
        numbers
            .chunk_by(|a, b| a + 1 == *b)
            .flat_map(written)
            .collect()
    }

    fn number(&mut self, source: &SourceRef) -> usize {
        let at = self.seen.iter().position(|s| s == source);
        let at = at.unwrap_or_else(|| {
            self.seen.push(source.clone());
            self.seen.len() - 1
        });
        at + 1
    }

    /// The list at the end of the document: key, kind, identifier, digest.
    pub fn table(&self) -> Value {
        let lang = self.lang;
        let head = [
            text!("記号", "Key"),
            text!("種類", "Kind"),
            text!("識別子", "Identifier"),
            text!("ダイジェスト", "Digest"),
        ];
        let rows: Vec<_> = self.seen.iter().enumerate().map(|(i, s)| {
            let digest = s.digest.as_deref().map_or("", |d| d.get(..12).unwrap_or(d));
            json!({"key": format!("S{}", i + 1), "kind": source_word(s.kind).get(lang), "id": s.id, "digest": digest})
        }).collect();
        let note = text!(
            "本文の［S番号］は、その文の出典です。ダイジェストは SHA-256 の先頭12桁です。",
            "[S number] after a sentence is where it comes from. Digests are the first 12 digits of SHA-256."
        );
        json!({"title": text!("出典一覧", "Sources").get(lang), "note": note.get(lang),
            "head": head.iter().map(|h| h.get(lang)).collect::<Vec<_>>(), "rows": rows})
    }
}

/// Consecutive numbers as they are printed.
fn written(run: &[usize]) -> Vec<String> {
    match run {
        [first, .., last] if run.len() >= RUN => vec![format!("S{first}–S{last}")],
        few => few.iter().map(|n| format!("S{n}")).collect(),
    }
}

fn source_word(kind: SourceKind) -> Text {
    match kind {
        SourceKind::File => text!("ファイル", "file"),
        SourceKind::Event => text!("記録", "record"),
        SourceKind::Release => text!("知識", "knowledge"),
        SourceKind::Rule => text!("規則", "rule"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The numbers that a reader finds behind the keys.
    fn read(keys: &[String]) -> Vec<usize> {
        let number = |k: &str| k.trim_start_matches('S').parse::<usize>().unwrap_or(0);
        let range = |k: &String| match k.split_once('–') {
            Some((from, to)) => number(from)..=number(to),
            None => number(k)..=number(k),
        };
        keys.iter().flat_map(range).collect()
    }

    #[test]
    fn neighbours_become_a_range_and_none_is_lost() {
        let all: Vec<_> = (0..30).map(|n| SourceRef::rule(format!("r{n}"))).collect();
        let mut sources = Sources::new(Lang::Ja);
        sources.keys(&all[..6]);
        assert_eq!(sources.keys(&all[6..]), ["S7–S30"]);
        let some = [9, 0, 2, 1, 5, 6, 9].map(|n| all[n].clone());
        let keys = sources.keys(&some);
        assert_eq!(keys, ["S1–S3", "S6", "S7", "S10"]);
        assert_eq!(read(&keys), [1, 2, 3, 6, 7, 10]);
    }
}
