//! Writes the seeds of each property to a folder with its name. A fuzzer starts with them.

use std::path::PathBuf;
use std::{env, fs, io};

use k8s_backup_target_properties::{PROPERTIES, found, seeds};

fn main() -> io::Result<()> {
    let folder = PathBuf::from(env::args_os().nth(1).ok_or_else(|| io::Error::other("the folder is missing"))?);
    for property in PROPERTIES {
        let folder = folder.join(property.name);
        fs::create_dir_all(&folder)?;
        let inputs = seeds(property).into_iter().chain(found(property).into_iter().map(|(_, input)| input));
        for (number, input) in inputs.enumerate() {
            fs::write(folder.join(format!("seed-{number}")), input)?;
        }
    }
    Ok(())
}
