//! Generates records, enums, sealed interfaces, and the conversions between them and JSON.

use std::fmt::Write as _;

use super::{Writer, broken, camel, file, is_reference, snake, wrapped};
use crate::bindings::contract::{Case, Definition, Field, Named, Type};
use crate::bindings::{SWITCHES, pascal};

/// Further members of a record.
const MEMBERS: &[(&str, &str)] = &[(
    "diagnostic",
    r#"
    /** Returns the severity, the code and the message in one line: {@code error[ttl-not-a-duration]: ...}. */
    @Override
    public String toString() {
        return severity + "[" + code + "]: " + message;
    }
"#,
)];

impl Writer<'_> {
    pub(super) fn types(&self) -> Vec<(String, String)> {
        let types = self.contract.types().filter_map(|(_, named)| {
            let text = match &named.definition {
                Definition::Record(fields) => self.record(named, fields),
                Definition::Enum(cases) => self.enumeration(named, cases),
                Definition::Variant(cases) => self.sealed(named, cases),
                Definition::Resource => return None,
            };
            Some((format!("{}.java", pascal(&named.name)), file(&text)))
        });
        types.collect()
    }

    fn enumeration(&self, named: &Named, cases: &[Case]) -> String {
        let class = pascal(&named.name);
        let mut text = self.comment("", &named.docs, &[]);
        let _ = writeln!(text, "public enum {class} {{");
        for (index, case) in cases.iter().enumerate() {
            let end = if index + 1 == cases.len() { ";" } else { "," };
            text += &self.comment("    ", &case.docs, &[]);
            let _ = writeln!(text, "    {}(\"{}\"){end}", constant(&case.name), case.name);
        }
        let _ = write!(
            text,
            r#"
    private static final Map<String, {class}> BY_NAME = Json.byName(values());

    private final String name;

    {class}(String name) {{
        this.name = name;
    }}

    /**
     * Returns the value with a name of the contract, as {{@link #toString}} returns it.
     *
     * @throws IllegalArgumentException if there is no such value.
     */
    public static {class} of(String name) {{
        return Json.named(BY_NAME, name);
    }}

    /** Returns the name in the contract, in lower case with hyphens. */
    @Override
    public String toString() {{
        return name;
    }}
}}
"#
        );
        text
    }

    fn record(&self, named: &Named, fields: &[Field]) -> String {
        let class = pascal(&named.name);
        let described: Vec<String> = fields.iter().map(|field| self.parameter(field)).collect();
        let tags: Vec<&str> = described.iter().map(String::as_str).collect();
        let declared: Vec<String> = fields.iter().map(|field| self.declared(field)).collect();
        let variants = self.variants_of(&named.name);
        let implements =
            if variants.is_empty() { String::new() } else { format!(" implements {}", variants.join(", ")) };
        let mut text = self.comment("", &named.docs, &tags);
        text += &wrapped("", &format!("public record {class}("), &declared, &format!("){implements} {{"));
        text += &constructor(&class, fields);
        if self.inputs.contains(&named.name) {
            text += &self.defaults(&class, fields);
        }
        text += MEMBERS.iter().find(|(record, _)| *record == named.name).map_or("", |(_, members)| members);
        let text = text.trim_end().to_owned() + "\n}\n";
        if text.ends_with("{\n}\n") { text.replace("{\n}\n", "{}\n") } else { text }
    }

    /// Returns a constructor without the fields that have a default, and a method for each of these.
    fn defaults(&self, class: &str, fields: &[Field]) -> String {
        let mut text = String::new();
        if fields.iter().all(|field| default_of(field).is_none()) {
            return text;
        }
        let required: Vec<&Field> = fields.iter().filter(|field| default_of(field).is_none()).collect();
        let tags: Vec<String> = required.iter().map(|field| self.parameter(field)).collect();
        let tags: Vec<&str> = tags.iter().map(String::as_str).collect();
        let what = if required.is_empty() { "no field set" } else { "only the required fields set" };
        text += &format!("\n{}", self.comment("    ", &[format!("Creates one with {what}.")], &tags));
        let declared: Vec<String> = required.iter().map(|field| self.declared(field)).collect();
        text += &wrapped("    ", &format!("public {class}("), &declared, ") {");
        let values: Vec<String> =
            fields.iter().map(|field| default_of(field).map_or_else(|| camel(&field.name), str::to_owned)).collect();
        text += &wrapped("        ", "this(", &values, ");");
        text += "    }\n";
        let all: Vec<String> = fields.iter().map(|field| camel(&field.name)).collect();
        for field in fields.iter().filter(|field| default_of(field).is_some()) {
            let tag = self.parameter(field);
            let docs = [format!("Returns a copy with another `{}`.", field.name)];
            let _ = write!(text, "\n{}", self.comment("    ", &docs, &[tag.as_str()]));
            let _ = writeln!(text, "    public {class} with{}({}) {{", pascal(&field.name), self.declared(field));
            text += &wrapped("        ", &format!("return new {class}("), &all, ");");
            text += "    }\n";
        }
        text
    }

    fn parameter(&self, field: &Field) -> String {
        format!("@param {} {}", camel(&field.name), self.javadoc(&field.docs.join(" ")))
    }

    fn declared(&self, field: &Field) -> String {
        format!("{} {}", self.type_(&field.type_), camel(&field.name))
    }

    /// Returns the variants for which callers pass this record.
    fn variants_of(&self, record: &str) -> Vec<String> {
        let variants = self.contract.types().filter(|(_, named)| self.inputs.contains(&named.name));
        let variants = variants.filter_map(|(_, named)| {
            let Definition::Variant(cases) = &named.definition else { return None };
            let mut alternatives = self.contract.alternatives(&named.name, cases).into_iter();
            alternatives.any(|each| each.record.name == record).then(|| pascal(&named.name))
        });
        variants.collect()
    }

    /// Returns the interface of a variant. For a parameter, callers pass the record of a case.
    fn sealed(&self, named: &Named, cases: &[Case]) -> String {
        let class = pascal(&named.name);
        let mut text = self.comment("", &named.docs, &[]);
        if self.inputs.contains(&named.name) {
            let alternatives = self.contract.alternatives(&named.name, cases);
            let records: Vec<String> = alternatives.iter().map(|each| pascal(&each.record.name)).collect();
            let _ = writeln!(text, "public sealed interface {class} permits {} {{}}", records.join(", "));
            return text;
        }
        let _ = writeln!(text, "public sealed interface {class} {{");
        for (index, case) in cases.iter().enumerate() {
            let gap = if index == 0 { "" } else { "\n" };
            let case_class = pascal(&case.name);
            let (fields, tags) = match &case.payload {
                None => (String::new(), Vec::new()),
                Some(type_) => {
                    let name = payload_name(type_);
                    (format!("{} {name}", self.type_(type_)), vec![format!("@param {name} The details.")])
                }
            };
            let tags: Vec<&str> = tags.iter().map(String::as_str).collect();
            let _ = write!(text, "{gap}{}", self.comment("    ", &case.docs, &tags));
            let _ = writeln!(text, "    record {case_class}({fields}) implements {class} {{}}");
        }
        text + "}\n"
    }

    pub(super) fn conversions(&self) -> String {
        let mut body = "/** Conversions between the types of the contract and JSON. */\n".to_owned();
        body += "final class Conversions {\n    private Conversions() {}\n";
        for (_, named) in self.contract.types() {
            let (goes_in, comes_out) = (self.inputs.contains(&named.name), self.outputs.contains(&named.name));
            match &named.definition {
                Definition::Record(fields) => {
                    if goes_in {
                        body += &self.write_record(named, fields);
                    }
                    if comes_out {
                        body += &self.read_record(named, fields);
                    }
                }
                Definition::Variant(cases) if goes_in => body += &self.write_variant(named, cases),
                Definition::Variant(cases) => body += &self.read_variant(named, cases),
                _ => {}
            }
        }
        file(&(body + "}\n").replace("Conversions.", ""))
    }

    fn write_record(&self, named: &Named, fields: &[Field]) -> String {
        let class = pascal(&named.name);
        let mut text =
            format!("\n    static void write{class}(JsonGenerator json, {class} value) throws IOException {{\n");
        text += "        json.writeStartObject();\n";
        for field in fields {
            let (key, value) = (snake(&field.name), format!("value.{}()", camel(&field.name)));
            let write = format!("json.writeFieldName(\"{key}\");\n");
            if let Type::Option(inner) = &field.type_ {
                let _ = write!(text, "        if ({value} != null) {{\n            {write}");
                let _ = write!(text, "            {};\n        }}\n", self.written(inner, "json", &value));
            } else {
                let _ = writeln!(text, "        {write}        {};", self.written(&field.type_, "json", &value));
            }
        }
        text + "        json.writeEndObject();\n    }\n"
    }

    fn read_record(&self, named: &Named, fields: &[Field]) -> String {
        let class = pascal(&named.name);
        let mut text = format!("\n    static {class} read{class}(JsonParser parser) throws IOException {{\n");
        for field in fields {
            let initial = match &field.type_ {
                Type::Bool => "false",
                type_ if is_reference(type_) => "null",
                _ => "0",
            };
            let type_ = self.type_(&field.type_).replace("@Nullable ", "");
            let _ = writeln!(text, "        {type_} {} = {initial};", camel(&field.name));
        }
        text += "        while (parser.nextToken() != JsonToken.END_OBJECT) {\n";
        text += "            String member = parser.currentName();\n            parser.nextToken();\n";
        text += "            switch (member) {\n";
        for field in fields {
            let (key, name) = (snake(&field.name), camel(&field.name));
            let line = format!("                case \"{key}\" -> {name} = {};\n", self.read(&field.type_, "parser"));
            text += &broken(&line);
        }
        text += "                default -> parser.skipChildren();\n            }\n        }\n";
        let names: Vec<String> = fields.iter().map(|field| camel(&field.name)).collect();
        text + &wrapped("        ", &format!("return new {class}("), &names, ");") + "    }\n"
    }

    fn write_variant(&self, named: &Named, cases: &[Case]) -> String {
        let class = pascal(&named.name);
        let mut text =
            format!("\n    static void write{class}(JsonGenerator json, {class} value) throws IOException {{\n");
        text += "        json.writeStartObject();\n";
        for (index, each) in self.contract.alternatives(&named.name, cases).iter().enumerate() {
            let (record, case) = (pascal(&each.record.name), &each.case.name);
            let name = camel(&each.record.name);
            let payload = each.case.payload.as_ref().expect("a case is a record");
            let value = if each.is_container { format!("{name}.{}()", camel(case)) } else { name.clone() };
            let start = if index == 0 { "        if" } else { " else if" };
            let _ = write!(
                text,
                "{start} (value instanceof {record} {name}) {{\n            json.writeFieldName(\"{}\");\n            {};\n        }}",
                snake(case),
                self.written(payload, "json", &value)
            );
        }
        text + "\n        json.writeEndObject();\n    }\n"
    }

    fn read_variant(&self, named: &Named, cases: &[Case]) -> String {
        let class = pascal(&named.name);
        let mut text = format!("\n    static {class} read{class}(JsonParser json) throws IOException {{\n");
        text += "        boolean isObject = json.currentToken() == JsonToken.START_OBJECT;\n";
        text += "        String name = isObject ? json.nextFieldName() : json.getText();\n";
        text += "        if (isObject) {\n            json.nextToken();\n        }\n";
        text += &format!("        {class} value = switch (name) {{\n");
        for case in cases {
            let payload = case.payload.as_ref().map(|type_| self.read(type_, "json")).unwrap_or_default();
            let _ = writeln!(
                text,
                "            case \"{}\" -> new {class}.{}({payload});",
                snake(&case.name).replace('_', "-"),
                pascal(&case.name)
            );
        }
        text += "            default -> throw new IllegalStateException(name);\n        };\n";
        text += "        if (isObject) {\n            json.nextToken();\n        }\n";
        text + "        return value;\n    }\n"
    }
}

/// Returns the compact constructor, which checks and copies values. It is empty if there is nothing to check.
fn constructor(class: &str, fields: &[Field]) -> String {
    let is_collection = |type_: &Type| matches!(type_, Type::List(_));
    let lines = fields.iter().filter_map(|field| {
        let name = camel(&field.name);
        match &field.type_ {
            Type::Option(inner) => is_collection(inner).then(|| format!("{name} = Copies.ofNullable({name});")),
            type_ if is_collection(type_) => Some(format!("{name} = Copies.of({name});")),
            type_ if is_reference(type_) => Some(format!("Objects.requireNonNull({name}, \"{name}\");")),
            _ => None,
        }
    });
    let lines: String = lines.map(|line| format!("        {line}\n")).collect();
    if lines.is_empty() { String::new() } else { format!("    public {class} {{\n{lines}    }}\n") }
}

/// Returns the default of a field, for records that are parameters.
fn default_of(field: &Field) -> Option<&'static str> {
    match &field.type_ {
        Type::Option(_) => Some("null"),
        Type::Bool if SWITCHES.contains(&field.name.as_str()) => Some("false"),
        type_ if type_.is_map() => Some("Map.of()"),
        Type::List(_) => Some("List.of()"),
        _ => None,
    }
}

fn payload_name(type_: &Type) -> &'static str {
    match type_ {
        Type::List(inner) if **inner == Type::Named("diagnostic".to_owned()) => "diagnostics",
        _ => "value",
    }
}

/// Converts a WIT name to the name of a constant: `NOT_LEADER`.
fn constant(name: &str) -> String {
    snake(name).to_uppercase()
}
