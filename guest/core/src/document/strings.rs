//! JSON strings: finding their end, and decoding.

use std::borrow::Cow;

/// Returns the number of bytes before a quote, a backslash or a control character.
pub(super) fn plain_bytes(bytes: &[u8]) -> usize {
    let (eights, rest) = bytes.as_chunks::<8>();
    for (index, eight) in eights.iter().enumerate() {
        let special = special_bytes(u64::from_le_bytes(*eight));
        if special != 0 {
            return 8 * index + special.trailing_zeros() as usize / 8;
        }
    }
    8 * eights.len() + rest.iter().take_while(|byte| !matches!(byte, b'"' | b'\\' | ..b' ')).count()
}

/// Sets the highest bit of each of eight bytes that is a quote, a backslash or a control character. Bytes after the
/// first match may be wrong.
fn special_bytes(word: u64) -> u64 {
    const ONES: u64 = u64::MAX / 255;
    const HIGHEST_BITS: u64 = ONES << 7;
    // Subtracting sets the highest bit of a smaller byte. A byte that is not ASCII already has it.
    let less_than = |word: u64, limit: u8| word.wrapping_sub(ONES * u64::from(limit)) & !word & HIGHEST_BITS;
    let is = |byte: u8| less_than(word ^ (ONES * u64::from(byte)), 1);
    is(b'"') | is(b'\\') | less_than(word, b' ')
}

/// Decodes a JSON string to bytes. A lone surrogate from `\udc80` to `\udcff` is the byte of its last two digits.
pub(super) fn decode_bytes(literal: &str) -> Cow<'_, [u8]> {
    let literal = without_quotes(literal);
    if !literal.contains('\\') {
        return Cow::Borrowed(literal.as_bytes());
    }
    Cow::Owned(unescape(literal, &mut |bytes, unit, _| match unit.to_be_bytes() {
        [0xdc, byte @ 0x80..=0xff] => bytes.push(byte),
        _ => bytes.extend_from_slice("\u{fffd}".as_bytes()),
    }))
}

fn without_quotes(literal: &str) -> &str {
    literal.get(1..literal.len().saturating_sub(1)).expect("a literal has quotes")
}

/// Decodes a JSON string, and finds its first escape of half a character, which is read as U+FFFD.
pub(super) fn decode(literal: &str) -> (Cow<'_, str>, Option<&str>) {
    let literal = without_quotes(literal);
    if !literal.contains('\\') {
        return (Cow::Borrowed(literal), None);
    }
    let mut lone_surrogate = None;
    let text = unescape(literal, &mut |bytes, _, escape| {
        lone_surrogate = lone_surrogate.or(Some(escape));
        bytes.extend_from_slice("\u{fffd}".as_bytes());
    });
    (Cow::Owned(String::from_utf8(text).expect("it is made of text and characters")), lone_surrogate)
}

/// Decodes a JSON string without its quotes. `lone_surrogate` is called for each lone surrogate, with the bytes to
/// append to, the surrogate and its escape.
fn unescape<'t>(literal: &'t str, lone_surrogate: &mut dyn FnMut(&mut Vec<u8>, u16, &'t str)) -> Vec<u8> {
    let written = literal.as_bytes();
    let mut bytes = Vec::with_capacity(written.len());
    let mut at = 0;
    loop {
        let rest = written.get(at..).expect("an escape ends in the literal");
        // In a valid string, each byte that is not plain starts an escape.
        let (plain, escape) = rest.split_at(plain_bytes(rest));
        bytes.extend_from_slice(plain);
        let Some(escaped) = escape.get(1) else { return bytes };
        at += plain.len();
        let mut length = 2;
        match escaped {
            b'b' => bytes.push(8),
            b'f' => bytes.push(12),
            b'n' => bytes.push(b'\n'),
            b'r' => bytes.push(b'\r'),
            b't' => bytes.push(b'\t'),
            b'u' => {
                let unit_at = |at: usize| literal.get(at..).and_then(utf16_unit);
                let first = unit_at(at).expect("four digits follow");
                match char::decode_utf16([first].into_iter().chain(unit_at(at + 6))).next() {
                    Some(Ok(char)) => {
                        length = 6 * char.len_utf16();
                        bytes.extend_from_slice(char.encode_utf8(&mut [0; 4]).as_bytes());
                    }
                    _ => {
                        length = 6;
                        lone_surrogate(&mut bytes, first, literal.get(at..at + length).expect("digits are characters"));
                    }
                }
            }
            other => bytes.push(*other),
        }
        at += length;
    }
}

/// Returns the UTF-16 unit of an escape at the start of a text.
fn utf16_unit(text: &str) -> Option<u16> {
    u16::from_str_radix(text.strip_prefix("\\u")?.get(..4)?, 16).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_lone_surrogate_is_a_byte_or_the_replacement_character() {
        assert_eq!(*decode_bytes(r#""a\u00e9\n""#), *"aé\n".as_bytes());
        assert_eq!(*decode_bytes(r#""\udcc3\udca9\udcff""#), [0xc3, 0xa9, 0xff]);
        assert_eq!(*decode_bytes(r#""\ud83d\ude00\ud83d\udc80""#), *"😀\u{1f480}".as_bytes());
        assert_eq!(*decode_bytes(r#""\udc7f\ud800""#), *"\u{fffd}\u{fffd}".as_bytes());
        assert_eq!(*decode_bytes(r#""\\udcff""#), *br"\udcff");
    }

    proptest! {
        #[test]
        fn special_bytes_are_found_at_every_offset(bytes: Vec<u8>) {
            let special = |byte: &u8| matches!(byte, b'"' | b'\\' | ..b' ');
            prop_assert_eq!(plain_bytes(&bytes), bytes.iter().position(special).unwrap_or(bytes.len()));
        }

        #[test]
        fn a_string_that_serde_json_writes_decodes_to_itself(text: String) {
            let literal = serde_json::Value::from(text.as_str()).to_string();
            prop_assert_eq!(decode(&literal), (Cow::Borrowed(text.as_str()), None));
            prop_assert_eq!(decode_bytes(&literal), Cow::Borrowed(text.as_bytes()));
        }
    }
}
