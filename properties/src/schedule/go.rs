//! Go's `time.ParseDuration` (1.25), translated line by line.

/// Why Go does not accept a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fault {
    Invalid,
    MissingUnit,
    UnknownUnit,
}

const UNITS: [(&str, u64); 8] = [
    ("ns", 1),
    ("us", 1_000),
    ("µs", 1_000),
    ("μs", 1_000),
    ("ms", 1_000_000),
    ("s", 1_000_000_000),
    ("m", 60_000_000_000),
    ("h", 3_600_000_000_000),
];

/// Returns the nanoseconds.
pub(super) fn duration(mut s: &[u8]) -> Result<i64, Fault> {
    let mut d = 0_u64;
    let mut neg = false;
    if let Some(&c) = s.first()
        && (c == b'-' || c == b'+')
    {
        neg = c == b'-';
        s = &s[1..];
    }
    if s == b"0" {
        return Ok(0);
    }
    if s.is_empty() {
        return Err(Fault::Invalid);
    }
    while !s.is_empty() {
        if !(s[0] == b'.' || s[0].is_ascii_digit()) {
            return Err(Fault::Invalid);
        }
        let pl = s.len();
        let (mut v, rest) = leading_int(s).ok_or(Fault::Invalid)?;
        s = rest;
        let pre = pl != s.len();
        let mut post = false;
        let (mut f, mut scale) = (0, 1.0);
        if s.first() == Some(&b'.') {
            s = &s[1..];
            let pl = s.len();
            (f, scale, s) = leading_fraction(s);
            post = pl != s.len();
        }
        if !pre && !post {
            return Err(Fault::Invalid);
        }
        let i = s.iter().position(|&c| c == b'.' || c.is_ascii_digit()).unwrap_or(s.len());
        if i == 0 {
            return Err(Fault::MissingUnit);
        }
        let (u, rest) = s.split_at(i);
        s = rest;
        let unit = UNITS.iter().find(|(name, _)| name.as_bytes() == u).ok_or(Fault::UnknownUnit)?.1;
        if v > (1 << 63) / unit {
            return Err(Fault::Invalid);
        }
        v *= unit;
        if f > 0 {
            v = v.wrapping_add((f as f64 * (unit as f64 / scale)) as u64);
            if v > 1 << 63 {
                return Err(Fault::Invalid);
            }
        }
        d = d.wrapping_add(v);
        if d > 1 << 63 {
            return Err(Fault::Invalid);
        }
    }
    if neg {
        return Ok((d as i64).wrapping_neg());
    }
    i64::try_from(d).map_err(|_| Fault::Invalid)
}

fn leading_int(s: &[u8]) -> Option<(u64, &[u8])> {
    let mut x = 0_u64;
    for (i, c) in s.iter().enumerate() {
        if !c.is_ascii_digit() {
            return Some((x, &s[i..]));
        }
        if x > (1 << 63) / 10 {
            return None;
        }
        x = x * 10 + u64::from(c - b'0');
        if x > 1 << 63 {
            return None;
        }
    }
    Some((x, &[]))
}

fn leading_fraction(s: &[u8]) -> (u64, f64, &[u8]) {
    let (mut x, mut scale, mut overflow) = (0_u64, 1.0, false);
    for (i, c) in s.iter().enumerate() {
        if !c.is_ascii_digit() {
            return (x, scale, &s[i..]);
        }
        if overflow {
            continue;
        }
        if x > ((1 << 63) - 1) / 10 {
            overflow = true;
            continue;
        }
        let y = x * 10 + u64::from(c - b'0');
        if y > 1 << 63 {
            overflow = true;
            continue;
        }
        x = y;
        scale *= 10.0;
    }
    (x, scale, &[])
}
