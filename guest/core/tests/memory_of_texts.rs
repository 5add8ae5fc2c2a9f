//! The memory use of checking a text that is made to use much of it.

mod counting;

use std::sync::atomic::Ordering;

use k8s_backup_target::settings::Levels;
use k8s_backup_target::validation::{Format, check_text};

use counting::{MOST, NOW};

const MIB: usize = 1 << 20;

/// Returns the codes of the diagnostics of a text, and the bytes that its check uses at most.
fn check(text: String, format: Format) -> (Vec<&'static str>, usize) {
    let before = NOW.load(Ordering::Relaxed);
    MOST.store(before, Ordering::Relaxed);
    let found = check_text(text, format, None, None, &Levels::default());
    (found.iter().map(|diagnostic| diagnostic.rule.code).collect(), MOST.load(Ordering::Relaxed) - before)
}

/// In one test, since the allocations of all tests are counted together. In the component, values are half as large.
#[test]
fn a_text_with_many_values_does_not_use_much_memory() {
    let aliases = vec!["*a"; 4 * MIB / 3].join(",");
    let (codes, most) = check(format!("a: &a [x,x,x,x,x,x,x,x,x]\nb: [{aliases}]\n"), Format::Yaml);
    assert_eq!(codes, ["alias-expansion"]);
    assert!(most < 80 * MIB, "{} MiB", most / MIB);

    let list = |unit: &str| format!("[{}]", vec![unit; (8 * MIB - 2) / (unit.len() + 1)].join(","));
    for (unit, format) in [("1", Format::Json), ("[]", Format::Json), ("{}", Format::Json), ("1", Format::Yaml)] {
        let (codes, most) = check(list(unit), format);
        assert_eq!(codes, ["document-too-long"], "{unit}");
        assert!(most < 160 * MIB, "{unit}: {} MiB", most / MIB);
    }
    // As many targets as a text has values: none of them can be read.
    let (codes, most) = check(format!("[{}]", vec!["1"; 999_999].join(",")), Format::Json);
    assert_eq!(codes.last(), Some(&"wrong-type"));
    assert!(most < 350 * MIB, "{} MiB", most / MIB);
}
