//! Reads a pattern as gobwas/glob 0.2.3 reads it, and compiles it to an automaton that follows the rules of
//! [`Pattern`](super::Pattern).

use std::mem::take;
use std::ops::Range;
use std::str::Chars;

use super::PatternError;
use super::automaton::{Class, State, texts};

/// A text, a wildcard or braces, or a sequence of these that is an alternative.
struct Part {
    states: Range<usize>,
    /// Number of characters, if it is fixed.
    length: Option<usize>,
    /// Whether it matches the empty text.
    nullable: bool,
    /// States of the negated classes, including `?`, that are the whole part or a whole alternative of it.
    sole_classes: Vec<usize>,
}

/// Braces that are not closed yet.
struct Braces {
    start: usize,
    /// The parts before the braces in their sequence.
    before: Vec<Part>,
    alternatives: Vec<Part>,
}

/// Compiles a pattern to the states of an automaton.
pub(super) fn compile(text: &str) -> Result<Vec<State>, PatternError> {
    let mut compiler = Compiler { rest: text.chars(), states: Vec::new(), parts: Vec::new(), open: Vec::new() };
    while let Some(next) = peek(&compiler.rest)? {
        compiler.read_part(next)?;
    }
    // gobwas closes what is left open.
    while let Some(braces) = compiler.open.pop() {
        compiler.close(braces);
    }
    compiler.anchor_braces();
    let pattern = compiler.end_sequence(0);
    compiler.make_optional(&pattern.sole_classes);
    Ok(compiler.states)
}

/// The sum of the lengths, if all parts have one.
fn total_length(parts: &[Part]) -> Option<usize> {
    parts.iter().map(|part| part.length).sum()
}

struct Compiler<'t> {
    rest: Chars<'t>,
    states: Vec<State>,
    /// The sequence that is being read.
    parts: Vec<Part>,
    open: Vec<Braces>,
}

impl Compiler<'_> {
    fn read_part(&mut self, next: char) -> Result<(), PatternError> {
        let special: &[char] =
            if self.open.is_empty() { &['?', '*', '[', '{'] } else { &['?', '*', '[', '{', '}', ','] };
        let start = self.states.len();
        if !special.contains(&next) {
            let text = self.read_text(special)?;
            self.states.extend(text.chars().map(State::Character));
            if !text.is_empty() {
                self.add_part(start, Some(self.states.len() - start));
            }
            return Ok(());
        }
        self.rest.next();
        match next {
            '{' => {
                self.open.push(Braces { start, before: take(&mut self.parts), alternatives: Vec::new() });
                // One to check the remaining length, and one to go to the alternatives.
                self.reserve();
                self.reserve();
            }
            '*' => {
                while peek(&self.rest)? == Some('*') {
                    self.rest.next();
                }
                self.states.push(State::AnyText { nonempty: false });
                self.add_part(start, None);
            }
            '?' | '[' => {
                let any = Class { ranges: Vec::new(), negated: true, optional: false };
                let class = if next == '?' { any } else { self.read_class()? };
                self.states.push(State::Class(class));
                self.add_part(start, Some(1));
            }
            _ => {
                let mut braces = self.open.pop().expect("these are special in braces");
                if next == '}' {
                    self.close(braces);
                } else {
                    self.end_alternative(&mut braces);
                    self.open.push(braces);
                }
            }
        }
        Ok(())
    }

    /// Adds a part that consists of the states from `start`.
    fn add_part(&mut self, start: usize, length: Option<usize>) {
        let is_negated = matches!(self.states.get(start), Some(State::Class(Class { negated: true, .. })));
        let sole_classes = if is_negated { vec![start] } else { Vec::new() };
        self.parts.push(Part { states: start..self.states.len(), length, nullable: length.is_none(), sole_classes });
    }

    fn is_star(&self, part: &Part) -> bool {
        matches!(self.states.get(part.states.start), Some(State::AnyText { .. }))
    }

    fn is_braces(&self, part: &Part) -> bool {
        matches!(self.states.get(part.states.start), Some(State::GoTo(_)))
    }

    /// Adds a state that goes to the next one, and can be replaced.
    fn reserve(&mut self) {
        self.states.push(State::GoTo(vec![self.states.len() + 1]));
    }

    fn replace(&mut self, at: usize, state: State) {
        *self.states.get_mut(at).expect("states are not removed") = state;
    }

    fn end_alternative(&mut self, braces: &mut Braces) {
        let start = braces.alternatives.last().map_or(braces.start + 2, |last| last.states.end + 1);
        if self.parts.len() == 3 {
            self.let_affixes_overlap(start);
        }
        braces.alternatives.push(self.end_sequence(start));
        self.reserve();
    }

    fn close(&mut self, mut braces: Braces) {
        self.end_alternative(&mut braces);
        // All alternatives go there.
        self.reserve();
        let end = self.states.len();
        let alternatives = braces.alternatives;
        let starts = alternatives.iter().map(|alternative| alternative.states.start).collect();
        self.replace(braces.start + 1, State::GoTo(starts));
        for alternative in &alternatives {
            self.replace(alternative.states.end, State::GoTo(vec![end - 1]));
        }
        let mut lengths = alternatives.iter().map(|alternative| alternative.length).skip_while(Option::is_none);
        let first = lengths.next().flatten();
        self.parts = braces.before;
        self.parts.push(Part {
            states: braces.start..end,
            length: first.filter(|_| lengths.all(|length| length == first)),
            nullable: alternatives.iter().any(|alternative| alternative.nullable),
            sole_classes: alternatives.into_iter().flat_map(|alternative| alternative.sole_classes).collect(),
        });
    }

    /// Makes one part of all parts of the current sequence, whose states start at `start`.
    fn end_sequence(&mut self, start: usize) -> Part {
        let mut parts = take(&mut self.parts);
        if let [only] = parts.as_mut_slice() {
            return Part { states: start..self.states.len(), sole_classes: take(&mut only.sole_classes), ..*only };
        }
        for run in parts.chunk_by_mut(|a, b| a.length.is_some() == b.length.is_some()) {
            // gobwas matches the rest of the text with the last of several parts of varying length. There, a class on
            // its own matches the empty text.
            if let Some(last) = run.last_mut()
                && last.length.is_none()
            {
                self.make_optional(&last.sole_classes);
                last.nullable |= !last.sole_classes.is_empty();
            }
            // It searches for the previous part, and finds nothing if no text is left.
            if let [.., part, last] = run
                && part.nullable
                && last.nullable
                && let Some(star) = [part, last].into_iter().find(|part| self.is_star(part))
            {
                star.nullable = false;
                self.replace(star.states.start, State::AnyText { nonempty: true });
            }
        }
        Part {
            states: start..self.states.len(),
            length: total_length(&parts),
            nullable: parts.iter().all(|part| part.nullable),
            sole_classes: Vec::new(),
        }
    }

    fn make_optional(&mut self, classes: &[usize]) {
        for &at in classes {
            if let Some(State::Class(class)) = self.states.get_mut(at) {
                class.optional = true;
            }
        }
    }

    /// Lets the texts around a `*` overlap, if the states from `start` read nothing else: after the first text, the
    /// automaton also goes to each state of the second that it reaches with what both have in common.
    fn let_affixes_overlap(&mut self, start: usize) {
        let texts = self.states.get(start..).and_then(texts);
        if let Some([prefix, suffix]) = texts.as_deref() {
            let star = start + prefix.chars().count();
            let shared = (1..).zip(suffix.char_indices()).filter(|&(_, (at, last))| {
                suffix.get(..at + last.len_utf8()).is_some_and(|shared| prefix.ends_with(shared))
            });
            let targets = [star + 1].into_iter().chain(shared.map(|(count, _)| star + 2 + count)).collect();
            self.states.insert(star, State::GoTo(targets));
        }
    }

    /// Lets braces of fixed length match only texts of that length if they are next to a part of fixed length. This is
    /// checked at their end if all parts before them have a fixed length, else at their start if all after them have.
    fn anchor_braces(&mut self) {
        let parts = take(&mut self.parts);
        for (at, braces) in parts.iter().enumerate() {
            let (before, rest) = parts.split_at(at);
            let mut neighbours = [before.last(), rest.get(1)].into_iter().flatten();
            let (true, Some(length), true) =
                (self.is_braces(braces), braces.length, neighbours.any(|part| part.length.is_some()))
            else {
                continue;
            };
            let Range { start, end } = braces.states.clone();
            match (length, total_length(before), total_length(rest)) {
                // gobwas expects a character there.
                (0, ..) => self.replace(start, State::GoTo(Vec::new())),
                (_, Some(before), _) => self.replace(end - 1, State::AfterFirst(before + length)),
                (_, _, Some(rest)) => self.replace(start, State::BeforeLast(rest)),
                (_, None, None) => {}
            }
        }
        self.parts = parts;
    }

    /// Reads text up to one of `ends` that is not escaped, or past the end.
    fn read_text(&mut self, ends: &[char]) -> Result<String, PatternError> {
        let mut text = String::new();
        let mut escaped = false;
        while let Some(next) = peek(&self.rest)? {
            if !escaped && ends.contains(&next) {
                return Ok(text);
            }
            self.rest.next();
            escaped = !escaped && next == '\\';
            if !escaped {
                text.push(next);
            }
        }
        self.rest.next();
        Ok(text)
    }

    fn read_character(&mut self) -> Result<char, PatternError> {
        let next = peek(&self.rest)?.ok_or(PatternError::UnclosedClass)?;
        self.rest.next();
        Ok(next)
    }

    /// Reads a class after its opening bracket: one range, or characters.
    fn read_class(&mut self) -> Result<Class, PatternError> {
        let negated = peek(&self.rest)? == Some('!');
        if negated {
            self.rest.next();
        }
        let low = peek(&self.rest)?.ok_or(PatternError::UnclosedClass)?;
        let mut after = self.rest.clone();
        after.next();
        let ranges = if peek(&after)? == Some('-') {
            self.rest.nth(1);
            vec![low..=self.read_character()?]
        } else {
            self.read_text(&[']'])?.chars().map(|character| character..=character).collect()
        };
        match (self.read_character()?, ranges.as_slice()) {
            (']', []) => Err(PatternError::EmptyClass),
            (']', [range]) if range.is_empty() => {
                Err(PatternError::DescendingRange { low: *range.start(), high: *range.end() })
            }
            (']', _) => Ok(Class { ranges, negated, optional: false }),
            _ => Err(PatternError::MoreThanARange),
        }
    }
}

/// Returns the next character, or `None` at the end. For gobwas, U+0000 is also an end, and U+FFFD is unreadable.
fn peek(rest: &Chars<'_>) -> Result<Option<char>, PatternError> {
    match rest.clone().next() {
        Some('\u{fffd}') => Err(PatternError::ReplacementCharacter),
        next => Ok(next.filter(|&next| next != '\0')),
    }
}
