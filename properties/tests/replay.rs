//! Checks the properties with the seeds for fuzzing, and with the inputs that violated a property before.

use std::thread;

use k8s_backup_target_properties::{self as properties, Property, found, seeds};

/// Prints the input that violates a property.
struct Trying<'i>(&'i str, &'i [u8]);

impl Drop for Trying<'_> {
    fn drop(&mut self) {
        if thread::panicking() {
            eprintln!("property `{}` is violated by {:?}", self.0, String::from_utf8_lossy(self.1));
        }
    }
}

fn holds(property: Property) {
    let seeds = seeds(&property).into_iter().map(|seed| (property.name.to_owned(), seed));
    for (name, input) in found(&property).into_iter().chain(seeds) {
        let _trying = Trying(&name, &input);
        (property.holds)(&input);
    }
}

#[test]
fn databag() {
    holds(properties::DATABAG);
}

#[test]
fn document() {
    holds(properties::DOCUMENT);
}

#[test]
fn spec() {
    holds(properties::SPEC);
}

#[test]
fn schedule() {
    holds(properties::SCHEDULE);
}

#[test]
fn pattern() {
    holds(properties::PATTERN);
}

#[test]
fn kinds() {
    holds(properties::KINDS);
}

#[test]
fn admission() {
    holds(properties::ADMISSION);
}

#[test]
fn inventory() {
    holds(properties::INVENTORY);
}

#[test]
fn selection() {
    holds(properties::SELECTION);
}

#[test]
fn component() {
    holds(properties::COMPONENT);
}
