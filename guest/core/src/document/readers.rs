//! How other readers read YAML: PyYAML, which reads YAML 1.1, in charms, and sigs.k8s.io/yaml in kubectl and Velero.
//!
//! The reading here is that of the core schema of YAML 1.2. A value that another reader reads differently is reported.

use std::borrow::Cow;
use std::ops::RangeInclusive;

use super::syntax::refusal;
use super::tree::Kind;
use super::written::literal;
use crate::catalogue::AMBIGUOUS_SCALAR;
use crate::diagnostic::{Finding, InKubernetes, quoted};

/// What a reader makes of a plain scalar.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Reading<'t> {
    /// A value of JSON, with the digits of a number.
    Value(Kind, Cow<'t, str>),
    /// A value that JSON does not have, and what it is.
    Other(&'static str),
    Refused,
}

const TEXT: Reading<'static> = Reading::Value(Kind::Text, Cow::Borrowed(""));

impl<'t> Reading<'t> {
    fn of(kind: Kind) -> Self {
        Reading::Value(kind, Cow::Borrowed(""))
    }

    fn is_text(&self) -> bool {
        *self == TEXT
    }

    /// Returns the digits of a number; `-0` is the integer 0.
    fn digits(&self) -> Option<&str> {
        match self {
            Reading::Value(Kind::Number, digits) if digits == "-0" => Some("0"),
            Reading::Value(Kind::Number, digits) => Some(digits),
            _ => None,
        }
    }

    fn is_same(&self, other: &Reading<'_>) -> bool {
        match (self.digits(), other.digits()) {
            (Some(digits), Some(others)) => digits == others,
            _ => self == other,
        }
    }

    /// Describes the value; with a number if the other readers read another number.
    fn phrase(&self, with_digits: bool) -> String {
        match self {
            Reading::Value(Kind::Null, _) => "null".to_owned(),
            Reading::Value(Kind::Bool(_), _) => "a bool".to_owned(),
            Reading::Value(Kind::Number, digits) if with_digits => format!("the number {digits}"),
            Reading::Value(Kind::Number, _) => "a number".to_owned(),
            Reading::Value(..) => "a string".to_owned(),
            Reading::Other(what) => (*what).to_owned(),
            Reading::Refused => "not valid".to_owned(),
        }
    }
}

/// Resolves a plain scalar by the core schema of YAML 1.2: its kind, with its digits or its text. `None` if JSON has no
/// such value.
pub(super) fn resolve(plain: &str) -> Option<(Kind, Cow<'_, str>)> {
    let kind = match plain {
        "" | "~" | "null" | "Null" | "NULL" => Kind::Null,
        "true" | "True" | "TRUE" => Kind::Bool(true),
        "false" | "False" | "FALSE" => Kind::Bool(false),
        ".nan" | ".NaN" | ".NAN" => return None,
        _ => Kind::Text,
    };
    if kind != Kind::Text {
        return Some((kind, Cow::Borrowed("")));
    }
    let (minus, unsigned) = match plain.strip_prefix(['+', '-']) {
        Some(unsigned) => (if plain.starts_with('-') { "-" } else { "" }, unsigned),
        None => ("", plain),
    };
    if matches!(unsigned, ".inf" | ".Inf" | ".INF") {
        return None;
    }
    let based = |prefix, base| u128::from_str_radix(plain.strip_prefix(prefix)?, base).ok();
    if let Some(integer) = based("0o", 8).or_else(|| based("0x", 16)) {
        return Some((Kind::Number, Cow::Owned(integer.to_string())));
    }
    let (mantissa, exponent) = match unsigned.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, Some(exponent)),
        None => (unsigned, None),
    };
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let are_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let is_exponent = |text: &str| {
        let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
        !digits.is_empty() && are_digits(digits)
    };
    let is_number = are_digits(whole)
        && are_digits(fraction)
        && !(whole.is_empty() && fraction.is_empty())
        && exponent.is_none_or(is_exponent);
    if !is_number {
        return Some((Kind::Text, Cow::Borrowed(plain)));
    }
    // Every reader that knows numbers of this size reads a string.
    if unsigned.parse::<f64>().is_ok_and(f64::is_infinite) {
        return Some((Kind::Text, Cow::Borrowed(plain)));
    }
    let whole = whole.trim_start_matches('0');
    let whole = if whole.is_empty() { "0" } else { whole };
    let fraction = if fraction.is_empty() { String::new() } else { format!(".{fraction}") };
    let exponent = exponent.map_or_else(String::new, |exponent| format!("e{exponent}"));
    Some((Kind::Number, Cow::Owned(format!("{minus}{whole}{fraction}{exponent}"))))
}

/// Returns what the core schema makes of a plain scalar.
fn core(plain: &str) -> Reading<'_> {
    match resolve(plain) {
        Some((Kind::Text, _)) => TEXT,
        Some((kind, digits)) => Reading::Value(kind, digits),
        None => Reading::Other("a number that JSON does not have"),
    }
}

/// Returns what PyYAML's `safe_load` makes of a plain scalar.
fn pyyaml(plain: &str) -> Reading<'_> {
    match plain {
        "yes" | "Yes" | "YES" | "on" | "On" | "ON" => return Reading::of(Kind::Bool(true)),
        "no" | "No" | "NO" | "off" | "Off" | "OFF" => return Reading::of(Kind::Bool(false)),
        // Types of YAML 1.1 without a constructor: `=` is the default value of a mapping.
        "=" | "<<" => return Reading::Refused,
        _ => {}
    }
    let (minus, unsigned) = sign(plain);
    let is_plain_digits = |text: &str| is_started(text, |byte| byte.is_ascii_digit());
    // An integer in base 60, as `1:30`. As a float, it ends with a fraction.
    let (head, sixties) = unsigned.split_once(':').unwrap_or((unsigned, ""));
    if !sixties.is_empty() && is_plain_digits(head) {
        let (sixties, fraction) = match sixties.split_once('.') {
            Some((sixties, fraction)) => (sixties, Some(fraction)),
            None => (sixties, None),
        };
        let is_sixty = |part: &str| digits(part, 1..=2) == Some("") && (part.len() == 1 || part < "60");
        let is_fraction = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'_');
        if sixties.split(':').all(is_sixty) && fraction.map_or(!head.starts_with('0'), is_fraction) {
            return Reading::Other("a number in base 60");
        }
    }
    if let Some(integer) = unsigned.strip_prefix("0b").filter(|digits| is_run(digits, 2)) {
        return based(minus, integer, 2);
    }
    if let Some(integer) = unsigned.strip_prefix("0x").filter(|digits| is_run(digits, 16)) {
        return based(minus, integer, 16);
    }
    if let Some(integer) = unsigned.strip_prefix('0').filter(|digits| is_run(digits, 8)) {
        // Underscores alone: `0_` is 0.
        return based(minus, &format!("0{integer}"), 8);
    }
    if is_plain_digits(unsigned) && (unsigned == "0" || !unsigned.starts_with('0')) || is_pyyaml_float(plain) {
        return owned(&plain.replace('_', ""));
    }
    match is_timestamp(plain) {
        Some(true) => Reading::Other("a date"),
        // No other form of YAML 1.2 is a number for PyYAML.
        _ => match core(plain) {
            Reading::Value(Kind::Number, _) => TEXT,
            Reading::Other(_) if plain == "+.nan" => TEXT,
            reading => reading,
        },
    }
}

/// Whether it is a float for PyYAML: with a point, and with a sign in the exponent.
fn is_pyyaml_float(plain: &str) -> bool {
    let (mantissa, exponent) = match plain.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, Some(exponent)),
        None => (plain, None),
    };
    let is_exponent = exponent
        .is_none_or(|text| text.strip_prefix(['+', '-']).is_some_and(|text| digits(text, 1..=usize::MAX) == Some("")));
    let is_fraction = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'_');
    is_exponent
        && mantissa.split_once('.').is_some_and(|(whole, fraction)| {
            let is_whole = is_started(sign(whole).1, |byte| byte.is_ascii_digit()) && is_fraction(fraction);
            is_whole || (whole.is_empty() && is_started(fraction, |byte| byte.is_ascii_digit()))
        })
}

/// Returns what sigs.k8s.io/yaml makes of a plain scalar.
fn kubernetes(plain: &str) -> Reading<'_> {
    match plain {
        "y" | "Y" | "yes" | "Yes" | "YES" | "on" | "On" | "ON" => return Reading::of(Kind::Bool(true)),
        "n" | "N" | "no" | "No" | "NO" | "off" | "Off" | "OFF" => return Reading::of(Kind::Bool(false)),
        _ => {}
    }
    if !plain.starts_with(|first: char| first.is_ascii_digit() || matches!(first, '+' | '-')) {
        return in_range(core(plain));
    }
    let written = plain.replace('_', "");
    // Go converts the digits after `0b` as a number of their own, with a sign.
    let signed = written.strip_prefix("0b").and_then(|integer| integer.strip_prefix(['+', '-']));
    if signed.is_some_and(|integer| is_run(integer, 2)) {
        return Reading::Other("a number");
    }
    let (minus, unsigned) = sign(&written);
    let lower = unsigned.to_ascii_lowercase();
    let prefixes = [("0b", 2), ("0o", 8), ("0x", 16), ("0", 8)];
    for (prefix, base) in prefixes {
        let Some(integer) = lower.strip_prefix(prefix).filter(|integer| is_run(integer, base)) else { continue };
        let most = if minus.is_empty() { u128::from(u64::MAX) } else { 1 << 63 };
        match u128::from_str_radix(integer, base) {
            Ok(value) if value <= most => return based(minus, integer, base),
            // Decimal digits are a float then.
            _ if prefix == "0" => break,
            _ => return TEXT,
        }
    }
    match owned(&written) {
        reading @ Reading::Value(Kind::Number, _) if !lower.starts_with("0o") && !lower.starts_with("0x") => {
            in_range(reading)
        }
        Reading::Other(infinity) => Reading::Other(infinity),
        _ => TEXT,
    }
}

/// Go reads a number that is too large for a float as a string.
fn in_range(reading: Reading<'_>) -> Reading<'_> {
    match reading.digits().map(str::parse::<f64>) {
        Some(Ok(number)) if !number.is_finite() => TEXT,
        _ => reading,
    }
}

/// Returns what the core schema makes of digits.
fn owned(digits: &str) -> Reading<'static> {
    match core(digits) {
        Reading::Value(kind, digits) => Reading::Value(kind, Cow::Owned(digits.into_owned())),
        Reading::Other(what) => Reading::Other(what),
        Reading::Refused => Reading::Refused,
    }
}

/// Returns the value of digits with a base, with underscores between them.
fn based(minus: &str, digits: &str, base: u32) -> Reading<'static> {
    let digits = digits.replace('_', "");
    match u128::from_str_radix(&digits, base) {
        Ok(0) => Reading::Value(Kind::Number, Cow::Borrowed("0")),
        Ok(value) => Reading::Value(Kind::Number, Cow::Owned(format!("{minus}{value}"))),
        Err(_) if digits.is_empty() => Reading::Refused,
        Err(_) => Reading::Other("a number"),
    }
}

/// Returns the sign of a negative number, and the rest.
fn sign(plain: &str) -> (&'static str, &str) {
    match plain.strip_prefix(['+', '-']) {
        Some(unsigned) => (if plain.starts_with('-') { "-" } else { "" }, unsigned),
        None => ("", plain),
    }
}

/// Whether the text consists of digits of a base, and underscores; it is not empty.
fn is_run(text: &str, base: u32) -> bool {
    !text.is_empty() && text.chars().all(|char| char == '_' || char.is_digit(base))
}

/// Whether the text starts with a digit, and the rest is digits and underscores.
fn is_started(text: &str, is_digit: impl Fn(&u8) -> bool) -> bool {
    text.bytes().next().is_some_and(|first| is_digit(&first))
        && text.bytes().all(|byte| byte == b'_' || is_digit(&byte))
}

/// Removes a number of digits from the start of a text.
fn digits(text: &str, counts: RangeInclusive<usize>) -> Option<&str> {
    let count = text.bytes().take(*counts.end()).take_while(u8::is_ascii_digit).count();
    text.get(count..).filter(|_| counts.contains(&count))
}

/// Whether it is a date, or a date and a time, for PyYAML.
fn is_timestamp(plain: &str) -> Option<bool> {
    let month = digits(plain, 4..=4)?.strip_prefix('-')?;
    let day = digits(month, 1..=2)?.strip_prefix('-')?;
    let rest = digits(day, 1..=2)?;
    if rest.is_empty() {
        return Some(plain.len() == "2001-01-01".len());
    }
    let blanks = [' ', '\t'];
    let hour = match rest.strip_prefix(['T', 't']) {
        Some(hour) => hour,
        None => rest.strip_prefix(blanks)?.trim_start_matches(blanks),
    };
    let minute = digits(hour, 1..=2)?.strip_prefix(':')?;
    let second = digits(minute, 2..=2)?.strip_prefix(':')?;
    let rest = digits(second, 2..=2)?;
    let rest = match rest.strip_prefix('.') {
        Some(fraction) => fraction.trim_start_matches(|char: char| char.is_ascii_digit()),
        None => rest,
    };
    let zone = rest.trim_start_matches(blanks);
    if zone.is_empty() || zone == "Z" {
        return Some(true);
    }
    let minutes = digits(zone.strip_prefix(['+', '-'])?, 1..=2)?;
    Some(minutes.is_empty() || digits(minutes.strip_prefix(':')?, 2..=2)?.is_empty())
}

/// Whether Go formats a number with these digits: without an exponent and without zeros at the end.
fn is_written_by_go(digits: &str) -> bool {
    const MAX_EXACT_DIGITS: usize = 15;
    digits.len() <= MAX_EXACT_DIGITS && !digits.contains(['e', 'E']) && !(digits.contains('.') && digits.ends_with('0'))
}

/// Returns a finding if a reader reads a plain scalar differently. A key is always text here.
pub(super) fn ambiguity(plain: &str, is_key: bool) -> Option<Finding> {
    let ours = if is_key { TEXT } else { core(plain) };
    // PyYAML reads the default value of a mapping as text if it is a key.
    let by_pyyaml = if is_key && plain == "=" { TEXT } else { pyyaml(plain) };
    let by_kubernetes = match kubernetes(plain) {
        Reading::Value(Kind::Null, _) if is_key => Reading::Refused,
        reading => reading,
    };
    // Kubernetes converts numbers and bools that are keys to text.
    let is_same_key = |reading: &Reading<'_>| match reading {
        Reading::Value(Kind::Number, digits) => digits == plain && is_written_by_go(plain),
        Reading::Value(Kind::Bool(bool), _) => plain == if *bool { "true" } else { "false" },
        reading => reading.is_text(),
    };
    let differs_for_pyyaml = !by_pyyaml.is_same(&ours);
    let differs_for_kubernetes = if is_key { !is_same_key(&by_kubernetes) } else { !by_kubernetes.is_same(&ours) };

    let with_digits = ours.digits().is_some();
    let phrase = |reading: &Reading<'_>| reading.phrase(with_digits);
    let by = |reader: &str, reading: &Reading<'_>| match reading {
        Reading::Refused => format!("{reader} refuses it"),
        reading => format!("{} for {reader}", phrase(reading)),
    };
    let for_pyyaml = by("PyYAML", &by_pyyaml);
    let for_kubernetes = by("Kubernetes", &by_kubernetes);
    let what = match (differs_for_pyyaml, differs_for_kubernetes) {
        (false, false) => return None,
        (true, false) => format!("{} for Kubernetes, and {for_pyyaml}", phrase(&ours)),
        (false, true) => format!("{} for PyYAML, and {for_kubernetes}", phrase(&ours)),
        (true, true) if by_pyyaml.is_same(&by_kubernetes) && core(plain).is_same(&ours) => {
            format!("{} in YAML 1.2, and {} in YAML 1.1", phrase(&ours), phrase(&by_pyyaml))
        }
        (true, true) if core(plain).is_same(&ours) => {
            format!("{} in YAML 1.2, {for_pyyaml}, and {for_kubernetes}", phrase(&ours))
        }
        // The key is not a string for any reader.
        (true, true) if by_pyyaml.is_same(&by_kubernetes) => {
            format!("{} for PyYAML and Kubernetes", phrase(&by_pyyaml))
        }
        (true, true) => format!("{for_pyyaml}, and {for_kubernetes}"),
    };
    let key = if is_key { "the key " } else { "" };
    let finding = AMBIGUOUS_SCALAR.violation(format!("{key}{} is {what}", quoted(plain)));
    let string = literal(plain);
    let is_number_for_both = by_pyyaml.is_same(&by_kubernetes) && by_pyyaml.digits().is_some();
    let in_kubernetes = match by_kubernetes {
        Reading::Value(Kind::Bool(bool), _) if ours.is_text() && !is_key => Some(InKubernetes::Bool(bool)),
        _ if !differs_for_kubernetes || (with_digits && is_number_for_both) => Some(InKubernetes::SameValue),
        _ => None,
    };
    let mut finding = if ours.is_text() {
        let finding = finding.help(format!("write `{string}`"));
        // An empty key has no text that a fix can replace.
        if plain.is_empty() { finding } else { finding.rewritten(string) }
    } else {
        finding.help(format!("write the number in decimal digits, or `{string}` for a string"))
    };
    finding.in_kubernetes = in_kubernetes;
    Some(finding)
}

/// Returns a finding if a reader reads a scalar with a tag differently.
pub(super) fn ambiguity_of_tag(tag: &str, core_suffix: Option<&str>, value: &str, is_key: bool) -> Option<Finding> {
    let is_alike = || pyyaml(value).is_same(&core(value)) && kubernetes(value).is_same(&core(value));
    let is_read_alike = match (core_suffix, core(value)) {
        (Some("str"), _) => true,
        (None, _) if tag == "!" => pyyaml(value).is_text(),
        (_, _) if is_key => false,
        (Some("int"), Reading::Value(Kind::Number, _)) => value.parse::<i64>().is_ok() && is_alike(),
        (Some("float"), Reading::Value(Kind::Number, _)) => value.parse::<f64>().is_ok() && is_alike(),
        (Some("bool"), Reading::Value(Kind::Bool(_), _)) | (Some("null"), Reading::Value(Kind::Null, _)) => is_alike(),
        _ => false,
    };
    if is_read_alike {
        return None;
    }
    Some(if tag == "!" {
        let message = format!("{} with the tag `!` is a string in YAML 1.2, and PyYAML ignores the tag", quoted(value));
        refusal(&message, &format!("write `{}` without the tag", literal(value)))
    } else {
        other_tag(tag)
    })
}

/// Returns a finding if a reader reads a list or an object with a tag differently.
pub(super) fn ambiguity_of_collection(kind: Kind, tag: &str, core_suffix: Option<&str>) -> Option<Finding> {
    let is_read_alike = match core_suffix {
        Some("seq") => kind == Kind::List,
        Some("map") => kind == Kind::Object,
        _ => false,
    };
    if is_read_alike { None } else { Some(other_tag(tag)) }
}

fn other_tag(tag: &str) -> Finding {
    let message =
        format!("PyYAML or Kubernetes refuses this value with the tag {}, or reads another value", quoted(tag));
    refusal(&message, "remove the tag")
}

#[cfg(test)]
mod tests {
    use crate::document::{Document, Format};
    use k8s_backup_target_testdata::yaml::cases;
    use serde_json::Value;

    /// Returns the documents of a text that are not null, and the codes of the findings about the text.
    fn read(text: &str) -> (Option<Value>, Vec<&'static str>) {
        let mut document = Document::read(text.to_owned(), Format::Yaml);
        let values: Option<Vec<Value>> = (0..document.len())
            .map(|subject| serde_json::from_str(&document.json(subject)?).ok())
            .filter(|value| *value != Some(Value::Null))
            .collect();
        let findings = document.diagnostics(Vec::new());
        (values.map(Value::from), findings.iter().map(|found| found.rule.code).collect())
    }

    /// Compares numbers by their value.
    fn is_same(a: &Value, b: &Value) -> bool {
        match (a, b) {
            (Value::Number(a), Value::Number(b)) => a == b || a.as_f64() == b.as_f64(),
            (Value::Array(a), Value::Array(b)) => a.len() == b.len() && a.iter().zip(b).all(|(a, b)| is_same(a, b)),
            (Value::Object(a), Value::Object(b)) => {
                a.len() == b.len() && a.iter().all(|(key, a)| b.get(key).is_some_and(|b| is_same(a, b)))
            }
            _ => a == b,
        }
    }

    #[test]
    fn a_text_has_a_finding_if_readers_read_it_differently() {
        let (mut silent, mut false_alarms, mut alike) = (Vec::new(), Vec::new(), 0);
        for (place, case) in cases() {
            let (ours, findings) = read(case.text());
            let is_ours = |theirs: &Value| ours.as_ref().is_some_and(|ours| is_same(ours, theirs));
            let described = || format!("{place}: {} {:?}: {findings:?}", case.class(), case.text());
            if !is_ours(case.pyyaml()) || !is_ours(case.kubernetes()) {
                silent.extend(findings.is_empty().then(described));
                continue;
            }
            alike += 1;
            if findings.iter().any(|code| code.starts_with("ambiguous-")) {
                assert_ne!(case.class(), "ordinary", "{}", described());
                false_alarms.push(described());
            }
        }
        assert!(silent.is_empty(), "{} texts are read differently: {silent:#?}", silent.len());
        // Only syntax that is rare has a finding that is not necessary.
        let most = alike / 200;
        assert!(false_alarms.len() <= most, "{} of {alike} texts: {false_alarms:#?}", false_alarms.len());
    }

    #[test]
    fn a_fix_keeps_the_value_and_removes_its_diagnostic() {
        let (mut fixes, mut wrong) = (0, Vec::new());
        for (place, case) in cases() {
            let (before, findings) = read(case.text());
            if before.is_none() {
                continue;
            }
            let diagnostics = Document::read(case.text().to_owned(), Format::Yaml).diagnostics(Vec::new());
            for edit in diagnostics.iter().flat_map(|found| &found.fixes).flat_map(|fix| &fix.edits) {
                let mut text = case.text().to_owned();
                let range = edit.span.start.utf8_offset as usize..edit.span.end.utf8_offset as usize;
                text.replace_range(range, &edit.text);
                let (after, remaining) = read(&text);
                if before != after || remaining.len() >= findings.len() {
                    wrong.push(format!("{place}: {:?} {text:?}", case.text()));
                }
                fixes += 1;
            }
        }
        assert!(wrong.is_empty(), "{wrong:#?}");
        assert!(fixes > 1000, "{fixes}");
    }
}
