//! Conditions of the catalogue: `a=b`, `a!=b`, `a>=n`, `a<n`, `a in (x,y)`, joined by `&` (and) or ` or `; `&` binds tighter. `always` holds.
//!
//! A name that has no value makes every comparison false, `!=` too: what is unknown shows and demands nothing.

use std::str::FromStr;

/// A parsed condition: alternatives of conjunctions.
#[derive(Debug, Clone, PartialEq)]
pub struct Condition(Vec<Vec<Term>>);

#[derive(Debug, Clone, PartialEq)]
struct Term {
    name: String,
    test: Test,
}

#[derive(Debug, Clone, PartialEq)]
enum Test {
    Is(String),
    IsNot(String),
    AtLeast(f64),
    Below(f64),
    In(Vec<String>),
}

/// The text is not a condition.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not a condition: {0:?}")]
pub struct NotACondition(pub String);

impl Condition {
    /// Whether it holds; `value` looks a name up.
    pub fn holds(&self, value: &dyn Fn(&str) -> Option<String>) -> bool {
        self.0
            .iter()
            .any(|all| all.iter().all(|term| term.holds(value)))
    }

    /// The names it asks for.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.0.iter().flatten().map(|t| t.name.as_str())
    }
}

impl Term {
    fn holds(&self, value: &dyn Fn(&str) -> Option<String>) -> bool {
        let Some(given) = value(&self.name) else {
            return false;
        };
        let number = given.parse::<f64>().ok();
        match &self.test {
            Test::Is(wanted) => given == *wanted,
            Test::IsNot(unwanted) => given != *unwanted,
            Test::AtLeast(n) => number.is_some_and(|given| given >= *n),
            Test::Below(n) => number.is_some_and(|given| given < *n),
            Test::In(list) => list.contains(&given),
        }
    }
}

impl FromStr for Condition {
    type Err = NotACondition;

    fn from_str(text: &str) -> Result<Self, NotACondition> {
        if text.trim() == "always" {
            return Ok(Self(vec![vec![]]));
        }
        let all = |part: &str| part.split('&').map(term).collect::<Option<Vec<_>>>();
        let any: Option<Vec<_>> = text.split(" or ").map(all).collect();
        any.map(Self).ok_or_else(|| NotACondition(text.to_owned()))
    }
}

fn term(text: &str) -> Option<Term> {
    let (name, test) = if let Some((name, list)) = text.split_once(" in ") {
        let list = list.trim().strip_prefix('(')?.strip_suffix(')')?;
        let list: Option<Vec<_>> = list.split(',').map(word).collect();
        (name, Test::In(list?))
    } else if let Some((name, value)) = text.split_once("!=") {
        (name, Test::IsNot(word(value)?))
    } else if let Some((name, value)) = text.split_once(">=") {
        (name, Test::AtLeast(value.trim().parse().ok()?))
    } else if let Some((name, value)) = text.split_once('<') {
        (name, Test::Below(value.trim().parse().ok()?))
    } else {
        let (name, value) = text.split_once('=')?;
        (name, Test::Is(word(value)?))
    };
    Some(Term {
        name: word(name)?,
        test,
    })
}

/// Letters, digits, `_`, `-`, `.`.
fn word(text: &str) -> Option<String> {
    let text = text.trim();
    let fits = !text.is_empty()
        && text
            .chars()
            .all(|c| c.is_alphanumeric() || "_-.".contains(c));
    fits.then(|| text.to_owned())
}
