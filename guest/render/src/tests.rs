use k8s_backup_target::diagnostic::{AppliesTo, Authority, Fix, Rule};
use proptest::prelude::*;

use super::*;

const fn rule(code: &'static str, severity: Severity) -> Rule {
    Rule { code, severity, summary: "", explanation: "", applies_to: AppliesTo::Inputs, authority: Authority::Project }
}

static ERROR: Rule = rule("some-rule", Severity::Error);
static ADVICE: Rule = rule("some-rule", Severity::Advice);

fn position(text: &str, offset: usize) -> Position {
    let before = &text[..offset];
    let line = before.rsplit('\n').next().expect("there is a line");
    Position {
        utf8_offset: offset as u32,
        utf16_offset: before.encode_utf16().count() as u32,
        line: before.matches('\n').count() as u32 + 1,
        column: line.chars().count() as u32 + 1,
    }
}

fn span(text: &str, range: Range<usize>) -> Option<Span> {
    Some(Span { start: position(text, range.start), end: position(text, range.end) })
}

/// Returns the span of the first occurrence of a part.
fn of(text: &str, part: &str) -> Option<Span> {
    let start = text.find(part).expect("the part is in the text");
    span(text, start..start + part.len())
}

fn diagnostic(rule: &'static Rule, span: Option<Span>) -> Diagnostic {
    Diagnostic {
        rule,
        severity: rule.severity,
        message: "it is `wrong`".into(),
        help: None,
        subject: None,
        pointer: String::new(),
        span,
        fixes: vec![],
        related: vec![],
    }
}

fn related(message: &str, pointer: &str, span: Option<Span>) -> RelatedPlace {
    RelatedPlace { message: message.into(), subject: None, pointer: pointer.into(), span }
}

fn plain(diagnostics: &[Diagnostic], text: &str) -> String {
    render(diagnostics, Source { name: "spec.yaml", text }, Color::Never)
}

/// Checks the output for a diagnostic at the first occurrence of a part.
#[track_caller]
fn assert_drawn(text: &str, part: &str, expected: &str) {
    assert_eq!(plain(&[diagnostic(&ERROR, of(text, part))], text), expected);
}

#[test]
fn marks_are_below_their_text() {
    let text = "include_namespaces:\n- prod\nttl: 30d\n";
    static TTL: Rule = rule("ttl-not-a-duration", Severity::Error);
    let wrong = Diagnostic {
        rule: &TTL,
        message: "`30d` is not a duration for Velero".into(),
        help: Some("write `720h`".into()),
        fixes: vec![Fix { title: "write 720h".into(), edits: vec![], certain: true, effect: None }],
        ..diagnostic(&ERROR, of(text, "30d"))
    };
    let expected = "\
error[ttl-not-a-duration]: `30d` is not a duration for Velero
 --> spec.yaml:3:6
  |
3 | ttl: 30d
  |      ^^^
  |
  = help: write `720h`
";
    assert_eq!(plain(&[wrong], text), expected);
}

#[test]
fn fixes_are_listed_if_there_is_no_help() {
    let text = "ttl: 30d";
    let fixes = vec![Fix { title: "write 720h".into(), edits: vec![], certain: true, effect: None }];
    let expected = "\
error[some-rule]: it is `wrong`
 --> spec.yaml:1:6
  |
1 | ttl: 30d
  |      ^^^
  |
  = help: fix: write 720h
";
    assert_eq!(plain(&[Diagnostic { fixes, ..diagnostic(&ERROR, of(text, "30d")) }], text), expected);
}

#[test]
fn related_positions_are_labels_if_visible_or_notes() {
    let far = "x\n".repeat(MAX_CONTEXT_BYTES);
    let text = format!("ttl: 1h\nname: a\nlabels: b\n\nttl: 2h\n{far}ttl: 3h");
    let again = text.find("ttl: 2h").expect("it is there");
    let repeated = Diagnostic {
        related: vec![
            related("first defined here", "", of(&text, "ttl")),
            related("defined once more", "", of(&text, "ttl: 3h")),
            related("unlike here", "/schedule", None),
            related("on the whole", "", None),
        ],
        ..diagnostic(&ERROR, span(&text, again..again + 3))
    };
    let expected = "\
error[some-rule]: it is `wrong`
 --> spec.yaml:5:1
  |
1 | ttl: 1h
  | --- first defined here
...
5 | ttl: 2h
  | ^^^
  |
  = note: defined once more (at spec.yaml:4102:1)
  = note: unlike here (at /schedule)
  = note: on the whole
";
    assert_eq!(plain(&[repeated], &text), expected);
}

#[test]
fn too_many_related_positions_are_notes() {
    let text = "a".repeat(MAX_LABELS + 2);
    let places = (0..MAX_LABELS + 2).map(|at| related("here", "", span(&text, at..at + 1))).collect();
    let drawn = plain(&[Diagnostic { related: places, ..diagnostic(&ERROR, of(&text, "a")) }], &text);
    assert_eq!(drawn.matches("= note: here (at spec.yaml:1:").count(), 2, "{drawn}");
}

#[test]
fn a_long_span_is_marked_on_its_first_line() {
    let text = "name: a\nlabels:\n  b: c\n  d: e\nttl: 1h\nmore: 1\n";
    let expected = "\
error[some-rule]: it is `wrong`
 --> spec.yaml:2:1
  |
2 | / labels:
3 | |   b: c
4 | |   d: e
  | |______^
";
    assert_drawn(text, "labels:\n  b: c\n  d: e\n", expected);
    let expected = "\
error[some-rule]: it is `wrong`
 --> spec.yaml:1:1
  |
1 | name: a
  | ^^^^^^^
";
    assert_drawn(text, "name: a\nlabels:\n  b: c\n  d: e\nttl: 1h", expected);
}

#[test]
fn the_end_of_the_text_has_a_mark() {
    let at_end = |text: &str| plain(&[diagnostic(&ERROR, span(text, text.len()..text.len()))], text);
    let expected = "\
error[some-rule]: it is `wrong`
 --> spec.yaml:1:5
  |
1 | {\"a\"
  |     ^
";
    assert_eq!(at_end("{\"a\""), expected);
    let expected = "\
error[some-rule]: it is `wrong`
 --> spec.yaml:2:1
  |
2 |
  | ^
";
    assert_eq!(at_end("{\"a\"\n"), expected);
    assert_eq!(at_end(""), expected.replace('2', "1"));
}

#[test]
fn long_lines_are_cut_on_both_sides() {
    let text = format!("[{}\"wrong\"{}]", "1,".repeat(250_000), ",1".repeat(250_000));
    let expected = format!(
        "\
error[some-rule]: it is `wrong`
 --> spec.yaml:1:500002
  |
1 | ...{}\"wrong\"{}...
  | {}^^^^^^^
",
        ",1".repeat(30) + ",",
        ",1".repeat(31),
        " ".repeat("...".len() + 61)
    );
    assert_drawn(&text, "\"wrong\"", &expected);
}

#[test]
fn long_marks_are_cut() {
    let text = "1,".repeat(500_000);
    let expected = format!(
        "\
error[some-rule]: it is `wrong`
 --> spec.yaml:1:1
  |
1 | {}1...
  | {}
",
        "1,".repeat(66),
        "^".repeat(MAX_MARK_LENGTH)
    );
    assert_drawn(&text, &text, &expected);
}

#[test]
fn a_carriage_return_before_a_line_break_is_not_drawn() {
    let text = "name: a\r\nttl: 30d\r\nmore: 1\r\n";
    let expected = "\
error[some-rule]: it is `wrong`
 --> spec.yaml:2:1
  |
2 | ttl: 30d
  | ^^^^^^^^
";
    assert_drawn(text, "ttl: 30d\r\n", expected);
}

#[test]
fn marks_allow_for_tabs_and_character_widths() {
    let expected = "\
error[some-rule]: it is `wrong`
 --> spec.yaml:1:8
  |
1 | ttl:    日本30d
  |             ^^^
";
    assert_drawn("ttl:\t日本30d", "30d", expected);
    let expected = "\
error[some-rule]: it is `wrong`
 --> spec.yaml:1:6
  |
1 | e\u{301}: \u{fffd}30d
  |     ^^^
";
    assert_drawn("e\u{301}: \u{200b}30d", "30d", expected);
}

#[test]
fn hidden_characters_are_symbols() {
    let text = "a\0\u{1b}[31m\u{9b}31m\u{202e}\u{200f}##[: \u{7}x";
    let wrong = Diagnostic { message: "a\nb\u{1b}\u{85}".into(), ..diagnostic(&ERROR, of(text, "x")) };
    let source = Source { name: "a\rb", text };
    let expected = "\
error[some-rule]: a␊b␛¿
 --> a␍b:1:20
  |
1 | a␀␛[31m¿31m��#?[: ␇x
  |                    ^
";
    assert_eq!(render(&[wrong], source, Color::Never), expected);
}

#[test]
fn without_a_span_the_pointer_is_shown() {
    let bare = diagnostic(&ERROR, None);
    let expected = "\
error[some-rule]: it is `wrong`
 --> spec.yaml: /include_namespaces/1
  |
  = note: first here (at /include_namespaces/0)
  = help: leave one out

error[some-rule]: it is `wrong`
 --> spec.yaml
";
    let full = Diagnostic {
        pointer: "/include_namespaces/1".into(),
        help: Some("leave one out".into()),
        related: vec![related("first here", "/include_namespaces/0", None)],
        ..bare.clone()
    };
    assert_eq!(plain(&[full, bare], "a"), expected);
}

#[test]
fn severities_have_names_and_counts() {
    static RULES: [Rule; 4] = [
        rule("a", Severity::Error),
        rule("a", Severity::Warning),
        rule("a", Severity::Advice),
        rule("a", Severity::Error),
    ];
    let all: Vec<Diagnostic> = RULES.iter().map(|rule| diagnostic(rule, None)).collect();
    let drawn = plain(&all, "");
    let titles: Vec<_> = drawn.lines().filter_map(|line| line.strip_suffix("[a]: it is `wrong`")).collect();
    assert_eq!(titles, ["error", "warning", "advice", "error"]);

    assert_eq!(summary(&all), "2 errors, 1 warning, 1 note");
    assert_eq!(summary(&all[..1]), "1 error");
    assert_eq!(summary(&[]), "no problems found");
    assert_eq!(plain(&[], ""), "");
}

#[test]
fn color_adds_only_escape_codes() {
    let text = "a: b\nc: d";
    let all = [
        Diagnostic {
            related: vec![related("here", "", of(text, "a"))],
            help: Some("help".into()),
            ..diagnostic(&ERROR, of(text, "d"))
        },
        diagnostic(&ADVICE, None),
    ];
    let colored = render(&all, Source { name: "spec.yaml", text }, Color::Always);
    let mut parts = colored.split("\u{1b}[");
    let mut stripped = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        stripped.push_str(part.split_once('m').expect("escape codes are of colors").1);
    }
    assert!(colored.len() > stripped.len());
    assert_eq!(stripped, plain(&all, text));
}

#[test]
fn many_diagnostics_of_a_long_line_are_fast() {
    let text = "a".repeat(1_000_000);
    let all: Vec<_> = (0..1000)
        .map(|at| {
            let place = Position { utf8_offset: at * 1000, utf16_offset: at * 1000, line: 1, column: at * 1000 + 1 };
            diagnostic(&ERROR, Some(Span { start: place, end: place }))
        })
        .collect();
    let begun = std::time::Instant::now();
    assert!(plain(&all, &text).len() < 1_000_000);
    assert!(begun.elapsed().as_secs() < 10, "{:?}", begun.elapsed());
}

fn any_text() -> impl Strategy<Value = String> {
    let pieces = prop_oneof![
        3 => "[ -~]{0,9}",
        2 => "(\n|\r\n|\r|\t| {30}|\0|\u{9b}|\u{1b}\\[1m|\u{202e}|\u{2028})",
        2 => "(日本|é|\u{301}|\u{200d}|\u{200b}|\u{feff}|👩‍👩‍👧)",
        1 => any::<String>(),
        1 => (any::<char>(), 1..6000_usize).prop_map(|(char, count)| char.to_string().repeat(count)),
        1 => (0..300_usize).prop_map(|count| "a日 ".repeat(count)),
    ];
    prop::collection::vec(pieces, 0..20).prop_map(|pieces| pieces.concat())
}

fn any_span() -> impl Strategy<Value = Span> {
    let offset = || prop_oneof![4 => 0..60_u32, 4 => 0..3000_u32, 2 => 0..20_000_u32, 1 => any::<u32>()];
    let place = || {
        (offset(), prop_oneof![0..30_u32, any::<u32>()]).prop_map(|(utf8_offset, line)| Position {
            utf8_offset,
            utf16_offset: 0,
            line,
            column: line,
        })
    };
    (place(), place()).prop_map(|(start, end)| Span { start, end })
}

proptest! {
    #[test]
    fn the_output_is_short_and_has_no_hidden_characters(
        text in any_text(),
        name in any::<String>(),
        message in any_text(),
        own in prop::option::of(any_span()),
        places in prop::collection::vec(prop::option::of(any_span()), 0..12),
    ) {
        let related = places.into_iter().map(|span| related("here\n\u{1b}", "/\u{9b}", span)).collect();
        let wrong = Diagnostic { message: message.clone(), related, ..diagnostic(&ERROR, own) };
        let source = Source { name: &name, text: &text };
        prop_assert!(!render(std::slice::from_ref(&wrong), source, Color::Always).is_empty());
        let drawn = render(&[wrong], source, Color::Never);
        prop_assert_eq!(drawn.chars().find(|&char| is_hidden(char) && char != '\n'), None);
        prop_assert!(!drawn.contains("##["));
        prop_assert!(drawn.ends_with('\n'));
        let excerpt = drawn.lines().skip(2).map(|line| line.len() - name.len().min(line.len())).sum::<usize>();
        prop_assert!(excerpt < 40_000, "{} bytes", excerpt);
    }
}
