//! People who do not exist.

use rand::Rng;

use crate::chance::Chance;
use words::Day;

/// Sex as registered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sex {
    /// 男
    Male,
    /// 女
    Female,
}

/// An invented person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// 姓
    pub family: &'static str,
    /// 名
    pub given: &'static str,
    /// Family name in katakana.
    pub family_kana: &'static str,
    /// Given name in katakana.
    pub given_kana: &'static str,
    /// Birthday.
    pub born: Day,
    /// Sex.
    pub sex: Sex,
    /// Number at the hospital.
    pub patient_number: String,
}

/// Family names that are plainly made up of the sample words of forms and of landscapes.
const FAMILIES: [(&str, &str); 12] = [
    ("見本", "ミホン"),
    ("青葉", "アオバ"),
    ("架空", "カクウ"),
    ("白波", "シラナミ"),
    ("試験", "タメシ"),
    ("若草", "ワカクサ"),
    ("朝霧", "アサギリ"),
    ("組紐", "クミヒモ"),
    ("夕凪", "ユウナギ"),
    ("例示", "レイジ"),
    ("花畑", "ハナバタケ"),
    ("雪代", "ユキシロ"),
];

const GIVEN: [(&str, &str, Sex); 12] = [
    ("花子", "ハナコ", Sex::Female),
    ("太郎", "タロウ", Sex::Male),
    ("さくら", "サクラ", Sex::Female),
    ("大和", "ヤマト", Sex::Male),
    ("葵", "アオイ", Sex::Female),
    ("樹", "イツキ", Sex::Male),
    ("陽菜", "ヒナ", Sex::Female),
    ("蓮", "レン", Sex::Male),
    ("美咲", "ミサキ", Sex::Female),
    ("健", "ケン", Sex::Male),
    ("ひかり", "ヒカリ", Sex::Female),
    ("進", "ススム", Sex::Male),
];

/// The person of a number: between 25 and 80 years old in 2026.
#[must_use]
pub fn person(seed: u64, number: u32) -> Person {
    born_in(seed, number, 1946..2001, None)
}

/// A child of a number: between 1 and 12 years old in 2026, with the family name of its parents.
#[must_use]
pub fn child_of(parent: &Person, seed: u64, number: u32) -> Person {
    let own = born_in(seed, number, 2014..2025, None);
    Person {
        family: parent.family,
        family_kana: parent.family_kana,
        ..own
    }
}

/// The person of a number with a given sex and the years of birth to draw from.
#[must_use]
pub fn born_in(seed: u64, number: u32, years: std::ops::Range<i16>, sex: Option<Sex>) -> Person {
    let mut rng = Chance::of_seed(seed ^ (u64::from(number) << 32));
    let (family, family_kana) = pick(&FAMILIES, &mut rng);
    let (given, given_kana, sex) = loop {
        let drawn = pick(&GIVEN, &mut rng);
        if sex.is_none_or(|wanted| wanted == drawn.2) {
            break drawn;
        }
    };
    let born = loop {
        let (month, day) = (rng.random_range(1..=12), rng.random_range(1..=28));
        if let Some(day) = Day::new(rng.random_range(years.clone()), month, day) {
            break day;
        }
    };
    let patient_number = format!("P{:07}", rng.random_range(0..10_000_000));
    Person {
        family,
        given,
        family_kana,
        given_kana,
        born,
        sex,
        patient_number,
    }
}

fn pick<T: Copy, const N: usize>(from: &[T; N], rng: &mut Chance) -> T {
    from[rng.random_range(0..N)]
}
