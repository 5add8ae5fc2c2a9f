//! The contract in the form that the generators use. wit-parser reads it from wit/.

use std::collections::BTreeSet;
use std::path::Path;

use anyhow::{Context, Result, bail};
use wit_parser::{
    Docs, FunctionKind, Handle, Interface as WitInterface, Resolve, Type as WitType, TypeDefKind, TypeId,
};

use super::CONTAINERS;

/// The interfaces that the evaluator exports, except `json`, in the order of the world.
pub(super) struct Contract {
    pub(super) interfaces: Vec<Interface>,
}

pub(super) struct Interface {
    pub(super) name: String,
    pub(super) docs: Vec<String>,
    pub(super) types: Vec<Named>,
    pub(super) functions: Vec<Function>,
}

/// A type with a name.
pub(super) struct Named {
    pub(super) name: String,
    pub(super) docs: Vec<String>,
    pub(super) definition: Definition,
}

pub(super) enum Definition {
    Record(Vec<Field>),
    Enum(Vec<Case>),
    Variant(Vec<Case>),
    Resource,
}

pub(super) struct Field {
    pub(super) name: String,
    pub(super) docs: Vec<String>,
    pub(super) type_: Type,
}

pub(super) struct Case {
    pub(super) name: String,
    pub(super) docs: Vec<String>,
    pub(super) payload: Option<Type>,
}

pub(super) struct Function {
    /// The name, without the name of the resource.
    pub(super) name: String,
    /// The resource of a method, a static function or a constructor.
    pub(super) resource: Option<String>,
    pub(super) kind: Kind,
    pub(super) docs: Vec<String>,
    /// For methods, `self` is the first one.
    pub(super) parameters: Vec<Parameter>,
    pub(super) result: Type,
}

/// A type that callers can pass for a variant.
pub(super) struct Alternative<'c> {
    pub(super) docs: Vec<String>,
    /// The case that it becomes.
    pub(super) case: &'c Case,
    /// The record that is passed.
    pub(super) record: &'c Named,
    /// Whether the value of the case is the field of this name, and not the whole record.
    pub(super) is_container: bool,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Free,
    Constructor,
    Method,
    Static,
}

pub(super) struct Parameter {
    pub(super) name: String,
    pub(super) type_: Type,
}

#[derive(Clone, PartialEq, Eq)]
pub(super) enum Type {
    Bool,
    U8,
    U32,
    S64,
    String,
    Option(Box<Type>),
    List(Box<Type>),
    Tuple(Vec<Type>),
    /// The types of the value and of the error.
    Result(Option<Box<Type>>, Box<Type>),
    /// A record, an enum or a variant.
    Named(String),
    /// An owned resource.
    Own(String),
    /// A borrowed resource.
    Borrow(String),
}

impl Type {
    /// `list<tuple<string, string>>`: an object in JSON, and a map in most languages.
    pub(super) fn is_map(&self) -> bool {
        matches!(self, Type::List(entry) if **entry == Type::Tuple(vec![Type::String, Type::String]))
    }

    /// Visits the type and its parts.
    pub(super) fn walk(&self, visit: &mut dyn FnMut(&Type)) {
        visit(self);
        match self {
            Type::Option(inner) | Type::List(inner) => inner.walk(visit),
            Type::Tuple(items) => items.iter().for_each(|item| item.walk(visit)),
            Type::Result(ok, error) => {
                ok.iter().for_each(|ok| ok.walk(visit));
                error.walk(visit);
            }
            _ => {}
        }
    }
}

impl Function {
    /// Returns the class of a method. A static function that takes an object of its class is a method too.
    pub(super) fn class(&self) -> Option<&String> {
        let resource = self.resource.as_ref()?;
        let is_method = match self.kind {
            Kind::Method => true,
            Kind::Static => self.parameters.first().is_some_and(|first| first.type_ == Type::Own(resource.clone())),
            Kind::Free | Kind::Constructor => false,
        };
        is_method.then_some(resource)
    }

    /// Returns its name in the string call.
    pub(super) fn json_name(&self, interface: &Interface) -> String {
        let name = if self.kind == Kind::Constructor { "new" } else { &self.name };
        let resource = self.resource.iter().map(String::as_str);
        [interface.name.as_str()].into_iter().chain(resource).chain([name]).collect::<Vec<_>>().join(".")
    }
}

impl Contract {
    /// Reads the files of a folder.
    pub(super) fn read(folder: &Path) -> Result<Self> {
        let mut resolve = Resolve::default();
        let (package, _) = resolve.push_dir(folder)?;
        let world = resolve.select_world(&[package], Some("evaluator"))?;
        let world = resolve.worlds.get(world).context("the world was selected")?;
        let interfaces = world.exports.values().map(|export| match export {
            wit_parser::WorldItem::Interface { id, .. } => {
                Reader { resolve: &resolve }.interface(&resolve.interfaces[*id])
            }
            _ => bail!("the world exports an item that is not an interface"),
        });
        let mut interfaces: Vec<Interface> = interfaces.collect::<Result<_>>()?;
        interfaces.retain(|interface| interface.name != "json");
        Ok(Contract { interfaces })
    }

    /// Returns all functions with their interfaces.
    pub(super) fn functions(&self) -> impl Iterator<Item = (&Interface, &Function)> {
        self.interfaces
            .iter()
            .flat_map(|interface| interface.functions.iter().map(move |function| (interface, function)))
    }

    /// Returns all named types with their interfaces.
    pub(super) fn types(&self) -> impl Iterator<Item = (&Interface, &Named)> {
        self.interfaces.iter().flat_map(|interface| interface.types.iter().map(move |named| (interface, named)))
    }

    pub(super) fn named(&self, name: &str) -> &Named {
        self.types().map(|(_, named)| named).find(|named| named.name == name).expect("a type has a definition")
    }

    /// Returns the names of these types and of all their parts.
    pub(super) fn reached<'t>(&self, types: impl Iterator<Item = &'t Type>) -> Vec<String> {
        let mut reached: Vec<String> = Vec::new();
        for type_ in types {
            self.reach(type_, &mut reached);
        }
        reached
    }

    fn reach(&self, type_: &Type, reached: &mut Vec<String>) {
        type_.walk(&mut |part| {
            let Type::Named(name) = part else { return };
            if reached.contains(name) {
                return;
            }
            reached.push(name.clone());
            match &self.named(name).definition {
                Definition::Record(fields) => fields.iter().for_each(|field| self.reach(&field.type_, reached)),
                Definition::Enum(cases) | Definition::Variant(cases) => {
                    cases.iter().filter_map(|case| case.payload.as_ref()).for_each(|part| self.reach(part, reached));
                }
                Definition::Resource => {}
            }
        });
    }

    /// Returns the types that callers can pass for a variant: the record of each case, and records that contain one.
    pub(super) fn alternatives<'c>(&'c self, variant: &str, cases: &'c [Case]) -> Vec<Alternative<'c>> {
        let of_cases = cases.iter().map(|case| {
            let Some(Type::Named(record)) = &case.payload else {
                unimplemented!("{variant}: an argument with a case that is not a record")
            };
            Alternative { docs: case.docs.clone(), case, record: self.named(record), is_container: false }
        });
        let containers = CONTAINERS.iter().filter(|(name, _)| *name == variant).map(|(_, container)| {
            let record = self.named(container);
            let Definition::Record(fields) = &record.definition else { unreachable!("{container}: not a record") };
            let case = cases.iter().find(|case| fields.iter().any(|field| field.name == case.name));
            let case = case.expect("a field has the name of a case");
            let docs = vec![format!("Its `{}`.", case.name)];
            Alternative { docs, case, record, is_container: true }
        });
        of_cases.chain(containers).collect()
    }

    /// Returns the names of fields, functions and parameters.
    pub(super) fn names(&self) -> BTreeSet<String> {
        let fields = self.types().flat_map(|(_, named)| match &named.definition {
            Definition::Record(fields) => fields.iter().map(|field| field.name.clone()).collect(),
            _ => Vec::new(),
        });
        let functions = self.functions().flat_map(|(_, function)| {
            let parameters = function.parameters.iter().map(|parameter| parameter.name.clone());
            parameters.chain([function.name.clone()])
        });
        fields.chain(functions).collect()
    }

    /// Returns the names of all types of parameters.
    pub(super) fn inputs(&self) -> Vec<String> {
        self.reached(self.functions().flat_map(|(_, function)| function.parameters.iter().map(|each| &each.type_)))
    }

    /// Returns the names of all types of results.
    pub(super) fn outputs(&self) -> Vec<String> {
        self.reached(self.functions().map(|(_, function)| &function.result))
    }
}

struct Reader<'r> {
    resolve: &'r Resolve,
}

impl Reader<'_> {
    fn interface(&self, interface: &WitInterface) -> Result<Interface> {
        let mut types = Vec::new();
        for id in interface.types.values() {
            types.extend(self.named(*id)?);
        }
        let functions = interface.functions.values().map(|function| {
            let (kind, resource) = match function.kind {
                FunctionKind::Freestanding => (Kind::Free, None),
                FunctionKind::Method(resource) => (Kind::Method, Some(resource)),
                FunctionKind::Static(resource) => (Kind::Static, Some(resource)),
                FunctionKind::Constructor(resource) => (Kind::Constructor, Some(resource)),
                _ => bail!("{}: this kind of function is not supported", function.name),
            };
            let parameters = function
                .params
                .iter()
                .map(|parameter| Ok(Parameter { name: parameter.name.clone(), type_: self.type_(&parameter.ty)? }));
            Ok(Function {
                name: function.item_name().to_owned(),
                resource: resource.map(|resource| self.name(resource)).transpose()?,
                kind,
                docs: lines(&function.docs),
                parameters: parameters.collect::<Result<_>>()?,
                result: self.type_(function.result.as_ref().context("every function has a result")?)?,
            })
        });
        Ok(Interface {
            name: interface.name.clone().context("an exported interface has a name")?,
            docs: lines(&interface.docs),
            functions: functions.collect::<Result<_>>()?,
            types,
        })
    }

    /// Returns the type, or `None` if the name is an alias.
    fn named(&self, id: TypeId) -> Result<Option<Named>> {
        let type_ = &self.resolve.types[id];
        let cases = |cases: &mut dyn Iterator<Item = (&String, &Docs, Option<&WitType>)>| {
            cases
                .map(|(name, docs, payload)| {
                    let payload = payload.map(|payload| self.type_(payload)).transpose()?;
                    Ok(Case { name: name.clone(), docs: lines(docs), payload })
                })
                .collect::<Result<_>>()
        };
        let definition = match &type_.kind {
            TypeDefKind::Record(record) => {
                let fields = record.fields.iter().map(|field| {
                    Ok(Field { name: field.name.clone(), docs: lines(&field.docs), type_: self.type_(&field.ty)? })
                });
                Definition::Record(fields.collect::<Result<_>>()?)
            }
            TypeDefKind::Enum(words) => {
                Definition::Enum(cases(&mut words.cases.iter().map(|case| (&case.name, &case.docs, None)))?)
            }
            TypeDefKind::Variant(variant) => {
                let all = variant.cases.iter().map(|case| (&case.name, &case.docs, case.ty.as_ref()));
                Definition::Variant(cases(&mut { all })?)
            }
            TypeDefKind::Resource => Definition::Resource,
            _ => return Ok(None),
        };
        Ok(Some(Named { name: self.name(id)?, docs: lines(&type_.docs), definition }))
    }

    fn name(&self, id: TypeId) -> Result<String> {
        self.resolve.types[id].name.clone().context("it has a name")
    }

    fn type_(&self, type_: &WitType) -> Result<Type> {
        let boxed = |type_: &WitType| self.type_(type_).map(Box::new);
        Ok(match type_ {
            WitType::Bool => Type::Bool,
            WitType::U8 => Type::U8,
            WitType::U32 => Type::U32,
            WitType::S64 => Type::S64,
            WitType::String => Type::String,
            WitType::Id(id) => match &self.resolve.types[*id].kind {
                TypeDefKind::Option(inner) => Type::Option(boxed(inner)?),
                TypeDefKind::List(inner) => Type::List(boxed(inner)?),
                TypeDefKind::Tuple(tuple) => {
                    Type::Tuple(tuple.types.iter().map(|item| self.type_(item)).collect::<Result<_>>()?)
                }
                TypeDefKind::Result(result) => Type::Result(
                    result.ok.as_ref().map(boxed).transpose()?,
                    boxed(result.err.as_ref().context("an error has a type")?)?,
                ),
                TypeDefKind::Handle(Handle::Own(resource)) => Type::Own(self.name(self.origin(*resource))?),
                TypeDefKind::Handle(Handle::Borrow(resource)) => Type::Borrow(self.name(self.origin(*resource))?),
                TypeDefKind::Type(other) => self.type_(other)?,
                TypeDefKind::Record(_) | TypeDefKind::Enum(_) | TypeDefKind::Variant(_) => Type::Named(self.name(*id)?),
                other => bail!("the type {} is not supported", other.as_str()),
            },
            other => bail!("the type {other:?} is not supported"),
        })
    }

    /// Returns the type that an alias or a `use` refers to.
    fn origin(&self, id: TypeId) -> TypeId {
        match self.resolve.types[id].kind {
            TypeDefKind::Type(WitType::Id(other)) => self.origin(other),
            _ => id,
        }
    }
}

fn lines(docs: &Docs) -> Vec<String> {
    docs.contents.iter().flat_map(|text| text.lines()).map(str::to_owned).collect()
}
