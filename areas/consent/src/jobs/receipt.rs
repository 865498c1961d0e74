//! The receipt: every item and every answer of the stored record, as a PDF for the person (R4).

use blob::KeyId;
use serde_json::{Value, json};
use web::Platform;
use words::{Lang, Text};

use crate::{
    decide::Consent,
    facts::{self, ConsentView},
    store,
    words::{Answers, Giver, ProxyRelation, form},
};

const TEMPLATE: &str = include_str!("../../../../catalog/consent/receipt.typ");

/// Renders and keeps the receipt of the present version; doing it twice changes nothing.
pub(crate) async fn receipt(platform: Platform, payload: Value) -> anyhow::Result<()> {
    let id = payload
        .get("consent")
        .and_then(Value::as_str)
        .unwrap_or_default();
    let Some(view) = facts::consent(platform.db(), id).await? else {
        anyhow::bail!("failed to find consent {id}")
    };
    let key = KeyId::person(&view.consent.record.person);
    if platform.blobs().is_forgotten(&key) {
        return Ok(());
    }
    let note = store::read_note(&platform, id, &view.consent.record.person).await?;
    let data = content(&view, note.other_relation.as_deref())?;
    let fonts_dir = platform.settings().fonts_dir.clone();
    let pdf = tokio::task::spawn_blocking(move || -> anyhow::Result<paper::Pdf> {
        let fonts = paper::Fonts::find(&[fonts_dir])?;
        Ok(paper::render(TEMPLATE, &data, &fonts)?)
    });
    let put = platform.blobs().put(&key, &pdf.await??.bytes).await?;
    store::keep_receipt(platform.db(), id, view.version, &put.digest).await?;
    Ok(())
}

/// What the template shows. Japanese first, English beneath.
fn content(view: &ConsentView, other: Option<&str>) -> anyhow::Result<Value> {
    let Consent {
        record,
        submitted_at,
        ..
    } = &view.consent;
    let form = form::find(&record.form)
        .ok_or_else(|| anyhow::anyhow!("failed to find form {}", record.form))?;
    let mut sections = vec![section(form, &record.answers)];
    if let Some((assent, form)) = record
        .assent
        .as_ref()
        .and_then(|a| Some((a, form::find(&a.form)?)))
    {
        sections.push(section(form, &assent.answers));
    }
    Ok(json!({
        "document": { "id": format!("{}-{}", view.id, view.version), "at": submitted_at.rfc3339() },
        "mark": form.mark,
        "matrix": super::matrix(&view.id),
        "facts": [
            fact("記録番号", "Record", view.id.clone()),
            fact("版", "Version", view.version.to_string()),
            fact("症例番号", "Case", record.case.to_string()),
            fact("参加者番号", "Participant", record.person.to_string()),
            fact("同意した日時", "Given at", submitted_at.show(Lang::Ja)),
            fact("同意した方", "Given by", giver(&view.consent, other)),
            fact("説明者", "Explained by", record.explained_by.to_string()),
            fact("状態", "State", view.consent.status.text().ja.into_owned()),
            fact("文書", "Form", format!("{} ({})", record.form, record.form_digest.short())),
        ],
        "sections": sections,
    }))
}

fn section(form: &form::Form, answers: &Answers) -> Value {
    let shown = form.items.iter().filter_map(|item| {
        let answer = answers.get(&item.code)?;
        Some(json!({ "code": item.code, "text": item.text, "answer": item.words(answer) }))
    });
    json!({ "title": form.title, "items": shown.collect::<Vec<_>>() })
}

fn fact(ja: &'static str, en: &'static str, value: String) -> Value {
    json!({ "label": Text::new(ja, en), "value": value })
}

fn giver(consent: &Consent, other: Option<&str>) -> String {
    let relation = match (consent.record.giver, &consent.record.proxy) {
        (Giver::Person, _) | (Giver::Proxy, None) => return "本人 / the person".to_owned(),
        (Giver::Proxy, Some(proxy)) => proxy.relation,
    };
    let name = match relation {
        ProxyRelation::Mother => "母 / mother",
        ProxyRelation::Father => "父 / father",
        ProxyRelation::Spouse => "配偶者 / spouse",
        ProxyRelation::Child => "子 / child",
        ProxyRelation::Sibling => "兄弟姉妹 / sibling",
        ProxyRelation::Guardian => "後見人 / guardian",
        ProxyRelation::Other => other.unwrap_or("その他 / other"),
    };
    format!("代諾者 / proxy: {name}")
}
