//! The one decision point: the Cedar policies of `catalog/policies`, embedded and validated.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap, HashSet},
    str::FromStr,
};

use cedar_policy::{
    Authorizer, Context, Decision, Effect, Entities, Entity, EntityId, EntityTypeName, EntityUid,
    Policy, PolicyId, PolicySet, Request, RestrictedExpression, Schema, SchemaFragment,
    ValidationMode, Validator,
};
use words::{PersonId, SiteId, Text};

use crate::{Holds, Resource};

/// The schema: which actions exist.
const SCHEMA: &str = include_str!("../../../catalog/policies/schema.cedarschema");

/// One file per area, and the rules that hold everywhere.
pub(crate) const FILES: [(&str, &str); 12] = [
    (
        "everywhere.cedar",
        include_str!("../../../catalog/policies/everywhere.cedar"),
    ),
    (
        "auth.cedar",
        include_str!("../../../catalog/policies/auth.cedar"),
    ),
    (
        "registry.cedar",
        include_str!("../../../catalog/policies/registry.cedar"),
    ),
    (
        "consent.cedar",
        include_str!("../../../catalog/policies/consent.cedar"),
    ),
    (
        "clinical.cedar",
        include_str!("../../../catalog/policies/clinical.cedar"),
    ),
    (
        "specimen.cedar",
        include_str!("../../../catalog/policies/specimen.cedar"),
    ),
    (
        "sequencing.cedar",
        include_str!("../../../catalog/policies/sequencing.cedar"),
    ),
    (
        "analysis.cedar",
        include_str!("../../../catalog/policies/analysis.cedar"),
    ),
    (
        "interpretation.cedar",
        include_str!("../../../catalog/policies/interpretation.cedar"),
    ),
    (
        "report.cedar",
        include_str!("../../../catalog/policies/report.cedar"),
    ),
    (
        "disclosure.cedar",
        include_str!("../../../catalog/policies/disclosure.cedar"),
    ),
    (
        "oversight.cedar",
        include_str!("../../../catalog/policies/oversight.cedar"),
    ),
];

/// The policies cannot be used; the platform must not start.
#[derive(Debug, thiserror::Error)]
#[error("failed to load the policies: {0}")]
pub struct PolicyFault(String);

/// One policy, as people read it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rule {
    /// Its `@id`.
    pub id: String,
    /// Whether it forbids.
    pub forbids: bool,
    /// What it says (`@ja`, `@en`); empty for plain permits.
    pub text: Text,
}

/// One action of the schema.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ActionInfo {
    /// Its name, `area.verb`.
    pub name: String,
    /// What it does, in words.
    pub label: Text,
    /// The class of data it answers with.
    pub holds: Holds,
}

/// A decision, with the rules that determined it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verdict {
    /// Whether it may.
    pub allowed: bool,
    /// `@id`s of the policies that determined it; empty if nothing permits it.
    pub rules: Vec<String>,
}

/// The principal of one request: a role, where it is held, and whose it is.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Principal<'a> {
    pub account: &'a str,
    pub role: &'a str,
    pub site: Option<&'a SiteId>,
    pub person: Option<&'a PersonId>,
}

/// The policies, ready to decide.
pub struct Policies {
    set: PolicySet,
    /// Those of them that permit.
    permits: PolicySet,
    authorizer: Authorizer,
    rules: BTreeMap<String, Rule>,
    actions: BTreeMap<String, ActionInfo>,
    /// The groups of each action, as entities: without them a rule on a group would never match.
    groups: BTreeMap<String, Vec<Entity>>,
    kinds: Kinds,
}

struct Kinds {
    account: EntityTypeName,
    role: EntityTypeName,
    thing: EntityTypeName,
    action: EntityTypeName,
}

impl Policies {
    /// Loads the embedded policies and validates them strictly against the schema.
    ///
    /// # Errors
    /// [`PolicyFault`] if a file does not parse, an `@id` is missing or used twice, or validation finds anything.
    pub fn embedded() -> Result<Self, PolicyFault> {
        let fault = |e: &dyn std::fmt::Display| PolicyFault(e.to_string());
        let (fragment, _) = SchemaFragment::from_cedarschema_str(SCHEMA).map_err(|e| fault(&e))?;
        let actions = actions(&fragment)?;
        let schema = Schema::from_schema_fragments([fragment]).map_err(|e| fault(&e))?;
        let groups = groups(&schema)?;
        let (mut set, mut permits) = (PolicySet::new(), PolicySet::new());
        let mut rules = BTreeMap::new();
        for (file, text) in FILES {
            let parsed =
                PolicySet::from_str(text).map_err(|e| PolicyFault(format!("{file}: {e}")))?;
            for policy in parsed.policies() {
                let rule = rule(file, policy)?;
                let named = policy.new_id(PolicyId::new(&rule.id));
                let fault = |e| PolicyFault(format!("{file}: {e}"));
                if !rule.forbids {
                    permits.add(named.clone()).map_err(fault)?;
                }
                set.add(named).map_err(fault)?;
                rules.insert(rule.id.clone(), rule);
            }
        }
        let validation = Validator::new(schema).validate(&set, ValidationMode::Strict);
        let faults: Vec<String> = validation
            .validation_errors()
            .map(ToString::to_string)
            .collect();
        if !faults.is_empty() {
            return Err(PolicyFault(faults.join("; ")));
        }
        let kind = |name: &str| EntityTypeName::from_str(name).map_err(|e| fault(&e));
        let kinds = Kinds {
            account: kind("Account")?,
            role: kind("Role")?,
            thing: kind("Thing")?,
            action: kind("Action")?,
        };
        Ok(Self {
            set,
            permits,
            authorizer: Authorizer::new(),
            rules,
            actions,
            groups,
            kinds,
        })
    }

    /// All actions of the schema, by name.
    pub fn actions(&self) -> impl Iterator<Item = &ActionInfo> {
        self.actions.values()
    }

    /// The action of a name.
    #[must_use]
    pub fn action(&self, name: &str) -> Option<&ActionInfo> {
        self.actions.get(name)
    }

    /// All policies, by id.
    pub fn rules(&self) -> impl Iterator<Item = &Rule> {
        self.rules.values()
    }

    /// The policy of an id.
    #[must_use]
    pub fn rule(&self, id: &str) -> Option<&Rule> {
        self.rules.get(id)
    }

    /// Decides. An action that the schema does not know is denied, and so is a request that cannot be built or evaluated.
    ///
    /// Who could not have had the thing anyway is told no more of it than of a thing that does not exist: a rule that looks
    /// at its state would tell that it is there.
    pub(crate) fn decide(&self, who: Principal<'_>, action: &str, on: &Resource) -> Verdict {
        let verdict = self.answer(&self.set, who, action, on);
        if verdict.allowed
            || verdict.rules.is_empty()
            || self.answer(&self.permits, who, action, on).allowed
        {
            return verdict;
        }
        let nothing = self.answer(&self.set, who, action, &Resource::new(on.kind, ""));
        Verdict {
            allowed: false,
            rules: if nothing.allowed {
                Vec::new()
            } else {
                nothing.rules
            },
        }
    }

    fn answer(&self, set: &PolicySet, who: Principal<'_>, action: &str, on: &Resource) -> Verdict {
        let denied = Verdict {
            allowed: false,
            rules: Vec::new(),
        };
        if !self.actions.contains_key(action) {
            return denied;
        }
        let Some((request, entities)) = self.request(who, action, on) else {
            return denied;
        };
        let answer = self.authorizer.is_authorized(&request, set, &entities);
        let rules: BTreeSet<String> = answer
            .diagnostics()
            .reason()
            .map(ToString::to_string)
            .collect();
        // A policy that failed to evaluate may have been the one that forbids.
        let sound = answer.diagnostics().errors().next().is_none();
        Verdict {
            allowed: sound && answer.decision() == Decision::Allow,
            rules: rules.into_iter().collect(),
        }
    }

    fn request(
        &self,
        who: Principal<'_>,
        action: &str,
        on: &Resource,
    ) -> Option<(Request, Entities)> {
        let uid = |kind: &EntityTypeName, id: &str| {
            EntityUid::from_type_name_and_id(kind.clone(), EntityId::new(id))
        };
        let text = |s: &str| RestrictedExpression::new_string(s.to_owned());
        let role = uid(&self.kinds.role, who.role);
        let account = uid(&self.kinds.account, who.account);
        let thing = uid(&self.kinds.thing, &format!("{}/{}", on.kind, on.id));
        let mut of_account = HashMap::new();
        add(&mut of_account, "site", who.site.map(SiteId::as_str));
        add(&mut of_account, "person", who.person.map(PersonId::as_str));
        let mut of_thing = HashMap::from([
            ("kind".to_owned(), text(on.kind)),
            ("state".to_owned(), text(&on.state)),
            (
                "withdrawn".to_owned(),
                RestrictedExpression::new_bool(on.withdrawn),
            ),
            (
                "seated".to_owned(),
                RestrictedExpression::new_bool(on.seated),
            ),
            ("represented".to_owned(), text(on.represented.word())),
            ("holds".to_owned(), text(self.holds(action, on).word())),
        ]);
        add(&mut of_thing, "site", on.site.as_ref().map(SiteId::as_str));
        add(
            &mut of_thing,
            "person",
            on.person.as_ref().map(PersonId::as_str),
        );
        let mut entities = self.groups.get(action)?.clone();
        entities.push(Entity::new_no_attrs(role.clone(), HashSet::new()));
        entities.push(Entity::new(account.clone(), of_account, HashSet::from([role])).ok()?);
        entities.push(Entity::new(thing.clone(), of_thing, HashSet::new()).ok()?);
        let entities = Entities::from_entities(entities, None).ok()?;
        let request = Request::new(
            account,
            uid(&self.kinds.action, action),
            thing,
            Context::empty(),
            None,
        )
        .ok()?;
        Some((request, entities))
    }

    /// The stricter of what the caller says and what the action declares.
    pub(crate) fn holds(&self, action: &str, on: &Resource) -> Holds {
        self.actions
            .get(action)
            .map_or(on.holds, |a| a.holds.max(on.holds))
    }
}

/// Every action with the groups it belongs to, and those groups.
fn groups(schema: &Schema) -> Result<BTreeMap<String, Vec<Entity>>, PolicyFault> {
    let hierarchy = schema
        .action_entities()
        .map_err(|e| PolicyFault(e.to_string()))?;
    let family = |uid: &EntityUid| {
        let parents: HashSet<EntityUid> = hierarchy
            .ancestors(uid)
            .into_iter()
            .flatten()
            .cloned()
            .collect();
        let mut family: Vec<Entity> = parents
            .iter()
            .map(|p| Entity::new_no_attrs(p.clone(), HashSet::new()))
            .collect();
        family.push(Entity::new_no_attrs(uid.clone(), parents));
        family
    };
    Ok(schema
        .actions()
        .map(|uid| (uid.id().unescaped().to_owned(), family(uid)))
        .collect())
}

fn add(attributes: &mut HashMap<String, RestrictedExpression>, name: &str, value: Option<&str>) {
    if let Some(value) = value {
        attributes.insert(
            name.to_owned(),
            RestrictedExpression::new_string(value.to_owned()),
        );
    }
}

fn rule(file: &str, policy: &Policy) -> Result<Rule, PolicyFault> {
    let id = policy
        .annotation("id")
        .ok_or_else(|| PolicyFault(format!("{file}: a policy has no @id")))?;
    let said = |lang| policy.annotation(lang).unwrap_or_default().to_owned();
    Ok(Rule {
        id: id.to_owned(),
        forbids: policy.effect() == Effect::Forbid,
        text: Text::made(said("ja"), said("en")),
    })
}

fn actions(fragment: &SchemaFragment) -> Result<BTreeMap<String, ActionInfo>, PolicyFault> {
    // A copy without groups' names: groups are written without a dot.
    let schema = Schema::from_schema_fragments([fragment.clone()])
        .map_err(|e| PolicyFault(e.to_string()))?;
    let mut found = BTreeMap::new();
    for uid in schema.actions() {
        let name = uid.id().unescaped().to_owned();
        if !name.contains('.') {
            continue;
        }
        let said = |key: &str| {
            fragment
                .action_annotation(None, uid.id(), key)
                .unwrap_or_default()
                .to_owned()
        };
        let (ja, en) = (said("ja"), said("en"));
        if ja.is_empty() || en.is_empty() {
            return Err(PolicyFault(format!("the action {name} lacks @ja or @en")));
        }
        let holds = Holds::of(&said("holds"));
        found.insert(
            name.clone(),
            ActionInfo {
                name,
                label: Text::made(ja, en),
                holds,
            },
        );
    }
    Ok(found)
}
