//! What the tests start from.

use readqc::{Input, NameRule, PairReport};
use sequencing::{
    decide::{delivery, order},
    words::{Manifest, ManifestFile, ProfileRef, Signed},
};
use specimen::words::{Material, Role, TubeNumber};
use std::io::{Cursor, Write};
use words::{At, CaseId, ConsentRef, Digest, PersonId, SiteId};

pub const NOW: At = At::from_micros(1_775_000_000_000_000);

pub fn case() -> CaseId {
    CaseId::parse("0123-04-00057").unwrap()
}
pub fn person() -> PersonId {
    PersonId::parse("p-1").unwrap()
}
pub fn vendor() -> SiteId {
    SiteId::parse("vendor").unwrap()
}
pub fn consent() -> ConsentRef {
    ConsentRef {
        id: "c-1".to_owned(),
        version: 3,
        form: "cancer-adult@1".to_owned(),
    }
}
pub fn tube(role: Role) -> String {
    TubeNumber::issue(&case(), role, Material::Dna, 1)
        .unwrap()
        .to_string()
}
pub fn item(role: Role) -> order::Item {
    order::Item {
        specimen: tube(role),
        person: person(),
        role,
        delivery: None,
        stage: order::Stage::Draft,
        generated_at: None,
    }
}
pub fn profile() -> ProfileRef {
    ProfileRef {
        id: "slice".to_owned(),
        version: 1,
    }
}

pub fn order_facts() -> order::Facts {
    order::Facts {
        now: NOW,
        consents: vec![(person(), consent())],
        vendor_version: Some(2),
        vendor_lacks: vec![],
        samples: [Role::Tumour, Role::Normal]
            .map(|r| (tube(r), order::Stage::SampleOk))
            .to_vec(),
        open_order: false,
    }
}
pub fn draft() -> order::Command {
    order::Command::Draft {
        case: case(),
        vendor: vendor(),
        profile: profile(),
        items: vec![item(Role::Tumour), item(Role::Normal)],
    }
}
pub fn released() -> order::State {
    use ledger::Aggregate;
    let facts = order_facts();
    [draft(), order::Command::Release]
        .into_iter()
        .fold(None, |state, command| {
            let events = order::Order::decide(state.as_ref(), command, &facts).unwrap();
            events.iter().fold(state, order::Order::evolve)
        })
        .unwrap()
}

/// Text of one mate.
pub fn fastq(mate: u8, reads: usize, flowcell: &str) -> String {
    fastq_from(mate, 1, flowcell, 0..reads)
}

/// Text of one mate: some of the reads of a lane.
pub fn fastq_from(mate: u8, lane: usize, flowcell: &str, reads: std::ops::Range<usize>) -> String {
    let record = |n: usize| {
        let letters: String = (0..100_usize)
            .map(|at| {
                b"ACGT"[(at * at * 7 + n * n * 13 + at * n + usize::from(mate)) / 5 % 4] as char
            })
            .collect();
        format!(
            "@M1:7:{flowcell}:{lane}:1101:{n}:5 {mate}:N:0:ACGT\n{letters}\n+\n{}\n",
            "F".repeat(100)
        )
    };
    reads.map(record).collect()
}
pub fn gzip(text: &str) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(text.as_bytes()).unwrap();
    encoder.finish().unwrap()
}
pub fn files() -> [Vec<u8>; 2] {
    [gzip(&fastq(1, 6_000, "FCX")), gzip(&fastq(2, 6_000, "FCX"))]
}
pub fn name(mate: u8) -> String {
    format!("TUM_S1_L001_R{mate}_001.fastq.gz")
}
pub fn manifest(files: &[Vec<u8>; 2]) -> Manifest {
    let file = |mate: u8, bytes: &Vec<u8>| ManifestFile {
        name: name(mate),
        mate,
        lane: "1".to_owned(),
        bytes: bytes.len() as u64,
        sha256: Digest::of(bytes),
        md5: None,
        reads: None,
        bases: None,
        origin: None,
        stated: Default::default(),
    };
    Manifest {
        order: "order-1".to_owned(),
        specimen: tube(Role::Tumour),
        instrument: "M1".to_owned(),
        run: "7".to_owned(),
        flowcell: "FCX".to_owned(),
        read_length: 100,
        library_kit: "KIT-A".to_owned(),
        generated_at: NOW.plus_days(-3),
        files: vec![file(1, &files[0]), file(2, &files[1])],
    }
}
pub fn read(files: &[Vec<u8>; 2]) -> PairReport {
    let input = |mate: u8| Input {
        name: name(mate),
        reader: Cursor::new(files[usize::from(mate) - 1].clone()),
    };
    readqc::intake_from(input(1), Some(input(2)), NameRule::Illumina, &mut |_| {}).unwrap()
}

pub fn delivery_facts() -> delivery::Facts {
    delivery::Facts {
        now: NOW,
        order: Some(released()),
        sample_ok: true,
        earlier: vec![],
        vendor: Some(vendor()),
        consent: Some(consent()),
    }
}
pub fn announce(source: delivery::Source) -> delivery::Command {
    delivery::Command::Announce {
        id: "dl-1".to_owned(),
        manifest: Box::new(manifest(&files())),
        source,
        signed: signed(),
    }
}
pub fn accepted() -> delivery::Accepted {
    delivery::Accepted {
        files: vec![],
        reads_digest: "rd1-12000-0123456789abcdef0123456789abcdef".to_owned(),
        reads: 12_000,
        bases: 1_200_000,
        qc: Digest::of(b"qc"),
        merged: vec![],
    }
}
pub fn signed() -> Signed {
    Signed {
        key: "key-1".to_owned(),
        vendor_version: 2,
        manifest: Digest::of(b"manifest"),
        signature: "00ff".to_owned(),
    }
}
