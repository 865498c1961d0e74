//! The family of a case as it is drawn: who, how related, and where each stands.
//!
//! Symbols and numbers follow the published nomenclature: Bennett RL et al., J Genet Couns 2008;17:424-433 and its
//! update of 2022 (J Genet Couns 2022;31:1238-1248). Relatives whose side is not recorded are placed in their
//! generation without a line: nothing is drawn that nobody wrote down.

use words::{Text, text};

/// The shape of a symbol.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sex {
    /// Square.
    Male,
    /// Circle.
    Female,
    /// Diamond.
    Unstated,
}

/// Whether somebody has what the family is read for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Affected {
    /// Filled.
    Yes,
    /// Empty.
    No,
    /// A question mark.
    Unknown,
}

/// How somebody stands to the proband.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// The proband.
    Proband,
    /// Mother.
    Mother,
    /// Father.
    Father,
    /// Brother or sister; twins of one number were born together.
    Sibling,
    /// Son or daughter.
    Child,
    /// Grandparent; side not recorded.
    Grandparent,
    /// Uncle or aunt; side not recorded.
    UncleAunt,
    /// Cousin; side not recorded.
    Cousin,
    /// Another relative.
    Other,
}

/// Somebody of the family.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// How related.
    pub place: Place,
    /// Shape.
    pub sex: Sex,
    /// Filling.
    pub affected: Affected,
    /// A slash.
    pub dead: bool,
    /// A dot in the middle.
    pub carrier: bool,
    /// An arrow without P: who came for advice.
    pub consultand: bool,
    /// Born together with others of the same number.
    pub twins: Option<u8>,
    /// What stands below the symbol.
    pub notes: Vec<Text>,
}

/// A family.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Family {
    /// Everybody.
    pub people: Vec<Person>,
    /// The parents are related by blood.
    pub consanguineous: bool,
}

/// Where somebody stands, in steps of one symbol.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Spot {
    /// Index of the person.
    pub person: usize,
    /// From the left.
    pub x: f32,
    /// From 0: the generation.
    pub row: usize,
    /// From 1, from the left.
    pub number: usize,
    /// Hangs on the lines of the family; others stand apart.
    pub tied: bool,
}

/// A family with its places.
#[derive(Debug, Clone, PartialEq)]
pub struct Layout {
    /// Places, by generation and from the left.
    pub spots: Vec<Spot>,
    /// Generations.
    pub rows: usize,
    /// Widest row.
    pub width: f32,
}

impl Person {
    /// Somebody of whom nothing else is known.
    #[must_use]
    pub fn new(place: Place, sex: Sex) -> Self {
        Self {
            place,
            sex,
            affected: Affected::No,
            dead: false,
            carrier: false,
            consultand: false,
            twins: None,
            notes: Vec::new(),
        }
    }
}

impl Place {
    /// In words.
    #[must_use]
    pub fn text(self) -> Text {
        match self {
            Self::Proband => text!("発端者", "proband"),
            Self::Mother => text!("母", "mother"),
            Self::Father => text!("父", "father"),
            Self::Sibling => text!("きょうだい", "sibling"),
            Self::Child => text!("子", "child"),
            Self::Grandparent => text!("祖父母", "grandparent"),
            Self::UncleAunt => text!("おじ・おば", "uncle or aunt"),
            Self::Cousin => text!("いとこ", "cousin"),
            Self::Other => text!("その他の血縁者", "other relative"),
        }
    }

    fn generation(self) -> i8 {
        match self {
            Self::Grandparent => -2,
            Self::Mother | Self::Father | Self::UncleAunt => -1,
            Self::Proband | Self::Sibling | Self::Cousin | Self::Other => 0,
            Self::Child => 1,
        }
    }

    fn tied(self) -> bool {
        !matches!(
            self,
            Self::Grandparent | Self::UncleAunt | Self::Cousin | Self::Other
        )
    }
}

impl Family {
    /// The first person in a place.
    #[must_use]
    pub fn at(&self, place: Place) -> Option<usize> {
        self.people.iter().position(|p| p.place == place)
    }

    /// The same family with both parents, as far as somebody hangs on them: brothers and sisters hang on a line.
    #[must_use]
    pub fn with_parents(mut self) -> Self {
        let either = self.at(Place::Mother).or(self.at(Place::Father)).is_some();
        let needed = either || self.consanguineous || self.at(Place::Sibling).is_some();
        for (place, sex) in [(Place::Father, Sex::Male), (Place::Mother, Sex::Female)] {
            if needed && self.at(place).is_none() {
                let mut parent = Person::new(place, sex);
                parent.affected = Affected::Unknown;
                self.people.push(parent);
            }
        }
        self
    }
}

/// Where everybody stands. Parents above the middle of their children, children of the proband below the proband, twins
/// side by side, relatives of an unrecorded side apart on the right.
#[must_use]
pub fn layout(family: &Family) -> Layout {
    let all = |place: Place| -> Vec<usize> {
        let here = family.people.iter().enumerate();
        here.filter(|(_, p)| p.place == place)
            .map(|(n, _)| n)
            .collect()
    };
    let mut placed: Vec<(usize, f32)> = Vec::new();
    let mut sibs: Vec<usize> = all(Place::Proband);
    sibs.extend(all(Place::Sibling));
    sibs.sort_by_key(|n| {
        let person = family.people.get(*n);
        let twins = person.and_then(|p| p.twins);
        (twins.map_or(u8::MAX, |t| t), *n)
    });
    row(&sibs, 0.0, &mut placed);
    let probands = all(Place::Proband);
    let centre = placed.iter().find(|(n, _)| probands.contains(n));
    let centre = centre.map_or(0.0, |(_, x)| *x);
    let parents: Vec<usize> = [Place::Father, Place::Mother]
        .into_iter()
        .flat_map(all)
        .collect();
    spread(&parents, 0.0, 2.0, &mut placed);
    row(&all(Place::Child), centre, &mut placed);
    apart(family, &mut placed);
    number(family, &placed)
}

/// People side by side around a middle.
fn row(people: &[usize], middle: f32, placed: &mut Vec<(usize, f32)>) {
    spread(people, middle, 1.5, placed);
}

fn spread(people: &[usize], middle: f32, step: f32, placed: &mut Vec<(usize, f32)>) {
    let wide = step * (people.len().max(1) - 1) as f32;
    let places = people.iter().enumerate();
    placed.extend(places.map(|(n, person)| (*person, middle - wide / 2.0 + step * n as f32)));
}

fn apart(family: &Family, placed: &mut Vec<(usize, f32)>) {
    for (n, person) in family.people.iter().enumerate() {
        if person.place.tied() {
            continue;
        }
        let same = |(other, _): &&(usize, f32)| {
            let other = family.people.get(*other);
            other.is_some_and(|o| o.place.generation() == person.place.generation())
        };
        let last = placed.iter().filter(same).map(|(_, x)| *x);
        let x = last.fold(f32::NEG_INFINITY, f32::max);
        let x = if x.is_finite() { x + 2.0 } else { 0.0 };
        placed.push((n, x));
    }
}

fn number(family: &Family, placed: &[(usize, f32)]) -> Layout {
    let generation = |n: &usize| family.people.get(*n).map_or(0, |p| p.place.generation());
    let mut rows: Vec<i8> = placed.iter().map(|(n, _)| generation(n)).collect();
    rows.sort_unstable();
    rows.dedup();
    let left = placed.iter().map(|(_, x)| *x).fold(f32::INFINITY, f32::min);
    let right = placed
        .iter()
        .map(|(_, x)| *x)
        .fold(f32::NEG_INFINITY, f32::max);
    let mut spots = Vec::new();
    for (row, of) in rows.iter().enumerate() {
        let mut here: Vec<&(usize, f32)> = placed
            .iter()
            .filter(|(n, _)| generation(n) == *of)
            .collect();
        here.sort_by(|a, b| a.1.total_cmp(&b.1));
        spots.extend(here.iter().enumerate().map(|(at, (person, x))| Spot {
            person: *person,
            x: x - left,
            row,
            number: at + 1,
            tied: family.people.get(*person).is_some_and(|p| p.place.tied()),
        }));
    }
    Layout {
        spots,
        rows: rows.len(),
        width: if right >= left { right - left } else { 0.0 },
    }
}

/// The generation in Roman numerals.
#[must_use]
pub fn roman(row: usize) -> &'static str {
    ["I", "II", "III", "IV", "V"]
        .get(row)
        .copied()
        .unwrap_or("–")
}

/// The family in sentences, by number: what a screen reader reads.
#[must_use]
pub fn sentences(family: &Family) -> Vec<Text> {
    let layout = layout(family);
    let mut out = Vec::new();
    for spot in &layout.spots {
        let Some(person) = family.people.get(spot.person) else {
            continue;
        };
        let place = person.place.text();
        let mut ja = vec![place.ja.into_owned()];
        let mut en = vec![place.en.into_owned()];
        let mut say = |text: Text| {
            ja.push(text.ja.into_owned());
            en.push(text.en.into_owned());
        };
        match person.sex {
            Sex::Male => say(text!("男性", "male")),
            Sex::Female => say(text!("女性", "female")),
            Sex::Unstated => say(text!("性別の記載なし", "sex not stated")),
        }
        match person.affected {
            Affected::Yes => say(text!("罹患", "affected")),
            Affected::No => say(text!("罹患なし", "not affected")),
            Affected::Unknown => say(text!("罹患の有無は不明", "not known whether affected")),
        }
        if person.carrier {
            say(text!("保因者", "carrier"));
        }
        if person.dead {
            say(text!("死亡", "deceased"));
        }
        if person.consultand {
            say(text!("来談者", "consultand"));
        }
        if person.twins.is_some() {
            say(text!("双生児", "twin"));
        }
        if !spot.tied {
            say(text!(
                "父方・母方の別は記載なし",
                "side of the family not recorded"
            ));
        }
        person.notes.iter().cloned().for_each(&mut say);
        let number = format!("{}-{}", roman(spot.row), spot.number);
        out.push(Text::made(
            format!("{number} {}", ja.join("、")),
            format!("{number} {}", en.join(", ")),
        ));
    }
    if family.consanguineous {
        out.push(text!(
            "両親は血縁関係にあります。",
            "The parents are related by blood."
        ));
    }
    out
}
