//! Splitting a record with several alternates into one record each.

use crate::vcf::{Genotype, Header, Number, Record};

/// One record per alternate. Values of `Number` A, R and G keep what belongs to the allele; in genotypes another
/// alternate becomes the missing allele `.`, so that nobody takes it for the reference.
pub fn split(record: Record, header: &Header) -> Vec<Record> {
    if record.alternates.len() < 2 {
        return vec![record];
    }
    (0..record.alternates.len())
        .map(|index| one(&record, header, index))
        .collect()
}

fn one(record: &Record, header: &Header, index: usize) -> Record {
    let count = record.alternates.len();
    let keep = |number: Number, value: &str| pick(number, value, index, count);
    let info = record.info.iter().map(|(key, value)| {
        (
            key.clone(),
            value
                .as_ref()
                .map(|value| keep(header.info_number(key), value)),
        )
    });
    let samples = record.samples.iter().map(|values| {
        let pairs = record.format.iter().zip(values);
        pairs
            .map(|(key, value)| match key.as_str() {
                "GT" => recode(value, index + 1),
                _ => keep(header.format_number(key), value),
            })
            .collect()
    });
    Record {
        alternates: vec![record.alternates[index].clone()],
        info: info.collect(),
        samples: samples.collect(),
        ..record.clone()
    }
}

/// Picks the values of one alternate; a list of unexpected length stays as it is.
fn pick(number: Number, value: &str, index: usize, count: usize) -> String {
    let values: Vec<&str> = value.split(',').collect();
    let allele = index + 1;
    let wanted: Vec<usize> = match number {
        Number::A if values.len() == count => vec![index],
        Number::R if values.len() == count + 1 => vec![0, allele],
        Number::G if values.len() == (count + 1) * (count + 2) / 2 => {
            vec![
                0,
                allele * (allele + 1) / 2,
                allele * (allele + 1) / 2 + allele,
            ]
        }
        Number::G if values.len() == count + 1 => vec![0, allele], // haploid
        _ => return value.to_owned(),
    };
    wanted
        .into_iter()
        .map(|at| values[at])
        .collect::<Vec<_>>()
        .join(",")
}

fn recode(text: &str, allele: usize) -> String {
    let Some(genotype) = Genotype::parse(text) else {
        return text.to_owned();
    };
    let name = |a: &Option<usize>| match a {
        Some(0) => "0",
        Some(a) if *a == allele => "1",
        _ => ".",
    };
    let separator = if genotype.phased { "|" } else { "/" };
    genotype
        .alleles
        .iter()
        .map(name)
        .collect::<Vec<_>>()
        .join(separator)
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    #[test]
    fn values_follow_their_allele() {
        let header = Header::new(
            [
                "##INFO=<ID=AF,Number=A,Type=Float>",
                "##FORMAT=<ID=AD,Number=R,Type=Integer>",
                "##FORMAT=<ID=PL,Number=G,Type=Integer>",
            ]
            .map(ToOwned::to_owned),
            vec!["s".to_owned()],
        );
        let text = "c\t5\t.\tA\tC,AT\t9\tPASS\tAF=0.1,0.2;X\tGT:AD:PL\t1|2:1,2,3:0,1,2,3,4,5";
        let record = Record::parse(text, Path::new("x"), 1).unwrap_or_else(|e| panic!("{e}"));
        let lines: Vec<String> = split(record, &header).iter().map(Record::to_line).collect();
        assert_eq!(
            lines[0],
            "c\t5\t.\tA\tC\t9\tPASS\tAF=0.1;X\tGT:AD:PL\t1|.:1,2:0,1,2"
        );
        assert_eq!(
            lines[1],
            "c\t5\t.\tA\tAT\t9\tPASS\tAF=0.2;X\tGT:AD:PL\t.|1:1,3:0,3,5"
        );
    }
}
