//! Text that is kept once, or one behind the other.

use std::collections::BTreeMap;
use std::sync::Arc;

/// Gives each distinct text a number, in the order in which they come.
#[derive(Clone, Debug, Default)]
pub(crate) struct Interner {
    ids: BTreeMap<Arc<str>, u32>,
    texts: Vec<Arc<str>>,
}

impl Interner {
    pub(crate) fn intern(&mut self, text: &str) -> u32 {
        if let Some(&id) = self.ids.get(text) {
            return id;
        }
        let (text, id) = (Arc::<str>::from(text), self.len());
        self.ids.insert(Arc::clone(&text), id);
        self.texts.push(text);
        id
    }

    pub(crate) fn find(&self, text: &str) -> Option<u32> {
        self.ids.get(text).copied()
    }

    pub(crate) fn get(&self, id: u32) -> &str {
        self.texts.get(id as usize).map_or("", |text| text)
    }

    /// Every text with its number, in the order of the texts.
    pub(crate) fn sorted(&self) -> impl Iterator<Item = (&str, u32)> {
        self.ids.iter().map(|(text, &id)| (&**text, id))
    }

    /// About how many bytes of memory are kept.
    pub(crate) fn bytes(&self) -> usize {
        self.texts.iter().map(|text| text.len() + 56).sum()
    }

    pub(crate) fn len(&self) -> u32 {
        u32::try_from(self.texts.len()).expect(LIMITED)
    }
}

/// Why texts can be counted and measured in 32 bits.
const LIMITED: &str = "the limits of the reader keep it below";

/// Many short texts in one, each with a number.
#[derive(Clone, Debug, Default)]
pub(crate) struct Texts {
    text: String,
    ends: Vec<u32>,
}

impl Texts {
    /// Adds a text, whose number is the count of those before it.
    pub(crate) fn push(&mut self, text: &str) -> u32 {
        let id = u32::try_from(self.ends.len()).expect(LIMITED);
        self.text.push_str(text);
        self.ends.push(u32::try_from(self.text.len()).expect(LIMITED));
        id
    }

    pub(crate) fn get(&self, id: u32) -> &str {
        let id = id as usize;
        let start = id.checked_sub(1).and_then(|before| self.ends.get(before)).map_or(0, |&end| end as usize);
        let end = self.ends.get(id).map_or(start, |&end| end as usize);
        self.text.get(start..end).expect("each end is in the text")
    }

    /// How many bytes all of them have.
    pub(crate) fn bytes(&self) -> usize {
        self.text.len()
    }
}
