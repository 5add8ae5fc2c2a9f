//! Names and patterns of namespaces and resources, as Velero (after v1.18.1, at `d30d389b5606`) checks and matches
//! them.
//!
//! Velero checks the names in the namespace lists with its own rules, [`name_faults`], and matches with gobwas/glob
//! 0.2.3, [`Pattern`]. Each accepts patterns that the other refuses. Velero does not check the names in the resource
//! lists.

mod automaton;
mod compile;

use std::fmt;

use crate::names::{MAX_DNS_LABEL, has_form_of_dns_subdomain, is_dns_label};
use crate::release::{Behaviour, Release};
use automaton::State;

/// The characters by which Velero recognizes a pattern in a namespace list.
const PATTERN_CHARACTERS: [char; 3] = ['*', '?', '['];
/// Characters with a meaning in gobwas that Velero refuses in a namespace list.
const REFUSED_CHARACTERS: [char; 7] = ['|', '(', ')', '!', '{', '}', ','];
/// Characters that match others. Velero replaces them before it checks a name.
const PLACEHOLDERS: [char; 4] = ['*', '?', '[', ']'];

/// Why Velero refuses a pattern in a namespace list. Displays as Velero's own message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PatternFault {
    /// The first of the characters `|()!{},`.
    UnsupportedCharacter(char),
    /// `**`.
    ConsecutiveAsterisks,
    /// `[]`.
    EmptyBrackets,
    /// `[` without a `]` after it.
    UnclosedBracket,
    /// `]` without a `[` before it; a class ends at its first `]`.
    UnmatchedBracket,
}

impl fmt::Display for PatternFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            PatternFault::UnsupportedCharacter(_) => {
                "wildcard pattern contains unsupported characters: |, (, ), !, {, }, ,"
            }
            PatternFault::ConsecutiveAsterisks => {
                "wildcard pattern contains consecutive asterisks (only single * allowed)"
            }
            PatternFault::EmptyBrackets => "wildcard pattern contains empty bracket pattern '[]'",
            PatternFault::UnclosedBracket => "wildcard pattern contains unclosed bracket '['",
            PatternFault::UnmatchedBracket => "wildcard pattern contains unmatched closing bracket ']'",
        })
    }
}

impl std::error::Error for PatternFault {}

/// Why Velero refuses a name in a namespace list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NameFault {
    /// Velero refuses the pattern.
    Pattern(PatternFault),
    /// It is longer than 63 bytes.
    TooLong,
    /// It consists of several RFC 1123 labels with dots between them.
    Dots,
    /// It is not an RFC 1123 label: lower-case ASCII letters, digits and `-`, which is not first or last.
    NotALabel,
}

impl fmt::Display for NameFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            NameFault::Pattern(fault) => fault.fmt(f),
            NameFault::TooLong => write!(f, "must be no more than {MAX_DNS_LABEL} bytes"),
            NameFault::Dots => f.write_str("must not contain dots"),
            NameFault::NotALabel => f.write_str(
                "must consist of lower case alphanumeric characters or '-', and must start and end with an \
                 alphanumeric character",
            ),
        }
    }
}

impl std::error::Error for NameFault {}

/// Whether a text is a pattern for Velero: it has a `*`, a `?` or a `[`.
pub fn is_pattern(text: &str) -> bool {
    text.contains(PATTERN_CHARACTERS)
}

/// Whether a text in a list of resources can match more than itself. Resources also have alternatives: `{a,b}`.
pub(crate) fn is_glob(text: &str) -> bool {
    text.contains(['*', '?', '[', '{', '\\'])
}

/// Returns the first reason why Velero refuses a text as a pattern in a namespace list.
///
/// A pattern without a fault may still not compile: [`Pattern::compile`] refuses `[z-a]`.
pub fn namespace_pattern_fault(text: &str) -> Option<PatternFault> {
    if let Some(refused) = text.chars().find(|c| REFUSED_CHARACTERS.contains(c)) {
        return Some(PatternFault::UnsupportedCharacter(refused));
    }
    if text.contains("**") {
        return Some(PatternFault::ConsecutiveAsterisks);
    }
    let mut rest = text;
    while let Some((_, after)) = rest.split_once(['[', ']']) {
        let opens = rest.get(..rest.len() - after.len()).is_some_and(|before| before.ends_with('['));
        rest = match after.split_once(']') {
            _ if !opens => return Some(PatternFault::UnmatchedBracket),
            Some(("", _)) => return Some(PatternFault::EmptyBrackets),
            Some((_, after)) => after,
            None => return Some(PatternFault::UnclosedBracket),
        };
    }
    None
}

/// Whether a pattern also matches `*` itself, which Velero then reads as every namespace: `**`, but not `team-*`.
pub(crate) fn matches_wildcard(text: &str) -> bool {
    Pattern::compile(text).is_ok_and(|pattern| pattern.matches("*"))
}

/// Whether a pattern matches every name: it only has `*` and at most one `?`.
pub(crate) fn matches_everything(text: &str) -> bool {
    let is_wild = text.contains('*') && text.chars().all(|char| matches!(char, '*' | '?'));
    is_wild && Pattern::compile(text).is_ok_and(|pattern| pattern.matches("a"))
}

/// Returns all reasons why a release of Velero refuses a name or pattern in a namespace list, in its order; none for the
/// empty text, which it accepts. A release that does not expand patterns only knows `*`.
///
/// ```
/// use k8s_backup_target::release::Release;
/// use k8s_backup_target::velero::glob::{NameFault, name_faults};
///
/// assert_eq!(name_faults("kube-?", Release::V1_18), []);
/// assert_eq!(name_faults("kube-?", Release::V1_17), [NameFault::NotALabel]);
/// assert_eq!(name_faults("kube.system", Release::V1_18), [NameFault::Dots]);
/// ```
pub fn name_faults(text: &str, release: Release) -> Vec<NameFault> {
    let expands_patterns = release.has(Behaviour::ExpandsNamespacePatterns);
    if is_dns_label(text) || text.is_empty() {
        return Vec::new();
    }
    if let Some(fault) = namespace_pattern_fault(text).filter(|_| expands_patterns) {
        return vec![NameFault::Pattern(fault)];
    }
    let placeholders: &[char] = if expands_patterns { &PLACEHOLDERS } else { &['*'] };
    let name = text.replace(placeholders, "x");
    let too_long = (name.len() > MAX_DNS_LABEL).then_some(NameFault::TooLong);
    let form = if !has_form_of_dns_subdomain(&name) {
        Some(NameFault::NotALabel)
    } else if name.contains('.') {
        Some(NameFault::Dots)
    } else {
        None
    };
    too_long.into_iter().chain(form).collect()
}

/// Why gobwas cannot compile a pattern.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PatternError {
    /// The `]` of a class is missing, or comes where `[a-` needs a character.
    UnclosedClass,
    /// A class has no characters: `[]`, `[!]`.
    EmptyClass,
    /// A class has more than one range, or a range and characters: `[a-z0-9]`.
    MoreThanARange,
    /// A range ends before it starts: `[z-a]`.
    DescendingRange {
        /// Its first character.
        low: char,
        /// Its last character.
        high: char,
    },
    /// U+FFFD, which gobwas treats as a decoding error.
    ReplacementCharacter,
}

impl fmt::Display for PatternError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            PatternError::UnclosedClass => f.write_str("a class is not closed"),
            PatternError::EmptyClass => f.write_str("a class has no characters"),
            PatternError::MoreThanARange => f.write_str("a class has more than one range"),
            PatternError::DescendingRange { low, high } => {
                write!(f, "the range from `{low}` to `{high}` is descending")
            }
            PatternError::ReplacementCharacter => f.write_str("it contains the replacement character U+FFFD"),
        }
    }
}

impl std::error::Error for PatternError {}

/// A pattern that matches names like gobwas/glob 0.2.3 without separators.
///
/// | pattern | matches |
/// |---|---|
/// | `*`, `**` | any text, including the empty text |
/// | `?` | any character |
/// | `[abc]`, `[a-z]` | one of these characters |
/// | `[!abc]`, `[!a-z]` | any other character |
/// | `{a,b*}` | what one of the alternatives matches |
/// | `\*` | `*`; `\` escapes any character |
///
/// gobwas adds these rules:
///
/// - The two texts around a `*` may overlap if the pattern or the alternative consists of nothing else:
///   `kube-*-system` matches `kube-system`.
/// - Braces have a fixed length if all their alternatives have the same one. The first alternatives are ignored for
///   this if they vary in length. Next to another part with a fixed length, braces only match texts of their length:
///   `kube-{*,system}` matches `kube-` with 6 characters after it.
/// - `?` and `[!a]` also match the empty text if the pattern consists of nothing else. As an alternative they do so if
///   nothing is beside the braces, or if the braces vary in length and neither `*` nor other such braces follow.
/// - `*` and braces next to it do not both match the empty text: `app*{-db,}` does not match `app`.
///
/// Some bugs of gobwas that hardly affect names are not reproduced:
///
/// - characters that are not ASCII
/// - `[!ab][!ab]`
/// - a fixed length inside other braces, or parts of varying length both before and after the braces
/// - alternatives with a common part, such as `{app-*,app-?}`, or with `*` and classes before another `*`
///
/// ```
/// use k8s_backup_target::velero::glob::Pattern;
///
/// let pattern = Pattern::compile("kube-*-system")?;
/// assert!(pattern.matches("kube-node-system") && pattern.matches("kube-system"));
/// # Ok::<(), k8s_backup_target::velero::glob::PatternError>(())
/// ```
#[derive(Clone, Debug)]
pub struct Pattern(Matcher);

#[derive(Clone, Debug)]
enum Matcher {
    /// Texts with `*` between them. Most patterns are of this form, and searching for texts is fast.
    Texts(Vec<String>),
    Automaton(Vec<State>),
}

impl Pattern {
    /// Compiles a pattern; the error is why gobwas cannot.
    pub fn compile(text: &str) -> Result<Self, PatternError> {
        // Most entries of lists are names, and are compiled for each check.
        let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.');
        if text.bytes().all(is_plain) && !text.is_empty() {
            return Ok(Pattern(Matcher::Texts(vec![text.to_owned()])));
        }
        let states = compile::compile(text)?;
        Ok(Pattern(automaton::texts(&states).map_or(Matcher::Automaton(states), Matcher::Texts)))
    }

    /// Returns whether the pattern matches the whole of a text.
    ///
    /// The time is at most proportional to the length of the pattern times the length of the text.
    pub fn matches(&self, text: &str) -> bool {
        match &self.0 {
            Matcher::Texts(texts) => matches_texts(texts, text),
            Matcher::Automaton(states) => automaton::run(states, text).0,
        }
    }
}

/// Maximum number of steps to match patterns with names: less than a second.
const MAX_STEPS: usize = 200_000_000;

/// Whether matching every pattern with every name can take more than [`MAX_STEPS`] steps. The result depends on the number
/// and the length of the patterns and names only.
pub(crate) fn exceeds_steps<'p, 'n>(
    patterns: impl Iterator<Item = &'p str>,
    names: impl Iterator<Item = &'n str>,
) -> bool {
    let (count, bytes) = names.fold((0_usize, 0_usize), |(count, bytes), name| (count + 1, bytes + name.len()));
    let steps = |pattern: &str| {
        let needs_automaton = pattern.contains(['?', '[', '{', '\\', '\0', '\u{fffd}']);
        match pattern.matches('*').count() {
            // At most one state for each byte, and each is visited for each character and at the end of a name.
            _ if needs_automaton => (pattern.len() + 1).saturating_mul(bytes + count),
            0 => 0,
            // The start and the end of a name are compared.
            1 => count,
            _ => bytes + count,
        }
    };
    patterns.map(steps).fold(0, usize::saturating_add) > MAX_STEPS
}

/// Returns whether a text consists of other texts with any text between them, of which two may overlap.
fn matches_texts(texts: &[String], text: &str) -> bool {
    let [prefix, middle @ .., suffix] = texts else {
        return texts == [text];
    };
    // Comparing with an empty `String` is slow on some processors.
    let starts = prefix.is_empty() || text.starts_with(prefix);
    let ends = suffix.is_empty() || text.ends_with(suffix);
    starts
        && ends
        && (middle.is_empty()
            || text.get(prefix.len()..text.len() - suffix.len()).is_some_and(|between| {
                middle.iter().try_fold(between, |rest, part| Some(rest.split_once(part)?.1)).is_some()
            }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[track_caller]
    fn matches(pattern: &str, matching: &[&str], others: &[&str]) {
        let compiled = Pattern::compile(pattern).expect("it compiles");
        for text in matching {
            assert!(compiled.matches(text), "`{pattern}` matches {text:?}");
        }
        for text in others {
            assert!(!compiled.matches(text), "`{pattern}` does not match {text:?}");
        }
    }

    proptest! {
        #[test]
        fn a_text_without_special_characters_matches_itself_alone(
            text in "[^*?\\\\\\[{\0\u{fffd}]{0,12}",
            other: String,
        ) {
            let pattern = Pattern::compile(&text).expect("nothing special");
            prop_assert!(pattern.matches(&text));
            prop_assert_eq!(pattern.matches(&other), text == other);
        }

        #[test]
        fn text_between_prefix_and_suffix_is_arbitrary(
            start in "[a-zé]{1,5}",
            middle: String,
            end in "[a-zé]{1,5}",
        ) {
            let pattern = Pattern::compile(&format!("{start}*{end}")).expect("nothing special");
            let text = format!("{start}{middle}{end}");
            prop_assert!(pattern.matches(&text));
        }

        #[test]
        fn any_text_is_a_pattern_or_an_error(
            pattern in "([a-c]|[-*?{},!\\[\\]\\\\\0é]){0,20}",
            text in "[a-cé-]{0,10}",
        ) {
            if let Ok(compiled) = Pattern::compile(&pattern) {
                let _ = compiled.matches(&text);
                is_bounded(&pattern, &text);
            }
            let _ = name_faults(&pattern, Release::NEWEST);
        }

        #[test]
        fn a_search_for_texts_agrees_with_the_automaton(
            pattern in "[ab]{0,2}([*][ab]{1,2}){2,3}[*]?",
            text in "[ab]{0,10}",
        ) {
            let states = compile::compile(&pattern).expect("nothing special");
            let found = Pattern::compile(&pattern).expect("nothing special").matches(&text);
            prop_assert_eq!(found, automaton::run(&states, &text).0);
        }

        #[test]
        fn a_wildcard_is_checked_as_a_letter(name in "[a-z-]{0,70}[*?]?[a-z.-]{0,3}") {
            prop_assert_eq!(name_faults(&name, Release::NEWEST), name_faults(&name.replace(['*', '?'], "x"), Release::NEWEST));
        }
    }

    #[test]
    fn wildcards_match_characters() {
        matches("a?c", &["abc", "aéc"], &["ac", "abbc"]);
        matches("[ac-d]", &["a", "c", "d", "-"], &["b"]);
        matches("[!ab][!a-c]", &["cd", "éé"], &["ad", "cc", "c"]);
        matches("*é?*", &["éa", "aéaa"], &["é", "aé"]);
        matches("[*]\\*", &["**"], &["*", "a*", "**a"]);
    }

    #[test]
    fn texts_around_an_asterisk_may_overlap() {
        matches("kube-*-system", &["kube-system", "kube-a-system"], &["kube-"]);
        matches("{a*ab,b*b}", &["ab", "aab", "b", "bab"], &["a", "ba"]);
        // Only if there is nothing else.
        matches("a*b*b", &["abb"], &["ab"]);
        matches("[ab]*b", &["ab"], &["b"]);
    }

    #[test]
    fn a_wildcard_on_its_own_also_matches_the_empty_text() {
        matches("?", &["", "a", "é"], &["ab"]);
        matches("[!a]", &["", "b"], &["a", "bb"]);
        matches("[a-z]", &["a"], &["", "1"]);
        matches("{?,ab}", &["", "a", "ab"], &["abc"]);
        matches("x{[!a],ab}", &["x", "xb", "xab"], &["xa"]);
        // Not beside other parts.
        matches("??", &["ab"], &["", "a"]);
        matches("x{?,b}", &["xa", "xb"], &["x"]);
        matches("{?,ab}*", &["a"], &[""]);
    }

    #[test]
    fn braces_match_alternatives() {
        matches("x{a,b{c,d}}y", &["xay", "xbcy", "xbdy"], &["xy", "xby"]);
        matches("{*-a-db,*-b-db}", &["x-a-db", "x-b-db", "-a-db"], &["x-c-db"]);
        matches("x{a,}y", &["xay", "xy"], &["xby"]);
        matches("{a", &["a"], &["{a"]);
        matches("a,b}", &["a,b}"], &["a"]);
    }

    #[test]
    fn braces_with_a_length_match_texts_of_that_length() {
        matches("kube-{*,system}", &["kube-system", "kube-public"], &["kube-", "kube-node-lease"]);
        matches("{*-db,web}.apps", &["web.apps", "-db.apps"], &["a-db.apps"]);
        matches("*.{*.k8s.io,apps}", &["deployments.apps"], &["roles.rbac.authorization.k8s.io"]);
        matches("{my-*,}app", &[], &["app", "my-app"]);
        // The first alternative has a fixed length and the second has none, or nothing is beside the braces.
        matches("*.{apps,*.k8s.io}", &["deployments.apps", "roles.rbac.authorization.k8s.io"], &["pods"]);
        matches("{*-db,web}", &["web", "a-db"], &["a"]);
    }

    #[test]
    fn an_asterisk_and_braces_match_at_least_one_character() {
        matches("app*{-db,}", &["app-db", "app-", "appa"], &["app"]);
        matches("x{{,a}*,b}", &["xb", "xa", "xc"], &["x"]);
        matches("app*{-db,-web}", &["app-db"], &["app", "app-"]);
    }

    #[test]
    fn parts_of_varying_length_follow_one_another() {
        matches("{*}{*}", &["", "a", "ab"], &[]);
        matches("{*,*}[!a]", &["b", "ab", "xab"], &["", "a"]);
        matches("[!a][!b]", &["ba"], &["", "a", "b", "ab"]);
    }

    #[test]
    fn special_characters_of_gobwas() {
        matches("\\", &[""], &["\\"]);
        matches("\\{a\\,b", &["{a,b"], &["a"]);
        // U+0000 ends a pattern, or is not part of its text.
        matches("\0a", &[""], &["a", "\0a"]);
        matches("a\0b", &["ab"], &["a", "a\0b"]);
    }

    #[test]
    fn what_gobwas_does_not_compile() {
        let error = |text| Pattern::compile(text).err();
        assert_eq!(error("[a-z0-9]"), Some(PatternError::MoreThanARange));
        assert_eq!(error("[z-a]"), Some(PatternError::DescendingRange { low: 'z', high: 'a' }));
        assert_eq!(error("[!]"), Some(PatternError::EmptyClass));
        for text in ["[", "[a", "[a-]", "[!"] {
            assert_eq!(error(text), Some(PatternError::UnclosedClass), "{text}");
        }
        assert_eq!(error("a\u{fffd}"), Some(PatternError::ReplacementCharacter));
    }

    /// The maximum number of steps for each character of a pattern and each character of a text.
    const MAX_STEPS: usize = 8;

    #[track_caller]
    fn is_bounded(pattern: &str, text: &str) {
        let states = compile::compile(pattern).expect("it compiles");
        let (_, steps) = automaton::run(&states, text);
        let bound = MAX_STEPS * (pattern.len() + 1) * (text.len() + 1);
        assert!(steps <= bound, "{steps} steps of at most {bound}");
    }

    #[test]
    fn steps_are_bounded() {
        let text = "ab".repeat(1000);
        is_bounded(&"*{a,aa}".repeat(36), &text);
        is_bounded(&"*a".repeat(126), &text);
        is_bounded(&"{*a,*b,a*}".repeat(25), &text);
        is_bounded(&format!("{{{}*{}}}", "ab".repeat(60), "ab".repeat(60)), &text);
    }

    #[test]
    fn each_visited_state_is_a_step() {
        let steps = |pattern: &str, text: &str| automaton::run(&compile::compile(pattern).expect("a pattern"), text);
        assert_eq!(steps("a", "a"), (true, 1));
        assert_eq!(steps("abc", "abd"), (false, 3));
    }

    #[test]
    fn no_pattern_takes_stack_or_exponential_time() {
        let text = "a".repeat(200);
        matches(&"*a".repeat(60), &[&text], &[&format!("{text}b")]);
        matches(&format!("{}b", "*a?".repeat(40)), &[], &[&text]);
        matches(&format!("{}c", "{*a,*b,a*}".repeat(12)), &[&format!("{text}c")], &[&text]);
        let deep = 20_000;
        matches(&format!("{}a{}", "{".repeat(deep), "}".repeat(deep)), &["a"], &["b"]);
        matches(&format!("{}a", "{b,".repeat(deep)), &["a", "b"], &["c"]);
        matches(&"*ab".repeat(2_000), &[], &["b"]);
    }

    #[test]
    fn steps_are_counted_by_the_kind_of_pattern() {
        let most = super::MAX_STEPS;
        let exceeds = |patterns: &[&str], bytes: usize| {
            exceeds_steps(patterns.iter().copied(), std::iter::once(&*"a".repeat(bytes)))
        };
        // Five states, a name of 40 million steps with its end: exactly the maximum.
        assert!(!exceeds(&["[a]*"], most / 5 - 1));
        assert!(exceeds(&["[a]*"], most / 5));
        assert!(!exceeds(&["*a*"; 5], most / 5 - 1));
        assert!(exceeds(&["*a*"; 5], most / 5));
        // A name is not read to its end.
        assert!(!exceeds(&["a", "a*"], most + 1));
    }

    #[test]
    fn a_text_is_a_pattern_a_glob_a_wildcard_or_everything() {
        for (text, [pattern, glob, wildcard, everything]) in [
            ("prod", [false; 4]),
            ("team-*", [true, true, false, false]),
            ("prod-?", [true, true, false, false]),
            ("[a]", [true, true, false, false]),
            ("{a,b}", [false, true, false, false]),
            ("a\\b", [false, true, false, false]),
            ("*", [true; 4]),
            ("**", [true; 4]),
            ("*?", [true; 4]),
            ("*??", [true, true, false, false]),
            ("?", [true, true, true, false]),
            ("*a", [true, true, false, false]),
        ] {
            assert_eq!(is_pattern(text), pattern, "{text}");
            assert_eq!(is_glob(text), glob, "{text}");
            assert_eq!(matches_wildcard(text), wildcard, "{text}");
            assert_eq!(matches_everything(text), everything, "{text}");
        }
    }

    #[test]
    fn faults_have_the_messages_of_velero_and_kubernetes() {
        let [fault] = name_faults("a**", Release::NEWEST)[..] else { panic!("it has one fault") };
        assert_eq!(fault.to_string(), "wildcard pattern contains consecutive asterisks (only single * allowed)");
        assert_eq!(NameFault::Dots.to_string(), "must not contain dots");
        assert_eq!(Pattern::compile("[").expect_err("it is not closed").to_string(), "a class is not closed");
    }

    #[test]
    fn the_first_fault_of_a_namespace_pattern() {
        use PatternFault::*;
        for (text, fault) in [
            ("**a,", UnsupportedCharacter(',')),
            ("[**]]", ConsecutiveAsterisks),
            ("[]a]", EmptyBrackets),
            ("[a][", UnclosedBracket),
            ("][", UnmatchedBracket),
            ("[[a]]", UnmatchedBracket),
        ] {
            assert_eq!(namespace_pattern_fault(text), Some(fault), "{text}");
        }
        for text in ["", "a", "*", "[[]", "[z-a]", "[a][b]", "a.b", "A"] {
            assert_eq!(namespace_pattern_fault(text), None, "{text}");
        }
    }

    #[test]
    fn a_name_is_a_label_once_its_pattern_is_filled_in() {
        use NameFault::*;
        let faults: [(&str, &[NameFault]); 12] = [
            ("", &[]),
            ("0-0", &[]),
            ("[z-a]*", &[]),
            ("[a", &[Pattern(PatternFault::UnclosedBracket)]),
            ("-*", &[NotALabel]),
            ("[A-Z]", &[NotALabel]),
            ("é", &[NotALabel]),
            ("a.b", &[Dots]),
            ("[.]", &[Dots]),
            ("A.b", &[NotALabel]),
            (".", &[NotALabel]),
            (&"a-".repeat(32), &[TooLong, NotALabel]),
        ];
        for (name, expected) in faults {
            assert_eq!(name_faults(name, Release::NEWEST), expected, "{name}");
        }
        assert_eq!(name_faults(&"a".repeat(63), Release::NEWEST), []);
        assert_eq!(name_faults(&format!("{}.b", "a".repeat(61)), Release::NEWEST), [Dots]);
        assert_eq!(name_faults(&format!("{}.b", "a".repeat(63)), Release::NEWEST), [TooLong, Dots]);
    }
}
