//! Decodes WIT values from JSON.

use std::rc::Rc;
use std::str::FromStr;
use std::vec;

use k8s_backup_target::diagnostic::Pointer;
use k8s_backup_target::document::tree::{Layer, Value};

use super::fault::Fault;
use super::resources::{self, Resource};

/// A type that can be decoded.
pub(super) trait FromJson: Sized {
    fn read(value: Value<'_>, at: &Pointer<'_>) -> Result<Self, Fault>;

    /// Returns the value of a missing member; `None` if the member is required.
    fn absent() -> Option<Self> {
        None
    }

    fn read_list(value: Value<'_>, at: &Pointer<'_>) -> Result<Vec<Self>, Fault> {
        let Layer::List(entries) = value.open() else { return Err(Fault::wrong_type(at, "a list")) };
        entries.enumerate().map(|(index, entry)| Self::read(entry, &at.index(index))).collect()
    }
}

impl FromJson for bool {
    fn read(value: Value<'_>, at: &Pointer<'_>) -> Result<Self, Fault> {
        match value.open() {
            Layer::Bool(bool) => Ok(bool),
            _ => Err(Fault::wrong_type(at, "true or false")),
        }
    }
}

impl FromJson for u32 {
    fn read(value: Value<'_>, at: &Pointer<'_>) -> Result<Self, Fault> {
        integer(value, at, "a whole number from 0 to 4294967295")
    }
}

/// The number of a resource.
impl FromJson for u64 {
    fn read(value: Value<'_>, at: &Pointer<'_>) -> Result<Self, Fault> {
        integer(value, at, "the number of a resource")
    }
}

impl FromJson for i64 {
    fn read(value: Value<'_>, at: &Pointer<'_>) -> Result<Self, Fault> {
        integer(value, at, "a whole number of 64 bits")
    }
}

fn integer<T: FromStr>(value: Value<'_>, at: &Pointer<'_>, expected: &str) -> Result<T, Fault> {
    match value.open() {
        Layer::Number(digits) => digits.parse().map_err(|_| Fault::out_of_range(at, expected)),
        _ => Err(Fault::wrong_type(at, expected)),
    }
}

/// The contract has bytes only in lists. Such a list is a string.
impl FromJson for u8 {
    fn read(_: Value<'_>, at: &Pointer<'_>) -> Result<Self, Fault> {
        Err(Fault::wrong_type(at, "part of a string"))
    }

    fn read_list(value: Value<'_>, at: &Pointer<'_>) -> Result<Vec<Self>, Fault> {
        value.bytes().map(Into::into).ok_or_else(|| Fault::wrong_type(at, "a string"))
    }
}

impl FromJson for String {
    fn read(value: Value<'_>, at: &Pointer<'_>) -> Result<Self, Fault> {
        match value.open() {
            Layer::Text(text) => Ok(text.text.into_owned()),
            _ => Err(Fault::wrong_type(at, "a string")),
        }
    }
}

/// A key and a value. The contract has them only in lists. Such a list is an object.
impl FromJson for (String, String) {
    fn read(_: Value<'_>, at: &Pointer<'_>) -> Result<Self, Fault> {
        Err(Fault::wrong_type(at, "part of an object"))
    }

    fn read_list(value: Value<'_>, at: &Pointer<'_>) -> Result<Vec<Self>, Fault> {
        let Layer::Object(members) = value.open() else { return Err(Fault::wrong_type(at, "an object")) };
        members.map(|(key, value)| Ok((key.text.to_string(), String::read(value, &at.key(&key.text))?))).collect()
    }
}

impl<T: FromJson> FromJson for Option<T> {
    fn read(value: Value<'_>, at: &Pointer<'_>) -> Result<Self, Fault> {
        if value.is_null() { Ok(None) } else { T::read(value, at).map(Some) }
    }

    fn absent() -> Option<Self> {
        Some(None)
    }
}

impl<T: FromJson> FromJson for Vec<T> {
    fn read(value: Value<'_>, at: &Pointer<'_>) -> Result<Self, Fault> {
        T::read_list(value, at)
    }
}

/// Decodes a value of an enum.
pub(super) fn word<'w>(value: Value<'_>, at: &Pointer<'_>, words: &[&'w str]) -> Result<&'w str, Fault> {
    let Layer::Text(text) = value.open() else { return Err(Fault::wrong_type(at, "a string")) };
    words.iter().copied().find(|word| *word == text.text).ok_or_else(|| Fault::unknown_value(at, &text.text, words))
}

/// The members of an object, in the order of the names that it can have.
pub(super) struct Members<'t, 'p> {
    at: &'p Pointer<'p>,
    values: vec::IntoIter<(&'static str, Option<Value<'t>>)>,
}

impl<'t, 'p> Members<'t, 'p> {
    /// Decodes the arguments of a call.
    pub(super) fn of(arguments: Value<'t>, names: &[&'static str]) -> Result<Self, Fault> {
        Members::at(arguments, &Pointer::Root, names)
    }

    pub(super) fn at(value: Value<'t>, at: &'p Pointer<'p>, names: &[&'static str]) -> Result<Self, Fault> {
        let Layer::Object(members) = value.open() else { return Err(Fault::wrong_type(at, "an object")) };
        let mut values: Vec<_> = names.iter().map(|name| (*name, None)).collect();
        for (key, value) in members {
            let Some((_, given)) = values.iter_mut().find(|(name, _)| *name == key.text) else {
                return Err(Fault::unknown_field(at, &key.text, names));
            };
            if given.replace(value).is_some() {
                return Err(Fault::repeated_key(at, &key.text));
            }
        }
        Ok(Members { at, values: values.into_iter() })
    }

    /// Decodes the next member.
    pub(super) fn value<T: FromJson>(&mut self) -> Result<T, Fault> {
        let (name, value) = self.values.next().expect("one member is read for each name");
        match value {
            Some(value) => T::read(value, &self.at.key(name)),
            None => T::absent().ok_or_else(|| Fault::missing_field(self.at, name)),
        }
    }

    /// Returns the resource that the next member names.
    pub(super) fn resource<R: Resource>(&mut self) -> Result<Rc<R>, Fault> {
        let name = self.next_name();
        self.optional_resource()?.ok_or_else(|| Fault::missing_field(self.at, name))
    }

    /// Returns the resource that the next member names, if there is one.
    pub(super) fn optional_resource<R: Resource>(&mut self) -> Result<Option<Rc<R>>, Fault> {
        let name = self.next_name();
        let number: Option<u64> = self.value()?;
        number.map(|number| resources::get(number, &self.at.key(name))).transpose()
    }

    /// Returns the number of the resource that the next member names. The call closes it.
    #[cfg(feature = "whole")]
    pub(super) fn owned<R: Resource>(&mut self) -> Result<u64, Fault> {
        let name = self.next_name();
        let number = self.value()?;
        resources::get::<R>(number, &self.at.key(name)).map(|_| number)
    }

    fn next_name(&self) -> &'static str {
        self.values.as_slice().first().map_or("", |(name, _)| name)
    }
}

/// Returns the only member of an object, whose name is one of these.
pub(super) fn only_member<'t>(
    value: Value<'t>,
    at: &Pointer<'_>,
    names: &[&'static str],
) -> Result<(&'static str, Value<'t>), Fault> {
    let mut given = Members::at(value, at, names)?.values.filter_map(|(name, value)| Some((name, value?)));
    match (given.next(), given.next()) {
        (Some(member), None) => Ok(member),
        _ => Err(Fault::not_one_member(at, names)),
    }
}

macro_rules! read_variant {
    ($type:path: $($variant:ident = $name:literal),*) => {
        impl $crate::json::read::FromJson for $type {
            fn read(value: Value<'_>, at: &k8s_backup_target::diagnostic::Pointer<'_>) -> Result<Self, Fault> {
                let (name, value) = $crate::json::read::only_member(value, at, &[$($name),*])?;
                $(if name == $name { return $crate::json::read::FromJson::read(value, &at.key($name)).map(Self::$variant) })*
                unreachable!("`only_member` returns one of these names")
            }
        }
    };
}
pub(super) use read_variant;

macro_rules! read_record {
    ($type:path: $($field:ident)*) => {
        impl $crate::json::read::FromJson for $type {
            fn read(value: Value<'_>, at: &k8s_backup_target::diagnostic::Pointer<'_>) -> Result<Self, Fault> {
                let mut members = Members::at(value, at, &[$(stringify!($field)),*])?;
                Ok(Self { $($field: members.value()?),* })
            }
        }
    };
}
pub(super) use read_record;
