//! When somebody is asked again: a child that reaches an age of deciding, a person who regains or loses the capacity to
//! decide, a version that says something else in substance. And how long a proxy acts meanwhile.

use words::{Text, text};

use crate::words::{
    Authority, Because, Giver, Proxy,
    form::{Ages, ages},
};

/// What somebody who acts for another may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Acts {
    /// Nothing any more.
    No,
    /// Read and withdraw; what the young person wishes is the young person's.
    Partly,
    /// Everything the person could.
    Fully,
}

/// The highest age of deciding that was reached since a proxy consented; `None` if none was, or no proxy did.
#[must_use]
pub fn grew_up(giver: Giver, then: i32, now: i32) -> Option<Because> {
    let Ages {
        self_from,
        adult_from,
        ..
    } = ages();
    if giver != Giver::Proxy {
        return None;
    }
    // whoever was older then had a proxy for another reason
    let reached = [adult_from, self_from].into_iter();
    let mut reached = reached.filter(|age| then < *age && *age <= now);
    reached.next().map(|age| Because::Age { age })
}

/// Whether a change of capacity asks for a new consent: who gave it is not who decides now.
#[must_use]
pub fn capacity_changes(giver: Giver, age: Option<i32>, decides: bool) -> bool {
    match (giver, decides) {
        // below the age of deciding nobody decides alone, whatever the capacity
        (Giver::Proxy, true) => age.is_some_and(|age| age >= ages().self_from),
        (Giver::Person, false) => true,
        _ => false,
    }
}

/// Whether who gives the new consent is who is asked: the person where the person decides, a proxy where not.
#[must_use]
pub fn may_give(because: Option<&Because>, giver: Giver) -> bool {
    match because {
        Some(Because::Capacity { decides }) => *decides == (giver == Giver::Person),
        _ => true,
    }
}

/// What a proxy may still do: `then` and `now` are the person's ages at the consent and today.
#[must_use]
pub fn acts(proxy: &Proxy, again: Option<&Because>, then: i32, now: i32) -> Acts {
    let ages = ages();
    let unable = matches!(
        proxy.authority,
        Some(Authority::CourtOrder | Authority::ClinicalRecord)
    );
    if matches!(again, Some(Because::Capacity { decides: true })) {
        return Acts::No;
    }
    match (then < ages.adult_from, now) {
        (true, now) if now >= ages.adult_from => Acts::No,
        (true, now) if now >= ages.self_from && !unable => Acts::Partly,
        _ => Acts::Fully,
    }
}

/// Why, in one sentence, for staff.
#[must_use]
pub fn said(because: &Because) -> Text {
    match because {
        Because::NewVersion { form } => text!(
            ("新しい版（{form}）で、もう一度ご意思をうかがう必要があります。いまの同意はそれまで有効です。"),
            ("To be asked again on the new version ({form}). The present consent stays in force until then.")
        ),
        Because::Age { age } if *age >= ages().adult_from => text!(
            ("ご本人が{age}歳（成年）になりました。代諾者の権限は終わり、ご本人にあらためてご意思をうかがいます。"),
            ("The person is {age} now, of age: the proxy's authority has ended, and the person is to be asked.")
        ),
        Because::Age { age } => text!(
            ("ご本人が{age}歳になりました。ご本人にあらためてご意思をうかがう必要があります。"),
            ("The child is {age} now and is to be asked in person.")
        ),
        Because::Capacity { decides: true } => text!(
            "ご本人が判断できるようになりました。代諾者の権限は終わり、ご本人にあらためてご意思をうかがいます。",
            "The person can decide now: the proxy's authority has ended, and the person is to be asked."
        ),
        Because::Capacity { decides: false } => text!(
            "ご本人の判断が難しくなりました。ご本人の同意はそのまま有効です。これからのことは、権限のある代諾者にうかがいます。",
            "The person cannot decide any more. The consent given stays in force; a proxy with authority is asked about what comes."
        ),
    }
}
