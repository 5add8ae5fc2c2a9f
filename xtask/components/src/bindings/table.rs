//! Generates `wit/json.md`: the functions of the string call, with their arguments and results.

use std::fmt::Write as _;

use super::contract::{Contract, Definition, Kind, Type};
use super::{NOTICE, snake};

const INTRODUCTION: &str = include_str!("table/introduction.md");

/// Returns the page.
pub(super) fn write(contract: &Contract) -> String {
    let mut text = format!("<!-- {NOTICE} -->\n\n{INTRODUCTION}\n## Functions\n\n");
    text += "Members with `?` can be missing or null. Types in bold are listed at the end.\n";
    text += "The `.wit` file of an interface describes its functions.\n";
    text += "\n| function | arguments | result |\n|---|---|---|\n| `close` | `self`: number (any resource) | null |\n";
    for interface in &contract.interfaces {
        if interface.functions.is_empty() {
            continue;
        }
        let _ =
            write!(text, "\n### [{0}]({0}.wit)\n\n| function | arguments | result |\n|---|---|---|\n", interface.name);
        for function in &interface.functions {
            let arguments = function.parameters.iter().map(|each| member(&each.name, &each.type_));
            let result = match &function.kind {
                Kind::Constructor => number(function.resource.as_deref().unwrap_or_default()),
                _ => type_(&function.result),
            };
            let arguments = arguments.collect::<Vec<_>>().join(", ");
            let _ = writeln!(text, "| `{}` | {arguments} | {result} |", function.json_name(interface));
        }
    }
    text += "\n## Types\n\n| type | JSON |\n|---|---|\n";
    for (_, named) in contract.types() {
        let json = match &named.definition {
            Definition::Record(fields) => {
                fields.iter().map(|field| member(&field.name, &field.type_)).collect::<Vec<_>>().join(", ")
            }
            Definition::Enum(cases) | Definition::Variant(cases) => {
                let words = cases.iter().map(|case| match &case.payload {
                    None => format!("`\"{}\"`", case.name),
                    Some(payload) => format!("object with `{}`: {}", case.name, type_(payload)),
                });
                format!("one of {}", words.collect::<Vec<_>>().join(", "))
            }
            Definition::Resource => continue,
        };
        let _ = writeln!(text, "| **{}** | {json} |", named.name);
    }
    text
}

fn member(name: &str, type_of: &Type) -> String {
    match type_of {
        Type::Option(inner) => format!("`{}`?: {}", snake(name), type_(inner)),
        _ => format!("`{}`: {}", snake(name), type_(type_of)),
    }
}

fn type_(type_of: &Type) -> String {
    match type_of {
        Type::Bool => "bool".to_owned(),
        Type::U8 => "byte".to_owned(),
        Type::U32 | Type::S64 => "number".to_owned(),
        Type::String => "string".to_owned(),
        Type::Option(inner) => format!("{} or null", type_(inner)),
        Type::List(_) if type_of.is_map() => "object of strings".to_owned(),
        Type::List(inner) if **inner == Type::U8 => "bytes, as string".to_owned(),
        Type::List(inner) => format!("list of {}", type_(inner)),
        Type::Tuple(items) => format!("list with {}", items.iter().map(type_).collect::<Vec<_>>().join(" and ")),
        Type::Result(ok, error) => {
            let ok = ok.as_deref().map_or_else(|| "null".to_owned(), type_);
            format!("`ok`: {ok}; or `error`: {}", type_(error))
        }
        Type::Named(name) => format!("**{name}**"),
        Type::Own(resource) | Type::Borrow(resource) => number(resource),
    }
}

/// Returns the text for the number of a resource.
fn number(resource: &str) -> String {
    format!("number (`{resource}`)")
}
