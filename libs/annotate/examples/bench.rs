//! How many variants a core annotates with all sources: `bench DATA_DIR [COUNT]`.

use std::collections::BTreeMap;
use std::path::Path;
use std::time::Instant;

use annotate::chain::Chain;
use annotate::civic::{Civic, Subject};
use annotate::clinvar::ClinVar;
use annotate::disease::{Mondo, OncoTree};
use annotate::genes::Genes;
use annotate::tier::{Case, Reading, supports, tier};
use annotate::{Annotator, genome, transcripts};
use variants::slices::Slices;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut args = std::env::args().skip(1);
    let data = args.next().ok_or("usage: bench DATA_DIR [COUNT]")?;
    let count: usize = args.next().map_or(Ok(1_000_000), |c| c.parse())?;
    let (reference, known) = (
        Path::new(&data).join("ref"),
        Path::new(&data).join("knowledge"),
    );
    let work = std::env::temp_dir().join(format!("annotate-bench-{}", std::process::id()));
    std::fs::create_dir_all(&work)?;
    let contigs = genome::read(&reference.join("GRCh38.slices.fa.gz"))?;
    let models = transcripts::read(&reference.join("mane.slices.gff3.gz"))?;
    let exons: Vec<(String, u64, u64)> = models
        .iter()
        .flat_map(|t| {
            t.exons
                .iter()
                .map(|e| (t.chrom.clone(), e.genomic_start, e.genomic_end))
        })
        .collect();
    let annotator = Annotator::new(
        models,
        &genome::write(&contigs, &work)?,
        Slices::read(&reference.join("slices.tsv"))?,
    )?;
    let clinvar = ClinVar::read(&known.join("clinvar/clinvar_plp_2star_20241215.grch38.vcf.gz"))?;
    let genes = Genes::read(&known.join("hgnc/hgnc_complete_set.txt.xz"))?;
    let chain = Chain::read(&known.join("chains/hg19_to_hg38.chain.xz"))?;
    let mut civic = Civic::read(
        &known.join("civic/nightly-ClinicalEvidenceSummaries.tsv.gz"),
        Some(&chain),
        &genes,
    )?;
    let (tree, _) = OncoTree::read(&known.join("oncotree/oncotree.tar.xz"))?;
    civic.locate(
        &BTreeMap::new(),
        &Mondo::read(&known.join("mondo/mondo.sssom.tsv.xz"))?,
        &tree,
    );
    let suppressors = std::collections::BTreeSet::new();
    let variants = made(&contigs, &exons, count);
    let (begun, cpu) = (Instant::now(), cpu_seconds());
    let (mut effects_n, mut clinvar_n, mut tiered) = (0_usize, 0_usize, 0_usize);
    for (contig, pos, reference, alternate) in &variants {
        let effects = annotator.effects(contig, *pos, reference, alternate)?;
        effects_n += effects.len();
        let place = annotator.place(contig, *pos);
        clinvar_n += usize::from(
            clinvar
                .find(&place.chrom, place.pos, reference, alternate)
                .is_some(),
        );
        let Some(effect) = effects.first() else {
            continue;
        };
        let subject = Subject {
            chrom: &place.chrom,
            pos: place.pos,
            reference,
            alternate,
            effect,
        };
        let matches = civic.matches(&subject);
        let reading = Reading::of(effect, &civic, &suppressors);
        let case = Case {
            supports: supports(&matches, &reading, Some("LUAD"), &tree),
            coding: effect.changes_protein(),
            cancer_gene: civic.knows(&effect.gene),
            frequency: None,
        };
        tiered += usize::from(tier(&case).tier.is_some());
    }
    let seconds = begun.elapsed().as_secs_f64();
    let used = cpu_seconds() - cpu;
    let rate = f64::from(u32::try_from(variants.len())?) / used;
    println!(
        "{{\"variants\":{},\"effects\":{effects_n},\"clinvar\":{clinvar_n},\"tiered\":{tiered},\"wall_s\":{seconds:.2},\"cpu_s\":{used:.2},\"per_cpu_second\":{rate:.0}}}",
        variants.len()
    );
    std::fs::remove_dir_all(&work)?;
    Ok(())
}

/// Processor time of the main thread, from the scheduler's own count (Linux).
fn cpu_seconds() -> f64 {
    let text = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    let nanos: f64 = text
        .split_whitespace()
        .next()
        .and_then(|n| n.parse().ok())
        .unwrap_or(0.0);
    nanos / 1e9
}

type Variant = (String, u64, String, String);

/// SNVs at every exon base, and deletions and insertions at every fifth, until there are enough.
fn made(contigs: &[genome::Contig], exons: &[(String, u64, u64)], count: usize) -> Vec<Variant> {
    let mut all = Vec::with_capacity(count);
    for (contig, start, end) in exons.iter().cycle() {
        let Some((_, bases)) = contigs.iter().find(|(n, _)| n == contig) else {
            continue;
        };
        for at in *start..*end {
            let index = usize::try_from(at).unwrap_or(usize::MAX);
            let Some(two) = bases
                .get(index..index + 2)
                .map(|b| String::from_utf8_lossy(b).into_owned())
            else {
                continue;
            };
            let one = two.get(..1).unwrap_or_default().to_owned();
            all.extend(
                ["A", "C", "G", "T"]
                    .iter()
                    .filter(|o| **o != one)
                    .map(|o| (contig.clone(), at + 1, one.clone(), (*o).to_owned())),
            );
            if at % 5 == 0 {
                all.push((contig.clone(), at + 1, two.clone(), one.clone()));
                all.push((contig.clone(), at + 1, one.clone(), format!("{one}A")));
            }
            if all.len() >= count {
                all.truncate(count);
                return all;
            }
        }
    }
    all
}
