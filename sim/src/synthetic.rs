//! Puts the synthetic programme on disk: reference, knowledge, truth, and the reads of three cases.

use std::{
    fmt::Write as _,
    fs,
    path::{Path, PathBuf},
};

use crate::{
    Error, Lane, Phenotype, Planted, Programme, Role, Sample, Set, Size,
    genome::{
        self, Genome, Genotypes, Haplotypes, Tumour, Variant, change, child, planted, unrelated,
    },
    knowledge, reads,
};

struct Writer<'a> {
    dir: &'a Path,
    seed: u64,
    genome: Genome,
    size: Size,
}

pub(crate) fn write(dir: &Path, seed: u64, size: Size) -> Result<Programme, Error> {
    let writer = Writer {
        dir,
        seed,
        genome: Genome::of_seed(seed, size),
        size,
    };
    writer.reference()?;
    knowledge::write(&dir.join("knowledge"), &writer.genome)?;
    Ok(Programme {
        synthetic: true,
        knowledge: dir.join("knowledge"),
        cancer: writer.pair("SIM301", 1.0, 10)?,
        rare: writer.trio("SIM401", 20)?,
        third: writer.pair("SIM302", 0.4, 30)?,
    })
}

/// A further person with a tumour, over the same genome.
pub(crate) fn further(dir: &Path, seed: u64, size: Size) -> Result<Set, Error> {
    let writer = Writer {
        dir,
        seed,
        genome: Genome::of_seed(seed, size),
        size,
    };
    writer.pair("SIM303", 0.4, 40)
}

impl Writer<'_> {
    fn put(&self, path: &Path, text: &str) -> Result<(), Error> {
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder).map_err(Error::io("make", folder))?;
        }
        fs::write(path, text).map_err(Error::io("write", path))
    }

    fn reference(&self) -> Result<(), Error> {
        let (mut fasta, mut index, mut bed) = (String::new(), String::new(), String::new());
        for contig in &self.genome.contigs {
            let _ = writeln!(fasta, ">{}", contig.name);
            let _ = writeln!(
                index,
                "{}\t{}\t{}\t60\t61",
                contig.name,
                contig.bases.len(),
                fasta.len()
            );
            let _ = writeln!(bed, "{}\t0\t{}", contig.name, contig.bases.len());
            for line in contig.bases.chunks(60) {
                fasta.push_str(&knowledge::text(line));
                fasta.push('\n');
            }
        }
        self.put(&self.fasta(), &fasta)?;
        self.put(&self.dir.join("reference/synthetic.fa.fai"), &index)?;
        self.put(&self.dir.join("reference/regions.bed"), &bed)
    }

    fn fasta(&self) -> PathBuf {
        self.dir.join("reference/synthetic.fa")
    }

    fn known(&self, symbol: &str, missense: bool) -> Option<Variant> {
        self.genome.gene(symbol).and_then(|g| change(g, missense))
    }

    /// A person with the germline stop in SYN5, and a tumour with drivers in SYN1 and SYN3.
    fn pair(&self, name: &str, share: f64, salt: u64) -> Result<Set, Error> {
        let seed = self.seed ^ (salt << 20);
        let person = planted(unrelated(&self.genome, seed), 0, self.known("SYN5", false));
        let drivers = [self.known("SYN1", true), self.known("SYN3", false)];
        let tumour = genome::tumour(
            &self.genome,
            &person,
            drivers.into_iter().flatten().collect(),
            seed + 1,
        );
        let folder = self.dir.join(name);
        let (normal_depth, tumour_depth) = self.depths();
        let normal = person.haplotypes(&self.genome);
        let mixed = tumour.haplotypes(&self.genome, &person);
        let samples = vec![
            self.sample(
                &folder,
                Role::Tumour,
                &format!("{name}T"),
                &mixed,
                2,
                tumour_depth * share,
                seed + 2,
            )?,
            self.sample(
                &folder,
                Role::Normal,
                &format!("{name}N"),
                &normal,
                2,
                normal_depth * share,
                seed + 3,
            )?,
        ];
        let germline = self.truth(
            &folder.join("truth.germline.vcf"),
            &[&format!("{name}N")],
            &[&person],
        )?;
        let somatic = folder.join("truth.somatic.small.vcf");
        self.put(&somatic, &self.somatic(&tumour))?;
        let structural = folder.join("truth.somatic.sv.vcf");
        self.put(&structural, &self.structural(&tumour))?;
        let mut set = self.set(name, samples, vec![germline, somatic, structural]);
        set.oncotree = Some("LUAD".to_owned());
        set.planted = self.planted(&[
            ("SYN1", true, "somatic"),
            ("SYN3", false, "somatic"),
            ("SYN5", false, "germline"),
        ]);
        Ok(set)
    }

    /// A child with a new stop in SYN2 and a missense of its father in SYN4.
    fn trio(&self, name: &str, salt: u64) -> Result<Set, Error> {
        let seed = self.seed ^ (salt << 20);
        let mother = unrelated(&self.genome, seed);
        let missense = self.known("SYN4", true);
        let father = [0, 1]
            .into_iter()
            .fold(unrelated(&self.genome, seed + 1), |p, side| {
                planted(p, side, missense.clone())
            });
        let own = planted(
            child(&self.genome, &mother, &father, seed + 2),
            0,
            self.known("SYN2", false),
        );
        let folder = self.dir.join(name);
        let people = [
            (Role::Proband, &own),
            (Role::Mother, &mother),
            (Role::Father, &father),
        ];
        let mut samples = Vec::new();
        for (at, (role, person)) in (3_u64..).zip(people) {
            let id = format!("{name}-{}", role.as_str());
            samples.push(self.sample(
                &folder,
                role,
                &id,
                &person.haplotypes(&self.genome),
                1,
                self.depths().0,
                seed + at,
            )?);
        }
        let names: Vec<&str> = samples.iter().map(|s| s.name.as_str()).collect();
        let truth = self.truth(&folder.join("truth.vcf"), &names, &[&own, &mother, &father])?;
        let mut set = self.set(name, samples, vec![truth]);
        set.phenotypes = knowledge::TERMS
            .iter()
            .map(|(id, en, ja)| Phenotype {
                id: (*id).to_owned(),
                ja: (*ja).to_owned(),
                en: (*en).to_owned(),
            })
            .collect();
        set.planted = self.planted(&[("SYN2", false, "de_novo"), ("SYN4", true, "paternal")]);
        Ok(set)
    }

    fn depths(&self) -> (f64, f64) {
        match self.size {
            Size::Demo => (30.0, 100.0),
            Size::Small => (12.0, 30.0),
        }
    }

    #[expect(
        clippy::too_many_arguments,
        reason = "one call per sample, all of it differs"
    )]
    fn sample(
        &self,
        folder: &Path,
        role: Role,
        name: &str,
        from: &Haplotypes,
        lanes: u32,
        depth: f64,
        seed: u64,
    ) -> Result<Sample, Error> {
        let flowcell = format!("FC{}", name.replace('-', "").to_uppercase());
        let order = reads::Order {
            name,
            flowcell: &flowcell,
            lanes,
            depth,
            seed,
        };
        let lanes: Vec<Lane> = reads::write(folder, from, self.genome.length(), &order)?;
        Ok(Sample {
            role,
            name: name.to_owned(),
            lanes,
        })
    }

    fn set(&self, name: &str, samples: Vec<Sample>, truth: Vec<PathBuf>) -> Set {
        Set {
            name: name.to_owned(),
            reference: self.fasta(),
            slices: None,
            genes: self.dir.join("knowledge/mane.gff3"),
            regions: self.dir.join("reference/regions.bed"),
            truth,
            samples,
            oncotree: None,
            phenotypes: Vec::new(),
            planted: Vec::new(),
        }
    }

    fn planted(&self, list: &[(&str, bool, &'static str)]) -> Vec<Planted> {
        let one = |(symbol, missense, origin): &(&str, bool, &'static str)| {
            knowledge::planted(&self.genome, symbol, *missense, origin)
        };
        list.iter().filter_map(one).collect()
    }

    fn header(&self) -> String {
        let mut out =
            String::from("##fileformat=VCFv4.2\n##source=kumihimo sim: synthetic truth\n");
        out.push_str(
            "##INFO=<ID=EVAF,Number=1,Type=Float,Description=\"Expected allele fraction\">\n",
        );
        out.push_str("##INFO=<ID=SVTYPE,Number=1,Type=String,Description=\"Type\">\n");
        out.push_str("##INFO=<ID=END,Number=1,Type=Integer,Description=\"End\">\n");
        out.push_str("##INFO=<ID=MATEID,Number=1,Type=String,Description=\"Mate\">\n");
        out.push_str("##FORMAT=<ID=GT,Number=1,Type=String,Description=\"True genotype, maternal|paternal\">\n");
        for contig in &self.genome.contigs {
            let _ = writeln!(
                out,
                "##contig=<ID={},length={}>",
                contig.name,
                contig.bases.len()
            );
        }
        out
    }

    fn contig(&self, index: usize) -> &str {
        self.genome.contigs.get(index).map_or("", |c| &c.name)
    }

    fn line(&self, v: &Variant, rest: &str) -> String {
        let (reference, alternative) = (
            knowledge::text(&v.reference),
            knowledge::text(&v.alternative),
        );
        format!(
            "{}\t{}\t.\t{reference}\t{alternative}\t.\tPASS\t{rest}\n",
            self.contig(v.contig),
            v.pos + 1
        )
    }

    fn truth(&self, path: &Path, names: &[&str], people: &[&Genotypes]) -> Result<PathBuf, Error> {
        let mut all: Vec<Variant> = people
            .iter()
            .flat_map(|p| p.table())
            .map(|(v, _)| v)
            .collect();
        all.sort();
        all.dedup();
        let mut out = self.header();
        let _ = writeln!(
            out,
            "#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT\t{}",
            names.join("\t")
        );
        for variant in &all {
            let genotype = |p: &&Genotypes| {
                let [m, f] = p.has(variant);
                format!("{}|{}", u8::from(m), u8::from(f))
            };
            let genotypes: Vec<String> = people.iter().map(genotype).collect();
            out.push_str(&self.line(variant, &format!(".\tGT\t{}", genotypes.join("\t"))));
        }
        self.put(path, &out)?;
        Ok(path.to_owned())
    }

    fn somatic(&self, tumour: &Tumour) -> String {
        let mut out = self.header() + "#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\n";
        for (_, variant, later) in &tumour.small {
            let share = genome::PURITY * if *later { genome::SUBCLONE } else { 1.0 } / 2.0;
            out.push_str(&self.line(variant, &format!("EVAF={share:.2}")));
        }
        out
    }

    fn structural(&self, tumour: &Tumour) -> String {
        let s = &tumour.structural;
        let mut rows = Vec::new();
        for (kind, (contig, start, end)) in
            [("DEL", s.deleted), ("DUP", s.doubled), ("INV", s.inverted)]
        {
            // the position of a symbolic allele is the letter before it
            let rest = format!(
                "{}\t<{kind}>\t.\tPASS\tSVTYPE={kind};END={end}",
                self.letter(contig, start - 1)
            );
            rows.push((contig, start, format!("{}\t{rest}", kind.to_lowercase())));
        }
        let ((one, p), (two, q)) = s.exchanged;
        for (id, mate, at, to) in [
            ("bnd_1", "bnd_2", (one, p), (two, q)),
            ("bnd_3", "bnd_4", (two, q), (one, p)),
        ] {
            let (left, right) = (self.letter(at.0, at.1 - 1), self.letter(to.0, to.1));
            let (a, b) = (self.contig(at.0), self.contig(to.0));
            rows.push((
                at.0,
                at.1,
                format!(
                    "{id}\t{left}\t{left}[{b}:{}[\t.\tPASS\tSVTYPE=BND;MATEID={mate}",
                    to.1 + 1
                ),
            ));
            rows.push((
                to.0,
                to.1 + 1,
                format!(
                    "{mate}\t{right}\t]{a}:{}]{right}\t.\tPASS\tSVTYPE=BND;MATEID={id}",
                    at.1
                ),
            ));
        }
        rows.sort();
        let mut out = self.header() + "#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\n";
        for (contig, pos, rest) in rows {
            let _ = writeln!(out, "{}\t{pos}\t{rest}", self.contig(contig));
        }
        out
    }

    fn letter(&self, contig: usize, pos: usize) -> char {
        self.genome
            .contigs
            .get(contig)
            .and_then(|c| c.bases.get(pos))
            .map_or('N', |b| char::from(*b))
    }
}
