//! The gates over sketches. Limits are those of somalier's authors, VerifyBamID practice and PURPLE.

use super::tumour_in_normal::MIN_ALLELES;
use super::{
    Contamination, Relation, SexGuess, Sketch, TumourInNormal, concordance, guess, in_normal,
    in_tumour, relation,
};
use crate::gate::{Answer, Gate, Limit};

const CONCORDANCE: Limit = Limit::at(0.95, 0.6);
const NORMAL_CONTAMINATION: Limit = Limit::at(0.01, 0.03);
const TUMOUR_CONTAMINATION: Limit = Limit::at(0.02, 0.1);
const TUMOUR_IN_NORMAL: Limit = Limit::at(0.01, 0.25);
/// Share of sites homozygous in both for different alleles: none between parent and child.
const PARENT: Limit = Limit::at(0.01, 0.03);
/// Share of equal genotypes above which two samples are of one person.
const SAME: Limit = Limit::at(0.85, 0.95);
const SEX: Limit = Limit::at(0.0, 0.0);
/// Concordance of unrelated people stays below this.
const UNRELATED: f64 = 0.4;
/// Share of the normal's heterozygous sites that show one allele only in the tumour.
const MANY_LOST: f64 = 0.2;
const MIN_SITES: u64 = 20;
const MIN_RELATED_SITES: u64 = 50;

/// Gates of a tumour and its normal. `expected` is the recorded sex, if any.
pub fn pair(
    tumour: &Sketch,
    normal: &Sketch,
    mixed: Option<&TumourInNormal>,
    expected: Option<&str>,
) -> Vec<Gate> {
    vec![
        concordance_gate(tumour, normal),
        tumour_in_normal_gate(mixed),
        contaminated_normal("normal", normal),
        contaminated(
            "contamination.tumour",
            in_tumour(tumour, normal),
            TUMOUR_CONTAMINATION,
        ),
        sexes_agree(&guess(&tumour.sex), &guess(&normal.sex)),
        sex_gate("sex.normal", &guess(&normal.sex), expected),
    ]
}

/// Gates of a single germline sample. `expected` is the recorded sex, if any.
pub fn single(sample: &Sketch, expected: Option<&str>) -> Vec<Gate> {
    vec![
        contaminated_normal("normal", sample),
        sex_gate("sex.sample", &guess(&sample.sex), expected),
    ]
}

/// Gates of proband, mother and father, with their recorded sexes.
pub fn family(members: [(&str, &Sketch, Option<&str>); 3]) -> Vec<Gate> {
    let [(_, proband, _), (_, mother, _), (_, father, _)] = members;
    let mut gates = vec![
        parent_gate("relatedness.mother_proband", &relation(mother, proband)),
        parent_gate("relatedness.father_proband", &relation(father, proband)),
        parents_gate("relatedness.mother_father", &relation(mother, father)),
    ];
    for (who, sketch, expected) in members {
        gates.push(contaminated_normal(who, sketch));
        gates.push(sex_gate(
            &format!("sex.{who}"),
            &guess(&sketch.sex),
            expected,
        ));
    }
    gates
}

fn concordance_gate(tumour: &Sketch, normal: &Sketch) -> Gate {
    let name = "identity.concordance";
    let found = concordance(tumour, normal);
    let (Some(value), true) = (found.value, found.hom_alt >= MIN_SITES) else {
        return Gate::not_assessable(name, found.hom_alt, CONCORDANCE, "few_sites");
    };
    let mut gate = Gate::at_least(name, value, found.hom_alt, CONCORDANCE);
    let lost = found.het >= MIN_SITES && found.het_lost as f64 > MANY_LOST * found.het as f64;
    match gate.answer {
        Answer::Fail => {
            gate.reason = if value < UNRELATED {
                "unrelated_sample"
            } else {
                "sample_swap"
            }
            .to_owned()
        }
        // Neither loss of a copy nor foreign reads do both: change homozygous sites and empty heterozygous ones.
        Answer::Warn if lost => {
            gate.answer = Answer::Fail;
            gate.reason = "related_sample".to_owned();
        }
        // A pure tumour that lost much of its genome looks like this, and so may a close relative.
        Answer::Pass if lost => {
            gate.answer = Answer::Warn;
            gate.reason = "heterozygous_sites_lost".to_owned();
        }
        _ => {}
    }
    gate
}

fn tumour_in_normal_gate(mixed: Option<&TumourInNormal>) -> Gate {
    let name = "identity.tumour_in_normal";
    match mixed {
        None => Gate::not_assessable(name, 0, TUMOUR_IN_NORMAL, "no_candidates_given"),
        Some(found) if found.exchanged => Gate::new(
            name,
            Answer::Fail,
            Some(1.0),
            found.backward,
            TUMOUR_IN_NORMAL,
            "labels_exchanged",
        ),
        Some(found) if found.forward < MIN_ALLELES => {
            Gate::not_assessable(name, found.forward, TUMOUR_IN_NORMAL, "few_somatic_alleles")
        }
        Some(found) => {
            let supported = if found.log_ratio >= 2.0 {
                found.share
            } else {
                0.0
            };
            Gate::at_most(name, supported, found.forward, TUMOUR_IN_NORMAL)
        }
    }
}

fn contaminated_normal(who: &str, sketch: &Sketch) -> Gate {
    let name = format!("contamination.{who}");
    contaminated(&name, in_normal(sketch), NORMAL_CONTAMINATION)
}

fn contaminated(name: &str, found: Contamination, limit: Limit) -> Gate {
    if found.sites < MIN_SITES {
        return Gate::not_assessable(name, found.sites, limit, "few_sites");
    }
    Gate::at_most(name, found.supported(), found.sites, limit)
}

fn is_same(found: &Relation) -> Option<f64> {
    let share = found.ibs2 as f64 / found.sites.max(1) as f64;
    (share >= SAME.fail).then_some(share)
}

fn parent_gate(name: &str, found: &Relation) -> Gate {
    if found.sites < MIN_RELATED_SITES {
        return Gate::not_assessable(name, found.sites, PARENT, "few_sites");
    }
    if let Some(share) = is_same(found) {
        return Gate::new(
            name,
            Answer::Fail,
            Some(share),
            found.sites,
            SAME,
            "same_sample",
        );
    }
    let mut gate = Gate::at_most(
        name,
        found.ibs0 as f64 / found.sites as f64,
        found.sites,
        PARENT,
    );
    if gate.answer == Answer::Fail {
        gate.reason = "not_parent_and_child".to_owned();
    }
    gate
}

/// Parents are expected to be unrelated: sharing much is worth a look, being the same sample is an error.
fn parents_gate(name: &str, found: &Relation) -> Gate {
    if found.sites < MIN_RELATED_SITES {
        return Gate::not_assessable(name, found.sites, SAME, "few_sites");
    }
    let share = found.ibs2 as f64 / found.sites as f64;
    let mut gate = Gate::at_most(name, share, found.sites, SAME);
    match gate.answer {
        Answer::Fail => gate.reason = "same_sample".to_owned(),
        Answer::Warn => gate.reason = "related_parents".to_owned(),
        _ => {}
    }
    gate
}

fn sex_gate(name: &str, found: &SexGuess, expected: Option<&str>) -> Gate {
    match (found.sex, expected) {
        ("not_assessable", _) => Gate::not_assessable(name, found.n, SEX, "no_x_or_y"),
        ("unclear", _) => of_sex(name, Answer::Warn, found, "neither_male_nor_female"),
        (sex, Some(expected)) if sex != expected => {
            of_sex(name, Answer::Fail, found, "differs_from_record")
        }
        (_, None) => Gate::not_assessable(name, found.n, SEX, "no_recorded_sex"),
        (sex, Some(_)) => of_sex(name, Answer::Pass, found, sex),
    }
}

/// A tumour may lose Y or X: disagreement is a warning.
fn sexes_agree(tumour: &SexGuess, normal: &SexGuess) -> Gate {
    let name = "sex.agree";
    match (tumour.sex, normal.sex) {
        ("not_assessable", _) | (_, "not_assessable") => {
            Gate::not_assessable(name, normal.n, SEX, "no_x_or_y")
        }
        (t, n) if t == n => of_sex(name, Answer::Pass, normal, n),
        _ => of_sex(name, Answer::Warn, normal, "tumour_and_normal_differ"),
    }
}

fn of_sex(name: &str, answer: Answer, found: &SexGuess, reason: &str) -> Gate {
    Gate::new(name, answer, found.x, found.n, SEX, reason)
}
