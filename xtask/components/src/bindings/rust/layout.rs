//! Formats lines of Rust of at most 120 characters, as rustfmt does.

use crate::bindings::docs::{filled, paragraphs};

const WIDTH: usize = 120;

/// Formats an import of names of a module.
pub(super) fn use_(module: &str, mut names: Vec<String>) -> String {
    names.sort();
    match &names[..] {
        [] => String::new(),
        [name] => format!("pub use {module}::{name};\n"),
        names => {
            let names = names.join(", ");
            let line = format!("pub use {module}::{{{names}}};");
            // rustfmt leaves room for the next characters.
            if line.len() + 2 <= WIDTH {
                return line + "\n";
            }
            let lines = filled(&format!("{names},"), WIDTH - 4).join("\n    ");
            format!("pub use {module}::{{\n    {lines}\n}};\n")
        }
    }
}

/// Formats an implementation of `Default` with the values of the fields.
pub(super) fn default(type_: &str, fields: &[String]) -> String {
    let line = format!("        Self {{ {} }}", fields.join(", "));
    let value = if line.len() <= WIDTH {
        line
    } else {
        let fields: String = fields.iter().map(|field| format!("            {field},\n")).collect();
        format!("        Self {{\n{fields}        }}")
    };
    format!(
        "\n#[expect(clippy::derivable_impls, reason = \"the type is generated\")]\n\
         impl Default for {type_} {{\n    fn default() -> Self {{\n{value}\n    }}\n}}\n"
    )
}

/// Formats an implementation of `From` with the expression that converts `value`.
pub(super) fn from(source: &str, target: &str, converted: &str) -> String {
    format!(
        "\nimpl From<{source}> for {target} {{\n    fn from(value: {source}) -> Self {{\n        {converted}\n    }}\n}}\n"
    )
}

/// Formats the signature of a method.
pub(super) fn signature(name: &str, parameters: &[String], result: &str) -> String {
    let line = format!("    pub fn {name}({}) -> {result} {{", parameters.join(", "));
    if line.len() <= WIDTH {
        return line + "\n";
    }
    let parameters: String = parameters.iter().map(|parameter| format!("        {parameter},\n")).collect();
    format!("    pub fn {name}(\n{parameters}    ) -> {result} {{\n")
}

/// Formats a statement with a closure: its start, the calls in the closure, and the rest.
pub(super) fn call(head: &str, chain: &[String], tail: &str) -> String {
    let calls = chain.concat();
    let line = format!("        {head} {calls}{tail}");
    if line.len() <= WIDTH {
        return line + "\n";
    }
    let calls = format!("            {calls}");
    let calls = if calls.len() <= WIDTH { calls } else { format!("            {}", chain.join("\n                ")) };
    format!("        {head} {{\n{calls}\n        }}{tail}\n")
}

/// Formats a doc comment. If there are several sentences, the first one is a separate paragraph.
pub(super) fn comment(docs: &[String], indent: usize) -> String {
    let lead = format!("{:indent$}/// ", "");
    let lines =
        paragraphs(docs, 0).iter().flat_map(|paragraph| filled(paragraph, WIDTH - lead.len())).collect::<Vec<_>>();
    lines.iter().map(|line| format!("{lead}{line}").trim_end().to_owned() + "\n").collect()
}
