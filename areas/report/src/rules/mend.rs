//! Sentences mended by hand: what was drafted is kept beside, and mending is carried into the next draft where the
//! platform would write the same words again.

use words::{At, Text};

use crate::words::content::{Content, Edited};

/// Why a sentence was not mended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NotMended {
    /// There is no such sentence.
    NoSentence,
    /// Somebody changed it meanwhile: what stands there, and who.
    Changed(Text, Option<Box<Edited>>),
    /// A sentence must say something in both languages.
    Empty,
}

/// A hand's wish for one sentence.
#[derive(Debug, Clone)]
pub struct Mending {
    /// Its number in reading order, from 0.
    pub sentence: usize,
    /// What stood there when the writer began.
    pub seen: Text,
    /// What it shall say.
    pub text: Text,
}

/// Mends one sentence; its sources stay. Writing the drafted words again takes the mending back.
///
/// # Errors
/// [`NotMended`].
pub fn mend(content: &mut Content, wish: Mending, by: &str, at: At) -> Result<(), NotMended> {
    let mut all = content.sentences_mut();
    let sentence = all.get_mut(wish.sentence).ok_or(NotMended::NoSentence)?;
    if sentence.text != wish.seen {
        let stands = sentence.text.clone();
        let by = sentence.edited.clone().map(Box::new);
        return Err(NotMended::Changed(stands, by));
    }
    let text = Text::made(wish.text.ja.trim(), wish.text.en.trim());
    if text.ja.is_empty() || text.en.is_empty() {
        return Err(NotMended::Empty);
    }
    if text == sentence.text {
        return Ok(());
    }
    let original = match sentence.edited.take() {
        Some(before) => before.original,
        None => sentence.text.clone(),
    };
    sentence.edited = (text != original).then(|| Edited {
        by: by.to_owned(),
        at,
        original,
    });
    sentence.text = text;
    Ok(())
}

/// Carries mending of an old version into a new draft, for every sentence drafted with the same words.
pub fn carry(old: &Content, new: &mut Content) {
    let mut mended: Vec<_> = old
        .sentences()
        .into_iter()
        .filter(|s| s.edited.is_some())
        .cloned()
        .collect();
    for sentence in new.sentences_mut() {
        let drafted = |m: &crate::words::content::Sentence| {
            m.edited
                .as_ref()
                .is_some_and(|e| e.original == sentence.text)
        };
        if let Some(at) = mended.iter().position(drafted) {
            let kept = mended.remove(at);
            sentence.text = kept.text;
            sentence.edited = kept.edited;
        }
    }
}
