//! The laws, tried with the seeds that fuzzing starts from and with each case that broke one.

use std::thread;

use k8s_backup_target_laws::{self as laws, Law, found, seeds};

/// Says which input breaks a law.
struct Trying<'i>(&'i str, &'i [u8]);

impl Drop for Trying<'_> {
    fn drop(&mut self) {
        if thread::panicking() {
            eprintln!("{} is broken by {:?}", self.0, String::from_utf8_lossy(self.1));
        }
    }
}

fn holds(law: Law) {
    let seeds = seeds(&law).into_iter().map(|seed| (law.name.to_owned(), seed));
    for (name, input) in found(&law).into_iter().chain(seeds) {
        let _trying = Trying(&name, &input);
        (law.holds)(&input);
    }
}

#[test]
fn databag() {
    holds(laws::DATABAG);
}

#[test]
fn document() {
    holds(laws::DOCUMENT);
}

#[test]
fn spec() {
    holds(laws::SPEC);
}

#[test]
fn schedule() {
    holds(laws::SCHEDULE);
}

#[test]
fn pattern() {
    holds(laws::PATTERN);
}

#[test]
fn kinds() {
    holds(laws::KINDS);
}

#[test]
fn inventory() {
    holds(laws::INVENTORY);
}

#[test]
fn selection() {
    holds(laws::SELECTION);
}

#[test]
fn component() {
    holds(laws::COMPONENT);
}
