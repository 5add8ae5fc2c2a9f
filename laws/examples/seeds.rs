//! Writes the seeds of each law into a folder of its name, for a fuzzer to start from.

use std::path::PathBuf;
use std::{env, fs, io};

use k8s_backup_target_laws::{LAWS, found, seeds};

fn main() -> io::Result<()> {
    let folder = PathBuf::from(env::args_os().nth(1).ok_or_else(|| io::Error::other("say which folder"))?);
    for law in LAWS {
        let folder = folder.join(law.name);
        fs::create_dir_all(&folder)?;
        let inputs = seeds(law).into_iter().chain(found(law).into_iter().map(|(_, input)| input));
        for (number, input) in inputs.enumerate() {
            fs::write(folder.join(format!("seed-{number}")), input)?;
        }
    }
    Ok(())
}
