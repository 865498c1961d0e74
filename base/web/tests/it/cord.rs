//! The cord: its sentence, its shapes, its order.

use web::page::{Cord, Knot, KnotState, Meeting, Size, cord, sentence};
use words::{At, Lang, Text, text};

fn knot(label: Text, state: KnotState, day: Option<i64>) -> Knot {
    let at = day.map(|d| At::from_micros(1_775_174_400_000_000).plus_days(d));
    Knot {
        label,
        state,
        at,
        anchor: String::new(),
    }
}

fn sample() -> Cord {
    use KnotState::{Done, Now, Problem, Waiting};
    Cord {
        strands: [
            vec![knot(text!("同意", "Consent given"), Done, Some(0))],
            vec![
                knot(text!("登録", "Registered"), Done, Some(0)),
                knot(text!("説明", "Explained"), Waiting, None),
            ],
            vec![
                knot(text!("受領", "Received"), Done, Some(3)),
                knot(text!("品質<不足>", "Too <thin>"), Problem, Some(4)),
            ],
            vec![
                knot(text!("解析", "Analysis"), Now, Some(6)),
                knot(text!("報告", "Report"), Waiting, None),
            ],
        ],
        meetings: vec![Meeting {
            knots: vec![(1, 1), (3, 1)],
        }],
        ..Cord::default()
    }
}

#[test]
fn one_sentence_says_it_all() {
    assert_eq!(
        sentence(&sample(), Lang::En),
        "Consent: Consent given (3 Apr done); Clinic: Registered (3 Apr done); Specimen: Received (6 Apr done), Too <thin> (7 Apr needs action); Genome: Analysis (9 Apr now)."
    );
    assert!(
        sentence(&sample(), Lang::Ja).starts_with("同意：同意（4/3 済）。臨床：登録（4/3 済）。")
    );
    assert!(sentence(&Cord::default(), Lang::Ja).contains("まだ記録はありません"));
}

#[test]
fn every_size_draws_without_style_or_script_and_escapes_labels() {
    for size in [Size::Thread, Size::Strip, Size::Full] {
        for lang in [Lang::Ja, Lang::En] {
            let svg = cord(&sample(), size, lang).into_string();
            assert!(svg.starts_with("<svg") && svg.ends_with("</svg>"));
            assert!(
                !svg.contains("style=")
                    && !svg.contains("<script")
                    && !svg.contains("<thin>")
                    && !svg.contains("NaN")
            );
            assert!(svg.contains("#c0101f"), "the problem is vermilion");
        }
    }
}

#[test]
fn steps_that_meet_stand_above_one_another_and_time_never_runs_back() {
    let svg = cord(&sample(), Size::Strip, Lang::Ja).into_string();
    let rects = svg.matches("fill=\"#e9e4d6\"").count();
    assert_eq!(rects, 1);
    let centres: Vec<f64> = svg
        .split("<circle cx=\"")
        .skip(1)
        .filter_map(|s| s.split('"').next()?.parse().ok())
        .collect();
    assert!(
        centres.iter().all(|x| (44.0..1200.0).contains(x)),
        "{centres:?}"
    );
}

#[test]
fn a_withdrawal_is_told_and_drawn_and_a_death_is_not_a_cut() {
    let cut = Cord {
        cut: Some(At::from_micros(1_775_174_400_000_000).plus_days(5)),
        ..sample()
    };
    assert!(
        cord(&cut, Size::Strip, Lang::Ja)
            .into_string()
            .contains("撤回 4/8")
    );
    let told = sentence(&cut, Lang::En);
    assert!(told.contains("onsent was withdrawn on 8 Apr"), "{told}");
    let ended = Cord {
        ended: cut.cut,
        ..sample()
    };
    let svg = cord(&ended, Size::Full, Lang::En).into_string();
    assert!(!svg.contains("withdrawn") && svg.contains("class=\"end\""));
    let told = sentence(&ended, Lang::En);
    assert!(told.contains("died (recorded on 8 Apr)"), "{told}");
}

#[test]
fn what_was_given_up_before_it_began_is_not_walked() {
    use KnotState::Stopped;
    let at = At::from_micros(1_775_174_400_000_000);
    let mut ended = sample();
    ended.ended = Some(at.plus_days(9));
    let bare = cord(&ended, Size::Strip, Lang::Ja).into_string();
    for strand in &mut ended.strands {
        strand.push(knot(text!("中止した手順", "Given up"), Stopped, None));
    }
    let drawn = cord(&ended, Size::Strip, Lang::Ja).into_string();
    assert_eq!(drawn, bare, "nothing is to come after a death");
}

#[test]
fn contradicting_meetings_still_draw() {
    let mut crossed = sample();
    crossed.meetings = vec![
        Meeting {
            knots: vec![(1, 0), (3, 1)],
        },
        Meeting {
            knots: vec![(1, 1), (3, 0)],
        },
    ];
    assert!(
        cord(&crossed, Size::Strip, Lang::Ja)
            .into_string()
            .ends_with("</svg>")
    );
}
