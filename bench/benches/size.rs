//! Measures the sizes of files, also compressed as servers send them. `cargo xtask bench` runs it. The arguments are
//! names and paths.

use std::env;
use std::fs;
use std::io::Write;

use flate2::Compression;
use flate2::write::GzEncoder;
use k8s_backup_target_bench::Line;

fn main() {
    let arguments: Vec<String> = env::args().skip(1).collect();
    for [name, path] in arguments.as_chunks().0 {
        let bytes = fs::read(path).unwrap_or_else(|error| panic!("{path}: {error}"));
        Line::of("raw", name).bytes(bytes.len());
        Line::of("gzip -9", name).bytes(gzip(&bytes));
        Line::of("brotli -q 11", name).bytes(brotli(&bytes));
    }
}

fn gzip(bytes: &[u8]) -> usize {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes).expect("into memory");
    encoder.finish().expect("into memory").len()
}

fn brotli(bytes: &[u8]) -> usize {
    let mut compressed = Vec::new();
    let mut encoder = brotli::CompressorWriter::new(&mut compressed, 1 << 16, 11, 22);
    encoder.write_all(bytes).expect("into memory");
    drop(encoder);
    compressed.len()
}
