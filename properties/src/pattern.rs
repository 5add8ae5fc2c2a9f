//! Properties of patterns and names.

use k8s_backup_target::cluster::Cluster;
use k8s_backup_target::release::Release;
use k8s_backup_target::velero::glob::{NameFault, Pattern, is_pattern, name_faults, namespace_pattern_fault};

use crate::input::Input;

/// The input contains a pattern, and texts.
pub(crate) fn holds(input: &[u8]) {
    let mut input = Input(input);
    let pattern = input.text();
    let compiled = Pattern::compile(&pattern);
    for _ in 0..3 {
        let text = input.text();
        if let Ok(compiled) = &compiled {
            let matches = compiled.matches(&text);
            assert_eq!(Pattern::compile(&pattern).map(|again| again.matches(&text)), Ok(matches));
            if let Some(expected) = matches_plainly(&pattern, &text) {
                assert_eq!(matches, expected, "{pattern:?} on {text:?}");
            }
        }
        is_checked_as_velero_checks_it(&text);
    }
    is_checked_as_velero_checks_it(&pattern);
    let cluster = Cluster::builtin();
    let found = cluster.resolve(&pattern).map(|kind| kind.group_resource());
    assert_eq!(found, cluster.resolve(&pattern).map(|kind| kind.group_resource()));
    let suggested = cluster.suggest(&pattern);
    assert!(suggested.as_deref().is_none_or(|name| cluster.resolve(name).is_some()), "{suggested:?}");
}

/// Returns whether a text matches a short pattern. The pattern has either no braces or no other special characters.
/// Returns `None` for other patterns.
fn matches_plainly(pattern: &str, text: &str) -> Option<bool> {
    if pattern.len() > 64 || text.len() > 64 {
        return None;
    }
    if let Some(texts) = expanded(pattern) {
        return Some(texts.iter().any(|expanded| expanded == text));
    }
    let tokens = tokens(pattern)?;
    let characters: Vec<char> = text.chars().collect();
    let around: Vec<&[Token]> = tokens.split(|token| *token == Token::Asterisk).collect();
    let is_literal = |token: &Token| matches!(token, Token::Literal(_));
    Some(match (tokens.as_slice(), around.as_slice()) {
        // In gobwas, this matches the empty text.
        ([Token::Class { negated: true, .. }], _) if text.is_empty() => true,
        // In gobwas, prefix and suffix can overlap.
        (_, [prefix, suffix]) if tokens.iter().filter(|token| !is_literal(token)).count() == 1 => {
            let (start, end) = (characters.get(..prefix.len()), characters.len().checked_sub(suffix.len()));
            start
                .zip(end)
                .is_some_and(|(start, end)| matches_from(prefix, start) && matches_from(suffix, &characters[end..]))
        }
        (tokens, _) => matches_from(tokens, &characters),
    })
}

/// Returns the texts that a pattern with braces and without other special characters matches. Returns `None` for other
/// patterns, for empty alternatives, for braces that are not closed, and for too many texts.
fn expanded(pattern: &str) -> Option<Vec<String>> {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "-.{},".contains(c);
    let has_empty = ["{}", "{,", ",,", ",}"].iter().any(|empty| pattern.contains(empty));
    if !pattern.chars().all(is_plain) || has_empty {
        return None;
    }
    let (mut expanded, mut pending) = (Vec::new(), vec![pattern.to_owned()]);
    while let Some(pattern) = pending.pop() {
        // The first closed braces have no braces inside.
        let Some((head, tail)) = pattern.split_once('}') else {
            if pattern.contains(['{', ',']) {
                return None;
            }
            expanded.push(pattern);
            continue;
        };
        let (before, alternatives) = head.rsplit_once('{')?;
        pending.extend(alternatives.split(',').map(|alternative| format!("{before}{alternative}{tail}")));
        if pending.len() + expanded.len() > 1000 {
            return None;
        }
    }
    Some(expanded)
}

#[derive(PartialEq)]
enum Token {
    Asterisk,
    Literal(char),
    Class { ranges: Vec<(char, char)>, negated: bool },
}

/// Returns the tokens of a pattern of letters, digits, `-`, `.`, `*`, `?` and simple classes, or `None` for others.
fn tokens(pattern: &str) -> Option<Vec<Token>> {
    let is_literal = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '.';
    let mut tokens = Vec::new();
    let mut rest = pattern;
    while let Some(next) = rest.chars().next() {
        rest = &rest[next.len_utf8()..];
        tokens.push(match next {
            '*' if tokens.last() == Some(&Token::Asterisk) => continue,
            '*' => Token::Asterisk,
            '?' => Token::Class { ranges: Vec::new(), negated: true },
            '[' => {
                let (class, after) = rest.split_once(']')?;
                rest = after;
                let (negated, class) = class.strip_prefix('!').map_or((false, class), |class| (true, class));
                let ranges = match *class.chars().collect::<Vec<char>>() {
                    [low, '-', high] if low.is_ascii_alphanumeric() && low <= high => vec![(low, high)],
                    ref characters if !characters.is_empty() && characters.iter().all(char::is_ascii_alphanumeric) => {
                        characters.iter().map(|&c| (c, c)).collect()
                    }
                    _ => return None,
                };
                Token::Class { ranges, negated }
            }
            literal if is_literal(literal) => Token::Literal(literal),
            _ => return None,
        });
    }
    Some(tokens)
}

fn matches_from(pattern: &[Token], text: &[char]) -> bool {
    // For the rest of the pattern: whether it matches the rest of the text, by the length of this rest.
    let mut reached = vec![false; text.len() + 1];
    reached[text.len()] = true;
    for token in pattern.iter().rev() {
        let next = reached;
        let reads = |wanted: &dyn Fn(char) -> bool, at: usize| text.get(at).is_some_and(|&c| wanted(c)) && next[at + 1];
        reached = (0..=text.len())
            .map(|at| match token {
                Token::Asterisk => next[at..].contains(&true),
                Token::Literal(wanted) => reads(&|c| c == *wanted, at),
                Token::Class { ranges, negated } => {
                    reads(&|c| ranges.iter().any(|&(low, high)| (low..=high).contains(&c)) != *negated, at)
                }
            })
            .collect();
    }
    reached[0]
}

/// Checks the faults of a namespace's name: they are those of Velero's validation.
fn is_checked_as_velero_checks_it(name: &str) {
    let faults = name_faults(name, Release::NEWEST);
    if let Some(fault) = namespace_pattern_fault(name) {
        assert_eq!(faults, [NameFault::Pattern(fault)], "{name:?}");
        return;
    }
    let filled: Vec<u8> = name.bytes().map(|byte| if b"*?[]".contains(&byte) { b'x' } else { byte }).collect();
    let inside = |byte: &u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || *byte == b'-';
    let is_label = |label: &[u8]| {
        !label.is_empty() && label.iter().all(inside) && label[0] != b'-' && label[label.len() - 1] != b'-'
    };
    let are_labels = filled.split(|&byte| byte == b'.').all(is_label);
    let mut expected = Vec::new();
    if filled.len() > 63 {
        expected.push(NameFault::TooLong);
    }
    match (are_labels, filled.contains(&b'.')) {
        (true, true) => expected.push(NameFault::Dots),
        (false, _) if !name.is_empty() => expected.push(NameFault::NotALabel),
        _ => {}
    }
    assert_eq!(faults, expected, "{name:?}");
    assert_eq!(is_pattern(name), name.bytes().any(|byte| b"*?[".contains(&byte)), "{name:?}");
}
