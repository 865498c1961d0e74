//! Each rule of the tier, given and then.

use annotate::civic::{Class, Item, Kind, Level, Specificity, Target};
use annotate::consequence::{Effect, Gravity};
use annotate::disease::{Located, Node, OncoTree};
use annotate::tier::{Case, RULES, Reading, Tier, Weight, supports, tier, weigh};

fn item(level: Level, located: Located) -> Item {
    Item {
        id: format!("EID{level:?}"),
        gene: "GENE1".to_owned(),
        variant: "L10R".to_owned(),
        target: Target::Protein("L10R".to_owned()),
        allele: None,
        disease: "a cancer".to_owned(),
        doid: "1".to_owned(),
        located,
        therapies: vec!["Drug".to_owned()],
        interaction: String::new(),
        kind: Kind::Predictive,
        supports: true,
        level,
        significance: "Sensitivity/Response".to_owned(),
        rating: Some(3),
        origin: "Somatic".to_owned(),
        url: String::new(),
    }
}

fn tree() -> OncoTree {
    let node = |parent: Option<&str>| Node {
        name: String::new(),
        parent: parent.map(str::to_owned),
        refs: vec![],
    };
    let nodes = [
        ("TISSUE", None),
        ("LUNG", Some("TISSUE")),
        ("NSCLC", Some("LUNG")),
        ("LUAD", Some("NSCLC")),
        ("BREAST", Some("TISSUE")),
    ];
    OncoTree(
        nodes
            .into_iter()
            .map(|(code, parent)| (code.to_owned(), node(parent)))
            .collect(),
    )
}

fn effect(term: &'static str) -> Effect {
    Effect {
        gene: "GENE1".to_owned(),
        transcript: String::new(),
        terms: vec![term],
        gravity: Gravity::Moderate,
        hgvs_c: None,
        hgvs_p: None,
        residue: Some(10),
        exon: None,
        nmd: false,
        mane_select: true,
        distance: None,
    }
}

fn supporting<'a>(
    matches: &[(Specificity, &'a Item)],
    patient: &str,
) -> Vec<annotate::tier::Support<'a>> {
    let effect = effect("missense_variant");
    let reading = Reading {
        effect: &effect,
        suppressor: false,
        hotspot: false,
    };
    supports(matches, &reading, Some(patient), &tree())
}

#[test]
fn evidence_about_a_whole_gene_counts_only_where_the_change_fits() {
    let mut of_gene = item(Level::A, Located::PanCancer);
    of_gene.target = Target::Gene(Class::Mutation);
    let weight = |item: &Item, how, term, suppressor, hotspot| {
        let effect = effect(term);
        let reading = Reading {
            effect: &effect,
            suppressor,
            hotspot,
        };
        weigh(item, how, &reading)
    };
    let (class, miss, stop) = (Specificity::Class, "missense_variant", "stop_gained");
    let table = [
        (miss, false, false, Weight::GeneOnly),
        (miss, true, false, Weight::GeneOnly),
        (miss, false, true, Weight::Hotspot),
        (stop, true, false, Weight::Loss),
        (stop, false, false, Weight::GeneOnly),
    ];
    for (term, suppressor, hotspot, expected) in table {
        let told = weight(&of_gene, class, term, suppressor, hotspot);
        assert_eq!(told, expected, "{term} {suppressor} {hotspot}");
        assert_eq!(told.counts(), expected != Weight::GeneOnly);
    }
    // A kind of change that is named is evidence about the variant itself.
    let mut truncating = of_gene.clone();
    truncating.target = Target::Gene(Class::Truncating);
    assert_eq!(weight(&truncating, class, stop, false, false), Weight::Kind);
    let named = item(Level::A, Located::PanCancer);
    let told = weight(&named, Specificity::Protein, miss, false, false);
    assert_eq!(told, Weight::Named);
    // A passenger in a cancer gene is of unknown significance whatever is said of the gene.
    let case = Case {
        supports: supporting(&[(class, &of_gene)], "LUAD"),
        coding: true,
        cancer_gene: true,
        frequency: None,
    };
    assert_eq!(tier(&case).tier, Some(Tier::III));
}

fn told(items: &[Item], frequency: Option<f64>) -> Option<Tier> {
    let matches: Vec<_> = items.iter().map(|i| (Specificity::Protein, i)).collect();
    tier(&Case {
        supports: supporting(&matches, "LUAD"),
        coding: true,
        cancer_gene: false,
        frequency,
    })
    .tier
}

#[test]
fn the_table_of_disease_and_strength() {
    let at = |code: &str| Located::Nodes(vec![code.to_owned()]);
    let cases = [
        (Level::A, at("NSCLC"), Some(Tier::IA)),
        (Level::A, Located::PanCancer, Some(Tier::IA)),
        (Level::B, at("LUAD"), Some(Tier::IB)),
        (Level::A, at("BREAST"), Some(Tier::IIC)),
        (
            Level::B,
            Located::Missed("not in OncoTree".to_owned()),
            Some(Tier::IIC),
        ),
        (Level::C, at("LUNG"), Some(Tier::IID)),
        (Level::D, at("BREAST"), Some(Tier::III)),
        (Level::D, Located::PanCancer, Some(Tier::III)),
    ];
    for (level, located, expected) in cases {
        assert_eq!(
            told(&[item(level, located.clone())], None),
            expected,
            "{level:?} {located:?}"
        );
    }
}

#[test]
fn a_child_of_the_patients_disease_is_another_disease() {
    let found = [item(Level::A, Located::Nodes(vec!["LUAD".to_owned()]))];
    let matches: Vec<_> = found.iter().map(|i| (Specificity::Protein, i)).collect();
    assert_eq!(
        tier(&Case {
            supports: supporting(&matches, "NSCLC"),
            coding: true,
            cancer_gene: true,
            frequency: None
        })
        .tier,
        Some(Tier::IIC)
    );
}

#[test]
fn what_speaks_against_or_of_germline_does_not_lift_a_tier() {
    let mut against = item(Level::A, Located::PanCancer);
    against.supports = false;
    let mut inherited = item(Level::A, Located::PanCancer);
    inherited.origin = "Rare Germline".to_owned();
    let mut risk = item(Level::A, Located::PanCancer);
    risk.kind = Kind::Predisposing;
    assert_eq!(told(&[against, inherited, risk], None), None);
}

#[test]
fn a_common_variant_is_benign_whatever_is_said() {
    assert_eq!(
        told(&[item(Level::A, Located::PanCancer)], Some(0.02)),
        Some(Tier::IV)
    );
}

#[test]
fn only_what_defines_the_tier_comes_first() {
    let items = [
        item(Level::D, Located::PanCancer),
        item(Level::A, Located::PanCancer),
    ];
    let matches: Vec<_> = items.iter().map(|i| (Specificity::Protein, i)).collect();
    let told = tier(&Case {
        supports: supporting(&matches, "LUAD"),
        coding: true,
        cancer_gene: true,
        frequency: None,
    });
    assert_eq!(
        (told.defining, told.additional),
        (vec!["EIDA".to_owned()], vec!["EIDD".to_owned()])
    );
}

#[test]
fn rules_have_names_of_their_own() {
    let mut names: Vec<&str> = RULES.iter().map(|r| r.name).collect();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), RULES.len());
}
