//! The steps of a case, and where it may end.

use rand::Rng;

use crate::chance::Chance;

/// A step that somebody does; what follows by itself is not one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Step {
    /// Registered.
    Register,
    /// Everybody consents; the clinical sheets are begun.
    Consent,
    /// The rest of the sheets.
    Sheets,
    /// Tubes are numbered and filled.
    Collect,
    /// Sent, scanned in, found fit.
    Receive,
    /// A tube that cannot be used arrives.
    Nonconforming,
    /// The order goes to the vendor.
    Order,
    /// The first specimen's reads come.
    DeliverFirst,
    /// A delivery is short of a limit.
    DeliverShort,
    /// The reads of the others come.
    DeliverRest,
    /// The reads come, and the pipeline fails.
    DeliverBroken,
    /// The reads come, and the run waits for a worker.
    DeliverQueued,
    /// An analyst accepts the run.
    Accept,
    /// An analyst refuses the run.
    Refuse,
    /// A first curator reads some findings.
    Read,
    /// All findings have a verdict.
    Judge,
    /// The analysis report is signed.
    SignAnalysis,
    /// The panel is planned.
    PlanPanel,
    /// The panel is held.
    HoldPanel,
    /// The panel report is signed.
    SignPanel,
    /// Confirmatory tests are ordered.
    OrderTests,
    /// They are answered.
    AnswerTests,
    /// Counselled; the patient's report is signed.
    SignLay,
    /// Explained, opened by the patient.
    Explain,
    /// A question of the patient, and its answer.
    Talk,
    /// Followed up.
    FollowUp,
    /// A choice of the consent is changed.
    Change,
    /// Somebody outside the treating team opens the identity.
    Open,
    /// Consent is withdrawn.
    Withdraw,
    /// The patient died.
    Die,
}

impl Step {
    /// Days after the step before, least and most.
    #[must_use]
    pub fn after(self) -> (i64, i64) {
        match self {
            Self::Register => (1, 1),
            Self::Consent | Self::Collect | Self::PlanPanel => (1, 9),
            Self::Sheets | Self::SignPanel | Self::Talk | Self::Change | Self::Open => (1, 5),
            Self::Receive | Self::Nonconforming => (2, 4),
            Self::Order | Self::Accept | Self::Refuse | Self::Read => (1, 4),
            Self::DeliverFirst | Self::DeliverShort => (12, 26),
            Self::DeliverRest | Self::DeliverBroken | Self::DeliverQueued => (1, 3),
            Self::Judge | Self::SignAnalysis => (2, 7),
            Self::HoldPanel => (5, 16),
            Self::OrderTests => (1, 6),
            Self::AnswerTests => (9, 20),
            Self::SignLay => (2, 14),
            Self::Explain => (1, 4),
            Self::FollowUp => (60, 190),
            Self::Withdraw | Self::Die => (1, 40),
        }
    }
}

/// Where a case stands at the end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum End {
    /// Registered, nobody consented yet.
    Registered,
    /// Consented.
    Consented,
    /// Tubes filled.
    Collected,
    /// Tubes at the laboratory.
    Received,
    /// A tube could not be used.
    TubeLost,
    /// Ordered.
    Ordered,
    /// Some reads came.
    Sequencing,
    /// A delivery lies in quarantine.
    Quarantined,
    /// All reads came; the run waits.
    DataAccepted,
    /// The pipeline failed.
    RunFailed,
    /// The gates have answered.
    GatesOpen,
    /// The run was refused.
    RunRefused,
    /// Findings are there; nobody has read them.
    Drafted,
    /// Some have a first reader.
    HalfRead,
    /// All have a verdict.
    Judged,
    /// The analysis report is signed.
    ReportSigned,
    /// The panel is planned.
    PanelPlanned,
    /// The panel was held.
    PanelHeld,
    /// The panel report is signed.
    PanelSigned,
    /// A confirmatory test runs.
    TestOrdered,
    /// It was answered.
    TestAnswered,
    /// Explained.
    Explained,
    /// A question of the patient waits for an answer.
    Asking,
    /// Followed up.
    FollowedUp,
    /// Withdrawn early.
    WithdrawnEarly,
    /// Withdrawn after the analysis.
    WithdrawnLate,
    /// Died before the result.
    DiedBefore,
    /// Died after the explanation.
    DiedAfter,
}

/// Every way to end.
pub const ALL: [End; 28] = [
    End::Registered,
    End::Consented,
    End::Collected,
    End::Received,
    End::TubeLost,
    End::Ordered,
    End::Sequencing,
    End::Quarantined,
    End::DataAccepted,
    End::RunFailed,
    End::GatesOpen,
    End::RunRefused,
    End::Drafted,
    End::HalfRead,
    End::Judged,
    End::ReportSigned,
    End::PanelPlanned,
    End::PanelHeld,
    End::PanelSigned,
    End::TestOrdered,
    End::TestAnswered,
    End::Explained,
    End::Asking,
    End::FollowedUp,
    End::WithdrawnEarly,
    End::WithdrawnLate,
    End::DiedBefore,
    End::DiedAfter,
];

/// How many of a thousand cases end so.
const WEIGHTS: [u32; 28] = [
    14, 14, 14, 14, 6, 16, 14, 8, 6, 5, 14, 4, 18, 12, 14, 12, 16, 10, 12, 14, 12, 110, 10, 540,
    18, 14, 15, 24,
];

pub(super) fn drawn(rng: &mut Chance) -> End {
    let mut left = rng.random_range(0..WEIGHTS.iter().sum::<u32>());
    for (end, weight) in ALL.into_iter().zip(WEIGHTS) {
        if left < weight {
            return end;
        }
        left -= weight;
    }
    End::FollowedUp
}

use Step::{
    Accept, AnswerTests, Change, Collect, Consent, DeliverBroken, DeliverFirst, DeliverQueued,
    DeliverRest, DeliverShort, Die, Explain, FollowUp, HoldPanel, Judge, Nonconforming, Open,
    Order, OrderTests, PlanPanel, Read, Receive, Refuse, Register, Sheets, SignAnalysis, SignLay,
    SignPanel, Talk, Withdraw,
};

/// What a case goes through that comes to its end as planned.
const WAY: [Step; 19] = [
    Register,
    Consent,
    Sheets,
    Collect,
    Receive,
    Order,
    DeliverFirst,
    DeliverRest,
    Accept,
    Judge,
    SignAnalysis,
    PlanPanel,
    HoldPanel,
    SignPanel,
    OrderTests,
    AnswerTests,
    SignLay,
    Explain,
    FollowUp,
];

impl End {
    /// Whether the case is over, at any time of the two years.
    #[must_use]
    pub fn over(self) -> bool {
        matches!(
            self,
            Self::FollowedUp
                | Self::Explained
                | Self::WithdrawnEarly
                | Self::WithdrawnLate
                | Self::DiedBefore
                | Self::DiedAfter
                | Self::RunRefused
        )
    }

    /// Days that a case may wait in this state.
    pub(super) fn waits(self) -> i64 {
        match self {
            Self::PanelPlanned | Self::TestOrdered => 8,
            Self::Registered | Self::Ordered => 14,
            _ => 20,
        }
    }

    /// The steps up to the end, in order.
    pub(super) fn steps(self, rng: &mut Chance) -> Vec<Step> {
        let to = |last: Step| -> Vec<Step> {
            let at = WAY.iter().position(|s| *s == last).unwrap_or_default();
            WAY[..=at].to_vec()
        };
        let mut steps = match self {
            Self::Registered => to(Register),
            Self::Consented => to(Sheets),
            Self::Collected => to(Collect),
            Self::Received => to(Receive),
            Self::TubeLost => [to(Collect), vec![Nonconforming]].concat(),
            Self::Ordered => to(Order),
            Self::Sequencing => to(DeliverFirst),
            Self::Quarantined => [to(Order), vec![DeliverShort]].concat(),
            Self::DataAccepted => [to(DeliverFirst), vec![DeliverQueued]].concat(),
            Self::RunFailed => [to(DeliverFirst), vec![DeliverBroken]].concat(),
            Self::GatesOpen => to(DeliverRest),
            Self::RunRefused => [to(DeliverRest), vec![Refuse]].concat(),
            Self::Drafted => to(Accept),
            Self::HalfRead => [to(Accept), vec![Read]].concat(),
            Self::Judged => to(Judge),
            Self::ReportSigned => to(SignAnalysis),
            Self::PanelPlanned => to(PlanPanel),
            Self::PanelHeld => to(HoldPanel),
            Self::PanelSigned => to(SignPanel),
            Self::TestOrdered => to(OrderTests),
            Self::TestAnswered => to(AnswerTests),
            Self::Explained => to(Explain),
            Self::Asking => [to(Explain), vec![Talk]].concat(),
            Self::FollowedUp => to(FollowUp),
            Self::WithdrawnEarly | Self::WithdrawnLate | Self::DiedBefore => {
                let (from, until) = if self == Self::WithdrawnLate {
                    (9, 17)
                } else {
                    (2, 8)
                };
                let mut steps = WAY[..rng.random_range(from..until)].to_vec();
                steps.push(if self == Self::DiedBefore {
                    Die
                } else {
                    Withdraw
                });
                steps
            }
            Self::DiedAfter => [to(FollowUp), vec![Die]].concat(),
        };
        // what happens beside the way: a talk with the patient, a changed choice, an identity opened
        if let Some(at) = steps
            .iter()
            .position(|s| *s == Explain)
            .filter(|_| self != Self::Asking)
            && rng.random_range(0..100) < 30
        {
            steps.insert(at + 1, Talk);
        }
        if steps.contains(&Order) && rng.random_range(0..100) < 6 {
            steps.insert(3, Change);
        }
        if steps.contains(&Accept) && rng.random_range(0..100) < 3 {
            steps.insert(4, Open);
        }
        steps
    }
}
