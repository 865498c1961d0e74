//! Neighbours that answer from memory.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use futures::future::BoxFuture;
use report::jobs::gather::{CaseFacts, Material, Neighbours};
use report::words::input::ReportInput;
use web::Platform;
use words::{CaseId, ConsentRef, PersonId, SiteId};

pub struct Fake {
    pub case: Mutex<CaseFacts>,
    pub material: Material,
}

impl Fake {
    /// Neighbours that know what the input says.
    pub fn of(input: &ReportInput) -> Arc<Self> {
        let material = Material {
            members: input.members.clone(),
            clinical: input.clinical.clone(),
            specimens: input.specimens.clone(),
            run: Some(input.run.clone()),
            findings: input.findings.clone(),
            rejected: input.rejected.clone(),
            releases: input.releases.clone(),
            verdicts: BTreeMap::from([("f-egfr".to_owned(), "accepted".to_owned())]),
        };
        let case = CaseFacts {
            id: input.case.clone(),
            kind: input.case_kind,
            site: SiteId::parse("hosp-a").unwrap_or_else(|e| panic!("{e}")),
            proband: PersonId::parse("p-1").unwrap_or_else(|e| panic!("{e}")),
            consented: true,
            consent: Some(ConsentRef {
                id: "c-1".to_owned(),
                version: 2,
                form: "cancer-icf@3".to_owned(),
            }),
            choices: input.choices.clone(),
            others: BTreeMap::new(),
        };
        Arc::new(Self {
            case: Mutex::new(case),
            material,
        })
    }

    /// Changes what is known of the case.
    pub fn change(&self, change: impl FnOnce(&mut CaseFacts)) {
        change(&mut self.case.lock().unwrap_or_else(PoisonError::into_inner));
    }
}

impl Neighbours for Fake {
    fn case<'a>(
        &'a self,
        _: &'a Platform,
        case: &'a CaseId,
    ) -> BoxFuture<'a, anyhow::Result<Option<CaseFacts>>> {
        let known = self
            .case
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone();
        Box::pin(async move { Ok((known.id == *case).then_some(known)) })
    }

    fn material<'a>(
        &'a self,
        _: &'a Platform,
        _: &'a CaseId,
    ) -> BoxFuture<'a, anyhow::Result<Material>> {
        Box::pin(async { Ok(self.material.clone()) })
    }
}
