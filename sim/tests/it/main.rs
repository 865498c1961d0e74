#![expect(clippy::unwrap_used, reason = "tests")]
//! The synthetic programme holds together: frames are whole, truth fits the reference, reads pass intake.

use std::{collections::BTreeMap, fs, path::Path};

use sim::{
    Programme, Role, Size, bad,
    genome::{Genome, change},
    people,
};

fn programme() -> (tempfile::TempDir, Programme) {
    let dir = tempfile::tempdir().unwrap();
    let made = Programme::synthetic(dir.path(), 7, Size::Small).unwrap();
    (dir, made)
}

#[test]
fn every_gene_has_one_whole_reading_frame() {
    for size in [Size::Small, Size::Demo] {
        let genome = Genome::of_seed(11, size);
        assert_eq!(genome.genes.len(), 6);
        for gene in &genome.genes {
            let frame = gene.frame(&genome.contigs);
            assert_eq!(
                (frame.len() % 3, &frame[..3], &frame[frame.len() - 3..]),
                (0, &b"ATG"[..], &b"TAA"[..])
            );
            let stops = frame
                .chunks(3)
                .filter(|c| [&b"TAA"[..], b"TAG", b"TGA"].contains(c))
                .count();
            assert_eq!(stops, 1, "{}", gene.symbol);
            for missense in [true, false] {
                let v = change(gene, missense).unwrap();
                let there = &genome.contigs[v.contig].bases[v.pos..v.pos + v.reference.len()];
                assert_eq!(there, v.reference, "{}", gene.symbol);
            }
        }
    }
}

#[test]
fn the_share_of_g_and_c_is_human_like() {
    let genome = Genome::of_seed(11, Size::Demo);
    for contig in &genome.contigs {
        let gc = contig.bases.iter().filter(|b| b"GC".contains(b)).count();
        let share = gc as f64 / contig.bases.len() as f64;
        assert!((0.36..0.46).contains(&share), "{}: {share}", contig.name);
    }
}

#[test]
fn the_same_seed_writes_the_same_bytes() {
    let (a, first) = programme();
    let (b, _) = programme();
    let name =
        |p: &Path, dir: &Path| fs::read(dir.join(p.strip_prefix(a.path()).unwrap())).unwrap();
    for lane in &first.cancer.samples[0].lanes {
        assert!(name(&lane.r1, a.path()) == name(&lane.r1, b.path()));
    }
}

/// Contigs of a FASTA.
fn fasta(path: &Path) -> BTreeMap<String, String> {
    let text = fs::read_to_string(path).unwrap();
    text.split('>')
        .skip(1)
        .map(|part| {
            let (name, bases) = part.split_once('\n').unwrap();
            (name.to_owned(), bases.replace('\n', ""))
        })
        .collect()
}

#[test]
fn every_truth_record_fits_the_reference() {
    let (_dir, made) = programme();
    let reference = fasta(&made.cancer.reference);
    let knowledge = made.knowledge.join("clinvar.vcf");
    let sets = [&made.cancer, &made.rare, &made.third];
    let truth = sets
        .into_iter()
        .flat_map(|s| s.truth.clone())
        .chain([knowledge]);
    for path in truth {
        let text = fs::read_to_string(&path).unwrap();
        for line in text.lines().filter(|l| !l.starts_with('#')) {
            let f: Vec<&str> = line.split('\t').collect();
            let at = f[1].parse::<usize>().unwrap() - 1;
            assert_eq!(
                &reference[f[0]][at..at + f[3].len()],
                f[3],
                "{}: {line}",
                path.display()
            );
        }
    }
}

#[test]
fn planted_alleles_are_in_the_truth_with_their_origin() {
    let (_dir, made) = programme();
    let trio = fs::read_to_string(&made.rare.truth[0]).unwrap();
    let line = |gene: &str| {
        let p = made.rare.planted.iter().find(|p| p.gene == gene).unwrap();
        let start = format!(
            "{}\t{}\t.\t{}\t{}\t",
            p.contig, p.pos, p.reference, p.alternative
        );
        trio.lines()
            .find(|l| l.starts_with(&start))
            .unwrap()
            .to_owned()
    };
    assert!(line("SYN2").ends_with("GT\t1|0\t0|0\t0|0"));
    assert!(line("SYN4").ends_with("GT\t0|1\t0|0\t1|1"));
    assert_eq!(made.cancer.planted.len(), 3);
}

fn checked(r1: &Path, r2: &Path) -> readqc::PairReport {
    readqc::intake(r1, Some(r2), readqc::NameRule::Illumina, &mut |_| {}).unwrap()
}

#[test]
fn reads_pass_intake_and_the_manifest_agrees() {
    let (_dir, made) = programme();
    let sample = made.cancer.sample(Role::Tumour).unwrap();
    let manifest = sample
        .manifest("order-1", "0123-04-00057-TD01-K", words::At(5))
        .unwrap();
    assert_eq!(manifest["files"].as_array().unwrap().len(), 4);
    assert_eq!(manifest["read_length"], 150);
    assert_eq!(manifest["instrument"], "SIMSEQ1");
    for lane in &sample.lanes {
        let report = checked(&lane.r1, &lane.r2);
        assert!(report.faults.is_empty(), "{:?}", report.faults);
        assert!(report.r1.q30_share() > 0.85 && (0.3..0.6).contains(&report.r1.gc_share()));
        assert!(report.duplicate_share() < 0.25);
    }
}

#[test]
fn bad_deliveries_are_bad() {
    let (dir, made) = programme();
    let lane = &made.rare.samples[0].lanes[0];
    let to = dir.path().join("bad.fastq.gz");
    bad::truncated(&lane.r1, &to).unwrap();
    assert!(fs::metadata(&to).unwrap().len() < fs::metadata(&lane.r1).unwrap().len());
    assert!(!checked(&to, &lane.r2).faults.is_empty());
    bad::unequal_mates(&lane.r1, &to).unwrap();
    assert!(!checked(&to, &lane.r2).faults.is_empty());
    bad::other_order(&lane.r1, &to).unwrap();
    assert!(!checked(&to, &lane.r2).faults.is_empty());
    assert!(!checked(&lane.r2, &lane.r1).faults.is_empty());
    let swapped = bad::swapped_mates(&made.rare.samples[0]);
    assert_eq!(swapped.lanes[0].r1, lane.r2);
    let exchanged = bad::exchanged(&made.cancer);
    assert_eq!(exchanged.sample(Role::Tumour).unwrap().name, "SIM301N");
    let foreign = bad::other_normal(&made.cancer, &made.third);
    assert_eq!(foreign.sample(Role::Normal).unwrap().name, "SIM302N");
}

#[test]
fn people_follow_from_their_number() {
    assert_eq!(people::person(1, 2), people::person(1, 2));
    assert_ne!(people::person(1, 2), people::person(1, 3));
    let parent = people::person(1, 4);
    assert_eq!(people::child_of(&parent, 1, 5).family, parent.family);
}

#[test]
fn given_data_is_put_together_with_its_sources() {
    let Some(data) = std::env::var_os("KUMI_DATA") else {
        eprintln!("SKIPPED: KUMI_DATA is not set");
        return;
    };
    let into = tempfile::tempdir().unwrap();
    let made = Programme::of_data(Path::new(&data), into.path()).unwrap();
    assert_eq!((made.cancer.samples.len(), made.rare.samples.len()), (2, 3));
    let sources = fs::read_to_string(made.knowledge.join("SOURCES.tsv")).unwrap();
    for line in sources.lines().skip(1) {
        let file = line.split('\t').next().unwrap();
        assert!(made.knowledge.join(file).exists(), "{file}");
    }
    let child = made.rare.sample(Role::Proband).unwrap();
    let manifest = child.manifest("order-1", "tube-1", words::At(5)).unwrap();
    assert_eq!(manifest["flowcell"], "FCTRIO201");
}

#[test]
fn a_seed_decides_what_becomes_of_every_case_and_the_first_cases_end_in_every_way() {
    use sim::scenario::{DAYS, End, plans};
    let (one, same, other) = (plans(7, 60), plans(7, 60), plans(8, 60));
    assert_eq!(one, same);
    assert_ne!(one, other);
    assert_eq!(
        one[..40],
        plans(7, 40)[..],
        "a larger programme begins as a smaller one"
    );
    for end in [
        End::Registered,
        End::TestAnswered,
        End::WithdrawnLate,
        End::DiedAfter,
    ] {
        assert!(one[..28].iter().any(|plan| plan.end == end), "{end:?}");
    }
    for plan in &one {
        assert!(plan.days.is_sorted_by_key(|(_, day)| *day), "{plan:?}");
        assert!(
            plan.days.iter().all(|(_, day)| (1..DAYS).contains(day)),
            "{plan:?}"
        );
    }
}
