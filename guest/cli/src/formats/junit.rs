//! JUnit's XML, which GitLab, Jenkins and others show as test results. A file is a suite, a violated rule in it is a case.

use std::io;

use k8s_backup_target::diagnostic::{Diagnostic, is_hidden};
use k8s_backup_target_render::{Color, Source, render};
use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesText, Event};

use super::LOG_COMMAND;
use crate::report::{CheckedFile, Report};

/// Writes the report. Diagnostics that do not fail the check are the output of a case that passes.
pub(crate) fn text(report: &Report) -> String {
    let mut writer = Writer::new_with_indent(Vec::new(), b' ', 2);
    suites(&mut writer, report).expect("memory can be written to");
    String::from_utf8(writer.into_inner()).expect("names, attributes and texts are UTF-8") + "\n"
}

fn suites(writer: &mut Writer<Vec<u8>>, report: &Report) -> io::Result<()> {
    let suites: Vec<Suite<'_>> = report.all_files().map(|file| Suite::of(file, report)).collect();
    let tests: usize = suites.iter().map(|suite| suite.cases.len()).sum::<usize>() + report.unreadable.len();
    let failures: usize = suites.iter().map(Suite::failures).sum();
    writer.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
    let all = writer.create_element("testsuites").with_attributes([
        ("name", "k8s-backup-target"),
        ("tests", &tests.to_string()),
        ("failures", &failures.to_string()),
        ("errors", &report.unreadable.len().to_string()),
    ]);
    all.write_inner_content(|writer| {
        suites.iter().try_for_each(|suite| suite.write(writer))?;
        report.unreadable.iter().try_for_each(|file| unreadable(writer, &file.name, &file.reason))
    })?;
    Ok(())
}

/// A file.
struct Suite<'r> {
    file: &'r CheckedFile,
    cases: Vec<Case<'r>>,
}

/// A rule that is violated in a file; or that none is.
struct Case<'r> {
    name: &'static str,
    found: Vec<&'r Diagnostic>,
    fails: bool,
}

impl<'r> Suite<'r> {
    fn of(file: &'r CheckedFile, report: &Report) -> Self {
        let mut cases: Vec<Case<'_>> = Vec::new();
        for diagnostic in &file.diagnostics {
            let name = diagnostic.rule.code;
            match cases.iter_mut().find(|case| case.name == name) {
                Some(case) => case.found.push(diagnostic),
                None => cases.push(Case { name, found: vec![diagnostic], fails: report.is_denied(diagnostic) }),
            }
        }
        if cases.is_empty() {
            cases.push(Case { name: "no problems found", found: Vec::new(), fails: false });
        }
        Suite { file, cases }
    }

    fn failures(&self) -> usize {
        self.cases.iter().filter(|case| case.fails).count()
    }

    fn write(&self, writer: &mut Writer<Vec<u8>>) -> io::Result<()> {
        let suite = writer.create_element("testsuite").with_attributes([
            ("name", &*valid(&self.file.name)),
            ("tests", &self.cases.len().to_string()),
            ("failures", &self.failures().to_string()),
            ("errors", "0"),
            ("skipped", "0"),
        ]);
        suite.write_inner_content(|writer| self.cases.iter().try_for_each(|case| case.write(self.file, writer)))?;
        Ok(())
    }
}

impl Case<'_> {
    fn write(&self, file: &CheckedFile, writer: &mut Writer<Vec<u8>>) -> io::Result<()> {
        let name = valid(&file.name);
        let mut case = writer.create_element("testcase").with_attributes([
            ("classname", &*name),
            ("name", self.name),
            ("file", &*name),
        ]);
        let Some(first) = self.found.first() else {
            case.write_empty()?;
            return Ok(());
        };
        if let Some(span) = &first.span {
            case = case.with_attribute(("line", &*span.start.line.to_string()));
        }
        let found: Vec<Diagnostic> = self.found.iter().map(|found| (*found).clone()).collect();
        let drawn = valid(&render(&found, Source { name: &file.name, text: &file.text }, Color::Never));
        case.write_inner_content(|writer| {
            let content = BytesText::new(&drawn);
            if self.fails {
                let message = match found.len() {
                    1 => first.message.clone(),
                    count => format!("{} (and {} more)", first.message, count - 1),
                };
                let failure = writer
                    .create_element("failure")
                    .with_attributes([("message", &*valid(&message)), ("type", first.severity.name())]);
                failure.write_text_content(content)?;
            } else {
                writer.create_element("system-out").write_text_content(content)?;
            }
            Ok(())
        })?;
        Ok(())
    }
}

fn unreadable(writer: &mut Writer<Vec<u8>>, name: &str, reason: &str) -> io::Result<()> {
    let (name, reason) = (valid(name), valid(reason));
    let suite = writer.create_element("testsuite").with_attributes([
        ("name", &*name),
        ("tests", "1"),
        ("failures", "0"),
        ("errors", "1"),
        ("skipped", "0"),
    ]);
    suite.write_inner_content(|writer| {
        let case = writer.create_element("testcase").with_attributes([
            ("classname", &*name),
            ("name", "can be read"),
            ("file", &*name),
        ]);
        case.write_inner_content(|writer| {
            let error = writer.create_element("error");
            error.with_attributes([("message", &*reason), ("type", "unreadable")]).write_empty()?;
            Ok(())
        })?;
        Ok(())
    })?;
    Ok(())
}

/// Replaces characters that XML 1.0 cannot contain or that are hidden, and commands in logs.
fn valid(text: &str) -> String {
    let is_valid =
        |char: char| matches!(char, '\t' | '\n') || !(is_hidden(char) || matches!(char, '\u{fffe}' | '\u{ffff}'));
    let valid: String = text.chars().map(|char| if is_valid(char) { char } else { '\u{fffd}' }).collect();
    valid.replace(LOG_COMMAND, "#\u{fffd}[")
}
