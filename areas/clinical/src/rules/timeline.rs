//! The course of an illness as a drawing needs it: drugs as bars, everything else as points in time.

use ::words::{Day, Text, text};

use crate::facts::Answer;

/// A treatment from a day to a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bar {
    /// First day.
    pub from: Day,
    /// Last day; still going on if absent.
    pub until: Option<Day>,
    /// The regimen.
    pub name: String,
    /// Line of therapy.
    pub line: Option<Text>,
    /// Best response.
    pub response: Option<Text>,
    /// Its drugs.
    pub drugs: Vec<String>,
}

/// What kind of point it is: its row in the drawing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Mark {
    /// Onset, diagnosis, stage.
    Diagnosis,
    /// Surgery, radiation.
    Treatment,
    /// A sample was taken.
    Sample,
    /// A genetic test.
    Test,
    /// Death, last seen.
    Outcome,
}

/// Something that happened on a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Point {
    /// When.
    pub on: Day,
    /// Its row.
    pub mark: Mark,
    /// What.
    pub text: Text,
}

/// The course.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Timeline {
    /// Treatments by their first day.
    pub bars: Vec<Bar>,
    /// Everything else by its day.
    pub points: Vec<Point>,
    /// Treatments without a first day: told, not drawn.
    pub undated: Vec<Text>,
}

impl Mark {
    /// Its row's name.
    #[must_use]
    pub fn text(self) -> Text {
        match self {
            Self::Diagnosis => text!("診断・病期", "Diagnosis, stage"),
            Self::Treatment => text!("手術・放射線", "Surgery, radiation"),
            Self::Sample => text!("検体採取", "Samples"),
            Self::Test => text!("遺伝学的検査", "Genetic tests"),
            Self::Outcome => text!("転帰", "Outcome"),
        }
    }
}

/// The course that the answers tell.
#[must_use]
pub fn read(answers: &[Answer]) -> Timeline {
    let mut out = Timeline::default();
    let of = |key: &str| {
        answers
            .iter()
            .find(|a| a.item.rsplit('.').next() == Some(key))
    };
    if let Some((_, on)) = of("first_diagnosis_date").and_then(dated) {
        let stage = of("stage_dx_clin").map(|a| &a.display);
        let text = match stage {
            Some(stage) => text!(
                ("初回診断（{}）", stage.ja),
                ("first diagnosis ({})", stage.en)
            ),
            None => text!("初回診断", "first diagnosis"),
        };
        out = out.with(on, Mark::Diagnosis, text);
    }
    if let Some(on) = of("onset_month").and_then(|a| format!("{}-01", a.value).parse().ok()) {
        out = out.with(on, Mark::Diagnosis, text!("発症", "onset"));
    }
    for (date, on) in answers
        .iter()
        .filter(|a| a.item.ends_with(".gt_date"))
        .filter_map(dated)
    {
        let kind = beside(answers, date, "gt_kind").map(|a| a.display.clone());
        let text = kind.unwrap_or(text!("遺伝学的検査", "genetic test"));
        out = out.with(on, Mark::Test, text);
    }
    for name in answers
        .iter()
        .filter(|a| a.item.ends_with(".rx_regimen_name"))
    {
        out.treatment(answers, name);
    }
    out.bars
        .sort_by(|a, b| (a.from, &a.name).cmp(&(b.from, &b.name)));
    out
}

impl Timeline {
    /// The same course with a point more.
    #[must_use]
    pub fn with(mut self, on: Day, mark: Mark, text: Text) -> Self {
        self.points.push(Point { on, mark, text });
        self.points.sort_by_key(|p| (p.on, p.mark));
        self
    }

    /// Whether there is nothing to draw or tell.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.bars.is_empty() && self.points.is_empty() && self.undated.is_empty()
    }

    fn treatment(&mut self, answers: &[Answer], name: &Answer) {
        let entry = name.path.rsplit_once('.').map_or("", |(entry, _)| entry);
        let own = |key: &str| beside(answers, name, key);
        let drugs = answers.iter().filter(|a| {
            a.item.ends_with(".rx_drug_generic") && a.path.starts_with(&format!("{entry}."))
        });
        let drugs: Vec<String> = drugs.map(|a| a.value.clone()).collect();
        let said = |key: &str| own(key).map(|a| a.display.clone());
        let day = |key: &str| own(key).and_then(|a| a.value.parse().ok());
        let Some(from) = day("rx_start_date") else {
            let line = said("rx_line").unwrap_or(text!("治療", "treatment"));
            self.undated.push(Text::made(
                format!("{} {}（開始日の記載なし）", line.ja, name.value),
                format!("{} {} (start not recorded)", line.en, name.value),
            ));
            return;
        };
        self.bars.push(Bar {
            from,
            // an end before the beginning is a mistake of the record: drawn as a day, told as it stands
            until: day("rx_end_date").map(|d: Day| d.max(from)),
            name: name.value.clone(),
            line: said("rx_line"),
            response: said("rx_best_response"),
            drugs,
        });
    }
}

/// The answer of another item in the same entry of a group.
fn beside<'a>(answers: &'a [Answer], one: &Answer, key: &str) -> Option<&'a Answer> {
    let entry = one.path.rsplit_once('.').map_or("", |(entry, _)| entry);
    let path = format!("{entry}.{key}");
    answers.iter().find(|a| a.path == path)
}

fn dated(answer: &Answer) -> Option<(&Answer, Day)> {
    Some((answer, answer.value.parse().ok()?))
}

/// A thing of a course.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Thing {
    /// The point of this index.
    Point(usize),
    /// The bar of this index.
    Bar(usize),
}

/// Everything that has a day, in the order of time: its place here, from 1, is its number in the drawing and in the list.
#[must_use]
pub fn order(course: &Timeline) -> Vec<Thing> {
    let points = course.points.iter().enumerate();
    let bars = course.bars.iter().enumerate();
    let mut all: Vec<(Day, Thing)> = points.map(|(n, p)| (p.on, Thing::Point(n))).collect();
    all.extend(bars.map(|(n, b)| (b.from, Thing::Bar(n))));
    all.sort_by_key(|(on, _)| *on);
    all.into_iter().map(|(_, thing)| thing).collect()
}

/// The course in sentences, in the order of time: what a screen reader reads, and the numbered notes of the drawing.
#[must_use]
pub fn sentences(course: &Timeline) -> Vec<Text> {
    let told = order(course).into_iter().filter_map(|thing| match thing {
        Thing::Point(n) => course.points.get(n).map(|p| at(p.on, &p.text)),
        Thing::Bar(n) => course.bars.get(n).map(treated),
    });
    told.chain(course.undated.iter().cloned()).collect()
}

fn at(on: Day, text: &Text) -> Text {
    use ::words::Lang::{En, Ja};
    Text::made(
        format!("{}：{}", on.show(Ja), text.ja),
        format!("{}: {}", on.show(En), text.en),
    )
}

fn treated(bar: &Bar) -> Text {
    use ::words::Lang::{En, Ja};
    let until = |lang| bar.until.map_or_else(String::new, |d| d.show(lang));
    let part = |text: Option<&Text>, lang, ja: &str, en: &str| match (text, lang) {
        (Some(text), Ja) => format!("{ja}{}", text.ja),
        (Some(text), En) => format!("{en}{}", text.en),
        (None, _) => String::new(),
    };
    let drugs = bar.drugs.join("・");
    let drugs = if drugs.is_empty() || drugs == bar.name {
        String::new()
    } else {
        format!("（{drugs}）")
    };
    let (line_ja, line_en) = (
        part(bar.line.as_ref(), Ja, "", ""),
        part(bar.line.as_ref(), En, "", ""),
    );
    let (best_ja, best_en) = (
        part(bar.response.as_ref(), Ja, "、最良総合効果 ", ""),
        part(bar.response.as_ref(), En, "", ", best response "),
    );
    let end = |lang| match bar.until {
        Some(_) if lang == Ja => until(Ja),
        Some(_) => format!("to {}", until(En)),
        None if lang == Ja => "継続中".to_owned(),
        None => "onwards".to_owned(),
    };
    Text::made(
        format!(
            "{} 〜 {}：{line_ja} {}{drugs}{best_ja}",
            bar.from.show(Ja),
            end(Ja),
            bar.name
        ),
        format!(
            "{} {}: {line_en} {}{drugs}{best_en}",
            bar.from.show(En),
            end(En),
            bar.name
        ),
    )
}

/// Where a day lies between the first and the last of a course, in days; the span is at least thirty days.
#[must_use]
pub fn span(course: &Timeline, today: Day) -> Option<(Day, i64)> {
    let first = course.bars.iter().map(|b| b.from);
    let first = first.chain(course.points.iter().map(|p| p.on)).min()?;
    let open = |b: &Bar| b.until.unwrap_or_else(|| today.max(b.from));
    let last = course.bars.iter().map(open);
    let last = last.chain(course.points.iter().map(|p| p.on)).max()?;
    Some((first, days(first, last).max(30)))
}

/// Days from one to the other.
#[must_use]
pub fn days(from: Day, to: Day) -> i64 {
    to.starts().days_since(from.starts())
}
