//! A variant in words.

use maud::{Markup, html};
use web::page;
use words::{Lang, Text, text};

use crate::rules::sentence::short_name;
use crate::words::{Call, Finding, Origin};

/// `EGFR p.Leu858Arg`.
pub(super) fn name(finding: &Finding) -> String {
    short_name(finding)
}

/// What kind of change it is, for people; the term of the ontology stands beside it.
pub(super) fn consequence(term: &str) -> Text {
    match term {
        "missense_variant" => text!("アミノ酸が1つ変わる（ミスセンス）", "missense"),
        "stop_gained" => text!("途中で終わる（ナンセンス）", "stop gained"),
        "frameshift_variant" => text!("読み枠がずれる（フレームシフト）", "frameshift"),
        "inframe_deletion" => text!("読み枠を保った欠失", "in-frame deletion"),
        "inframe_insertion" => text!("読み枠を保った挿入", "in-frame insertion"),
        "splice_donor_variant" | "splice_acceptor_variant" => {
            text!("スプライス部位の変化", "splice site")
        }
        "splice_region_variant" => text!("スプライス部位の近くの変化", "near a splice site"),
        "synonymous_variant" => text!("アミノ酸は変わらない", "synonymous"),
        "start_lost" => text!("翻訳開始の喪失", "start lost"),
        "stop_lost" => text!("終止の喪失", "stop lost"),
        "intron_variant" => text!("イントロンの変化", "intronic"),
        "upstream_gene_variant" => text!("遺伝子の上流", "upstream"),
        "5_prime_UTR_variant" | "3_prime_UTR_variant" => {
            text!("非翻訳領域の変化", "untranslated region")
        }
        "" => text!("不明", "unknown"),
        other => text!(("{other}"), ("{other}")),
    }
}

/// Where a variant comes from.
pub(super) fn origin(origin: Origin) -> Text {
    match origin {
        Origin::Somatic => text!("体細胞", "somatic"),
        Origin::Germline => text!("生殖細胞系列", "germline"),
        Origin::Unknown => text!("由来未確定", "origin not settled"),
    }
}

/// How it came to the person.
pub(super) fn inheritance(word: &str) -> Text {
    match word {
        "de_novo" => text!("新生（両親にない）", "de novo (in neither parent)"),
        "compound_heterozygous" => text!(
            "複合ヘテロ接合（父由来と母由来が1つずつ）",
            "compound heterozygous (one from each parent)"
        ),
        "maternal" => text!("母由来", "from the mother"),
        "paternal" => text!("父由来", "from the father"),
        "either_parent" => text!("両親のいずれか", "from either parent"),
        "hom_recessive" => text!("ホモ接合（両親から）", "homozygous (from both parents)"),
        "x_linked" => text!("X連鎖", "X-linked"),
        "not_assessable" => text!(
            "判定不能（両親のデータがそろわないため）",
            "not assessable (not both parents' data are there)"
        ),
        _ => text!("判定できず", "unclear"),
    }
}

/// Bases, cut where they are many.
pub(super) fn short(bases: &str) -> String {
    match bases.get(..12) {
        Some(start) if bases.len() > 12 => format!("{start}… ({})", bases.len()),
        _ => bases.to_owned(),
    }
}

/// The share of reads in words: per cent, and the counts where the caller wrote them.
pub(super) fn share(finding: &Finding, lang: Lang) -> Option<Markup> {
    let vaf = finding.vaf?;
    let percent = format!("{:.0}", vaf * 100.0);
    let tumour = finding.calls.iter().find(|c| c.sample == "TUMOUR");
    let counts = tumour.and_then(|c| c.variant.zip(c.depth));
    Some(html! {
        (page::number(percent, "%"))
        @if let Some((variant, depth)) = counts {
            " " span class="small" { (text!(("（{depth}本中{variant}本）"), ("({variant} of {depth} reads)")).get(lang)) }
        }
    })
}

/// Origin, level, tier, class: what a reader looks for first.
pub(super) fn tags(finding: &Finding, lang: Lang) -> Markup {
    let level = finding.level;
    html! {
        span class="tag" { (text!(("レベル{level}"), ("level {level}")).get(lang)) }
        " " span class="tag" { (origin(finding.origin).get(lang)) }
        @if let Some(tier) = &finding.tier { " " span class="tag" { "Tier " (tier) } }
        @if let Some(class) = &finding.class { " " span class="tag" { (class) } }
    }
}

/// A genotype in words.
pub(super) fn genotype(call: &Call) -> Text {
    let alleles: Vec<&str> = call
        .genotype
        .as_deref()
        .map(|g| g.split(['/', '|']).collect())
        .unwrap_or_default();
    let carried = alleles.iter().filter(|a| !matches!(**a, "0" | ".")).count();
    match (alleles.len(), carried) {
        _ if alleles.contains(&".") => text!("読めない", "not readable"),
        (0, _) => text!("読めない", "not readable"),
        (_, 0) => text!("変化なし", "not carried"),
        (1, _) => text!("ヘミ接合", "hemizygous"),
        (_, 1) => text!("ヘテロ接合", "heterozygous"),
        _ => text!("ホモ接合", "homozygous"),
    }
}
