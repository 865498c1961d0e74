//! Registration, consent, clinical sheets; a changed choice, an opened identity, a withdrawal, a death.

use anyhow::Context as _;
use serde_json::{Map, Value, json};
use sim::{
    Chance,
    people::{Person, Sex, born_in},
};
use words::{Day, Digest};

use super::{
    super::{
        clock,
        world::{World, text},
    },
    Life, Member,
};

pub async fn register(life: &mut Life, world: &World) -> anyhow::Result<()> {
    let plan = life.plan.clone();
    let of = |n: u32, years: std::ops::Range<i16>, sex| born_in(plan.seed, n, years, sex);
    let mut people = Vec::new();
    if plan.alone {
        people.push(("proband", of(1, 1940..2000, None), true));
    } else {
        let child = of(4, 2013..2024, None);
        let mother = of(2, 1978..1994, Some(Sex::Female));
        let father = of(3, 1976..1994, Some(Sex::Male));
        let (family, family_kana) = (mother.family, mother.family_kana);
        let named = |p: Person| Person {
            family,
            family_kana,
            ..p
        };
        people.push(("proband", named(child), false));
        people.push(("mother", named(mother), true));
        people.push(("father", named(father), true));
    }
    let eligibility = if plan.cancer {
        json!({ "kind": "cancer", "enough_specimen": true, "refractory": true, "alive_and_treatable": true })
    } else {
        json!({ "kind": "rare", "class": "undiagnosed", "existing_tests_inconclusive": true })
    };
    let members: Vec<Value> = people
        .iter()
        .zip(0_u32..)
        .map(|((relation, person, ..), n)| identity(relation, person, plan.number * 3 + n))
        .collect();
    let body = json!({ "eligibility": eligibility, "members": members });
    let case = world
        .post(&life.own("coordinator"), "/api/cases", body)
        .await?;
    life.case = text(&case, "id")?;
    world.plan(&life.case, plan);
    let found = case["members"].as_array().context("no members")?;
    for (relation, of, decides) in people {
        let member = found.iter().find(|m| m["relation"] == relation);
        life.members.push(Member {
            relation,
            person: text(member.context("a member is missing")?, "person")?,
            born: of.born,
            decides,
            consent: String::new(),
        });
    }
    Ok(())
}

fn identity(relation: &str, person: &Person, number: u32) -> Value {
    json!({
        "relation": relation,
        "name": format!("{} {}", person.family, person.given),
        "kana": format!("{} {}", person.family_kana, person.given_kana),
        "birth_day": person.born,
        "sex": match person.sex { Sex::Male => "male", Sex::Female => "female" },
        "patient_number": format!("S{number:08}"),
    })
}

/// Everybody consents on paper.
pub async fn consent(life: &mut Life, world: &World) -> anyhow::Result<()> {
    let coordinator = life.own("coordinator");
    let forms = world.forms(&coordinator).await?;
    let mut chance = Chance::of_seed(life.plan.seed ^ 0xc0);
    for member in &mut life.members {
        let form = match (life.plan.cancer, member.relation) {
            (true, _) => "icf-cancer-adult",
            (false, "proband") => "icf-rare-adult",
            _ => "icf-parent",
        };
        let form = find(&forms, form)?;
        let mut body = json!({
            "case": life.case, "person": member.person,
            "form": form["reference"], "form_sha256": form["sha256"],
            "giver": "self", "answers": answers(form, &mut chance)?,
            "explained": { "place": "onsite", "method": "paper" },
            "identity_check": "face_to_face",
            "signature_sha256": Digest::of(format!("{} {}", life.case, member.person).as_bytes()),
        });
        if !member.decides {
            body["giver"] = json!("proxy");
            body["proxy"] = json!({ "relation": "mother" });
            if is_asked(member.born) {
                let asked = find(&forms, "assent-child")?;
                body["assent"] = json!({ "form": asked["reference"], "form_sha256": asked["sha256"],
                    "answers": answers(asked, &mut Chance::of_seed(0))? });
            }
        }
        let given = world.post(&coordinator, "/api/consents", body).await?;
        member.consent = text(&given, "id")?;
        clock::pass(900);
    }
    Ok(())
}

/// From seven years on a child is asked.
fn is_asked(born: Day) -> bool {
    born.years_until(clock::now().day()) >= 7
}

fn find<'a>(forms: &'a Value, id: &str) -> anyhow::Result<&'a Value> {
    let all = forms["forms"].as_array().context("there are no forms")?;
    let found = all
        .iter()
        .find(|f| f["form"]["id"] == id && f["in_force"] == true);
    found.with_context(|| format!("form {id} is not in force"))
}

/// Agrees to what is needed; every fifth does not wish to know of what was not asked.
fn answers(form: &Value, chance: &mut Chance) -> anyhow::Result<Map<String, Value>> {
    let items = form["form"]["item"]
        .as_array()
        .context("a form without items")?;
    let mut answers = Map::new();
    for item in items {
        let code = text(item, "code")?;
        let options = item["options"].as_array();
        let options = options.map(Vec::as_slice).unwrap_or_default();
        let of = |wanted: &str| options.iter().find(|o| o["code"] == wanted);
        let no = code.starts_with("ror.secondary") && chance.below(5) == 0;
        let chosen = of(if no { "no" } else { "yes" }).or(options.first());
        let chosen = chosen.and_then(|o| o["code"].as_str()).unwrap_or("yes");
        let answer = if item["kind"] == "mandatory" {
            "agree"
        } else {
            chosen
        };
        answers.insert(code, json!(answer));
    }
    Ok(answers)
}

const TYPES: [&str; 8] = [
    "LUAD", "COAD", "PAAD", "STAD", "BRCA", "LUSC", "BLCA", "READ",
];

pub async fn sheets(life: &mut Life, world: &World) -> anyhow::Result<()> {
    let mut chance = Chance::of_seed(life.plan.seed ^ 0x5e);
    let mut pick = |n: u64| chance.below(n);
    let sheets = if life.plan.cancer {
        let kind = TYPES.get(usize::try_from(pick(8))?).unwrap_or(&"LUAD");
        vec![
            (
                "basic",
                json!({ "tumour_class": "solid", "height_cm": 150 + pick(35), "weight_kg": 42 + pick(45) }),
            ),
            (
                "tumour",
                json!({ "cancer_type_solid": kind, "stage_dx_clin": "IV", "stage_dx_m": "M1" }),
            ),
            (
                "background",
                json!({ "ecog_ps": "1", "smoking_history": "no", "double_cancer_present": "no", "fh_present": "no" }),
            ),
            (
                "therapy",
                json!({ "rx_present": "yes", "regimen": [{ "rx_regimen_name": "CBDCA+PEM", "rx_line": "1",
                "drug": [{ "rx_drug_generic": "carboplatin" }, { "rx_drug_generic": "pemetrexed" }] }] }),
            ),
        ]
    } else if life.plan.alone {
        Vec::new()
    } else {
        vec![
            (
                "background",
                json!({ "main_disease": "診断困難", "affected_status": "affected", "birth_gestational_week": 36 + pick(5),
                "birth_weight_g": 2400 + pick(1200), "birth_mother_age": 30, "birth_father_age": 31,
                "reg_height_cm": 80 + pick(60), "reg_weight_kg": 10 + pick(25) }),
            ),
            (
                "family",
                json!({ "fam_onset_present": "no", "consang_parents": "no" }),
            ),
            ("genetic_test", json!({ "gt_done": "no" })),
        ]
    };
    for (section, answers) in sheets {
        let path = format!("/api/cases/{}/clinical/{section}", life.case);
        let body = json!({ "answers": answers });
        world.put(&life.own("physician"), &path, body).await?;
    }
    Ok(())
}

pub async fn change(life: &Life, world: &World) -> anyhow::Result<()> {
    let Some(own) = life.members.first() else {
        return Ok(());
    };
    let body = json!({ "answers": { "ror.secondary_later": "no" } });
    let path = format!("/api/consents/{}/choices", own.consent);
    let done = world.post(&life.own("coordinator"), &path, body).await;
    done.map(drop)
}

/// Somebody at the centre asks, a second person approves.
pub async fn open(life: &Life, world: &World) -> anyhow::Result<()> {
    let path = format!("/api/cases/{}/openings", life.case);
    let body = json!({ "reason": "mixup", "said": "検体ラベルの照合のため" });
    let asked = world.post(&life.one_of("analyst", 3), &path, body).await?;
    let path = format!("/api/openings/{}/answer", text(&asked, "id")?);
    let done = world
        .post("office", &path, json!({ "approve": true }))
        .await;
    done.map(drop)
}

pub async fn withdraw(life: &Life, world: &World) -> anyhow::Result<()> {
    let Some(own) = life.members.first() else {
        return Ok(());
    };
    let mut body = json!({ "by": if own.decides { "self" } else { "proxy" },
        "cooling_off_days": life.plan.number % 15, "identity_check": "face_to_face" });
    if !own.decides {
        body["proxy"] = json!({ "relation": "mother" });
    }
    let path = format!("/api/consents/{}/withdraw", own.consent);
    let done = world.post(&life.own("coordinator"), &path, body).await;
    done.map(drop)
}

pub async fn die(life: &Life, world: &World) -> anyhow::Result<()> {
    let Some(own) = life.members.first() else {
        return Ok(());
    };
    let path = format!("/api/cases/{}/members/{}/death", life.case, own.person);
    let body = json!({ "source": "chart", "on": clock::now().plus_days(-1).day() });
    let done = world.put(&life.own("physician"), &path, body).await;
    done.map(drop)
}
