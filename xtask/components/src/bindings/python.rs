//! Generates the modules of the Python package: types, and functions that use the string call.

mod docs;
mod layout;

use std::collections::BTreeSet;
use std::fmt::Write as _;

use super::contract::{Case, Contract, Definition, Field, Function, Interface, Kind, Named, Parameter, Type};
use super::{EXPLICIT, NOTICE, SWITCHES, pascal, snake};
use docs::docstring;

/// Defaults of parameters that are not optional in the contract.
const DEFAULTS: [(&str, &str); 3] = [("api-resources", "()"), ("offset", "0"), ("limit", "convert.ALL")];

/// Modules that a handwritten module extends. Their names start with an underscore.
const EXTENDED: [&str; 1] = ["selection"];

/// Base classes of records.
const BASES: [(&str, &str); 1] = [("diagnostic", "Diagnosed")];

/// Handwritten modules, with the names that the package exports.
const BY_HAND: [(&str, &[&str]); 3] = [
    (
        "errors",
        &[
            "BackupTargetError",
            "ClosedError",
            "ComponentError",
            "InvalidInput",
            "InvalidSpec",
            "LimitExceeded",
            "Lost",
            "NoRelation",
            "NotLeader",
            "PublishError",
            "Trapped",
        ],
    ),
    ("host", &["Host", "Limits", "Session"]),
    ("selection", &["REASONS"]),
];

/// Returns the files of the package, by name.
pub(super) fn write(contract: &Contract) -> Vec<(String, String)> {
    let package = Package { contract, inputs: contract.inputs(), names: contract.names() };
    let mut files: Vec<(String, String)> = package
        .modules()
        .iter()
        .map(|module| {
            let hidden = if EXTENDED.contains(&module.name.as_str()) { "_" } else { "" };
            (format!("{hidden}{}.py", module.name), layout::module(&package.module(module)))
        })
        .collect();
    files.push(("__init__.py".to_owned(), layout::module(&package.init())));
    files
}

struct Package<'c> {
    contract: &'c Contract,
    /// Names of the types of parameters.
    inputs: Vec<String>,
    /// Names that are different in Python.
    names: BTreeSet<String>,
}

struct Module<'c> {
    name: String,
    docs: Vec<String>,
    interface: &'c Interface,
    types: Vec<&'c Named>,
}

impl Module<'_> {
    /// The modules that it is imported from.
    fn path(&self) -> String {
        let hidden = if EXTENDED.contains(&self.name.as_str()) { "_" } else { "" };
        format!("{hidden}{}", self.name)
    }

    /// Its functions outside of classes.
    fn free(&self) -> impl Iterator<Item = &Function> {
        let is_model = self.interface.name == "types";
        self.interface.functions.iter().filter(move |function| !is_model && function.kind == Kind::Free)
    }

    /// Returns the names that the package exports from it.
    fn names(&self, inputs: &[String]) -> Vec<String> {
        let is_output_variant =
            |named: &Named| matches!(named.definition, Definition::Variant(_)) && !inputs.contains(&named.name);
        let types = self.types.iter().filter(|named| !is_output_variant(named));
        // A function with the name of the module would hide the module.
        let functions = self.free().map(|function| snake(&function.name)).filter(|name| *name != self.name);
        types.map(|named| pascal(&named.name)).chain(functions).collect()
    }
}

impl Package<'_> {
    fn modules(&self) -> Vec<Module<'_>> {
        let mut modules = Vec::new();
        for interface in &self.contract.interfaces {
            let types: Vec<&Named> = interface.types.iter().collect();
            if interface.name != "types" {
                let (name, docs) = (snake(&interface.name), interface.docs.clone());
                modules.push(Module { name, docs, interface, types });
                continue;
            }
            // The types of diagnostics have a separate module: it is loaded only if there are diagnostics.
            let diagnostic = Type::Named("diagnostic".to_owned());
            let parts = self.contract.reached([&diagnostic].into_iter());
            let (of_diagnostics, others) = types.into_iter().partition(|named| parts.contains(&named.name));
            let module = |name: &str, docs: &str, types| Module {
                name: name.to_owned(),
                docs: vec![docs.to_owned()],
                interface,
                types,
            };
            modules.push(module(
                "diagnostic",
                "Diagnostics: problems of an input, and their positions.",
                of_diagnostics,
            ));
            modules.push(module("model", "Specs, targets and the other types of the interface.", others));
        }
        modules
    }

    fn module(&self, module: &Module<'_>) -> String {
        let mut body = String::new();
        for named in &module.types {
            match &named.definition {
                Definition::Enum(cases) => body += &self.enumeration(named, cases),
                Definition::Record(fields) => body += &self.record(named, fields),
                Definition::Resource => body += &self.class(module, named),
                Definition::Variant(cases) if self.inputs.contains(&named.name) => body += &self.union(named, cases),
                Definition::Variant(_) => {}
            }
        }
        for function in module.free() {
            body += "\n\n";
            body += &self.function(module, function, "");
        }

        let code = code(&body);
        let mut text = docstring(&module.docs, "", &self.names);
        let _ = write!(text, "\n# {NOTICE}\n\nfrom __future__ import annotations\n\n");
        for (home, names) in [
            ("collections.abc", ["Iterable", "Mapping", "Sequence"].as_slice()),
            ("dataclasses", &["dataclass", "field"]),
            ("typing", &["TYPE_CHECKING", "Any", "ClassVar", "Literal"]),
        ] {
            let names: Vec<&str> =
                names.iter().copied().filter(|name| *name == "TYPE_CHECKING" || has_word(&code, name)).collect();
            if !names.is_empty() {
                let _ = writeln!(text, "from {home} import {}", names.join(", "));
            }
        }
        text.push('\n');
        for (module, import) in [("convert", "from . import convert"), ("hosts", "from . import host as hosts")] {
            if code.contains(&format!("{module}.")) {
                let _ = writeln!(text, "{import}");
            }
        }
        // Loading a module takes time: names that only annotations use are imported only for type checkers.
        let fields: String = module.types.iter().map(|named| self.annotations(named)).collect();
        let mut for_types = String::new();
        for other in self.modules().iter().filter(|other| other.name != module.name) {
            let (mut at_runtime, mut only_types) = (Vec::new(), Vec::new());
            for named in &other.types {
                let (class, name) = (pascal(&named.name), snake(&named.name));
                match (has_word(&code, &class), has_word(&fields, &class)) {
                    (true, true) => at_runtime.push(class),
                    (true, false) => only_types.push(class),
                    _ => {}
                }
                at_runtime.extend(
                    [format!("read_{name}"), format!("write_{name}")].into_iter().filter(|name| has_word(&code, name)),
                );
            }
            at_runtime.sort_by_key(|name| ranked(name));
            only_types.sort_by_key(|name| ranked(name));
            for (names, indent, text) in [(at_runtime, "", &mut text), (only_types, "    ", &mut for_types)] {
                if !names.is_empty() {
                    let _ = writeln!(text, "{indent}from .{} import {}", other.path(), names.join(", "));
                }
            }
        }
        for (_, base) in BASES.iter().filter(|(record, _)| module.types.iter().any(|named| named.name == *record)) {
            let _ = writeln!(text, "from .text import {base}");
        }
        if for_types.is_empty() {
            text = text.replace("TYPE_CHECKING, ", "").replace("from typing import TYPE_CHECKING\n", "");
        } else {
            let _ = write!(text, "\nif TYPE_CHECKING:\n{for_types}");
        }
        text + &body
    }

    /// Returns the types of a record's fields.
    fn annotations(&self, named: &Named) -> String {
        let Definition::Record(fields) = &named.definition else { return String::new() };
        fields.iter().map(|field| self.annotation(&field.type_, "Sequence") + " ").collect()
    }

    fn enumeration(&self, named: &Named, cases: &[Case]) -> String {
        let words: Vec<String> = cases.iter().map(|case| format!("\"{}\"", case.name)).collect();
        let mut docs = named.docs.clone();
        docs.push(String::new());
        docs.extend(cases.iter().map(|case| format!("- `{}`: {}", case.name, case.docs.join(" "))));
        format!("\n\n{} = Literal[{}]\n{}", pascal(&named.name), words.join(", "), docstring(&docs, "", &self.names))
    }

    /// Returns the type of a variant that is a parameter: callers pass the record of a case.
    fn union(&self, named: &Named, cases: &[Case]) -> String {
        let (class, name) = (pascal(&named.name), snake(&named.name));
        let alternatives = self.contract.alternatives(&named.name, cases);
        let records: Vec<String> = alternatives.iter().map(|each| pascal(&each.record.name)).collect();
        let mut docs = named.docs.clone();
        docs.push(String::new());
        docs.extend(
            records.iter().zip(&alternatives).map(|(record, each)| format!("- `{record}`: {}", each.docs.join(" "))),
        );
        let mut text = format!("\n\n{class} = {}\n{}", records.join(" | "), docstring(&docs, "", &self.names));
        let _ = write!(
            text,
            "\n\ndef write_{name}(value: {class}, name: str) -> dict[str, Any]:\n    \"\"\"Converts a value to JSON.\"\"\"\n"
        );
        for (record, each) in records.iter().zip(&alternatives) {
            let case = snake(&each.case.name);
            let field = if each.is_container { format!(".{case}") } else { String::new() };
            let payload = each.case.payload.as_ref().expect("a case is a record");
            let name = if each.is_container { format!("f\"{{name}}{field}\"") } else { "name".to_owned() };
            let written = self.written(payload, &format!("value{field}"), &name);
            let _ = writeln!(text, "    if isinstance(value, {record}):");
            let _ = writeln!(text, "        return {{\"{}\": {written}}}", each.case.name);
        }
        let expected = records.join(", ");
        let _ = writeln!(text, "    raise convert.wrong_type(name, \"one of {expected}\", value)");
        text
    }

    fn record(&self, named: &Named, fields: &[Field]) -> String {
        let (class, name) = (pascal(&named.name), snake(&named.name));
        let goes_in = self.inputs.contains(&named.name);
        let base = BASES.iter().find(|(record, _)| *record == named.name).map(|(_, base)| format!("({base})"));
        let mut text = format!("\n\n@dataclass(frozen=True, slots=True)\nclass {class}{}:\n", base.unwrap_or_default());
        text += &docstring(&named.docs, "    ", &self.names);
        text.push('\n');
        // Only the last fields can have defaults.
        let last_required = fields.iter().rposition(|field| default_of(field).is_none());
        for (index, field) in fields.iter().enumerate() {
            let default = default_of(field).filter(|_| goes_in && last_required.is_none_or(|last| index > last));
            let default = default.map(|default| format!(" = {default}")).unwrap_or_default();
            let _ =
                writeln!(text, "    {}: {}{default}", snake(&field.name), self.annotation(&field.type_, "Sequence"));
            text += &docstring(&field.docs, "    ", &self.names);
        }
        if self.contract.outputs().contains(&named.name) {
            let made = if fields.iter().all(|field| self.is_plain(&field.type_)) {
                format!("{class}(**value)")
            } else {
                let values =
                    fields.iter().map(|field| self.read(&field.type_, &format!("value[\"{}\"]", snake(&field.name))));
                format!("{class}({})", values.collect::<Vec<_>>().join(", "))
            };
            let _ = write!(
                text,
                "\n\ndef read_{name}(value: Any) -> {class}:\n    \"\"\"Converts JSON to a value.\"\"\"\n    return {made}\n"
            );
        }
        if goes_in {
            let members = fields.iter().map(|field| {
                let field_name = snake(&field.name);
                let (value, name) = (format!("value.{field_name}"), format!("f\"{{name}}.{field_name}\""));
                format!("        \"{field_name}\": {},\n", self.written(&field.type_, &value, &name))
            });
            let members: String = members.collect();
            let _ = write!(
                text,
                "\n\ndef write_{name}(value: {class}, name: str) -> dict[str, Any]:\n    \"\"\"Converts a value to JSON.\"\"\"\n    convert.require_fields(value, {class}, name)\n    return {{\n{members}    }}\n"
            );
        }
        text
    }

    fn class(&self, module: &Module<'_>, named: &Named) -> String {
        let (class, all) = (pascal(&named.name), &module.interface.functions);
        let functions = || all.iter().filter(|function| function.resource.as_ref() == Some(&named.name));
        let constructor = functions().find(|function| function.kind == Kind::Constructor);
        let mut docs = named.docs.clone();
        docs.extend(constructor.iter().flat_map(|made| [String::new()].into_iter().chain(made.docs.clone())));
        let mut text = format!(
            "\n\nclass {class}(hosts.Resource):\n{}\n    __slots__ = ()\n    _NAME: ClassVar = \"{}\"\n",
            docstring(&docs, "    ", &self.names),
            named.name
        );
        if constructor.is_none() {
            let own = Type::Own(named.name.clone());
            let makes = |function: &&Function| matches!(&function.result, Type::Result(Some(ok), _) if **ok == own);
            let maker = all.iter().find(makes).expect("a function that returns the resource");
            let maker = format!("{}.{}", pascal(maker.resource.as_deref().unwrap_or_default()), snake(&maker.name));
            let _ = write!(text, "\n    def __init__(self) -> None:\n        raise TypeError(\"{maker} makes one\")\n");
        }
        for function in functions() {
            text.push('\n');
            text += &self.function(module, function, "    ");
        }
        text
    }

    fn function(&self, module: &Module<'_>, function: &Function, indent: &str) -> String {
        let is_method = function.class().is_some();
        // The first parameter of a method is its object.
        let others = function.parameters.get(usize::from(is_method)..).unwrap_or_default();
        let lent = others.iter().find_map(|each| match &each.type_ {
            Type::Borrow(_) => Some((each, false)),
            Type::Option(inner) if matches!(**inner, Type::Borrow(_)) => Some((each, true)),
            _ => None,
        });

        let name = function.json_name(module.interface);
        let last_required = others.iter().rposition(|each| default_of_parameter(&name, each).is_none());
        let mut parameters: Vec<String> = Vec::new();
        if is_method || function.kind == Kind::Constructor {
            parameters.push("self".to_owned());
        }
        for (index, each) in others.iter().enumerate() {
            let default = default_of_parameter(&name, each).filter(|_| last_required.is_none_or(|last| index > last));
            let default = default.map(|default| format!(" = {default}")).unwrap_or_default();
            parameters.push(format!("{}: {}{default}", snake(&each.name), self.annotation(&each.type_, "Iterable")));
        }
        let has_host = !is_method && lent.is_none_or(|(_, is_optional)| is_optional);
        if has_host {
            parameters.extend(["*".to_owned(), "host: hosts.Host | None = None".to_owned()]);
        }

        // Objects are passed separately: their numbers are read in the call.
        let is_object = |type_: &Type| match type_ {
            Type::Borrow(_) | Type::Own(_) => true,
            Type::Option(inner) => matches!(**inner, Type::Borrow(_)),
            _ => false,
        };
        let members = function.parameters.iter().filter(|each| !is_object(&each.type_)).map(|each| {
            let name = snake(&each.name);
            format!("\"{name}\": {}", self.written(&each.type_, &name, &format!("\"{name}\"")))
        });
        let mut arguments = format!("{{{}}}", members.collect::<Vec<_>>().join(", "));
        if let Some((parameter, _)) = lent {
            let name = snake(&parameter.name);
            let _ = write!(arguments, ", {{\"{name}\": {name}}}");
        }
        let home = match (is_method, lent) {
            (true, _) => "self".to_owned(),
            (_, Some((parameter, is_optional))) => {
                let name = snake(&parameter.name);
                match (is_optional, function.kind == Kind::Free) {
                    (false, _) => format!("hosts.home_of({name}, \"{name}\")"),
                    (true, true) => format!("hosts.beside({name}, \"{name}\", host)"),
                    (true, false) => format!("hosts.home_beside({name}, \"{name}\", host)"),
                }
            }
            (_, None) if function.kind == Kind::Free => "hosts.of(host)".to_owned(),
            (_, None) => "hosts.new_home(host)".to_owned(),
        };

        let python_name = match (function.kind, function.name.as_str()) {
            (Kind::Constructor, _) => "__init__".to_owned(),
            // Python's `len` function.
            (_, "len") => "__len__".to_owned(),
            (_, name) => snake(name),
        };
        let (result, raises) = match &function.result {
            _ if function.kind == Kind::Constructor => ("None".to_owned(), None),
            Type::Result(ok, error) => {
                let ok = ok.as_ref().map_or_else(|| "None".to_owned(), |ok| self.annotation(ok, "list"));
                let raises = match &**error {
                    Type::Named(_) => "PublishError: Nothing is published. The class gives the reason.",
                    _ => "InvalidInput: The input is refused. The diagnostics give the reasons.",
                };
                (ok, Some(raises))
            }
            type_ => (self.annotation(type_, "list"), None),
        };
        let mut docs = function.docs.clone();
        if let Some(raises) = raises {
            docs.extend([String::new(), "Raises:".to_owned(), format!("    {raises}")]);
        }

        let mut text = String::new();
        if function.kind == Kind::Static && !is_method {
            let _ = writeln!(text, "{indent}@staticmethod");
        }
        let _ = writeln!(text, "{indent}def {python_name}({}) -> {result}:", parameters.join(", "));
        if function.kind != Kind::Constructor {
            text += &docstring(&docs, &format!("{indent}    "), &self.names);
        }
        let indent = format!("{indent}    ");
        if function.kind == Kind::Constructor {
            let _ = writeln!(text, "{indent}self._make({home}, \"{name}\", {arguments})");
            return text;
        }
        let call = |home: &str| format!("{home}._call(\"{name}\", {arguments})");
        match &function.result {
            Type::Result(ok, error) => {
                let accept = if matches!(**error, Type::Named(_)) { "published" } else { "accepted" };
                match ok.as_deref() {
                    None => {
                        let _ = writeln!(text, "{indent}convert.{accept}({})", call(&home));
                    }
                    Some(Type::Own(made)) => {
                        // Only an object that the function closes is a parameter of such a method.
                        let own = function.parameters.iter().find(|each| matches!(each.type_, Type::Own(_)));
                        let taken =
                            own.map(|each| format!(", {{\"{}\": self}}", snake(&each.name))).unwrap_or_default();
                        let home = if is_method { "self._home" } else { &home };
                        let made = pascal(made);
                        let _ =
                            writeln!(text, "{indent}return {made}._returned({home}, \"{name}\", {arguments}{taken})");
                    }
                    Some(ok) => {
                        text += &self.answer(ok, &format!("convert.{accept}({})", call(&home)), &result, &indent)
                    }
                }
            }
            type_ => text += &self.answer(type_, &call(&home), &result, &indent),
        }
        text
    }

    /// Returns the lines that return the result of a call.
    fn answer(&self, type_: &Type, call: &str, annotation: &str, indent: &str) -> String {
        if self.is_plain(type_) {
            return format!("{indent}answer: {annotation} = {call}\n{indent}return answer\n");
        }
        match type_ {
            Type::Option(_) => {
                format!("{indent}answer = {call}\n{indent}return {}\n", self.read(type_, "answer"))
            }
            _ => format!("{indent}return {}\n", self.read(type_, call)),
        }
    }

    /// Returns whether the value is the same in JSON and in Python.
    fn is_plain(&self, type_: &Type) -> bool {
        match type_ {
            Type::Named(name) => matches!(self.contract.named(name).definition, Definition::Enum(_)),
            Type::Option(inner) => self.is_plain(inner),
            Type::List(inner) => type_.is_map() || (**inner != Type::U8 && self.is_plain(inner)),
            Type::Tuple(_) | Type::Result(..) => false,
            _ => true,
        }
    }

    /// Returns the expression that converts JSON to a value.
    fn read(&self, type_: &Type, json: &str) -> String {
        match type_ {
            _ if self.is_plain(type_) => json.to_owned(),
            Type::Named(name) => format!("read_{}({json})", snake(name)),
            Type::Option(inner) => format!("None if {json} is None else {}", self.read(inner, json)),
            Type::List(inner) if **inner == Type::U8 => format!("convert.to_bytes({json})"),
            // Most of these lists are empty. The types of diagnostics are not loaded for them.
            Type::List(inner) if **inner == Type::Named("diagnostic".to_owned()) => {
                format!("convert.diagnostics({json})")
            }
            Type::List(inner) => format!("[{} for each in {json}]", self.read(inner, "each")),
            Type::Tuple(items) => {
                let items = items.iter().enumerate().map(|(index, item)| self.read(item, &format!("{json}[{index}]")));
                format!("({})", items.collect::<Vec<_>>().join(", "))
            }
            _ => unreachable!("a result is read where it is returned"),
        }
    }

    /// Returns the expression that converts a value to JSON. `name` is the expression of its name in errors.
    fn written(&self, type_: &Type, value: &str, name: &str) -> String {
        let is_list = |type_: &Type| matches!(type_, Type::List(inner) if !type_.is_map() && **inner != Type::U8);
        let call = match type_ {
            Type::Option(inner) => match &**inner {
                Type::List(item) if is_list(inner) => format!("convert.optional_list({}, ", self.writer(item)),
                _ => format!("convert.optional({}, ", self.writer(inner)),
            },
            Type::List(item) if is_list(type_) => format!("convert.list_of({}, ", self.writer(item)),
            _ => format!("{}(", self.writer(type_)),
        };
        format!("{call}{value}, {name})")
    }

    /// Returns the function that checks a value, and converts it to JSON.
    fn writer(&self, type_: &Type) -> String {
        match type_ {
            Type::Named(_) if self.is_plain(type_) => "convert.text".to_owned(),
            Type::Named(name) => format!("write_{}", snake(name)),
            Type::String => "convert.text".to_owned(),
            Type::Bool => "convert.truth".to_owned(),
            Type::U8 => "convert.u8".to_owned(),
            Type::U32 => "convert.u32".to_owned(),
            Type::S64 => "convert.s64".to_owned(),
            Type::List(_) if type_.is_map() => "convert.pairs".to_owned(),
            Type::List(inner) if **inner == Type::U8 => "convert.to_text".to_owned(),
            _ => unreachable!("no parameter has a list of lists or an option of an option"),
        }
    }

    fn annotation(&self, type_: &Type, list: &str) -> String {
        match type_ {
            Type::Bool => "bool".to_owned(),
            Type::U8 | Type::U32 | Type::S64 => "int".to_owned(),
            Type::String => "str".to_owned(),
            Type::Option(inner) => format!("{} | None", self.annotation(inner, list)),
            Type::List(_) if type_.is_map() => {
                if list == "list" { "dict[str, str]" } else { "Mapping[str, str]" }.to_owned()
            }
            Type::List(inner) if **inner == Type::U8 => {
                if list == "list" { "bytes" } else { "bytes | bytearray | memoryview" }.to_owned()
            }
            Type::List(inner) => format!("{list}[{}]", self.annotation(inner, list)),
            Type::Tuple(items) => {
                format!(
                    "tuple[{}]",
                    items.iter().map(|item| self.annotation(item, list)).collect::<Vec<_>>().join(", ")
                )
            }
            Type::Named(name) | Type::Own(name) | Type::Borrow(name) => pascal(name),
            Type::Result(..) => unreachable!("an error is raised"),
        }
    }

    /// Returns the module of the package. It loads each name at its first use.
    fn init(&self) -> String {
        let mut homes: Vec<(String, Vec<String>)> =
            self.modules().iter().map(|module| (module.name.clone(), module.names(&self.inputs))).collect();
        for (module, names) in BY_HAND {
            let names = names.iter().map(|name| (*name).to_owned());
            match homes.iter_mut().find(|(home, _)| home == module) {
                Some((_, all)) => all.extend(names),
                None => homes.push((module.to_owned(), names.collect())),
            }
        }
        homes.sort();
        let mut imports = String::new();
        let mut lists = String::new();
        let mut all = BTreeSet::from([(2, "merge".to_owned())]);
        for (module, names) in &mut homes {
            names.sort_by_key(|name| ranked(name));
            let _ = writeln!(imports, "    from .{module} import {}", names.join(", "));
            let _ = writeln!(lists, "    \"{module}\": [\"{}\"],", names.join("\", \""));
            all.extend(names.iter().map(|name| ranked(name)));
        }
        let all: String = all.iter().map(|(_, name)| format!("    \"{name}\",\n")).collect();
        INIT.replace("{NOTICE}", NOTICE)
            .replace("{IMPORTS}", &imports)
            .replace("{LISTS}", &lists)
            .replace("{ALL}", &all)
    }
}

/// Sorts names: constants, then classes, then functions.
fn ranked(name: &str) -> (u8, String) {
    let first_is_upper = name.starts_with(char::is_uppercase);
    let rank = if !first_is_upper {
        2
    } else if name.chars().any(char::is_lowercase) {
        1
    } else {
        0
    };
    (rank, name.to_owned())
}

const INIT: &str = r#""""The Juju interface `k8s_backup_target`: publish, look up, check, merge and select, as the contract has it.

Each interface of the contract is a module, and its names are here too, loaded when they are first asked for. `merge` is
the module, as it has a function of that name: `merge.merge`.
"""

# {NOTICE}

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from .forks import importing

if TYPE_CHECKING:
    from . import merge as merge
{IMPORTS}
_MODULES = {
{LISTS}}
_HOMES = {name: module for module, names in _MODULES.items() for name in names}

__all__ = [
{ALL}]


def __getattr__(name: str) -> Any:
    if name == "merge":
        with importing:
            return import_module(".merge", __name__)
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    with importing:
        value = getattr(import_module(f".{_HOMES[name]}", __name__), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *_HOMES, "merge"})
"#;

/// Returns the default of a field, for records that are parameters.
fn default_of(field: &Field) -> Option<&'static str> {
    match &field.type_ {
        Type::Option(_) => Some("None"),
        Type::Bool if SWITCHES.contains(&field.name.as_str()) => Some("False"),
        type_ if type_.is_map() => Some("field(default_factory=dict)"),
        Type::List(_) => Some("()"),
        _ => None,
    }
}

fn default_of_parameter(function: &str, parameter: &Parameter) -> Option<&'static str> {
    if EXPLICIT.contains(&(function, parameter.name.as_str())) {
        return None;
    }
    let listed = DEFAULTS.iter().find(|(name, _)| *name == parameter.name).map(|(_, default)| *default);
    listed.or_else(|| matches!(parameter.type_, Type::Option(_)).then_some("None"))
}

/// Returns the lines that are not documentation.
fn code(body: &str) -> String {
    let mut is_docstring = false;
    let is_code = |line: &&str| {
        let quotes = line.matches("\"\"\"").count();
        let is_code = !is_docstring && quotes == 0;
        is_docstring ^= quotes == 1;
        is_code
    };
    body.lines().filter(is_code).collect::<Vec<_>>().join("\n")
}

/// Returns whether a text contains a name, and not only as a part of another one.
fn has_word(text: &str, name: &str) -> bool {
    let is_part = |char: char| char.is_alphanumeric() || char == '_';
    text.match_indices(name).any(|(start, _)| {
        let before = text.get(..start).and_then(|text| text.chars().next_back());
        let after = text.get(start + name.len()..).and_then(|text| text.chars().next());
        !before.is_some_and(is_part) && !after.is_some_and(is_part)
    })
}
