//! Hospitals, vendors, the centre, and their people.

use auth::NewAccount;
use serde_json::json;
use sim::scenario::{HOSPITALS, VENDORS};
use words::{AccountId, Actor, Lang, PersonId, SiteId};

use super::{clock, world::World};

/// Kinds of account that every hospital has.
const HOSPITAL_ROLES: [(&str, &str); 4] = [
    ("coordinator", "コーディネーター"),
    ("physician", "担当医"),
    ("counsellor", "遺伝カウンセラー"),
    ("technician", "検査技師"),
];

/// Account, role, name at the centre.
const CENTRE: [(&str, &str, &str); 20] = [
    ("office", "office", "中央事務局"),
    ("security", "security", "情報セキュリティ責任者"),
    ("admin", "admin", "システム管理者"),
    ("analyst-0", "analyst", "解析担当一"),
    ("analyst-1", "analyst", "解析担当二"),
    ("analyst-2", "analyst", "解析担当三"),
    ("curator-0", "curator", "キュレーター一"),
    ("curator-1", "curator", "キュレーター二"),
    ("curator-2", "curator", "キュレーター三"),
    ("curator-3", "curator", "キュレーター四"),
    ("chair-0", "panel_chair", "座長一"),
    ("chair-1", "panel_chair", "座長二"),
    ("chair-2", "panel_chair", "座長三"),
    ("oncologist", "panel_member", "薬物療法専門医（呼吸器）"),
    ("oncologist-2", "panel_member", "薬物療法専門医（消化器）"),
    ("geneticist", "panel_member", "臨床遺伝専門医"),
    (
        "panel-counsellor",
        "panel_member",
        "遺伝カウンセラー（パネル）",
    ),
    ("pathologist", "panel_member", "病理専門医"),
    ("genomicist", "panel_member", "分子遺伝学の専門家"),
    (
        "bioinformatician",
        "panel_member",
        "バイオインフォマティシャン",
    ),
];

pub fn hospital(number: usize) -> String {
    format!("hospital-{number:02}")
}

pub fn vendor(number: usize) -> String {
    format!("vendor-{number}")
}

/// Somebody of a hospital.
pub fn at(number: usize, role: &str) -> String {
    format!("{role}-{number:02}")
}

/// Everybody who works in the programme.
pub fn staff() -> anyhow::Result<Vec<AccountId>> {
    let centre = CENTRE.iter().map(|(account, _, _)| (*account).to_owned());
    let vendors = (0..VENDORS).map(|n| format!("lab-{n}"));
    let own = (0..HOSPITALS).flat_map(|n| HOSPITAL_ROLES.iter().map(move |(r, _)| at(n, r)));
    let all = centre.chain(vendors).chain(own);
    all.map(|a| Ok(AccountId::parse(a)?)).collect()
}

/// Opens everything there is before the first case.
pub async fn open(world: &World) -> anyhow::Result<()> {
    for (account, role, name) in CENTRE {
        hire(world, account, role, None, name).await?;
    }
    for n in 0..VENDORS {
        hire(
            world,
            &format!("lab-{n}"),
            "vendor",
            Some(&vendor(n)),
            &format!("受託会社{n}"),
        )
        .await?;
    }
    for n in 0..HOSPITALS {
        for (role, name) in HOSPITAL_ROLES {
            let name = format!("{name}（第{n}病院）");
            hire(world, &at(n, role), role, Some(&hospital(n)), &name).await?;
        }
    }
    world.sign_in(&staff()?).await?;
    register(world).await
}

async fn hire(
    world: &World,
    account: &str,
    role: &'static str,
    site: Option<&str>,
    name: &str,
) -> anyhow::Result<()> {
    let site = site.map(SiteId::parse).transpose()?;
    account_of(world, account, role, site, name, None).await
}

/// The account of a patient, who comes in with a token.
pub async fn admit(world: &World, person: &str) -> anyhow::Result<String> {
    let account = format!("my.{person}");
    let own = Some(PersonId::parse(person)?);
    account_of(world, &account, "patient", None, "患者さん", own).await?;
    world
        .sign_in(&[AccountId::parse(account.as_str())?])
        .await?;
    Ok(account)
}

async fn account_of(
    world: &World,
    account: &str,
    role: &'static str,
    site: Option<SiteId>,
    name: &str,
    person: Option<PersonId>,
) -> anyhow::Result<()> {
    let platform = &world.opened.platform;
    let (auth, now, by) = (platform.auth(), clock::now(), Actor::system());
    let id = AccountId::parse(account)?;
    let staff = person.is_none();
    let new = NewAccount {
        id: id.clone(),
        login: account.to_owned(),
        name: name.to_owned(),
        password: None,
        person,
        lang: Lang::Ja,
    };
    auth.open_account(new, &by, now).await?;
    auth.grant(&id, role, site, (now, None), &by, now).await?;
    if staff {
        auth.give_soft_key(platform.relying_party()?, &id, now)
            .await?;
    }
    Ok(())
}

async fn register(world: &World) -> anyhow::Result<()> {
    let approval = |kind: &str| json!({ "kind": kind, "system": "B", "from": "2023-04-01", "reference": "SIM-2023" });
    for n in 0..HOSPITALS {
        let site = json!({ "id": hospital(n), "kind": "hospital", "code": format!("{:04}", 1000 + n),
            "name": { "ja": format!("見本第{n}病院"), "en": format!("Sample Hospital {n}") },
            "approvals": [approval("cancer"), approval("rare")] });
        world.post("office", "/api/sites", site).await?;
    }
    for n in 0..VENDORS {
        let site = json!({ "id": vendor(n), "kind": "vendor", "code": format!("{:04}", 9000 + n),
            "name": { "ja": format!("見本シークエンス{n}"), "en": format!("Sample Sequencing {n}") },
            "approvals": [{ "from": "2023-04-01", "reference": "SIM-2023" }] });
        world.post("office", "/api/sites", site).await?;
        let key = &world.vendor_key;
        let record = json!({ "domestic": true, "multi_factor": true, "own_qc": true, "sop_summary_version": 1,
            "accreditations": [{ "standard": "iso15189", "number": "SIM-15189", "valid_until": "2099-03-31" }],
            "keys": [{ "id": key.id, "public_key": key.public(), "valid_from": "2023-04-01", "valid_until": "2099-03-31" }] });
        world
            .put("office", &format!("/api/vendors/{}", vendor(n)), record)
            .await?;
    }
    Ok(())
}
