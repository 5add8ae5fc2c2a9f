//! Comments that ignore diagnostics: `# k8s-backup-target: ignore CODE`.

use std::ops::Range;

use super::{can_change, is_reported_by_check, without_effect};
use crate::catalogue::UNUSED_IGNORE;
use crate::diagnostic::{Diagnostic, Finding, quoted};

/// What such a comment starts with, after its `#`.
const MARK: &str = "k8s-backup-target:";
const INSTRUCTION: &str = "ignore";
/// What the reason follows.
const REASON: &str = "--";

/// The line of a comment that no line with a value follows.
const NO_LINE: u32 = u32::MAX;

const HAS_INDEX: &str = "an index of a comment or a code is in its list";

/// Returns the comment that ignores the diagnostics of a rule: at the end of a line, or on a line of its own above it.
pub fn ignore_comment(code: &str) -> String {
    format!("# {MARK} {INSTRUCTION} {code}")
}

/// The comments of a text, with what each has ignored so far.
#[derive(Debug, Default)]
pub(crate) struct IgnoreComments {
    /// In the order of the text, and of the lines that they are for.
    comments: Vec<Comment>,
}

#[derive(Debug)]
struct Comment {
    /// The number of the line that it is for; [`NO_LINE`] at the end of the text.
    line: u32,
    /// From its `#` to the end of the line.
    source: Range<usize>,
    /// What to remove with it: the spaces before it, or its whole line.
    removed: Range<usize>,
    codes: Vec<Code>,
}

#[derive(Debug)]
struct Code {
    text: String,
    source: Range<usize>,
    is_used: bool,
}

impl IgnoreComments {
    /// Reads the comments of a YAML text. `scalars` are the parts of the text that are values, in their order.
    pub(crate) fn read(text: &str, scalars: impl FnOnce() -> Vec<Range<usize>>) -> Self {
        let mut read = IgnoreComments::default();
        if !text.contains(MARK) {
            return read;
        }
        let scalars = scalars();
        let is_in_scalar = |at: usize| {
            let before = scalars.partition_point(|scalar| scalar.start <= at);
            before.checked_sub(1).and_then(|last| scalars.get(last)).is_some_and(|scalar| at < scalar.end)
        };
        // The first of the comments that wait for the next line with a value.
        let mut waiting = 0;
        let mut start = 0;
        for (number, line) in (1_u32..).zip(text.split_inclusive('\n')) {
            let content = line.split('\r').next().unwrap_or_default().trim_end();
            let comment = hash_before_mark(content).filter(|hash| !is_in_scalar(start + hash));
            let before = comment.map_or(content, |hash| content.get(..hash).unwrap_or_default()).trim_end();
            let value = before.trim_start_matches('\u{feff}').trim_start();
            let has_value = !value.is_empty() && !value.starts_with('#') && value != "---";
            if let Some(hash) = comment {
                let removed = if value.is_empty() {
                    start..start + line.len()
                } else {
                    start + before.len()..start + content.len()
                };
                let source = start + hash..start + content.len();
                read.comments.push(Comment { line: NO_LINE, codes: codes(text, &source), source, removed });
            }
            if has_value {
                read.comments.iter_mut().skip(waiting).for_each(|comment| comment.line = number);
                waiting = read.comments.len();
            }
            start += line.len();
        }
        read
    }

    /// Removes the diagnostics that comments ignore, and remembers which comments are used.
    pub(crate) fn apply(&mut self, diagnostics: &mut Vec<Diagnostic>) {
        diagnostics.retain(|diagnostic| {
            let matching = self.matching(diagnostic);
            for (comment, code) in &matching {
                let comment = self.comments.get_mut(*comment).expect(HAS_INDEX);
                comment.codes.get_mut(*code).expect(HAS_INDEX).is_used = true;
            }
            matching.is_empty()
        });
    }

    /// Returns whether a comment ignores this diagnostic.
    pub(crate) fn ignores(&self, diagnostic: &Diagnostic) -> bool {
        !self.matching(diagnostic).is_empty()
    }

    /// The comments and the codes in them that are for this diagnostic.
    fn matching(&self, diagnostic: &Diagnostic) -> Vec<(usize, usize)> {
        let Some(line) = diagnostic.span.map(|span| span.start.line) else { return Vec::new() };
        let first = self.comments.partition_point(|comment| comment.line < line);
        let comments = self.comments.iter().enumerate().skip(first).take_while(|(_, comment)| comment.line == line);
        let mut matching = Vec::new();
        for (index, comment) in comments {
            let is_named = |code: &Code| code.text == diagnostic.rule.code && can_change(&code.text);
            let named = comment.codes.iter().enumerate().filter(|(_, code)| is_named(code));
            matching.extend(named.map(|(code, _)| (index, code)));
        }
        matching
    }

    /// Returns a finding for each comment or code without effect, with the part of the text to remove.
    ///
    /// If the text was not checked to its end, codes that have ignored nothing are not reported.
    pub(crate) fn unused(&self, is_checked: bool) -> impl Iterator<Item = (Finding, Range<usize>)> {
        self.comments.iter().flat_map(move |comment| comment.unused(is_checked))
    }
}

impl Comment {
    fn unused(&self, is_checked: bool) -> Vec<(Finding, Range<usize>)> {
        if self.codes.is_empty() {
            let finding = UNUSED_IGNORE.violation("the comment has no effect: it is not `ignore` with a rule");
            let help = format!("write `# {MARK} {INSTRUCTION} CODE`, or remove it");
            return vec![(finding.help(help).source(self.source.clone()), self.removed.clone())];
        }
        let is_single = self.codes.len() == 1;
        let finding = |code: &Code| match without_effect(&code.text) {
            Some(finding) => Some(finding),
            None if code.is_used || !is_checked || !is_reported_by_check(&code.text) => None,
            None => {
                let message = format!("{} does not report anything on this line", quoted(&code.text));
                Some(UNUSED_IGNORE.violation(message).help("remove it: it hides future problems"))
            }
        };
        let unused = self.codes.iter().enumerate().filter_map(|(index, code)| {
            let removed = if is_single { self.removed.clone() } else { self.with_separator(index) };
            Some((finding(code)?.source(code.source.clone()), removed))
        });
        unused.collect()
    }

    /// The code at an index, with what separates it from its neighbour.
    fn with_separator(&self, index: usize) -> Range<usize> {
        let code = &self.codes.get(index).expect("it is one of the codes").source;
        match (self.codes.get(index + 1), index.checked_sub(1).and_then(|index| self.codes.get(index))) {
            (Some(next), _) => code.start..next.source.start,
            (None, Some(before)) => before.source.end..code.end,
            (None, None) => code.clone(),
        }
    }
}

/// The position of a comment's `#` in a line, where the mark follows it.
fn hash_before_mark(line: &str) -> Option<usize> {
    line.match_indices('#').map(|(hash, _)| hash).find(|hash| {
        let (before, rest) = line.split_at(*hash);
        let is_comment = before.is_empty() || before.ends_with([' ', '\t']) || before.ends_with('\u{feff}');
        is_comment && rest.trim_start_matches('#').trim_start().starts_with(MARK)
    })
}

/// The codes that a comment names; none where it is not an instruction to ignore.
fn codes(text: &str, comment: &Range<usize>) -> Vec<Code> {
    let source = text.get(comment.clone()).expect("a comment is a part of the text");
    let (before, rest) = source.split_once(MARK).expect("the comment has the mark");
    let instruction = rest.split_once(REASON).map_or(rest, |(instruction, _)| instruction);
    let trimmed = instruction.trim_start();
    let Some(list) = trimmed.strip_prefix(INSTRUCTION).filter(|list| list.starts_with([' ', '\t'])) else {
        return Vec::new();
    };
    let spaces = instruction.len() - trimmed.len();
    let mut start = comment.start + before.len() + MARK.len() + spaces + INSTRUCTION.len();
    let mut codes = Vec::new();
    for part in list.split([' ', '\t', ',']) {
        if !part.is_empty() {
            codes.push(Code { text: part.to_owned(), source: start..start + part.len(), is_used: false });
        }
        start += part.len() + 1;
    }
    codes
}
