//! What was found: each change in plain words, the gene's purpose right after its name, no shares and no tiers.

use words::{Text, text};

use super::Part;
use super::tell::{finding_sources, panel_source, told};
use crate::rules::genes;
use crate::words::CaseKind;
use crate::words::content::{Block, FindingBlock, Sentence, SourceRef, Table};
use crate::words::input::{FindingLine, Origin, ReportInput};
use crate::words::panel::{Action, Outcome, Return};

pub const PART: Part = Part {
    id: "lay.found",
    title: Text::new("何が見つかりましたか", "What was found?"),
    write,
};

fn write(input: &ReportInput) -> Vec<Block> {
    let all = told(input).into_iter().enumerate();
    all.map(|(i, (f, o))| Block::Finding(Box::new(block(input, f, o, i + 1))))
        .collect()
}

/// The panel and the run: what every plain sentence rests on.
pub fn grounds(input: &ReportInput) -> Vec<SourceRef> {
    let mut sources: Vec<_> = input.panel.iter().map(panel_source).collect();
    sources.push(input.run.source());
    sources
}

fn block(input: &ReportInput, f: &FindingLine, o: &Outcome, number: usize) -> FindingBlock {
    let gene = &f.gene;
    let panel = grounds(input);
    let mut sentences = vec![
        Sentence::new(
            genes::purpose(gene),
            vec![SourceRef::rule(format!("catalog.genes.{gene}"))],
        ),
        Sentence::new(seen(input, f, o), finding_sources(input, f)),
        Sentence::new(meaning(o), panel.clone()),
    ];
    if o.give_back == Return::AfterConfirmation && input.confirmations.get(&f.id) == Some(&true) {
        let text = text!(
            "別の検査でも、この変化が確かめられました。",
            "A second test has confirmed this change."
        );
        sentences.push(Sentence::new(
            text,
            vec![SourceRef::rule("disclosure.gate.g1")],
        ));
    }
    FindingBlock {
        id: f.id.clone(),
        key: format!("F{number}"),
        title: text!(("{gene} 遺伝子の変化"), ("A change in the gene {gene}")),
        badges: vec![],
        sentences,
        facts: vec![],
        evidence: Table {
            head: vec![],
            widths: vec![],
            rows: vec![],
        },
    }
}

fn seen(input: &ReportInput, f: &FindingLine, o: &Outcome) -> Text {
    match (f.origin, input.case_kind) {
        _ if o.aim.secondary() => text!(
            "今回の病気とは別に、生まれつきの変化が見つかりました。知りたいとのご希望があったため、お伝えします。",
            "Apart from this illness, a change you were born with was found. We tell you because you wished to know."
        ),
        (Origin::Somatic, _) => text!(
            "この遺伝子に、がんの細胞だけにある変化が見つかりました。ご家族に伝わる変化ではありません。",
            "This gene has a change that only the tumour cells carry. It is not passed on in the family."
        ),
        (Origin::Germline, CaseKind::Rare) => rare(f),
        (Origin::Germline, CaseKind::Cancer) => text!(
            "この遺伝子に、生まれつきの変化が見つかりました。",
            "A change you were born with was found in this gene."
        ),
        (Origin::Unknown, _) => text!(
            "この遺伝子に変化が見つかりました。がんだけの変化か、生まれつきの変化かは、まだわかっていません。",
            "A change was found in this gene. Whether you were born with it is not yet known."
        ),
    }
}

fn rare(f: &FindingLine) -> Text {
    match f.inheritance.as_deref() {
        Some("de_novo") => text!(
            "この遺伝子に変化が見つかりました。ご両親にはなく、ご本人に新しく起きた変化です。だれのせいでもありません。",
            "A change was found in this gene. Neither parent has it: it is new, and it is nobody's fault."
        ),
        Some("compound_het" | "compound_heterozygous" | "comp_het" | "homozygous") => text!(
            "この遺伝子に、ご両親から一つずつ受けついだ変化が見つかりました。だれもが変化をいくつか持っています。だれのせいでもありません。",
            "Changes in this gene came one from each parent. Everybody carries some changes; it is nobody's fault."
        ),
        _ => text!(
            "この遺伝子に、生まれつきの変化が見つかりました。",
            "A change you were born with was found in this gene."
        ),
    }
}

fn meaning(o: &Outcome) -> Text {
    match o.action {
        Action::ApprovedDrug => text!(
            "この変化に合わせて使うことが国内で認められている薬があります。使えるかどうかは、体の状態などを合わせて医師が考えます。",
            "There is an approved medicine for tumours with this change. Whether it suits you is for you and your doctor to decide."
        ),
        Action::Trial => text!(
            "この変化に関係する治験（新しい治療を確かめる研究）について、医師にたずねることができます。参加できるとは限りません。",
            "You can ask your doctor about trials (studies of new treatments) for this change. Taking part is not always possible."
        ),
        Action::OffLabel => text!(
            "ほかの病気に使われている薬が合う可能性があります。使うには特別な手続きが必要です。",
            "A medicine used for another illness might help; using it needs a special procedure."
        ),
        Action::Surveillance => text!(
            "定期的な検査で、早く気づき、早く手当てをすることができます。",
            "With regular check-ups, problems can be noticed and treated early."
        ),
        Action::None => text!(
            "今のところ、この変化に合わせた治療はありません。これからの研究で変わることがあります。",
            "At present there is no treatment for this change. Research may change that."
        ),
    }
}
