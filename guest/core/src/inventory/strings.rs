//! Compact storage of many strings.

use std::collections::BTreeMap;
use std::sync::Arc;

/// Numbers distinct texts in the order in which they are added.
#[derive(Clone, Debug, Default)]
pub(crate) struct Interner {
    ids: BTreeMap<Arc<str>, u32>,
    texts: Vec<Arc<str>>,
    /// By [`slot`]: the number of a text that was added lately.
    recent: Vec<u32>,
}

/// Number of texts that are found without a search.
const RECENT: usize = 1024;

/// Returns an index below [`RECENT`], from the length of a text and its first and last bytes.
fn slot(text: &str) -> usize {
    let start = text.as_bytes().iter().take(8);
    let end = text.as_bytes().iter().rev().take(8);
    let hash =
        start.chain(end).fold(text.len() as u64, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3));
    (hash >> 20) as usize % RECENT
}

impl Interner {
    pub(crate) fn intern(&mut self, text: &str) -> u32 {
        let slot = slot(text);
        if let Some(&recent) = self.recent.get(slot)
            && self.texts.get(recent as usize).is_some_and(|known| **known == *text)
        {
            return recent;
        }
        let id = self.ids.get(text).copied().unwrap_or_else(|| {
            let (text, id) = (Arc::<str>::from(text), self.len());
            self.ids.insert(Arc::clone(&text), id);
            self.texts.push(text);
            id
        });
        self.recent.resize(RECENT, u32::MAX);
        if let Some(recent) = self.recent.get_mut(slot) {
            *recent = id;
        }
        id
    }

    pub(crate) fn find(&self, text: &str) -> Option<u32> {
        self.ids.get(text).copied()
    }

    pub(crate) fn get(&self, id: u32) -> &str {
        self.texts.get(id as usize).map_or("", |text| text)
    }

    /// Returns every text with its number, sorted by text.
    pub(crate) fn sorted(&self) -> impl Iterator<Item = (&str, u32)> {
        self.ids.iter().map(|(text, &id)| (&**text, id))
    }

    /// Returns the approximate memory use, in bytes.
    pub(crate) fn bytes(&self) -> usize {
        self.texts.iter().map(|text| text.len() + 56).sum()
    }

    pub(crate) fn len(&self) -> u32 {
        u32::try_from(self.texts.len()).expect(LIMITED)
    }
}

/// Numbers a text, and adds its size to the bytes that are kept.
pub(super) fn intern(interner: &mut Interner, text: &str, kept: &mut usize) -> u32 {
    let before = interner.len();
    let id = interner.intern(text);
    if id == before {
        *kept += text.len() + 64;
    }
    id
}

/// Why 32 bits are enough for counts and lengths.
const LIMITED: &str = "the limits of the reader keep it below";

/// Many short texts in one string, each with a number.
#[derive(Clone, Debug, Default)]
pub(crate) struct Texts {
    text: String,
    ends: Vec<u32>,
}

impl Texts {
    /// Adds a text; returns its number.
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

    /// Returns the total number of bytes.
    pub(crate) fn bytes(&self) -> usize {
        self.text.len()
    }
}
