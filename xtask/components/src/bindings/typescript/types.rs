//! Generates types, and functions that convert input and output.

use std::fmt::Write as _;

use super::{BYTES, MAX_LINE, OPTIONAL, ORDERED, TYPES, Writer, camel, find, wrapped};
use crate::bindings::contract::{Alternative, Case, Definition, Field, Interface, Named, Type};
use crate::bindings::{NOTICE, SWITCHES, pascal};

impl Writer<'_> {
    pub(super) fn types(&self) -> String {
        let mut text = format!("// {NOTICE}\n\nimport type {{ Pairs }} from '../convert.js';\n");
        for (_, named) in self.contract.types() {
            let name = pascal(&named.name);
            match &named.definition {
                Definition::Variant(cases) if self.inputs.contains(&named.name) => text += &self.union(named, cases),
                Definition::Enum(cases) | Definition::Variant(cases) => {
                    let words = words_of(cases);
                    text += &format!("\n{}", self.comment("", &documented(named, cases)));
                    text += &match format!("export type {name} = {};\n", words.join(" | ")) {
                        long if long.len() > MAX_LINE => {
                            format!("export type {name} =\n  | {};\n", words.join("\n  | "))
                        }
                        line => line,
                    };
                    if name == BYTES {
                        text += "\n/** The reasons. A byte in `Evaluation.reasons` is an index. The first three are reasons of objects in the backup. */\n";
                        text += &wrapped("", "export const reasonNames: readonly Reason[] = [", &words, "];");
                    }
                }
                Definition::Record(fields) => {
                    let input = self.input_name(named);
                    if input.as_ref() != Some(&name) {
                        text += &format!("\n{}", self.comment("", &named.docs));
                        text += &format!("export interface {name} {{\n{}}}\n", self.fields(fields, false));
                    }
                    if let Some(input) = input {
                        let mut docs = named.docs.clone();
                        if input != name {
                            docs.push(String::new());
                            docs.push(format!(
                                "As {{@link {name}}}. A field that is `null` is the same as a missing field."
                            ));
                        }
                        text += &format!("\n{}", self.comment("", &docs));
                        text += &format!("export interface {input} {{\n{}}}\n", self.fields(fields, true));
                    }
                }
                Definition::Resource => {}
            }
        }
        text
    }

    /// Returns the type of a variant that is a parameter: callers pass the record of a case.
    fn union(&self, named: &Named, cases: &[Case]) -> String {
        let name = self.input_name(named).expect("it is a parameter");
        let alternatives = self.contract.alternatives(&named.name, cases);
        let record = |each: &Alternative<'_>| self.input_name(each.record).expect("it is in a parameter");
        let mut docs = named.docs.clone();
        docs.push(String::new());
        docs.extend(alternatives.iter().map(|each| format!("- {{@link {}}}: {}", record(each), each.docs.join(" "))));
        let types: Vec<String> = alternatives.iter().map(record).collect();
        format!("\n{}export type {name} = {};\n", self.comment("", &docs), types.join(" | "))
    }

    /// Returns the conversion of a variant that is a parameter.
    ///
    /// The fields that a record must have tell which record it is. At most one of the records has no such field.
    fn choice(&self, interface: &Interface, named: &Named, cases: &[Case]) -> String {
        let name = self.input_name(named).expect("it is a parameter");
        let mut fallback = None;
        let mut lines = String::new();
        for alternative in self.contract.alternatives(&named.name, cases) {
            let (record, case) = (alternative.record, alternative.case);
            let convert = self.input_name(record).expect("it is in a parameter");
            let field = if alternative.is_container { format!(".{}", camel(&case.name)) } else { String::new() };
            let made = format!("{{ tag: '{}', val: to{convert}(value, path){field} }}", case.name);
            let Definition::Record(fields) = &record.definition else { unreachable!("{}: a record", record.name) };
            let required =
                fields.iter().filter(|field| !matches!(field.type_, Type::Option(_)) && absent(field).is_none());
            let required: Vec<String> = required.map(|field| format!("'{}'", camel(&field.name))).collect();
            if required.is_empty() {
                assert!(fallback.replace(made).is_none(), "{}: two records cannot be told apart", named.name);
            } else {
                let _ = writeln!(lines, "  if (convert.hasAny(value, [{}], path)) {{", required.join(", "));
                let _ = writeln!(lines, "    return {made};\n  }}");
            }
        }
        let fallback = fallback.unwrap_or_else(|| unimplemented!("{}: no record is the default", named.name));
        format!(
            "\nexport const to{name}: Convert<{}.{}> = (value, path) => {{\n{lines}  return {fallback};\n}};\n",
            camel(&interface.name),
            pascal(&named.name)
        )
    }

    fn fields(&self, fields: &[Field], is_input: bool) -> String {
        let mut text = String::new();
        for field in fields {
            let (is_option, type_) = match &field.type_ {
                Type::Option(inner) => (true, &**inner),
                other => (false, other),
            };
            let may_be_absent = is_option || (is_input && absent(field).is_some());
            let written = match type_ {
                _ if !is_input && is_ordered(field) => "Array<[string, string]>".to_owned(),
                _ => self.type_(type_, is_input),
            };
            text += &self.comment("  ", &field.docs);
            let mark = if may_be_absent { "?" } else { "" };
            let null = if is_input && may_be_absent { " | null" } else { "" };
            let _ = writeln!(text, "  {}{mark}: {written}{null};", camel(&field.name));
        }
        text
    }

    /// Returns the name of a type as input, or `None` if it is only output. A record that is both has a separate name.
    pub(super) fn input_name(&self, named: &Named) -> Option<String> {
        let is_record = matches!(named.definition, Definition::Record(_));
        let suffix = if is_record && self.outputs.contains(&named.name) { "Input" } else { "" };
        let name = || find(TYPES, &named.name).map_or_else(|| pascal(&named.name) + suffix, str::to_owned);
        self.inputs.contains(&named.name).then(name)
    }

    /// Returns a type in TypeScript.
    pub(super) fn type_(&self, type_: &Type, is_input: bool) -> String {
        match type_ {
            Type::Bool => "boolean".to_owned(),
            Type::U8 | Type::U32 | Type::S64 => "number".to_owned(),
            Type::String => "string".to_owned(),
            Type::Option(inner) if is_input => format!("{} | null | undefined", self.type_(inner, true)),
            Type::Option(inner) => format!("{} | undefined", self.type_(inner, false)),
            Type::List(_) if type_.is_map() => if is_input { "Pairs" } else { "Record<string, string>" }.to_owned(),
            Type::List(item) => match &**item {
                Type::U8 if is_input => "Uint8Array".to_owned(),
                Type::U8 => "Uint8Array<ArrayBuffer>".to_owned(),
                Type::U32 if !is_input => "Uint32Array<ArrayBuffer>".to_owned(),
                item if is_input => format!("readonly {}[]", self.type_(item, true)),
                item => format!("{}[]", self.type_(item, false)),
            },
            Type::Tuple(items) => {
                let items: Vec<String> = items.iter().map(|item| self.type_(item, is_input)).collect();
                format!("[{}]", items.join(", "))
            }
            Type::Result(ok, _) => {
                let ok = ok.as_ref().map_or("undefined".to_owned(), |ok| self.type_(ok, is_input));
                format!("Result<{ok}>")
            }
            Type::Named(name) if is_input => {
                self.input_name(self.contract.named(name)).expect("it is the type of a parameter")
            }
            Type::Named(name) | Type::Own(name) | Type::Borrow(name) => pascal(name),
        }
    }

    pub(super) fn conversions(&self) -> String {
        let mut body = String::new();
        for (interface, named) in self.contract.types() {
            let name = pascal(&named.name);
            if let Some(input) = self.input_name(named) {
                body += &match &named.definition {
                    Definition::Record(fields) => {
                        let module = camel(&interface.name);
                        let fields: String = fields.iter().map(|field| self.conversion(field)).collect();
                        format!(
                            "\nexport const to{input}: Convert<{module}.{name}> = convert.record({{\n{fields}}});\n"
                        )
                    }
                    Definition::Variant(cases) => self.choice(interface, named, cases),
                    Definition::Enum(cases) => {
                        let start = format!("export const to{input}: Convert<contract.{name}> = convert.oneOf([");
                        format!("\n{}", wrapped("", &start, &words_of(cases), "]);"))
                    }
                    Definition::Resource => String::new(),
                };
            }
            if let (Definition::Record(fields), true) = (&named.definition, self.outputs.contains(&named.name)) {
                let converts = |field: &&Field| self.output(&field.type_).is_some() && !is_ordered(field);
                let converted: Vec<&Field> = fields.iter().filter(converts).collect();
                if converted.is_empty() {
                    continue;
                }
                // A property that is missing stays missing.
                let has_optional = converted.iter().any(|field| matches!(field.type_, Type::Option(_)));
                let (start, indent) = if has_optional { ("\n  convert.defined", "  ") } else { (" ", "") };
                let member = |field: &&Field| {
                    let (convert, field) = (self.output(&field.type_)?, camel(&field.name));
                    Some(format!("{indent}  {field}: {convert}(value.{field}),\n"))
                };
                let members: String = converted.iter().filter_map(member).collect();
                let module = camel(&interface.name);
                body += &format!("\nexport const from{name} = (value: Plain<{module}.{name}>): contract.{name} =>");
                body += &format!("{start}({{\n{indent}  ...value,\n{members}{indent}}});\n");
            }
        }
        let body = body.replace("\nexport", "\n/** @internal */\nexport");
        let mut text = format!("// {NOTICE}\n\nimport * as convert from '../convert.js';\n");
        text += "import type { Convert, Plain } from '../convert.js';\n";
        text += &self.component_imports(&body);
        text += "import type * as contract from './types.js';\n";
        text + &body
    }

    fn conversion(&self, field: &Field) -> String {
        let convert = self.input(&field.type_);
        match absent(field) {
            Some(absent) => format!("  {}: convert.or({convert}, {absent}),\n", camel(&field.name)),
            None => format!("  {}: {convert},\n", camel(&field.name)),
        }
    }

    /// Returns the function that converts input.
    pub(super) fn input(&self, type_: &Type) -> String {
        match type_ {
            Type::Bool => "convert.flag".to_owned(),
            Type::U32 => "convert.integer".to_owned(),
            Type::S64 => "convert.seconds".to_owned(),
            Type::String => "convert.text".to_owned(),
            Type::Option(inner) => format!("convert.optional({})", self.input(inner)),
            Type::List(item) if **item == Type::U8 => "convert.bytes".to_owned(),
            Type::List(_) if type_.is_map() => "convert.pairs".to_owned(),
            Type::List(item) => format!("convert.list({})", self.input(item)),
            Type::Named(_) => format!("to{}", self.type_(type_, true)),
            Type::Own(name) => format!("taken({})", pascal(name)),
            Type::Borrow(name) => format!("lent({})", pascal(name)),
            Type::U8 | Type::Tuple(_) | Type::Result(..) => unimplemented!("input of such a type"),
        }
    }

    /// Returns the function that converts output, or `None` if nothing changes.
    pub(super) fn output(&self, type_: &Type) -> Option<String> {
        match type_ {
            Type::List(_) if type_.is_map() => Some("convert.fromPairs".to_owned()),
            Type::List(item) => Some(format!("convert.each({})", self.output(item)?)),
            Type::Option(inner) => Some(format!("convert.present({})", self.output(inner)?)),
            Type::Named(name) => {
                let Definition::Record(fields) = &self.contract.named(name).definition else { return None };
                let mut fields = fields.iter().filter(|field| !is_ordered(field));
                fields.any(|field| self.output(&field.type_).is_some()).then(|| format!("from{}", pascal(name)))
            }
            _ => None,
        }
    }
}

/// Returns the default of an input field, or `None` if there is no default or it is optional in the contract.
fn absent(field: &Field) -> Option<&'static str> {
    match field.type_ {
        _ if SWITCHES.contains(&field.name.as_str()) => Some("false"),
        Type::List(_) if !field.type_.is_map() || OPTIONAL.contains(&field.name.as_str()) => Some("[]"),
        _ => None,
    }
}

/// Returns whether a field is a map that keeps its order in output.
fn is_ordered(field: &Field) -> bool {
    let type_ = if let Type::Option(inner) = &field.type_ { inner } else { &field.type_ };
    type_.is_map() && ORDERED.contains(&field.name.as_str())
}

fn words_of(cases: &[Case]) -> Vec<String> {
    cases.iter().map(|case| format!("'{}'", case.name)).collect()
}

/// Returns the documentation of an enum or a variant, and of its cases.
fn documented(named: &Named, cases: &[Case]) -> Vec<String> {
    let words = cases.iter().map(|case| format!("- `{}`: {}", case.name, case.docs.join(" ")));
    named.docs.iter().cloned().chain([String::new()]).chain(words).collect()
}
