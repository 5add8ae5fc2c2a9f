//! Generates code of the Go package: types with their JSON, functions, and resources with their methods.

mod docs;
mod types;

use std::fmt::Write as _;

use super::contract::{Contract, Function, Interface, Kind, Parameter, Type};
use super::{EXPLICIT, NOTICE, pascal};

/// Names of functions that are not the names of the contract, by their names in the string call.
const NAMES: &[(&str, &str)] = &[
    ("cluster.cluster.open", "OpenCluster"),
    ("requirer.targets.new", "ReadTargets"),
    ("validation.document.new", "ReadDocument"),
];

/// Names of types that are not the names of the contract.
const TYPES: &[(&str, &str)] = &[("document-format", "Format")];

/// Words that are written in upper case.
const INITIALISMS: &[&str] = &["api", "csi", "fs", "id", "json", "ttl", "utf16", "utf8", "yaml"];

/// The types of the options of functions, in `options.go`. The optional parameters are fields of `options` there.
const OPTIONS: &[(&str, &str)] = &[
    ("cluster.cluster.open", "VersionOption"),
    ("merge.backup-manifest", "ClusterOption"),
    ("merge.plan", "ClusterOption"),
    ("merge.schedule-manifest", "ClusterOption"),
    ("schedule.check-schedule", "VersionOption"),
    ("schedule.next-runs", "VersionOption"),
    ("schedule.plan-backups", "PlanOption"),
    ("schedule.retention", "RetentionOption"),
    ("selection.coverage.new", "CoverOption"),
    ("selection.evaluation.new", "EvaluateOption"),
    ("validation.check-backup", "ClusterOption"),
    ("validation.check-spec", "ClusterOption"),
    ("validation.check-target", "ClusterOption"),
    ("validation.check-text", "TextOption"),
    ("validation.describe", "DescribeOption"),
    ("validation.describe-backup", "ClusterOption"),
    ("validation.describe-clauses", "ClusterOption"),
    ("validation.document.new", "TextOption"),
];

/// Fields and results that are seconds of a duration. Others are times.
const DURATIONS: &[&str] = &["expires-after-seconds", "longest-gap", "longest-without-backup"];

/// The enum that `Evaluation.reasons` returns as bytes.
const BYTES: &str = "reason";

/// The type of a subject and a pointer, in `values.go`.
const PAIR: &str = "Location";

/// Maximum length of a line of documentation.
const WIDTH: usize = 116;

/// Returns the files, by their names.
pub(super) fn write(contract: &Contract) -> Vec<(String, String)> {
    let writer = Writer { contract, inputs: contract.inputs(), outputs: contract.outputs() };
    let files = [
        ("contract_types.go", writer.types()),
        ("contract_functions.go", writer.functions()),
        ("contract_resources.go", writer.resources()),
    ];
    files.map(|(name, text)| (name.to_owned(), text)).to_vec()
}

struct Writer<'c> {
    contract: &'c Contract,
    inputs: Vec<String>,
    outputs: Vec<String>,
}

/// What a function belongs to in Go.
enum Receiver<'f> {
    /// An `Evaluator`. There is also a function of the package.
    Evaluator,
    /// A resource: `self`, or the first argument of a function that creates another resource from it.
    Resource(&'f str),
}

impl Writer<'_> {
    fn functions(&self) -> String {
        let mut body = String::new();
        for (interface, function) in self.contract.functions() {
            if let Receiver::Evaluator = receiver(function) {
                body += &self.of_package(interface, function);
                body += &self.function(interface, function);
            }
        }
        format!("{}{}\n", header(&body), body.trim_end())
    }

    fn resources(&self) -> String {
        let mut body = String::new();
        for (_, named) in self.contract.types() {
            if !matches!(named.definition, super::contract::Definition::Resource) {
                continue;
            }
            let name = go(&named.name);
            body += &self.comment("", &docs::of_type(&name, &named.docs), None);
            body += &format!("type {name} struct {{\n\tresource\n}}\n\n");
            body += &format!("func ({} *{name}) handle() *resource {{\n", variable(&name));
            body +=
                &format!("\tif {0} == nil {{\n\t\treturn nil\n\t}}\n\treturn &{0}.resource\n}}\n\n", variable(&name));
            for (interface, function) in self.contract.functions() {
                if matches!(receiver(function), Receiver::Resource(resource) if resource == named.name) {
                    body += &self.function(interface, function);
                    body += &self.pages(interface, function);
                }
            }
        }
        format!("{}{}\n", header(&body), body.trim_end())
    }

    /// Returns the function of the package, which calls the shared evaluator.
    fn of_package(&self, interface: &Interface, function: &Function) -> String {
        let name = name_of(interface, function);
        let (declared, given) = self.declared(interface, function);
        let docs = self.documentation(interface, function);
        format!(
            "{docs}func {name}({}) {} {{\n\treturn shared.{name}({})\n}}\n\n",
            declared.join(", "),
            self.result(function),
            given.join(", ")
        )
    }

    /// Returns the iterator over all pages of a method.
    fn pages(&self, interface: &Interface, function: &Function) -> String {
        let names: Vec<&str> = function.parameters.iter().map(|parameter| parameter.name.as_str()).collect();
        let (["self", "offset", "limit"], Type::List(item)) = (&names[..], &function.result) else {
            return String::new();
        };
        let (name, class) = (name_of(interface, function), go(function.resource.as_deref().unwrap_or_default()));
        let item = self.type_(item, &function.name);
        let this = variable(&class);
        format!(
            "// All{name} iterates over everything that {name} returns, page by page. It ends after an error.\n\
             func ({this} *{class}) All{name}(ctx context.Context) iter.Seq2[{item}, error] {{\n\
             \treturn pages(ctx, {this}.{name})\n}}\n\n"
        )
    }

    /// Returns a method of the evaluator, or of a resource.
    fn function(&self, interface: &Interface, function: &Function) -> String {
        let path = function.json_name(interface);
        let name = name_of(interface, function);
        let (declared, _) = self.declared(interface, function);
        let (this, class) = match receiver(function) {
            Receiver::Evaluator => ("e".to_owned(), "Evaluator".to_owned()),
            Receiver::Resource(resource) => (variable(&go(resource)), go(resource)),
        };
        let mut text = match receiver(function) {
            Receiver::Evaluator => format!("// {name} is the function of the package, with this evaluator.\n"),
            Receiver::Resource(_) => self.documentation(interface, function),
        };
        let result = self.result(function);
        let _ = writeln!(text, "func ({this} *{class}) {name}({}) {result} {{", declared.join(", "));
        if find(OPTIONS, &path).is_some() {
            text += "\to := collect(opts)\n";
        }
        text += &self.arguments(&path, function, &this);
        let (call, borrowed) = match receiver(function) {
            Receiver::Evaluator => ("e".to_owned(), borrowed(&path, function)),
            Receiver::Resource(_) => (format!("{this}.handle()"), String::new()),
        };
        let consumes = function.kind == Kind::Static && matches!(receiver(function), Receiver::Resource(_));
        let ok = match &function.result {
            Type::Result(ok, _) => ok.as_deref(),
            other => Some(other),
        };
        let made = match (function.kind, ok) {
            (Kind::Constructor, _) => function.resource.as_deref(),
            (_, Some(Type::Own(made))) => Some(made.as_str()),
            _ => None,
        };
        if let Some(made) = made {
            let made = go(made);
            let make = if consumes { "exchange" } else { "make" };
            let _ = writeln!(text, "\tmade := new({made})");
            let _ = writeln!(
                text,
                "\tif err := {call}.{make}(ctx, \"{path}\", w{borrowed}, &made.resource); err != nil {{\n\t\treturn nil, err\n\t}}\n\treturn made, nil\n}}\n"
            );
            return text;
        }
        let _ = writeln!(text, "\tanswer, err := {call}.call(ctx, \"{path}\", w{borrowed})");
        text += &match &function.result {
            Type::Result(None, _) => "\treturn refusalOf(answer, err)\n".to_owned(),
            Type::Result(Some(ok), error) => {
                let error = match &**error {
                    Type::Named(name) => format!("read{}", go(name)),
                    _ => "readRefusal".to_owned(),
                };
                format!("\treturn resultOf(answer, err, {}, {error})\n", self.reader(ok, &function.name))
            }
            plain => format!("\treturn valueOf(answer, err, {})\n", self.reader(plain, &function.name)),
        };
        text + "}\n\n"
    }

    /// Returns the statements that write the arguments.
    fn arguments(&self, path: &str, function: &Function, this: &str) -> String {
        let mut text = "\tw := newWriter()\n".to_owned();
        for (index, parameter) in function.parameters.iter().enumerate() {
            let start = if index == 0 { "{" } else { "," };
            let _ = writeln!(text, "\tw.raw(`{start}\"{}\":`)", super::snake(&parameter.name));
            let value = value(path, function, index, this);
            text += &match &parameter.type_ {
                Type::Borrow(_) | Type::Own(_) => format!("\tw.handle({value}.handle())\n"),
                Type::Option(inner) if matches!(**inner, Type::Borrow(_)) => format!("\tw.handle({value}.handle())\n"),
                type_ => format!("\t{}\n", self.write_value(type_, &value)),
            };
        }
        let end = if function.parameters.is_empty() { "{}" } else { "}" };
        text + &format!("\tw.raw(`{end}`)\n")
    }

    /// Returns the declared parameters, and the arguments that pass them on.
    fn declared(&self, interface: &Interface, function: &Function) -> (Vec<String>, Vec<String>) {
        let path = function.json_name(interface);
        let own = usize::from(matches!(receiver(function), Receiver::Resource(_)));
        let (mut declared, mut given) = (vec!["ctx context.Context".to_owned()], vec!["ctx".to_owned()]);
        for parameter in &function.parameters[own..] {
            if is_option(&path, parameter) {
                continue;
            }
            let type_ = match &parameter.type_ {
                Type::S64 => "time.Time".to_owned(),
                Type::List(item) if **item == Type::U8 => "[]byte".to_owned(),
                type_ => self.type_(type_, &parameter.name),
            };
            declared.push(format!("{} {type_}", camel(&parameter.name)));
            given.push(camel(&parameter.name));
        }
        if let Some(option) = find(OPTIONS, &path) {
            declared.push(format!("opts ...{option}"));
            given.push("opts...".to_owned());
        }
        (declared, given)
    }

    /// Returns the types of the results.
    fn result(&self, function: &Function) -> String {
        let made = function.resource.as_deref().filter(|_| function.kind == Kind::Constructor);
        let ok = match &function.result {
            Type::Result(None, _) => return "error".to_owned(),
            Type::Result(Some(ok), _) => ok,
            other => other,
        };
        let type_ = made.map_or_else(|| self.type_(ok, &function.name), |made| format!("*{}", go(made)));
        format!("({type_}, error)")
    }

    fn documentation(&self, interface: &Interface, function: &Function) -> String {
        let name = name_of(interface, function);
        let path = function.json_name(interface);
        let words = docs::in_words_of_go(&path, &function.docs);
        let mut docs = match &function.resource {
            Some(resource) if name.starts_with("New") => {
                let class = go(resource);
                let article = if class.starts_with(['A', 'E', 'I', 'O', 'U']) { "an" } else { "a" };
                let mut docs = vec![format!("{name} returns {article} [{class}].")];
                docs.extend(words.iter().map(|line| line.replacen("Does not evaluate", "It does not evaluate", 1)));
                docs
            }
            _ => docs::of_function(&name, &words),
        };
        if let Some(option) = find(OPTIONS, &path) {
            let options: Vec<&str> =
                docs::OPTIONS.iter().filter(|(type_, _)| *type_ == option).map(|(_, names)| *names).collect();
            docs.push(String::new());
            docs.push(format!("Options: {}.", options.join(", ")));
        }
        let parameters: Vec<&str> = function.parameters.iter().map(|each| each.name.as_str()).collect();
        self.comment("", &docs, Some(&parameters))
    }
}

fn header(body: &str) -> String {
    let standard = [("context", "context."), ("errors", "errors."), ("iter", "iter."), ("time", "time.")];
    let used: Vec<String> = standard
        .iter()
        .filter(|(_, start)| body.lines().any(|line| !line.trim_start().starts_with("//") && line.contains(start)))
        .map(|(package, _)| format!("\t\"{package}\"\n"))
        .collect();
    let imports = if used.is_empty() { String::new() } else { format!("import (\n{})\n\n", used.concat()) };
    // Go's tools skip a file with such a line.
    let notice = NOTICE.trim_end_matches('.').replace("Generated", "Code generated");
    format!("// {notice}; DO NOT EDIT.\n\npackage backuptarget\n\n{imports}")
}

fn receiver(function: &Function) -> Receiver<'_> {
    match function.parameters.first().map(|first| &first.type_) {
        Some(Type::Borrow(resource) | Type::Own(resource)) => Receiver::Resource(resource),
        _ => Receiver::Evaluator,
    }
}

fn name_of(interface: &Interface, function: &Function) -> String {
    match (find(NAMES, &function.json_name(interface)), &function.resource) {
        (Some(name), _) => name.to_owned(),
        (None, Some(resource)) if function.kind == Kind::Constructor => format!("New{}", go(resource)),
        (None, _) => go(&function.name),
    }
}

/// Returns whether a parameter is an option of its function.
fn is_option(path: &str, parameter: &Parameter) -> bool {
    matches!(parameter.type_, Type::Option(_)) && !EXPLICIT.contains(&(path, parameter.name.as_str()))
}

/// Returns the expression for the value of a parameter.
fn value(path: &str, function: &Function, index: usize, this: &str) -> String {
    let parameter = &function.parameters[index];
    if index == 0 && matches!(receiver(function), Receiver::Resource(_)) {
        this.to_owned()
    } else if is_option(path, parameter) {
        format!("o.{}", camel(&parameter.name))
    } else {
        camel(&parameter.name)
    }
}

/// Returns the argument for the resource that a function of the evaluator borrows.
fn borrowed(path: &str, function: &Function) -> String {
    let is_borrow =
        |parameter: &Parameter| matches!(&parameter.type_, Type::Option(inner) if matches!(**inner, Type::Borrow(_)));
    let index = function.parameters.iter().position(is_borrow);
    index.map_or(", nil".to_owned(), |index| format!(", {}.handle()", value(path, function, index, "e")))
}

/// Returns the name of a receiver: `t` for `Targets`.
fn variable(class: &str) -> String {
    class.chars().take(1).collect::<String>().to_lowercase()
}

/// Converts a WIT name to an exported name in Go: `RelationID`.
fn go(name: &str) -> String {
    if let Some(name) = find(TYPES, name) {
        return name.to_owned();
    }
    let word = |word: &str| if INITIALISMS.contains(&word) { word.to_uppercase() } else { pascal(word) };
    name.split('-').map(word).collect()
}

/// Converts a WIT name to a local name in Go: `relationID`.
fn camel(name: &str) -> String {
    match name.split_once('-') {
        None => name.to_owned(),
        Some((first, rest)) => first.to_owned() + &go(rest),
    }
}

fn find(table: &[(&str, &'static str)], name: &str) -> Option<&'static str> {
    table.iter().find(|(key, _)| *key == name).map(|(_, value)| *value)
}
