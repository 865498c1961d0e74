//! The grammar of file names: the allow-list of what a delivery may hold.

/// `SAMPLE[_Sn][_Lnnn]_Rm[_nnn].fastq.gz`: the mate number, or `None` if the name does not follow the grammar.
/// No name of this form leaves its directory.
pub(super) fn mate_of_name(name: &str) -> Option<u8> {
    let stem = name
        .strip_suffix(".fastq.gz")
        .or_else(|| name.strip_suffix(".fq.gz"))?;
    let fits = name.len() <= 120
        && stem
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b"-_".contains(&b));
    let stem = match stem.rsplit_once('_') {
        Some((rest, part)) if part.len() == 3 && part.bytes().all(|b| b.is_ascii_digit()) => rest,
        _ => stem,
    };
    match stem.rsplit_once('_') {
        Some((sample, "R1" | "1")) if fits && !sample.is_empty() => Some(1),
        Some((sample, "R2" | "2")) if fits && !sample.is_empty() => Some(2),
        _ => None,
    }
}

/// The name of the second mate's file for that of the first.
pub(super) fn mate_name(first: &str) -> String {
    let (stem, ending) = first.split_at(first.find('.').unwrap_or(first.len()));
    let mut parts: Vec<&str> = stem.split('_').collect();
    let at = parts.iter().rposition(|p| *p == "R1" || *p == "1");
    if let Some(part) = at.and_then(|at| parts.get_mut(at)) {
        *part = if *part == "R1" { "R2" } else { "2" };
    }
    parts.join("_") + ending
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn file_names_follow_the_grammar() {
        for (name, mate) in [
            ("SIM101T_S1_L001_R1_001.fastq.gz", 1),
            ("SIM101T_S1_L001_R2_001.fastq.gz", 2),
            ("TRIO201_child_R2.fastq.gz", 2),
            ("reads_1.fq.gz", 1),
        ] {
            assert_eq!(mate_of_name(name), Some(mate), "{name}");
        }
        for bad in [
            "",
            "a.fastq.gz",
            "_R1.fastq.gz",
            "../a_R1.fastq.gz",
            "a/b_R1.fastq.gz",
            "a_R1.fastq",
            "a_R3.fastq.gz",
            ".._R1.bam",
            "山_R1.fastq.gz",
            "a_R1.x.fastq.gz",
        ] {
            assert_eq!(mate_of_name(bad), None, "{bad}");
        }
        assert_eq!(
            mate_name("S_R1_S1_L001_R1_001.fastq.gz"),
            "S_R1_S1_L001_R2_001.fastq.gz"
        );
        assert_eq!(mate_name("reads_1.fq.gz"), "reads_2.fq.gz");
    }
}
