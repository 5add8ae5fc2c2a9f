//! The databag of a provider: written byte for byte as by the reference library, and read.

mod usual;

use std::io;

use serde::Serialize;
use serde_json::ser::{Formatter, Serializer};

use crate::catalogue::{DROPPED_TARGETS, FLAT_LAYOUT};
use crate::decode::{self, Read, Unreadable};
use crate::diagnostic::{Pointer, Position, quoted};
use crate::document::json;
use crate::document::positions::position;
use crate::model::{BACKUP_TARGETS, Databag, TARGET_FIELDS, Target};
use crate::report::Report;

/// Returns the text of `backup_targets` for these targets, as Python's `json.dumps` writes it: in ASCII, with nulls,
/// and with the separators `", "` and `": "`.
pub fn write(targets: &[Target]) -> String {
    let mut bytes = Vec::new();
    targets.serialize(&mut Serializer::with_formatter(&mut bytes, PythonFormatter)).expect("string keys into memory");
    String::from_utf8(bytes).expect("the formatter writes ASCII")
}

/// `json.dumps` with its defaults.
struct PythonFormatter;

impl PythonFormatter {
    fn separate<W: io::Write + ?Sized>(writer: &mut W, first: bool) -> io::Result<()> {
        if first { Ok(()) } else { writer.write_all(b", ") }
    }
}

impl Formatter for PythonFormatter {
    fn begin_array_value<W: io::Write + ?Sized>(&mut self, writer: &mut W, first: bool) -> io::Result<()> {
        Self::separate(writer, first)
    }

    fn begin_object_key<W: io::Write + ?Sized>(&mut self, writer: &mut W, first: bool) -> io::Result<()> {
        Self::separate(writer, first)
    }

    fn begin_object_value<W: io::Write + ?Sized>(&mut self, writer: &mut W) -> io::Result<()> {
        writer.write_all(b": ")
    }

    /// serde_json has escaped quotes, backslashes and controls below 0x20, like Python. DEL and non-ASCII characters
    /// are escaped here.
    fn write_string_fragment<W: io::Write + ?Sized>(&mut self, writer: &mut W, fragment: &str) -> io::Result<()> {
        let mut rest = fragment;
        while let Some(at) = rest.find(|char| !matches!(char, ' '..='~')) {
            let (plain, escaped) = rest.split_at(at);
            writer.write_all(plain.as_bytes())?;
            let mut chars = escaped.chars();
            let char = chars.next().expect("`rest.find` found it");
            for unit in char.encode_utf16(&mut [0; 2]) {
                write!(writer, "\\u{unit:04x}")?;
            }
            rest = chars.as_str();
        }
        writer.write_all(rest.as_bytes())
    }
}

/// Returns the targets of a provider's databag, as the reference library reads them: all of them, or none if one cannot
/// be read.
///
/// The report has what the reference library drops without an error. Its pointers continue inside the text of
/// `backup_targets`.
pub(crate) fn read(databag: &Databag, report: &mut Report) -> Vec<Target> {
    let root = Pointer::Root;
    let pointer = root.key(BACKUP_TARGETS);
    let Some(text) = databag.get(BACKUP_TARGETS).filter(|text| !text.is_empty()) else {
        report_flat_databag(databag, report);
        return Vec::new();
    };
    usual::read(text).unwrap_or_else(|| read_any(text, &pointer, report))
}

/// Reads any text of `backup_targets`, and reports what is unusual.
fn read_any(text: &str, pointer: &Pointer<'_>, report: &mut Report) -> Vec<Target> {
    match json::parse(text) {
        Ok(json) => match decode::targets(json.root(), pointer, report) {
            Ok(targets) => all_or_none(targets, pointer, report),
            Err(Unreadable) => Vec::new(),
        },
        Err(error) => {
            report.push(|| {
                let Position { line, column, .. } = position(text, error.range.start);
                let mut finding = error.finding(&format!("`{BACKUP_TARGETS}`")).at(pointer);
                finding.diagnostic.message += &format!(", at line {line}, column {column}");
                finding
            });
            Vec::new()
        }
    }
}

fn all_or_none(targets: Vec<Read<Target>>, pointer: &Pointer<'_>, report: &mut Report) -> Vec<Target> {
    report_dropped(&targets, pointer, report);
    let all: Read<Vec<Target>> = targets.into_iter().collect();
    all.unwrap_or_else(|Unreadable| Vec::new())
}

/// Reports the targets that are dropped because others cannot be read.
pub(crate) fn report_dropped(targets: &[Read<Target>], pointer: &Pointer<'_>, report: &mut Report) {
    const MAX_NAMED_TARGETS: usize = 3;
    let readable = targets.iter().flatten().count();
    if readable == 0 || readable == targets.len() {
        return;
    }
    report.push(|| {
        let named = targets.iter().flatten().take(MAX_NAMED_TARGETS).map(|target| quoted(&target.app).to_string());
        let mut names: Vec<String> = named.collect();
        if readable > MAX_NAMED_TARGETS {
            names.push(format!("{} more", readable - MAX_NAMED_TARGETS));
        }
        let (entries, names) = (targets.len(), names.join(", "));
        let they_are = if readable == 1 { "it is" } else { "they are" };
        let message =
            format!("{readable} of {entries} targets can be read, but {they_are} dropped with the others: {names}");
        let first = targets.iter().position(Result::is_ok).expect("some can be read");
        DROPPED_TARGETS
            .violation(message)
            .help("fix the other targets, or publish the list without them")
            .at(&pointer.index(first))
    });
}

/// Reports fields of a target as keys of the databag. The documentation of the interface shows them there, but no
/// reader looks for them.
fn report_flat_databag(databag: &Databag, report: &mut Report) {
    let misplaced: Vec<String> =
        TARGET_FIELDS.iter().filter(|field| databag.get(field).is_some()).map(|field| format!("`{field}`")).collect();
    if !misplaced.is_empty() {
        report.push(|| {
            let misplaced = misplaced.join(", ");
            let message = format!("the databag has {misplaced} but no `{BACKUP_TARGETS}`, so no target is read");
            FLAT_LAYOUT.violation(message).help(format!("write a list of targets under `{BACKUP_TARGETS}`"))
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Spec;

    fn written(app: &str) -> String {
        let target =
            Target { app: app.into(), relation_name: String::new(), model: String::new(), spec: Spec::default() };
        let text = write(&[target]);
        let app = text
            .strip_prefix("[{\"app\": \"")
            .and_then(|rest| rest.split_once("\", \"relation_name\""))
            .map(|(app, _)| app);
        app.expect("app comes first").to_owned()
    }

    fn messages(key: &str, value: String) -> Vec<String> {
        let mut report = Report::default();
        let targets = read(&[(key, value)].into_iter().collect(), &mut report);
        assert_eq!(targets, []);
        report.into_diagnostics().into_iter().map(|diagnostic| diagnostic.message).collect()
    }

    #[test]
    fn targets_that_are_dropped_with_others_are_named() {
        let message = |readable: usize| {
            let target = |app| format!(r#"{{"app": "{app}", "relation_name": "r", "model": "m", "spec": {{}}}}, "#);
            let targets: String = ["a", "b", "c", "d", "e"].into_iter().take(readable).map(target).collect();
            messages(BACKUP_TARGETS, format!("[{targets}1]")).into_iter().find(|message| message.contains("dropped"))
        };
        assert_eq!(message(0), None);
        let readable = ["`a`", "`a`, `b`", "`a`, `b`, `c`", "`a`, `b`, `c`, 1 more", "`a`, `b`, `c`, 2 more"];
        for (names, count) in readable.into_iter().zip(1..) {
            let they_are = if count == 1 { "it is" } else { "they are" };
            let all = count + 1;
            let expected =
                format!("{count} of {all} targets can be read, but {they_are} dropped with the others: {names}");
            assert_eq!(message(count), Some(expected));
        }
    }

    #[test]
    fn fields_of_a_target_as_keys_of_the_databag_are_reported() {
        let flat = "the databag has `app` but no `backup_targets`, so no target is read";
        assert_eq!(messages("app", "a".into()), [flat]);
        assert_eq!(messages("other", "a".into()), [""; 0]);
    }

    #[test]
    fn text_is_escaped_as_python_escapes_it() {
        assert_eq!(written("plain ~/<>&'"), "plain ~/<>&'");
        assert_eq!(written("\"\\\u{8}\u{c}\n\r\t"), r#"\"\\\b\f\n\r\t"#);
        assert_eq!(written("\0\u{1f}\u{7f}\u{80}"), r"\u0000\u001f\u007f\u0080");
        assert_eq!(written("é→😀é!"), r"\u00e9\u2192\ud83d\ude00\u00e9!");
    }
}
