//! The settings of each file: the nearest `.k8s-backup-target.toml`, the options, and the kinds of the cluster.

use std::collections::BTreeMap;
use std::rc::Rc;

use k8s_backup_target::api_resources::parse_api_resources;
use k8s_backup_target::catalogue::UNKNOWN_VELERO_VERSION;
use k8s_backup_target::cluster::Cluster;
use k8s_backup_target::diagnostic::{Diagnostic, Severity};
use k8s_backup_target::settings::{
    CONFIGURATION_FILE, Configuration, Level, Levels, can_change, is_reported_by_check, is_rule,
};
use k8s_backup_target_render::{Color, Source, render};

use crate::arguments::ClusterOptions;
use crate::commands::{Ended, unknown_rule};
use crate::input::{Unreadable, read_text, text_of};
use crate::outcome::{Outcome, Status};
use crate::paths::Place;
use crate::report::CheckedFile;
use crate::system::{Opened, System};

/// What the options say, and the configurations that were found.
pub(crate) struct Settings {
    /// The codes of `--ignore`.
    ignore: Vec<String>,
    options: ClusterOptions,
    /// What the options say about the cluster.
    cluster: Option<Cluster>,
    working_directory: Option<String>,
    /// By path; `None` where there is no such file.
    configurations: BTreeMap<String, Option<Rc<ConfigurationFile>>>,
}

/// A `.k8s-backup-target.toml`.
pub(crate) struct ConfigurationFile {
    pub(crate) path: String,
    pub(crate) text: String,
    pub(crate) configuration: Configuration,
    place: Place,
    /// Of the kinds that it names, where the options name none.
    cluster: Option<Cluster>,
}

/// The settings of one file.
#[derive(Default)]
pub(crate) struct FileSettings {
    pub(crate) configuration: Option<Rc<ConfigurationFile>>,
    /// The path of the file from the folder of its configuration.
    pub(crate) path: String,
    pub(crate) levels: Levels,
}

impl Settings {
    /// Reads what the options say.
    pub(crate) fn new(options: &ClusterOptions, ignore: &[String], system: &mut dyn System) -> Ended<Self> {
        if let Some(code) = ignore.iter().find(|code| !is_rule(code)) {
            return Err(unknown_rule(code));
        }
        if let Some(code) = ignore.iter().find(|code| !can_change(code)) {
            return Err(Outcome::failure(&format!("`{code}` cannot be ignored: the text is not read")));
        }
        let cluster = read_cluster(options.api_resources.as_deref(), options, system)?;
        Ok(Settings {
            ignore: ignore.to_vec(),
            options: options.clone(),
            cluster,
            working_directory: system.working_directory(),
            configurations: BTreeMap::new(),
        })
    }

    /// Returns the settings of a file. It need not exist.
    pub(crate) fn of(&mut self, file: &str, system: &mut dyn System) -> Ended<FileSettings> {
        let place = Place::of(file, self.working_directory.as_deref());
        let mut settings = FileSettings::default();
        for folder in place.folders() {
            if let Some(configuration) = self.configuration(&folder, system)? {
                settings.path = place.below(&folder).expect("a file is below its folders");
                settings.levels = configuration.configuration.levels(&settings.path);
                settings.configuration = Some(configuration);
                break;
            }
        }
        self.ignore_in(&mut settings.levels);
        Ok(settings)
    }

    /// Adds the codes of `--ignore`, which replace other levels.
    fn ignore_in(&self, levels: &mut Levels) {
        self.ignore.iter().for_each(|code| levels.set(code, Level::Ignore));
    }

    /// Returns the cluster of a file, where something is known about it.
    pub(crate) fn cluster<'s>(&'s self, file: &'s FileSettings) -> Option<&'s Cluster> {
        let configured = file.configuration.as_ref().and_then(|configuration| configuration.cluster.as_ref());
        configured.or(self.cluster.as_ref())
    }

    fn configuration(&mut self, folder: &Place, system: &mut dyn System) -> Ended<Option<Rc<ConfigurationFile>>> {
        let path = folder.join(CONFIGURATION_FILE, self.working_directory.as_deref());
        if let Some(known) = self.configurations.get(&path) {
            return Ok(known.clone());
        }
        let read = self.read_configuration(&path, folder, system)?.map(Rc::new);
        self.configurations.insert(path, read.clone());
        Ok(read)
    }

    fn read_configuration(
        &self,
        path: &str,
        folder: &Place,
        system: &mut dyn System,
    ) -> Ended<Option<ConfigurationFile>> {
        let unreadable = |reason| Outcome::from(Unreadable { name: path.to_owned(), reason });
        let text = match system.open(path) {
            Ok(Opened::File(bytes)) => text_of(bytes).map_err(unreadable)?,
            Ok(Opened::Folder(_)) => return Err(unreadable("it is a folder".to_owned())),
            Err(unopened) if unopened.is_missing => return Ok(None),
            Err(unopened) => return Err(unreadable(unopened.reason)),
        };
        let configuration = Configuration::read(&text);
        if configuration.diagnostics().iter().any(|found| found.severity == Severity::Error) {
            let mut outcome = refusal(configuration.diagnostics(), path, &text);
            let diagnostics = configuration.diagnostics().to_vec();
            outcome.configuration = Some(Box::new(CheckedFile { name: path.to_owned(), text, diagnostics }));
            return Err(outcome);
        }
        let cluster = match configuration.api_resources() {
            Some(kinds) if self.options.api_resources.is_none() => {
                let kinds = folder.join(kinds, self.working_directory.as_deref());
                read_cluster(Some(&kinds), &self.options, system)?
            }
            _ => None,
        };
        Ok(Some(ConfigurationFile { path: path.to_owned(), text, configuration, place: folder.clone(), cluster }))
    }

    /// Returns what is wrong with each configuration that was found. Entries that ignored nothing are reported where the
    /// whole folder of the configuration was checked.
    pub(crate) fn diagnostics(
        &self,
        folders: &[String],
        files: &[(&FileSettings, &[&'static str])],
    ) -> Vec<(Rc<ConfigurationFile>, Vec<Diagnostic>)> {
        let folders: Vec<Place> =
            folders.iter().map(|folder| Place::of(folder, self.working_directory.as_deref())).collect();
        let diagnostics = |found: &Rc<ConfigurationFile>| {
            let mut diagnostics = found.configuration.diagnostics().to_vec();
            if folders.iter().any(|folder| found.place.below(folder).is_some()) {
                let is_below = |file: &FileSettings| {
                    file.configuration.as_ref().is_some_and(|configuration| Rc::ptr_eq(configuration, found))
                };
                let files: Vec<(&str, &[&'static str])> = files
                    .iter()
                    .filter(|(file, _)| is_below(file))
                    .map(|(file, ignored)| (file.path.as_str(), *ignored))
                    .collect();
                diagnostics.extend(found.configuration.unused_ignores(&files));
            }
            let mut levels = found.configuration.levels(CONFIGURATION_FILE);
            self.ignore_in(&mut levels);
            levels.apply(&mut diagnostics);
            (Rc::clone(found), diagnostics)
        };
        let found = self.configurations.values().flatten().map(diagnostics);
        found.filter(|(_, diagnostics)| !diagnostics.is_empty()).collect()
    }

    /// Returns a line for each code of `--ignore` that was ignored in no file.
    pub(crate) fn unused_options(&self, ignored: &[&[&'static str]]) -> String {
        let is_used = |code: &str| ignored.iter().any(|codes| codes.contains(&code));
        let unused = self.ignore.iter().filter(|code| is_reported_by_check(code) && !is_used(code));
        unused
            .map(|code| format!("warning: `--ignore {code}` has no effect: no file has such a diagnostic\n"))
            .collect()
    }
}

/// The cluster with these kinds and the version of the options; `None` when nothing is known about it.
fn read_cluster(
    api_resources: Option<&str>,
    options: &ClusterOptions,
    system: &mut dyn System,
) -> Ended<Option<Cluster>> {
    let version = options.velero_version.as_deref();
    if api_resources.is_none() && version.is_none() {
        return Ok(None);
    }
    let mut kinds = Vec::new();
    if let Some(path) = api_resources {
        let text = read_text(path, system)?;
        kinds = parse_api_resources(&text).map_err(|found| refusal(&found, path, &text))?;
    }
    Cluster::open(kinds, version).map(Some).map_err(|found| {
        let is_of_version = |found: &Diagnostic| found.rule.code == UNKNOWN_VELERO_VERSION.code;
        let (of_version, of_kinds): (Vec<_>, Vec<_>) = found.into_iter().partition(is_of_version);
        let mut outcome = refusal(&of_version, "--velero-version", "");
        if !of_kinds.is_empty() {
            let path = api_resources.expect("the kinds are those of a file");
            // The positions of the kinds in the file are no longer known.
            outcome.stderr += &refusal(&of_kinds, path, "").stderr;
        }
        outcome
    })
}

fn refusal(diagnostics: &[Diagnostic], name: &str, text: &str) -> Outcome {
    let stderr = render(diagnostics, Source { name, text }, Color::Never);
    Outcome { stderr, status: Status::Failure, ..Outcome::default() }
}
