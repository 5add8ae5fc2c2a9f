//! Generates types, and the code that writes and reads them as JSON.

use std::fmt::Write as _;

use super::{BYTES, DURATIONS, PAIR, Writer, docs, go, header};
use crate::bindings::contract::{Case, Definition, Field, Named, Type};
use crate::bindings::snake;

impl Writer<'_> {
    pub(super) fn types(&self) -> String {
        let mut body = String::new();
        for (_, named) in self.contract.types() {
            body += &match &named.definition {
                Definition::Record(fields) => self.record(named, fields),
                Definition::Enum(cases) => self.words(named, cases),
                Definition::Variant(cases) if self.inputs.contains(&named.name) => self.choice(named, cases),
                Definition::Variant(cases) => self.error(named, cases),
                Definition::Resource => String::new(),
            };
        }
        format!("{}{body}", header(&body)).trim_end().to_owned() + "\n"
    }

    fn record(&self, named: &Named, fields: &[Field]) -> String {
        let name = go(&named.name);
        let mut text = self.comment("", &docs::of_type(&name, &named.docs), None);
        let members: Vec<String> = fields
            .iter()
            .map(|field| {
                let omitted = if matches!(field.type_, Type::Option(_)) { ",omitzero" } else { "" };
                let (tag, type_) = (snake(&field.name), self.type_(&field.type_, &field.name));
                let docs = self.comment("\t", &field.docs, None);
                format!("{docs}\t{} {type_} `json:\"{tag}{omitted}\"`\n", go(&field.name))
            })
            .collect();
        // Blank lines, so that gofmt does not align fields.
        text += &format!("type {name} struct {{\n{}}}\n\n", members.join("\n"));
        if self.inputs.contains(&named.name) {
            text += &format!("func (v *{name}) write(w *writer) {{\n");
            for (index, field) in fields.iter().enumerate() {
                let start = if index == 0 { "{" } else { "," };
                let _ = writeln!(text, "\tw.raw(`{start}\"{}\":`)", snake(&field.name));
                let _ = writeln!(text, "\t{}", self.write_value(&field.type_, &format!("v.{}", go(&field.name))));
            }
            text += "\tw.raw(`}`)\n}\n\n";
            // The contract requires these lists. encoding/json would write null for one that is nil.
            if fields.iter().any(|field| matches!(field.type_, Type::List(_)) && !field.type_.is_map()) {
                text +=
                    "// MarshalJSON returns the JSON of the contract: a list that is nil and not optional is empty.\n";
                text += &format!("func (v {name}) MarshalJSON() ([]byte, error) {{\n\treturn encoded(&v)\n}}\n\n");
            }
        }
        if self.outputs.contains(&named.name) {
            text += &format!("func (v *{name}) read(r *reader) {{\n");
            text += "\tfor key := r.open(); key != \"\"; key = r.next() {\n\t\tswitch key {\n";
            for field in fields {
                let read = self.read_value(&field.type_, &field.name, &format!("v.{}", go(&field.name)));
                let _ = writeln!(text, "\t\tcase \"{}\":\n\t\t\t{read}", snake(&field.name));
            }
            text += "\t\tdefault:\n\t\t\tr.skip()\n\t\t}\n\t}\n}\n\n";
        }
        text
    }

    fn words(&self, named: &Named, cases: &[Case]) -> String {
        let name = go(&named.name);
        let mut text = self.comment("", &docs::of_type(&name, &named.docs), None);
        text += &format!("type {name} string\n\n");
        let constants: Vec<String> = cases
            .iter()
            .map(|case| {
                let docs = self.comment("\t", &case.docs, None);
                format!("{docs}\t{name}{} {name} = \"{}\"\n", go(&case.name), case.name)
            })
            .collect();
        text += &format!("// The values of {name}.\nconst (\n{})\n\n", constants.join("\n"));
        if named.name == BYTES {
            let names = cases.iter().map(|case| format!("\t{name}{},\n", go(&case.name)));
            let names = names.collect::<String>();
            text +=
                &format!("// {name}s by their numbers in the contract.\nvar reasons = [...]{name}{{\n{names}}}\n\n");
        }
        text
    }

    /// Returns the interface of a variant that is a parameter. The records of its cases implement it.
    fn choice(&self, named: &Named, cases: &[Case]) -> String {
        let name = go(&named.name);
        let mut docs = docs::of_type(&name, &named.docs);
        let alternatives = self.contract.alternatives(&named.name, cases);
        docs.push(String::new());
        docs.extend(
            alternatives.iter().map(|each| format!("  - [{}]: {}", go(&each.record.name), each.docs.join(" "))),
        );
        let mut text = self.comment("", &docs, None);
        text += &format!("type {name} interface {{\n\twrite{name}(w *writer)\n}}\n\n");
        for each in alternatives {
            let value = if each.is_container { format!("v.{}", go(&each.case.name)) } else { "v".to_owned() };
            text += &format!("func (v {}) write{name}(w *writer) {{\n", go(&each.record.name));
            text += &format!("\tw.raw(`{{\"{}\":`)\n\t{value}.write(w)\n\tw.raw(`}}`)\n}}\n\n", each.case.name);
        }
        text
    }

    /// Returns the errors of a variant that is an error, and the function that reads one.
    fn error(&self, named: &Named, cases: &[Case]) -> String {
        let mut text = String::new();
        let mut read = String::new();
        for case in cases {
            let error = format!("Err{}", go(&case.name));
            match &case.payload {
                None => {
                    let docs = case.docs.join(" ");
                    let message = docs.split(". ").next().unwrap_or_default().trim_end_matches('.').to_lowercase();
                    text += &self.comment("", &[format!("{error} is an error of [Publish]. {docs}")], None);
                    text += &format!("var {error} = errors.New(\"{message}\")\n\n");
                    let _ = writeln!(read, "\tcase \"{}\":\n\t\treturn {error}", case.name);
                }
                Some(Type::List(item)) if **item == Type::Named("diagnostic".to_owned()) => {}
                Some(_) => unimplemented!("{}: an error with another value", named.name),
            }
        }
        text += &format!("func read{}(r *reader) error {{\n\tif r.peek() == '{{' {{\n", go(&named.name));
        text += "\t\tr.open()\n\t\terr := readRefusal(r)\n\t\tr.next()\n\t\treturn err\n\t}\n";
        text += "\tvar reason string\n\treadText(&reason, r)\n\tswitch reason {\n";
        text += &format!("{read}\t}}\n\tr.fail()\n\treturn nil\n}}\n\n");
        text
    }

    /// Returns a type in Go. `name` is of the field, the parameter or the function that has it.
    pub(super) fn type_(&self, type_: &Type, name: &str) -> String {
        match type_ {
            Type::Bool => "bool".to_owned(),
            Type::U8 => "byte".to_owned(),
            Type::U32 => "uint32".to_owned(),
            Type::S64 if DURATIONS.contains(&name) => "int64".to_owned(),
            Type::S64 => "UnixTime".to_owned(),
            Type::String => "string".to_owned(),
            // A slice that is nil is not set.
            Type::Option(inner) if matches!(**inner, Type::List(_)) => self.type_(inner, name),
            Type::Option(inner) => format!("*{}", self.type_(inner, name)),
            Type::List(_) if type_.is_map() => "OrderedMap".to_owned(),
            Type::List(item) if **item == Type::U8 => format!("[]{}", go(BYTES)),
            Type::List(item) if **item == Type::Named("diagnostic".to_owned()) => "Diagnostics".to_owned(),
            Type::List(item) => format!("[]{}", self.type_(item, name)),
            Type::Tuple(_) => PAIR.to_owned(),
            Type::Named(name) => go(name),
            Type::Own(name) | Type::Borrow(name) => format!("*{}", go(name)),
            Type::Result(..) => unimplemented!("a result in another type"),
        }
    }

    /// Returns the statement that writes a value.
    pub(super) fn write_value(&self, type_: &Type, value: &str) -> String {
        match type_ {
            Type::Option(inner) if inner.is_map() => format!("w.optionalMap({value})"),
            Type::Option(inner) => match &**inner {
                Type::List(item) => format!("writeOptionalList({value}, w, {})", self.item_writer(item)),
                inner => format!("writeOption({value}, w, {})", self.item_writer(inner)),
            },
            Type::List(_) if type_.is_map() => format!("w.orderedMap({value})"),
            Type::List(item) if **item == Type::U8 => format!("w.bytes({value})"),
            Type::List(item) => format!("writeList({value}, w, {})", self.item_writer(item)),
            Type::Bool => format!("w.bool({value})"),
            Type::U32 => format!("w.uint32({value})"),
            Type::S64 => format!("w.time({value})"),
            Type::String => format!("w.text({value})"),
            Type::Named(name) => match &self.contract.named(name).definition {
                Definition::Record(_) => format!("{value}.write(w)"),
                Definition::Enum(_) => format!("w.text(string({value}))"),
                _ => format!("write{}(&{value}, w)", go(name)),
            },
            _ => unimplemented!("an argument of such a type"),
        }
    }

    /// Returns the function that writes an item of a list or a value that is set.
    fn item_writer(&self, type_: &Type) -> String {
        match type_ {
            Type::Bool => "writeBool".to_owned(),
            Type::U32 => "writeUint32".to_owned(),
            Type::S64 => "writeTime".to_owned(),
            Type::String => "writeText".to_owned(),
            Type::List(_) if type_.is_map() => "writeMap".to_owned(),
            Type::Named(name) => match &self.contract.named(name).definition {
                Definition::Record(_) => format!("(*{}).write", go(name)),
                Definition::Enum(_) => format!("writeWord[{}]", go(name)),
                _ => format!("write{}", go(name)),
            },
            _ => unimplemented!("an item of such a type"),
        }
    }

    /// Returns the statement that reads a value.
    fn read_value(&self, type_: &Type, name: &str, value: &str) -> String {
        match type_ {
            Type::Named(of) if matches!(self.contract.named(of).definition, Definition::Record(_)) => {
                format!("{value}.read(r)")
            }
            Type::Option(inner) if !matches!(**inner, Type::List(_)) => {
                format!("readOption(&{value}, r, {})", self.item_reader(inner, name))
            }
            Type::Option(inner) => self.read_value(inner, name, value),
            Type::List(item) if !type_.is_map() && **item != Type::U8 => {
                format!("readList(&{value}, r, {})", self.item_reader(item, name))
            }
            type_ => format!("{}(&{value}, r)", self.item_reader(type_, name)),
        }
    }

    /// Returns the function that reads a value, an item of a list, or a value that is set.
    fn item_reader(&self, type_: &Type, name: &str) -> String {
        match type_ {
            Type::Bool => "readBool".to_owned(),
            Type::U32 => "readUint32".to_owned(),
            Type::S64 if DURATIONS.contains(&name) => "readInt64[int64]".to_owned(),
            Type::S64 => "readInt64[UnixTime]".to_owned(),
            Type::String => "readText".to_owned(),
            Type::List(_) if type_.is_map() => "readMap".to_owned(),
            Type::List(item) if **item == Type::U8 => "readReasons".to_owned(),
            Type::Tuple(_) => format!("(*{PAIR}).read"),
            Type::Named(name) => match &self.contract.named(name).definition {
                Definition::Record(_) => format!("(*{}).read", go(name)),
                _ => format!("readWord[{}]", go(name)),
            },
            _ => unimplemented!("an item of such a type"),
        }
    }

    /// Returns the function that reads the answer of a function.
    pub(super) fn reader(&self, type_: &Type, name: &str) -> String {
        let is_composed = match type_ {
            Type::Option(_) => true,
            Type::List(item) => !type_.is_map() && **item != Type::U8,
            _ => false,
        };
        if !is_composed {
            return self.item_reader(type_, name);
        }
        let to = self.type_(type_, name);
        let read = self.read_value(type_, name, "to").replace("&to", "to");
        format!("func(to *{to}, r *reader) {{ {read} }}")
    }
}
