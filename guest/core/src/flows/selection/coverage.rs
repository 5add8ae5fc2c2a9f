//! Many targets over one inventory: what no target covers, and what several take.

use std::sync::Arc;

use super::evaluation::Evaluation;
use crate::inventory::Inventory;
use crate::model::Target;
use crate::velero::special::Special;

/// What a target takes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct TargetCoverage {
    /// How many objects.
    pub objects: u32,
    /// How many of them are volume claims.
    pub persistent_volume_claims: u32,
}

/// An object that several targets take.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Overlap {
    /// Its place in the inventory.
    pub object: u32,
    /// The targets, each by its place.
    pub targets: Vec<u32>,
}

/// Many targets over one inventory, worked off in steps.
///
/// Each target's spec is evaluated for itself: what one backup brings along is covered as well.
pub struct Coverage {
    inventory: Arc<Inventory>,
    targets: Vec<Target>,
    current: Option<Evaluation>,
    /// By target that is done.
    done: Vec<TargetCoverage>,
    taken: Vec<Taken>,
    /// By object: how many targets take it, or so many as can be counted.
    counts: Vec<u16>,
    claims: Option<u32>,
}

/// The objects that a target takes, in the form that needs less memory.
enum Taken {
    Places(Vec<u32>),
    /// A bit for each object.
    Bits(Vec<u64>),
}

impl Taken {
    fn of(places: Vec<u32>, objects: usize) -> Self {
        if places.len() * 32 <= objects {
            return Taken::Places(places);
        }
        let mut bits = vec![0; objects.div_ceil(64)];
        for place in places {
            if let Some(word) = bits.get_mut(place as usize / 64) {
                *word |= 1 << (place % 64);
            }
        }
        Taken::Bits(bits)
    }

    fn has(&self, place: u32) -> bool {
        match self {
            Taken::Places(places) => places.binary_search(&place).is_ok(),
            Taken::Bits(bits) => bits.get(place as usize / 64).is_some_and(|word| word >> (place % 64) & 1 == 1),
        }
    }
}

impl Coverage {
    /// Decides nothing yet.
    pub fn new(inventory: Arc<Inventory>, targets: Vec<Target>) -> Self {
        let claims = inventory.kinds.iter().zip(0..).find(|(kind, _)| kind.special == Some(Special::Claim));
        Coverage {
            claims: claims.map(|(_, kind)| kind),
            counts: vec![0; inventory.entries.len()],
            current: None,
            done: Vec::with_capacity(targets.len()),
            taken: Vec::with_capacity(targets.len()),
            inventory,
            targets,
        }
    }

    /// Goes on for about so many verdicts, one for each object and target; true when done. What the other methods say is
    /// of the targets that are done.
    pub fn step(&mut self, max_objects: u32) -> bool {
        let mut left = max_objects.max(1);
        while let Some(target) = self.targets.get(self.done.len()) {
            if left == 0 {
                return false;
            }
            let inventory = &self.inventory;
            let evaluation =
                self.current.get_or_insert_with(|| Evaluation::new(Arc::clone(inventory), target.spec.clone()));
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
        let mut coverage = TargetCoverage::default();
        let mut places = Vec::with_capacity(evaluation.included() as usize);
        let objects = evaluation.reasons().iter().zip(&self.inventory.entries).zip(&mut self.counts).zip(0..);
        for (((reason, entry), count), place) in objects {
            if reason.is_included() {
                coverage.objects += 1;
                coverage.persistent_volume_claims += u32::from(Some(entry.kind) == self.claims);
                *count = count.saturating_add(1);
                places.push(place);
            }
        }
        self.done.push(coverage);
        self.taken.push(Taken::of(places, self.inventory.entries.len()));
    }

    /// What each target takes, in their order.
    pub fn targets(&self) -> &[TargetCoverage] {
        &self.done
    }

    /// The claims that no target takes, by their places: at most `limit`, from the `offset`th on.
    pub fn uncovered_claims(&self, offset: u32, limit: u32) -> impl Iterator<Item = u32> {
        self.without_target(true).skip(offset as usize).take(limit as usize)
    }

    /// The objects that no target takes, by their places, claims first: at most `limit`, from the `offset`th on.
    pub fn uncovered(&self, offset: u32, limit: u32) -> impl Iterator<Item = u32> {
        self.without_target(true).chain(self.without_target(false)).skip(offset as usize).take(limit as usize)
    }

    fn without_target(&self, are_claims: bool) -> impl Iterator<Item = u32> {
        let is_claim = |place: u32| {
            self.inventory.entries.get(place as usize).is_some_and(|entry| Some(entry.kind) == self.claims)
        };
        self.with_count(|count| count == 0).filter(move |place| is_claim(*place) == are_claims)
    }

    /// The objects that several targets take: at most `limit`, from the `offset`th on.
    pub fn overlapping(&self, offset: u32, limit: u32) -> impl Iterator<Item = Overlap> {
        let places = self.with_count(|count| count > 1).skip(offset as usize).take(limit as usize);
        places.map(|object| {
            let targets = self.taken.iter().zip(0..).filter(|(taken, _)| taken.has(object));
            Overlap { object, targets: targets.map(|(_, target)| target).collect() }
        })
    }

    fn with_count(&self, is_it: impl Fn(u16) -> bool) -> impl Iterator<Item = u32> {
        self.counts.iter().zip(0..).filter(move |(count, _)| is_it(**count)).map(|(_, place)| place)
    }
}
