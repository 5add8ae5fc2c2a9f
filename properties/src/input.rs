//! Makes values from any bytes.

use std::borrow::Cow;

use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

/// Bytes that are read from the start. After their end, there are zeros and empty texts.
pub(crate) struct Input<'i>(pub(crate) &'i [u8]);

/// Ends a text. UTF-8 does not have this byte.
pub(crate) const END: u8 = 0xff;

impl<'i> Input<'i> {
    pub(crate) fn byte(&mut self) -> u8 {
        let (byte, rest) = self.0.split_first().unwrap_or((&0, &[]));
        self.0 = rest;
        *byte
    }

    #[cfg_attr(not(feature = "component"), expect(dead_code, reason = "used by that property"))]
    /// Reads a number. Most numbers are small.
    pub(crate) fn number(&mut self) -> u32 {
        match self.byte() {
            0xf0..=0xff => u32::from_be_bytes([self.byte(), self.byte(), self.byte(), self.byte()]),
            small => small.into(),
        }
    }

    pub(crate) fn bytes(&mut self) -> &'i [u8] {
        let end = self.0.iter().position(|&byte| byte == END).unwrap_or(self.0.len());
        let (bytes, rest) = self.0.split_at(end);
        self.0 = rest.get(1..).unwrap_or_default();
        bytes
    }

    pub(crate) fn text(&mut self) -> Cow<'i, str> {
        String::from_utf8_lossy(self.bytes())
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// Returns the value that a strategy generates. The first 32 bytes are the seed of its random numbers.
///
/// They are not the random numbers themselves: after their end there would be only zeros, and rand would not terminate.
pub(crate) fn made_by<S: Strategy>(strategy: &S, bytes: &[u8]) -> Option<S::Value> {
    let mut seed = [0; 32];
    seed.iter_mut().zip(bytes).for_each(|(byte, given)| *byte = *given);
    let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &seed);
    let mut runner = TestRunner::new_with_rng(Config::default(), rng);
    Some(strategy.new_tree(&mut runner).ok()?.current())
}

/// Returns the same pseudo-random bytes in each run: SplitMix64.
pub(crate) fn pseudo_random() -> impl Iterator<Item = [u8; 8]> {
    const STEP: u64 = 0x9e37_79b9_7f4a_7c15;
    let states = std::iter::successors(Some(STEP), |state| Some(state.wrapping_add(STEP)));
    states.map(|state| {
        let mixed = (state ^ (state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ (mixed >> 31)).to_le_bytes()
    })
}
