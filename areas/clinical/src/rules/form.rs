//! What a form shows of a section: which items apply to this case now, which must be answered, how much is filled.

use serde_json::{Map, Value};

use crate::{
    decide::check::{Known, plain},
    words::{
        catalogue::{Group, Item, Section},
        condition::Condition,
    },
};

/// An item in its place.
#[derive(Debug)]
pub struct Line<'a> {
    /// `regimen[0].rx_line`.
    pub path: String,
    /// The item.
    pub item: &'a Item,
    /// It applies to this case as answered so far.
    pub shown: bool,
    /// It must be answered.
    pub required: bool,
    /// It has an answer.
    pub filled: bool,
}

/// The section itself, or an entry of a group.
#[derive(Debug)]
pub struct Entry<'a> {
    /// Empty for the section itself, else `regimen[0]`.
    pub path: String,
    /// Its items.
    pub lines: Vec<Line<'a>>,
    /// Its groups.
    pub groups: Vec<Repeat<'a>>,
}

/// A group that repeats.
#[derive(Debug)]
pub struct Repeat<'a> {
    /// The group.
    pub group: &'a Group,
    /// `regimen`, `regimen[0].drug`.
    pub path: String,
    /// It applies to this case as answered so far.
    pub shown: bool,
    /// Its entries.
    pub entries: Vec<Entry<'a>>,
}

/// How much of a form is filled.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Filled {
    /// Items that apply.
    pub items: usize,
    /// Of them with an answer.
    pub filled: usize,
    /// Of them without an answer although they must have one.
    pub gaps: usize,
}

/// The form of a section as answered so far.
#[must_use]
pub fn form<'a>(section: &'a Section, answers: &Value, known: &Known) -> Entry<'a> {
    let empty = Map::new();
    let answers = answers.as_object().unwrap_or(&empty);
    entry(section, "", "", answers, &[], known)
}

fn entry<'a>(
    section: &'a Section,
    group: &str,
    path: &str,
    answers: &Map<String, Value>,
    outer: &[&Map<String, Value>],
    known: &Known,
) -> Entry<'a> {
    let scopes: Vec<&Map<String, Value>> = std::iter::once(answers)
        .chain(outer.iter().copied())
        .collect();
    let look = |name: &str| {
        let own = scopes.iter().find_map(|s| plain(s.get(name)?));
        own.or_else(|| known.get(name).cloned())
    };
    let holds = |text: Option<&String>, unset| {
        text.map_or(unset, |t| {
            t.parse::<Condition>().is_ok_and(|c| c.holds(&look))
        })
    };
    let within = |key: &str| {
        if path.is_empty() {
            key.to_owned()
        } else {
            format!("{path}.{key}")
        }
    };
    let items = section.items.iter().filter(|i| i.group == group);
    let lines = items.map(|item| {
        let shown = holds(item.show.as_ref(), true);
        Line {
            path: within(item.key()),
            item,
            shown,
            required: shown && holds(item.require.as_ref(), false),
            filled: answers.get(item.key()).and_then(plain).is_some(),
        }
    });
    let groups = section.groups.iter().filter(|g| g.parent() == group);
    let groups = groups.map(|inner| {
        let path = within(inner.key());
        let list = answers.get(inner.key()).and_then(Value::as_array);
        let entries = list.into_iter().flatten().filter_map(Value::as_object);
        let entries = entries.enumerate().map(|(n, one)| {
            let path = format!("{path}[{n}]");
            entry(section, &inner.id, &path, one, &scopes, known)
        });
        Repeat {
            group: inner,
            shown: holds(inner.show.as_ref(), true),
            entries: entries.collect(),
            path: path.clone(),
        }
    });
    Entry {
        path: path.to_owned(),
        lines: lines.collect(),
        groups: groups.collect(),
    }
}

impl<'a> Entry<'a> {
    /// How much of it is filled, groups included.
    #[must_use]
    pub fn filled(&self) -> Filled {
        let mut out = Filled::default();
        for line in self.lines.iter().filter(|l| l.shown) {
            out.items += 1;
            out.filled += usize::from(line.filled);
            out.gaps += usize::from(line.required && !line.filled);
        }
        for group in self.groups.iter().filter(|g| g.shown) {
            for entry in &group.entries {
                let inner = entry.filled();
                out.items += inner.items;
                out.filled += inner.filled;
                out.gaps += inner.gaps;
            }
        }
        out
    }

    /// Where an answer is missing that must be given, in the order of the form.
    #[must_use]
    pub fn gaps(&self) -> Vec<(String, &'a Item)> {
        let own = self.lines.iter().filter(|l| l.required && !l.filled);
        let mut out: Vec<_> = own.map(|l| (l.path.clone(), l.item)).collect();
        for group in self.groups.iter().filter(|g| g.shown) {
            out.extend(group.entries.iter().flat_map(Entry::gaps));
        }
        out
    }
}

/// The names that the conditions of a section ask for: a change of one of them changes the form.
#[must_use]
pub fn asked(section: &Section) -> std::collections::BTreeSet<String> {
    let items = section.items.iter();
    let items = items.flat_map(|i| [i.show.as_ref(), i.require.as_ref()]);
    let groups = section.groups.iter().map(|g| g.show.as_ref());
    let texts = items.chain(groups).flatten();
    let parsed = texts.filter_map(|t| t.parse::<Condition>().ok());
    let names = parsed.map(|c| c.names().map(str::to_owned).collect::<Vec<_>>());
    names.flatten().collect()
}
