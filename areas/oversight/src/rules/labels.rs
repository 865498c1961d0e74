//! What every event is called, for people. Pure; an event that is not in the table keeps its own name.

mod doors;

use words::{Text, text};

/// Kind, type, name.
static LABELS: &[(&str, &str, Text)] = &[
    ("case", "registered", text!("症例登録", "Case registered")),
    (
        "case",
        "exception_asked",
        text!("例外の申請", "Exception asked for"),
    ),
    (
        "case",
        "exception_approved",
        text!("例外の承認", "Exception approved"),
    ),
    ("case", "activated", text!("症例開始", "Case active")),
    (
        "case",
        "member_removed",
        text!("参加者の除外", "Participant removed"),
    ),
    (
        "case",
        "withdrawn",
        text!("症例の中止（撤回）", "Case ended by withdrawal"),
    ),
    (
        "case",
        "member_restored",
        text!("参加者の復帰", "Participant back"),
    ),
    (
        "case",
        "restored",
        text!(
            "症例の再開（撤回の取消）",
            "Case goes on: withdrawal taken back"
        ),
    ),
    ("case", "died", text!("ご逝去", "Death recorded")),
    (
        "case",
        "member_died",
        text!("ご家族のご逝去", "Death of a parent recorded"),
    ),
    (
        "case",
        "death_corrected",
        text!("ご逝去の記録の取消", "Record of a death taken back"),
    ),
    (
        "person",
        "entered",
        text!("参加者の登録", "Participant entered"),
    ),
    ("person", "linked", text!("続柄の登録", "Relation recorded")),
    ("person", "died", text!("ご逝去", "Death recorded")),
    (
        "person",
        "death_recorded",
        text!("ご逝去の記録", "Death recorded"),
    ),
    (
        "person",
        "death_corrected",
        text!("ご逝去の記録の取消", "Record of a death taken back"),
    ),
    (
        "consent",
        "submitted",
        text!("同意書の提出", "Consent form submitted"),
    ),
    (
        "consent",
        "explained",
        text!("同意の説明", "Consent explained"),
    ),
    (
        "consent",
        "identity_verified",
        text!("本人確認", "Identity verified"),
    ),
    (
        "consent",
        "activated",
        text!("同意の発効", "Consent in force"),
    ),
    ("consent", "declined", text!("不同意", "Consent declined")),
    (
        "consent",
        "choices_changed",
        text!("選択の変更", "Choices changed"),
    ),
    (
        "consent",
        "partly_withdrawn",
        text!("同意の一部撤回", "Consent partly withdrawn"),
    ),
    (
        "consent",
        "withdrawn",
        text!("同意の撤回", "Consent withdrawn"),
    ),
    (
        "withdrawal",
        "opened",
        text!("撤回手続の開始", "Withdrawal opened"),
    ),
    (
        "withdrawal",
        "reported",
        text!("撤回の実施報告", "Withdrawal carried out"),
    ),
    (
        "withdrawal",
        "certified",
        text!("廃棄証明の発行", "Destruction certified"),
    ),
    (
        "sheet",
        "saved",
        text!("臨床情報の保存", "Clinical data saved"),
    ),
    ("tube", "planned", text!("検体番号の発行", "Tube numbered")),
    ("tube", "collected", text!("採取", "Collected")),
    ("tube", "labelled", text!("ラベル照合", "Label checked")),
    ("tube", "scanned_out", text!("発送", "Sent out")),
    ("tube", "scanned_in", text!("受領", "Received")),
    ("tube", "accepted", text!("検体の受入", "Tube accepted")),
    (
        "tube",
        "found_nonconforming",
        text!("不適合", "Nonconforming"),
    ),
    ("tube", "locked", text!("使用停止", "Locked")),
    ("tube", "unlocked", text!("使用停止の解除", "Unlocked")),
    (
        "consent",
        "cooling_off_shortened",
        text!("猶予期間の短縮", "Cooling-off period shortened"),
    ),
    (
        "consent",
        "withdrawal_taken_back",
        text!("撤回の取消", "Withdrawal taken back"),
    ),
    (
        "withdrawal",
        "shortened",
        text!("猶予期間の短縮", "Cooling-off period shortened"),
    ),
    (
        "withdrawal",
        "taken_back",
        text!("撤回の取消", "Withdrawal taken back"),
    ),
    (
        "run",
        "superseded",
        text!(
            "参加者の変更による解析の差し替え",
            "Run replaced: the participants changed"
        ),
    ),
    (
        "disclosure",
        "resumed",
        text!("結果説明の再開", "Disclosure goes on"),
    ),
    (
        "tube",
        "destruction_ordered",
        text!("廃棄の指示", "Destruction ordered"),
    ),
    ("tube", "destroyed", text!("廃棄", "Destroyed")),
    ("order", "drafted", text!("依頼の作成", "Order drafted")),
    ("order", "released", text!("依頼の発行", "Order released")),
    (
        "order",
        "data_accepted",
        text!("検体のデータ受入", "Data of a specimen accepted"),
    ),
    (
        "order",
        "progressed",
        text!("検体の進行", "Specimen went on"),
    ),
    ("order", "completed", text!("依頼の完了", "Order complete")),
    ("order", "stopped", text!("依頼の打切り", "Order given up")),
    ("order", "closed", text!("依頼の終了", "Order closed")),
    ("order", "cancelled", text!("依頼の取消", "Order cancelled")),
    (
        "delivery",
        "announced",
        text!("納品の予告", "Delivery announced"),
    ),
    (
        "delivery",
        "file_arrived",
        text!("ファイルの到着", "File arrived"),
    ),
    (
        "delivery",
        "intake_asked",
        text!("受入検査の開始", "Intake check started"),
    ),
    (
        "delivery",
        "accepted",
        text!("納品の受入", "Delivery accepted"),
    ),
    (
        "delivery",
        "quarantined",
        text!("納品の隔離", "Delivery quarantined"),
    ),
    (
        "delivery",
        "decided",
        text!("隔離データの扱いの決定", "Decision on quarantine"),
    ),
    (
        "delivery",
        "merged",
        text!("追加分との合併", "Merged with a top-up"),
    ),
    (
        "delivery",
        "refused",
        text!("納品の拒否", "Delivery refused"),
    ),
    ("run", "planned", text!("解析の予約", "Analysis planned")),
    ("run", "started", text!("解析の開始", "Analysis started")),
    ("run", "analysed", text!("解析の終了", "Analysis finished")),
    ("run", "failed", text!("解析の失敗", "Analysis failed")),
    (
        "run",
        "accepted",
        text!("解析結果の採用", "Analysis accepted"),
    ),
    (
        "run",
        "rejected",
        text!("解析結果の不採用", "Analysis rejected"),
    ),
    (
        "run",
        "cancelled",
        text!("解析の取消", "Analysis cancelled"),
    ),
    (
        "run",
        "withdrawn",
        text!("解析の停止（撤回）", "Analysis ended by withdrawal"),
    ),
    (
        "run",
        "forgotten",
        text!("解析データの消去", "Analysis data erased"),
    ),
    (
        "interpretation",
        "requested",
        text!("意味づけの開始", "Annotation started"),
    ),
    (
        "interpretation",
        "ready",
        text!("意味づけの終了", "Annotation finished"),
    ),
    (
        "interpretation",
        "failed",
        text!("意味づけの失敗", "Annotation failed"),
    ),
    (
        "interpretation",
        "retried",
        text!("意味づけのやり直し", "Annotation tried again"),
    ),
    (
        "interpretation",
        "judged",
        text!("所見の判定", "Finding judged"),
    ),
    (
        "interpretation",
        "reads_kept",
        text!(
            "所見のまわりのリードの保存",
            "Reads around the findings kept"
        ),
    ),
    (
        "judgement",
        "first_read",
        text!("所見の一次判定", "Finding read first"),
    ),
    (
        "judgement",
        "second_read",
        text!("所見の二次判定", "Finding read second"),
    ),
    (
        "judgement",
        "proposed",
        text!("判定の結論の提案", "Conclusion on a finding proposed"),
    ),
    (
        "judgement",
        "remarked",
        text!("判定への意見", "Remark on a finding"),
    ),
    (
        "judgement",
        "settled",
        text!("判定の結論", "Conclusion on a finding"),
    ),
    (
        "judgement",
        "reopened",
        text!("判定のやり直し", "Verdict opened again"),
    ),
    (
        "judgement",
        "withdrawn",
        text!("判定の停止（撤回）", "Verdict ended by withdrawal"),
    ),
    (
        "interpretation",
        "withdrawn",
        text!("意味づけの停止（撤回）", "Annotation ended by withdrawal"),
    ),
    (
        "report",
        "drafted",
        text!("レポートの起案", "Report drafted"),
    ),
    (
        "report",
        "rendered",
        text!("レポートの印刷", "Report printed"),
    ),
    ("report", "signed", text!("レポートの署名", "Report signed")),
    (
        "report",
        "dropped",
        text!("レポートの破棄", "Report dropped"),
    ),
    (
        "report",
        "edited",
        text!("レポートの文の手直し", "Sentence of a report edited"),
    ),
    (
        "report",
        "amended",
        text!(
            "新しい版への差し替え",
            "A version took the place of another"
        ),
    ),
    (
        "report",
        "shared",
        text!(
            "レポートのカウンセラーとの共有",
            "Report shared with the counsellor"
        ),
    ),
    ("panel", "planned", text!("パネルの予定", "Panel planned")),
    (
        "panel",
        "declared",
        text!("利益相反の申告", "Interest declared"),
    ),
    (
        "panel",
        "called_live",
        text!("会議への切り替え", "Panel made a live meeting"),
    ),
    ("panel", "opened", text!("パネルの開会", "Panel opened")),
    ("panel", "voted", text!("パネルの投票", "Panel vote")),
    (
        "panel",
        "moved_live",
        text!("会議の開催へ変更", "Panel moved to a live meeting"),
    ),
    (
        "panel",
        "decided",
        text!("所見ごとの結論", "Outcome per finding"),
    ),
    ("panel", "closed", text!("パネルの閉会", "Panel closed")),
    (
        "disclosure",
        "confirm_ordered",
        text!("確認検査の依頼", "Confirmatory test ordered"),
    ),
    (
        "disclosure",
        "confirmed",
        text!("確認検査で確認", "Confirmed"),
    ),
    (
        "disclosure",
        "not_confirmed",
        text!("確認検査で確認されず", "Not confirmed"),
    ),
    (
        "disclosure",
        "counselling_requested",
        text!("遺伝カウンセリングの希望", "Counselling asked for"),
    ),
    (
        "disclosure",
        "counselling_done",
        text!("遺伝カウンセリングの実施", "Counselling held"),
    ),
    (
        "disclosure",
        "counselling_declined",
        text!("遺伝カウンセリングの辞退", "Counselling declined"),
    ),
    (
        "disclosure",
        "explained",
        text!("結果の説明", "Result explained"),
    ),
    (
        "disclosure",
        "lay_opened",
        text!("患者さん用説明書の閲覧", "Patient's report opened"),
    ),
    (
        "disclosure",
        "follow_up_due",
        text!("経過確認の予定", "Follow-up due"),
    ),
    (
        "disclosure",
        "followed_up",
        text!("経過の確認", "Followed up"),
    ),
    (
        "disclosure",
        "stopped",
        text!("開示の停止", "Disclosure stopped"),
    ),
    (
        "disclosure",
        "counselling_scheduled",
        text!("遺伝カウンセリングの日時", "Counselling time set"),
    ),
    (
        "disclosure",
        "counselling_summarised",
        text!("遺伝カウンセリングの要約", "Counselling summed up"),
    ),
    (
        "disclosure",
        "letter_written",
        text!("家族への手紙", "Family letter written"),
    ),
    (
        "thread",
        "note_written",
        text!("スタッフのメモ", "Note of staff"),
    ),
    (
        "thread",
        "question_asked",
        text!("患者さんの質問", "Question of the patient"),
    ),
    (
        "thread",
        "question_answered",
        text!("質問への回答", "Question answered"),
    ),
    (
        "receipt",
        "receipt_issued",
        text!("控えの交付", "Receipt handed out"),
    ),
    (
        "disclosure",
        "care_wanted",
        text!("診療上の希望", "Wish about care"),
    ),
];

/// The name of an event.
#[must_use]
pub fn label(kind: &str, event: &str) -> Text {
    let mut all = LABELS.iter().chain(doors::DOORS);
    let known = all.find(|(k, e, _)| *k == kind && *e == event);
    known.map_or_else(
        || text!(("{kind}.{event}"), ("{kind}.{event}")),
        |(_, _, text)| text.clone(),
    )
}
