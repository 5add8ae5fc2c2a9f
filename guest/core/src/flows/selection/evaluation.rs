//! The evaluation of one spec over one inventory.

use std::sync::Arc;

use super::contents::{self, Contents, ContentsCount, SavedContents, View, VolumeVerdict};
use super::filter::Filter;
use super::findings::Evaluated;
use super::related::{Ground, Walk};
use super::source::Source;
use super::{Reason, included_bits, policies};
use crate::diagnostic::Diagnostic;
use crate::inventory::storage::Claim;
use crate::inventory::{Inventory, Listing, ObjectRef};
use crate::model::Spec;
use crate::rules;
use crate::velero::backup::Backup;
use crate::velero::filters::{FilterPart, Filters};
use crate::velero::server::ServerSettings;
use crate::velero::special::Special;

/// The decision on an object.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verdict {
    /// The object.
    pub object: ObjectRef,
    /// Whether it is in the backup.
    pub included: bool,
    /// Why it is in the backup, or not.
    pub reason: Reason,
    /// RFC 6901 JSON pointer to the entry of the spec that decided, if there is one.
    pub pointer: Option<String>,
    /// The index of the object that brings it along, if one does.
    pub brought_by: Option<u32>,
}

/// How the backup of a spec ends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Velero saves the included objects, without an error.
    Completed,
    /// Velero saves the included objects, and the backup ends PartiallyFailed, for these reasons.
    PartiallyFailed(Vec<Diagnostic>),
    /// The backup starts and fails, for these reasons. Nothing is saved.
    Failed(Vec<Diagnostic>),
    /// Velero refuses the backup, or cannot read it, for these reasons. Nothing is saved.
    Refused(Vec<Diagnostic>),
}

/// Evaluates one spec, or one Backup, over one inventory, in steps, so that a host stays responsive.
///
/// ```
/// use std::sync::Arc;
/// use k8s_backup_target::cluster::Cluster;
/// use k8s_backup_target::inventory::Reader;
/// use k8s_backup_target::model::Spec;
/// use k8s_backup_target::selection::{Evaluation, Reason};
///
/// let mut reader = Reader::new(&Cluster::builtin());
/// reader.push(br#"{"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "prod"}}
///     {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "a", "namespace": "prod"}}"#)?;
/// let inventory = Arc::new(reader.finish()?);
///
/// let spec = Spec { include_resources: Some(vec!["configmaps".into()]), ..Spec::default() };
/// let mut evaluation = Evaluation::new(inventory, spec);
/// while !evaluation.step(1000) {}
/// assert_eq!(evaluation.reasons(), [Reason::ResourceNotIncluded, Reason::Selected]);
/// # Ok::<(), Vec<k8s_backup_target::diagnostic::Diagnostic>>(())
/// ```
pub struct Evaluation {
    inventory: Arc<Inventory>,
    filters: Filters,
    filter: Filter,
    stage: Stage,
    /// Where the stage continues.
    cursor: usize,
    reasons: Vec<Reason>,
    /// For each listing: whether an object of it, other than a Namespace, is listed.
    are_listed: Vec<bool>,
    /// For each namespace: whether its Namespace is saved because an object in it is listed.
    listed: Vec<bool>,
    walk: Walk,
    contents: Contents,
    included: u32,
    diagnostics: Vec<Diagnostic>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Stage {
    /// Each object on its own.
    Objects,
    /// The Namespaces, which depend on their listed objects.
    Namespaces,
    /// Objects that are brought along.
    Related,
    /// The contents of volumes.
    Contents,
    Done,
}

fn count_included(reasons: &[Reason]) -> u32 {
    included_bits(reasons).map(u64::count_ones).sum()
}

/// The inventory also interns the names of Namespaces.
const INTERNED: &str = "the name of every Namespace is interned";

impl Evaluation {
    /// Compiles the spec for the inventory; nothing is decided yet. The settings of Velero are those that the inventory
    /// shows.
    pub fn new(inventory: Arc<Inventory>, spec: Spec) -> Self {
        Evaluation::of(inventory, &Source::Spec(spec), ServerSettings::default())
    }

    /// Compiles a Backup, or the next backup of a Schedule, in the same way.
    pub fn of_backup(inventory: Arc<Inventory>, backup: &Backup) -> Self {
        Evaluation::of(inventory, &Source::Backup(Box::new(backup.clone())), ServerSettings::default())
    }

    /// Compiles a spec, a Backup, or the next backup of a Schedule, for the inventory; nothing is decided yet.
    ///
    /// Settings that are not known are those that the inventory shows, or the defaults of Velero's server. Pointers refer
    /// to the spec, the Backup or the Schedule. A Schedule that cannot run is refused.
    pub fn of(inventory: Arc<Inventory>, source: &Source, settings: ServerSettings) -> Self {
        let cluster = inventory.cluster();
        let settings = settings.or(inventory.settings());
        let (filters, backup, mut refusals) = match source {
            Source::Spec(spec) => {
                let filters = Filters::from(spec);
                let refusals = rules::unreadable(&filters, spec.ttl.as_deref(), cluster);
                (filters, None, refusals)
            }
            Source::Backup(backup) => {
                (backup.filters.clone(), Some(&**backup), rules::backup::refusals(backup, cluster))
            }
        };
        let mut policies = policies::of(backup, &inventory, &settings);
        let options = contents::options::of(backup, settings, &mut policies);
        refusals.extend(policies.refusals);
        let mut filter = Filter::of(&filters, options.policies.own.as_ref(), refusals, &inventory);
        if let Some(policy) = options.policies.own.as_ref().filter(|_| filter.saves()) {
            policies.notes.extend(rules::policy::namespaces_not_used(&filters, policy));
        }
        let failures = backup.map(rules::backup::failures).unwrap_or_default();
        if !failures.is_empty() && filter.saves() {
            filter.outcome = Outcome::Failed(failures);
            filter.diagnostics.clear();
        }
        let diagnostics = filter.refusals().iter().chain(&filter.diagnostics).chain(&policies.notes).cloned().collect();
        Evaluation {
            diagnostics,
            stage: Stage::Objects,
            cursor: 0,
            reasons: Vec::new(),
            listed: vec![false; inventory.namespaces.len() as usize],
            are_listed: vec![false; inventory.listings.len()],
            walk: Walk::of(&filters, &inventory),
            contents: Contents::new(options, &inventory.storage),
            included: 0,
            inventory,
            filters,
            filter,
        }
    }

    /// Continues for about `max_objects` objects; returns true when done. Before that, the other methods refer to the
    /// part that is evaluated: an object that is not included may still be brought along.
    pub fn step(&mut self, max_objects: u32) -> bool {
        let mut left = max_objects.max(1);
        while left > 0 && self.stage != Stage::Done {
            left = match self.stage {
                Stage::Objects => self.step_objects(left),
                Stage::Namespaces => self.step_namespaces(left),
                Stage::Related => self.step_related(left),
                Stage::Contents => self.step_contents(left),
                Stage::Done => break,
            };
        }
        self.stage == Stage::Done
    }

    fn step_objects(&mut self, left: u32) -> u32 {
        let start = self.reasons.len() as u32;
        let end = start.saturating_add(left).min(self.inventory.len());
        if self.filter.saves() {
            self.filter.decide(start..end, &self.inventory, &mut self.reasons, &mut self.are_listed);
        } else {
            self.reasons.resize(end as usize, Reason::SpecRefused);
        }
        if end == self.inventory.len() {
            self.find_listed_namespaces();
            self.stage = if self.filter.saves() { Stage::Namespaces } else { Stage::Done };
        }
        left - (end - start)
    }

    fn find_listed_namespaces(&mut self) {
        let listed = self.inventory.listings.iter().zip(&self.are_listed).filter(|(_, is_listed)| **is_listed);
        for (Listing { namespace, .. }, _) in listed.filter(|(listing, _)| self.filter.tracks(listing.namespace)) {
            *self.listed.get_mut(*namespace as usize).expect("there is one for each namespace") = true;
        }
    }

    fn step_namespaces(&mut self, left: u32) -> u32 {
        let objects = &self.inventory.namespace_objects;
        let start = self.cursor;
        let end = start.saturating_add(left as usize).min(objects.len());
        for &(object, namespace) in objects.get(start..end).expect("the range is in the Namespaces") {
            let entry = self.inventory.entries.get(object as usize).expect("a Namespace is an object");
            let has_listed = *self.listed.get(namespace as usize).expect("there is one for each namespace");
            let reason = self.reasons.get_mut(object as usize).expect("each object has a reason");
            (*reason, _) = self.filter.namespace(entry, &self.inventory, namespace, has_listed);
        }
        self.cursor = end;
        if end == objects.len() {
            self.stage = Stage::Related;
            self.cursor = 0;
        }
        left - (end - start) as u32
    }

    fn step_related(&mut self, left: u32) -> u32 {
        let mut ground = Ground { inventory: &self.inventory, filter: &self.filter, reasons: &mut self.reasons };
        let left = self.walk.step(&mut self.cursor, &mut ground, left);
        if self.walk.is_done() {
            self.stage = Stage::Contents;
        }
        left
    }

    fn step_contents(&mut self, left: u32) -> u32 {
        let mut ground = contents::Ground {
            inventory: &self.inventory,
            filters: &self.filters,
            filter: &self.filter,
            reasons: &mut self.reasons,
            brought_by: &mut self.walk.brought_by,
        };
        let left = self.contents.step(&mut ground, left);
        if self.contents.is_done() {
            self.stage = Stage::Done;
            self.included = count_included(&self.reasons);
        }
        left
    }

    /// Returns why Velero refuses the spec. When the evaluation is done, also claims without their volumes, missing
    /// related objects and so on.
    ///
    /// The subject is the index of an object in the inventory. Without a subject, the pointer refers to the spec.
    pub fn diagnostics(&self) -> Vec<Diagnostic> {
        let mut diagnostics = self.diagnostics.clone();
        if self.stage == Stage::Done && self.filter.saves() {
            let Evaluation { inventory, filters, filter, reasons, .. } = self;
            diagnostics.extend(Evaluated { inventory, filters, filter, reasons }.findings());
            diagnostics.extend(self.contents.errors(&self.inventory));
            diagnostics.extend(self.contents.findings(&self.view()));
        }
        diagnostics
    }

    /// Returns how the backup ends. Before the evaluation is done, errors of volumes are missing.
    pub fn outcome(&self) -> Outcome {
        let mut errors = self.contents.errors(&self.inventory);
        match self.filter.outcome.clone() {
            Outcome::Completed | Outcome::PartiallyFailed(_) if errors.is_empty() => self.filter.outcome.clone(),
            Outcome::Completed => Outcome::PartiallyFailed(errors),
            Outcome::PartiallyFailed(mut reasons) => {
                reasons.append(&mut errors);
                Outcome::PartiallyFailed(reasons)
            }
            stopped => stopped,
        }
    }

    /// Returns the number of included objects.
    pub fn included(&self) -> u32 {
        match self.stage {
            Stage::Done => self.included,
            _ => count_included(&self.reasons),
        }
    }

    /// Returns what is saved of the contents of volumes. It is empty until the evaluation is done.
    pub fn contents(&self) -> SavedContents {
        if self.stage == Stage::Done { self.contents.saved(&self.inventory) } else { SavedContents::default() }
    }

    /// Returns the number of volumes that [`Evaluation::volumes`] is about. It is 0 until the evaluation is done.
    pub fn volume_count(&self) -> u32 {
        self.contents.len()
    }

    /// Returns the verdicts on the contents of at most `limit` volumes, from the index `offset`: first claims, then
    /// PersistentVolumes without a claim in the backup, then other volumes of pods.
    pub fn volumes(&self, offset: u32, limit: u32) -> impl Iterator<Item = VolumeVerdict> {
        self.contents.verdicts(offset, limit, self.view())
    }

    /// Returns the numbers of claims in the backup, with and without their contents.
    pub fn contents_count(&self) -> ContentsCount {
        self.contents.count(&self.view())
    }

    /// Whether the contents of a claim are saved.
    pub(super) fn saves_contents_of(&self, claim: &Claim) -> bool {
        self.contents.is_saved(claim)
    }

    /// Returns the settings of Velero that the evaluation uses. What is not known has the default of the server.
    pub fn settings(&self) -> &ServerSettings {
        &self.contents.options.settings
    }

    fn view(&self) -> View<'_> {
        View { inventory: &self.inventory, options: &self.contents.options, reasons: &self.reasons }
    }

    /// Returns the reason of each object, in order.
    pub fn reasons(&self) -> &[Reason] {
        &self.reasons
    }

    /// Returns the verdicts on at most `limit` objects, from the index `offset`.
    pub fn verdicts(&self, offset: u32, limit: u32) -> impl Iterator<Item = Verdict> {
        let end = offset.saturating_add(limit).min(self.reasons.len() as u32);
        (offset..end).filter_map(|index| self.verdict(index))
    }

    fn verdict(&self, index: u32) -> Option<Verdict> {
        let reason = *self.reasons.get(index as usize)?;
        Some(Verdict {
            object: self.inventory.object(index)?,
            included: reason.is_included(),
            reason,
            pointer: self.pointer(index, reason),
            brought_by: self.walk.brought_by.get(&index).copied(),
        })
    }

    fn pointer(&self, index: u32, reason: Reason) -> Option<String> {
        if reason == Reason::SpecRefused {
            return self.filter.refusals().first().map(|refusal| refusal.pointer.clone());
        }
        if reason.is_included() {
            return None;
        }
        let entry = self.inventory.entries.get(index as usize)?;
        let (_, pointer) = if self.inventory.special(entry) == Some(Special::Namespace) {
            let namespace = self.inventory.namespaces.find(self.inventory.name(index)).expect(INTERNED);
            let has_listed = *self.listed.get(namespace as usize).expect("there is one for each namespace");
            self.filter.namespace(entry, &self.inventory, namespace, has_listed)
        } else {
            let refused = || self.filter.refused(entry, index, &self.inventory);
            self.filter.not_listed(entry, &self.inventory).or_else(refused).unwrap_or((reason, FilterPart::None))
        };
        pointer.pointer(&self.filters)
    }
}
