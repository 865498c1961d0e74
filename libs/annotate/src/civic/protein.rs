//! Protein changes in one-letter notation, as CIViC names them.

const AMINO: [(&str, char); 22] = [
    ("Ala", 'A'),
    ("Arg", 'R'),
    ("Asn", 'N'),
    ("Asp", 'D'),
    ("Cys", 'C'),
    ("Gln", 'Q'),
    ("Glu", 'E'),
    ("Gly", 'G'),
    ("His", 'H'),
    ("Ile", 'I'),
    ("Leu", 'L'),
    ("Lys", 'K'),
    ("Met", 'M'),
    ("Phe", 'F'),
    ("Pro", 'P'),
    ("Ser", 'S'),
    ("Thr", 'T'),
    ("Trp", 'W'),
    ("Tyr", 'Y'),
    ("Val", 'V'),
    ("Sec", 'U'),
    ("Ter", '*'),
];

/// `NP_005219.2:p.(Leu858Arg)` → `L858R`; none if there is no protein part.
#[must_use]
pub fn short(hgvs_p: &str) -> Option<String> {
    let (_, change) = hgvs_p.rsplit_once("p.")?;
    let change = change.trim_matches(['(', ')']);
    let (mut out, mut at) = (String::with_capacity(change.len()), 0);
    while let Some(rest) = change.get(at..).filter(|r| !r.is_empty()) {
        if let Some((_, letter)) = AMINO.iter().find(|(three, _)| rest.starts_with(three)) {
            out.push(*letter);
            at += 3;
        } else {
            let next = rest.chars().next()?;
            out.push(next);
            at += next.len_utf8();
        }
    }
    Some(out)
}
