//! The tree of a pattern, made into matchers as gobwas makes them: what a pattern matches depends on which it chooses.

use std::ops::Range;

use super::matcher::{Matcher, MatcherId, Matchers};
use super::syntax::{Node, NodeId, Tree};

/// Compiles a node and all below it; the last matcher is the node's.
pub(super) fn compile(tree: &mut Tree, root: NodeId) -> (Matchers, MatcherId) {
    let mut compiler = Compiler { matchers: Matchers::default(), compiled: Vec::new() };
    let mut pending = vec![root];
    while let Some(&node) = pending.last() {
        match compiler.compile(tree, node) {
            Ok(matcher) => {
                if compiler.compiled.len() <= node {
                    compiler.compiled.resize(node + 1, None);
                }
                if let Some(place) = compiler.compiled.get_mut(node) {
                    *place = Some(matcher);
                }
                pending.pop();
            }
            Err(missing) => pending.extend(missing),
        }
    }
    let root = compiler.compiled(root).expect("every node is compiled");
    (compiler.matchers, root)
}

struct Compiler {
    matchers: Matchers,
    /// By node.
    compiled: Vec<Option<MatcherId>>,
}

impl Compiler {
    fn compiled(&self, node: NodeId) -> Option<MatcherId> {
        self.compiled.get(node).copied().flatten()
    }

    /// The matchers of nodes, or the nodes that must be compiled first.
    fn all_compiled(&self, nodes: &[NodeId]) -> Result<Vec<MatcherId>, Vec<NodeId>> {
        let compiled: Option<Vec<MatcherId>> = nodes.iter().map(|&node| self.compiled(node)).collect();
        compiled.ok_or_else(|| nodes.iter().copied().filter(|&node| self.compiled(node).is_none()).collect())
    }

    /// Compiles a node whose parts are compiled; else the nodes that must be compiled first.
    fn compile(&mut self, tree: &mut Tree, node: NodeId) -> Result<MatcherId, Vec<NodeId>> {
        let matcher = match tree.get(node) {
            Node::AnyOf(alternatives) => {
                let alternatives = alternatives.clone();
                if let Some(simpler) = tree.without_common_parts(&alternatives) {
                    return self.compiled(simpler).ok_or_else(|| vec![simpler]);
                }
                match self.all_compiled(&alternatives)?.as_slice() {
                    &[only] => return Ok(only),
                    alternatives => Matcher::AnyOf(alternatives.to_vec()),
                }
            }
            Node::Sequence(parts) if !parts.is_empty() => {
                let parts = self.all_compiled(parts)?;
                let parts = self.glue_runs(parts);
                return Ok(self.arrange(&parts));
            }
            Node::Sequence(_) | Node::Nothing => Matcher::Nothing,
            Node::Any | Node::Super => Matcher::Anything,
            Node::Single => Matcher::Single,
            Node::Text(text) => Matcher::Text(text.clone()),
            Node::List { chars, not: false } if chars.chars().nth(1).is_none() => Matcher::Text(chars.clone()),
            Node::List { chars, not } => Matcher::List { chars: chars.clone(), not: *not },
            Node::Range { low, high, not } => Matcher::Range { low: *low, high: *high, not: *not },
        };
        Ok(self.matchers.add(matcher))
    }

    /// Makes one matcher of each run of parts that can be one, the longest first.
    fn glue_runs(&mut self, mut parts: Vec<MatcherId>) -> Vec<MatcherId> {
        while let Some(run) = self.best_run(&parts) {
            let Some(glued) = parts.get(run.clone()).and_then(|run| self.glue(run)) else { break };
            parts.splice(run, [self.matchers.add(glued)]);
        }
        parts
    }

    /// The run that gobwas glues: of all runs from the left, one replaces the best so far when it has more parts, or
    /// when both are rows and it is longer. From one start only the longest run can.
    fn best_run(&self, parts: &[MatcherId]) -> Option<Range<usize>> {
        /// From a part on: where the parts of known length end, their length, and where the parts that are alike end.
        #[derive(Clone, Copy)]
        struct Runs {
            row_end: usize,
            row_length: usize,
            alike_end: usize,
        }
        let mut runs = Vec::with_capacity(parts.len());
        let mut following: Option<(MatcherId, Runs)> = None;
        for (at, &part) in parts.iter().enumerate().rev() {
            let alike = |&(next, _): &(MatcherId, Runs)| {
                let excluded = self.excluded(part);
                excluded.is_some() && excluded == self.excluded(next)
            };
            let alike_end = following.filter(alike).map_or(at + 1, |(_, runs)| runs.alike_end);
            let (row_end, row_length) = match (self.matchers.length(part), following) {
                (None, _) => (at, 0),
                (Some(length), Some((_, runs))) if runs.row_end > at + 1 => {
                    (runs.row_end, runs.row_length.saturating_add(length))
                }
                (Some(length), _) => (at + 1, length),
            };
            let run = Runs { row_end, row_length, alike_end };
            following = Some((part, run));
            runs.push(run);
        }

        let mut best: Option<(Range<usize>, Option<usize>)> = None;
        for (start, run) in runs.into_iter().rev().enumerate() {
            let (end, length) =
                if run.row_end > run.alike_end { (run.row_end, Some(run.row_length)) } else { (run.alike_end, None) };
            let better = match &best {
                None => true,
                Some((best, best_length)) => {
                    end - start > best.len() || best_length.zip(length).is_some_and(|(best, length)| length > best)
                }
            };
            if end - start > 1 && better {
                best = Some((start..end, length));
            }
        }
        best.map(|(run, _)| run)
    }

    /// For `*`, `?` and a list of what may not stand there: the characters that may not; `None` for others.
    fn excluded(&self, part: MatcherId) -> Option<&str> {
        match self.matchers.get(part) {
            Matcher::Anything | Matcher::Single => Some(""),
            Matcher::List { chars, not: true } => Some(chars),
            _ => None,
        }
    }

    /// One matcher for two or more parts that can be one.
    fn glue(&self, parts: &[MatcherId]) -> Option<Matcher> {
        let &[first, _, ..] = parts else { return None };
        match self.excluded(first) {
            Some(excluded) if parts.iter().all(|&part| self.excluded(part) == Some(excluded)) => {
                let is_anything = |&&part: &&MatcherId| matches!(self.matchers.get(part), Matcher::Anything);
                let any_number = parts.iter().filter(is_anything).count();
                Some(match parts.len() - any_number {
                    0 => Matcher::Anything,
                    chars if any_number > 0 => Matcher::AtLeast(chars),
                    chars => Matcher::Exactly { chars, without: excluded.to_owned() },
                })
            }
            _ => {
                let lengths: Option<Vec<usize>> = parts.iter().map(|&part| self.matchers.length(part)).collect();
                let length = lengths?.into_iter().fold(0, usize::saturating_add);
                Some(Matcher::Row { parts: parts.to_vec(), length })
            }
        }
    }

    /// One matcher for parts that follow each other: the last of the longest is looked for, and what stands left and
    /// right of it must match what is found left and right.
    fn arrange(&mut self, parts: &[MatcherId]) -> MatcherId {
        enum Task {
            Arrange(Range<usize>),
            Join { value: MatcherId, left: bool, right: bool },
        }
        let mut tasks = vec![Task::Arrange(0..parts.len())];
        let mut made: Vec<MatcherId> = Vec::new();
        while let Some(task) = tasks.pop() {
            match task {
                Task::Arrange(range) => {
                    let among = parts.get(range.clone()).expect("a task is about some of the parts");
                    if let &[only] = among {
                        made.push(only);
                        continue;
                    }
                    if let Some(glued) = self.glue(among) {
                        made.push(self.matchers.add(glued));
                        continue;
                    }
                    let known = among.iter().enumerate().filter_map(|(at, &part)| {
                        let length = self.matchers.length(part)?;
                        Some((length, at, part))
                    });
                    // Without a part of known length it is the first.
                    let first = || among.first().map(|&first| (0, 0, first));
                    let Some((_, at, value)) = known.max_by_key(|&(length, at, _)| (length, at)).or_else(first) else {
                        continue;
                    };
                    let at = range.start + at;
                    let (left, right) = (range.start..at, at + 1..range.end);
                    tasks.push(Task::Join { value, left: !left.is_empty(), right: !right.is_empty() });
                    tasks.extend([right, left].into_iter().filter(|side| !side.is_empty()).map(Task::Arrange));
                }
                Task::Join { value, left, right } => {
                    let right = if right { made.pop() } else { None };
                    let left = if left { made.pop() } else { None };
                    let joined = self.join(value, left, right);
                    made.push(self.matchers.add(joined));
                }
            }
        }
        made.pop().expect("one matcher is made of all parts")
    }

    fn join(&self, value: MatcherId, left: Option<MatcherId>, right: Option<MatcherId>) -> Matcher {
        let side = |side: Option<MatcherId>| side.map(|side| self.matchers.get(side));
        let Matcher::Text(text) = self.matchers.get(value) else {
            return Matcher::Around { value, left, right };
        };
        let text = text.clone();
        match (side(left), side(right)) {
            (Some(Matcher::Anything), Some(Matcher::Anything)) => Matcher::Contains(text),
            (Some(Matcher::Anything), None) => Matcher::Suffix(text),
            (None, Some(Matcher::Anything)) => Matcher::Prefix(text),
            (None, Some(Matcher::Suffix(suffix))) => Matcher::PrefixSuffix(text, suffix.clone()),
            (Some(Matcher::Prefix(prefix)), None) => Matcher::PrefixSuffix(prefix.clone(), text),
            _ => Matcher::Around { value, left, right },
        }
    }
}
