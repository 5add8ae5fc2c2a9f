//! Calls a function with JSON and with WIT values, and compares the answers.
//!
//! JSON is converted by the types that the component declares. This is independent of the evaluator's conversion.

use std::collections::{BTreeSet, HashMap};
use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use wasmtime::component::types::ComponentItem;
use wasmtime::component::{Component, Func, Instance, Linker, ResourceAny, Type, Val};
use wasmtime::{Engine, Store};

use crate::COMPONENT;

const PACKAGE: &str = "k8s-backup:target";
const VERSION: &str = "0.1.0";

/// JSON that keeps the order of members.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Json {
    Null,
    Bool(bool),
    Number(i64),
    Text(String),
    List(Vec<Json>),
    Object(Vec<(String, Json)>),
}

/// Two instances, one for each way to call. Both run the same calls.
pub(crate) struct Both {
    store: Store<()>,
    call: Func,
    with_values: Instance,
    /// The resources of the instance with WIT values, by their numbers in the other instance.
    resources: HashMap<u32, ResourceAny>,
    made: u32,
    /// The functions of the contract, by their names in calls with JSON.
    pub(crate) functions: BTreeSet<String>,
}

/// The fields that are lists of pairs, which JSON has as objects.
const MAPS: [&str; 7] =
    ["annotations", "data", "databag", "default-snapshot-locations", "label-selector", "match-labels", "nodes"];

impl Both {
    pub(crate) fn new() -> Self {
        let engine = Engine::default();
        let component = Component::new(&engine, &*COMPONENT).expect("a component");
        let mut store = Store::new(&engine, ());
        let mut instance = || Linker::new(&engine).instantiate(&mut store, &component).expect("no imports");
        let (with_json, with_values) = (instance(), instance());
        let functions = functions(&engine, &component);
        let call = function(&mut store, with_json, "json", &["call"]).expect("it is exported");
        Both { store, call, with_values, resources: HashMap::new(), made: 0, functions }
    }

    /// Calls a function in both ways, and returns the answer as JSON.
    #[track_caller]
    pub(crate) fn call(&mut self, name: &str, arguments: &str) -> Json {
        let answer = match self.call_with_json(name, arguments) {
            Ok(answer) => answer,
            Err(error) => panic!("{name} {arguments}: {error}"),
        };
        let value = self.call_with_values(name, arguments);
        assert_eq!(answer, self.written(value.as_ref()), "{name} {arguments}");
        serde_json::from_str(&answer).expect("the answer is JSON")
    }

    /// Calls the function only with JSON. The call can be refused.
    pub(crate) fn call_with_json(&mut self, name: &str, arguments: &str) -> Result<String, String> {
        let arguments = [name, arguments].map(|text| Val::String(text.to_owned()));
        let mut answer = [Val::Bool(false)];
        self.call.call(&mut self.store, &arguments, &mut answer).expect("it does not trap");
        let [Val::Result(answer)] = answer else { panic!("not a result: {answer:?}") };
        let text = |answer: Option<Box<Val>>| match answer.as_deref() {
            Some(Val::String(text)) => text.clone(),
            other => panic!("not a text: {other:?}"),
        };
        answer.map(text).map_err(text)
    }

    fn call_with_values(&mut self, name: &str, arguments: &str) -> Option<Val> {
        let Json::Object(mut arguments) = serde_json::from_str(arguments).expect("arguments are JSON") else {
            panic!("{name}: arguments are an object");
        };
        if name == "close" {
            let resource = self.resources.remove(&number(&arguments.remove(0).1)).expect("it is open");
            resource.resource_drop(&mut self.store).expect("it is dropped");
            return None;
        }
        let (interface, name) = name.split_once('.').expect("a function has an interface");
        let names = match name.split_once('.') {
            None => vec![name.to_owned()],
            Some((resource, "new")) => vec![format!("[constructor]{resource}")],
            Some(_) => vec![format!("[method]{name}"), format!("[static]{name}")],
        };
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        let function = function(&mut self.store, self.with_values, interface, &names).expect("it is exported");
        let type_ = function.ty(&self.store);
        let values: Vec<Val> = type_
            .params()
            .map(|(name, type_)| {
                let position = arguments.iter().position(|(given, _)| *given == name.replace('-', "_"));
                self.value(&type_, position.map(|position| arguments.swap_remove(position).1))
            })
            .collect();
        assert!(arguments.is_empty(), "{name}: {arguments:?}");
        let mut result = [Val::Bool(false)];
        function.call(&mut self.store, &values, &mut result).expect("it does not trap");
        let [result] = result;
        Some(result)
    }

    fn value(&mut self, type_: &Type, json: Option<Json>) -> Val {
        match (type_, json) {
            (Type::Option(_), None | Some(Json::Null)) => Val::Option(None),
            (Type::Option(inner), json) => Val::Option(Some(Box::new(self.value(&inner.ty(), json)))),
            (Type::Bool, Some(Json::Bool(bool))) => Val::Bool(bool),
            (Type::U32, Some(Json::Number(number))) => Val::U32(number.try_into().expect("32 bits")),
            (Type::S64, Some(Json::Number(number))) => Val::S64(number),
            (Type::String, Some(Json::Text(text))) => Val::String(text),
            (Type::Enum(_), Some(Json::Text(word))) => Val::Enum(word),
            (Type::List(list), Some(Json::Text(text))) if list.ty() == Type::U8 => {
                Val::List(text.bytes().map(Val::U8).collect())
            }
            (Type::List(list), Some(Json::List(entries))) => {
                Val::List(entries.into_iter().map(|entry| self.value(&list.ty(), Some(entry))).collect())
            }
            (Type::List(_), Some(Json::Object(members))) => {
                let pair = |(key, value)| match value {
                    Json::Text(value) => Val::Tuple(vec![Val::String(key), Val::String(value)]),
                    value => panic!("not a text: {value:?}"),
                };
                Val::List(members.into_iter().map(pair).collect())
            }
            (Type::Record(record), Some(Json::Object(mut members))) => {
                let fields = record.fields().map(|field| {
                    let position = members.iter().position(|(name, _)| *name == field.name.replace('-', "_"));
                    let value = position.map(|position| members.swap_remove(position).1);
                    (field.name.to_owned(), self.value(&field.ty, value))
                });
                Val::Record(fields.collect())
            }
            (Type::Variant(variant), Some(Json::Object(mut members))) => {
                let (word, payload) = members.pop().expect("a case");
                let case = variant.cases().find(|case| case.name == word).expect("a case of the variant");
                let payload = case.ty.map(|type_| Box::new(self.value(&type_, Some(payload))));
                Val::Variant(word, payload)
            }
            (Type::Borrow(_), Some(json)) => Val::Resource(self.resources[&number(&json)]),
            (Type::Own(_), Some(json)) => Val::Resource(self.resources.remove(&number(&json)).expect("it is open")),
            (type_, json) => panic!("{json:?} is not a {type_:?}"),
        }
    }

    /// Returns the JSON of a value.
    fn written(&mut self, value: Option<&Val>) -> String {
        let Some(value) = value else { return "null".to_owned() };
        let quoted = |text: &str| serde_json::to_string(text).expect("text");
        match value {
            Val::Bool(bool) => bool.to_string(),
            Val::U32(number) => number.to_string(),
            Val::S64(number) => number.to_string(),
            Val::String(text) | Val::Enum(text) => quoted(text),
            Val::Option(inner) => self.written(inner.as_deref()),
            Val::Tuple(items) => self.written_list(items),
            Val::List(entries) => match entries.first() {
                Some(Val::U8(_)) => {
                    let byte = |entry: &Val| if let Val::U8(byte) = entry { *byte } else { panic!("not a byte") };
                    quoted(std::str::from_utf8(&entries.iter().map(byte).collect::<Vec<_>>()).expect("UTF-8"))
                }
                Some(Val::Tuple(pair)) if matches!(pair[..], [Val::String(_), Val::String(_)]) => {
                    let member = |entry: &Val| match entry {
                        Val::Tuple(pair) => format!("{}:{}", self.written(pair.first()), self.written(pair.get(1))),
                        other => panic!("not a pair: {other:?}"),
                    };
                    format!("{{{}}}", entries.iter().map(member).collect::<Vec<_>>().join(","))
                }
                _ => self.written_list(entries),
            },
            Val::Record(fields) => {
                let member = |(name, value): &(String, Val)| {
                    // An empty list has no entries that show its type.
                    let is_empty_map = MAPS.contains(&name.as_str()) && *value == Val::List(vec![])
                        || name == "label-selector" && *value == Val::Option(Some(Box::new(Val::List(vec![]))));
                    let value = if is_empty_map { "{}".to_owned() } else { self.written(Some(value)) };
                    format!("{}:{value}", quoted(&name.replace('-', "_")))
                };
                format!("{{{}}}", fields.iter().map(member).collect::<Vec<_>>().join(","))
            }
            Val::Variant(word, None) => quoted(word),
            Val::Variant(word, payload) => format!("{{{}:{}}}", quoted(word), self.written(payload.as_deref())),
            Val::Result(Ok(value)) => format!("{{\"ok\":{}}}", self.written(value.as_deref())),
            Val::Result(Err(error)) => format!("{{\"error\":{}}}", self.written(error.as_deref())),
            Val::Resource(resource) => {
                self.made += 1;
                self.resources.insert(self.made, *resource);
                self.made.to_string()
            }
            other => panic!("the contract has no {other:?}"),
        }
    }

    fn written_list(&mut self, entries: &[Val]) -> String {
        format!("[{}]", entries.iter().map(|entry| self.written(Some(entry))).collect::<Vec<_>>().join(","))
    }
}

/// Returns the functions that a component exports, except `json.call`, by their names in calls with JSON.
fn functions(engine: &Engine, component: &Component) -> BTreeSet<String> {
    let type_ = component.component_type();
    let mut functions = BTreeSet::new();
    for (interface, export) in type_.exports(engine) {
        let interface = interface.strip_prefix(PACKAGE).and_then(|rest| rest.strip_suffix(VERSION));
        let interface = interface.map(|name| name.trim_matches(['/', '@'])).expect("an interface of the contract");
        let ComponentItem::ComponentInstance(instance) = export.ty else { panic!("{interface} is not an interface") };
        let names = instance.exports(engine).filter(|(_, export)| matches!(export.ty, ComponentItem::ComponentFunc(_)));
        functions.extend(names.map(|(name, _)| match name.strip_prefix("[constructor]") {
            Some(resource) => format!("{interface}.{resource}.new"),
            None => format!("{interface}.{}", name.rsplit(']').next().unwrap_or(name)),
        }));
    }
    functions.remove("json.call");
    functions
}

fn function(store: &mut Store<()>, instance: Instance, interface: &str, names: &[&str]) -> Option<Func> {
    let interface = format!("{PACKAGE}/{interface}@{VERSION}");
    let (_, exports) = instance.get_export(&mut *store, None, &interface)?;
    let (_, index) = names.iter().find_map(|name| instance.get_export(&mut *store, Some(&exports), name))?;
    instance.get_func(&mut *store, index)
}

fn number(json: &Json) -> u32 {
    let Json::Number(number) = json else { panic!("not a number: {json:?}") };
    (*number).try_into().expect("32 bits")
}

impl Json {
    /// Returns a member of an object.
    pub(crate) fn get(&self, name: &str) -> &Json {
        let Json::Object(members) = self else { panic!("not an object: {self:?}") };
        &members.iter().find(|(member, _)| member == name).unwrap_or_else(|| panic!("no {name}: {self:?}")).1
    }

    /// Returns the value of a result that is not an error.
    pub(crate) fn ok(self) -> Option<Json> {
        let Json::Object(members) = self else { panic!("not a result: {self:?}") };
        members.into_iter().next().filter(|(tag, _)| tag == "ok").map(|(_, value)| value)
    }

    pub(crate) fn entries(&self) -> &[Json] {
        let Json::List(entries) = self else { panic!("not a list: {self:?}") };
        entries
    }

    pub(crate) fn text(&self) -> &str {
        let Json::Text(text) = self else { panic!("not a text: {self:?}") };
        text
    }
}

impl fmt::Display for Json {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let quoted = |text: &str| serde_json::to_string(text).expect("text");
        match self {
            Json::Null => f.write_str("null"),
            Json::Bool(bool) => bool.fmt(f),
            Json::Number(number) => number.fmt(f),
            Json::Text(text) => f.write_str(&quoted(text)),
            Json::List(entries) => {
                write!(f, "[{}]", entries.iter().map(Json::to_string).collect::<Vec<_>>().join(","))
            }
            Json::Object(members) => {
                let member = |(name, value): &(String, Json)| format!("{}:{value}", quoted(name));
                write!(f, "{{{}}}", members.iter().map(member).collect::<Vec<_>>().join(","))
            }
        }
    }
}

impl<'de> Deserialize<'de> for Json {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Any;
        impl<'de> Visitor<'de> for Any {
            type Value = Json;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("JSON")
            }

            fn visit_unit<E>(self) -> Result<Json, E> {
                Ok(Json::Null)
            }

            fn visit_bool<E>(self, bool: bool) -> Result<Json, E> {
                Ok(Json::Bool(bool))
            }

            fn visit_i64<E>(self, number: i64) -> Result<Json, E> {
                Ok(Json::Number(number))
            }

            fn visit_u64<E>(self, number: u64) -> Result<Json, E> {
                Ok(Json::Number(number.try_into().expect("small")))
            }

            fn visit_str<E>(self, text: &str) -> Result<Json, E> {
                Ok(Json::Text(text.to_owned()))
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Json, A::Error> {
                let mut entries = Vec::new();
                while let Some(entry) = list.next_element()? {
                    entries.push(entry);
                }
                Ok(Json::List(entries))
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Json, A::Error> {
                let mut members = Vec::new();
                while let Some(member) = map.next_entry()? {
                    members.push(member);
                }
                Ok(Json::Object(members))
            }
        }
        deserializer.deserialize_any(Any)
    }
}
