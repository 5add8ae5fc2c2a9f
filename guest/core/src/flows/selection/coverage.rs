//! The coverage of an inventory by targets: objects that no target covers, and objects that several cover.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::evaluation::{Evaluation, Outcome};
use super::included_bits;
use super::source::Source;
use crate::inventory::Inventory;
use crate::velero::server::ServerSettings;
use crate::velero::special::Special;

/// The coverage of a target.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TargetCoverage {
    /// Number of objects.
    pub objects: u32,
    /// Number of volume claims among them.
    pub persistent_volume_claims: u32,
    /// Number of volume claims among them whose contents are saved.
    pub claims_with_contents: u32,
    /// Why it covers nothing: Velero refuses it, its backup fails, a Schedule is paused, or a Backup has expired.
    pub why_nothing: Option<String>,
}

/// An object that several targets cover.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Overlap {
    /// Its index in the inventory.
    pub object: u32,
    /// The targets, each by its index.
    pub targets: Vec<u32>,
}

/// Evaluates many targets over one inventory, in steps.
///
/// Each target is evaluated on its own. Objects that its backup brings along are covered too.
pub struct Coverage {
    inventory: Arc<Inventory>,
    targets: Vec<Source>,
    settings: ServerSettings,
    at: Option<i64>,
    current: Option<Evaluation>,
    /// For each evaluated target.
    done: Vec<TargetCoverage>,
    taken: Vec<Taken>,
    /// Size of `taken`, in bytes, and its maximum.
    bytes: usize,
    max_bytes: usize,
    /// For each object: the number of targets that cover it, up to the maximum of the type.
    counts: Vec<u16>,
    /// The claims whose contents a target saves.
    with_contents: BTreeSet<u32>,
}

/// Maximum size of what is stored about the objects of all targets, in bytes: 1,000 targets that cover a million objects.
const MAX_BYTES: usize = 128 << 20;

const TOO_MUCH: &str = "not evaluated: the targets before it cover too many objects together";

/// The objects that a target covers, in the form that needs less memory.
enum Taken {
    Indexes(Vec<u32>),
    /// A bit for each object.
    Bits(Vec<u64>),
}

impl Taken {
    /// Takes a bit for each object.
    fn of(bits: Vec<u64>) -> Self {
        let count: u32 = bits.iter().map(|word| word.count_ones()).sum();
        if count as usize * size_of::<u32>() > bits.len() * size_of::<u64>() {
            return Taken::Bits(bits);
        }
        let mut indexes = Vec::with_capacity(count as usize);
        for (mut word, start) in bits.into_iter().zip((0..).step_by(64)) {
            while word != 0 {
                indexes.push(start + word.trailing_zeros());
                word &= word - 1;
            }
        }
        Taken::Indexes(indexes)
    }

    fn bytes(&self) -> usize {
        match self {
            Taken::Indexes(indexes) => indexes.len() * size_of::<u32>(),
            Taken::Bits(bits) => bits.len() * size_of::<u64>(),
        }
    }

    fn has(&self, index: u32) -> bool {
        match self {
            Taken::Indexes(indexes) => indexes.binary_search(&index).is_ok(),
            Taken::Bits(bits) => bits.get(index as usize / 64).is_some_and(|word| word >> (index % 64) & 1 == 1),
        }
    }
}

impl Coverage {
    /// Starts an evaluation; nothing is decided yet. A Backup that has expired at a time, in Unix seconds, covers nothing.
    /// Without a time, expiry is not checked. The settings of Velero are those that the inventory shows.
    pub fn new(inventory: Arc<Inventory>, targets: Vec<Source>, at: Option<i64>) -> Self {
        Coverage::with_settings(inventory, targets, ServerSettings::default(), at)
    }

    /// The same, with settings of Velero. Those that are not known are what the inventory shows, or the defaults of Velero's
    /// server.
    pub fn with_settings(
        inventory: Arc<Inventory>,
        targets: Vec<Source>,
        settings: ServerSettings,
        at: Option<i64>,
    ) -> Self {
        Coverage {
            counts: vec![0; inventory.entries.len()],
            current: None,
            done: Vec::with_capacity(targets.len()),
            with_contents: BTreeSet::new(),
            taken: Vec::with_capacity(targets.len()),
            bytes: 0,
            max_bytes: MAX_BYTES,
            inventory,
            targets,
            settings,
            at,
        }
    }

    /// Continues for about `max_objects` verdicts, one for each object and target; returns true when done. The other
    /// methods refer to the targets that are evaluated so far.
    pub fn step(&mut self, max_objects: u32) -> bool {
        let mut left = max_objects.max(1);
        while let Some(target) = self.targets.get(self.done.len()) {
            if left == 0 {
                return false;
            }
            let is_too_much = self.bytes >= self.max_bytes;
            let why = target.why_not_protecting(self.at).or_else(|| is_too_much.then(|| TOO_MUCH.to_owned()));
            if let Some(why) = why {
                self.done.push(TargetCoverage { why_nothing: Some(why), ..TargetCoverage::default() });
                self.taken.push(Taken::Indexes(Vec::new()));
                continue;
            }
            let (inventory, settings) = (&self.inventory, &self.settings);
            let evaluation =
                self.current.get_or_insert_with(|| Evaluation::of(Arc::clone(inventory), target, settings.clone()));
            if !evaluation.step(left) {
                return false;
            }
            left = left.saturating_sub(self.inventory.len().max(1));
            self.take_current();
        }
        true
    }

    fn take_current(&mut self) {
        let Some(evaluation) = self.current.take() else { return };
        let why_nothing = match evaluation.outcome() {
            Outcome::Completed | Outcome::PartiallyFailed(_) => None,
            Outcome::Failed(reasons) | Outcome::Refused(reasons) => reasons.into_iter().next().map(|why| why.message),
        };
        let objects = evaluation.included();
        let mut coverage = TargetCoverage { objects, why_nothing, ..TargetCoverage::default() };
        let is_included =
            |object: u32| evaluation.reasons().get(object as usize).is_some_and(|reason| reason.is_included());
        for claim in self.inventory.storage.claims.iter().filter(|claim| is_included(claim.object)) {
            coverage.persistent_volume_claims += 1;
            if evaluation.saves_contents_of(claim) {
                coverage.claims_with_contents += 1;
                self.with_contents.insert(claim.object);
            }
        }
        for (reason, count) in evaluation.reasons().iter().zip(&mut self.counts) {
            *count = count.saturating_add(u16::from(reason.is_included()));
        }
        self.done.push(coverage);
        let taken = Taken::of(included_bits(evaluation.reasons()).collect());
        self.bytes += taken.bytes();
        self.taken.push(taken);
    }

    /// Returns the coverage of each target, in order.
    pub fn targets(&self) -> &[TargetCoverage] {
        &self.done
    }

    /// Returns the indexes of claims that no target covers: at most `limit`, after the first `offset`.
    pub fn uncovered_claims(&self, offset: u32, limit: u32) -> impl Iterator<Item = u32> {
        self.without_target(true).skip(offset as usize).take(limit as usize)
    }

    /// Returns the indexes of claims that a target covers, and whose contents none saves: at most `limit`, after the first
    /// `offset`.
    pub fn claims_without_contents(&self, offset: u32, limit: u32) -> impl Iterator<Item = u32> {
        let covered = self.with_count(|count| count > 0).filter(|index| self.is_claim(*index));
        covered.filter(|index| !self.with_contents.contains(index)).skip(offset as usize).take(limit as usize)
    }

    fn is_claim(&self, index: u32) -> bool {
        let entry = self.inventory.entries.get(index as usize);
        entry.is_some_and(|entry| self.inventory.special(entry) == Some(Special::Claim))
    }

    /// Returns the indexes of objects that no target covers, claims first: at most `limit`, after the first `offset`.
    pub fn uncovered(&self, offset: u32, limit: u32) -> impl Iterator<Item = u32> {
        self.without_target(true).chain(self.without_target(false)).skip(offset as usize).take(limit as usize)
    }

    fn without_target(&self, are_claims: bool) -> impl Iterator<Item = u32> {
        self.with_count(|count| count == 0).filter(move |index| self.is_claim(*index) == are_claims)
    }

    /// Returns the objects that several targets cover: at most `limit`, after the first `offset`.
    pub fn overlapping(&self, offset: u32, limit: u32) -> impl Iterator<Item = Overlap> {
        let indexes = self.with_count(|count| count > 1).skip(offset as usize).take(limit as usize);
        indexes.map(|object| {
            let targets = self.taken.iter().zip(0..).filter(|(taken, _)| taken.has(object));
            Overlap { object, targets: targets.map(|(_, target)| target).collect() }
        })
    }

    fn with_count(&self, is_it: impl Fn(u16) -> bool) -> impl Iterator<Item = u32> {
        self.counts.iter().zip(0..).filter(move |(count, _)| is_it(**count)).map(|(_, index)| index)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cluster::Cluster;
    use crate::inventory::Reader;
    use crate::model::{ScheduleConfig, Spec};
    use crate::velero::backup::Backup;

    /// Two namespaces with three claims, of which a pod uses one.
    const OBJECTS: &str = r#"
        {"apiVersion": "v1", "kind": "PersistentVolumeClaim", "metadata": {"name": "data", "namespace": "shop"}, "spec": {
            "volumeName": "pv"}, "status": {"phase": "Bound"}}
        {"apiVersion": "v1", "kind": "PersistentVolume", "metadata": {"name": "pv"}, "spec": {
            "claimRef": {"namespace": "shop", "name": "data"}, "csi": {"driver": "d", "volumeHandle": "h"}}, "status": {"phase": "Bound"}}
        {"apiVersion": "v1", "kind": "PersistentVolumeClaim", "metadata": {"name": "logs", "namespace": "shop"}}
        {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "web", "namespace": "shop"}, "spec": {
            "nodeName": "node", "volumes": [{"name": "v", "persistentVolumeClaim": {"claimName": "data"}}],
            "containers": [{"name": "c", "volumeMounts": [{"name": "v", "mountPath": "/"}]}]}, "status": {"phase": "Running"}}
        {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "plain", "namespace": "other"}}
        {"apiVersion": "v1", "kind": "PersistentVolumeClaim", "metadata": {"name": "old", "namespace": "other"}}
        {"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "key", "namespace": "other"}}"#;

    fn inventory() -> Arc<Inventory> {
        let mut reader = Reader::new(Cluster::builtin());
        reader.push(OBJECTS.as_bytes()).expect("objects");
        Arc::new(reader.finish().expect("objects"))
    }

    /// The spec that includes a namespace, and these resources.
    fn spec(namespace: &str, resources: &[&str]) -> Spec {
        Spec {
            include_namespaces: Some(vec![namespace.to_owned()]),
            include_resources: (!resources.is_empty()).then(|| resources.iter().copied().map(str::to_owned).collect()),
            ..Spec::default()
        }
    }

    fn covered(specs: Vec<Spec>, settings: ServerSettings) -> Coverage {
        let targets = specs.into_iter().map(Source::Spec).collect();
        let mut coverage = Coverage::with_settings(inventory(), targets, settings, None);
        while !coverage.step(1) {}
        coverage
    }

    fn names(coverage: &Coverage, indexes: impl Iterator<Item = u32>) -> Vec<String> {
        indexes.map(|index| coverage.inventory.object(index).expect("an index of the inventory").name).collect()
    }

    #[test]
    fn claims_without_a_target_come_first_and_those_without_contents_are_apart() {
        let file_system = ServerSettings { default_volumes_to_fs_backup: Some(true), ..ServerSettings::default() };
        let coverage = covered(vec![spec("shop", &[]), spec("shop", &["persistentvolumeclaims"])], file_system);
        let counts = |target: &TargetCoverage| {
            (target.objects, target.persistent_volume_claims, target.claims_with_contents, target.why_nothing.clone())
        };
        let counts: Vec<_> = coverage.targets().iter().map(counts).collect();
        assert_eq!(counts, [(4, 2, 1, None), (2, 2, 0, None)]);
        assert_eq!(names(&coverage, coverage.claims_without_contents(0, 9)), ["logs"]);
        assert_eq!(names(&coverage, coverage.claims_without_contents(1, 9)), [""; 0]);
        assert_eq!(names(&coverage, coverage.uncovered(0, 9)), ["old", "plain", "key"]);
        assert_eq!(names(&coverage, coverage.uncovered(1, 1)), ["plain"]);
        assert_eq!(names(&coverage, coverage.uncovered_claims(0, 9)), ["old"]);
        assert_eq!(names(&coverage, coverage.uncovered_claims(0, 0)), [""; 0]);
        let overlapping = |offset, limit| -> Vec<(String, Vec<u32>)> {
            let name = |index| coverage.inventory.object(index).expect("an index of the inventory").name;
            let overlaps = coverage.overlapping(offset, limit);
            overlaps.map(|overlap| (name(overlap.object), overlap.targets)).collect()
        };
        let both = |name: &str| (name.to_owned(), vec![0, 1]);
        assert_eq!(overlapping(0, 9), [both("data"), both("logs")]);
        assert_eq!(overlapping(1, 9), [both("logs")]);
        assert_eq!(overlapping(0, 1), [both("data")]);
    }

    #[test]
    fn a_target_that_covers_nothing_says_why() {
        let no_name = Spec { include_namespaces: Some(vec!["a**b".to_owned()]), ..Spec::default() };
        let refused = Source::Spec(no_name);
        let schedule = Some(ScheduleConfig { paused: true, ..ScheduleConfig::default() });
        let paused = Source::Backup(Box::new(Backup { schedule, ..Backup::default() }));
        let mut coverage = Coverage::new(inventory(), vec![refused, paused, Source::Spec(spec("shop", &[]))], None);
        while !coverage.step(u32::MAX) {}
        let whys: Vec<_> = coverage.targets().iter().map(|target| target.why_nothing.is_some()).collect();
        assert_eq!(whys, [true, true, false]);
        assert_eq!(names(&coverage, coverage.uncovered(0, 9)), ["old", "plain", "key"]);
        assert_eq!(coverage.overlapping(0, 9).count(), 0);
    }

    #[test]
    fn a_step_ends_after_as_many_verdicts_as_it_is_asked_for() {
        let steps = |verdicts| {
            let mut coverage = Coverage::new(inventory(), vec![Source::Spec(spec("shop", &[])); 3], None);
            (1..).find(|_| coverage.step(verdicts)).expect("an evaluation ends")
        };
        let objects = inventory().len();
        assert_eq!(steps(u32::MAX), 1);
        assert_eq!(steps(0), steps(1));
        assert!(steps(1) >= 3 * objects, "{} steps", steps(1));
        assert!((3..3 * objects).contains(&steps(objects)), "{} steps", steps(objects));
    }

    #[test]
    fn few_objects_and_many_objects_are_stored_as_they_need_less_memory() {
        let up_to = |end| (0..end).collect::<Vec<u32>>();
        let some = vec![0, 63, 64, 127, 199];
        for (indexes, bytes) in
            [(up_to(0), 0), (some, 20), (up_to(8), 32), (up_to(9), 32), (up_to(20), 32), (up_to(200), 32)]
        {
            let mut bits = vec![0; 4];
            indexes.iter().for_each(|index: &u32| bits[*index as usize / 64] |= 1_u64 << (index % 64));
            let taken = Taken::of(bits);
            assert_eq!(taken.bytes(), bytes, "{indexes:?}");
            let has: Vec<u32> = (0..256).filter(|index| taken.has(*index)).collect();
            assert_eq!(has, indexes);
        }
    }

    #[test]
    fn targets_beyond_the_limit_say_that_they_are_not_evaluated() {
        let mut reader = Reader::new(Cluster::builtin());
        reader
            .push(br#"{"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "a", "namespace": "b"}}"#)
            .expect("an object");
        let inventory = Arc::new(reader.finish().expect("an object"));
        let mut coverage = Coverage::new(inventory, vec![Source::Spec(Spec::default()); 3], None);
        coverage.max_bytes = 2 * size_of::<u32>();
        while !coverage.step(1) {}
        let objects: Vec<u32> = coverage.targets().iter().map(|target| target.objects).collect();
        assert_eq!(objects, [1, 1, 0]);
        assert_eq!(coverage.targets().last().and_then(|target| target.why_nothing.as_deref()), Some(TOO_MUCH));
    }
}
