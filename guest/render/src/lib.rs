//! Renders diagnostics as text with source lines, as rustc does.
//!
//! ```text
//! error[ttl-not-a-duration]: `30d` is not a duration for Velero
//!  --> examples/spec.yaml:3:6
//!   |
//! 3 | ttl: 30d
//!   |      ^^^
//!   |
//!   = help: write `720h`
//! ```
//!
//! The output is short, and has no control characters, for any input: a long line is cut around the position, and
//! control characters are replaced by symbols.

#![forbid(unsafe_code)]

#[cfg(feature = "json")]
pub mod json;

use std::ops::Range;

use annotate_snippets::{
    Annotation, AnnotationKind, Group, Level, Message, Origin, Padding, Renderer, Snippet, normalize_untrusted_str,
};
use k8s_backup_target::diagnostic::{Diagnostic, Position, RelatedPlace, Severity, Span, is_hidden};

/// Maximum number of bytes that are read on each side of a position. It limits the work for each diagnostic.
const MAX_CONTEXT_BYTES: usize = 4096;
/// Maximum number of lines in a mark. Only the first line of a longer span is marked.
const MAX_MARK_LINES: usize = 4;
/// Maximum length of a mark, in characters. It is a little less than the width of the output.
const MAX_MARK_LENGTH: usize = 120;
/// Maximum number of columns between two marks. Of two marks with a larger distance, only one is visible.
const MAX_MARK_DISTANCE: usize = 80;
/// Maximum number of related positions that are labels. The others are notes. The time for labels grows faster than
/// their number.
const MAX_LABELS: usize = 8;

/// The text that was checked.
#[derive(Clone, Copy, Debug)]
pub struct Source<'a> {
    /// The path, or another name that the user knows.
    pub name: &'a str,
    /// The text that the spans of the diagnostics refer to.
    pub text: &'a str,
}

/// Whether the output has ANSI colors.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Color {
    /// Plain text.
    Never,
    /// ANSI escape codes, even if the output is not a terminal.
    Always,
}

/// Renders the diagnostics of a text, in their order, with an empty line between two.
///
/// A span that is outside of the text is moved into it.
///
/// ```
/// use k8s_backup_target::validation::{CheckedDocument, Format};
/// use k8s_backup_target_render::{Color, Source, render};
///
/// let text = "include_namespaces: [prod]\nttl: 30d\n";
/// let checked = CheckedDocument::read(text.to_owned(), Format::Yaml, None, None);
/// assert_eq!(
///     render(checked.diagnostics(), Source { name: "spec.yaml", text }, Color::Never),
///     "error[ttl-not-a-duration]: `30d` is not a duration for Velero (`d` is not a unit): Kubernetes accepts it, and Velero then cannot read any \
///      list with this object
///  --> spec.yaml:2:6
///   |
/// 2 | ttl: 30d
///   |      ^^^
///   |
///   = help: write `720h`
/// "
/// );
/// ```
pub fn render(diagnostics: &[Diagnostic], source: Source<'_>, color: Color) -> String {
    let renderer = match color {
        Color::Never => Renderer::plain(),
        Color::Always => Renderer::styled(),
    };
    let mut all = String::new();
    for diagnostic in diagnostics {
        if !all.is_empty() {
            all.push('\n');
        }
        all.push_str(&draw(diagnostic, source, &renderer));
        all.push('\n');
    }
    all
}

/// Returns the number of diagnostics of each severity, such as `2 errors, 1 warning, 6 notes`, or `no problems found`.
pub fn summary<'d>(diagnostics: impl IntoIterator<Item = &'d Diagnostic>) -> String {
    let mut names = [
        (Severity::Error, "error", "errors", 0),
        (Severity::Warning, "warning", "warnings", 0),
        (Severity::Advice, "note", "notes", 0_usize),
    ];
    for diagnostic in diagnostics {
        let name = names.iter_mut().find(|(severity, ..)| *severity == diagnostic.severity);
        let (.., count) = name.expect("each severity has a name");
        *count += 1;
    }
    let counts: Vec<String> = names
        .into_iter()
        .filter(|(.., count)| *count > 0)
        .map(|(_, one, more, count)| format!("{count} {}", if count == 1 { one } else { more }))
        .collect();
    if counts.is_empty() { "no problems found".to_owned() } else { counts.join(", ") }
}

/// Renders a diagnostic, without a line break at the end.
fn draw(diagnostic: &Diagnostic, source: Source<'_>, renderer: &Renderer) -> String {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Advice => Level::HELP.with_name("advice"),
    };
    let title = level.clone().primary_title(visible(&diagnostic.message)).id(visible(diagnostic.rule.code));

    let mut notes = Vec::new();
    let (origin, snippet) = match &diagnostic.span {
        Some(span) => {
            let excerpt = Excerpt::around(&span.start, source.text);
            let mark = excerpt.mark(span).expect("the excerpt begins at or before the span");
            let column = excerpt.column(mark.start);
            let mut annotations = vec![AnnotationKind::Primary.span(mark)];
            for related in &diagnostic.related {
                let label = (annotations.len() <= MAX_LABELS).then(|| excerpt.label(related, column)).flatten();
                match label {
                    Some(label) => annotations.push(label),
                    None => notes.push(note(related, source)),
                }
            }
            let origin = Origin::path(location(source, &span.start));
            (origin, Snippet::source(excerpt.shown()).line_start(excerpt.line).annotations(annotations))
        }
        None => {
            notes.extend(diagnostic.related.iter().map(|related| note(related, source)));
            let pointer = match diagnostic.pointer.as_str() {
                "" => String::new(),
                pointer => format!(": {pointer}"),
            };
            (Origin::path(visible(&format!("{}{pointer}", source.name))), Snippet::source(""))
        }
    };
    match &diagnostic.help {
        Some(help) => {
            // What the change adds or removes, if the help does not say it already.
            let effects = diagnostic.fixes.iter().filter_map(|fix| fix.effect.as_deref());
            let effects = effects.filter(|effect| !help.contains(effect));
            let effects: String = effects.map(|effect| format!(" ({effect})")).collect();
            notes.push(Level::HELP.message(visible(&format!("{help}{effects}"))));
        }
        None => notes
            .extend(diagnostic.fixes.iter().map(|fix| Level::HELP.message(visible(&format!("fix: {}", fix.title))))),
    }

    // A snippet with a path prints its own column, which is wrong in a cut line. So the path is in a group before the
    // snippet. The renderer adds a line after the first group. So the first group is empty, and is removed again.
    let mut body = Group::with_level(level.clone()).element(snippet);
    let bare = diagnostic.span.is_none() && notes.is_empty();
    if diagnostic.span.is_some() && !notes.is_empty() {
        body = body.element(Padding);
    }
    let drawn = renderer.render(&[Group::with_level(level), title.element(origin), body.elements(notes)]);
    let drawn = drawn.strip_prefix('\n').expect("the first group is only an empty line");
    // An empty snippet gives the path its usual indentation, but adds a line with a bar.
    let drawn = if bare { drawn.rsplit_once('\n').expect("the title is in a line above").0 } else { drawn };
    drawn.to_owned()
}

/// Returns a note for a related position that is not in the excerpt.
fn note(related: &RelatedPlace, source: Source<'_>) -> Message<'static> {
    let place = match &related.span {
        Some(span) => location(source, &span.start),
        None => related.pointer.clone(),
    };
    let at = if place.is_empty() { String::new() } else { format!(" (at {place})") };
    Level::NOTE.message(visible(&format!("{}{at}", related.message)))
}

fn location(source: Source<'_>, position: &Position) -> String {
    visible(&format!("{}:{}:{}", source.name, position.line, position.column))
}

/// Returns the text on one line, with symbols instead of hidden characters.
fn visible(text: &str) -> String {
    same_length(&normalize_untrusted_str(text)).replace('\n', "␊")
}

/// Replaces the hidden characters that the renderer does not replace, and the start of a command in the log of a GitHub
/// workflow, `##[`. The offsets in the text stay the same.
fn same_length(text: &str) -> String {
    let replaced: String = text
        .chars()
        .map(|char| match (is_hidden(char), char.len_utf8()) {
            (true, 2) => '¿',
            (true, 3) => '\u{fffd}',
            _ => char,
        })
        .collect();
    replaced.replace("##[", "#?[")
}

/// The part of the text that is read for one diagnostic.
struct Excerpt<'t> {
    text: &'t str,
    /// The offset of its start in the whole text.
    offset: usize,
    /// The number of its first line.
    line: usize,
}

impl<'t> Excerpt<'t> {
    /// Returns the lines around a position. Long lines are cut.
    fn around(position: &Position, text: &'t str) -> Self {
        let middle = text.floor_char_boundary(position.utf8_offset as usize);
        let from = text.floor_char_boundary(middle.saturating_sub(MAX_CONTEXT_BYTES));
        let to = text.floor_char_boundary(middle.saturating_add(MAX_CONTEXT_BYTES));
        let before = text.get(from..middle).expect("both are char boundaries, in order");
        let part_of_a_line = if from == 0 { 0 } else { before.find('\n').map_or(0, |end| end + 1) };
        let line_breaks = before.bytes().skip(part_of_a_line).filter(|&byte| byte == b'\n').count();
        let offset = from + part_of_a_line;
        Excerpt {
            text: text.get(offset..to).expect("both are char boundaries, in order"),
            offset,
            // The maximum for this text: a larger number can overflow in the renderer.
            line: (position.line as usize).min(text.len() + 1).saturating_sub(line_breaks).max(1),
        }
    }

    /// Returns the text for the renderer.
    fn shown(&self) -> String {
        let mut shown = same_length(self.text);
        // For the renderer, there is no line after the last line break. But a position can be there.
        if shown.ends_with('\n') {
            shown.push('\n');
        }
        shown
    }

    /// Returns the part of a span that is marked, if the span starts in the excerpt.
    fn mark(&self, span: &Span) -> Option<Range<usize>> {
        let start = (span.start.utf8_offset as usize).min(self.offset + self.text.len()).checked_sub(self.offset)?;
        let start = self.text.floor_char_boundary(start);
        let end = self.text.floor_char_boundary((span.end.utf8_offset as usize).saturating_sub(self.offset)).max(start);
        let marked = self.text.get(start..end).expect("both are char boundaries, in order");
        let marked = marked.trim_end_matches(['\r', '\n']);

        let whole = marked.split('\n').count() <= MAX_MARK_LINES
            && self.column(start).abs_diff(self.column(start + marked.len())) <= MAX_MARK_DISTANCE;
        let marked = if whole { marked } else { marked.split(['\r', '\n']).next().expect("a split has a first part") };
        let length = match marked.char_indices().nth(MAX_MARK_LENGTH) {
            Some((length, _)) if !marked.contains('\n') => length,
            _ => marked.len(),
        };
        Some(start..start + length)
    }

    /// Returns a label for a related position, if it is visible together with the column.
    fn label(&self, related: &RelatedPlace, column: usize) -> Option<Annotation<'static>> {
        let span = related.span.as_ref()?;
        if span.start.utf8_offset as usize > self.offset + self.text.len() {
            return None;
        }
        let mark = self.mark(span)?;
        let near = self.column(mark.start).abs_diff(column) <= MAX_MARK_DISTANCE;
        near.then(|| AnnotationKind::Context.span(mark).label(visible(&related.message)))
    }

    /// Returns the number of characters before an offset, in its line of the excerpt.
    fn column(&self, offset: usize) -> usize {
        let before = self.text.get(..offset).expect("marks start and end between characters");
        before.rsplit('\n').next().expect("a split has a last part").chars().count()
    }
}

#[cfg(test)]
mod tests;
