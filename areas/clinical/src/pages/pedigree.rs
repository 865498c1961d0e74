//! The family drawn with the standard symbols: square, circle, diamond; filled if affected; a slash for the deceased; an
//! arrow with P at the proband; a dot for carriers; a double line between related parents. References: `rules::pedigree`.

use ::words::{Lang, text};
use maud::{Markup, html};

use crate::rules::pedigree::{
    Affected, Family, Layout, Person, Place, Sex, Spot, layout, roman, sentences,
};

const STEP: f32 = 62.0;
const HIGH: f32 = 128.0;
const SIZE: f32 = 30.0;
const LEFT: f32 = 74.0;
const TOP: f32 = 34.0;
const INK: &str = "#1d1d1b";

/// Draws a family; the sentences below say the same.
#[must_use]
pub fn draw(family: &Family, lang: Lang) -> Markup {
    let layout = layout(family);
    let width = LEFT + layout.width * STEP + 90.0;
    let height = TOP + layout.rows as f32 * HIGH;
    let label = text!(
        "家系図。内容は下の一覧と同じ",
        "Pedigree; the list below says the same"
    );
    html! {
        figure class="pedigree" {
            div class="scroll" tabindex="0" role="group" aria-label=(label.get(lang)) {
                svg width=(width) height=(height) viewBox={ "0 0 " (width) " " (height) } role="img" aria-label=(label.get(lang)) font-size="12" {
                    @for row in 0..layout.rows { text x="0" y=(TOP + row as f32 * HIGH + 5.0) font-size="14" { (roman(row)) } }
                    (lines(family, &layout))
                    @for spot in &layout.spots {
                        @if let Some(person) = family.people.get(spot.person) { (symbol(person, spot, lang)) }
                    }
                }
            }
            (legend(family, lang))
            ul class="pedigree-said" { @for said in sentences(family) { li { (said.get(lang)) } } }
        }
    }
}

fn x(spot: &Spot) -> f32 {
    LEFT + spot.x * STEP
}

fn y(spot: &Spot) -> f32 {
    TOP + spot.row as f32 * HIGH
}

fn symbol(person: &Person, spot: &Spot, lang: Lang) -> Markup {
    let (x, y, half) = (x(spot), y(spot), SIZE / 2.0);
    let fill = if person.affected == Affected::Yes {
        INK
    } else {
        "#fff"
    };
    let said: Vec<&str> = person.notes.iter().map(|n| n.get(lang)).collect();
    let named = !spot.tied || person.place == Place::Proband;
    let below = y + half + if named { 46.0 } else { 31.0 };
    html! {
        g {
            @match person.sex {
                Sex::Male => rect x=(x - half) y=(y - half) width=(SIZE) height=(SIZE) fill=(fill) stroke=(INK) stroke-width="1.6" {},
                Sex::Female => circle cx=(x) cy=(y) r=(half) fill=(fill) stroke=(INK) stroke-width="1.6" {},
                Sex::Unstated => path d={ "M" (x) " " (y - half - 2.0) "l" (half + 2.0) " " (half + 2.0) "l" (-half - 2.0) " " (half + 2.0) "l" (-half - 2.0) " " (-half - 2.0) "Z" } fill=(fill) stroke=(INK) stroke-width="1.6" {},
            }
            @if person.affected == Affected::Unknown { text x=(x) y=(y + 5.0) text-anchor="middle" font-size="15" { "?" } }
            @if person.carrier { circle cx=(x) cy=(y) r="4" fill=(if person.affected == Affected::Yes { "#fff" } else { INK }) {} }
            @if person.dead { line x1=(x - half - 6.0) y1=(y + half + 6.0) x2=(x + half + 6.0) y2=(y - half - 6.0) stroke=(INK) stroke-width="1.6" {} }
            @if person.place == Place::Proband || person.consultand { (arrow(x - half, y + half, person.place == Place::Proband)) }
            text x=(x) y=(y + half + 16.0) text-anchor="middle" { (roman(spot.row)) "-" (spot.number) }
            @if named {
                text x=(x) y=(y + half + 31.0) text-anchor="middle" font-size="11" { (person.place.text().get(lang)) }
            }
            @for (n, note) in said.iter().take(2).enumerate() {
                text x=(x) y=(below + 14.0 * n as f32) text-anchor="middle" font-size="11" { (note) }
            }
        }
    }
}

/// An arrow to the lower left corner of a symbol; with P for the proband.
fn arrow(x: f32, y: f32, proband: bool) -> Markup {
    html! {
        path d={ "M" (x - 16.0) " " (y + 14.0) "L" (x - 3.0) " " (y + 3.0) "m-1 7l1 -7l-7 1" } fill="none" stroke=(INK) stroke-width="1.6" {}
        @if proband { text x=(x - 26.0) y=(y + 22.0) font-size="13" { "P" } }
    }
}

fn lines(family: &Family, layout: &Layout) -> Markup {
    let at = |place: Place| -> Vec<&Spot> {
        let is = |s: &&Spot| {
            family
                .people
                .get(s.person)
                .is_some_and(|p| p.place == place)
        };
        layout.spots.iter().filter(is).collect()
    };
    let (father, mother) = (at(Place::Father), at(Place::Mother));
    let mut sibs = at(Place::Proband);
    sibs.extend(at(Place::Sibling));
    html! {
        @if let (Some(father), Some(mother)) = (father.first(), mother.first()) {
            (union(father, mother, family.consanguineous))
            (descent((x(father) + x(mother)) / 2.0, y(father), &sibs, family))
        }
        @if let Some(proband) = at(Place::Proband).first() {
            (descent(x(proband), y(proband) + SIZE / 2.0 + 34.0, &at(Place::Child), family))
        }
    }
}

/// The line between parents; double if they are related.
fn union(father: &Spot, mother: &Spot, related: bool) -> Markup {
    let (from, to) = (x(father) + SIZE / 2.0, x(mother) - SIZE / 2.0);
    let heights: &[f32] = if related { &[-2.5, 2.5] } else { &[0.0] };
    html! {
        @for dy in heights { line x1=(from) y1=(y(father) + dy) x2=(to) y2=(y(father) + dy) stroke=(INK) stroke-width="1.6" {} }
    }
}

/// From a line of descent to the children; twins leave it at one point.
fn descent(from: f32, top: f32, children: &[&Spot], family: &Family) -> Markup {
    let Some(first) = children.first() else {
        return html! {};
    };
    let bar = y(first) - SIZE / 2.0 - 24.0;
    let twins = |spot: &Spot| family.people.get(spot.person).and_then(|p| p.twins);
    let joins: Vec<(f32, &Spot)> = children
        .iter()
        .map(|spot| {
            let same: Vec<f32> = match twins(spot) {
                Some(n) => children
                    .iter()
                    .filter(|s| twins(s) == Some(n))
                    .map(|s| x(s))
                    .collect(),
                None => vec![x(spot)],
            };
            (same.iter().sum::<f32>() / same.len() as f32, *spot)
        })
        .collect();
    let left = joins.iter().map(|(x, _)| *x).fold(from, f32::min);
    let right = joins.iter().map(|(x, _)| *x).fold(from, f32::max);
    html! {
        line x1=(from) y1=(top) x2=(from) y2=(bar) stroke=(INK) stroke-width="1.6" {}
        line x1=(left) y1=(bar) x2=(right) y2=(bar) stroke=(INK) stroke-width="1.6" {}
        @for (join, spot) in &joins { line x1=(join) y1=(bar) x2=(x(spot)) y2=(y(spot) - SIZE / 2.0) stroke=(INK) stroke-width="1.6" {} }
    }
}

/// What the symbols mean, as far as they occur.
fn legend(family: &Family, lang: Lang) -> Markup {
    let any = |is: &dyn Fn(&Person) -> bool| family.people.iter().any(is);
    let mut said = vec![text!(
        "□ 男性　○ 女性　◇ 性別の記載なし",
        "□ male, ○ female, ◇ sex not stated"
    )];
    said.push(text!("黒塗り＝罹患", "filled = affected"));
    if any(&|p| p.affected == Affected::Unknown) {
        said.push(text!(
            "？＝罹患の有無は不明",
            "? = not known whether affected"
        ));
    }
    if any(&|p| p.dead) {
        said.push(text!("斜線＝死亡", "slash = deceased"));
    }
    if any(&|p| p.carrier) {
        said.push(text!("中央の点＝保因者", "dot = carrier"));
    }
    if family.consanguineous {
        said.push(text!(
            "二重線＝血縁関係のある両親",
            "double line = parents related by blood"
        ));
    }
    said.push(text!("矢印とP＝発端者", "arrow with P = proband"));
    let said: Vec<&str> = said.iter().map(|s| s.get(lang)).collect();
    html! { figcaption { (said.join(match lang { Lang::Ja => "　", Lang::En => "; " })) } }
}
