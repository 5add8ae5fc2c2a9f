//! How time is taken.

use std::hint::black_box;
use std::time::{Duration, Instant};

/// A clock is read before and after at least so much work: what is shorter is done several times between.
const SHORTEST: Duration = Duration::from_micros(50);

/// Each is measured at least so often, and for this time.
const LEAST: usize = 5;
const TIME: Duration = Duration::from_millis(500);

/// The median of the seconds that it takes, of at least five measurements in at least half a second.
pub fn median<T>(mut run: impl FnMut() -> T) -> f64 {
    let [seconds] = in_turn([&mut || drop(black_box(run()))]);
    seconds
}

/// The median of the seconds that each takes, one after the other and over again, so that what else the machine does
/// hits all alike.
pub fn in_turn<const N: usize>(mut runs: [&mut dyn FnMut(); N]) -> [f64; N] {
    let times = runs.each_mut().map(|run| times(run));
    let mut measured = [(); N].map(|()| Vec::new());
    let end = Instant::now() + TIME * u32::try_from(N).expect("a few functions are measured");
    while measured.iter().any(|seconds| seconds.len() < LEAST) || Instant::now() < end {
        for ((run, times), seconds) in runs.iter_mut().zip(times).zip(&mut measured) {
            seconds.push(timed(run, times).as_secs_f64() / f64::from(times));
        }
    }
    measured.map(|mut seconds| {
        seconds.sort_by(f64::total_cmp);
        seconds[seconds.len() / 2]
    })
}

/// How often it is done between two looks at the clock. It is warm after that.
fn times(run: &mut dyn FnMut()) -> u32 {
    let mut times = 1;
    while timed(run, times) < SHORTEST {
        times *= 2;
    }
    times
}

fn timed(run: &mut dyn FnMut(), times: u32) -> Duration {
    let start = Instant::now();
    for _ in 0..times {
        run();
    }
    start.elapsed()
}
