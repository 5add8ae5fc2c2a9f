//! The output format of a measurement. `xtask/src/bench/table.rs` reads it.

use serde::Serialize;

/// A cell of a table. It is printed as a line of JSON.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct Line<'t> {
    host: &'t str,
    row: &'t str,
    /// The size of the input. Rows that differ only in their size show how the time grows.
    #[serde(skip_serializing_if = "Option::is_none")]
    size: Option<usize>,
    /// Number of items that are processed in this time.
    #[serde(skip_serializing_if = "Option::is_none")]
    items: Option<usize>,
}

#[derive(Serialize)]
struct Measured<'t> {
    #[serde(flatten)]
    line: Line<'t>,
    #[serde(skip_serializing_if = "Option::is_none")]
    seconds: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    bytes: Option<usize>,
}

impl<'t> Line<'t> {
    /// Returns a cell for a host and a row.
    pub fn of(host: &'t str, row: &'t str) -> Self {
        Line { host, row, size: None, items: None }
    }

    /// Sets the size of the input.
    #[must_use]
    pub fn size(self, size: usize) -> Self {
        Line { size: Some(size), ..self }
    }

    /// Sets the number of processed items.
    #[must_use]
    pub fn items(self, items: usize) -> Self {
        Line { items: Some(items), ..self }
    }

    /// Prints the cell with a time.
    pub fn seconds(self, seconds: f64) {
        Measured { line: self, seconds: Some(seconds), bytes: None }.print();
    }

    /// Prints the cell with a number of bytes.
    pub fn bytes(self, bytes: usize) {
        Measured { line: self, seconds: None, bytes: Some(bytes) }.print();
    }
}

impl Measured<'_> {
    fn print(&self) {
        println!("{}", serde_json::to_string(self).expect("texts and numbers"));
    }
}
