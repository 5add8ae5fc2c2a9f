//! The goals of measurements, for hooks, pipelines and editors.

use super::table::{Cell, Table, count, factor, shown_bytes, shown_seconds};
use super::{COMPONENT, LIBRARY, NATIVE, NOISE, PYTHON, SCHEMA, SIMD, WASMTIME};

/// A goal of a measurement.
struct Goal {
    what: &'static str,
    of: Measured,
    limits: &'static [Limit],
}

/// The cell of a host, in a row, by the index of its size.
#[derive(Clone, Copy)]
struct Measured {
    host: &'static str,
    row: &'static str,
    size: usize,
}

/// One of the limits of a goal must be met.
enum Limit {
    Seconds(f64),
    Bytes(f64),
    /// A number of items a second, at least.
    Rate(f64),
    /// A multiple of another time.
    Times(f64, Measured),
    /// A time more than another one.
    More(f64, Measured),
    /// A share of another number of items a second, at least.
    RateOf(f64, Measured),
    /// A time for each item.
    SecondsAnItem(f64),
}

const EMPTY_CALL: &str = "an empty call";
const LOOK_UP: &str = "read and look up, targets";
const CHECK: &str = "a typical spec";
const CHECK_JSON: &str = "a typical spec in JSON";
const CHECK_YAML: &str = "the same spec in YAML";
const DIAGNOSTICS: &str = "a spec with so many diagnostics";
const READ: &str = "read JSON of so many bytes";
const SELECT: &str = "hold 100 targets against so many objects";
const COMPONENT_FILE: &str = "the evaluator";

/// Indexes of the sizes of the rows: 1, 100 and 10,000 targets; 1,000 diagnostics; 100,000 and 980,000 objects.
const ONE: usize = 0;
const HUNDRED: usize = 2;
const TEN_THOUSAND: usize = 4;
const MANY_DIAGNOSTICS: usize = 3;
const TEN_THOUSAND_OBJECTS: usize = 2;
const HUNDRED_THOUSAND_OBJECTS: usize = 3;
const MILLION_OBJECTS: usize = 4;

const fn of(host: &'static str, row: &'static str, size: usize) -> Measured {
    Measured { host, row, size }
}

const GOALS: [Goal; 21] = [
    Goal {
        what: "an empty call from Rust",
        of: of(COMPONENT, EMPTY_CALL, 0),
        limits: &[Limit::Seconds(0.15e-6), Limit::Times(1.2, of(WASMTIME, EMPTY_CALL, 0))],
    },
    Goal {
        what: "look-up, 1 target: component, above native",
        of: of(COMPONENT, LOOK_UP, ONE),
        limits: &[Limit::More(1.2e-6, of(NATIVE, LOOK_UP, ONE))],
    },
    Goal {
        what: "look-up, 1 target: component, times the library",
        of: of(COMPONENT, LOOK_UP, ONE),
        limits: &[Limit::Times(0.3, of(LIBRARY, LOOK_UP, ONE))],
    },
    Goal {
        what: "100 targets: component, times native",
        of: of(COMPONENT, LOOK_UP, HUNDRED),
        limits: &[Limit::Times(1.2, of(NATIVE, LOOK_UP, HUNDRED))],
    },
    Goal {
        what: "10,000 targets: component, times native",
        of: of(COMPONENT, LOOK_UP, TEN_THOUSAND),
        limits: &[Limit::Times(1.2, of(NATIVE, LOOK_UP, TEN_THOUSAND))],
    },
    Goal {
        what: "10,000 targets: component, times the library",
        of: of(COMPONENT, LOOK_UP, TEN_THOUSAND),
        limits: &[Limit::Times(0.1, of(LIBRARY, LOOK_UP, TEN_THOUSAND))],
    },
    Goal {
        what: "check of a clean spec: native, times jsonschema",
        of: of(NATIVE, CHECK, 0),
        limits: &[Limit::Times(3.5, of(SCHEMA, CHECK, 0))],
    },
    Goal {
        what: "each of 1,000 diagnostics, native",
        of: of(NATIVE, DIAGNOSTICS, MANY_DIAGNOSTICS),
        limits: &[Limit::SecondsAnItem(1.2e-6)],
    },
    Goal {
        what: "check of YAML, times JSON: native",
        of: of(NATIVE, CHECK_YAML, 0),
        limits: &[Limit::Times(3.0, of(NATIVE, CHECK_JSON, 0))],
    },
    Goal {
        what: "check of YAML, times JSON: component",
        of: of(COMPONENT, CHECK_YAML, 0),
        limits: &[Limit::Times(3.0, of(COMPONENT, CHECK_JSON, 0))],
    },
    Goal {
        what: "Python, 1 target, times the library",
        of: of(PYTHON, LOOK_UP, ONE),
        limits: &[Limit::Times(1.5, of(LIBRARY, LOOK_UP, ONE))],
    },
    Goal {
        what: "Python, 100 targets, times the library",
        of: of(PYTHON, LOOK_UP, HUNDRED),
        limits: &[Limit::Times(1.0, of(LIBRARY, LOOK_UP, HUNDRED))],
    },
    Goal {
        what: "reading an inventory, native: bytes",
        of: of(NATIVE, READ, TEN_THOUSAND_OBJECTS),
        limits: &[Limit::Rate(1e9)],
    },
    Goal {
        what: "reading an inventory, component: bytes",
        of: of(COMPONENT, READ, TEN_THOUSAND_OBJECTS),
        limits: &[Limit::Rate(600e6)],
    },
    Goal {
        what: "reading an inventory: component, times simd-json",
        of: of(COMPONENT, READ, TEN_THOUSAND_OBJECTS),
        limits: &[Limit::Times(1.0, of(SIMD, READ, TEN_THOUSAND_OBJECTS))],
    },
    Goal {
        what: "selection, 100,000 objects, native: verdicts",
        of: of(NATIVE, SELECT, HUNDRED_THOUSAND_OBJECTS),
        limits: &[Limit::Rate(500e6)],
    },
    Goal {
        what: "selection, 100,000 objects, component: verdicts",
        of: of(COMPONENT, SELECT, HUNDRED_THOUSAND_OBJECTS),
        limits: &[Limit::Rate(300e6)],
    },
    Goal {
        what: "selection, 980,000 objects, native, of 100,000",
        of: of(NATIVE, SELECT, MILLION_OBJECTS),
        limits: &[Limit::RateOf(0.5, of(NATIVE, SELECT, HUNDRED_THOUSAND_OBJECTS))],
    },
    Goal {
        what: "selection, 980,000 objects, component, of 100,000",
        of: of(COMPONENT, SELECT, MILLION_OBJECTS),
        limits: &[Limit::RateOf(0.5, of(COMPONENT, SELECT, HUNDRED_THOUSAND_OBJECTS))],
    },
    Goal { what: "the whole component, raw", of: of("raw", COMPONENT_FILE, 0), limits: &[Limit::Bytes(1_100e3)] },
    Goal { what: "the whole component, gzip -9", of: of("gzip -9", COMPONENT_FILE, 0), limits: &[Limit::Bytes(420e3)] },
];

/// Prints the noise of the machine, and each goal with its measurement.
pub(super) fn print(tables: &[Table]) {
    let noise = tables.iter().find_map(|table| table.cells(NATIVE, NOISE)).map(|cells| {
        let seconds = || cells.values().map(|cell| cell.amount.number());
        (seconds().fold(0.0, f64::max) / seconds().fold(f64::INFINITY, f64::min) - 1.0) * 100.0
    });
    if let Some(noise) = noise {
        println!("Noise: the slowest repetition of the same native loop took {noise:.0} % longer than the fastest.\n");
    }
    println!("| | goal | measured | |");
    println!("|---|---|---|---|");
    for Goal { what, of, limits } in &GOALS {
        let judged: Vec<Judged> = limits.iter().map(|limit| limit.judge(tables, of)).collect();
        let goals: Vec<&str> = judged.iter().map(|judged| judged.goal.as_str()).collect();
        let measured: Vec<&str> = judged.iter().map(|judged| judged.measured.as_str()).collect();
        let is_met = if judged.iter().any(|judged| judged.is_met) { "met" } else { "not met" };
        println!("| {what} | {} | {} | {is_met} |", goals.join(" or "), measured.join(", "));
    }
}

struct Judged {
    goal: String,
    measured: String,
    is_met: bool,
}

impl Judged {
    fn at_most(most: f64, measured: Option<f64>, shown: impl Fn(f64) -> String) -> Judged {
        let is_met = measured.is_some_and(|measured| measured <= most);
        Judged { goal: format!("≤ {}", shown(most)), measured: measured.map_or_else(not_measured, shown), is_met }
    }

    fn at_least(least: f64, measured: Option<f64>, shown: impl Fn(f64) -> String) -> Judged {
        let is_met = measured.is_some_and(|measured| measured >= least);
        Judged { goal: format!("≥ {}", shown(least)), measured: measured.map_or_else(not_measured, shown), is_met }
    }
}

fn not_measured() -> String {
    "not measured".to_owned()
}

impl Limit {
    fn judge(&self, tables: &[Table], of: &Measured) -> Judged {
        let cell = of.cell(tables);
        let number = cell.map(|cell| cell.amount.number());
        let other = |other: &Measured| other.cell(tables);
        let times = |number: f64| format!("×{}", factor(number));
        let rate = |rate: f64| format!("{} a second", count(rate));
        match self {
            Limit::Seconds(most) => Judged::at_most(*most, number, shown_seconds),
            Limit::Bytes(most) => Judged::at_most(*most, number, shown_bytes),
            Limit::Rate(least) => Judged::at_least(*least, cell.and_then(Cell::rate), rate),
            Limit::Times(most, base) => {
                let ratio = number.zip(other(base)).map(|(number, base)| number / base.amount.number());
                Judged::at_most(*most, ratio, times)
            }
            Limit::More(most, base) => {
                let more = number.zip(other(base)).map(|(number, base)| number - base.amount.number());
                Judged::at_most(*most, more, shown_seconds)
            }
            Limit::RateOf(least, base) => {
                let ratio = cell.and_then(Cell::rate).zip(other(base).and_then(Cell::rate));
                Judged::at_least(*least, ratio.map(|(rate, base)| rate / base), times)
            }
            Limit::SecondsAnItem(most) => {
                Judged::at_most(*most, cell.and_then(Cell::rate).map(|rate| 1.0 / rate), shown_seconds)
            }
        }
    }
}

impl Measured {
    fn cell(&self, tables: &[Table]) -> Option<Cell> {
        let cells = tables.iter().find_map(|table| table.cells(self.host, self.row))?;
        cells.values().nth(self.size).copied()
    }
}
