//! Prints a page with the cord in its sizes, for looking at it: `cargo run -p web --example cord_gallery > cords.html`.

use maud::{DOCTYPE, PreEscaped, html};
use web::page::{Cord, Knot, KnotState, Loop, Meeting, Size, cord, sentence};
use words::{At, Day, Lang, Text, text};

fn main() {
    let css = include_str!("../assets/kumihimo.css");
    let page = html! {
        (DOCTYPE)
        html {
            head { meta charset="utf-8"; style { (PreEscaped(css)) ".zoom svg { width: 720px; height: 96px }" } }
            body {
                main {
                    @for (name, sample) in [("cancer", cancer()), ("rare", rare()), ("withdrawn", withdrawn()), ("ended", ended()), ("begun", begun())] {
                        h2 { (name) }
                        @for lang in [Lang::Ja, Lang::En] {
                            div class="cord" { (cord(&sample, Size::Strip, lang)) p class="cord-said" { (sentence(&sample, lang)) } }
                        }
                        div class="cord" { (cord(&sample, Size::Full, Lang::Ja)) }
                        p { (cord(&sample, Size::Thread, Lang::Ja)) " thread" }
                        div class="zoom" { (cord(&sample, Size::Thread, Lang::Ja)) }
                    }
                }
            }
        }
    };
    println!("{}", page.into_string());
}

fn day(month: i8, day: i8) -> Option<At> {
    Day::new(2026, month, day).map(|d| d.starts().plus_seconds(36_000))
}

fn knot(label: Text, state: KnotState, at: Option<At>) -> Knot {
    Knot {
        label,
        state,
        at,
        anchor: "#evidence".to_owned(),
    }
}

fn cancer() -> Cord {
    use KnotState::{Done, Now, Solved, Waiting};
    Cord {
        strands: [
            vec![
                knot(text!("同意", "Consent given"), Done, day(4, 3)),
                knot(text!("選択の変更", "Choices changed"), Done, day(5, 9)),
                knot(text!("経過", "Follow-up"), Waiting, None),
            ],
            vec![
                knot(text!("登録", "Registered"), Done, day(4, 2)),
                knot(text!("臨床情報", "Clinical data"), Done, day(4, 10)),
                knot(text!("パネル", "Panel"), Now, day(5, 28)),
                knot(text!("説明", "Explained"), Waiting, None),
                knot(text!("経過", "Follow-up"), Waiting, None),
            ],
            vec![
                knot(text!("採取", "Collected"), Done, day(4, 8)),
                knot(text!("受領", "Received"), Done, day(4, 10)),
                knot(text!("追加採取", "Recollected"), Done, day(5, 2)),
            ],
            vec![
                knot(text!("発注", "Ordered"), Done, day(4, 11)),
                knot(text!("受入", "Data accepted"), Done, day(4, 24)),
                knot(text!("深度不足", "Too shallow"), Solved, day(4, 26)),
                knot(text!("再解析", "Analysed again"), Done, day(5, 12)),
                knot(text!("解析レポート", "Analysis report"), Done, day(5, 20)),
                knot(text!("パネル後報告書", "Panel report"), Waiting, None),
            ],
        ],
        meetings: vec![
            Meeting {
                knots: vec![(1, 1), (2, 1)],
            },
            Meeting {
                knots: vec![(1, 3), (3, 5)],
            },
            Meeting {
                knots: vec![(0, 2), (1, 4)],
            },
        ],
        loops: vec![Loop {
            lane: 2,
            from: 2,
            back_to: 0,
            label: text!("追加採取", "recollection"),
        }],
        ..Cord::default()
    }
}

fn rare() -> Cord {
    use KnotState::{Done, Hold, Now, Problem, Waiting};
    Cord {
        strands: [
            vec![
                knot(text!("同意", "Consent given"), Done, day(4, 3)),
                knot(text!("アセント", "Assent"), Done, day(4, 3)),
            ],
            vec![
                knot(text!("登録", "Registered"), Done, day(4, 3)),
                knot(text!("HPO入力", "HPO terms"), Hold, day(4, 9)),
                knot(text!("パネル", "Panel"), Waiting, None),
            ],
            vec![
                knot(text!("採取", "Collected"), Done, day(4, 4)),
                knot(text!("受領", "Received"), Done, day(4, 6)),
            ],
            vec![
                knot(text!("発注", "Ordered"), Done, day(4, 7)),
                knot(
                    text!("検体取り違えの疑い", "Possible swap"),
                    Problem,
                    day(4, 20),
                ),
                knot(text!("解析", "Analysis"), Now, day(4, 21)),
                knot(text!("報告", "Report"), Waiting, None),
            ],
        ],
        meetings: vec![Meeting {
            knots: vec![(1, 2), (3, 3)],
        }],
        ..Cord::default()
    }
}

fn withdrawn() -> Cord {
    use KnotState::{Done, Stopped, Waiting};
    Cord {
        strands: [
            vec![
                knot(text!("同意", "Consent given"), Done, day(4, 3)),
                knot(text!("撤回証", "Certificate"), Done, day(4, 21)),
            ],
            vec![
                knot(text!("登録", "Registered"), Done, day(4, 3)),
                knot(text!("臨床情報", "Clinical data"), Done, day(4, 10)),
                knot(text!("パネル", "Panel"), Waiting, None),
            ],
            vec![
                knot(text!("採取", "Collected"), Done, day(4, 8)),
                knot(text!("受領", "Received"), Done, day(4, 10)),
                knot(text!("廃棄", "Destroyed"), Stopped, day(4, 30)),
            ],
            vec![
                knot(text!("発注", "Ordered"), Done, day(4, 11)),
                knot(text!("解析", "Analysis"), Waiting, None),
            ],
        ],
        cut: day(4, 20),
        ..Cord::default()
    }
}

fn ended() -> Cord {
    Cord {
        ended: day(6, 1),
        ..cancer()
    }
}

fn begun() -> Cord {
    use KnotState::{Now, Waiting};
    Cord {
        strands: [
            vec![knot(text!("同意", "Consent"), Now, None)],
            vec![knot(
                text!("登録", "Registered"),
                KnotState::Done,
                day(4, 3),
            )],
            vec![knot(text!("採取", "Collection"), Waiting, None)],
            vec![knot(text!("発注", "Order"), Waiting, None)],
        ],
        ..Cord::default()
    }
}
