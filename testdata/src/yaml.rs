//! Texts in YAML, and what other readers read in them. `properties/yaml-readers/measure.py` generates and measures them.

use serde::Deserialize;
use serde_json::Value;

/// A text, and the answers of the readers. An answer is the list of the documents that are not null, or 0 if the reader
/// refuses the text or reads a value that JSON does not have.
#[derive(Clone, Debug, Deserialize)]
pub struct YamlCase(Class, Text, Answer, #[serde(default)] Option<Answer>);

type Class = String;
type Text = String;
type Answer = Value;

impl YamlCase {
    /// Returns the class of generated texts that it is of: `ordinary`, `scalar`, `character`, ...
    pub fn class(&self) -> &str {
        &self.0
    }

    /// Returns the text.
    pub fn text(&self) -> &str {
        &self.1
    }

    /// Returns the answer of PyYAML's `safe_load_all`.
    pub fn pyyaml(&self) -> &Value {
        &self.2
    }

    /// Returns the answer of sigs.k8s.io/yaml, as kubectl and Velero read manifests.
    pub fn kubernetes(&self) -> &Value {
        self.3.as_ref().unwrap_or(&self.2)
    }
}

/// Returns the measured texts, each with its file and line.
pub fn cases() -> Vec<(String, YamlCase)> {
    crate::cases("yaml")
}
