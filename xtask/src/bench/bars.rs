//! Limits of measurements: the component must be fast enough for hooks, pipelines and editors.

use super::table::{Amount, Table, factor};
use super::{COMPONENT, LIBRARY, NATIVE, SCHEMA};

/// A limit of a measurement.
struct Bar {
    what: &'static str,
    of: Cells,
    limit: Limit,
}

/// The cells of a host in a row.
#[derive(Clone, Copy)]
struct Cells {
    host: &'static str,
    row: &'static str,
    sizes: Sizes,
}

/// The sizes of a row that are compared.
#[derive(Clone, Copy)]
enum Sizes {
    /// All sizes: the worst one counts.
    All,
    Smallest,
    Largest,
}

/// The maximum of a measurement.
enum Limit {
    Amount(Amount),
    /// A multiple of another host's cells in the same row.
    Times(f64, &'static str),
    /// A multiple of other cells.
    TimesOf(f64, Cells),
}

const LOOK_UP: &str = "read and look up, targets";
const LOOK_UP_AGAIN: &str = "look up again, targets";
const CHECK: &str = "a typical spec";
const HOLD: &str = "hold 100 targets against so many objects";
const DECIDE: &str = "decide about objects in namespaces for 10 targets, objects";
const EVALUATOR: &str = "the evaluator";
const FIRST_CHECK: &str = "until the first check is answered, in a process that runs";
const IMPORT: Cells = of(LIBRARY, "import", Sizes::All);

const BARS: [Bar; 14] = [
    Bar {
        what: "read and look up: the component, times native",
        of: of(COMPONENT, LOOK_UP, Sizes::All),
        limit: Limit::Times(1.5, NATIVE),
    },
    Bar {
        what: "a first lookup, 1 target: the component, times the library",
        of: of(COMPONENT, LOOK_UP, Sizes::Smallest),
        limit: Limit::Times(1.0 / 4.0, LIBRARY),
    },
    Bar {
        what: "a first lookup, 10,000 targets: the component, times the library",
        of: of(COMPONENT, LOOK_UP, Sizes::Largest),
        limit: Limit::Times(1.0 / 5.0, LIBRARY),
    },
    Bar {
        what: "further lookups, 10,000 targets: the component, times the library",
        of: of(COMPONENT, LOOK_UP_AGAIN, Sizes::Largest),
        limit: Limit::Times(1.0 / 10_000.0, LIBRARY),
    },
    Bar {
        what: "all rules for a typical spec: native, times jsonschema",
        of: of(NATIVE, CHECK, Sizes::All),
        limit: Limit::Times(1.0, SCHEMA),
    },
    Bar {
        what: "all rules for a typical spec: the component, times native",
        of: of(COMPONENT, CHECK, Sizes::All),
        limit: Limit::Times(2.0, NATIVE),
    },
    Bar {
        what: "100 targets, 100,000 objects: the component, times native",
        of: of(COMPONENT, HOLD, Sizes::Largest),
        limit: Limit::Times(1.5, NATIVE),
    },
    Bar {
        what: "decisions: the component, times Rego",
        of: of(COMPONENT, DECIDE, Sizes::All),
        limit: Limit::Times(1.0 / 20.0, "Rego, by regorus"),
    },
    Bar {
        what: "decisions: the component, times Cedar",
        of: of(COMPONENT, DECIDE, Sizes::All),
        limit: Limit::Times(1.0 / 20.0, "Cedar, by cedar-policy"),
    },
    Bar {
        what: "load compiled, make an instance, check: times the library's import",
        of: of(COMPONENT, FIRST_CHECK, Sizes::All),
        limit: Limit::TimesOf(1.0 / 100.0, IMPORT),
    },
    Bar {
        what: "the same in this project's host, which checks its cache",
        of: of(COMPONENT, "load it compiled from a cache that is checked, and check", Sizes::All),
        limit: Limit::TimesOf(1.0 / 100.0, IMPORT),
    },
    Bar {
        what: "make an instance, with the pooling allocator",
        of: of("Rust, pooling allocator", "make an instance", Sizes::All),
        limit: Limit::Amount(Amount::Seconds(20e-6)),
    },
    Bar {
        what: "the evaluator with time zones, raw",
        of: of("raw", EVALUATOR, Sizes::All),
        limit: Limit::Amount(Amount::Bytes(600e3)),
    },
    Bar {
        what: "the evaluator with time zones, gzip -9",
        of: of("gzip -9", EVALUATOR, Sizes::All),
        limit: Limit::Amount(Amount::Bytes(250e3)),
    },
];

const fn of(host: &'static str, row: &'static str, sizes: Sizes) -> Cells {
    Cells { host, row, sizes }
}

/// Prints each limit with its measurement.
pub(super) fn print(tables: &[Table]) {
    println!("| | maximum | measured | |");
    println!("|---|---|---|---|");
    for Bar { what, of, limit } in &BARS {
        let (most, measured) = match limit {
            Limit::Amount(most) => (
                most.shown(),
                amounts(tables, of).last().map(|measured| (measured.number() <= most.number(), measured.shown())),
            ),
            Limit::Times(most, host) => times(tables, of, &Cells { host, ..*of }, *most),
            Limit::TimesOf(most, cells) => times(tables, of, cells, *most),
        };
        let (is_met, measured) = measured.map_or(("not measured", String::new()), |(is_met, measured)| {
            (if is_met { "met" } else { "not met" }, measured)
        });
        println!("| {what} | {most} | {measured} | {is_met} |");
    }
}

fn times(tables: &[Table], of: &Cells, to: &Cells, most: f64) -> (String, Option<(bool, String)>) {
    let pairs = amounts(tables, of).into_iter().zip(amounts(tables, to));
    let worst = pairs.map(|(of, to)| of.number() / to.number()).reduce(f64::max);
    (format!("×{}", factor(most)), worst.map(|worst| (worst <= most, format!("×{}", factor(worst)))))
}

/// Returns the measurements that are compared, by size.
fn amounts(tables: &[Table], Cells { host, row, sizes }: &Cells) -> Vec<Amount> {
    let cells = tables.iter().find_map(|table| table.cells(host, row));
    let amounts: Vec<Amount> = cells.into_iter().flat_map(|cells| cells.values()).map(|cell| cell.amount).collect();
    match sizes {
        Sizes::All => amounts,
        Sizes::Smallest => amounts.into_iter().take(1).collect(),
        Sizes::Largest => amounts.into_iter().last().into_iter().collect(),
    }
}
