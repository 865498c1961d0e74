//! Members who have not said their opinion.

use ::words::{Day, text};
use ledger::Recorded;

use super::{Kind, Of, Place, what};
use crate::{
    rules::known::{Known, each, text},
    words::Strand,
};

pub(super) static KIND: Kind = Kind {
    id: "panel_vote",
    roles: &["panel_member", "panel_chair"],
    place: Place::Centre,
    strand: Strand::Clinic,
    says: text!("専門家会議での意見", "Give an opinion in the panel session"),
    verb: text!("意見を書く", "Give an opinion"),
    days: 7,
    url: |case, _| format!("/panels/{case}"),
    hear,
};

fn hear(event: &Recorded, _: &Known, of: &mut Of<'_, '_>) {
    match what(event) {
        ("panel", "planned") => {
            of.close_all();
            let plan = event.payload.get("plan").unwrap_or(&event.payload);
            let day = text(plan, "day").parse::<Day>();
            let due = day.map_or(event.at, |day| day.plus(1).starts());
            each(plan, "members", "account").for_each(|member| of.open_for(&member, &member, due));
        }
        ("panel", "voted") => of.close(text(&event.payload, "member")),
        // who stays out of the case has nothing to say
        ("panel", "declared") if text(&event.payload, "interest") == "recused" => {
            of.close(text(&event.payload, "member"));
        }
        ("panel", "closed") => of.close_all(),
        _ => {}
    }
}
