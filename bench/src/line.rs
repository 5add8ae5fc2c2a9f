//! How a measurement is told: `xtask/src/bench/table.rs` reads it.

use serde::Serialize;

/// One cell of a table, which is printed as a line of JSON.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct Line<'t> {
    host: &'t str,
    row: &'t str,
    /// Rows that differ in this alone say how the time grows.
    #[serde(skip_serializing_if = "Option::is_none")]
    size: Option<usize>,
    /// How many of what is done in that time.
    #[serde(skip_serializing_if = "Option::is_none")]
    items: Option<usize>,
}

#[derive(Serialize)]
struct Told<'t> {
    #[serde(flatten)]
    line: Line<'t>,
    #[serde(skip_serializing_if = "Option::is_none")]
    seconds: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    bytes: Option<usize>,
}

impl<'t> Line<'t> {
    /// Who did it, and what.
    pub fn of(host: &'t str, row: &'t str) -> Self {
        Line { host, row, size: None, items: None }
    }

    /// Of this size.
    #[must_use]
    pub fn size(self, size: usize) -> Self {
        Line { size: Some(size), ..self }
    }

    /// With so many items.
    #[must_use]
    pub fn items(self, items: usize) -> Self {
        Line { items: Some(items), ..self }
    }

    /// It takes so many seconds.
    pub fn seconds(self, seconds: f64) {
        Told { line: self, seconds: Some(seconds), bytes: None }.print();
    }

    /// It takes so many bytes.
    pub fn bytes(self, bytes: usize) {
        Told { line: self, seconds: None, bytes: Some(bytes) }.print();
    }
}

impl Told<'_> {
    fn print(&self) {
        println!("{}", serde_json::to_string(self).expect("texts and numbers"));
    }
}
