//! Measures time.

use std::hint::black_box;
use std::time::{Duration, Instant};

/// Minimum time between two reads of the clock. Shorter functions run several times between them.
const SHORTEST: Duration = Duration::from_micros(50);

/// Minimum number of measurements, and the time for all measurements of a function.
const LEAST: usize = 5;
const TIME: Duration = Duration::from_millis(500);

/// Returns the median time in seconds, of at least five measurements in at least half a second.
pub fn median<T>(mut run: impl FnMut() -> T) -> f64 {
    let [seconds] = in_turn([&mut || drop(black_box(run()))]);
    seconds
}

/// Returns the median time of each function, in seconds. The functions run in turn, so that other load on the machine
/// affects all of them.
pub fn in_turn<const N: usize>(mut runs: [&mut dyn FnMut(); N]) -> [f64; N] {
    let times = runs.each_mut().map(|run| times(run));
    let mut measured = [(); N].map(|()| Vec::new());
    let end = Instant::now() + TIME * u32::try_from(N).expect("a small number of functions");
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

/// Returns how often a function must run between two reads of the clock. It also warms up the function.
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
