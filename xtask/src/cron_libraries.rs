//! Compares core's reading of schedules with the two libraries that Velero reads them with. Go compiles these.

use anyhow::Result;

use crate::go::Go;
use crate::process::{self, cargo, root, run, step};
use crate::zones;

/// Compares generated texts, which are always the same for a seed.
pub(crate) fn compare(seed: u64) -> Result<()> {
    step("the libraries");
    let program = process::target().join("cron-libraries");
    let folder = root().join("properties/cron-libraries");
    run(Go::find()?.command(&folder).args(["build", "-mod=readonly", "-o"]).arg(&program).arg("."))?;
    step("comparison of schedules with the libraries");
    let package = ["--package", "k8s-backup-target-properties", "--no-default-features", "--test", "cron_libraries"];
    let mut test = cargo();
    test.args(["test", "--locked"]).args(package).args(["--", "--ignored", "--nocapture"]);
    test.env("K8S_BACKUP_TARGET_CRON_LIBRARIES", program).env("K8S_BACKUP_TARGET_TZDATA", zones::package()?);
    run(test.env("K8S_BACKUP_TARGET_SEED", seed.to_string()))
}
