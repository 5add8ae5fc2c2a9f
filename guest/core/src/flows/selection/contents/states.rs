//! What is known about each pod, claim and volume.

use std::sync::Arc;

use super::State;
use crate::inventory::Numbering;

/// States by the index of an object, or the key of a missing claim.
#[derive(Default)]
pub(super) struct States {
    numbering: Arc<Numbering>,
    /// For each number: the index of its state. The maximum is none.
    indexes: Vec<u32>,
    /// Each with its key.
    states: Vec<(u32, State)>,
}

const NONE: u32 = u32::MAX;

impl States {
    pub(super) fn new(numbering: &Arc<Numbering>) -> Self {
        States { indexes: vec![NONE; numbering.len()], numbering: Arc::clone(numbering), states: Vec::new() }
    }

    /// Reserves memory for so many states.
    pub(super) fn reserve(&mut self, count: usize) {
        self.states.reserve(count);
    }

    pub(super) fn get(&self, key: u32) -> Option<&State> {
        let index = *self.indexes.get(self.numbering.get(key)?)?;
        self.states.get(index as usize).map(|(_, state)| state)
    }

    pub(super) fn get_or_default(&mut self, key: u32) -> &mut State {
        let number = self.numbering.get(key).expect("each pod with volumes, claim and volume has a number");
        let index = self.indexes.get_mut(number).expect("there is one for each number");
        if *index == NONE {
            *index = self.states.len() as u32;
            self.states.push((key, State::default()));
        }
        self.states.get_mut(*index as usize).map(|(_, state)| state).expect("an index is that of a state")
    }

    /// Returns the states, sorted by key.
    pub(super) fn iter(&self) -> impl Iterator<Item = (u32, &State)> {
        self.indexes.iter().filter_map(|index| self.states.get(*index as usize)).map(|(key, state)| (*key, state))
    }
}
