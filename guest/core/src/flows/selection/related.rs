//! Objects that selected objects bring along: Velero's item blocks, and its actions on each item.
//!
//! First, related items are put into blocks: the listed items and, recursively, the items that they bring along, if
//! each passes the check. Then each item of a block is saved, and its actions run. The actions bring the same items
//! along, except for the pods of a claim, and further items only if an annotation lets them pass.

use std::collections::{BTreeMap, VecDeque};

use super::Reason;
use super::filter::Filter;
use crate::inventory::{Entry, Flags, Inventory};
use crate::velero::special::{Relation, Special};

/// The walk from selected objects to the ones that they bring along.
#[derive(Default)]
pub(super) struct Walk {
    stage: Stage,
    /// For each object: whether it is brought into a block, also if an annotation excludes it.
    in_blocks: Vec<bool>,
    /// Objects whose relations are not followed yet.
    open: VecDeque<u32>,
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
    /// For each kind: its first selected object.
    pub(super) first_selected: &'g [Option<u32>],
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

    fn is_included(&self, index: u32) -> bool {
        self.reason(index).is_some_and(Reason::is_included)
    }

    fn passes(&self, index: u32) -> bool {
        self.entry(index).is_some_and(|entry| {
            self.filter.refused(entry, self.inventory.label_sets.get(entry.labels as usize)).is_none()
        })
    }

    /// Whether an object was listed, and passed the check.
    fn is_listed(&self, index: u32) -> bool {
        matches!(self.reason(index), Some(Reason::Selected | Reason::SkipAnnotation))
    }
}

impl Walk {
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
                    None => match next_bringing(ground.inventory, cursor) {
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

    fn begin_actions(&mut self, cursor: &mut usize) {
        self.stage = Stage::Actions;
        *cursor = 0;
    }

    fn follow_in_block(&mut self, from: u32, ground: &mut Ground<'_>) {
        self.in_blocks.resize(ground.reasons.len(), false);
        for edge in ground.inventory.relations.from(from) {
            let to = edge.to;
            let is_new = self.in_blocks.get(to as usize).is_some_and(|is_in_block| !is_in_block);
            if ground.is_listed(to) || !is_new || !ground.passes(to) {
                continue;
            }
            self.in_blocks.get_mut(to as usize).into_iter().for_each(|is_in_block| *is_in_block = true);
            self.open.push_back(to);
            if !ground.has(to, Flags::SKIPS) {
                self.bring(from, to, ground);
            }
        }
    }

    fn follow_actions(&mut self, from: u32, ground: &mut Ground<'_>) {
        let must_include = ground.has(from, Flags::MUST_INCLUDE);
        for edge in ground.inventory.relations.from(from) {
            let to = edge.to;
            let is_dropped = ground.has(to, Flags::SKIPS);
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
        for (kind, first) in kinds.iter().zip(ground.first_selected) {
            let found = first.zip(ground.inventory.find(Special::Definition, 0, &kind.group_resource));
            if let Some((from, to)) = found.filter(|&(_, to)| !ground.is_included(to) && ground.passes(to))
                && !ground.has(to, Flags::SKIPS)
            {
                self.bring(from, to, ground);
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
