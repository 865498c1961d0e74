//! The steps of a case, in order. The list is the programme's own (progress of a case, central view).

use words::text;

use crate::words::{Step, Strand};

/// This file, for the mark of the rules.
pub(crate) const SOURCE: &str = include_str!("steps.rs");

/// All steps.
pub static STEPS: [Step; 21] = [
    Step {
        state: "registered",
        strand: Strand::Clinic,
        label: text!("登録", "Registered"),
        patient: Some(text!("この事業への登録が済みました", "You were registered")),
        always: true,
    },
    Step {
        state: "consented",
        strand: Strand::Consent,
        label: text!("同意", "Consented"),
        patient: Some(text!("同意をいただきました", "You gave your consent")),
        always: true,
    },
    Step {
        state: "specimen_collected",
        strand: Strand::Specimen,
        label: text!("採取", "Collected"),
        patient: Some(text!("検体を採取しました", "Your samples were taken")),
        always: true,
    },
    Step {
        state: "specimen_received",
        strand: Strand::Specimen,
        label: text!("受領", "Received"),
        patient: Some(text!(
            "検体が検査会社に届きました",
            "Your samples arrived at the laboratory"
        )),
        always: true,
    },
    Step {
        state: "ordered",
        strand: Strand::Specimen,
        label: text!("依頼", "Ordered"),
        patient: None,
        always: true,
    },
    Step {
        state: "sequencing",
        strand: Strand::Genome,
        label: text!("シークエンス", "Sequencing"),
        patient: Some(text!("ゲノムを読んでいます", "Your genome is being read")),
        always: true,
    },
    Step {
        state: "data_accepted",
        strand: Strand::Genome,
        label: text!("データ受入", "Data in"),
        patient: None,
        always: true,
    },
    Step {
        state: "primary_analysis",
        strand: Strand::Genome,
        label: text!("解析", "Analysed"),
        patient: Some(text!("解析しています", "It is being analysed")),
        always: true,
    },
    Step {
        state: "analysis_qc",
        strand: Strand::Genome,
        label: text!("品質確認", "QC"),
        patient: None,
        always: true,
    },
    Step {
        state: "annotated",
        strand: Strand::Genome,
        label: text!("意味づけ", "Annotated"),
        patient: None,
        always: true,
    },
    Step {
        state: "report_draft",
        strand: Strand::Genome,
        label: text!("レポート草案", "Draft"),
        patient: None,
        always: true,
    },
    Step {
        state: "report_signed",
        strand: Strand::Genome,
        label: text!("解析レポート署名", "Report"),
        patient: None,
        always: true,
    },
    Step {
        state: "panel_scheduled",
        strand: Strand::Clinic,
        label: text!("パネル予定", "Panel set"),
        patient: Some(text!(
            "専門家の会議で検討します",
            "Experts will discuss the result"
        )),
        always: true,
    },
    Step {
        state: "panel_done",
        strand: Strand::Clinic,
        label: text!("パネル終了", "Panel held"),
        patient: None,
        always: true,
    },
    Step {
        state: "panel_report_signed",
        strand: Strand::Clinic,
        label: text!("パネル後報告", "Panel report"),
        patient: None,
        always: true,
    },
    Step {
        state: "confirm_ordered",
        strand: Strand::Clinic,
        label: text!("確認検査依頼", "Test ordered"),
        patient: None,
        always: false,
    },
    Step {
        state: "confirmed",
        strand: Strand::Clinic,
        label: text!("確認検査済", "Confirmed"),
        patient: None,
        always: false,
    },
    Step {
        state: "not_confirmed",
        strand: Strand::Clinic,
        label: text!("確認されず", "Not confirmed"),
        patient: None,
        always: false,
    },
    Step {
        state: "explained_to_patient",
        strand: Strand::Clinic,
        label: text!("説明", "Explained"),
        patient: Some(text!(
            "結果の説明を受けました",
            "The result was explained to you"
        )),
        always: true,
    },
    Step {
        state: "cohort_assigned",
        strand: Strand::Clinic,
        label: text!("コホート", "Cohort assigned"),
        patient: None,
        always: false,
    },
    Step {
        state: "follow_up",
        strand: Strand::Clinic,
        label: text!("経過観察", "Course"),
        patient: Some(text!(
            "その後の経過をうかがいます",
            "We ask how you are doing"
        )),
        always: true,
    },
];

/// The step of a state word.
#[must_use]
pub fn step(state: &str) -> Option<&'static Step> {
    STEPS.iter().find(|step| step.state == state)
}
