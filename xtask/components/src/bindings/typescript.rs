//! Generates code of the JavaScript package: types, conversions, classes of resources, and functions.

mod types;

use std::collections::BTreeSet;
use std::fmt::Write as _;

use super::contract::{Contract, Definition, Function, Interface, Kind, Parameter, Type};
use super::{EXPLICIT, NOTICE, pascal};

/// Names of functions that are not the camelCase names of the contract, by their names in the string call.
const NAMES: &[(&str, &str)] = &[
    ("cluster.cluster.open", "openCluster"),
    ("requirer.targets.new", "readTargets"),
    ("selection.evaluation.new", "evaluate"),
];

/// Names of types that are not the names of the contract.
const TYPES: &[(&str, &str)] = &[
    // `Source` is what `readInventory` reads.
    ("source", "BackupSource"),
];

/// Defaults of parameters that are not optional in the contract.
const DEFAULTS: &[(&str, &str)] = &[("api-resources", "[]"), ("limit", "convert.ALL"), ("offset", "0")];

/// Parameters that are a number of items: `Infinity` is all of them.
const COUNTS: &[&str] = &["count", "limit", "max-objects"];

/// Functions with an options object, and its type in `options.ts`.
const OPTIONS: &[(&str, &str)] =
    &[("validation.check-text", "DocumentOptions"), ("validation.document.new", "DocumentOptions")];

/// Maps that are lists of pairs in output: objects do not keep their order.
const ORDERED: &[&str] = &["label-selector"];

/// Maps that are empty if they are missing in input.
const OPTIONAL: &[&str] = &["match-labels"];

/// The enum that `Evaluation.reasons` returns as bytes.
const BYTES: &str = "Reason";

/// Resources that work in steps, with the expression for the number of steps.
const JOBS: &[(&str, &str)] = &[
    ("coverage", "instance.call(() => given[0].len()) * given[1].length"),
    ("evaluation", "instance.call(() => given[0].len())"),
];

/// Documentation only for JavaScript.
const NOTES: &[(&str, &str)] = &[
    (
        "provider.publish",
        "@returns If it fails, `reason` is one of the three reasons. If this is `invalid`, `diagnostics` has the details.",
    ),
    ("schedule.next-runs", "@param after Unix seconds, such as `Date.now() / 1000`."),
    ("schedule.retention", "@param after Unix seconds, such as `Date.now() / 1000`."),
    ("selection.coverage.new", "@param at Unix seconds, such as `Date.now() / 1000`."),
    ("selection.evaluation.reasons", "`reasonNames` has their names. The array is a copy: you can transfer it."),
    ("selection.evaluation.verdicts", "Without a limit, it returns all verdicts. 100,000 of them take seconds."),
    ("selection.inventory-reader", "`Evaluator.readInventory` reads a complete file or stream."),
    ("selection.inventory-reader.finish", "It also closes the reader."),
    ("selection.inventory.objects", "Without a limit, it returns all objects. 100,000 of them take a second."),
    ("validation.document.edit", "@param value JSON text; `undefined` removes the value."),
];

/// Maximum length of a line, with its line break.
const MAX_LINE: usize = 121;

/// Returns the files, by their names.
pub(super) fn write(contract: &Contract) -> Vec<(String, String)> {
    let writer = Writer { contract, inputs: contract.inputs(), outputs: contract.outputs(), names: contract.names() };
    let files = [
        ("types.ts", writer.types()),
        ("conversions.ts", writer.conversions()),
        ("resources.ts", writer.resources()),
        ("functions.ts", writer.functions()),
    ];
    files.map(|(name, text)| (name.to_owned(), text)).to_vec()
}

struct Writer<'c> {
    contract: &'c Contract,
    inputs: Vec<String>,
    outputs: Vec<String>,
    /// Names that are different in JavaScript.
    names: BTreeSet<String>,
}

impl Writer<'_> {
    fn resources(&self) -> String {
        let mut body = String::new();
        for (interface, named) in self.contract.types() {
            if !matches!(named.definition, Definition::Resource) {
                continue;
            }
            let (module, name) = (camel(&interface.name), pascal(&named.name));
            let docs = with_notes(&named.docs, &format!("{}.{}", interface.name, named.name));
            let is_job = find(JOBS, &named.name).is_some();
            let base = if is_job { "Job" } else { "Resource" };
            let (declared, given) = if is_job { (", total: number", ", total") } else { ("", "") };
            body += &format!("\n{}export class {name} extends {base} {{\n", self.comment("", &docs));
            body += &format!("  /** @internal */\n  constructor(held: Held<{module}.{name}>{declared}) {{\n");
            body += &format!("    super(held{given});\n  }}\n");
            for function in interface.functions.iter().filter(|function| function.class() == Some(&named.name)) {
                body += &format!("\n{}", self.function(interface, function));
            }
            body += "}\n";
        }
        let mut text = format!("// {NOTICE}\n\nimport * as convert from '../convert.js';\n");
        text += &self.component_imports(&body);
        text += "import { Job } from '../job.js';\n";
        text +=
            &import(&body, &["Held", "Resource", "forCall", "held", "instanceOf", "lent", "taken"], "../resource.js");
        text += &import(&body, &["type Result", "mapped"], "../result.js");
        text += &self.contract_imports(&body);
        text + &body
    }

    fn functions(&self) -> String {
        let mut options: Vec<&str> = OPTIONS.iter().map(|(_, type_)| *type_).collect();
        options.dedup();
        let mut body: String = options.iter().map(|type_| self.options(type_)).collect();
        body += "\n/** The functions of the contract. */\nexport abstract class Functions {\n";
        body += "  /** Returns the instance of a resource, or the running instance. @internal */\n";
        body += "  protected abstract instance(resource?: Resource | Held<object> | null): Instance;\n";
        for interface in &self.contract.interfaces {
            let functions = interface.functions.iter().filter(|each| each.class().is_none());
            let functions: Vec<String> = functions.map(|each| self.function(interface, each)).collect();
            if !functions.is_empty() {
                let docs = interface.docs.iter().map(|line| format!("  // {line}").trim_end().to_owned());
                body += &format!("\n{}\n\n{}", docs.collect::<Vec<_>>().join("\n"), functions.join("\n"));
            }
        }
        body += "}\n";
        let mut text = format!("// {NOTICE}\n\nimport * as convert from '../convert.js';\n");
        text += "import type { Instance } from '../instance.js';\n";
        text += &format!("import type {{ {} }} from '../options.js';\n", options.join(", "));
        text += &import(&body, &["Held", "type Resource", "forCall", "lent", "taken"], "../resource.js");
        let named = self.contract.functions().filter_map(|(_, function)| named_result(function));
        let named: Vec<String> = named.map(|name| format!("type {name}")).collect();
        let results: Vec<&str> = named.iter().map(String::as_str).chain(["type Result", "mapped"]).collect();
        text += &import(&body, &results, "../result.js");
        text += &self.contract_imports(&body);
        text + &body
    }

    /// Returns the conversion of an options object. Functions with the same type have the same options.
    fn options(&self, type_: &str) -> String {
        let (path, _) = OPTIONS.iter().find(|(_, each)| *each == type_).expect("it is in the table");
        let mut functions = self.contract.functions();
        let (_, function) =
            functions.find(|(interface, function)| function.json_name(interface) == *path).expect("it is a function");
        let members = function.parameters.iter().enumerate().filter(|(index, _)| {
            let parameters = &function.parameters;
            value(path, parameters, *index) != camel(&parameters[*index].name)
        });
        let members: String = members
            .map(|(_, parameter)| format!("  {}: {},\n", camel(&parameter.name), self.input(&parameter.type_)))
            .collect();
        format!("\nconst to{type_} = convert.record({{\n{members}}});\n")
    }

    /// Returns a function of the evaluator, or a method of a class.
    fn function(&self, interface: &Interface, function: &Function) -> String {
        let path = function.json_name(interface);
        let own = usize::from(function.class().is_some());
        let (declared, mut given) = self.parameters(&path, &function.parameters[own..]);
        if let (Kind::Static, [parameter, ..]) = (function.kind, &function.parameters[..own]) {
            given.insert(0, format!("{}(this, 'this')", self.input(&parameter.type_)));
        }
        let answer = match &function.result {
            Type::Result(ok, _) => ok.as_deref(),
            other => Some(other),
        };
        let (call, type_) = match (&function.result, named_result(function)) {
            (_, Some(name)) => ("attemptNamed", name),
            (Type::Result(..), None) => ("attempt", self.type_(&function.result, false)),
            _ => ("call", self.type_(&function.result, false)),
        };

        let mut text = self.comment("  ", &with_notes(&self.docs_of(function), &path));
        text += &wrapped("  ", &format!("{}(", name_of(&path, function)), &declared, &format!("): {type_} {{"));
        if let Some(options) = find(OPTIONS, &path) {
            let _ = writeln!(text, "    const own = to{options}(options, 'options');");
        }
        // A call that consumes its resource needs the instance before the resource is closed.
        let consumes = function.kind == Kind::Static && own == 1;
        if consumes {
            let _ = writeln!(text, "    const {{ instance }} = held(this, {});", class_of(function));
        }
        if !given.is_empty() {
            text += &wrapped("    ", "const given = forCall([", &given, "]);");
        }
        let mut at = match function.kind {
            Kind::Method => format!("held(this, {})", class_of(function)),
            _ => self.instance(&path, function),
        };
        let convert = if let Some(Type::Own(class)) = answer {
            if !consumes {
                let _ = writeln!(text, "    const instance = {};", self.instance(&path, function));
            }
            if function.kind != Kind::Method {
                at = "instance".to_owned();
            }
            let total = find(JOBS, class).map(|total| format!(", {total}")).unwrap_or_default();
            Some(format!("new {}(new Held(instance, answer){total})", pascal(class)))
        } else {
            answer.and_then(|answer| self.output(answer)).map(|convert| format!("{convert}(answer)"))
        };
        let called = format!("{at}.{call}({})", work(interface, function, !given.is_empty()));
        text + &match (convert, call) {
            (None, _) => format!("    return {called};\n  }}\n"),
            (Some(convert), "call") => format!("    const answer = {called};\n    return {convert};\n  }}\n"),
            (Some(convert), _) => {
                format!("    const result = {called};\n    return mapped(result, (answer) => {convert});\n  }}\n")
            }
        }
    }

    /// Returns the instance that runs a function: the instance of its resource arguments.
    fn instance(&self, path: &str, function: &Function) -> String {
        if function.class().is_some() {
            return "instanceOf(this)".to_owned();
        }
        let is_resource = |parameter: &Parameter| {
            let mut is_resource = false;
            parameter.type_.walk(&mut |part| is_resource |= matches!(part, Type::Borrow(_) | Type::Own(_)));
            is_resource
        };
        let resource = function.parameters.iter().position(is_resource);
        let value = resource.map(|index| value(path, &function.parameters, index)).unwrap_or_default();
        format!("this.instance({value})")
    }

    /// Returns the documentation. A constructor repeats that of its resource.
    fn docs_of(&self, function: &Function) -> Vec<String> {
        match &function.resource {
            Some(resource) if function.kind == Kind::Constructor => {
                let of_resource = &self.contract.named(resource).docs;
                of_resource.iter().chain([&String::new()]).chain(&function.docs).cloned().collect()
            }
            _ => function.docs.clone(),
        }
    }

    /// Returns the parameters, and the arguments for the call of the component.
    fn parameters(&self, path: &str, parameters: &[Parameter]) -> (Vec<String>, Vec<String>) {
        let (mut declared, mut given) = (Vec::new(), Vec::new());
        for (index, parameter) in parameters.iter().enumerate() {
            let name = camel(&parameter.name);
            let is_explicit = EXPLICIT.contains(&(path, parameter.name.as_str()));
            let value = value(path, parameters, index);
            match (&parameter.type_, find(DEFAULTS, &parameter.name)) {
                // It is a member of the options.
                _ if value != name => {}
                (Type::Option(inner), _) if is_explicit => {
                    declared.push(format!("{name}: {} | undefined", self.type_(inner, true)));
                }
                (Type::Option(inner), _) if are_optional(&parameters[index..]) => {
                    declared.push(format!("{name}?: {} | null", self.type_(inner, true)));
                }
                (type_, Some(default)) => declared.push(format!("{name}: {} = {default}", self.type_(type_, true))),
                (type_, None) => declared.push(format!("{name}: {}", self.type_(type_, true))),
            }
            let convert = match &parameter.type_ {
                // The options are converted together.
                _ if value != name => {
                    given.push(value);
                    continue;
                }
                Type::U32 if COUNTS.contains(&parameter.name.as_str()) => "convert.count".to_owned(),
                Type::Option(inner) if is_explicit => format!("convert.orUndefined({})", self.input(inner)),
                type_ => self.input(type_),
            };
            given.push(format!("{convert}({value}, '{value}')"));
        }
        declared.extend(find(OPTIONS, path).map(|type_| format!("options: {type_} = {{}}")));
        (declared, given)
    }

    /// Converts documentation to JavaScript's names.
    fn comment(&self, indent: &str, docs: &[String]) -> String {
        let lines: Vec<String> = docs.iter().map(|line| self.renamed(&line.replace("*/", "*\\/"))).collect();
        match lines.as_slice() {
            [] => String::new(),
            [line] => format!("{indent}/** {line} */\n"),
            lines => {
                let lines: String =
                    lines.iter().map(|line| format!("{indent} * {line}").trim_end().to_owned() + "\n").collect();
                format!("{indent}/**\n{lines}{indent} */\n")
            }
        }
    }

    fn renamed(&self, line: &str) -> String {
        let parts = line.split('`').enumerate().map(|(index, part)| match (index % 2, part.split_once('.')) {
            (0, _) => part.to_owned(),
            (_, None) if part == "none" => "undefined".to_owned(),
            (_, None) if self.names.contains(part) => camel(part),
            (_, Some((resource, name))) if self.is_resource(resource) && self.names.contains(name) => {
                format!("{}.{}", pascal(resource), camel(name))
            }
            _ => part.to_owned(),
        });
        parts.collect::<Vec<_>>().join("`")
    }

    fn is_resource(&self, name: &str) -> bool {
        let mut types = self.contract.types();
        types.any(|(_, named)| named.name == name && matches!(named.definition, Definition::Resource))
    }

    /// Returns imports of the types of the component's interfaces.
    fn component_imports(&self, body: &str) -> String {
        let names = self
            .contract
            .interfaces
            .iter()
            .filter(|each| code(body).any(|line| line.contains(&format!("<{}.", camel(&each.name)))));
        names
            .map(|Interface { name, .. }| {
                let path = format!("../generated/component/interfaces/k8s-backup-target-{name}.js");
                format!("import type * as {} from '{path}';\n", camel(name))
            })
            .collect()
    }

    /// Returns imports from the other generated files.
    fn contract_imports(&self, body: &str) -> String {
        let (mut conversions, mut resources, mut types) = (Vec::new(), Vec::new(), Vec::new());
        for (_, named) in self.contract.types() {
            let name = pascal(&named.name);
            if let Definition::Resource = named.definition {
                resources.push(name);
                continue;
            }
            conversions.push(format!("from{name}"));
            if let Some(input) = self.input_name(named) {
                conversions.push(format!("to{input}"));
                types.push(format!("type {input}"));
            }
            types.push(format!("type {name}"));
        }
        resources.retain(|name| !body.contains(&format!("export class {name} ")));
        let files = [(conversions, "conversions"), (resources, "resources"), (types, "types")];
        let imports = files.into_iter().map(|(mut names, file)| {
            names.sort();
            names.dedup();
            let names: Vec<&str> = names.iter().map(String::as_str).collect();
            import(body, &names, &format!("./{file}.js"))
        });
        imports.collect()
    }
}

fn class_of(function: &Function) -> String {
    function.resource.as_deref().map(pascal).unwrap_or_default()
}

fn name_of(path: &str, function: &Function) -> String {
    match (find(NAMES, path), &function.resource) {
        (Some(name), _) => name.to_owned(),
        (None, Some(resource)) if function.kind == Kind::Constructor => camel(resource),
        (None, _) => camel(&function.name),
    }
}

/// Returns the call of the component.
fn work(interface: &Interface, function: &Function, is_given: bool) -> String {
    let (module, class, name) = (camel(&interface.name), class_of(function), camel(&function.name));
    let given = if is_given { "...given" } else { "" };
    match function.kind {
        Kind::Free => format!("({{ {module} }}) => {module}.{name}({given})"),
        Kind::Constructor => format!("({{ {module} }}) => new {module}.{class}({given})"),
        Kind::Static => format!("({{ {module} }}) => {module}.{class}.{name}({given})"),
        Kind::Method => format!("(own) => own.{name}({given})"),
    }
}

/// Returns the expression for the value of a parameter.
fn value(path: &str, parameters: &[Parameter], index: usize) -> String {
    let name = camel(&parameters[index].name);
    let is_member = find(OPTIONS, path).is_some() && are_optional(&parameters[index..]);
    if is_member { format!("own.{name}") } else { name }
}

/// Returns the type of a result with named errors. It is a type of `result.ts`.
fn named_result(function: &Function) -> Option<String> {
    let Type::Result(_, error) = &function.result else { return None };
    matches!(**error, Type::Named(_)).then(|| pascal(&function.name) + "Result")
}

/// Returns whether all parameters are optional or have a default.
fn are_optional(parameters: &[Parameter]) -> bool {
    parameters
        .iter()
        .all(|parameter| matches!(parameter.type_, Type::Option(_)) || find(DEFAULTS, &parameter.name).is_some())
}

fn with_notes(docs: &[String], path: &str) -> Vec<String> {
    let notes = find(NOTES, path).into_iter().flat_map(|note| [String::new(), note.to_owned()]);
    docs.iter().cloned().chain(notes).collect()
}

fn find(table: &[(&str, &'static str)], name: &str) -> Option<&'static str> {
    table.iter().find(|(key, _)| *key == name).map(|(_, value)| *value)
}

/// Returns an import of the names that a text uses. Types have the keyword `type`.
fn import(body: &str, names: &[&str], file: &str) -> String {
    let words: Vec<&str> = code(body).flat_map(|line| line.split(|c: char| !c.is_alphanumeric())).collect();
    let used = names.iter().filter(|name| words.contains(&name.trim_start_matches("type ")));
    let used: Vec<&str> = used.copied().collect();
    let are_types = used.iter().all(|name| name.starts_with("type "));
    let (start, used) = if are_types {
        ("import type {", used.iter().map(|name| name.trim_start_matches("type ")).collect())
    } else {
        ("import {", used)
    };
    if used.is_empty() { String::new() } else { wrapped("", start, &used, &format!("}} from '{file}';")) }
}

/// Formats a list on one line, or with a line for each item.
fn wrapped<S: AsRef<str>>(indent: &str, start: &str, items: &[S], end: &str) -> String {
    let items: Vec<&str> = items.iter().map(AsRef::as_ref).collect();
    let space = if start.ends_with('{') { " " } else { "" };
    let line = format!("{indent}{start}{space}{}{space}{end}\n", items.join(", "));
    if line.len() <= MAX_LINE {
        return line;
    }
    let lines: String = items.iter().map(|item| format!("{indent}  {item},\n")).collect();
    format!("{indent}{start}\n{lines}{indent}{end}\n")
}

/// Returns the lines that are not documentation.
fn code(body: &str) -> impl Iterator<Item = &str> {
    body.lines().filter(|line| !line.trim_start().starts_with(['*', '/']))
}

/// Converts a WIT name to a name in JavaScript: `getBackupSpec`.
fn camel(name: &str) -> String {
    let pascal = pascal(name);
    let (first, rest) = pascal.split_at(usize::from(!pascal.is_empty()));
    first.to_lowercase() + rest
}
