//! Steps 1 and 2: registration, then the consent of every participant.

use anyhow::{Context as _, bail};
use serde_json::{Map, Value, json};
use sim::people::{Person, Sex};
use words::Digest;

use super::{client::User, sequencing::text};

/// A registered participant.
#[derive(Debug, Clone)]
pub struct Member {
    pub relation: &'static str,
    pub person: String,
}

/// Registers a case. Answers its number and its members.
pub async fn register(
    coordinator: &User,
    eligibility: Value,
    people: &[(&'static str, Person)],
) -> anyhow::Result<(String, Vec<Member>)> {
    let members: Vec<Value> = people
        .iter()
        .map(|(relation, person)| identity(relation, person))
        .collect();
    let case = coordinator
        .post(
            "/api/cases",
            json!({ "eligibility": eligibility, "members": members }),
        )
        .await?;
    let found = case["members"]
        .as_array()
        .context("the case has no members")?;
    let member = |relation: &'static str| {
        let of = found
            .iter()
            .find(|m| m["relation"] == relation)
            .context("a member is missing")?;
        anyhow::Ok(Member {
            relation,
            person: text(of, "person")?,
        })
    };
    let members: anyhow::Result<Vec<Member>> = people
        .iter()
        .map(|(relation, _)| member(relation))
        .collect();
    Ok((text(&case, "id")?, members?))
}

fn identity(relation: &str, person: &Person) -> Value {
    json!({
        "relation": relation,
        "name": format!("{} {}", person.family, person.given),
        "kana": format!("{} {}", person.family_kana, person.given_kana),
        "birth_day": person.born,
        "sex": match person.sex { Sex::Male => "male", Sex::Female => "female" },
        "patient_number": person.patient_number,
    })
}

/// Which form a participant signs, and who signs for a child.
pub enum Signs {
    /// An adult, for himself or herself.
    Adult(&'static str),
    /// The mother, for a child who is asked as well.
    ForChild {
        form: &'static str,
        assent: &'static str,
    },
}

/// Records a consent on paper of our own wording. Answers its id.
pub async fn consent(
    coordinator: &User,
    case: &str,
    person: &str,
    signs: &Signs,
) -> anyhow::Result<String> {
    let forms = coordinator.get("/api/forms").await?;
    let form_id = match signs {
        Signs::Adult(form) | Signs::ForChild { form, .. } => form,
    };
    let form = find(&forms, form_id)?;
    let mut body = json!({
        "case": case, "person": person,
        "form": form["reference"], "form_sha256": form["sha256"],
        "giver": "self", "answers": answers(form)?,
        "explained": { "place": "onsite", "method": "paper" },
        "identity_check": "face_to_face",
        "signature_sha256": Digest::of(format!("{case} {person}").as_bytes()),
    });
    if let Signs::ForChild { assent, .. } = signs {
        let asked = find(&forms, assent)?;
        body["giver"] = json!("proxy");
        body["proxy"] = json!({ "relation": "mother" });
        body["assent"] = json!({ "form": asked["reference"], "form_sha256": asked["sha256"], "answers": answers(asked)? });
    }
    let given = coordinator.post("/api/consents", body).await?;
    if text(&given, "status")? != "active" {
        bail!("the consent is not active: {given}");
    }
    text(&given, "id")
}

fn find<'a>(forms: &'a Value, id: &str) -> anyhow::Result<&'a Value> {
    let all = forms["forms"].as_array().context("there are no forms")?;
    let found = all
        .iter()
        .find(|f| f["form"]["id"] == id && f["in_force"] == true);
    found.with_context(|| format!("form {id} is not in force"))
}

/// Agrees to everything that is needed, and wishes to know.
fn answers(form: &Value) -> anyhow::Result<Map<String, Value>> {
    let items = form["form"]["item"]
        .as_array()
        .context("a form without items")?;
    let mut answers = Map::new();
    for item in items {
        let code = text(item, "code")?;
        let answer = if item["kind"] == "mandatory" {
            "agree"
        } else {
            choice(item)
        };
        answers.insert(code, json!(answer));
    }
    Ok(answers)
}

fn choice(item: &Value) -> &str {
    let options = item["options"]
        .as_array()
        .map(Vec::as_slice)
        .unwrap_or_default();
    let yes = options
        .iter()
        .find(|o| o["code"] == "yes")
        .or(options.first());
    yes.and_then(|o| o["code"].as_str()).unwrap_or("yes")
}
