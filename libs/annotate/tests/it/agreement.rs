//! Agreement with two standing oracles: `bcftools csq` and ClinVar's own terms.

use std::collections::HashMap;
use std::process::Command;

use annotate::clinvar::ClinVar;

use crate::given;

/// Terms of `bcftools csq` that say the same in other words.
fn plain(term: &str) -> &str {
    match term {
        "missense" => "missense_variant",
        "synonymous" => "synonymous_variant",
        "frameshift" => "frameshift_variant",
        "splice_donor" => "splice_donor_variant",
        "splice_acceptor" => "splice_acceptor_variant",
        "splice_region" => "splice_region_variant",
        "inframe_deletion" | "inframe_insertion" | "start_lost" | "stop_lost" | "stop_gained" => {
            term
        }
        "stop_retained" => "stop_retained_variant",
        other => other,
    }
}

#[test]
fn clinvar_says_the_same() {
    let Some(data) = given::data() else { return };
    let work = tempfile::tempdir().unwrap();
    let annotator = given::annotator(&data, work.path());
    let clinvar =
        ClinVar::read(&data.join("knowledge/clinvar/clinvar_plp.testbeds.grch38.vcf.gz")).unwrap();
    let (mut all, mut same, mut stops_at_once) = (0_u32, 0_u32, 0_u32);
    for (chrom, record) in clinvar.records() {
        let Ok(effects) =
            annotator.effects(chrom, record.pos, &record.reference, &record.alternate)
        else {
            continue;
        };
        let Some(effect) = effects
            .iter()
            .find(|e| e.gene == record.gene && e.distance.is_none())
        else {
            continue;
        };
        if record.terms.is_empty() {
            continue;
        }
        all += 1;
        let ours = |t: &str| match t {
            "nonsense" => effect.has("stop_gained"),
            "initiator_codon_variant" => effect.has("start_lost"),
            "inframe_indel" => {
                effect.has("inframe_deletion")
                    || effect.has("inframe_insertion")
                    || effect.has("protein_altering_variant")
            }
            other => effect.has(other),
        };
        if record.terms.iter().any(|t| ours(t)) {
            same += 1;
        } else if record.terms.iter().any(|t| t == "nonsense") && effect.has("frameshift_variant") {
            stops_at_once += 1;
        }
    }
    let share = f64::from(same) / f64::from(all);
    let with = f64::from(same + stops_at_once) / f64::from(all);
    eprintln!(
        "ClinVar: {same} of {all} agree ({:.1} %), with frameshifts that stop at once {:.1} %",
        share * 100.0,
        with * 100.0
    );
    assert!(
        all > 4000 && share > 0.96 && with > 0.995,
        "{same}/{all}, {stops_at_once}"
    );
}

#[test]
fn bcftools_csq_says_the_same_of_snvs() {
    let Some(data) = given::data() else { return };
    let work = tempfile::tempdir().unwrap();
    let annotator = given::annotator(&data, work.path());
    let reference = data.join("ref");
    // Every third base of every coding exon on the slices, all three changes.
    let contigs = annotate::genome::read(&reference.join("GRCh38.slices.fa.gz")).unwrap();
    let bases: HashMap<&str, &[u8]> = contigs
        .iter()
        .map(|(n, s)| (n.as_str(), s.as_slice()))
        .collect();
    let mut places: Vec<(String, u64)> =
        annotate::transcripts::read(&reference.join("mane.slices.gff3.gz"))
            .unwrap()
            .iter()
            .flat_map(|t| {
                t.exons.iter().flat_map(|e| {
                    (e.genomic_start..e.genomic_end)
                        .step_by(3)
                        .map(|p| (t.chrom.clone(), p + 1))
                        .collect::<Vec<_>>()
                })
            })
            .collect();
    let order: HashMap<&str, usize> = contigs.iter().map(|(n, _)| n.as_str()).zip(0..).collect();
    places.sort_by_key(|(c, p)| (order.get(c.as_str()).copied(), *p));
    places.dedup();
    let mut vcf = "##fileformat=VCFv4.2\n".to_owned();
    for (name, sequence) in &contigs {
        vcf += &format!("##contig=<ID={name},length={}>\n", sequence.len());
    }
    vcf += "#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\n";
    for (contig, pos) in &places {
        let base = char::from(bases[contig.as_str()][usize::try_from(*pos).unwrap() - 1]);
        for other in ['A', 'C', 'G', 'T']
            .into_iter()
            .filter(|o| *o != base && base != 'N')
        {
            vcf += &format!("{contig}\t{pos}\t.\t{base}\t{other}\t.\tPASS\t.\n");
        }
    }
    let calls = given::file(work.path(), "all.vcf", &vcf);
    let fasta = given::file(
        work.path(),
        "ref.fa",
        &contigs
            .iter()
            .map(|(n, s)| format!(">{n}\n{}\n", String::from_utf8_lossy(s)))
            .collect::<String>(),
    );
    let out = Command::new("bcftools")
        .args(["csq", "-l", "-p", "a", "-f"])
        .arg(&fasta)
        .arg("-g")
        .arg(reference.join("mane.slices.gff3.gz"))
        .arg(&calls)
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&out.stdout);
    assert!(
        out.status.success(),
        "{}",
        String::from_utf8_lossy(&out.stderr)
    );
    let (mut all, mut same, mut examples) = (0_u32, 0_u32, Vec::new());
    for line in said.lines().filter(|l| !l.starts_with('#')) {
        let f: Vec<&str> = line.split('\t').collect();
        let effects = annotator
            .effects(f[0], f[1].parse().unwrap(), f[3], f[4])
            .unwrap();
        for one in f[7]
            .strip_prefix("BCSQ=")
            .into_iter()
            .flat_map(|b| b.split(','))
        {
            let parts: Vec<&str> = one.split('|').collect();
            let (terms, gene) = (
                parts[0].trim_start_matches('*'),
                parts.get(1).copied().unwrap_or(""),
            );
            let coding: Vec<&str> = terms
                .split('&')
                .map(plain)
                .filter(|t| {
                    [
                        "missense_variant",
                        "synonymous_variant",
                        "stop_gained",
                        "stop_lost",
                        "start_lost",
                        "splice_donor_variant",
                        "splice_acceptor_variant",
                    ]
                    .contains(t)
                })
                .collect();
            let Some(effect) = effects
                .iter()
                .find(|e| e.gene == gene && e.distance.is_none())
                .filter(|_| !coding.is_empty())
            else {
                continue;
            };
            all += 1;
            if coding.iter().any(|t| effect.has(t)) {
                same += 1
            } else if examples.len() < 5 {
                examples.push(format!("{line} / {:?}", effect.terms))
            }
        }
    }
    eprintln!("bcftools csq: {same} of {all} SNVs agree");
    assert!(
        all > 100_000 && f64::from(same) / f64::from(all) > 0.9999,
        "{same}/{all} {examples:#?}"
    );
}
