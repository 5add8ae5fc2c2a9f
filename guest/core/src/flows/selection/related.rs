//! Objects that selected objects bring along: Velero's item blocks, and its actions on each item.
//!
//! First, related items are put into blocks: the listed items and, recursively, the items that they bring along, if
//! each passes the check. Then each item of a block is saved, and its actions run. The actions bring the same items
//! along, except for the pods of a claim, and further items only if an annotation lets them pass.

use std::collections::{BTreeMap, VecDeque};

use super::Reason;
use super::filter::Filter;
use crate::inventory::{Entry, Flags, Inventory};
use crate::release::Behaviour;
use crate::velero::filters::Filters;
use crate::velero::special::{Relation, Special};

/// The walk from selected objects to the ones that they bring along.
#[derive(Default)]
pub(super) struct Walk {
    stage: Stage,
    /// For each object: whether it is brought into a block, also if an annotation excludes it.
    in_blocks: Vec<bool>,
    /// Objects whose relations are not followed yet.
    open: VecDeque<u32>,
    groups: VolumeGroups,
    /// Claims of groups are followed from this one on.
    next_claim: u32,
    /// Each object that is brought along, and the one that brings it.
    pub(super) brought_by: BTreeMap<u32, u32>,
}

#[derive(Clone, Copy, Default, PartialEq, Eq)]
enum Stage {
    /// Collects blocks.
    #[default]
    Blocks,
    /// Saves the items of blocks, and runs actions.
    Actions,
    Definitions,
    Done,
}

/// The data of the walk.
pub(super) struct Ground<'g> {
    pub(super) inventory: &'g Inventory,
    pub(super) filter: &'g Filter,
    pub(super) reasons: &'g mut [Reason],
}

impl Ground<'_> {
    fn entry(&self, index: u32) -> Option<&Entry> {
        self.inventory.entries.get(index as usize)
    }

    fn reason(&self, index: u32) -> Option<Reason> {
        self.reasons.get(index as usize).copied()
    }

    fn has(&self, index: u32, flag: u8) -> bool {
        self.entry(index).is_some_and(|entry| entry.flags.has(flag))
    }

    fn skips(&self, index: u32) -> bool {
        self.entry(index).is_some_and(|entry| self.filter.skips(entry))
    }

    fn is_included(&self, index: u32) -> bool {
        self.reason(index).is_some_and(Reason::is_included)
    }

    fn passes(&self, index: u32) -> bool {
        self.entry(index).is_some_and(|entry| self.filter.refused(entry, index, self.inventory).is_none())
    }

    /// Whether an object was listed, and passed the check.
    fn is_listed(&self, index: u32) -> bool {
        matches!(self.reason(index), Some(Reason::Selected | Reason::SkipAnnotation))
    }
}

/// The volume claims of an inventory that are in groups.
#[derive(Default)]
struct VolumeGroups {
    /// For each group: its claims. A group is the value of a label, in a namespace.
    members: Vec<Vec<u32>>,
    /// For each claim that brings the others along: the index of its group.
    group_of: BTreeMap<u32, usize>,
}

/// Returns the claims of each volume group: those of a namespace with the same value of the label. There are none in a
/// release without volume groups.
pub(super) fn volume_groups(filters: &Filters, inventory: &Inventory) -> Vec<Vec<u32>> {
    let mut groups: Vec<Vec<u32>> = Vec::new();
    let words = &inventory.words;
    let Some(key) = words.find(filters.volume_group_label()) else { return groups };
    if !inventory.cluster().release().has(Behaviour::BringsVolumeGroups) {
        return groups;
    }
    let mut indexes = BTreeMap::new();
    for claim in &inventory.storage.claims {
        let entry = inventory.entries.get(claim.object as usize).expect("a claim is an object");
        let set = inventory.label_sets.get(entry.labels as usize);
        let value = set.and_then(|set| set.value(key)).filter(|&value| !words.get(value).is_empty());
        let Some(value) = value else { continue };
        let index = *indexes.entry((inventory.listing(entry).namespace, value)).or_insert_with(|| {
            groups.push(Vec::new());
            groups.len() - 1
        });
        groups.get_mut(index).expect("each index is that of a group").push(claim.object);
    }
    groups
}

impl VolumeGroups {
    fn of(filters: &Filters, inventory: &Inventory) -> Self {
        let mut groups = VolumeGroups { members: volume_groups(filters, inventory), ..VolumeGroups::default() };
        for (members, index) in groups.members.iter().zip(0..) {
            let is_bound =
                |claim: &u32| inventory.entries.get(*claim as usize).is_some_and(|entry| entry.flags.has(Flags::BOUND));
            let bound = members.iter().copied().filter(is_bound);
            groups.group_of.extend(bound.map(|claim| (claim, index)));
        }
        groups
    }

    /// Returns the claims that a claim brings along, once for each group.
    fn take_from(&mut self, claim: u32) -> Vec<u32> {
        let group = self.group_of.get(&claim).and_then(|&group| self.members.get_mut(group));
        group.map(std::mem::take).unwrap_or_default()
    }
}

impl Walk {
    pub(super) fn of(filters: &Filters, inventory: &Inventory) -> Self {
        Walk { groups: VolumeGroups::of(filters, inventory), ..Walk::default() }
    }

    /// Continues for a number of objects; returns the number that is left, 0 if the walk is not done.
    pub(super) fn step(&mut self, cursor: &mut usize, ground: &mut Ground<'_>, mut objects: u32) -> u32 {
        loop {
            if objects == 0 && self.stage != Stage::Done {
                return 0;
            }
            objects = objects.saturating_sub(1);
            match self.stage {
                Stage::Blocks => match self.open.pop_front() {
                    Some(index) => self.follow_in_block(index, ground),
                    None => match next_bringing(ground.inventory, cursor).or_else(|| self.next_in_group()) {
                        Some(index) if ground.is_listed(index) => self.follow_in_block(index, ground),
                        Some(_) => {}
                        None => self.begin_actions(cursor),
                    },
                },
                Stage::Actions => match self.open.pop_front() {
                    Some(index) => self.follow_actions(index, ground),
                    None => match next_bringing(ground.inventory, cursor) {
                        // Other items only bring what is already in the block.
                        Some(index) if ground.is_included(index) && ground.has(index, Flags::MUST_INCLUDE) => {
                            self.follow_actions(index, ground);
                        }
                        Some(_) => {}
                        None => self.stage = Stage::Definitions,
                    },
                },
                Stage::Definitions => {
                    self.bring_definitions(ground);
                    self.stage = Stage::Done;
                }
                Stage::Done => return objects,
            }
        }
    }

    pub(super) fn is_done(&self) -> bool {
        self.stage == Stage::Done
    }

    /// Returns the next claim of a group. Most of them bring other objects along too, and were already followed.
    fn next_in_group(&mut self) -> Option<u32> {
        let claim = *self.groups.group_of.range(self.next_claim..).next()?.0;
        self.next_claim = claim + 1;
        Some(claim)
    }

    fn begin_actions(&mut self, cursor: &mut usize) {
        self.stage = Stage::Actions;
        *cursor = 0;
    }

    fn follow_in_block(&mut self, from: u32, ground: &mut Ground<'_>) {
        self.in_blocks.resize(ground.reasons.len(), false);
        for edge in ground.inventory.relations.from(from) {
            self.take_into_block(from, edge.to, ground);
        }
        for claim in self.groups.take_from(from) {
            self.take_into_block(from, claim, ground);
        }
    }

    fn take_into_block(&mut self, from: u32, to: u32, ground: &mut Ground<'_>) {
        let is_new = self.in_blocks.get(to as usize).is_some_and(|is_in_block| !is_in_block);
        if ground.is_listed(to) || !is_new || !ground.passes(to) {
            return;
        }
        self.in_blocks.get_mut(to as usize).into_iter().for_each(|is_in_block| *is_in_block = true);
        self.open.push_back(to);
        if !ground.skips(to) {
            self.bring(from, to, ground);
        }
    }

    fn follow_actions(&mut self, from: u32, ground: &mut Ground<'_>) {
        let must_include = ground.has(from, Flags::MUST_INCLUDE);
        for edge in ground.inventory.relations.from(from) {
            let to = edge.to;
            let is_dropped = ground.skips(to);
            if edge.relation == Relation::PodOfClaim || ground.is_included(to) || is_dropped {
                continue;
            }
            let passes = if must_include { !ground.has(to, Flags::DELETED) } else { ground.passes(to) };
            if passes {
                self.bring(from, to, ground);
                self.open.push_back(to);
            }
        }
    }

    fn bring(&mut self, from: u32, to: u32, ground: &mut Ground<'_>) {
        if let Some(reason) = ground.reasons.get_mut(to as usize) {
            *reason = Reason::ComesAlong;
            self.brought_by.insert(to, from);
        }
    }

    /// Brings the definition of each kind with an item in a block along.
    fn bring_definitions(&mut self, ground: &mut Ground<'_>) {
        let kinds = &ground.inventory.kinds;
        let Some(definitions) = kinds.iter().position(|kind| kind.special == Some(Special::Definition)) else { return };
        if !ground.filter.brings_definitions(definitions) {
            return;
        }
        for &(kind, definition) in &ground.inventory.definitions {
            if ground.is_included(definition) || !ground.passes(definition) || ground.skips(definition) {
                continue;
            }
            let is_selected = |object: &u32| ground.reason(*object) == Some(Reason::Selected);
            let selected = ground.inventory.of_kind(kind).iter().copied().filter(is_selected);
            if let Some(first) = selected.min() {
                self.bring(first, definition, ground);
            }
        }
    }
}

/// Returns the next object that brings others along.
fn next_bringing(inventory: &Inventory, cursor: &mut usize) -> Option<u32> {
    let edges = &inventory.relations.edges;
    let rest = edges.get(*cursor..)?;
    let from = rest.first()?.from;
    let same = rest.iter().take_while(|edge| edge.from == from).count();
    *cursor += same;
    Some(from)
}
