//! What a pattern is compiled to, and how a text is matched with it.
//!
//! gobwas cuts a text by bytes where it counted characters, so the texts here are bytes, and may start or end inside a
//! character. A byte that is no character reads as U+FFFD, as in Go.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::sort::sorted;

/// Names a matcher; what a matcher is made of has smaller ones.
pub(super) type MatcherId = usize;

#[derive(Clone, Debug)]
pub(super) enum Matcher {
    /// The empty text.
    Nothing,
    Anything,
    Text(String),
    /// One character, or the empty text.
    Single,
    List {
        chars: String,
        not: bool,
    },
    Range {
        low: char,
        high: char,
        not: bool,
    },
    AtLeast(usize),
    /// So many characters, among which `without` does not stand as a whole, unless it is empty.
    Exactly {
        chars: usize,
        without: String,
    },
    Contains(String),
    Prefix(String),
    Suffix(String),
    /// The two may overlap.
    PrefixSuffix(String, String),
    AnyOf(Vec<MatcherId>),
    /// Parts of known length that follow each other, and the length of all, in characters.
    Row {
        parts: Vec<MatcherId>,
        length: usize,
    },
    /// A place where the value is found, with left before it and right after it, or nothing.
    Around {
        value: MatcherId,
        left: Option<MatcherId>,
        right: Option<MatcherId>,
    },
}

#[derive(Clone, Debug, Default)]
pub(super) struct Matchers {
    matchers: Vec<Matcher>,
    /// By matcher, in characters.
    lengths: Vec<Option<usize>>,
}

impl Matchers {
    pub(super) fn add(&mut self, matcher: Matcher) -> MatcherId {
        self.lengths.push(self.length_of(&matcher));
        self.matchers.push(matcher);
        self.matchers.len() - 1
    }

    pub(super) fn get(&self, id: MatcherId) -> &Matcher {
        self.matchers.get(id).unwrap_or(&Matcher::Nothing)
    }

    /// How many characters long each text is that matches; `None` when gobwas does not know.
    pub(super) fn length(&self, id: MatcherId) -> Option<usize> {
        self.lengths.get(id).copied().flatten()
    }

    fn length_of(&self, matcher: &Matcher) -> Option<usize> {
        match matcher {
            Matcher::Nothing => Some(0),
            Matcher::Text(text) => Some(text.chars().count()),
            Matcher::Single | Matcher::List { .. } | Matcher::Range { .. } => Some(1),
            Matcher::Row { length, .. } => Some(*length),
            Matcher::AnyOf(alternatives) => {
                // gobwas starts again as long as it knows none, so that the first alternatives may be of any length.
                let mut lengths = alternatives.iter().map(|&id| self.length(id)).skip_while(Option::is_none);
                let first = lengths.next()?;
                first.filter(|_| lengths.all(|length| length == first))
            }
            Matcher::Anything
            | Matcher::AtLeast(_)
            | Matcher::Exactly { .. }
            | Matcher::Contains(_)
            | Matcher::Prefix(_)
            | Matcher::Suffix(_)
            | Matcher::PrefixSuffix(..)
            | Matcher::Around { .. } => None,
        }
    }

    /// Whether a text matches.
    ///
    /// Each question is answered once, and the open ones wait in a list: time is a power of the lengths, and neither
    /// takes stack.
    pub(super) fn matches(&self, id: MatcherId, text: &str) -> bool {
        let mut matching =
            Matching { matchers: self, text: text.as_bytes(), whether: BTreeMap::new(), found: BTreeMap::new() };
        let whole = Part { matcher: id, start: 0, end: text.len() };
        let mut open: Vec<(Question, usize)> = Vec::new();
        loop {
            match matching.matches(whole) {
                Ok(matches) => return matches,
                Err(question) => open.push((question, 0)),
            }
            while let Some((question, progress)) = open.last_mut() {
                match matching.answer(*question, progress) {
                    Ok(()) => {
                        open.pop();
                    }
                    Err(first) => open.push((first, 0)),
                }
            }
        }
    }
}

/// A part of the text, for a matcher.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Part {
    matcher: MatcherId,
    start: usize,
    end: usize,
}

#[derive(Clone, Copy)]
enum Question {
    /// Whether the part matches.
    Whether(Part),
    /// What is found in the part.
    Found(Part),
}

/// Where a matcher's first match starts in a part, and the lengths that it may have, all in bytes.
#[derive(Clone)]
struct Found {
    start: usize,
    lengths: Vec<usize>,
}

/// The matching of one text: what is known of it.
struct Matching<'m> {
    matchers: &'m Matchers,
    text: &'m [u8],
    whether: BTreeMap<Part, bool>,
    found: BTreeMap<Part, Option<Found>>,
}

/// An answer, or the question that must be answered first.
type Answer<T> = Result<T, Question>;

impl Matching<'_> {
    fn bytes(&self, range: Range<usize>) -> &[u8] {
        self.text.get(range).unwrap_or_default()
    }

    fn matches(&self, part: Part) -> Answer<bool> {
        let text = self.bytes(part.start..part.end);
        Ok(match self.matchers.get(part.matcher) {
            Matcher::AnyOf(_) | Matcher::Row { .. } | Matcher::Around { .. } => {
                return self.whether.get(&part).copied().ok_or(Question::Whether(part));
            }
            Matcher::Nothing => text.is_empty(),
            Matcher::Anything => true,
            Matcher::Text(expected) => text == expected.as_bytes(),
            Matcher::Single => at_most_one(text).is_some(),
            Matcher::List { chars, not } => at_most_one(text).is_some_and(|c| chars.contains(c) != *not),
            Matcher::Range { low, high, not } => at_most_one(text).is_some_and(|c| (*low..=*high).contains(&c) != *not),
            Matcher::AtLeast(chars) => characters(text).take(*chars).count() == *chars,
            Matcher::Exactly { chars, without } => {
                characters(text).take(chars.saturating_add(1)).count() == *chars
                    && (without.is_empty() || find(text, without).is_none())
            }
            Matcher::Contains(needle) => find(text, needle).is_some(),
            Matcher::Prefix(prefix) => text.starts_with(prefix.as_bytes()),
            Matcher::Suffix(suffix) => text.ends_with(suffix.as_bytes()),
            Matcher::PrefixSuffix(prefix, suffix) => {
                text.starts_with(prefix.as_bytes()) && text.ends_with(suffix.as_bytes())
            }
        })
    }

    /// The first match in a part; what each matcher takes for one is gobwas' own.
    fn find(&self, part: Part) -> Answer<Option<Found>> {
        let text = self.bytes(part.start..part.end);
        let found = |start, lengths| Some(Found { start, lengths });
        let first_character = |is: &dyn Fn(char) -> bool| {
            characters(text).find(|&(_, c)| is(c)).map(|(start, c)| Found { start, lengths: vec![c.len_utf8()] })
        };
        Ok(match self.matchers.get(part.matcher) {
            Matcher::AnyOf(_) | Matcher::Row { .. } => {
                return self.found.get(&part).cloned().ok_or(Question::Found(part));
            }
            // gobwas has not written this search.
            Matcher::Around { .. } => None,
            Matcher::Nothing => found(0, vec![0]),
            Matcher::Anything => found(0, starts_and_end(text)),
            Matcher::Text(needle) => find(text, needle).and_then(|start| found(start, vec![needle.len()])),
            Matcher::Single => first_character(&|_| true),
            Matcher::List { chars, not } => first_character(&|c| chars.contains(c) != *not),
            Matcher::Range { low, high, not } => first_character(&|c| (*low..=*high).contains(&c) != *not),
            Matcher::AtLeast(chars) => at_least(text, *chars).and_then(|lengths| found(0, lengths)),
            Matcher::Exactly { chars, without } => {
                let at_most: Vec<usize> = std::iter::once(0).chain(ends(text).take(*chars)).collect();
                let clear = match find(text, without).filter(|_| !without.is_empty()) {
                    Some(end) => text.get(..end).expect("it was found in the text"),
                    None => text,
                };
                let allowed = |length: &usize| {
                    at_most.contains(length) && (without.is_empty() || starts_and_end(clear).contains(length))
                };
                let lengths: Vec<usize> =
                    at_least(text, *chars).unwrap_or_default().into_iter().filter(allowed).collect();
                if lengths.is_empty() { None } else { found(0, lengths) }
            }
            Matcher::Contains(needle) => find(text, needle).and_then(|start| {
                let offset = start + needle.len();
                let rest = text.get(offset..).expect("it was found in the text");
                found(0, starts_and_end(rest).into_iter().map(|length| offset + length).collect())
            }),
            Matcher::Prefix(prefix) => find(text, prefix).and_then(|start| {
                let rest = text.get(start + prefix.len()..).expect("it was found in the text");
                let longer = ends(rest).map(|end| prefix.len() + end);
                found(start, std::iter::once(prefix.len()).chain(longer).collect())
            }),
            Matcher::Suffix(suffix) => find(text, suffix).and_then(|start| found(0, vec![start + suffix.len()])),
            Matcher::PrefixSuffix(prefix, suffix) => find(text, prefix).and_then(|start| {
                let rest = text.get(start..).expect("it was found in the text");
                let lengths = rfind_all(rest, suffix).into_iter().map(|at| at + suffix.len()).collect::<Vec<_>>();
                if lengths.is_empty() { None } else { found(start, lengths) }
            }),
        })
    }

    /// Answers a question about a matcher that is made of others. `progress` is how far an earlier try came that was
    /// left for another question.
    fn answer(&mut self, question: Question, progress: &mut usize) -> Answer<()> {
        match question {
            Question::Whether(part) => {
                let whether = match self.matchers.get(part.matcher) {
                    Matcher::AnyOf(alternatives) => self.any_of(alternatives, part, progress)?,
                    Matcher::Row { parts, length } => {
                        let text = self.bytes(part.start..part.end);
                        characters(text).take(length.saturating_add(1)).count() == *length
                            && self.row(parts, part.start..part.end)?
                    }
                    Matcher::Around { value, left, right } => self.around(*value, *left, *right, part, progress)?,
                    _ => self.matches(part)?,
                };
                self.whether.insert(part, whether);
            }
            Question::Found(part) => {
                let found = match self.matchers.get(part.matcher) {
                    Matcher::AnyOf(alternatives) => self.find_any_of(alternatives, part)?,
                    Matcher::Row { parts, length } => self.find_row(parts, *length, part, progress)?,
                    _ => self.find(part)?,
                };
                self.found.insert(part, found);
            }
        }
        Ok(())
    }

    fn any_of(&self, alternatives: &[MatcherId], part: Part, progress: &mut usize) -> Answer<bool> {
        for &matcher in alternatives.iter().skip(*progress) {
            if self.matches(Part { matcher, ..part })? {
                return Ok(true);
            }
            *progress += 1;
        }
        Ok(false)
    }

    /// The first of what the alternatives find; those that find it at the same place give its lengths.
    fn find_any_of(&self, alternatives: &[MatcherId], part: Part) -> Answer<Option<Found>> {
        let mut first: Option<Found> = None;
        for &matcher in alternatives {
            let Some(found) = self.find(Part { matcher, ..part })? else { continue };
            match &mut first {
                Some(first) if found.start > first.start => {}
                Some(first) if found.start == first.start => first.lengths.extend(found.lengths),
                _ => first = Some(found),
            }
        }
        if let Some(first) = &mut first {
            first.lengths = sorted(std::mem::take(&mut first.lengths), &usize::cmp);
            first.lengths.dedup();
        }
        Ok(first)
    }

    /// Whether the parts of a row match the start of a text.
    fn row(&self, parts: &[MatcherId], mut range: Range<usize>) -> Answer<bool> {
        for &matcher in parts {
            let length = self.matchers.length(matcher).expect("the parts of a row have lengths");
            let mut count = 0;
            let mut last = None;
            for (start, _) in characters(self.bytes(range.clone())) {
                count += 1;
                last = Some(start);
                if count == length {
                    break;
                }
            }
            // A part of no length at the end of the text makes gobwas panic; here it does not match.
            let Some(last) = last.filter(|_| count >= length) else { return Ok(false) };
            // gobwas takes one byte for the last character.
            let end = range.start + last + 1;
            if !self.matches(Part { matcher, start: range.start, end })? {
                return Ok(false);
            }
            range.start = end;
        }
        Ok(true)
    }

    fn find_row(&self, parts: &[MatcherId], length: usize, part: Part, progress: &mut usize) -> Answer<Option<Found>> {
        let text = self.bytes(part.start..part.end);
        let tried = *progress;
        for (start, _) in characters(text).skip_while(|&(start, _)| start < tried) {
            *progress = start;
            if text.len() - start < length {
                break;
            }
            if self.row(parts, part.start + start..part.end)? {
                // A count of characters, which gobwas takes for bytes.
                return Ok(Some(Found { start, lengths: vec![length] }));
            }
        }
        Ok(None)
    }

    fn around(
        &self,
        value: MatcherId,
        left: Option<MatcherId>,
        right: Option<MatcherId>,
        part: Part,
        progress: &mut usize,
    ) -> Answer<bool> {
        let length = |side: Option<MatcherId>| side.and_then(|side| self.matchers.length(side)).unwrap_or_default();
        // Counts of characters, which gobwas takes for bytes.
        let mut offset = part.start.saturating_add(length(left)).max(*progress);
        let limit = part.end.saturating_sub(length(right));
        while offset < limit {
            *progress = offset;
            let Some(found) = self.find(Part { matcher: value, start: offset, end: limit })? else { break };
            let start = offset + found.start;
            let left_matches = match left {
                Some(matcher) => self.matches(Part { matcher, start: part.start, end: start })?,
                // What is found later has something left of it, too.
                None if start > part.start => break,
                None => true,
            };
            for length in found.lengths.into_iter().rev().filter(|_| left_matches) {
                let end = part.end.min(start + length);
                let right_matches = match right {
                    Some(matcher) => self.matches(Part { matcher, start: end, end: part.end })?,
                    None => end == part.end,
                };
                if right_matches {
                    return Ok(true);
                }
            }
            offset = start + decode(self.bytes(start..part.end)).1;
        }
        Ok(false)
    }
}

/// The first character and its length in bytes: U+FFFD of 1 where there is none, of 0 at the end.
fn decode(text: &[u8]) -> (char, usize) {
    let head = text.get(..4).unwrap_or(text);
    let valid = match std::str::from_utf8(head) {
        Ok(valid) => Some(valid),
        Err(error) => head.get(..error.valid_up_to()).and_then(|head| std::str::from_utf8(head).ok()),
    };
    match valid.and_then(|valid| valid.chars().next()) {
        Some(first) => (first, first.len_utf8()),
        None => (char::REPLACEMENT_CHARACTER, text.len().min(1)),
    }
}

/// The characters, each with where it starts.
fn characters(text: &[u8]) -> impl Iterator<Item = (usize, char)> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let (c, length) = decode(text.get(at..).expect("a character ends in the text"));
        let start = at;
        at += length;
        (length > 0).then_some((start, c))
    })
}

/// The character of a text that has one; U+FFFD for the empty text; `None` for a longer one.
fn at_most_one(text: &[u8]) -> Option<char> {
    let (c, length) = decode(text);
    (text.len() <= length).then_some(c)
}

/// Where each character starts, and where the text ends.
fn starts_and_end(text: &[u8]) -> Vec<usize> {
    characters(text).map(|(start, _)| start).chain([text.len()]).collect()
}

/// Where each character ends; U+FFFD counts three bytes, also where it stands for one.
fn ends(text: &[u8]) -> impl Iterator<Item = usize> {
    characters(text).map(|(start, c)| start + c.len_utf8())
}

/// The lengths of a text's starts that have at least so many characters; `None` when there are none.
fn at_least(text: &[u8], chars: usize) -> Option<Vec<usize>> {
    let lengths: Vec<usize> = ends(text).skip(chars.saturating_sub(1)).collect();
    (!lengths.is_empty()).then_some(lengths)
}

fn find(text: &[u8], needle: &str) -> Option<usize> {
    text.windows(needle.len().max(1)).position(|window| window == needle.as_bytes())
}

/// Where a needle stands, from the left, of those found from the right without overlap.
fn rfind_all(text: &[u8], needle: &str) -> Vec<usize> {
    let mut found = Vec::new();
    let mut rest = text;
    while let Some(at) = rest.windows(needle.len().max(1)).rposition(|window| window == needle.as_bytes()) {
        found.push(at);
        rest = rest.get(..at).expect("it was found in the rest");
    }
    found.reverse();
    found
}
