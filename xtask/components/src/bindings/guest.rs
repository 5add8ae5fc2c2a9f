//! Generates the evaluator's code for the string call: conversions of types, and calls of functions by their names.

use std::fmt::Write as _;

use super::contract::{Case, Contract, Definition, Function, Interface, Kind, Named, Type};
use super::{NOTICE, pascal, snake};

/// The beginnings of the names of the functions that a page does not call while it checks texts.
const NOT_FOR_TEXTS: [&str; 5] = ["merge.merge", "requirer.", "selection.", "validation.check-", "validation.rules"];

/// Returns the generated Rust file.
pub(super) fn write(contract: &Contract) -> String {
    let path = |resource: &str| {
        let home = contract.types().find(|(_, named)| named.name == resource).expect("a resource is a type");
        format!("{}::{}", snake(&home.0.name), pascal(resource))
    };
    let mut text = format!("//! {NOTICE}\n\n");
    let mut modules: Vec<String> = contract.interfaces.iter().map(|interface| snake(&interface.name)).collect();
    modules.sort_unstable();
    text += "use k8s_backup_target::document::tree::Value;\n\n";
    text += "use super::fault::Fault;\n";
    text += "use super::read::{Members, read_record, read_variant};\n";
    text += "use super::resources::{self, Resource, resources};\n";
    text += "use super::write::{answer, enumeration, write_record, write_variant};\n";
    text += "use crate::Evaluator;\n";
    text += &format!("use crate::exports::k8s_backup::target::{{{}}};\n\n", modules.join(", "));

    text += "resources! {\n";
    for (interface, named) in contract.types().filter(|(_, named)| matches!(named.definition, Definition::Resource)) {
        let (module, type_, name) = (snake(&interface.name), pascal(&named.name), &named.name);
        let _ = writeln!(text, "    {module}::{type_} Guest{type_} {type_}Borrow \"{name}\"");
    }
    text += "}\n\n";

    let (inputs, outputs) = (contract.inputs(), contract.outputs());
    for (interface, named) in contract.types() {
        let is = |names: &[String]| names.contains(&named.name);
        text += &type_(interface, named, is(&inputs), is(&outputs));
    }

    text += "\npub(super) const FUNCTIONS: &[&str] = &[\n    \"close\",\n";
    for (interface, function) in contract.functions() {
        text += &condition(interface, function, "    ");
        let _ = writeln!(text, "    \"{}\",", function.json_name(interface));
    }
    text += "];\n\n";

    text += "pub(super) fn call(function: &str, arguments: Value<'_>) -> Result<Vec<u8>, Fault> {\n";
    text += "    Ok(match function {\n        \"close\" => answer(resources::close(arguments)?),\n";
    for (interface, function) in contract.functions() {
        text += &condition(interface, function, "        ");
        text += &arm(interface, function, &path);
    }
    text += "        _ => return Err(Fault::unknown_function(function)),\n    })\n}\n";
    text
}

/// Returns the condition under which the string call has a function.
fn condition(interface: &Interface, function: &Function, indentation: &str) -> String {
    let name = function.json_name(interface);
    if NOT_FOR_TEXTS.iter().any(|prefix| name.starts_with(prefix)) {
        format!("{indentation}#[cfg(feature = \"whole\")]\n")
    } else {
        String::new()
    }
}

fn type_(interface: &Interface, named: &Named, goes_in: bool, comes_out: bool) -> String {
    let path = format!("{}::{}", snake(&interface.name), pascal(&named.name));
    match &named.definition {
        Definition::Record(fields) => {
            let names: Vec<String> = fields.iter().map(|field| snake(&field.name)).collect();
            let names = names.join(" ");
            let macros = [(goes_in, "read_record"), (comes_out, "write_record")];
            let used = macros.iter().filter(|(is_used, _)| *is_used);
            used.map(|(_, name)| format!("{name}! {{ {path}: {names} }}\n")).collect()
        }
        Definition::Enum(cases) => {
            let words: Vec<String> =
                cases.iter().map(|case| format!("{} = \"{}\"", pascal(&case.name), case.name)).collect();
            format!("enumeration! {{ {path}: {} }}\n", words.join(", "))
        }
        Definition::Variant(cases) => {
            let words = |shows_payload: bool| {
                let word = |case: &Case| {
                    let payload = if shows_payload && case.payload.is_some() { "(payload)" } else { "" };
                    format!("{}{payload} = \"{}\"", pascal(&case.name), case.name)
                };
                cases.iter().map(word).collect::<Vec<_>>().join(", ")
            };
            let has_payloads = cases.iter().all(|case| case.payload.is_some());
            assert!(has_payloads || !goes_in, "{}: a case without a payload cannot be an argument", named.name);
            let mut text = String::new();
            if goes_in {
                text += &format!("read_variant! {{ {path}: {} }}\n", words(false));
            }
            if comes_out {
                text += &format!("write_variant! {{ {path}: {} }}\n", words(true));
            }
            text
        }
        Definition::Resource => String::new(),
    }
}

/// Returns the match arm that calls a function.
fn arm(interface: &Interface, function: &Function, path: &dyn Fn(&str) -> String) -> String {
    let module = snake(&interface.name);
    let names: Vec<String> = function.parameters.iter().map(|each| format!("\"{}\"", snake(&each.name))).collect();
    let given = if names.is_empty() { "" } else { "let mut given = " };
    let mut body = format!("            {given}Members::of(arguments, &[{}])?;\n", names.join(", "));
    let mut values = Vec::new();
    for parameter in &function.parameters {
        let name = if parameter.name == "self" { "this".to_owned() } else { snake(&parameter.name) };
        let (read, value) = match &parameter.type_ {
            Type::Borrow(resource) if parameter.name == "self" => {
                (format!("given.resource::<{module}::{}>()?", pascal(resource)), format!("{name}.guest()"))
            }
            Type::Borrow(resource) => (format!("given.resource::<{}>()?", path(resource)), format!("{name}.lend()")),
            Type::Own(resource) => (
                format!("given.owned::<{}>()?", path(resource)),
                format!("resources::take::<{}>({name})", path(resource)),
            ),
            Type::Option(inner) if matches!(**inner, Type::Borrow(_)) => {
                let Type::Borrow(resource) = &**inner else { unreachable!("the guard checks for a borrow") };
                let lend = format!("{name}.as_deref().map(Resource::lend)");
                (format!("given.optional_resource::<{}>()?", path(resource)), lend)
            }
            _ => ("given.value()?".to_owned(), name.clone()),
        };
        let _ = writeln!(body, "            let {name} = {read};");
        values.push(value);
    }
    let callee = match &function.resource {
        None => format!("<Evaluator as {module}::Guest>::{}", snake(&function.name)),
        Some(resource) => {
            let name = if function.kind == Kind::Constructor { "new".to_owned() } else { snake(&function.name) };
            let resource = pascal(resource);
            format!("<<Evaluator as {module}::Guest>::{resource} as {module}::Guest{resource}>::{name}")
        }
    };
    let called = format!("{callee}({})", values.join(", "));
    let kept = match (&function.kind, &function.result, &function.resource) {
        (Kind::Constructor, _, Some(resource)) => {
            format!("resources::keep({module}::{}::new({called}))", pascal(resource))
        }
        (_, Type::Result(Some(ok), _), _) if matches!(**ok, Type::Own(_)) => format!("{called}.map(resources::keep)"),
        _ => called,
    };
    format!("        \"{}\" => {{\n{body}            answer({kept})\n        }}\n", function.json_name(interface))
}
