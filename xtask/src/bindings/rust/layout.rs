//! Lines of Rust of at most 120 characters, as rustfmt lays them out.

const WIDTH: usize = 120;

/// Names of a module, as names of this one.
pub(super) fn use_(module: &str, mut names: Vec<String>) -> String {
    names.sort();
    match &names[..] {
        [] => String::new(),
        [name] => format!("pub use {module}::{name};\n"),
        names => {
            let names = names.join(", ");
            let line = format!("pub use {module}::{{{names}}};");
            // rustfmt keeps room for what may follow.
            if line.len() + 2 <= WIDTH {
                return line + "\n";
            }
            format!("pub use {module}::{{\n{}}};\n", filled(&format!("{names},"), "    "))
        }
    }
}

/// An implementation of `Default` by the values of the fields.
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

/// The head of a method.
pub(super) fn signature(name: &str, parameters: &[String], result: &str) -> String {
    let line = format!("    pub fn {name}({}) -> {result} {{", parameters.join(", "));
    if line.len() <= WIDTH {
        return line + "\n";
    }
    let parameters: String = parameters.iter().map(|parameter| format!("        {parameter},\n")).collect();
    format!("    pub fn {name}(\n{parameters}    ) -> {result} {{\n")
}

/// A statement that passes a closure: its beginning, the calls of the closure, and what follows.
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

/// A comment that documents what follows. A first sentence that more follows is a paragraph of its own.
pub(super) fn comment(docs: &[String], indent: usize) -> String {
    let lead = format!("{:indent$}/// ", "");
    let mut paragraphs: Vec<String> = Vec::new();
    for line in docs {
        let starts = line.is_empty() || line.starts_with(['-', ' ']);
        match paragraphs.last_mut().filter(|last| !starts && !last.is_empty()) {
            Some(last) => *last = format!("{last} {line}"),
            None => paragraphs.push(line.clone()),
        }
    }
    if let Some((sentence, rest)) = paragraphs.first().and_then(|first| first.split_once(". ")) {
        let (sentence, rest) = (format!("{sentence}."), rest.to_owned());
        paragraphs.splice(..1, [sentence, String::new(), rest]);
    }
    paragraphs.iter().map(|paragraph| filled(paragraph, &lead)).collect()
}

/// Words on as many lines as they need.
fn filled(text: &str, lead: &str) -> String {
    let mut lines = vec![lead.to_owned()];
    for word in text.split(' ') {
        let is_first = lines.last().is_none_or(|line| line == lead);
        match lines.last_mut() {
            Some(line) if is_first => *line += word,
            Some(line) if line.chars().count() + 1 + word.chars().count() <= WIDTH => *line += &format!(" {word}"),
            _ => lines.push(format!("{lead}{word}")),
        }
    }
    lines.iter().map(|line| line.trim_end().to_owned() + "\n").collect()
}
