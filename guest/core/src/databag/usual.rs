//! Reads usual databags in one pass: those that the reference library reads and that no rule reports.

use std::fmt;

use serde::de::{Deserialize, DeserializeSeed, Deserializer, Error, MapAccess, Visitor};

use crate::model::{Access, LabelSelector, SPEC_FIELDS, Spec, TARGET_FIELDS, Target};

/// Returns the targets of the text of `backup_targets`, or `None` if the tree has to read it.
///
/// In a usual text each field is known, occurs once, and has a value of its own type. Characters are whole.
pub(super) fn read(text: &str) -> Option<Vec<Target>> {
    let targets: Vec<Usual<Target>> = serde_json::from_str(text).ok()?;
    Some(targets.into_iter().map(|Usual(target)| target).collect())
}

/// A value without anything to report. An error only means that it is unusual.
struct Usual<T>(T);

/// The error of each unusual value. Nothing shows it.
fn unusual<E: Error>() -> E {
    E::custom("unusual")
}

impl<'de> Deserialize<'de> for Usual<Target> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Members;

        impl<'de> Visitor<'de> for Members {
            type Value = Usual<Target>;

            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("a target")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Self::Value, A::Error> {
                let (mut names, mut spec) = ([const { None }; 3], None);
                while let Some(index) = members.next_key_seed(OneOf(&TARGET_FIELDS))? {
                    match names.get_mut(index) {
                        Some(name) => set(name, members.next_value::<String>()?)?,
                        None => set(&mut spec, members.next_value::<Usual<Spec>>()?)?,
                    }
                }
                match (names, spec) {
                    ([Some(app), Some(relation_name), Some(model)], Some(Usual(spec))) => {
                        Ok(Usual(Target { app, relation_name, model, spec }))
                    }
                    _ => Err(unusual()),
                }
            }
        }

        deserializer.deserialize_map(Members)
    }
}

/// Sets a value that must not be set before.
fn set<T, E: Error>(slot: &mut Option<T>, value: T) -> Result<(), E> {
    if slot.replace(value).is_some() { Err(unusual()) } else { Ok(()) }
}

impl<'de> Deserialize<'de> for Usual<Spec> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Members;

        impl<'de> Visitor<'de> for Members {
            type Value = Usual<Spec>;

            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("a spec")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Self::Value, A::Error> {
                let mut spec = Spec::default();
                let mut found = [None; SPEC_FIELDS.len()];
                while let Some(index) = members.next_key_seed(OneOf(&SPEC_FIELD_NAMES))? {
                    let (Some(field), Some(found)) = (SPEC_FIELDS.get(index), found.get_mut(index)) else {
                        return Err(unusual());
                    };
                    set(found, ())?;
                    match field.access {
                        Access::Names(_, slot) => *slot(&mut spec) = members.next_value()?,
                        Access::Bool(_, slot) => *slot(&mut spec) = members.next_value()?,
                        Access::Labels(_, slot) => {
                            let labels: Option<Usual<LabelSelector>> = members.next_value()?;
                            *slot(&mut spec) = labels.map(|Usual(labels)| labels);
                        }
                        Access::Text(_, slot) => *slot(&mut spec) = members.next_value()?,
                    }
                }
                Ok(Usual(spec))
            }
        }

        deserializer.deserialize_map(Members)
    }
}

const SPEC_FIELD_NAMES: [&str; SPEC_FIELDS.len()] = {
    let mut names = [""; SPEC_FIELDS.len()];
    let mut index = 0;
    while index < names.len() {
        names[index] = SPEC_FIELDS[index].name;
        index += 1;
    }
    names
};

impl<'de> Deserialize<'de> for Usual<LabelSelector> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Members;

        impl<'de> Visitor<'de> for Members {
            type Value = Usual<LabelSelector>;

            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("labels")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Self::Value, A::Error> {
                /// Each label is compared with those before it.
                const MAX_LABELS: usize = 16;
                let mut labels: Vec<(String, String)> = Vec::new();
                while let Some(key) = members.next_key::<String>()? {
                    if labels.len() == MAX_LABELS || labels.iter().any(|(before, _)| *before == key) {
                        return Err(unusual());
                    }
                    labels.push((key, members.next_value()?));
                }
                Ok(Usual(LabelSelector::of_distinct(labels)))
            }
        }

        deserializer.deserialize_map(Members)
    }
}

/// Reads a key that is one of these, as its index.
struct OneOf<'n>(&'n [&'n str]);

impl<'de> DeserializeSeed<'de> for OneOf<'_> {
    type Value = usize;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<usize, D::Error> {
        deserializer.deserialize_identifier(self)
    }
}

impl Visitor<'_> for OneOf<'_> {
    type Value = usize;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a known field")
    }

    fn visit_str<E: Error>(self, key: &str) -> Result<usize, E> {
        self.0.iter().position(|name| *name == key).ok_or_else(unusual)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Pointer;
    use crate::report::Report;

    /// Reads a text in both ways, and returns its targets if it is usual.
    fn read_twice(text: &str) -> Option<Vec<Target>> {
        let targets = read(text)?;
        let mut report = Report::default();
        assert_eq!(super::super::read_any(text, &Pointer::Root, &mut report), targets, "{text}");
        assert_eq!(report.into_diagnostics(), [], "{text}");
        Some(targets)
    }

    #[test]
    fn what_is_unusual_is_left_to_the_tree() {
        let usual = |target: &str| read_twice(&format!("[{target}]")).is_some();
        let with =
            |spec: &str| usual(&format!(r#"{{"app": "a", "relation_name": "r", "model": "m", "spec": {spec}}}"#));
        assert!(with("{}"));
        assert!(with(r#"{"ttl": null, "label_selector": {"a": "\ud83e\udd86"}, "include_namespaces": []}"#));
        assert!(with(r#"{"include_cluster_resources": true, "ttl": "\u00e4"}"#));
        for spec in [
            "null",
            "[]",
            r#"["a"]"#,
            r#"{"ttl": 1}"#,
            r#"{"ttl": "a", "ttl": "a"}"#,
            r#"{"ttl": null, "ttl": "a"}"#,
            r#"{"TTL": "a"}"#,
            r#"{"ttl": "\ud83e"}"#,
            r#"{"include_cluster_resources": "true"}"#,
            r#"{"include_cluster_resources": 1}"#,
            r#"{"include_namespaces": "a"}"#,
            r#"{"include_namespaces": [null]}"#,
            r#"{"label_selector": []}"#,
            r#"{"label_selector": {"a": null}}"#,
            r#"{"label_selector": {"a": "b", "a": "c"}}"#,
        ] {
            assert!(!with(spec), "{spec}");
        }
        assert!(!usual(r#"["a", "r", "m", {}]"#));
        assert!(!usual(r#"{"app": "a", "relation_name": "r", "model": "m"}"#));
        assert!(!usual(r#"{"app": "a", "app": "a", "relation_name": "r", "model": "m", "spec": {}}"#));
        assert!(!usual(r#"{"app": null, "relation_name": "r", "model": "m", "spec": {}}"#));
        assert!(!usual(r#"{"app": "a", "relation_name": "r", "model": "m", "spec": {}, "spec": {}}"#));
        for text in ["{}", "null", "[]]", "[", "[],", "\u{feff}[]", "[NaN]"] {
            assert!(read_twice(text).is_none(), "{text}");
        }
        assert_eq!(read_twice(" [\t]\r\n"), Some(Vec::new()));
    }

    #[test]
    fn many_labels_are_left_to_the_tree() {
        let text = |count: usize| {
            let labels = (0..count).map(|label| (label.to_string(), String::new())).collect();
            let spec = Spec { label_selector: Some(labels), ..Spec::default() };
            let target = Target { app: String::new(), relation_name: String::new(), model: String::new(), spec };
            crate::databag::write(&[target])
        };
        assert!(read_twice(&text(16)).is_some());
        assert!(read_twice(&text(17)).is_none());
    }

    proptest::proptest! {
        #[test]
        fn usual_texts_are_read_as_the_tree_reads_them((texts, _) in k8s_backup_target_testdata::generate::lookup()) {
            for text in texts {
                read_twice(&text);
            }
        }
    }
}
