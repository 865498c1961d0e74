//! What happens after the panel.

use words::{Lang, Text, text};

use super::Part;
use super::tell::{judged, panel_source};
use crate::words::content::{Block, Sentence, SourceRef};
use crate::words::input::ReportInput;
use crate::words::panel::Return;

pub const PART: Part = Part {
    id: "panel.next",
    title: Text::new("今後の手順", "What happens next"),
    write,
};

fn write(input: &ReportInput) -> Vec<Block> {
    let Some(panel) = &input.panel else {
        return vec![];
    };
    let say = |text: Text, rule: &str| {
        Sentence::new(text, vec![panel_source(panel), SourceRef::rule(rule)])
    };
    let judged = judged(input);
    let mut items = Vec::new();
    if judged
        .iter()
        .any(|(_, o)| o.give_back == Return::AfterConfirmation)
    {
        let text = text!(
            "確認検査を依頼し、結果を記録します。",
            "Order the confirmatory test and record its result."
        );
        items.push(say(text, "disclosure.gate.g1"));
    }
    if judged.iter().any(|(_, o)| o.counselling_needed) {
        let text = text!(
            "説明の前に遺伝カウンセリングを案内します。",
            "Offer genetic counselling before the explanation."
        );
        items.push(say(text, "disclosure.counselling"));
    }
    for trial in &panel.trials {
        let (id, why) = (&trial.id, &trial.reasons);
        let (ja, en) = (
            trial.looked_up.show(Lang::Ja),
            trial.looked_up.show(Lang::En),
        );
        let text = text!(
            ("治験 {id}（{ja}に検索）：{}", why.ja),
            ("Trial {id} (looked up on {en}): {}", why.en)
        );
        items.push(say(text, "panel.trials"));
    }
    if let Some(day) = panel.next_review {
        let (ja, en) = (day.show(Lang::Ja), day.show(Lang::En));
        let text = text!(
            ("{ja}に結果を見直します。"),
            ("The results are looked at again on {en}.")
        );
        items.push(say(text, "panel.next_review"));
    }
    items.push(say(
        text!(
            "担当医が対面で説明した後に、患者さん向けの説明書を開示します。知らないでいる権利の選択を確かめてから説明します。",
            "A person explains first; only then the patient's report is opened. Check what the person chose not to know."
        ),
        "disclosure.explanation",
    ));
    items.push(say(
        text!(
            "説明の6か月後に、その後の経過を確認します。",
            "Follow up six months after the explanation."
        ),
        "disclosure.follow_up",
    ));
    vec![Block::Bullets { items }]
}
