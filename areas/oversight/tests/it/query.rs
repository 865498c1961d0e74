//! What is typed into the search field.

use oversight::rules::query::Query;

#[test]
fn numbers_are_one_number_however_they_are_typed() {
    for typed in [
        "0123-01-00001",
        "０１２３－０１－００００１",
        " 0123‐01−00001 ",
        "0123ー01ー00001\r",
    ] {
        assert_eq!(Query::of(typed).number, "0123-01-00001", "{typed}");
    }
    assert_eq!(
        Query::of("0123-04-00057-td01-9\t").number,
        "0123-04-00057-TD01-9"
    );
    assert_eq!(Query::of("みほん").number, "");
}

#[test]
fn kana_is_kana_in_any_width_and_nothing_else_is() {
    for typed in ["ミホン ハナコ", "ﾐﾎﾝ ﾊﾅｺ", "みほん　はなこ", "オーノ"]
    {
        assert_eq!(Query::of(typed).kana, typed);
    }
    for typed in ["見本", "ミホン%", "mihon", "ミホン1"] {
        assert_eq!(Query::of(typed).kana, "", "{typed}");
    }
}

#[test]
fn a_gene_is_a_symbol_in_any_width_and_case() {
    for typed in ["EGFR", "egfr", " ＥＧＦＲ ", "Egfr"] {
        assert_eq!(Query::of(typed).gene, "EGFR", "{typed}");
    }
    assert_eq!(Query::of("C9orf72").gene, "C9ORF72");
    assert_eq!(Query::of("HLA-A").gene, "HLA-A");
    for typed in ["0123-01-00001", "みほん", "BRCA1 OR 1=1", "p.L858R", "A"] {
        assert_eq!(Query::of(typed).gene, "", "{typed}");
    }
}

#[test]
fn a_digest_is_at_least_eight_characters() {
    assert_eq!(Query::of("ABCDEF01").digest, "abcdef01");
    assert_eq!(Query::of("abcdef0").digest, "");
    assert!(Query::of("  ").is_empty() && Query::of("' OR 1=1 --").is_empty());
}
