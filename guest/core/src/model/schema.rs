//! The shape of a spec for editors.

/// JSON Schema (2020-12) of a spec: the shape that the interface means, without what the reference coerces, with
/// descriptions and examples for completion. What Velero makes of the values is for the rules to say.
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
