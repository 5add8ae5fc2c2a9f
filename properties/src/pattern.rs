//! Properties of patterns and names.

use k8s_backup_target::cluster::Cluster;
use k8s_backup_target::velero::glob::{NameFault, Pattern, is_pattern, name_faults, namespace_pattern_fault};

use crate::input::Input;

/// The input is a pattern, and texts that it may match.
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

/// What a pattern of letters, `-` and `*` matches, tried out star by star; `None` for others.
///
/// gobwas has its own idea of `a*b` alone: prefix and suffix may overlap.
fn matches_plainly(pattern: &str, text: &str) -> Option<bool> {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '*';
    if !pattern.chars().all(is_plain) || text.len() > 64 || pattern.len() > 64 {
        return None;
    }
    let parts: Vec<&str> = pattern.split('*').filter(|part| !part.is_empty()).collect();
    match (parts[..].len(), pattern.starts_with('*') || pattern.ends_with('*')) {
        (2, false) => Some(text.starts_with(parts[0]) && text.ends_with(parts[1])),
        _ => Some(matches_from(pattern.as_bytes(), text.as_bytes())),
    }
}

fn matches_from(pattern: &[u8], text: &[u8]) -> bool {
    // By the length of the text that is left, for the part of the pattern that is left.
    let mut reached = vec![false; text.len() + 1];
    reached[text.len()] = true;
    for &wanted in pattern.iter().rev() {
        let next = reached;
        reached = (0..=text.len())
            .map(|at| match wanted {
                b'*' => next[at..].contains(&true),
                _ => text.get(at) == Some(&wanted) && next[at + 1],
            })
            .collect();
    }
    reached[0]
}

/// Name by name, as Velero's validation says it.
fn is_checked_as_velero_checks_it(name: &str) {
    let faults = name_faults(name);
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
