//! JSON pointers under construction.

use std::fmt;

/// An RFC 6901 JSON pointer: steps from the root. It is converted to text only for a diagnostic.
#[derive(Clone, Copy)]
pub enum Pointer<'p> {
    /// The whole document.
    Root,
    /// A member of an object.
    Key(&'p Pointer<'p>, &'p str),
    /// An entry of a list.
    Index(&'p Pointer<'p>, usize),
}

impl<'p> Pointer<'p> {
    /// Returns the pointer to a member.
    pub fn key(&'p self, key: &'p str) -> Pointer<'p> {
        Pointer::Key(self, key)
    }

    /// Returns the pointer to an entry.
    pub fn index(&'p self, index: usize) -> Pointer<'p> {
        Pointer::Index(self, index)
    }
}

/// Returns the keys and indices of an RFC 6901 JSON pointer, from the document to the value.
pub fn pointer_tokens(pointer: &str) -> impl Iterator<Item = String> {
    pointer.split('/').skip(1).map(unescaped_token)
}

/// Decodes a token of a pointer.
pub(crate) fn unescaped_token(token: &str) -> String {
    token.replace("~1", "/").replace("~0", "~")
}

impl fmt::Display for Pointer<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Pointer::Root => Ok(()),
            Pointer::Key(parent, key) => write!(f, "{parent}/{}", key.replace('~', "~0").replace('/', "~1")),
            Pointer::Index(parent, index) => write!(f, "{parent}/{index}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pointer_escapes_what_rfc_6901_asks_for() {
        let root = Pointer::Root;
        let labels = root.key("label_selector");
        assert_eq!(root.to_string(), "");
        assert_eq!(labels.key("a/b~c").to_string(), "/label_selector/a~1b~0c");
        assert_eq!(labels.index(3).to_string(), "/label_selector/3");
    }
}
