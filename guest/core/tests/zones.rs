//! Checks the table of time zones against the package that it was generated from.

use std::{env, fs};

use k8s_backup_target::velero::cron::Zone;

/// The given changes are complete until the end of 2100.
const END: i64 = 4_133_980_800;

#[test]
#[ignore = "`cargo xtask zones` runs it, with a file of changes"]
fn time_zones_match_the_package() {
    let file = env::var("K8S_BACKUP_TARGET_ZONES").expect("the path of a file of changes");
    let changes = fs::read_to_string(file).expect("a text");
    let mut compared = 0;
    for line in changes.lines() {
        let mut parts = line.split(' ');
        let (name, first) = (parts.next().expect("a name"), parts.next().expect("an offset"));
        let zone = Zone::named(name).expect(name);
        let mut offset: i64 = first.parse().expect("a number");
        let mut start = 0;
        let changes = parts.map(|change| {
            let (time, to) = change.split_once(':').expect("time and offset");
            (time.parse::<i64>().expect("a number"), to.parse::<i64>().expect("a number"))
        });
        for (end, to) in changes.chain([(END, 0)]) {
            // Goes from period to period, so that no other change is between them.
            let mut at = start;
            while at < end {
                let period = zone.period_at(at);
                assert!(period.offset == offset && period.start <= at && at < period.end, "{name} at {at}: {period:?}");
                assert!(period.start >= start || start == 0, "{name} at {at}: {period:?}");
                at = period.end.min(end);
            }
            (start, offset) = (end, to);
            compared += 1;
        }
    }
    println!("{compared} periods agree");
}
