//! What was typed into the form of a new case, and what it means. Names are kept as they were typed, character by character.

use std::collections::BTreeMap;

use words::{Day, Text, text};

use crate::{
    api::wire::MemberIn,
    store::Identity,
    words::{Eligibility, ExceptionCategory, RareClass, Relation, calendar, kana},
};

/// Longest name, characters.
const LONGEST: usize = 100;

/// Field to what stands in it.
#[derive(Debug, Default, Clone)]
pub(super) struct Typed(BTreeMap<String, String>);

/// Field to what is wrong with it.
pub(super) type Wrong = BTreeMap<String, Text>;

/// The family members a form has beside the patient, with the beginning of their fields' names.
pub(super) const PARENTS: [(Relation, &str); 2] =
    [(Relation::Mother, "mother_"), (Relation::Father, "father_")];

impl Typed {
    pub fn of(pairs: Vec<(String, String)>) -> Self {
        Self(pairs.into_iter().collect())
    }

    pub fn set(&mut self, name: &str, value: &str) {
        self.0.insert(name.to_owned(), value.to_owned());
    }

    pub fn get(&self, name: &str) -> &str {
        self.0.get(name).map_or("", String::as_str)
    }

    pub fn is_rare(&self) -> bool {
        self.get("kind") == "rare"
    }

    /// Whether anything of a parent was typed.
    pub fn has(&self, prefix: &str) -> bool {
        ["name", "kana", "birth", "number"]
            .iter()
            .any(|f| !self.get(&format!("{prefix}{f}")).trim().is_empty())
    }

    /// The ground and the members, or what is wrong with which field.
    pub fn read(&self, today: Day) -> Result<(Eligibility, Vec<MemberIn>), Wrong> {
        let mut wrong = Wrong::new();
        let eligibility = self.eligibility(&mut wrong);
        let mut members = vec![self.member(Relation::Proband, "", today, &mut wrong)];
        if self.is_rare() {
            let parents = PARENTS.iter().filter(|(_, prefix)| self.has(prefix));
            members.extend(parents.map(|(r, prefix)| self.member(*r, prefix, today, &mut wrong)));
        }
        let members: Option<Vec<MemberIn>> = members.into_iter().collect();
        match (eligibility, members) {
            (Some(eligibility), Some(members)) if wrong.is_empty() => Ok((eligibility, members)),
            _ => Err(wrong),
        }
    }

    fn eligibility(&self, wrong: &mut Wrong) -> Option<Eligibility> {
        let ticked = |name: &str| self.get(name) == "yes";
        if !self.is_rare() {
            let exception = self.get("exception");
            let category = serde_json::from_value::<ExceptionCategory>(exception.into());
            return Some(Eligibility::Cancer {
                enough_specimen: ticked("enough_specimen"),
                refractory: ticked("refractory"),
                alive_and_treatable: ticked("alive_and_treatable"),
                exception: category.ok(),
            });
        }
        let Ok(class) = serde_json::from_value::<RareClass>(self.get("class").into()) else {
            let say = text!("区分を選んでください。", "Choose one of the three.");
            wrong.insert("class".to_owned(), say);
            return None;
        };
        let met = |of: RareClass| class == of && ticked("met");
        Some(Eligibility::Rare {
            class,
            genetic_disease_diagnosed: met(RareClass::Monogenic),
            exome_negative: met(RareClass::Monogenic),
            treatment_development_expected: met(RareClass::Multifactorial),
            enough_cases: met(RareClass::Multifactorial),
            existing_tests_inconclusive: met(RareClass::Undiagnosed),
        })
    }

    fn member(
        &self,
        relation: Relation,
        prefix: &str,
        today: Day,
        wrong: &mut Wrong,
    ) -> Option<MemberIn> {
        let of = |field: &str| self.get(&format!("{prefix}{field}"));
        let mut no = |field: &str, said: Text| {
            wrong.insert(format!("{prefix}{field}"), said);
        };
        let name = name(of("name")).map_err(|t| no("name", t)).ok();
        let kana = kana::written(of("kana"))
            .ok_or_else(|| {
                text!(
                    "カナ（または英字）で入力してください。",
                    "Write the name in kana or Latin letters."
                )
            })
            .map_err(|t| no("kana", t))
            .ok();
        let birth = birth(of("birth"), today).map_err(|t| no("birth", t)).ok();
        let number = half(of("number"));
        if relation == Relation::Proband && number.is_empty() {
            let say = text!("患者番号を入力してください。", "Give the patient number.");
            no("number", say);
        }
        let sex = match relation {
            Relation::Mother => "female",
            Relation::Father => "male",
            Relation::Proband => of("sex"),
        };
        if !["female", "male", "other", "unknown"].contains(&sex) {
            no("sex", text!("性別を選んでください。", "Choose the sex."));
        }
        Some(MemberIn {
            relation,
            identity: Identity {
                name: name?,
                kana: kana?,
                birth_day: birth?,
                sex: sex.to_owned(),
                patient_number: (!number.is_empty()).then_some(number),
            },
        })
    }
}

/// As typed, without spaces around. A character that a system before ours could not show has been lost already.
fn name(typed: &str) -> Result<String, Text> {
    let name = typed.trim();
    let control = |c: char| c.is_control() || c == '\u{FFFD}';
    if name.is_empty() {
        return Err(text!("氏名を入力してください。", "Give the name."));
    }
    if name.chars().any(control) || name.chars().count() > LONGEST {
        return Err(text!(
            "読み取れない文字が含まれているか、長すぎます。外字は、置き換えずにそのまま入力してください。",
            "There is an unreadable character, or it is too long. Enter rare characters as they are, without substitutes."
        ));
    }
    Ok(name.to_owned())
}

fn birth(typed: &str, today: Day) -> Result<Day, Text> {
    let day = calendar::day(typed).map_err(|e| e.text())?;
    if day > today {
        return Err(text!(
            "生年月日が今日より後になっています。",
            "The birth day lies in the future."
        ));
    }
    if day.years_until(today) > 130 {
        return Err(text!(
            "130歳を超えます。年を確かめてください。",
            "That is more than 130 years ago. Check the year."
        ));
    }
    Ok(day)
}

/// Half-width digits and letters, no spaces; leading zeros stay.
fn half(typed: &str) -> String {
    let half = |c: char| match c {
        '！'..='～' => char::from_u32(c as u32 - 0xFEE0).unwrap_or(c),
        'ー' | '−' | '‐' => '-',
        other => other,
    };
    let plain = typed
        .chars()
        .filter(|c| !c.is_whitespace() && !c.is_control());
    plain.map(half).take(40).collect()
}

#[cfg(test)]
mod tests {
    use words::Day;

    use super::Typed;
    use crate::words::Relation;

    fn typed(pairs: &[(&str, &str)]) -> Typed {
        let base = [
            ("kind", "cancer"),
            ("name", "髙橋 葛\u{E0100}葉"),
            ("kana", "ﾀｶﾊｼ ｸｽﾞﾊ"),
            ("birth", "Ｓ３５．４．３"),
            ("sex", "female"),
            ("number", "００１２３４"),
        ];
        let all = base.iter().chain(pairs);
        Typed::of(
            all.map(|(k, v)| ((*k).to_owned(), (*v).to_owned()))
                .collect(),
        )
    }

    fn today() -> Day {
        Day::new(2026, 4, 3).unwrap_or_else(|| panic!("a day"))
    }

    #[test]
    fn a_name_is_kept_character_by_character() {
        let (_, members) = typed(&[]).read(today()).unwrap_or_else(|e| panic!("{e:?}"));
        let who = &members[0].identity;
        assert_eq!(who.name, "髙橋 葛\u{E0100}葉");
        assert_eq!(who.kana, "タカハシ　クズハ");
        assert_eq!(who.birth_day.to_string(), "1960-04-03");
        assert_eq!(who.patient_number.as_deref(), Some("001234"));
    }

    #[test]
    fn what_is_wrong_is_said_at_its_field() {
        let wrong = typed(&[
            ("birth", "R9.1.1"),
            ("kana", "高橋"),
            ("name", "\u{FFFD}橋"),
            ("sex", ""),
            ("number", " "),
        ]);
        let wrong = wrong.read(today()).err().unwrap_or_default();
        let fields: Vec<&str> = wrong.keys().map(String::as_str).collect();
        assert_eq!(fields, ["birth", "kana", "name", "number", "sex"]);
    }

    #[test]
    fn parents_come_along_in_rare_disease_only() {
        let mother = [
            ("mother_name", "見本 母"),
            ("mother_kana", "みほん はは"),
            ("mother_birth", "平成2年1月1日"),
        ];
        let mut rare = mother.to_vec();
        rare.extend([("kind", "rare"), ("class", "undiagnosed"), ("met", "yes")]);
        let (_, members) = typed(&rare)
            .read(today())
            .unwrap_or_else(|e| panic!("{e:?}"));
        assert_eq!(members.len(), 2);
        assert_eq!(
            (members[1].relation, members[1].identity.sex.as_str()),
            (Relation::Mother, "female")
        );
        let (_, members) = typed(&mother)
            .read(today())
            .unwrap_or_else(|e| panic!("{e:?}"));
        assert_eq!(members.len(), 1);
    }
}
