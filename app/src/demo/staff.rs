//! The people of the demonstration: two hospitals, a vendor, the centre, an account per role.

use std::{collections::HashMap, sync::Arc};

use anyhow::Context as _;
use auth::NewAccount;
use serde_json::json;
use sim::VendorKey;
use web::Platform;
use words::{AccountId, Actor, Lang, PersonId, SiteId};

use super::client::User;

/// The hospital of the cancer case.
pub const HOSPITAL_A: &str = "hospital-a";
/// The hospital of the rare-disease case.
pub const HOSPITAL_B: &str = "hospital-b";
/// The sequencing vendor.
pub const VENDOR: &str = "vendor-a";

/// Account, role, site, name.
const PEOPLE: [(&str, &str, &str, &str); 23] = [
    ("office", "office", "", "中央事務局"),
    ("security", "security", "", "情報セキュリティ責任者"),
    ("admin", "admin", "", "システム管理者"),
    ("analyst", "analyst", "", "解析担当"),
    ("curator", "curator", "", "キュレーター"),
    ("curator-2", "curator", "", "キュレーター（2人目）"),
    ("chair", "panel_chair", "", "エキスパートパネル座長"),
    ("oncologist", "panel_member", "", "薬物療法専門医（呼吸器）"),
    (
        "oncologist-2",
        "panel_member",
        "",
        "薬物療法専門医（消化器）",
    ),
    ("geneticist", "panel_member", "", "臨床遺伝専門医"),
    (
        "panel-counsellor",
        "panel_member",
        "",
        "遺伝カウンセラー（パネル）",
    ),
    ("pathologist", "panel_member", "", "病理専門医"),
    ("genomicist", "panel_member", "", "分子遺伝学の専門家"),
    (
        "bioinformatician",
        "panel_member",
        "",
        "バイオインフォマティシャン",
    ),
    (
        "coordinator-a",
        "coordinator",
        HOSPITAL_A,
        "コーディネーター（病院A）",
    ),
    ("physician-a", "physician", HOSPITAL_A, "担当医（病院A）"),
    (
        "counsellor-a",
        "counsellor",
        HOSPITAL_A,
        "遺伝カウンセラー（病院A）",
    ),
    (
        "technician-a",
        "technician",
        HOSPITAL_A,
        "検査技師（病院A）",
    ),
    (
        "coordinator-b",
        "coordinator",
        HOSPITAL_B,
        "コーディネーター（病院B）",
    ),
    ("physician-b", "physician", HOSPITAL_B, "担当医（病院B）"),
    (
        "counsellor-b",
        "counsellor",
        HOSPITAL_B,
        "遺伝カウンセラー（病院B）",
    ),
    (
        "technician-b",
        "technician",
        HOSPITAL_B,
        "検査技師（病院B）",
    ),
    ("vendor", "vendor", VENDOR, "シークエンス受託会社"),
];

/// Everybody, by account.
pub struct Staff {
    users: HashMap<String, User>,
    base: String,
    /// The vendor's own; it lies beside the data of the programme, not in it.
    key: Arc<VendorKey>,
}

impl Staff {
    /// Opens the accounts, grants the roles, and signs everybody in with a token.
    pub async fn hire(platform: &Platform, base: &str) -> anyhow::Result<Self> {
        let vendors = platform.settings().data_dir.with_file_name("vendor-keys");
        let mut staff = Self {
            users: HashMap::new(),
            base: base.to_owned(),
            key: Arc::new(VendorKey::in_dir(&vendors)?),
        };
        for (account, role, site, name) in PEOPLE {
            let site = (!site.is_empty()).then_some(site);
            staff.add(platform, account, role, site, name, None).await?;
        }
        Ok(staff)
    }

    /// Opens the account of a patient.
    pub async fn admit(&mut self, platform: &Platform, person: &str) -> anyhow::Result<User> {
        let account = format!("patient-{}", self.users.len());
        let person = PersonId::parse(person)?;
        self.add(
            platform,
            &account,
            "patient",
            None,
            "患者さん",
            Some(person),
        )
        .await?;
        self.user(&account)
    }

    async fn add(
        &mut self,
        platform: &Platform,
        account: &str,
        role: &'static str,
        site: Option<&str>,
        name: &str,
        person: Option<PersonId>,
    ) -> anyhow::Result<()> {
        let (auth, now, by) = (platform.auth(), platform.now(), Actor::system());
        let id = AccountId::parse(account)?;
        let new = NewAccount {
            id: id.clone(),
            login: account.to_owned(),
            name: name.to_owned(),
            // everybody has a passkey, made by the demonstration
            password: None,
            person,
            lang: Lang::Ja,
        };
        auth.open_account(new, &by, now)
            .await
            .with_context(|| format!("account {account}"))?;
        let site = site.map(SiteId::parse).transpose()?;
        auth.grant(&id, role, site, (now, None), &by, now)
            .await
            .with_context(|| format!("role of {account}"))?;
        let at = platform.relying_party()?;
        auth.give_soft_key(at, &id, now)
            .await
            .with_context(|| format!("passkey of {account}"))?;
        let token = auth.issue_token(&id, now.plus_days(30), now).await?;
        let mut user = User::new(&self.base, token.secret, role);
        if role == "vendor" {
            user = user.signing_with(self.key.clone());
        }
        self.users.insert(account.to_owned(), user);
        Ok(())
    }

    /// Somebody by account.
    pub fn user(&self, account: &str) -> anyhow::Result<User> {
        self.users
            .get(account)
            .cloned()
            .with_context(|| format!("nobody is called {account}"))
    }

    /// Registers the sites with their approvals, and the vendor's record.
    pub async fn open_sites(&self) -> anyhow::Result<()> {
        let office = self.user("office")?;
        let approval = |kind: &str| json!({ "kind": kind, "system": "B", "from": "2023-04-01", "reference": "DEMO-2023-01" });
        let hospital = |id: &str, code: &str, ja: &str, en: &str| {
            json!({ "id": id, "kind": "hospital", "code": code, "name": { "ja": ja, "en": en },
                    "approvals": [approval("cancer"), approval("rare")] })
        };
        office
            .post(
                "/api/sites",
                hospital(
                    HOSPITAL_A,
                    "0123",
                    "見本大学病院A",
                    "Sample University Hospital A",
                ),
            )
            .await?;
        office
            .post(
                "/api/sites",
                hospital(
                    HOSPITAL_B,
                    "0456",
                    "見本こども病院B",
                    "Sample Children's Hospital B",
                ),
            )
            .await?;
        let vendor = json!({ "id": VENDOR, "kind": "vendor", "code": "9001",
            "name": { "ja": "見本シークエンス", "en": "Sample Sequencing" },
            "approvals": [{ "from": "2023-04-01", "reference": "DEMO-2023-02" }] });
        office.post("/api/sites", vendor).await?;
        let record = json!({ "domestic": true, "multi_factor": true, "own_qc": true, "sop_summary_version": 1,
            "accreditations": [{ "standard": "iso15189", "number": "DEMO-15189", "valid_until": "2099-03-31" }],
            "keys": [{ "id": self.key.id, "public_key": self.key.public(), "valid_from": "2023-04-01", "valid_until": "2099-03-31" }] });
        office
            .put(&format!("/api/vendors/{VENDOR}"), record)
            .await?;
        Ok(())
    }
}
