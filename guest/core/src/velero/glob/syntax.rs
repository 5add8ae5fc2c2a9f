//! The text of a pattern, read into a tree.

use std::collections::BTreeMap;
use std::iter::Peekable;
use std::str::Chars;

use super::PatternError;

/// Names a node; a node's parts have smaller ones.
pub(super) type NodeId = usize;

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Node {
    /// What is left of an alternative of which others have all.
    Nothing,
    Text(String),
    /// `*`.
    Any,
    /// `**`; it matches what `*` matches, but is not the same part of two alternatives.
    Super,
    /// `?`.
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
    Sequence(Vec<NodeId>),
    AnyOf(Vec<NodeId>),
}

/// Nodes, of which equal ones are one.
#[derive(Default)]
pub(super) struct Tree {
    nodes: Vec<Node>,
    ids: BTreeMap<Node, NodeId>,
}

impl Tree {
    pub(super) fn add(&mut self, node: Node) -> NodeId {
        *self.ids.entry(node).or_insert_with_key(|node| {
            self.nodes.push(node.clone());
            self.nodes.len() - 1
        })
    }

    pub(super) fn get(&self, id: NodeId) -> &Node {
        self.nodes.get(id).unwrap_or(&Node::Nothing)
    }

    /// The parts of a node that is a sequence.
    fn sequence(&self, id: NodeId) -> Option<&[NodeId]> {
        match self.get(id) {
            Node::Sequence(parts) => Some(parts),
            _ => None,
        }
    }

    /// Alternatives with the parts that all have in common before and after them, as gobwas takes those out; `None`
    /// when there are none.
    pub(super) fn without_common_parts(&mut self, alternatives: &[NodeId]) -> Option<NodeId> {
        let sequences: Vec<&[NodeId]> = alternatives.iter().map(|&id| self.sequence(id)).collect::<Option<_>>()?;
        let shortest = *sequences.iter().min_by_key(|sequence| sequence.len())?;
        const COMMON: &str = "each sequence has the common parts";
        let (left, right) = common_ends(&sequences);
        if left == 0 && right == 0 {
            return None;
        }
        let before = shortest.get(..left).expect(COMMON).to_vec();
        let after = shortest.get(shortest.len() - right..).expect(COMMON).to_vec();
        let rests: Vec<Vec<NodeId>> = sequences
            .iter()
            .map(|sequence| sequence.get(left..sequence.len() - right).expect(COMMON).to_vec())
            .collect();

        let mut different = Vec::new();
        for rest in rests {
            let rest = self.add(if rest.is_empty() { Node::Nothing } else { Node::Sequence(rest) });
            if !different.contains(&rest) {
                different.push(rest);
            }
        }
        let middle = match different.as_slice() {
            &[only] => Some(only).filter(|&only| *self.get(only) != Node::Nothing),
            _ => Some(self.add(Node::AnyOf(different))),
        };
        let before = (left > 0).then(|| self.add(Node::Sequence(before)));
        let after = (right > 0).then(|| self.add(Node::Sequence(after)));
        Some(self.add(Node::Sequence([before, middle, after].into_iter().flatten().collect())))
    }
}

/// How many parts all sequences have in common at their starts and at their ends, which do not overlap.
fn common_ends(sequences: &[&[NodeId]]) -> (usize, usize) {
    let Some((shortest_at, shortest)) = sequences.iter().enumerate().min_by_key(|(_, sequence)| sequence.len()) else {
        return (0, 0);
    };
    let others = || sequences.iter().enumerate().filter(|&(at, _)| at != shortest_at).map(|(_, other)| other);
    let (mut left, mut right) = (0, 0);
    let (mut left_ended, mut right_ended) = (sequences.len() < 2, sequences.len() < 2);
    for step in 0..shortest.len() {
        if left + right >= shortest.len() || left_ended && right_ended {
            break;
        }
        let back = shortest.len() - 1 - step;
        for other in others() {
            left_ended |= shortest.get(step) != other.get(step);
            // Where both ends meet, the start has the part.
            right_ended |= !left_ended && back <= step;
            right_ended |= shortest.get(back) != other.get(back + other.len() - shortest.len());
        }
        left += usize::from(!left_ended);
        right += usize::from(!right_ended);
    }
    (left, right)
}

/// Braces that are not closed yet: what stands before them, and the alternatives that are complete.
struct Open {
    before: Vec<NodeId>,
    alternatives: Vec<NodeId>,
}

/// Reads a pattern; the answer is the sequence that it is.
pub(super) fn parse(text: &str, tree: &mut Tree) -> Result<NodeId, PatternError> {
    const ENDS_OF_TEXT: [char; 4] = ['?', '*', '[', '{'];
    const ENDS_OF_TEXT_IN_BRACES: [char; 6] = ['?', '*', '[', '{', '}', ','];

    let mut reader = Reader { chars: text.chars().peekable() };
    let mut open: Vec<Open> = Vec::new();
    let mut sequence = Vec::new();
    while let Some(next) = reader.peek()? {
        let node = match (next, open.last_mut()) {
            ('{', _) => {
                reader.skip();
                open.push(Open { before: std::mem::take(&mut sequence), alternatives: Vec::new() });
                continue;
            }
            (',', Some(braces)) => {
                reader.skip();
                braces.alternatives.push(tree.add(Node::Sequence(std::mem::take(&mut sequence))));
                continue;
            }
            ('}', Some(_)) => {
                reader.skip();
                close(&mut open, &mut sequence, tree);
                continue;
            }
            ('[', _) => {
                reader.skip();
                reader.class()?
            }
            ('?', _) => {
                reader.skip();
                Node::Single
            }
            ('*', _) => {
                reader.skip();
                match reader.peek()? {
                    Some('*') => {
                        reader.skip();
                        Node::Super
                    }
                    _ => Node::Any,
                }
            }
            (_, braces) => {
                let text = if braces.is_some() {
                    reader.text(&ENDS_OF_TEXT_IN_BRACES)?
                } else {
                    reader.text(&ENDS_OF_TEXT)?
                };
                if text.is_empty() {
                    continue;
                }
                Node::Text(text)
            }
        };
        sequence.push(tree.add(node));
    }
    // gobwas closes what is left open.
    while !open.is_empty() {
        close(&mut open, &mut sequence, tree);
    }
    Ok(tree.add(Node::Sequence(sequence)))
}

/// Makes the last alternative of the innermost braces, and of the braces a part of what they stand in.
fn close(open: &mut Vec<Open>, sequence: &mut Vec<NodeId>, tree: &mut Tree) {
    if let Some(Open { before, mut alternatives }) = open.pop() {
        let last = std::mem::replace(sequence, before);
        alternatives.push(tree.add(Node::Sequence(last)));
        sequence.push(tree.add(Node::AnyOf(alternatives)));
    }
}

struct Reader<'t> {
    chars: Peekable<Chars<'t>>,
}

impl Reader<'_> {
    /// The next character, or `None` at the end. For gobwas U+0000 is an end, too, and U+FFFD is unreadable.
    fn peek(&mut self) -> Result<Option<char>, PatternError> {
        match self.chars.peek() {
            Some('\u{fffd}') => Err(PatternError::ReplacementCharacter),
            next => Ok(next.copied().filter(|&next| next != '\0')),
        }
    }

    /// Goes past the next character, also past U+0000.
    fn skip(&mut self) {
        self.chars.next();
    }

    fn read(&mut self) -> Result<char, PatternError> {
        let next = self.peek()?.ok_or(PatternError::UnclosedClass)?;
        self.skip();
        Ok(next)
    }

    /// Text up to one of `ends` that is not escaped, or past the end.
    fn text(&mut self, ends: &[char]) -> Result<String, PatternError> {
        let mut text = String::new();
        let mut escaped = false;
        while let Some(next) = self.peek()? {
            if !escaped && ends.contains(&next) {
                return Ok(text);
            }
            self.skip();
            escaped = !escaped && next == '\\';
            if !escaped {
                text.push(next);
            }
        }
        self.skip();
        Ok(text)
    }

    /// A class whose opening bracket is behind: one range, or characters.
    fn class(&mut self) -> Result<Node, PatternError> {
        let mut first = self.peek()?.ok_or(PatternError::UnclosedClass)?;
        let not = first == '!';
        if not {
            self.skip();
            first = self.peek()?.ok_or(PatternError::UnclosedClass)?;
        }
        let mut ahead = Reader { chars: self.chars.clone() };
        ahead.skip();
        if ahead.peek()? == Some('-') {
            self.skip();
            self.skip();
            let high = self.read()?;
            self.close_class()?;
            return if high < first {
                Err(PatternError::DescendingRange { low: first, high })
            } else {
                Ok(Node::Range { low: first, high, not })
            };
        }
        let chars = self.text(&[']'])?;
        self.close_class()?;
        if chars.is_empty() { Err(PatternError::EmptyClass) } else { Ok(Node::List { chars, not }) }
    }

    fn close_class(&mut self) -> Result<(), PatternError> {
        match self.read()? {
            ']' => Ok(()),
            _ => Err(PatternError::MoreThanARange),
        }
    }
}
