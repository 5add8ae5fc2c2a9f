//! The schema of a spec, for editors.

/// The JSON Schema (2020-12) of a spec, with descriptions and examples for completion.
///
/// It has the types of the interface. Values that the reference converts are not valid in it. The rules check what
/// Velero does with the values.
pub const JSON_SCHEMA: &str = include_str!("spec.schema.json");

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Field, SPEC_FIELDS};

    #[test]
    fn it_is_json_with_every_field_described() {
        let schema: serde_json::Value = serde_json::from_str(JSON_SCHEMA).expect("JSON");
        let fields = schema["properties"].as_object().expect("an object");
        assert_eq!(fields.len(), SPEC_FIELDS.len());
        for Field { name, .. } in &SPEC_FIELDS {
            assert!(fields[*name]["description"].is_string() && fields[*name]["examples"].is_array(), "{name}");
        }
    }
}
