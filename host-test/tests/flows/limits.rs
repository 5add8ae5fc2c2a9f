//! A call that exceeds a limit returns an error, and the next call works.

use k8s_backup_target_host::{DocumentFormat, Error, Evaluator, Limit, Limits, Options, Spec};

use crate::{COMPONENT, entry, relation};

fn evaluator(limits: Limits) -> Evaluator {
    Evaluator::with_options(&COMPONENT, &Options { limits, cache: None }).expect("the component is the evaluator")
}

#[test]
fn a_call_that_exceeds_the_memory_limit_ends_and_the_next_one_works() {
    let evaluator = evaluator(Limits { memory_bytes: 4 << 20, ..Limits::default() });
    let big = relation(1, &format!("[\"{}\"]", "x".repeat(8 << 20)));
    let small = relation(1, &format!("[{}]", entry("a", "b", "m", "{}")));
    for _ in 0..3 {
        let exceeded = evaluator.read_targets(std::slice::from_ref(&big)).err();
        assert!(matches!(exceeded, Some(Error::Limit(Limit::Memory))), "{exceeded:?}");
        let targets = evaluator.read_targets(std::slice::from_ref(&small)).expect("within limits");
        assert_eq!(targets.get_backup_spec("a", "b", "m").expect("within limits"), Some(Spec::default()));
    }
}

#[test]
fn targets_are_lost_when_a_call_exceeds_a_limit_and_can_be_read_again() {
    let evaluator = evaluator(Limits { memory_bytes: 4 << 20, ..Limits::default() });
    let relations = [relation(1, &format!("[{}]", entry("a", "b", "m", "{}")))];
    let targets = evaluator.read_targets(&relations).expect("within limits");
    let exceeded = targets.get_backup_spec(&"x".repeat(8 << 20), "b", "m").err();
    assert!(matches!(exceeded, Some(Error::Limit(Limit::Memory))), "{exceeded:?}");
    assert!(matches!(targets.is_ready(), Err(Error::Lost)));
    assert!(evaluator.read_targets(&relations).expect("within limits").is_ready().expect("within limits"));
}

#[test]
fn a_call_without_fuel_ends() {
    let evaluator = evaluator(Limits { fuel: Some(0), ..Limits::default() });
    let exceeded = evaluator.read_targets(&[]).err();
    assert!(matches!(exceeded, Some(Error::Limit(Limit::Fuel))), "{exceeded:?}");
}

#[test]
fn bytes_that_are_not_the_component_are_refused() {
    for bytes in [&b""[..], b"\0asm\x01\0\0\0", b"\0asm\x0d\0\x01\0"] {
        assert!(matches!(Evaluator::new(bytes), Err(Error::Component(_))), "{bytes:?}");
    }
}

#[test]
fn a_call_whose_result_is_too_large_ends_and_the_next_one_works() {
    let evaluator = evaluator(Limits { answer_bytes: 1 << 20, ..Limits::default() });
    let entries = vec![entry("a", "b", "m", "{}"); 10_000].join(",");
    let many = relation(1, &format!("[{entries}]"));
    let targets = evaluator.read_targets(std::slice::from_ref(&many)).expect("within limits");
    let exceeded = targets.entries().err();
    assert!(matches!(exceeded, Some(Error::Limit(Limit::Answer))), "{exceeded:?}");
    let targets = evaluator.read_targets(std::slice::from_ref(&many)).expect("within limits");
    assert_eq!(targets.get_backup_spec("a", "b", "m").expect("within limits"), Some(Spec::default()));
}

#[test]
fn a_call_that_exceeds_the_fuel_limit_ends_and_the_next_one_works() {
    let evaluator = evaluator(Limits { fuel: Some(10_000_000), ..Limits::default() });
    let names = (0..90_000).map(|number| format!("n{number}")).collect();
    let slow = Spec { include_resources: Some(names), ..Spec::default() };
    let exceeded = evaluator.check_spec(&slow).err();
    assert!(matches!(exceeded, Some(Error::Limit(Limit::Fuel))), "{exceeded:?}");
    assert_eq!(evaluator.format_spec(&Spec::default(), DocumentFormat::Json).expect("within limits"), "{}\n");
}
