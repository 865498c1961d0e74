//! Read names: what Illumina machines write, and where the read was made.

use serde::{Deserialize, Serialize};

/// Which read names are accepted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NameRule {
    /// `instrument:run:flowcell:lane:tile:x:y` with an optional eighth field (UMI).
    #[default]
    Illumina,
    /// Any name without blanks.
    Any,
}

/// Where reads were made: the first four fields of their names.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Origin {
    /// Serial number of the machine.
    pub instrument: String,
    /// Run number on that machine.
    pub run: String,
    /// Flow cell.
    pub flowcell: String,
    /// Lane of the flow cell.
    pub lane: String,
    /// How many reads of the file carry it.
    pub reads: u64,
}

/// A name line taken apart.
pub(crate) struct Name<'a> {
    /// Without comment and mate suffix.
    pub name: &'a [u8],
    /// 1 or 2 if the line says so.
    pub mate: Option<u8>,
}

/// Takes a name line (without `@`) apart.
#[inline]
pub(crate) fn take_apart(line: &[u8]) -> Name<'_> {
    let blank = memchr::memchr2(b' ', b'\t', line);
    let (name, comment) = match blank {
        Some(at) => line.split_at(at),
        None => (line, [].as_slice()),
    };
    let by_comment = match comment {
        [_, mate @ (b'1' | b'2'), b':', ..] => Some(mate - b'0'),
        _ => None,
    };
    match name {
        [short @ .., b'/', mate @ (b'1' | b'2')] => Name {
            name: short,
            mate: Some(mate - b'0'),
        },
        _ => Name {
            name,
            mate: by_comment,
        },
    }
}

/// Checks names and counts where they come from; neighbours mostly share their origin, so that is compared first.
#[derive(Default)]
pub(crate) struct Origins {
    found: Vec<(Vec<u8>, u64)>,
    latest: usize,
}

impl Origins {
    /// Counts a name; says whether it follows the grammar.
    #[inline]
    pub fn add(&mut self, name: &[u8]) -> bool {
        if let Some((prefix, reads)) = self.found.get_mut(self.latest)
            && let Some(rest) = name.strip_prefix(prefix.as_slice())
        {
            *reads += 1;
            return is_position(rest);
        }
        self.add_slowly(name)
    }

    fn add_slowly(&mut self, name: &[u8]) -> bool {
        let Some(length) = prefix_length(name) else {
            return false;
        };
        let (prefix, rest) = name.split_at(length);
        let known = self.found.iter().position(|(p, _)| p == prefix);
        self.latest = known.unwrap_or_else(|| {
            self.found.push((prefix.to_vec(), 0));
            self.found.len() - 1
        });
        if let Some((_, reads)) = self.found.get_mut(self.latest) {
            *reads += 1;
        }
        is_position(rest)
    }

    pub fn finish(self) -> Vec<Origin> {
        let text =
            |field: Option<&[u8]>| String::from_utf8_lossy(field.unwrap_or_default()).into_owned();
        let origin = |(prefix, reads): (Vec<u8>, u64)| {
            let mut fields = prefix.split(|b| *b == b':');
            Origin {
                instrument: text(fields.next()),
                run: text(fields.next()),
                flowcell: text(fields.next()),
                lane: text(fields.next()),
                reads,
            }
        };
        self.found.into_iter().map(origin).collect()
    }
}

/// Length of `instrument:run:flowcell:lane:` if the four fields are well formed.
fn prefix_length(name: &[u8]) -> Option<usize> {
    let mut length = 0;
    let mut fields = name.split(|b| *b == b':');
    for number in [false, true, false, true] {
        let field = fields.next()?;
        let fits = |b: &u8| match number {
            true => b.is_ascii_digit(),
            false => b.is_ascii_alphanumeric() || b"-_.".contains(b),
        };
        if field.is_empty() || !field.iter().all(fits) {
            return None;
        }
        length += field.len() + 1;
    }
    (length < name.len()).then_some(length)
}

/// `tile:x:y` or `tile:x:y:UMI`.
#[inline]
fn is_position(rest: &[u8]) -> bool {
    let (mut colons, mut digits) = (0_u32, 0_u32);
    for (at, byte) in rest.iter().enumerate() {
        match byte {
            b'0'..=b'9' => digits += 1,
            b':' if digits > 0 => {
                (colons, digits) = (colons + 1, 0);
                if colons == 3 {
                    return is_umi(rest.get(at + 1..).unwrap_or_default());
                }
            }
            _ => return false,
        }
    }
    colons == 2 && digits > 0
}

fn is_umi(umi: &[u8]) -> bool {
    !umi.is_empty() && umi.iter().all(|b| b"ACGTNr+0123456789".contains(b))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_grammar_of_illumina_names() {
        for good in [
            "SIM101:1:FCSIM0101:1:1101:1001:2007",
            "A00123:45:H7KJ2DSXY:2:2678:10022:1000:ACGT+TTAC",
            "M_01.x-2:1:000000000-ABCDE:1:1:0:0",
        ] {
            assert!(Origins::default().add(good.as_bytes()), "{good}");
        }
        for bad in [
            "",
            "read1",
            "A:1:F:1:2:3",
            "A:x:F:1:2:3:4",
            "A:1:F:L1:2:3:4",
            "A:1:F:1:2:3:",
            "A:1:F:1:2:3:4:",
            "A:1::1:2:3:4",
            "A:1:F:1:2:3:4:é",
            "SRR001.1",
            "A:1:F:1:2:-3:4",
            "A:1:F:1:",
        ] {
            assert!(!Origins::default().add(bad.as_bytes()), "{bad}");
        }
    }

    #[test]
    fn origins_are_counted() {
        let mut origins = Origins::default();
        for name in ["A:1:F:1:1:1:1", "A:1:F:2:1:1:1", "A:1:F:1:1:1:2"] {
            assert!(origins.add(name.as_bytes()));
        }
        let found = origins.finish();
        let lanes: Vec<_> = found.iter().map(|o| (o.lane.as_str(), o.reads)).collect();
        assert_eq!(lanes, [("1", 2), ("2", 1)]);
    }

    #[test]
    fn the_mate_is_told_by_suffix_or_comment() {
        let of = |line: &str| {
            let name = take_apart(line.as_bytes());
            (String::from_utf8_lossy(name.name).into_owned(), name.mate)
        };
        assert_eq!(of("r/1"), ("r".to_owned(), Some(1)));
        assert_eq!(of("r 2:N:0:ACGT"), ("r".to_owned(), Some(2)));
        assert_eq!(of("r/2 anything"), ("r".to_owned(), Some(2)));
        assert_eq!(of("r length=148"), ("r".to_owned(), None));
        assert_eq!(of("r"), ("r".to_owned(), None));
    }
}
