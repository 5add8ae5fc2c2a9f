//! Encodes WIT values as JSON.

use super::fault::Fault;

/// A type that can be encoded.
pub(super) trait ToJson: Sized {
    fn write(&self, json: &mut Vec<u8>);

    fn write_list(list: &[Self], json: &mut Vec<u8>) {
        json.push(b'[');
        for (index, entry) in list.iter().enumerate() {
            if index > 0 {
                json.push(b',');
            }
            entry.write(json);
        }
        json.push(b']');
    }
}

/// Encodes a value.
pub(super) fn answer(value: impl ToJson) -> Vec<u8> {
    let mut json = Vec::new();
    value.write(&mut json);
    json
}

/// Returns JSON as text.
pub(super) fn text(json: Vec<u8>) -> String {
    String::from_utf8(json).expect("JSON is written in UTF-8")
}

fn write_text(text: &str, json: &mut Vec<u8>) {
    serde_json::to_writer(json, text).expect("memory can be written to");
}

impl ToJson for () {
    fn write(&self, json: &mut Vec<u8>) {
        json.extend_from_slice(b"null");
    }
}

macro_rules! write_displayed {
    ($($type:ty)*) => { $(
        impl ToJson for $type {
            fn write(&self, json: &mut Vec<u8>) {
                json.extend_from_slice(self.to_string().as_bytes());
            }
        }
    )* };
}

write_displayed! { bool u32 u64 i64 }

/// The contract has bytes only in lists. Such a list is a string. A byte that is not valid UTF-8 is an escape from
/// `\udc80` to `\udcff`.
impl ToJson for u8 {
    fn write(&self, json: &mut Vec<u8>) {
        u32::from(*self).write(json);
    }

    fn write_list(list: &[Self], json: &mut Vec<u8>) {
        json.push(b'"');
        for chunk in list.utf8_chunks() {
            let quoted = json.len();
            write_text(chunk.valid(), json);
            json.remove(quoted);
            json.pop();
            for byte in chunk.invalid() {
                json.extend_from_slice(format!("\\udc{byte:02x}").as_bytes());
            }
        }
        json.push(b'"');
    }
}

impl ToJson for &str {
    fn write(&self, json: &mut Vec<u8>) {
        write_text(self, json);
    }
}

impl ToJson for String {
    fn write(&self, json: &mut Vec<u8>) {
        write_text(self, json);
    }
}

/// A key and a value. The contract has them only in lists. Such a list is an object.
impl ToJson for (String, String) {
    fn write(&self, json: &mut Vec<u8>) {
        self.0.write(json);
        json.push(b':');
        self.1.write(json);
    }

    fn write_list(list: &[Self], json: &mut Vec<u8>) {
        json.push(b'{');
        for (index, member) in list.iter().enumerate() {
            if index > 0 {
                json.push(b',');
            }
            member.write(json);
        }
        json.push(b'}');
    }
}

impl ToJson for (u32, String) {
    fn write(&self, json: &mut Vec<u8>) {
        json.push(b'[');
        self.0.write(json);
        json.push(b',');
        self.1.write(json);
        json.push(b']');
    }
}

impl<T: ToJson> ToJson for Option<T> {
    fn write(&self, json: &mut Vec<u8>) {
        match self {
            Some(value) => value.write(json),
            None => ().write(json),
        }
    }
}

impl<T: ToJson> ToJson for Vec<T> {
    fn write(&self, json: &mut Vec<u8>) {
        T::write_list(self, json);
    }
}

impl<T: ToJson, E: ToJson> ToJson for Result<T, E> {
    fn write(&self, json: &mut Vec<u8>) {
        match self {
            Ok(value) => write_tagged("ok", value, json),
            Err(error) => write_tagged("error", error, json),
        }
    }
}

/// Encodes an object with one member.
pub(super) fn write_tagged(tag: &str, value: &impl ToJson, json: &mut Vec<u8>) {
    json.push(b'{');
    write_text(tag, json);
    json.push(b':');
    value.write(json);
    json.push(b'}');
}

macro_rules! write_record {
    ($type:path: $first:ident $($field:ident)*) => {
        impl $crate::json::write::ToJson for $type {
            fn write(&self, json: &mut Vec<u8>) {
                json.extend_from_slice(concat!("{\"", stringify!($first), "\":").as_bytes());
                self.$first.write(json);
                $(
                    json.extend_from_slice(concat!(",\"", stringify!($field), "\":").as_bytes());
                    self.$field.write(json);
                )*
                json.push(b'}');
            }
        }
    };
}
pub(super) use write_record;

macro_rules! enumeration {
    ($type:path: $($variant:ident = $word:literal),*) => {
        impl $crate::json::write::ToJson for $type {
            fn write(&self, json: &mut Vec<u8>) {
                let word = match self { $(Self::$variant => $word),* };
                word.write(json);
            }
        }

        impl $crate::json::read::FromJson for $type {
            fn read(value: Value<'_>, at: &k8s_backup_target::diagnostic::Pointer<'_>) -> Result<Self, Fault> {
                let word = $crate::json::read::word(value, at, &[$($word),*])?;
                $(if word == $word { return Ok(Self::$variant) })*
                unreachable!("`word` returns one of these words")
            }
        }
    };
}
pub(super) use enumeration;

macro_rules! write_variant {
    ($type:path: $($variant:ident $(($payload:ident))? = $word:literal),*) => {
        impl $crate::json::write::ToJson for $type {
            fn write(&self, json: &mut Vec<u8>) {
                match self { $(
                    Self::$variant $(($payload))? => $crate::json::write::write_variant!(@ json, $word $(, $payload)?),
                )* }
            }
        }
    };
    (@ $json:ident, $word:literal) => { $word.write($json) };
    (@ $json:ident, $word:literal, $payload:ident) => { $crate::json::write::write_tagged($word, $payload, $json) };
}
pub(super) use write_variant;

write_record! { Fault: code message help pointer }
