//! A table of measurements: a column for each host, and a row for each measured operation.

use std::collections::BTreeMap;

use anyhow::{Context, Result, bail};
use serde_json::Value;

/// Number of the largest sizes that are used to compute how the time grows.
const SIZES: usize = 4;

/// Cells by row, host and size. Rows and hosts are in the order in which they were added.
#[derive(Default)]
pub(super) struct Table {
    hosts: Vec<String>,
    rows: Vec<String>,
    cells: BTreeMap<(String, String), BTreeMap<u64, Cell>>,
}

/// What cells are compared with.
#[derive(Clone, Copy)]
pub(super) enum Base<'n> {
    Nothing,
    /// The cell of this host in the same row.
    Host(&'n str),
    Cell {
        host: &'n str,
        row: &'n str,
    },
}

/// A measurement of a host.
#[derive(Clone, Copy)]
pub(super) struct Cell {
    pub(super) amount: Amount,
    /// Number of items that were processed in this time.
    items: Option<f64>,
}

#[derive(Clone, Copy)]
pub(super) enum Amount {
    Seconds(f64),
    Bytes(f64),
}

impl Cell {
    /// Returns the number of items that are processed in a second.
    pub(super) fn rate(self) -> Option<f64> {
        self.items.map(|items| items / self.amount.number())
    }
}

impl Amount {
    pub(super) fn number(self) -> f64 {
        let (Amount::Seconds(number) | Amount::Bytes(number)) = self;
        number
    }

    pub(super) fn shown(self) -> String {
        match self {
            Amount::Seconds(seconds) => shown_seconds(seconds),
            Amount::Bytes(bytes) => shown_bytes(bytes),
        }
    }
}

pub(super) fn shown_seconds(seconds: f64) -> String {
    match seconds {
        _ if seconds < 1e-6 => format!("{:.0} ns", seconds * 1e9),
        _ if seconds < 1e-3 => format!("{:.1} µs", seconds * 1e6),
        _ if seconds < 1.0 => format!("{:.1} ms", seconds * 1e3),
        _ => format!("{seconds:.1} s"),
    }
}

pub(super) fn shown_bytes(bytes: f64) -> String {
    if bytes < 1e6 { format!("{:.1} KB", bytes / 1e3) } else { format!("{:.2} MB", bytes / 1e6) }
}

impl Table {
    /// Reads lines such as `{"host": "Node", "row": "check a spec", "seconds": 0.0001}`. They can have `bytes` instead
    /// of `seconds`, the `size` of the input, and the number of `items`.
    pub(super) fn add(&mut self, lines: &str) -> Result<()> {
        for line in lines.lines().filter(|line| line.starts_with('{')) {
            self.add_line(&serde_json::from_str(line)?).with_context(|| line.to_owned())?;
        }
        Ok(())
    }

    fn add_line(&mut self, line: &Value) -> Result<()> {
        let text = |key: &str| line[key].as_str().map(str::to_owned).with_context(|| format!("`{key}` is missing"));
        let amount = match (line["seconds"].as_f64(), line["bytes"].as_f64()) {
            (Some(seconds), None) => Amount::Seconds(seconds),
            (None, Some(bytes)) => Amount::Bytes(bytes),
            _ => bail!("must have either `seconds` or `bytes`"),
        };
        let cell = Cell { amount, items: line["items"].as_f64() };
        // Without a size, the row has only one cell.
        let size = match &line["size"] {
            Value::Null => 0,
            size => size.as_u64().context("`size` is not a number")?,
        };
        self.put(text("row")?, text("host")?, BTreeMap::from([(size, cell)]));
        Ok(())
    }

    /// Adds the rows of another table, as new columns.
    pub(super) fn append(&mut self, other: Table) {
        let Table { hosts, rows, mut cells } = other;
        for row in &rows {
            for host in &hosts {
                if let Some(cells) = cells.remove(&(row.clone(), host.clone())) {
                    self.put(row.clone(), host.clone(), cells);
                }
            }
        }
    }

    fn put(&mut self, row: String, host: String, cells: BTreeMap<u64, Cell>) {
        for (names, name) in [(&mut self.hosts, &host), (&mut self.rows, &row)] {
            if !names.contains(name) {
                names.push(name.clone());
            }
        }
        self.cells.entry((row, host)).or_default().extend(cells);
    }

    /// Returns the cells of a row, by size.
    pub(super) fn cells(&self, host: &str, row: &str) -> Option<&BTreeMap<u64, Cell>> {
        self.cells.get(&(row.to_owned(), host.to_owned()))
    }

    pub(super) fn print(&self, base: Base) {
        println!("| | {} |", self.hosts.join(" | "));
        println!("|---|{}", "---|".repeat(self.hosts.len()));
        for row in &self.rows {
            let sizes = self.hosts.iter().filter_map(|host| self.cells(host, row)).flat_map(BTreeMap::keys);
            let sizes: std::collections::BTreeSet<u64> = sizes.copied().collect();
            for &size in &sizes {
                let cells = self.hosts.iter().map(|host| self.shown(host, row, size, base));
                let size = if size == 0 { String::new() } else { format!(": {size}") };
                println!("| {row}{size} | {} |", cells.collect::<Vec<_>>().join(" | "));
            }
            if sizes.len() >= SIZES {
                let grows = self.hosts.iter().map(|host| self.cells(host, row).and_then(growth));
                let grows = grows.map(|power| power.map_or_else(String::new, |power| format!("{power:.2}")));
                println!("| … grows to the power of | {} |", grows.collect::<Vec<_>>().join(" | "));
            }
        }
    }

    fn shown(&self, host: &str, row: &str, size: u64, base: Base) -> String {
        let cell = |host, row, size| self.cells(host, row)?.get(&size).copied();
        let Some(measured) = cell(host, row, size) else { return String::new() };
        let amount = measured.amount;
        let mut shown = amount.shown();
        let base = match base {
            Base::Nothing => None,
            Base::Host(base) => cell(base, row, size).filter(|_| base != host),
            Base::Cell { host: of, row: base } => cell(of, base, 0).filter(|_| (of, base) != (host, row)),
        };
        if let Some(base) = base {
            shown += &format!(" (×{})", factor(amount.number() / base.amount.number()));
        }
        if let Some(rate) = measured.rate() {
            shown += &format!(", {} a second", count(rate));
        }
        shown
    }
}

/// Returns the exponent of growth: the slope of the line through the logarithms of the largest sizes.
fn growth(cells: &BTreeMap<u64, Cell>) -> Option<f64> {
    let points: Vec<(f64, f64)> =
        cells.iter().rev().take(SIZES).map(|(&size, cell)| ((size as f64).ln(), cell.amount.number().ln())).collect();
    if points.len() < SIZES {
        return None;
    }
    let mean = |of: fn(&(f64, f64)) -> f64| points.iter().map(of).sum::<f64>() / points.len() as f64;
    let (x, y) = (mean(|point| point.0), mean(|point| point.1));
    let (covariance, variance) = points.iter().fold((0.0, 0.0), |(covariance, variance), point| {
        (covariance + (point.0 - x) * (point.1 - y), variance + (point.0 - x).powi(2))
    });
    Some(covariance / variance)
}

/// Formats a factor with two significant digits.
pub(super) fn factor(factor: f64) -> String {
    let decimals = (1.0 - factor.log10()).ceil().clamp(0.0, 7.0) as usize;
    format!("{factor:.decimals$}")
}

pub(super) fn count(count: f64) -> String {
    match count {
        count if count < 1e6 => format!("{:.0} thousand", count / 1e3),
        count => format!("{:.1} million", count / 1e6),
    }
}
