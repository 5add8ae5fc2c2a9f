//! Properties of reading a cluster's objects, and of evaluating specs over them.

use std::sync::Arc;

use k8s_backup_target::cluster::Cluster;
use k8s_backup_target::diagnostic::Diagnostic;
use k8s_backup_target::inventory::{Inventory, ObjectRef, Reader};
use k8s_backup_target::model::{LabelSelector, Spec};
use k8s_backup_target::selection::{Coverage, Evaluation, Reason, Source, Verdict, matching_namespaces};

use crate::diagnostics;
use crate::input::Input;

/// The input contains sizes of chunks, the text, and entries of a spec.
pub(crate) fn holds(input: &[u8]) {
    let mut input = Input(input);
    let chunks = [input.byte(), input.byte(), input.byte()].map(usize::from);
    let text = input.bytes();
    let (namespace, resource, label) = (input.text(), input.text(), input.text());
    let step = u32::from(input.byte()).max(1);

    let (at_once, in_chunks) = match (read(text, &[]), read(text, &chunks)) {
        (Ok(at_once), Ok(in_chunks)) => (Arc::new(at_once), Arc::new(in_chunks)),
        (at_once, in_chunks) => {
            assert_eq!(at_once.as_ref().err(), in_chunks.as_ref().err());
            let refusals = at_once.expect_err("both are refused");
            assert!(!refusals.is_empty());
            return diagnostics::check(&refusals, None);
        }
    };
    let objects = |inventory: &Inventory| inventory.objects(0, u32::MAX).collect::<Vec<ObjectRef>>();
    assert_eq!(objects(&at_once), objects(&in_chunks));
    assert_eq!(at_once.diagnostics(), in_chunks.diagnostics());
    assert_eq!(at_once.len() as usize, objects(&at_once).len());
    diagnostics::check(at_once.diagnostics(), None);

    let some = |text: &str| (!text.is_empty()).then(|| text.split(',').map(str::to_owned).collect());
    let labels = label.split_once('=').map(|pair| LabelSelector::from_iter([pair]));
    let spec = Spec {
        include_namespaces: some(&namespace),
        include_resources: some(&resource),
        label_selector: labels,
        ..Spec::default()
    };
    for spec in [Spec::default(), spec] {
        let evaluation = evaluated(&at_once, &spec, u32::MAX);
        let verdicts = verdicts(&evaluation);
        assert_eq!(verdicts, self::verdicts(&evaluated(&in_chunks, &spec, step)));
        assert_eq!(evaluation.diagnostics(), evaluated(&at_once, &spec, step).diagnostics());
        diagnostics::check(&evaluation.diagnostics(), None);
        assert_eq!(evaluation.included() as usize, verdicts.iter().filter(|verdict| verdict.included).count());
        for verdict in &verdicts {
            assert_eq!(verdict.included, verdict.reason.is_included());
            assert_eq!(verdict.brought_by.is_some(), verdict.reason == Reason::ComesAlong, "{verdict:?}");
        }
        let mut coverage = Coverage::new(Arc::clone(&at_once), vec![Source::Spec(spec.clone()); 2], None);
        while !coverage.step(step) {}
        let taken: Vec<u32> = coverage.targets().iter().map(|target| target.objects).collect();
        assert_eq!(taken, [evaluation.included(); 2]);
        assert_eq!(coverage.uncovered(0, u32::MAX).count(), verdicts.len() - evaluation.included() as usize);
        assert_eq!(coverage.overlapping(0, u32::MAX).count(), evaluation.included() as usize);
    }
    match matching_namespaces(&at_once, &namespace) {
        Ok(names) => assert!(names.is_sorted(), "{names:?}"),
        Err(refusals) => {
            assert!(!refusals.is_empty());
            diagnostics::check(&refusals, None);
        }
    }
}

/// Reads a text in chunks of these sizes, in turn. Without sizes, it is one chunk.
///
/// # Errors
///
/// Errors of the reader.
pub fn read(text: &[u8], chunks: &[usize]) -> Result<Inventory, Vec<Diagnostic>> {
    read_in(Cluster::builtin(), text, chunks)
}

/// The same, in a cluster.
///
/// # Errors
///
/// Errors of the reader.
pub fn read_in(cluster: &Cluster, text: &[u8], chunks: &[usize]) -> Result<Inventory, Vec<Diagnostic>> {
    let mut reader = Reader::new(cluster);
    let mut rest = text;
    let mut sizes = chunks.iter().cycle();
    while !rest.is_empty() {
        let size = sizes.next().map_or(rest.len(), |&size| size.clamp(1, rest.len()));
        let (chunk, after) = rest.split_at(size);
        reader.push(chunk)?;
        rest = after;
    }
    reader.finish()
}

/// Evaluates a spec in steps of `step` objects.
pub fn evaluated(inventory: &Arc<Inventory>, spec: &Spec, step: u32) -> Evaluation {
    let mut evaluation = Evaluation::new(Arc::clone(inventory), spec.clone());
    while !evaluation.step(step) {}
    evaluation
}

/// Returns the verdicts of all objects.
pub fn verdicts(evaluation: &Evaluation) -> Vec<Verdict> {
    evaluation.verdicts(0, u32::MAX).collect()
}
