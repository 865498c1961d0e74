//! Terms of the Sequence Ontology in words, with the term itself beside them.

use words::Text;

/// `missense_variant&splice_region_variant` in words; a term without a Japanese word stands as it is.
pub fn words(code: &str) -> Text {
    if code.is_empty() {
        return Text::new("–", "–");
    }
    let named: Vec<_> = code.split('&').filter_map(name).collect();
    if named.is_empty() {
        return Text::made(code, code);
    }
    let code = code.replace('&', ", ");
    Text::made(format!("{}（{code}）", named.join("、")), code)
}

fn name(term: &str) -> Option<&'static str> {
    Some(match term {
        "missense_variant" => "アミノ酸の置換",
        "synonymous_variant" => "アミノ酸の変わらない置換",
        "stop_gained" => "終止コドンの出現",
        "stop_lost" => "終止コドンの消失",
        "start_lost" => "開始コドンの消失",
        "frameshift_variant" => "読み枠のずれ",
        "inframe_insertion" => "読み枠を保つ挿入",
        "inframe_deletion" => "読み枠を保つ欠失",
        "splice_donor_variant" => "スプライス供与部位の変化",
        "splice_acceptor_variant" => "スプライス受容部位の変化",
        "splice_region_variant" => "スプライス部位付近の変化",
        "protein_altering_variant" => "蛋白の変化",
        "coding_sequence_variant" => "蛋白をコードする領域の変化",
        "5_prime_UTR_variant" => "5′非翻訳領域の変化",
        "3_prime_UTR_variant" => "3′非翻訳領域の変化",
        "intron_variant" => "イントロンの変化",
        "intergenic_variant" => "遺伝子の間の変化",
        "upstream_gene_variant" => "遺伝子の上流の変化",
        "downstream_gene_variant" => "遺伝子の下流の変化",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::words;

    #[test]
    fn known_terms_have_words_and_unknown_ones_stand_as_they_are() {
        let both = words("frameshift_variant&splice_region_variant");
        assert_eq!(
            both.ja,
            "読み枠のずれ、スプライス部位付近の変化（frameshift_variant, splice_region_variant）"
        );
        assert_eq!(words("").ja, "–");
        assert_eq!(words("breakend").ja, "breakend");
    }
}
