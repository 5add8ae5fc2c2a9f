//! Generates code of the Java package: types, conversions, classes of resources, and functions.

mod types;

use std::collections::BTreeSet;
use std::fmt::Write as _;

use super::contract::{Contract, Definition, Function, Interface, Kind, Parameter, Type};
use super::docs::filled;
use super::{EXPLICIT, NOTICE, pascal};

/// The package of all classes.
const PACKAGE: &str = "io.github.owner.backuptarget";

/// Names of functions that are not the camelCase names of the contract, by their names in the string call.
const NAMES: &[(&str, &str)] = &[
    ("cluster.cluster.open", "openCluster"),
    ("requirer.targets.new", "readTargets"),
    ("selection.evaluation.new", "evaluate"),
    ("selection.inventory.len", "size"),
];

/// Defaults of parameters that are not optional in the contract.
const DEFAULTS: &[(&str, &str)] = &[("api-resources", "List.of()"), ("limit", "Integer.MAX_VALUE"), ("offset", "0")];

/// Parameters that are only given together with the one after them.
const PAIRED: &[&str] = &["offset"];

/// Resources that work in steps.
const JOBS: &[&str] = &["coverage", "evaluation"];

/// Documentation only for Java.
const NOTES: &[(&str, &str)] = &[
    ("selection.evaluation.reasons", "`Reason.values()` has them by these numbers."),
    ("selection.inventory-reader", "`Evaluator.readInventory` reads a complete stream."),
    ("selection.inventory-reader.finish", "It also closes the reader."),
    ("validation.document.edit", "The value is JSON text; `none` removes the value."),
];

/// Maximum length of a line.
const WIDTH: usize = 120;

/// The imports that generated files can need.
const IMPORTS: &[(&str, &str)] = &[
    ("IOException", "java.io.IOException"),
    ("List", "java.util.List"),
    ("Map", "java.util.Map"),
    ("Objects", "java.util.Objects"),
    ("JsonGenerator", "com.fasterxml.jackson.core.JsonGenerator"),
    ("JsonParser", "com.fasterxml.jackson.core.JsonParser"),
    ("JsonToken", "com.fasterxml.jackson.core.JsonToken"),
    ("Nullable", "org.jspecify.annotations.Nullable"),
];

/// Returns the files of the package, by name.
pub(super) fn write(contract: &Contract) -> Vec<(String, String)> {
    let writer = Writer { contract, inputs: contract.inputs(), outputs: contract.outputs(), names: contract.names() };
    let mut files = writer.types();
    files.extend(writer.resources());
    files.push(("Conversions.java".to_owned(), writer.conversions()));
    files.push(("Functions.java".to_owned(), writer.functions()));
    files
}

struct Writer<'c> {
    contract: &'c Contract,
    inputs: Vec<String>,
    outputs: Vec<String>,
    /// Names that are different in Java.
    names: BTreeSet<String>,
}

impl Writer<'_> {
    fn resources(&self) -> Vec<(String, String)> {
        let mut files = Vec::new();
        for (interface, named) in self.contract.types() {
            if !matches!(named.definition, Definition::Resource) {
                continue;
            }
            let class = pascal(&named.name);
            let is_job = JOBS.contains(&named.name.as_str());
            let base = if is_job { format!("Job<{class}>") } else { "Resource".to_owned() };
            let docs = with_notes(&named.docs, &format!("{}.{}", interface.name, named.name));
            let mut body = self.comment("", &docs, &[]);
            let _ = writeln!(body, "public final class {class} extends {base} {{");
            let _ = writeln!(body, "    {class}(Home home, int number) {{\n        super(home, number);\n    }}");
            for function in interface.functions.iter().filter(|function| function.class() == Some(&named.name)) {
                body += &self.function(interface, function);
            }
            files.push((format!("{class}.java"), file(&(body + "}\n"))));
        }
        files
    }

    fn functions(&self) -> String {
        let mut body = "/** The functions of the contract that are not methods of a resource. */\n".to_owned();
        body += "abstract sealed class Functions permits Evaluator {\n";
        body += "    /** Returns what calls functions: the instance of a resource, or any instance. */\n";
        body += "    abstract Caller caller(@Nullable Resource resource);\n\n";
        body += "    /** Returns the instance of a resource, or one for new resources. */\n";
        body += "    abstract Home home(@Nullable Resource resource);\n";
        for interface in &self.contract.interfaces {
            for function in interface.functions.iter().filter(|each| each.class().is_none()) {
                body += &self.function(interface, function);
            }
        }
        file(&(body + "}\n"))
    }

    /// Returns a method, and its overloads without the last optional parameters.
    fn function(&self, interface: &Interface, function: &Function) -> String {
        let path = function.json_name(interface);
        let name = name_of(&path, function);
        let is_method = function.class().is_some();
        let parameters = function.parameters.get(usize::from(is_method)..).unwrap_or_default();
        let mut docs = with_notes(&function.docs, &path);
        if let (Some(resource), Kind::Constructor) = (&function.resource, function.kind) {
            let of_resource = &self.contract.named(resource).docs;
            docs = of_resource.iter().chain([&String::new()]).chain(&docs).cloned().collect();
        }
        let throws: &[&str] = match &function.result {
            Type::Result(_, error) if matches!(**error, Type::Named(_)) => {
                &["PublishException if nothing is published. It has the reason."]
            }
            Type::Result(..) => &["InvalidInputException if the input is refused. It has the diagnostics."],
            _ => &[],
        };
        let result = match &function.result {
            Type::Result(None, _) => "void".to_owned(),
            Type::Result(Some(ok), _) => self.type_(ok),
            other => self.type_(other),
        };
        let declared = |count: usize| -> Vec<String> {
            let these = parameters.iter().take(count);
            these.map(|each| format!("{} {}", self.type_(&each.type_), camel(&each.name))).collect()
        };

        let mut text = String::new();
        let required = parameters.iter().rposition(|each| default_of(&path, each).is_none()).map_or(0, |last| last + 1);
        for count in required..parameters.len() {
            let (given, left_out) = parameters.split_at(count);
            if given.last().is_some_and(|last| PAIRED.contains(&last.name.as_str())) {
                continue;
            }
            let passed: Vec<String> = given.iter().map(|each| camel(&each.name)).collect();
            let defaults = left_out.iter().filter_map(|each| default_of(&path, each)).map(str::to_owned);
            let passed: Vec<String> = passed.into_iter().chain(defaults).collect();
            let return_ = if result == "void" { "" } else { "return " };
            let _ = write!(text, "\n{}", self.comment("    ", &docs, throws));
            text += &wrapped("    ", &format!("public {result} {name}("), &declared(count), ") {");
            text += &wrapped("        ", &format!("{return_}{name}("), &passed, ");");
            text += "    }\n";
        }
        let _ = write!(text, "\n{}", self.comment("    ", &docs, throws));
        text += &wrapped("    ", &format!("public {result} {name}("), &declared(parameters.len()), ") {");
        text + &self.body(&path, function, parameters) + "    }\n"
    }

    /// Returns the lines of a method: they call the component.
    fn body(&self, path: &str, function: &Function, parameters: &[Parameter]) -> String {
        let is_method = function.class().is_some();
        let mut text = String::new();
        let mut writes = String::new();
        let mut lent = "null".to_owned();
        for parameter in parameters {
            let name = camel(&parameter.name);
            let key = snake(&parameter.name);
            let (inner, is_optional) = match &parameter.type_ {
                Type::Option(inner) => (&**inner, true),
                other => (other, false),
            };
            if !is_optional && is_reference(inner) {
                let _ = writeln!(text, "        Objects.requireNonNull({name}, \"{name}\");");
            }
            if let Type::Borrow(_) = inner {
                lent.clone_from(&name);
                let _ = writeln!(writes, "            Resource.write(json, \"{key}\", {name});");
                continue;
            }
            let write = format!("json.writeFieldName(\"{key}\");\n");
            let value = format!("{};\n", self.written(inner, "json", &name));
            if is_optional {
                let _ = write!(writes, "            if ({name} != null) {{\n                {write}");
                let _ = writeln!(writes, "                {value}            }}");
            } else {
                let _ = write!(writes, "            {write}            {value}");
            }
        }
        let arguments =
            if writes.is_empty() { "Arguments.NONE".to_owned() } else { format!("json -> {{\n{writes}        }}") };
        let (ok, error) = match &function.result {
            Type::Result(ok, error) => (ok.as_deref(), Some(&**error)),
            other => (Some(other), None),
        };
        let accept = match error {
            Some(Type::Named(_)) => Some("published"),
            Some(_) => Some("accepted"),
            None => None,
        };
        // The types of parameters of lambdas differ, because they cannot hide each other.
        let read = match (ok, accept) {
            (Some(Type::Own(_)), None) => "JsonParser::getIntValue".to_owned(),
            (Some(Type::Own(_)), Some(accept)) => format!("answer -> Json.{accept}(answer, JsonParser::getIntValue)"),
            (None, accept) => format!("answer -> Json.{}(answer, Json::nothing)", accept.unwrap_or("accepted")),
            (Some(ok), None) => self.reader(ok, "answer"),
            (Some(ok), Some(accept)) => format!("answer -> Json.{accept}(answer, {})", self.reader(ok, "from")),
        };
        let takes = function.parameters.first().is_some_and(|first| matches!(first.type_, Type::Own(_)));
        let made = match ok {
            Some(Type::Own(made)) => Some(pascal(made)),
            _ => None,
        };
        let call = match (is_method, takes, &made) {
            (true, true, Some(made)) => {
                let own = snake(&function.parameters[0].name);
                format!("makeAndClose(\"{path}\", \"{own}\", {read}, {made}::new)")
            }
            (true, _, _) => format!("call(\"{path}\", {arguments}, {read})"),
            (false, _, Some(made)) => format!("home({lent}).make(\"{path}\", {arguments}, {read}, {made}::new)"),
            (false, ..) => format!("caller({lent}).call(\"{path}\", {arguments}, {read})"),
        };
        let return_ = if ok.is_none() { "" } else { "return " };
        text + &broken(&format!("        {return_}{call};\n"))
    }

    /// Returns the expression that writes a value.
    fn written(&self, type_: &Type, json: &str, value: &str) -> String {
        match type_ {
            Type::Bool => format!("{json}.writeBoolean({value})"),
            Type::U8 | Type::U32 | Type::S64 => format!("{json}.writeNumber({value})"),
            Type::String => format!("{json}.writeString({value})"),
            Type::Named(name) if self.is_enum(name) => format!("{json}.writeString({value}.toString())"),
            Type::Named(name) => format!("Conversions.write{}({json}, {value})", pascal(name)),
            Type::List(_) if type_.is_map() => format!("Json.writeMap({json}, {value})"),
            Type::List(inner) if **inner == Type::U8 => format!("Json.writeBytes({json}, {value})"),
            Type::List(inner) if **inner == Type::String => format!("Json.writeStrings({json}, {value})"),
            Type::List(inner) => match &**inner {
                Type::Named(name) if !self.is_enum(name) => {
                    format!("Json.writeList({json}, {value}, Conversions::write{})", pascal(name))
                }
                _ => format!("Json.writeList({json}, {value}, (to, each) -> {})", self.written(inner, "to", "each")),
            },
            _ => unreachable!("no parameter has a list of lists or an option of an option"),
        }
    }

    /// Returns the expression that reads a value.
    fn read(&self, type_: &Type, json: &str) -> String {
        match type_ {
            Type::Named(name) if self.is_enum(name) => format!("{}.of({json}.getText())", pascal(name)),
            Type::Option(inner) => format!("Json.readOptional({json}, {})", self.reader(inner, "item")),
            Type::List(inner) if !type_.is_map() && !matches!(**inner, Type::U8 | Type::String) => {
                let item = if json == "item" { "each" } else { "item" };
                format!("Json.readList({json}, {})", self.reader(inner, item))
            }
            _ => {
                let function = self.reader(type_, json);
                let (class, method) = function.split_once("::").expect("it is a reference to a method");
                if class == "JsonParser" { format!("{json}.{method}()") } else { format!("{class}.{method}({json})") }
            }
        }
    }

    /// Returns the function that reads a value: a reference to a method, or a lambda with a parameter of this name.
    fn reader(&self, type_: &Type, parameter: &str) -> String {
        match type_ {
            Type::Bool => "JsonParser::getBooleanValue".to_owned(),
            Type::U8 | Type::U32 => "JsonParser::getIntValue".to_owned(),
            Type::S64 => "JsonParser::getLongValue".to_owned(),
            Type::String => "JsonParser::getText".to_owned(),
            Type::Named(name) if !self.is_enum(name) => format!("Conversions::read{}", pascal(name)),
            Type::List(_) if type_.is_map() => "Json::readMap".to_owned(),
            Type::List(inner) if **inner == Type::U8 => "Json::readBytes".to_owned(),
            Type::List(inner) if **inner == Type::String => "Json::readStrings".to_owned(),
            Type::Tuple(_) => "SubjectPointer::read".to_owned(),
            Type::Result(..) => unreachable!("a result is read where it is returned"),
            _ => format!("{parameter} -> {}", self.read(type_, parameter)),
        }
    }

    /// Returns a type in Java, with `@Nullable` if it is an option.
    fn type_(&self, type_: &Type) -> String {
        match type_ {
            Type::Bool => "boolean".to_owned(),
            Type::U8 | Type::U32 => "int".to_owned(),
            Type::S64 => "long".to_owned(),
            Type::String => "String".to_owned(),
            Type::Option(inner) => format!("@Nullable {}", self.boxed(inner)),
            Type::List(_) if type_.is_map() => "Map<String, String>".to_owned(),
            Type::List(inner) if **inner == Type::U8 => "byte[]".to_owned(),
            // An interface, so that a list of one of its classes fits too.
            Type::List(inner) if **inner == Type::Named("source".to_owned()) => "List<? extends Source>".to_owned(),
            Type::List(inner) => format!("List<{}>", self.boxed(inner)),
            Type::Tuple(_) => "SubjectPointer".to_owned(),
            Type::Named(name) | Type::Own(name) | Type::Borrow(name) => pascal(name),
            Type::Result(..) => unreachable!("an error is thrown"),
        }
    }

    fn boxed(&self, type_: &Type) -> String {
        match type_ {
            Type::Bool => "Boolean".to_owned(),
            Type::U8 | Type::U32 => "Integer".to_owned(),
            Type::S64 => "Long".to_owned(),
            other => self.type_(other),
        }
    }

    fn is_enum(&self, name: &str) -> bool {
        matches!(self.contract.named(name).definition, Definition::Enum(_))
    }

    /// Returns Javadoc with Java's names.
    fn comment(&self, indent: &str, docs: &[String], tags: &[&str]) -> String {
        let mut paragraphs: Vec<String> = vec![String::new()];
        for line in docs {
            match paragraphs.last_mut() {
                Some(last) if !line.is_empty() => {
                    last.push_str(if last.is_empty() { "" } else { " " });
                    last.push_str(line);
                }
                _ => paragraphs.push(String::new()),
            }
        }
        let paragraphs: Vec<String> = paragraphs.iter().map(|each| self.javadoc(each)).collect();
        if let ([only], []) = (&paragraphs[..], tags)
            && indent.len() + only.chars().count() + 7 <= WIDTH
        {
            return format!("{indent}/** {only} */\n");
        }
        let mut lines: Vec<String> = Vec::new();
        let width = WIDTH - indent.len() - 3;
        for (index, paragraph) in paragraphs.iter().enumerate() {
            if index > 0 {
                lines.push(String::new());
            }
            lines.extend(filled(&format!("{}{paragraph}", if index > 0 { "<p>" } else { "" }), width));
        }
        for (index, tag) in tags.iter().enumerate() {
            if index == 0 {
                lines.push(String::new());
            }
            let tag = if tag.starts_with('@') { (*tag).to_owned() } else { format!("@throws {tag}") };
            let filled = filled(&tag, width - 4).into_iter().enumerate();
            lines.extend(filled.map(|(index, line)| if index == 0 { line } else { format!("    {line}") }));
        }
        let lines: String =
            lines.iter().map(|line| format!("{indent} * {line}").trim_end().to_owned() + "\n").collect();
        format!("{indent}/**\n{lines}{indent} */\n")
    }

    /// Converts text to HTML, and names in backticks to Java's names.
    fn javadoc(&self, text: &str) -> String {
        let parts = text.split('`').enumerate().map(|(index, part)| match (index % 2, part.split_once('.')) {
            (0, _) => escaped(part),
            (_, None) if part == "none" => "{@code null}".to_owned(),
            (_, None) if self.names.contains(part) => format!("{{@code {}}}", camel(part)),
            (_, Some(("cluster", "open"))) => "{@code Evaluator.openCluster}".to_owned(),
            (_, Some(("merge", "plan"))) => "{@code Evaluator.plan}".to_owned(),
            (_, Some((resource, name))) if self.is_type(resource) && self.names.contains(name) => {
                format!("{{@code {}.{}}}", pascal(resource), camel(name))
            }
            _ if part.contains(['{', '}', '@']) => format!("<code>{}</code>", escaped(part)),
            _ => format!("{{@code {part}}}"),
        });
        parts.collect()
    }

    fn is_type(&self, name: &str) -> bool {
        self.contract.types().any(|(_, named)| named.name == name)
    }
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('@', "&#64;").replace("*/", "*&#47;")
}

fn is_reference(type_: &Type) -> bool {
    !matches!(type_, Type::Bool | Type::U8 | Type::U32 | Type::S64)
}

fn name_of(path: &str, function: &Function) -> String {
    let listed = NAMES.iter().find(|(name, _)| *name == path).map(|(_, name)| (*name).to_owned());
    listed.unwrap_or_else(|| match &function.resource {
        Some(resource) if function.kind == Kind::Constructor => camel(resource),
        _ => camel(&function.name),
    })
}

fn default_of(path: &str, parameter: &Parameter) -> Option<&'static str> {
    if EXPLICIT.contains(&(path, parameter.name.as_str())) {
        return None;
    }
    let listed = DEFAULTS.iter().find(|(name, _)| *name == parameter.name).map(|(_, default)| *default);
    listed.or_else(|| matches!(parameter.type_, Type::Option(_)).then_some("null"))
}

fn with_notes(docs: &[String], path: &str) -> Vec<String> {
    let note = NOTES.iter().find(|(name, _)| *name == path);
    docs.iter().cloned().chain(note.into_iter().flat_map(|(_, note)| [String::new(), (*note).to_owned()])).collect()
}

/// Returns a file: its package and the imports that it needs are added.
fn file(body: &str) -> String {
    let code: Vec<&str> = body.lines().filter(|line| !line.trim_start().starts_with(['*', '/'])).collect();
    let code = code.join("\n");
    let words: BTreeSet<&str> = code.split(|char: char| !char.is_alphanumeric() && char != '_').collect();
    let imports: BTreeSet<&str> =
        IMPORTS.iter().filter(|(name, _)| words.contains(name)).map(|(_, path)| *path).collect();
    let imports: String = imports.iter().map(|path| format!("import {path};\n")).collect();
    let gap = if imports.is_empty() { "" } else { "\n" };
    format!("// {NOTICE}\n\npackage {PACKAGE};\n\n{imports}{gap}{body}")
}

/// Formats a list on one line, or with a line for each item.
fn wrapped(indent: &str, start: &str, items: &[String], end: &str) -> String {
    let line = format!("{indent}{start}{}{end}\n", items.join(", "));
    if line.len() <= WIDTH + 1 {
        return line;
    }
    let items: Vec<String> = items.iter().map(|item| format!("{indent}        {item}")).collect();
    format!("{indent}{start}\n{}{end}\n", items.join(",\n"))
}

/// Breaks a long line of a call before the function that reads its answer.
fn broken(text: &str) -> String {
    let lines = text.lines().map(|line| {
        if line.len() <= WIDTH {
            return format!("{line}\n");
        }
        let indent = " ".repeat(line.len() - line.trim_start().len() + 8);
        let breaks = line.rfind(", answer ->").or_else(|| line.rfind("= ")).or_else(|| line.rfind(", "));
        match breaks {
            Some(at) => {
                let (start, end) = line.split_at(at + 1);
                format!("{start}\n{indent}{}\n", end.trim_start())
            }
            None => format!("{line}\n"),
        }
    });
    lines.collect()
}

fn snake(name: &str) -> String {
    super::snake(name)
}

/// Converts a WIT name to a name in Java: `getBackupSpec`.
fn camel(name: &str) -> String {
    let pascal = pascal(name);
    let (first, rest) = pascal.split_at(usize::from(!pascal.is_empty()));
    first.to_lowercase() + rest
}
