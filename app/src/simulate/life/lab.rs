//! Tubes, the order, the deliveries.

use anyhow::Context as _;
use serde_json::{Value, json};
use words::Digest;

use super::{
    super::{
        clock, sites,
        world::{Sent, World, text},
    },
    Life, Tube,
};

/// Numbers and fills the tubes.
pub async fn collect(life: &mut Life, world: &World) -> anyhow::Result<()> {
    let technician = life.own("technician");
    let wanted: Vec<(String, &str)> = if life.plan.cancer {
        let own = life.members.first().context("nobody")?.person.clone();
        vec![(own.clone(), "tumour"), (own, "normal")]
    } else {
        let each = life.members.iter().map(|m| (m.person.clone(), "normal"));
        each.collect()
    };
    for (person, role) in wanted {
        let plan = json!({ "person": person, "role": role, "material": "dna", "count": 1 });
        let path = format!("/api/cases/{}/tubes", life.case);
        let planned = world.post(&technician, &path, plan).await?;
        let id = text(planned.pointer("/tubes/0").unwrap_or(&Value::Null), "id")?;
        let path = format!("/api/tubes/{id}/collect");
        world.post(&technician, &path, json!({})).await?;
        life.tubes.push(Tube { id });
    }
    Ok(())
}

/// Sends the tubes; the laboratory scans them in and looks at each. A last one may not be fit.
pub async fn receive(life: &Life, world: &World, fit: bool) -> anyhow::Result<()> {
    let (technician, lab) = (life.own("technician"), format!("lab-{}", life.plan.vendor));
    for tube in &life.tubes {
        let id = &tube.id;
        let step = |name: &str| format!("/api/tubes/{id}/{name}");
        let scanned = json!({ "scanned": id });
        world.post(&technician, &step("label"), scanned).await?;
        let ship = json!({ "scanned": id, "to": sites::vendor(life.plan.vendor), "carrier": "sim-carrier", "waybill": format!("WB-{id}") });
        world.post(&technician, &step("ship"), ship).await?;
    }
    clock::pass(20 * 3600);
    for (n, tube) in life.tubes.iter().enumerate() {
        let id = &tube.id;
        let step = |name: &str| format!("/api/tubes/{id}/{name}");
        let received = json!({ "scanned": id, "condition": "good", "seal_ok": true, "temp_min": 2.5, "temp_max": 6.0 });
        world.post(&lab, &step("receive"), received).await?;
        if !fit && n + 1 == life.tubes.len() {
            let class = json!({ "class": "quantity" });
            world.post(&lab, &step("nonconforming"), class).await?;
        } else {
            let good = json!({ "din": 8.1, "amount_ng": 1500 });
            world.post(&lab, &step("accept"), good).await?;
        }
    }
    Ok(())
}

pub async fn order(life: &mut Life, world: &World) -> anyhow::Result<()> {
    let analyst = life.one_of("analyst", 3);
    let body = json!({ "vendor": sites::vendor(life.plan.vendor), "profile": "slice" });
    let path = format!("/api/cases/{}/orders", life.case);
    let drafted = world.post(&analyst, &path, body).await?;
    life.order = text(&drafted, "id")?;
    let path = format!("/api/orders/{}/release", life.order);
    world.post(&analyst, &path, json!({})).await.map(drop)
}

/// Announces the reads of the first tube, or of the others.
pub async fn deliver(life: &Life, world: &World, first: bool) -> anyhow::Result<()> {
    let lab = format!("lab-{}", life.plan.vendor);
    let tubes = life.tubes.iter().enumerate();
    for (_, tube) in tubes.filter(|(n, _)| (*n == 0) == first) {
        let manifest = serde_json::to_vec(&manifest(&life.order, &tube.id))?;
        let signature = world.vendor_key.sign(&manifest);
        let sent = Sent::Manifest(manifest, signature);
        let path = "/api/deliveries?source=incoming";
        world.call(&lab, "POST", path, sent).await?;
    }
    Ok(())
}

fn manifest(order: &str, tube: &str) -> Value {
    let file = |mate: u8| {
        let name = format!("{tube}_S1_L001_R{mate}_001.fastq.gz");
        let digest = Digest::of(name.as_bytes());
        json!({ "name": name, "mate": mate, "lane": "1", "bytes": 31_000_000_000_u64, "sha256": digest,
            "reads": 410_000_000_u64, "bases": 61_500_000_000_u64 })
    };
    json!({
        "order": order, "specimen": tube, "instrument": "SIM01", "run": "1", "flowcell": "HSIM0001",
        "read_length": 150, "library_kit": "PCR-FREE", "generated_at": clock::now().plus_days(-2),
        "files": [file(1), file(2)],
    })
}
