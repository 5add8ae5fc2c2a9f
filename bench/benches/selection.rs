//! Measures the time to read a cluster's objects and to evaluate targets for them, natively and through the component.
//! `cargo xtask bench` runs it.

use std::hint::black_box;
use std::io::{self, BufWriter, Write};
use std::process::Command;
use std::sync::Arc;
use std::{env, fs};

use k8s_backup_target::cluster::Cluster;
use k8s_backup_target::inventory::{Inventory, Reader};
use k8s_backup_target::selection::{Coverage, Source};
use k8s_backup_target_bench::{COMPONENT, Line, NATIVE, evaluator, in_turn, targets, to_host};
use k8s_backup_target_host::{self as host, Evaluator};
use k8s_backup_target_testdata::inventory::{Form, write};

const OBJECTS: [usize; 5] = [100, 1_000, 10_000, 100_000, 980_000];
const TARGETS: [usize; 4] = [1, 10, 100, 1_000];
const MAX_OBJECTS: usize = 100_000;
const MANY_TARGETS: usize = 100;
/// Peers read a whole text. They are measured up to this size.
const MAX_PEER_BYTES: usize = 100 << 20;
const CHUNK: usize = 1 << 16;

const VALUE: &str = "serde_json, into Value";
const SIMD: &str = "simd-json, into its values";

fn main() {
    match env::args().skip(1).collect::<Vec<_>>().iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["use", host] => use_memory(host),
        _ => measure(),
    }
}

fn measure() {
    let evaluator = evaluator();
    for objects in OBJECTS {
        let mut text = Vec::new();
        write(&mut text, objects, 1, Form::List).expect("into memory");
        let native = Arc::new(read_natively(&text));
        let component = read_through(&evaluator, &text);
        let objects = native.len() as usize;
        let line = |host| Line::of(host, "read JSON of so many bytes").size(text.len()).items(text.len());
        both(line, || drop(read_natively(&text)), || drop(read_through(&evaluator, &text)));
        if text.len() <= MAX_PEER_BYTES {
            let value = || drop(serde_json::from_slice::<serde_json::Value>(&text).expect("JSON"));
            let simd = || drop(simd_json::to_owned_value(&mut text.clone()).expect("JSON"));
            let [value, simd] = in_turn([&mut || value(), &mut || simd()]);
            line(VALUE).seconds(value);
            line(SIMD).seconds(simd);
        }
        let cover = |row, size, count| {
            both(
                |host| Line::of(host, row).size(size).items(objects * count),
                || {
                    black_box(cover_natively(&native, count));
                },
                || {
                    black_box(cover_through(&component, count));
                },
            );
        };
        cover("hold 100 targets against so many objects", objects, MANY_TARGETS);
        if (MAX_OBJECTS..2 * MAX_OBJECTS).contains(&objects) {
            TARGETS.iter().for_each(|&count| cover("hold so many targets against 100,000 objects", count, count));
            Line::of(NATIVE, "kept of 100,000 objects").bytes(native.bytes());
        }
    }
    memory();
}

fn both<'t>(line: impl Fn(&'t str) -> Line<'t>, mut native: impl FnMut(), mut component: impl FnMut()) {
    let [native, component] = in_turn([&mut native, &mut component]);
    line(NATIVE).seconds(native);
    line(COMPONENT).seconds(component);
}

fn read_natively(text: &[u8]) -> Inventory {
    let mut reader = Reader::new(Cluster::builtin());
    for chunk in text.chunks(CHUNK) {
        reader.push(chunk).expect("objects");
    }
    reader.finish().expect("objects")
}

fn read_through(evaluator: &Evaluator, text: &[u8]) -> host::Inventory {
    let mut reader = reader_of(evaluator);
    for chunk in text.chunks(CHUNK) {
        reader.push(chunk).expect("within limits").expect("objects");
    }
    reader.finish().expect("within limits").expect("objects")
}

fn reader_of(evaluator: &Evaluator) -> host::InventoryReader {
    let cluster = evaluator.open_cluster(&[], None).expect("within limits").expect("no kinds");
    cluster.inventory_reader().expect("within limits")
}

fn cover_natively(inventory: &Arc<Inventory>, count: usize) -> usize {
    let mut coverage = Coverage::new(
        Arc::clone(inventory),
        targets(count).into_iter().map(|target| Source::Spec(target.spec)).collect(),
        None,
    );
    while !coverage.step(100_000) {}
    coverage.uncovered(0, u32::MAX).count()
}

fn cover_through(inventory: &host::Inventory, count: usize) -> usize {
    let targets: Vec<host::Target> = targets(count).iter().map(to_host).collect();
    let mut coverage = inventory.coverage(&targets, None, None).expect("within limits");
    while !coverage.step(100_000).expect("within limits") {}
    coverage.uncovered(0, u32::MAX).expect("within limits").len()
}

const NOTHING: &str = "the objects written, and not read";

/// Measures the maximum memory of processes that read generated objects and evaluate targets for them.
fn memory() {
    for host in [NOTHING, NATIVE, COMPONENT] {
        let program = env::current_exe().expect("this program");
        let done = Command::new(program).args(["use", host]).output().expect("this program");
        assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
        if let Ok(bytes) = String::from_utf8_lossy(&done.stdout).trim().parse() {
            Line::of(host, "memory of a process, 100 targets, 100,000 objects").bytes(bytes);
        }
    }
}

fn use_memory(host: &str) {
    match host {
        NATIVE => {
            let mut reader = Reader::new(Cluster::builtin());
            write_to(|chunk| reader.push(chunk).expect("objects"));
            cover_natively(&Arc::new(reader.finish().expect("objects")), MANY_TARGETS);
        }
        COMPONENT => {
            let mut reader = reader_of(&evaluator());
            write_to(|chunk| reader.push(chunk).expect("within limits").expect("objects"));
            cover_through(&reader.finish().expect("within limits").expect("objects"), MANY_TARGETS);
        }
        _ => write_to(|_| ()),
    }
    if let Some(bytes) = most_memory() {
        println!("{bytes}");
    }
}

fn write_to(push: impl FnMut(&[u8])) {
    struct Pieces<F>(F);

    impl<F: FnMut(&[u8])> Write for Pieces<F> {
        fn write(&mut self, chunk: &[u8]) -> io::Result<usize> {
            (self.0)(chunk);
            Ok(chunk.len())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    let mut pieces = BufWriter::with_capacity(CHUNK, Pieces(push));
    write(&mut pieces, MAX_OBJECTS, 1, Form::List).and_then(|()| pieces.flush()).expect("into memory");
}

/// Returns the maximum resident memory of this process, if the system reports it.
fn most_memory() -> Option<usize> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    Some(line.trim().strip_suffix("kB")?.trim().parse::<usize>().ok()? * 1024)
}
