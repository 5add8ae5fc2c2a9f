//! The memory use of reading an inventory, and of a selection over it.

mod counting;

use std::io::{self, Write};
use std::sync::Arc;
use std::sync::atomic::Ordering;

use k8s_backup_target::cluster::Cluster;
use k8s_backup_target::inventory::Reader;
use k8s_backup_target::model::Spec;
use k8s_backup_target::selection::Evaluation;
use k8s_backup_target_testdata::inventory::{Form, write};

use counting::{MOST, NOW};

/// Passes on written bytes.
struct Feed(Reader);

impl Write for Feed {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.push(bytes).map_err(|refused| io::Error::other(format!("{refused:?}")))?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Returns the bytes for each object: the most while an inventory is read and evaluated, and those in the end.
fn bytes_an_object(write: impl FnOnce(&mut Feed) -> io::Result<()>) -> (usize, usize) {
    let before = NOW.load(Ordering::Relaxed);
    MOST.store(before, Ordering::Relaxed);
    let mut feed = Feed(Reader::new(Cluster::builtin()));
    write(&mut feed).expect("objects");
    let inventory = Arc::new(feed.0.finish().expect("objects"));
    let mut evaluation = Evaluation::new(Arc::clone(&inventory), Spec::default());
    while !evaluation.step(1000) {}
    let objects = inventory.len() as usize;
    ((MOST.load(Ordering::Relaxed) - before) / objects, (NOW.load(Ordering::Relaxed) - before) / objects)
}

/// Writes pods, each with a claim and its PersistentVolume.
fn write_volumes(feed: &mut Feed, pods: usize) -> io::Result<()> {
    for index in 0..pods {
        writeln!(
            feed,
            r#"{{"apiVersion":"v1","kind":"Pod","metadata":{{"namespace":"prod","name":"p{index}"}},"spec":{{"nodeName":"n","volumes":[{{"name":"data","persistentVolumeClaim":{{"claimName":"d{index}"}}}}],"containers":[{{"name":"c","volumeMounts":[{{"name":"data"}}]}}]}},"status":{{"phase":"Running"}}}}
{{"apiVersion":"v1","kind":"PersistentVolumeClaim","metadata":{{"namespace":"prod","name":"d{index}"}},"spec":{{"volumeName":"pv{index}","storageClassName":"std"}},"status":{{"phase":"Bound"}}}}
{{"apiVersion":"v1","kind":"PersistentVolume","metadata":{{"name":"pv{index}"}},"spec":{{"capacity":{{"storage":"1Gi"}},"storageClassName":"std","csi":{{"driver":"ebs.csi.aws.com"}},"claimRef":{{"namespace":"prod","name":"d{index}"}}}}}}"#
        )?;
    }
    Ok(())
}

/// 100,000 objects with their selection must fit in 64 MiB. The test uses fewer, to save time.
#[test]
fn an_object_takes_less_than_600_bytes_at_any_time() {
    let (most, kept) = bytes_an_object(|feed| write(feed, 20_000, 3, Form::List));
    assert!(most < 600 && kept < 300, "{most} bytes an object at most, {kept} in the end");
    println!("{most} bytes an object at most, {kept} in the end");

    // In the same test, since the allocations of all tests are counted together.
    let (most, kept) = bytes_an_object(|feed| write_volumes(feed, 10_000));
    assert!(most < 600 && kept < 500, "{most} bytes a pod, claim or volume at most, {kept} in the end");
    println!("{most} bytes a pod, claim or volume at most, {kept} in the end");
}
