//! A place of GRCh38 as text, `chr7:55191822 T>G`, as components.

use serde_json::{Value, json};

use super::parts::{coded, foreign, loinc};

const NUCCORE: &str = "http://www.ncbi.nlm.nih.gov/nuccore";
const HGVS: &str = "http://varnomen.hgvs.org";

/// RefSeq versions of the chromosomes 1 to 22 in GRCh38.
const VERSIONS: [u8; 22] = [
    11, 12, 12, 12, 10, 12, 14, 11, 12, 11, 10, 12, 11, 9, 10, 10, 11, 10, 10, 11, 9, 11,
];

/// Sequence, start, alleles; for a single base also its genomic HGVS. Nothing for what is not a plain change of letters.
pub fn components(place: &str) -> Vec<Value> {
    let Some(found) = read(place) else {
        return vec![];
    };
    let Found {
        sequence,
        start,
        from,
        to,
    } = found;
    let text =
        |code, display, value: &str| json!({"code": loinc(code, display), "valueString": value});
    let mut all = vec![
        foreign(
            "48013-7",
            "Genomic reference sequence ID",
            NUCCORE,
            &sequence,
        ),
        coded(
            "92822-6",
            "Genomic coordinate system",
            "LA30102-0",
            "1-based character counting",
        ),
        json!({"code": loinc("81254-5", "Genomic allele start-end"), "valueRange": {"low": {"value": start}}}),
        text("69547-8", "Genomic ref allele", from),
        text("69551-0", "Genomic alt allele", to),
    ];
    // Longer changes would have to be shifted to the 3' end first, which needs the reference.
    if from.len() == 1 && to.len() == 1 {
        let name = format!("{sequence}:g.{start}{from}>{to}");
        all.push(foreign(
            "81290-9",
            "Genomic DNA change (gHGVS)",
            HGVS,
            &name,
        ));
    }
    all
}

struct Found<'a> {
    sequence: String,
    start: u64,
    from: &'a str,
    to: &'a str,
}

fn read(place: &str) -> Option<Found<'_>> {
    let (at, change) = place.split_once(' ')?;
    let (chromosome, start) = at.split_once(':')?;
    let (from, to) = change.split_once('>')?;
    let plain = |s: &str| !s.is_empty() && s.chars().all(|c| "ACGT".contains(c));
    (plain(from) && plain(to)).then_some(())?;
    Some(Found {
        sequence: accession(chromosome.trim_start_matches("chr"))?,
        start: start.parse().ok()?,
        from,
        to,
    })
}

fn accession(chromosome: &str) -> Option<String> {
    Some(match chromosome {
        "X" => "NC_000023.11".to_owned(),
        "Y" => "NC_000024.10".to_owned(),
        "M" | "MT" => "NC_012920.1".to_owned(),
        number => {
            let number: usize = number.parse().ok()?;
            let version = VERSIONS.get(number.checked_sub(1)?)?;
            format!("NC_{number:06}.{version}")
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_base_has_its_genomic_name_and_a_deletion_only_its_place() {
        let text = json!(components("chr7:55191822 T>G")).to_string();
        assert!(text.contains("NC_000007.14:g.55191822T>G"), "{text}");
        let text = json!(components("chr13:32340629 CTT>C")).to_string();
        assert!(
            text.contains("NC_000013.11") && !text.contains(":g."),
            "{text}"
        );
        assert!(components("chr2:42 N>[chr5:7[").is_empty());
    }
}
