//! A nondeterministic finite automaton: it reads a text once and keeps the set of states that it can be in.

use std::ops::RangeInclusive;

/// What an automaton does in a state. The next state is the one that follows in the list.
#[derive(Clone, Debug)]
pub(super) enum State {
    /// Reads this character, then goes to the next state.
    Character(char),
    /// Reads a character of the class, then goes to the next state.
    Class(Class),
    /// Reads any text, then goes to the next state.
    AnyText {
        /// Whether it reads at least one character.
        nonempty: bool,
    },
    /// Goes to each of these states, which are later ones.
    GoTo(Vec<usize>),
    /// Goes to the next state if exactly this many characters are read.
    AfterFirst(usize),
    /// Goes to the next state if exactly this many characters are left.
    BeforeLast(usize),
}

/// A set of characters.
#[derive(Clone, Debug)]
pub(super) struct Class {
    pub(super) ranges: Vec<RangeInclusive<char>>,
    /// Whether the set is all characters outside the ranges.
    pub(super) negated: bool,
    /// Whether the automaton may also go to the next state without reading a character.
    pub(super) optional: bool,
}

impl Class {
    fn contains(&self, character: char) -> bool {
        self.ranges.iter().any(|range| range.contains(&character)) != self.negated
    }
}

/// Returns the texts between the `*` of an automaton that consists of characters and `*` only.
pub(super) fn texts(states: &[State]) -> Option<Vec<String>> {
    let character = |state: &State| match state {
        State::Character(character) => Some(*character),
        _ => None,
    };
    let between = states.split(|state| matches!(state, State::AnyText { .. }));
    between.map(|states| states.iter().map(character).collect()).collect()
}

/// Runs an automaton from its first state. Returns whether it can be past its last state at the end of the text, and the
/// number of steps: for each character and the end, at most one for each state and for each state that another goes to.
pub(super) fn run(states: &[State], text: &str) -> (bool, usize) {
    /// Enough for most patterns, which then need no allocation.
    const INLINE_SIZE: usize = 64;
    let size = states.len() + 1;
    let (mut inline, mut allocated) = ([false; 2 * INLINE_SIZE], Vec::new());
    let sets = match inline.get_mut(..2 * size) {
        Some(sets) => sets,
        None => {
            allocated.resize(2 * size, false);
            allocated.as_mut_slice()
        }
    };
    let (mut current, mut next) = sets.split_at_mut(size);
    insert(current, 0);
    let mut steps = 0;
    let length = text.chars().count();
    for (read, character) in text.chars().map(Some).chain([None]).enumerate() {
        for (at, state) in states.iter().enumerate() {
            if !contains(current, at) {
                continue;
            }
            steps += 1;
            match state {
                State::Character(expected) if character == Some(*expected) => insert(next, at + 1),
                State::Class(class) => {
                    if character.is_some_and(|character| class.contains(character)) {
                        insert(next, at + 1);
                    }
                    if class.optional {
                        insert(current, at + 1);
                    }
                }
                State::AnyText { nonempty } => {
                    insert(next, at);
                    insert(if *nonempty { &mut *next } else { &mut *current }, at + 1);
                }
                State::GoTo(states) => {
                    steps += states.len();
                    states.iter().for_each(|&state| insert(current, state));
                }
                State::AfterFirst(count) if read == *count => insert(current, at + 1),
                State::BeforeLast(count) if length - read == *count => insert(current, at + 1),
                State::Character(_) | State::AfterFirst(_) | State::BeforeLast(_) => {}
            }
        }
        if character.is_none() {
            break;
        }
        std::mem::swap(&mut current, &mut next);
        next.fill(false);
        if !current.contains(&true) {
            break;
        }
    }
    (contains(current, states.len()), steps)
}

fn insert(set: &mut [bool], state: usize) {
    *set.get_mut(state).expect("states go to states, or past the last one") = true;
}

fn contains(set: &[bool], state: usize) -> bool {
    set.get(state).copied().unwrap_or_default()
}
