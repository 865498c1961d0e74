//! One plain sentence per finding and per item of evidence, in both languages.

use annotate::civic::{Item, Kind};
use annotate::clinvar::{Class, Record};
use annotate::tier::{Tier, Weight};
use words::{Text, text};

use crate::words::{Acmg, Finding};

/// A tumour's variant with its tier.
#[must_use]
pub fn somatic(name: &str, tier: Tier) -> Text {
    let word = tier.word();
    match tier {
        Tier::IA | Tier::IB => text!(
            ("がん組織に{name}の変化があり、臨床的意義が強い変化（Tier {word}）にあたります。"),
            ("The tumour has {name}, a variant of strong clinical significance (tier {word}).")
        ),
        Tier::IIC | Tier::IID => text!(
            ("がん組織に{name}の変化があり、臨床的意義がある可能性のある変化（Tier {word}）にあたります。"),
            ("The tumour has {name}, a variant of potential clinical significance (tier {word}).")
        ),
        Tier::III => text!(
            ("がん組織に{name}の変化がありますが、臨床的意義はまだ分かっていません（Tier {word}）。"),
            ("The tumour has {name}; its clinical significance is not known (tier {word}).")
        ),
        Tier::IV => text!(
            ("がん組織に{name}の変化がありますが、病気との関わりはないと考えられます（Tier {word}）。"),
            ("The tumour has {name}, which is thought to be benign (tier {word}).")
        ),
    }
}

/// An inherited or new germline variant.
#[must_use]
pub fn germline(name: &str, class: Option<Class>, inheritance: Option<&str>) -> Text {
    let (ja, en) = match class {
        Some(class) => {
            let (ja, en) = class_words(class);
            (
                format!("ClinVarでは{ja}とされています"),
                format!("ClinVar classes it as {en}"),
            )
        }
        None => (
            "ClinVarに病的とする登録はありません".to_owned(),
            "ClinVar has no pathogenic entry for it".to_owned(),
        ),
    };
    let (how_ja, how_en) = inheritance.map_or(("", ""), inheritance_words);
    text!(
        ("{name}の変化が{how_ja}見つかり、{ja}。"),
        ("{name} was found{how_en}; {en}.")
    )
}

/// A finding whose grade people changed, where they wrote no sentence of their own; nothing for one without a grade.
#[must_use]
pub fn judged(finding: &Finding, class: Option<Acmg>) -> Option<Text> {
    let name = short_name(finding);
    if let Some(tier) = finding.tier.as_deref().and_then(tier_of) {
        return Some(somatic(&name, tier));
    }
    let class = class?.text();
    let (ja, en) = (class.ja, class.en);
    Some(text!(
        ("{name}の変化があり、{ja}と判定しました。"),
        ("{name} was found and judged {en}.")
    ))
}

/// `EGFR p.Leu858Arg`, or the coding change, or the place.
#[must_use]
pub fn short_name(finding: &Finding) -> String {
    let change = |hgvs: &str| hgvs.rsplit(':').next().unwrap_or_default().to_owned();
    let change = [change(&finding.hgvs_p), change(&finding.hgvs_c)];
    let change = change.into_iter().find(|c| !c.is_empty());
    let place = || format!("{}:{}", finding.chrom, finding.pos);
    let change = change.unwrap_or_else(place);
    format!("{} {change}", finding.gene).trim().to_owned()
}

fn tier_of(word: &str) -> Option<Tier> {
    use Tier::{IA, IB, IIC, IID, III, IV};
    [IA, IB, IIC, IID, III, IV]
        .into_iter()
        .find(|t| t.word() == word)
}

/// A structural variant.
#[must_use]
pub fn structural(genes: &str, kind: &str) -> Text {
    let (ja, en) = match kind {
        "DEL" => ("欠失", "deletion"),
        "DUP" => ("重複", "duplication"),
        "INV" => ("逆位", "inversion"),
        "INS" => ("挿入", "insertion"),
        _ => ("転座などの切断点", "breakend"),
    };
    text!(
        ("{genes}にかかる大きな構造の変化（{ja}）があります。研究段階の所見です。"),
        ("A structural variant ({en}) touches {genes}. This is a research finding.")
    )
}

fn inheritance_words(word: &str) -> (&'static str, &'static str) {
    match word {
        "de_novo" => (
            "（両親にはない新生変異として）",
            " (de novo: in neither parent)",
        ),
        "compound_heterozygous" => (
            "（父由来と母由来の変化が1つずつある組み合わせとして）",
            " (compound heterozygous: one allele from each parent)",
        ),
        "maternal" => ("（母由来で）", " (from the mother)"),
        "paternal" => ("（父由来で）", " (from the father)"),
        "hom_recessive" => (
            "（両親から1つずつ受け継いだ、潜性遺伝に合う形で）",
            " (homozygous, one copy from each parent: fits recessive inheritance)",
        ),
        "x_linked" => ("（X連鎖の形で）", " (X-linked)"),
        "not_assessable" => (
            "（両親のデータがそろわないため、どちらから受け継いだかは判定できない形で）",
            " (inheritance not assessable: not both parents' data are there)",
        ),
        _ => ("", ""),
    }
}

/// The class in words.
#[must_use]
pub fn class_words(class: Class) -> (&'static str, &'static str) {
    match class {
        Class::Pathogenic => ("病的（Pathogenic）", "pathogenic"),
        Class::PathogenicOrLikely => (
            "病的または病的の可能性が高い（Pathogenic/Likely pathogenic）",
            "pathogenic or likely pathogenic",
        ),
        Class::LikelyPathogenic => (
            "病的の可能性が高い（Likely pathogenic）",
            "likely pathogenic",
        ),
    }
}

/// What ClinVar says.
#[must_use]
pub fn clinvar(record: &Record) -> Text {
    let (ja, en) = class_words(record.class);
    let (stars, conditions) = (record.stars, record.conditions.join(" / "));
    text!(
        ("{ja}、評価の星{stars}個。登録された病気：{conditions}"),
        ("{en}, {stars} review stars. Conditions: {conditions}")
    )
}

/// How well reviewed a record of ClinVar is.
#[must_use]
pub fn stars(record: &Record) -> Text {
    let stars = record.stars;
    text!(("星{stars}"), ("{stars} stars"))
}

/// Level and rating of an item of CIViC.
#[must_use]
pub fn level(item: &Item) -> Text {
    let rating = item
        .rating
        .map_or_else(|| "-".to_owned(), |r| r.to_string());
    let level = item.level;
    text!(
        ("レベル{level:?}（評価{rating}）"),
        ("level {level:?} (rating {rating})")
    )
}

/// What an item of CIViC says.
#[must_use]
pub fn civic(item: &Item) -> Text {
    let (drugs, disease, level) = (
        item.therapies.join(" + "),
        item.disease.as_str(),
        item.level,
    );
    let rating = item
        .rating
        .map_or_else(|| "-".to_owned(), |r| r.to_string());
    let (significance, variant) = (item.significance.as_str(), item.variant.as_str());
    match item.kind {
        Kind::Predictive => text!(
            (
                "{disease}の{variant}：{drugs}に対する{}（根拠レベル{level:?}、評価{rating}）",
                response(significance).0
            ),
            (
                "{variant} in {disease}: {} to {drugs} (level {level:?}, rating {rating})",
                response(significance).1
            )
        ),
        Kind::Prognostic => text!(
            ("{disease}の{variant}：予後との関連「{significance}」（根拠レベル{level:?}、評価{rating}）"),
            ("{variant} in {disease}: prognosis, {significance} (level {level:?}, rating {rating})")
        ),
        Kind::Diagnostic => text!(
            ("{disease}の{variant}：診断に関わる根拠「{significance}」（根拠レベル{level:?}、評価{rating}）"),
            ("{variant} in {disease}: diagnosis, {significance} (level {level:?}, rating {rating})")
        ),
        Kind::Predisposing | Kind::Functional => text!(
            ("{disease}の{variant}：{significance}（根拠レベル{level:?}、評価{rating}）"),
            ("{variant} in {disease}: {significance} (level {level:?}, rating {rating})")
        ),
    }
}

/// Why an item counts for the tier, or does not; nothing to say where it names the change itself or its kind.
#[must_use]
pub fn weight(weight: Weight) -> Option<Text> {
    match weight {
        Weight::Named | Weight::Kind => None,
        Weight::Loss => Some(text!(
            "遺伝子全体についての根拠ですが、がん抑制遺伝子の機能を失わせる変化なので、Tierの判定に数えました。",
            "It speaks of any change of the gene; it counts for the tier because this change cuts a tumour suppressor short."
        )),
        Weight::Hotspot => Some(text!(
            "遺伝子全体についての根拠ですが、臨床的な根拠のある変化が知られているコドンの変化なので、Tierの判定に数えました。",
            "It speaks of any change of the gene; it counts for the tier because changes of this codon have clinical evidence of their own."
        )),
        Weight::GeneOnly => Some(text!(
            "遺伝子全体についての根拠で、この変化にあてはまるとは言えないため、参考として示し、Tierの判定には数えていません。",
            "It speaks of any change of the gene, and nothing shows that this one fits: shown as context, not counted for the tier."
        )),
        Weight::Against => Some(text!(
            "この内容を支持しない根拠なので、Tierの判定には数えていません。",
            "It speaks against its statement: not counted for the tier."
        )),
        Weight::Germline => Some(text!(
            "生まれつきの変化についての根拠なので、Tierの判定には数えていません。",
            "It is about inherited variants: not counted for the tier."
        )),
        Weight::OtherQuestion => Some(text!(
            "発症リスクや機能についての根拠なので、Tierの判定には数えていません。",
            "It is about risk or function: not counted for the tier."
        )),
    }
}

fn response(significance: &str) -> (&'static str, &'static str) {
    match significance {
        "Sensitivity/Response" => ("効果が見込まれるという根拠", "sensitivity or response"),
        "Resistance" => ("効きにくいという根拠", "resistance"),
        "Adverse Response" => ("副作用に関わる根拠", "adverse response"),
        "Reduced Sensitivity" => ("効果が弱まるという根拠", "reduced sensitivity"),
        _ => ("反応に関わる根拠", "a response"),
    }
}
