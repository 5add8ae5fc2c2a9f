//! Dense numbers for some of the objects of an inventory.

/// Numbers some objects from 0, in their order, and after them keys that are no index of an object.
#[derive(Debug, Default)]
pub(crate) struct Numbering {
    /// A bit for each object: whether it has a number.
    words: Vec<u64>,
    /// For each word: how many objects before it have a number.
    before: Vec<u32>,
    /// Number of objects of the inventory. Larger keys are no objects.
    objects: u32,
    /// Number of numbered objects.
    numbered: u32,
    /// Number of keys that are no objects.
    others: u32,
}

impl Numbering {
    /// Numbers some of so many objects, and so many keys after the last object.
    pub(super) fn of(numbered: impl Iterator<Item = u32>, objects: u32, others: u32) -> Self {
        let mut words = vec![0_u64; objects.div_ceil(64) as usize];
        for object in numbered {
            *words.get_mut(object as usize / 64).expect("the numbered ones are objects") |= 1 << (object % 64);
        }
        let mut numbered = 0;
        let mut count = |word: &u64| {
            let before = numbered;
            numbered += word.count_ones();
            before
        };
        let before = words.iter().map(&mut count).collect();
        Numbering { words, before, objects, numbered, others }
    }

    /// Returns how many numbers there are.
    pub(crate) fn len(&self) -> usize {
        (self.numbered + self.others) as usize
    }

    /// Returns the number of a key.
    pub(crate) fn get(&self, key: u32) -> Option<usize> {
        if let Some(other) = key.checked_sub(self.objects) {
            return (other < self.others).then_some((self.numbered + other) as usize);
        }
        let index = key as usize / 64;
        let (word, before) = (self.words.get(index)?, self.before.get(index)?);
        let bit = 1 << (key % 64);
        (word & bit != 0).then(|| (before + (word & (bit - 1)).count_ones()) as usize)
    }

    /// Returns the memory use, in bytes.
    pub(super) fn bytes(&self) -> usize {
        self.words.len() * (size_of::<u64>() + size_of::<u32>())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn numbers_are_dense_and_in_order(
            chosen in prop::collection::btree_set(0_u32..200, 0..40),
            more in 0_u32..3,
            others in 0_u32..3,
        ) {
            let objects = chosen.last().map_or(0, |last| last + 1) + more;
            let numbering = Numbering::of(chosen.iter().copied(), objects, others);
            let keys: Vec<u32> = chosen.iter().copied().chain(objects..objects + others).collect();
            prop_assert_eq!(numbering.len(), keys.len());
            for key in 0..objects + others + 2 {
                prop_assert_eq!(numbering.get(key), keys.binary_search(&key).ok(), "{}", key);
            }
        }
    }
}
