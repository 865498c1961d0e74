//! ISO/IEC 7064 MOD 37,36: one check character that finds every single wrong character and nearly every swap of neighbours.

/// Digits and letters in the order of the standard.
const ALPHABET: &[u8; 36] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";

/// The check character over the digits and capital letters of `text`; hyphens are skipped.
/// `None` if there is any other character.
pub(super) fn check_character(text: &str) -> Option<char> {
    let mut p = 36;
    for byte in text.bytes().filter(|b| *b != b'-') {
        let value = ALPHABET.iter().position(|a| *a == byte)?;
        let sum = match (p + value) % 36 {
            0 => 36,
            other => other,
        };
        p = sum * 2 % 37;
    }
    let check = (37 - p) % 36;
    ALPHABET.get(check).map(|b| char::from(*b))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_example_of_the_standard() {
        // ISO/IEC 7064 gives A12425GABC1234002M for this system.
        assert_eq!(check_character("A12425GABC1234002"), Some('M'));
        assert_eq!(check_character("A12425-GABC-1234002"), Some('M'));
        assert_eq!(check_character("a1"), None);
    }

    #[test]
    fn every_single_wrong_character_is_found() {
        let number = b"01230400057TD01";
        let right = check_character("01230400057TD01");
        for at in 0..number.len() {
            for other in ALPHABET {
                let mut wrong = *number;
                if let Some(slot) = wrong.get_mut(at)
                    && *slot != *other
                {
                    *slot = *other;
                    let found = check_character(&String::from_utf8_lossy(&wrong));
                    assert_ne!(found, right, "{at} {other}");
                }
            }
        }
    }
}
