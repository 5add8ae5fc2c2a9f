//! Generated texts of schedules: most are nearly valid.

use k8s_backup_target::velero::cron::{Cron, Field};

/// Time zones whose clocks change, in many ways.
pub const CHANGING: [&str; 24] = [
    "Africa/Cairo",
    "Africa/Casablanca",
    "Africa/Monrovia",
    "America/Asuncion",
    "America/Havana",
    "America/New_York",
    "America/Nuuk",
    "America/Santiago",
    "America/Sao_Paulo",
    "America/St_Johns",
    "Antarctica/Casey",
    "Antarctica/Troll",
    "Asia/Amman",
    "Asia/Beirut",
    "Asia/Gaza",
    "Asia/Tehran",
    "Atlantic/Azores",
    "Australia/Lord_Howe",
    "Europe/Berlin",
    "Europe/Dublin",
    "Europe/London",
    "Pacific/Apia",
    "Pacific/Chatham",
    "Pacific/Easter",
];

/// What is not a usual name of a time zone.
const STRANGE_ZONES: [&str; 26] = [
    "",
    "Local",
    "local",
    "UTC",
    "utc",
    "Etc/UTC",
    "GMT+1",
    "Etc/GMT+1",
    "\"Europe/Berlin\"",
    "'UTC'",
    "'UTC\"",
    "\"\"",
    "'",
    "\"\"UTC\"\"",
    "./Europe/Berlin",
    "Europe//Berlin",
    "Europe/./Berlin",
    "Europe/Berlin/",
    "Europe/Berlin/.",
    "Europe",
    "/Europe/Berlin",
    "\\UTC",
    "Asia/../UTC",
    "Europe/Berl\u{ed}n",
    "A:B",
    "Europe/BBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBB",
];

const DESCRIPTORS: [&str; 16] = [
    "@yearly",
    "@annually",
    "@monthly",
    "@weekly",
    "@daily",
    "@midnight",
    "@hourly",
    "@triggered",
    "@manual",
    "@none",
    "@Daily",
    "@reboot",
    "@every",
    "@",
    "@daily ",
    " @daily",
];

const INTERVALS: [&str; 20] = [
    "1h",
    "90m",
    "24h",
    "1s",
    "999ms",
    "1000ms",
    "1500ms",
    "0",
    "0s",
    "-1h",
    "1ns",
    "1h30m10.5s",
    "2562047h",
    "1d",
    "",
    " 1h",
    "1h ",
    ".5s",
    "1.s",
    "2562048h",
];

const STRANGE_ENTRIES: [&str; 36] = [
    "",
    "-",
    "/",
    "*-5",
    "*-L",
    "*-w",
    "*-#",
    "?-x",
    "?-x/2",
    "*-1-2",
    "*/",
    "*/*",
    "**",
    "+5",
    "-5",
    "007",
    "+",
    "L",
    "15W",
    "LW",
    "5#2",
    "mon#1",
    "H",
    "H/5",
    "1-2-3",
    "1/2/3",
    "FR\u{130}",
    "r\u{131}",
    "9223372036854775807",
    "9223372036854775808",
    "4294967296",
    "61-0/2",
    "62-0/9223372036854775807",
    "1-",
    "*/9223372036854775807",
    "\u{661}",
];

const SPACES: [&str; 8] = ["\t", "  ", "\u{a0}", "\u{85}", "\u{2028}", "\u{3000}", "\u{200b}", "\n"];

/// The characters of mutations.
const CHARACTERS: &str = "0123456789*/-,?@= LWH#TZ\t\u{e9}";

/// A generator of numbers: splitmix64.
pub struct Random(u64);

impl Random {
    /// Returns a number below `end`, which is positive.
    pub fn below(&mut self, end: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ (mixed >> 31)) % end
    }

    fn between(&mut self, lowest: u8, highest: u8) -> u64 {
        u64::from(lowest) + self.below(u64::from(highest - lowest) + 1)
    }

    fn is_in(&mut self, percent: u64) -> bool {
        self.below(100) < percent
    }

    fn one_of<'o>(&mut self, these: &[&'o str]) -> &'o str {
        these[self.below(these.len() as u64) as usize]
    }
}

/// A sequence of texts, which is always the same for a seed.
pub struct Texts<'z> {
    random: Random,
    zones: &'z [&'z str],
}

/// How entries are written.
#[derive(Clone, Copy, PartialEq)]
enum Entries {
    /// As people write them.
    Usual,
    /// Also with numbers beyond the limits, and with faults.
    Any,
}

impl<'z> Texts<'z> {
    /// Starts the sequence of a seed, with the names of all time zones.
    pub fn new(seed: u64, zones: &'z [&'z str]) -> Self {
        Texts { random: Random(seed), zones }
    }

    /// Returns the generator of its numbers.
    pub fn random(&mut self) -> &mut Random {
        &mut self.random
    }

    /// Returns the next text.
    pub fn next_text(&mut self) -> String {
        let mut text = self.zone();
        if self.random.is_in(8) {
            text += self.random.one_of(&DESCRIPTORS);
        } else if self.random.is_in(4) {
            text += "@every ";
            text += self.random.one_of(&INTERVALS);
        } else {
            self.fields(&mut text);
        }
        if self.random.is_in(6) {
            text = self.mutated(&text);
        }
        if self.random.below(1_000) == 0 {
            text += &" ".repeat(1_020);
        }
        text
    }

    fn zone(&mut self) -> String {
        let random = &mut self.random;
        if random.is_in(60) {
            return String::new();
        }
        let zone = match random.below(20) {
            0..10 => random.one_of(&CHANGING),
            10..18 => random.one_of(self.zones),
            _ => random.one_of(&STRANGE_ZONES),
        };
        let key = random.one_of(&["TZ=", "CRON_TZ="]);
        let space = if random.is_in(96) { " " } else { random.one_of(&["", "  ", "\t", " \t", "\u{a0} "]) };
        [key, zone, space].concat()
    }

    fn fields(&mut self, text: &mut String) {
        let count = match self.random.below(100) {
            0 => 4,
            1 => 6,
            _ => 5,
        };
        let random = &mut self.random;
        let entries = if random.is_in(70) { Entries::Usual } else { Entries::Any };
        if random.is_in(2) {
            *text += random.one_of(&SPACES);
        }
        for (place, field) in Field::ALL.into_iter().cycle().take(count).enumerate() {
            if place > 0 {
                *text += if random.is_in(97) { " " } else { random.one_of(&SPACES) };
            }
            *text += &list(random, field, entries);
        }
        if random.is_in(2) {
            *text += random.one_of(&SPACES);
        }
    }

    fn mutated(&mut self, text: &str) -> String {
        let mut characters: Vec<char> = text.chars().collect();
        let at = self.random.below(characters.len() as u64 + 1) as usize;
        let new: Vec<char> = CHARACTERS.chars().collect();
        let new = new[self.random.below(new.len() as u64) as usize];
        match (self.random.below(3), at < characters.len()) {
            (0, true) => characters[at] = new,
            (1, true) => drop(characters.remove(at)),
            _ => characters.insert(at, new),
        }
        characters.into_iter().collect()
    }
}

fn list(random: &mut Random, field: Field, written: Entries) -> String {
    // So that many texts match something.
    let is_star = match field {
        Field::Minute => 10,
        Field::Hour => 20,
        Field::DayOfMonth | Field::DayOfWeek => 45,
        Field::Month => 60,
    };
    if random.is_in(is_star) {
        return random.one_of(&["*", "*", "*", "?"]).to_owned();
    }
    let count = if random.is_in(75) { 1 } else { 2 + random.below(2) };
    let mut entries: Vec<String> = (0..count).map(|_| entry(random, field, written)).collect();
    if random.below(100) == 0 {
        entries.push(String::new());
    }
    entries.join(",")
}

fn entry(random: &mut Random, field: Field, written: Entries) -> String {
    if written == Entries::Any && random.is_in(8) {
        return random.one_of(&STRANGE_ENTRIES).to_owned();
    }
    let range = match random.below(10) {
        0 => random.one_of(&["*", "?"]).to_owned(),
        1..6 => value(random, field, written),
        6..9 if written == Entries::Usual => {
            let (lowest, highest) = field.limits();
            let (one, other) = (random.between(lowest, highest), random.between(lowest, highest));
            format!("{}-{}", one.min(other), one.max(other))
        }
        _ => [value(random, field, written), "-".to_owned(), value(random, field, written)].concat(),
    };
    let (_, highest) = field.limits();
    match random.below(10) {
        0 | 1 => [range, "/".to_owned(), (1 + random.below(6)).to_string()].concat(),
        2 if written == Entries::Any => {
            [range, "/".to_owned(), random.below(u64::from(highest) + 3).to_string()].concat()
        }
        _ => range,
    }
}

fn value(random: &mut Random, field: Field, written: Entries) -> String {
    let (lowest, highest) = field.limits();
    let names = field.names();
    if !names.is_empty() && random.is_in(30) {
        let name = random.one_of(names);
        return match random.below(3) {
            0 => name.to_uppercase(),
            1 => name[..1].to_uppercase() + &name[1..],
            _ => name.to_owned(),
        };
    }
    let number = match random.below(12) {
        // At the limits, and beyond them.
        0 if written == Entries::Any => random.below(u64::from(lowest) + 2),
        1 if written == Entries::Any => u64::from(highest - 1) + random.below(4),
        2 if written == Entries::Any && random.is_in(20) => u64::from(highest) + random.below(100),
        _ => random.between(lowest, highest),
    };
    number.to_string()
}

/// Returns times after which to compare runs, in Unix seconds: many are near a clock change.
pub fn starts(random: &mut Random, cron: Option<&Cron>, count: usize) -> Vec<i64> {
    let Some(cron) = cron else { return Vec::new() };
    let start = |_| {
        // From 1970 to 2099.
        let at = random.below(4_100_000_000) as i64;
        let change = cron.zone().period_at(at).end;
        if change < 4_100_000_000 && random.is_in(70) {
            change + random.below(6 * 3_600) as i64 - 4 * 3_600
        } else if random.is_in(50) {
            at - at % 60
        } else {
            at
        }
    };
    (0..count).map(start).collect()
}
