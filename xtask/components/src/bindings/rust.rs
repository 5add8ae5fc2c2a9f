//! Generates the Rust host: a method for each function of the contract. It uses the calls that wasmtime generates.

mod layout;

use std::collections::BTreeSet;

use anyhow::{Result, bail};

use super::contract::{Contract, Definition, Field, Function, Interface, Kind, Named, Type};
use super::{NOTICE, SWITCHES, pascal, snake};
use layout::{call, comment, signature, use_};

/// Methods whose name is not the one in the contract.
const NAMES: [(&str, &str); 3] = [
    ("requirer.targets.new", "read_targets"),
    ("selection.evaluation.new", "evaluate"),
    ("validation.document.new", "read_document"),
];

/// Methods that change their resource.
const MUTABLE: [&str; 3] = ["selection.coverage.step", "selection.evaluation.step", "selection.inventory-reader.push"];

/// Names of types that the contract's model does not have, by interface.
const ALIASES: [(&str, &str); 1] = [("types", "Databag")];

/// Keywords. Wasmtime adds an underscore to them.
const KEYWORDS: [&str; 10] = ["as", "for", "in", "loop", "match", "mod", "move", "ref", "type", "use"];

/// Variables of the methods. A parameter must not hide them.
const VARIABLES: [&str; 4] = ["exports", "held", "store", "this"];

/// Documentation of each resource.
const LIFETIME: &str = "It keeps an instance of the component until it is dropped. Resources that are created from each other \
     share the instance. Methods return errors of the host. After an error, all resources of the instance are lost: \
     further calls return [`Error::Lost`].";

/// The path of the modules that wasmtime generates.
const PACKAGE: &str = "crate::bindings::exports::k8s_backup::target";

/// Imports of the methods.
const IMPORTS: &str = "use crate::error::Error;
use crate::evaluator::Evaluator;
use crate::handle::Handle;
use crate::instance::Instance;
";

/// Returns the files, by their names: types, and the functions and resources of each interface.
pub(super) fn write(contract: &Contract) -> Result<Vec<(String, String)>> {
    let writer = Writer { contract, names: contract.names() };
    writer.refuse_resources_in_types()?;
    let mut files = Vec::new();
    let (mut modules, mut imports) = (String::new(), writer.types() + IMPORTS);
    let mut interfaces: Vec<&Interface> = contract.interfaces.iter().collect();
    interfaces.sort_by_key(|interface| &interface.name);
    for interface in interfaces {
        let text = writer.interface(interface)?;
        if text.is_empty() {
            continue;
        }
        let module = snake(&interface.name);
        modules += &format!("mod {module};\n");
        let resources = interface.types.iter().filter(|named| matches!(named.definition, Definition::Resource));
        imports += &use_(&module, resources.map(|named| pascal(&named.name)).collect());
        files.push((format!("contract/{module}.rs"), format!("//! {NOTICE}\n\nuse super::*;\n{text}")));
    }
    let defaults: String = contract.types().map(|(_, named)| default(named)).collect();
    let conversions: String = contract.types().map(|(_, named)| writer.conversions(named)).collect();
    let text = format!("//! {NOTICE}\n\n{modules}\nuse std::sync::Arc;\n\n{imports}{defaults}{conversions}");
    files.push(("contract.rs".to_owned(), text));
    Ok(files)
}

struct Writer<'c> {
    contract: &'c Contract,
    /// Names that are different in Rust.
    names: BTreeSet<String>,
}

/// How a resource is passed to a function.
enum Passing {
    Lent,
    LentOrNone,
    GivenAway,
}

/// Returns the resource of a parameter, and how it is passed.
fn passed(type_: &Type) -> Option<(&str, Passing)> {
    match type_ {
        Type::Borrow(resource) => Some((resource, Passing::Lent)),
        Type::Own(resource) => Some((resource, Passing::GivenAway)),
        Type::Option(inner) => match &**inner {
            Type::Borrow(resource) => Some((resource, Passing::LentOrNone)),
            _ => None,
        },
        _ => None,
    }
}

/// Returns the owners of a method: resources, and `None` for the evaluator.
fn receivers<'f>(interface: &Interface, function: &'f Function) -> Result<Vec<Option<&'f str>>> {
    let mut resources = function.parameters.iter().filter_map(|parameter| passed(&parameter.type_));
    let receivers = match resources.next() {
        None => vec![None],
        Some((resource, Passing::LentOrNone)) => vec![None, Some(resource)],
        Some((resource, _)) => vec![Some(resource)],
    };
    if resources.next().is_some() {
        bail!("{}: two resources can be in different instances", function.json_name(interface));
    }
    Ok(receivers)
}

fn method_name(interface: &Interface, function: &Function) -> String {
    let name = function.json_name(interface);
    if let Some((_, name)) = NAMES.iter().find(|(listed, _)| *listed == name) {
        return (*name).to_owned();
    }
    match (&function.resource, function.kind) {
        (Some(resource), Kind::Constructor) => identifier(resource),
        (Some(resource), Kind::Static) if function.class().is_none() => {
            format!("{}_{}", snake(&function.name), snake(resource))
        }
        _ => identifier(&function.name),
    }
}

fn identifier(name: &str) -> String {
    let underscore = if KEYWORDS.contains(&name) { "_" } else { "" };
    snake(name) + underscore
}

fn is_resource(type_: &Type) -> bool {
    matches!(type_, Type::Own(_) | Type::Borrow(_))
}

/// Returns whether a type contains such a part.
fn has(type_: &Type, is_part: fn(&Type) -> bool) -> bool {
    let mut has = false;
    type_.walk(&mut |part| has |= is_part(part));
    has
}

/// Returns the types in a record or a variant.
fn parts(named: &Named) -> Vec<&Type> {
    match &named.definition {
        Definition::Record(fields) => fields.iter().map(|field| &field.type_).collect(),
        Definition::Enum(cases) | Definition::Variant(cases) => {
            cases.iter().filter_map(|case| case.payload.as_ref()).collect()
        }
        Definition::Resource => Vec::new(),
    }
}

/// Returns the default of a record without required fields.
fn default(named: &Named) -> String {
    let Definition::Record(fields) = &named.definition else { return String::new() };
    let default = |field: &Field| match &field.type_ {
        Type::Option(_) => Some(format!("{}: None", identifier(&field.name))),
        Type::Bool if SWITCHES.contains(&field.name.as_str()) => Some(format!("{}: false", identifier(&field.name))),
        _ => None,
    };
    let Some(fields) = fields.iter().map(default).collect::<Option<Vec<String>>>() else { return String::new() };
    layout::default(&pascal(&named.name), &fields)
}

impl Writer<'_> {
    /// Returns an error if a record contains a resource: in wasmtime's struct, it would never be dropped.
    fn refuse_resources_in_types(&self) -> Result<()> {
        let holds_one = |named: &Named| parts(named).into_iter().any(|part| has(part, is_resource));
        match self.contract.types().find(|(_, named)| holds_one(named)) {
            Some((_, named)) => bail!("{}: a type that contains a resource is not supported", named.name),
            None => Ok(()),
        }
    }

    /// Returns the conversions to a variant that is a parameter.
    fn conversions(&self, named: &Named) -> String {
        let Definition::Variant(cases) = &named.definition else { return String::new() };
        if !self.contract.inputs().contains(&named.name) {
            return String::new();
        }
        let variant = pascal(&named.name);
        let mut text = layout::from(&format!("&{variant}"), &variant, "value.clone()");
        for alternative in self.contract.alternatives(&named.name, cases) {
            let (record, case) = (pascal(&alternative.record.name), pascal(&alternative.case.name));
            let field = identifier(&alternative.case.name);
            let value = if alternative.is_container { format!("value.{field}") } else { "value".to_owned() };
            text += &layout::from(&record, &variant, &format!("Self::{case}({value})"));
            text += &layout::from(&format!("&{record}"), &variant, &format!("Self::{case}({value}.clone())"));
        }
        text
    }

    /// Returns re-exports of wasmtime's types.
    fn types(&self) -> String {
        let mut lines: Vec<String> = Vec::new();
        for interface in &self.contract.interfaces {
            let types = interface.types.iter().filter(|named| !matches!(named.definition, Definition::Resource));
            let aliases = ALIASES.iter().filter(|(home, _)| *home == interface.name);
            let names = types.map(|named| pascal(&named.name)).chain(aliases.map(|(_, name)| (*name).to_owned()));
            lines.push(use_(&format!("{PACKAGE}::{}", snake(&interface.name)), names.collect()));
        }
        lines.sort();
        lines.concat()
    }

    /// Returns the functions and resources of an interface.
    fn interface(&self, interface: &Interface) -> Result<String> {
        let mut functions = interface.functions.iter().map(|function| (interface, function));
        let methods = self.methods(None, &mut functions)?;
        let mut text = String::new();
        if !methods.is_empty() {
            text += &format!("\n{}impl Evaluator {{\n{methods}}}\n", self.documentation(&interface.docs, 0));
        }
        for named in interface.types.iter().filter(|named| matches!(named.definition, Definition::Resource)) {
            text += &self.resource(named)?;
        }
        Ok(text)
    }

    fn resource(&self, named: &Named) -> Result<String> {
        let docs: Vec<String> = named.docs.iter().cloned().chain([String::new(), LIFETIME.to_owned()]).collect();
        let class = pascal(&named.name);
        let methods = self.methods(Some(&named.name), &mut self.contract.functions())?;
        let docs = self.documentation(&docs, 0);
        Ok(format!("\n{docs}pub struct {class}(pub(super) Handle);\n\nimpl {class} {{\n{methods}}}\n"))
    }

    /// Returns the methods of a resource, or of the evaluator for `None`.
    fn methods<'f>(
        &self,
        receiver: Option<&str>,
        functions: &mut dyn Iterator<Item = (&'f Interface, &'f Function)>,
    ) -> Result<String> {
        let mut methods = Vec::new();
        for (interface, function) in functions {
            if receivers(interface, function)?.contains(&receiver) {
                methods.push(self.method(interface, function, receiver)?);
            }
        }
        Ok(methods.join("\n"))
    }

    fn method(&self, interface: &Interface, function: &Function, receiver: Option<&str>) -> Result<String> {
        let mut this = if MUTABLE.contains(&function.json_name(interface).as_str()) { "&mut self" } else { "&self" };
        let mut called = "call";
        let (mut declared, mut arguments) = (Vec::new(), vec!["store".to_owned()]);
        let mut body = String::new();
        for parameter in &function.parameters {
            let argument = match (passed(&parameter.type_), receiver) {
                (None, _) => {
                    let underscore = if VARIABLES.contains(&parameter.name.as_str()) { "_" } else { "" };
                    let name = identifier(&parameter.name) + underscore;
                    declared.push(format!("{name}: {}", self.parameter(&parameter.type_)?));
                    match self.converted(&parameter.type_, &name) {
                        Some(converted) => {
                            body += &converted;
                            format!("&{name}")
                        }
                        None => name,
                    }
                }
                (Some((_, Passing::LentOrNone)), None) => "None".to_owned(),
                (Some((_, Passing::LentOrNone)), Some(_)) => "Some(this)".to_owned(),
                (Some((_, Passing::Lent)), _) => "this".to_owned(),
                (Some((_, Passing::GivenAway)), _) => {
                    (this, called) = ("mut self", "take");
                    "this".to_owned()
                }
            };
            arguments.push(argument);
        }
        declared.insert(0, this.to_owned());

        let mut chain = vec!["exports".to_owned(), format!(".k8s_backup_target_{}()", snake(&interface.name))];
        chain.extend(function.resource.iter().map(|resource| format!(".{}()", identifier(resource))));
        let callee = if function.kind == Kind::Constructor { "constructor".to_owned() } else { snake(&function.name) };
        chain.push(format!(".call_{callee}({})", arguments.join(", ")));

        let (parameters, handle) = match receiver {
            None => ("|Instance { store, exports }|", "Handle::new(&held, made)"),
            Some(_) => ("|Instance { store, exports }, this|", "self.0.beside(made)"),
        };
        let made = self.made(&function.result, handle)?;
        let callee = match (receiver, &made) {
            (None, None) => "self",
            (None, Some(_)) => {
                body += "        let held = Arc::new(self.held()?);\n";
                "held"
            }
            (Some(_), _) => "self.0",
        };
        body += &match made {
            None => call(&format!("{callee}.{called}({parameters}"), &chain, ")"),
            Some(made) => {
                let called = call(&format!("let made = {callee}.{called}({parameters}"), &chain, ")?;");
                format!("{called}        Ok({made})\n")
            }
        };

        let docs = self.documentation(&self.docs_of(interface, function, receiver)?, 4);
        let result = format!("Result<{}, Error>", self.owned(&function.result)?);
        let signature = signature(&method_name(interface, function), &declared, &result);
        Ok(format!("{docs}{signature}{body}    }}\n"))
    }

    /// Returns the expression that wraps resources in a result, or `None` if there are no resources.
    fn made(&self, result: &Type, handle: &str) -> Result<Option<String>> {
        Ok(match result {
            result if !has(result, is_resource) => None,
            Type::Own(resource) => Some(format!("{}({handle})", pascal(resource))),
            Type::Option(inner) | Type::Result(Some(inner), _) => {
                self.made(inner, handle)?.map(|made| format!("made.map(|made| {made})"))
            }
            Type::List(inner) => {
                self.made(inner, handle)?.map(|made| format!("made.into_iter().map(|made| {made}).collect()"))
            }
            _ => bail!("a resource in a tuple or in an error is not supported"),
        })
    }

    /// Returns the statement that converts a parameter to a variant or to a list of variants.
    fn converted(&self, type_: &Type, name: &str) -> Option<String> {
        match type_ {
            Type::List(item) => {
                let variant = self.variant(item)?;
                let converted = format!("{name}.into_iter().map(Into::into).collect()");
                Some(format!("        let {name}: Vec<{variant}> = {converted};\n"))
            }
            type_ => self.variant(type_).map(|variant| format!("        let {name}: {variant} = {name}.into();\n")),
        }
    }

    /// Returns the name of a variant.
    fn variant(&self, type_: &Type) -> Option<String> {
        let Type::Named(name) = type_ else { return None };
        matches!(self.contract.named(name).definition, Definition::Variant(_)).then(|| pascal(name))
    }

    /// Returns wasmtime's type of a parameter. Strings and lists are borrowed. Callers can pass a variant as any type that
    /// it can be made from.
    fn parameter(&self, type_: &Type) -> Result<String> {
        if let Some(variant) = self.variant(type_) {
            return Ok(format!("impl Into<{variant}>"));
        }
        Ok(match type_ {
            Type::String => "&str".to_owned(),
            Type::Option(inner) => format!("Option<{}>", self.parameter(inner)?),
            Type::List(_) if type_.is_map() => "&Databag".to_owned(),
            Type::List(inner) if self.variant(inner).is_some() => {
                format!("impl IntoIterator<Item = {}>", self.parameter(inner)?)
            }
            Type::List(inner) => format!("&[{}]", self.owned(inner)?),
            Type::Tuple(items) => self.tuple(items, Self::parameter)?,
            Type::Result(ok, error) => {
                let ok = ok.as_ref().map_or_else(|| Ok("()".to_owned()), |ok| self.parameter(ok))?;
                format!("Result<{ok}, {}>", self.parameter(error)?)
            }
            Type::Named(name) if self.holds_lists(type_) => format!("&{}", pascal(name)),
            Type::Own(name) | Type::Borrow(name) => bail!("{name}: a resource inside of another type cannot be passed"),
            Type::Bool | Type::U8 | Type::U32 | Type::S64 | Type::Named(_) => self.owned(type_)?,
        })
    }

    fn owned(&self, type_: &Type) -> Result<String> {
        Ok(match type_ {
            Type::Bool => "bool".to_owned(),
            Type::U8 => "u8".to_owned(),
            Type::U32 => "u32".to_owned(),
            Type::S64 => "i64".to_owned(),
            Type::String => "String".to_owned(),
            Type::Option(inner) => format!("Option<{}>", self.owned(inner)?),
            Type::List(_) if type_.is_map() => "Databag".to_owned(),
            Type::List(inner) => format!("Vec<{}>", self.owned(inner)?),
            Type::Tuple(items) => self.tuple(items, Self::owned)?,
            Type::Result(ok, error) => {
                let ok = ok.as_ref().map_or_else(|| Ok("()".to_owned()), |ok| self.owned(ok))?;
                format!("Result<{ok}, {}>", self.owned(error)?)
            }
            Type::Named(name) | Type::Own(name) => pascal(name),
            Type::Borrow(name) => bail!("{name}: a function cannot return a borrowed resource"),
        })
    }

    fn tuple(&self, items: &[Type], written: fn(&Self, &Type) -> Result<String>) -> Result<String> {
        let items: Vec<String> = items.iter().map(|item| written(self, item)).collect::<Result<_>>()?;
        Ok(format!("({})", items.join(", ")))
    }

    fn holds_lists(&self, type_: &Type) -> bool {
        let is_list = |part: &Type| matches!(part, Type::String | Type::List(_));
        let reached = self.contract.reached([type_].into_iter());
        reached.iter().any(|name| parts(self.contract.named(name)).into_iter().any(|part| has(part, is_list)))
    }

    /// Returns the documentation. A constructor repeats that of its resource.
    fn docs_of(&self, interface: &Interface, function: &Function, receiver: Option<&str>) -> Result<Vec<String>> {
        let mut docs = match &function.resource {
            Some(resource) if function.kind == Kind::Constructor => {
                let of_resource = &self.contract.named(resource).docs;
                of_resource.iter().chain([&String::new()]).chain(&function.docs).cloned().collect()
            }
            _ => function.docs.clone(),
        };
        let receivers = receivers(interface, function)?;
        let resource = receivers.iter().find_map(|resource| *resource).unwrap_or_default();
        for other in receivers.iter().filter(|other| **other != receiver) {
            let (with, class) = match other {
                Some(resource) => ("With", pascal(resource)),
                None => ("Without", "Evaluator".to_owned()),
            };
            let (resource, method) = (resource.replace('-', " "), method_name(interface, function));
            docs.extend([String::new(), format!("{with} a {resource}: [`{class}::{method}`].")]);
        }
        Ok(docs)
    }

    fn documentation(&self, docs: &[String], indent: usize) -> String {
        let docs: Vec<String> = docs.iter().map(|line| self.renamed(line)).collect();
        comment(&docs, indent)
    }

    /// Converts names in backticks to Rust's names.
    fn renamed(&self, line: &str) -> String {
        let pieces = line.split('`').enumerate().map(|(index, piece)| match index % 2 {
            0 => piece.to_owned(),
            _ => self.renamed_name(piece).unwrap_or_else(|| piece.to_owned()),
        });
        pieces.collect::<Vec<_>>().join("`")
    }

    fn renamed_name(&self, name: &str) -> Option<String> {
        if name == "none" {
            return Some("None".to_owned());
        }
        if self.names.contains(name) {
            return Some(identifier(name));
        }
        if let Some((type_, name)) = name.split_once('.') {
            let is_known = self.is_type(type_) && self.names.contains(name);
            return is_known.then(|| format!("{}::{}", pascal(type_), identifier(name)));
        }
        if self.is_type(name) {
            return Some(pascal(name));
        }
        let is_case = |named: &Named| match &named.definition {
            Definition::Enum(cases) | Definition::Variant(cases) => cases.iter().any(|case| case.name == name),
            Definition::Record(_) | Definition::Resource => false,
        };
        let (_, named) = self.contract.types().find(|(_, named)| is_case(named))?;
        Some(format!("{}::{}", pascal(&named.name), pascal(name)))
    }

    fn is_type(&self, name: &str) -> bool {
        self.contract.types().any(|(_, named)| named.name == name)
    }
}
