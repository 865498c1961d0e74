//! Mending sentences, comparing versions, drafting minutes, proposing outcomes: pure.

use report::rules::diff::{Change, compare};
use report::rules::mend::{Mending, NotMended, carry, mend};
use report::rules::minutes::{Said, draft};
use report::rules::parts::compose;
use report::rules::prepare;
use report::words::content::Content;
use report::words::panel::*;
use report::words::{CaseKind, Kind};
use words::{Day, Text, text};

use crate::panel::{account, circulated, open_with};
use crate::sample::{at, brca2, cancer, egfr, tp53};

fn content() -> Content {
    compose(&cancer(Kind::Analysis))
}

/// The number of the first sentence that says this.
fn saying(content: &Content, part: &str) -> usize {
    let all = content.sentences();
    let found = all.iter().position(|s| s.text.ja.contains(part));
    found.unwrap_or_else(|| panic!("nobody says {part}"))
}

fn wish(content: &Content, number: usize, text: Text) -> Mending {
    Mending {
        sentence: number,
        seen: content.sentences()[number].text.clone(),
        text,
    }
}

#[test]
fn a_mended_sentence_keeps_its_sources_and_what_was_drafted() {
    let mut content = content();
    let number = saying(&content, "EGFRを活性化する");
    let before = content.sentences()[number].clone();
    let said = text!("EGFRの活性型変異です。", "An activating EGFR variant.");
    let wish = wish(&content, number, said.clone());
    mend(&mut content, wish.clone(), "curator", at()).unwrap_or_else(|e| panic!("{e:?}"));
    let after = content.sentences()[number].clone();
    assert_eq!((&after.text, &after.sources), (&said, &before.sources));
    let edited = after.edited.unwrap_or_else(|| panic!("not marked"));
    assert_eq!(
        (edited.by.as_str(), &edited.original),
        ("curator", &before.text)
    );
    // The second writer saw the sentence as it was: refused, and told what stands there.
    let late = mend(&mut content, wish, "analyst", at());
    assert!(
        matches!(late, Err(NotMended::Changed(stands, Some(by))) if stands == said && by.by == "curator")
    );
    // Writing the drafted words again takes the mending back.
    let back = Mending {
        sentence: number,
        seen: said,
        text: before.text.clone(),
    };
    mend(&mut content, back, "curator", at()).unwrap_or_else(|e| panic!("{e:?}"));
    assert_eq!(content.sentences()[number], &before);
}

#[test]
fn a_sentence_says_something_in_both_languages() {
    let mut content = content();
    let half = wish(&content, 0, Text::made("日本語だけ", " "));
    assert_eq!(
        mend(&mut content, half, "curator", at()),
        Err(NotMended::Empty)
    );
    let far = Mending {
        sentence: 9_999,
        seen: text!("", ""),
        text: text!("", ""),
    };
    assert_eq!(
        mend(&mut content, far, "curator", at()),
        Err(NotMended::NoSentence)
    );
}

#[test]
fn mending_is_carried_into_a_draft_of_the_same_words_and_into_no_other() {
    let mut old = content();
    let number = saying(&old, "EGFRを活性化する");
    let said = text!("EGFRの活性型変異です。", "An activating EGFR variant.");
    let wish = wish(&old, number, said.clone());
    mend(&mut old, wish, "curator", at()).unwrap_or_else(|e| panic!("{e:?}"));
    let mut input = cancer(Kind::Analysis);
    input.findings.retain(|f| f.id != "f-tp53");
    let mut new = compose(&input);
    carry(&old, &mut new);
    let mended: Vec<_> = new
        .sentences()
        .into_iter()
        .filter(|s| s.edited.is_some())
        .collect();
    assert_eq!(mended.len(), 1);
    assert_eq!(mended[0].text, said);
    input.findings[0].text = text!("別の文です。", "Another sentence.");
    let mut other = compose(&input);
    carry(&old, &mut other);
    let all_mended = other.sentences().into_iter().filter(|s| s.edited.is_some());
    assert!(
        all_mended.count() <= 1,
        "only a sentence drafted with the same words"
    );
    assert!(
        !other
            .sentences()
            .iter()
            .any(|s| s.text == said && s.edited.is_none())
    );
}

#[test]
fn versions_are_compared_sentence_by_sentence() {
    let old = content();
    assert!(
        compare(&old, &old)
            .iter()
            .all(|c| matches!(c, Change::Same(_)))
    );
    let mut new = old.clone();
    let number = saying(&new, "EGFRを活性化する");
    let was = new.sentences()[number].text.clone();
    let said = text!("EGFRの活性型変異です。", "An activating EGFR variant.");
    let wish = wish(&new, number, said.clone());
    mend(&mut new, wish, "curator", at()).unwrap_or_else(|e| panic!("{e:?}"));
    let changed: Vec<_> = compare(&old, &new)
        .into_iter()
        .filter(|c| !matches!(c, Change::Same(_)))
        .collect();
    assert_eq!(changed, [Change::Other(was, said)]);
    new.summary.truncate(1);
    let gone = compare(&old, &new);
    assert!(gone.iter().any(|c| matches!(c, Change::Gone(_))));
    let back = compare(&new, &old);
    assert!(back.iter().any(|c| matches!(c, Change::New(_))));
}

#[test]
fn a_version_of_the_first_level_hides_the_others_and_says_so_in_every_case() {
    let mut input = cancer(Kind::Analysis);
    input.levels = Some(1);
    let staged = compose(&input);
    assert!(staged.findings.iter().all(|f| f.level == 1));
    assert!(!staged.findings.is_empty());
    let says = |c: &Content| {
        c.summary
            .iter()
            .any(|s| s.text.ja.contains("レベル1までの所見"))
    };
    assert!(says(&staged));
    // The same sentence stands where there is nothing above: it must not tell that there is something.
    input.findings.retain(|f| f.level == 1);
    let nothing_more = compose(&input);
    assert!(says(&nothing_more));
    assert_eq!(staged.summary, nothing_more.summary);
    input.levels = Some(3);
    assert!(!says(&compose(&input)));
}

#[test]
fn minutes_say_who_met_what_was_decided_and_what_follows() {
    let mut panel = open_with(crate::panel::all_present());
    panel.outcomes = crate::sample::outcomes();
    panel.next_review = Day::new(2026, 10, 1);
    let said = Said {
        names: [("m-path".to_owned(), "病理 花子".to_owned())].into(),
        findings: vec![egfr(), tp53(), brca2()],
        recommendation: Some(text!("承認薬を検討する", "consider an approved drug")),
        trials: vec![Trial {
            id: "jRCT2031240001".to_owned(),
            looked_up: Day::new(2026, 4, 2).unwrap_or_else(|| panic!("a day")),
            reasons: text!("がん種と変化が合う", "tumour and change fit"),
        }],
        comments: [("m-path".to_owned(), "<script>alert(1)</script>".to_owned())].into(),
    };
    let minutes = draft(&panel, &said);
    assert_eq!(
        minutes,
        draft(&panel, &said),
        "the same session gives the same words"
    );
    for part in [
        "病理 花子",
        "EGFR p.Leu858Arg",
        "確認検査の後に返却する",
        "承認薬を検討する",
        "jRCT2031240001",
        "2026年10月1日",
        "EP-WGS",
    ] {
        assert!(minutes.ja.contains(part), "{part}: {}", minutes.ja);
    }
    for part in [
        "return after confirmation",
        "counselling needed",
        "consider an approved drug",
        "1 Oct 2026",
    ] {
        assert!(minutes.en.contains(part), "{part}: {}", minutes.en);
    }
    let circulated = draft(&circulated(), &said);
    assert!(circulated.ja.contains("持ち回り協議") && circulated.ja.contains("結論なし"));
}

#[test]
fn proposals_follow_tier_and_class_and_are_sound() {
    let of = |f| prepare::propose(CaseKind::Cancer, &f);
    let strong = of(egfr());
    assert_eq!(
        (strong.give_back, strong.action),
        (Return::AfterConfirmation, Action::ApprovedDrug)
    );
    assert_eq!(of(tp53()).give_back, Return::No);
    let secondary = of(brca2());
    assert!(secondary.aim.secondary() && secondary.counselling_needed);
    assert_eq!(secondary.confirm_test, Some(ConfirmTest::Sanger));
    let kept = Outcome {
        give_back: Return::Now,
        confirm_test: None,
        ..strong
    };
    let agenda = ["f-tp53".to_owned(), "f-egfr".to_owned()];
    let filled = prepare::fill(
        CaseKind::Cancer,
        &agenda,
        &[egfr(), tp53()],
        std::slice::from_ref(&kept),
    );
    assert_eq!(filled[0].finding, "f-tp53");
    assert_eq!(
        filled[1], kept,
        "what somebody decided is not proposed over"
    );
    let advice = prepare::advise(&filled, &[egfr(), tp53()]);
    assert!(
        advice.ja.contains("EGFR") && advice.en.contains("EGFR") && !advice.ja.contains("TP53")
    );
}

#[test]
fn what_is_missing_is_named_in_both_languages() {
    let unread = ["f-egfr".to_owned()];
    let all = prepare::missing(CaseKind::Cancer, &[], &[egfr()], &unread);
    assert!(
        all.iter()
            .any(|t| t.ja.contains("病期") && t.en.contains("stage"))
    );
    assert!(
        all.iter()
            .any(|t| t.ja.contains("EGFR") && t.en.contains("no verdict"))
    );
    assert!(
        !all.iter().any(|t| t.ja.contains("表現型")),
        "not asked of a cancer"
    );
}

#[test]
fn people_sit_where_they_sat_last() {
    let seat = |role: &str| Member {
        account: account("m-1"),
        roles: vec![role.to_owned()],
        specialties: vec![],
        full_time: true,
        wgs_ground: None,
        attending: false,
    };
    let usual = prepare::usual(&[vec![seat("pathologist")], vec![seat("drug_therapy")]]);
    assert_eq!(usual["m-1"].roles, ["pathologist"]);
}
