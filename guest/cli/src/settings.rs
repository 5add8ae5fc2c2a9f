//! The settings of each file: the nearest `.k8s-backup-target.toml`, the options, and what they say about the cluster.

use std::collections::BTreeMap;
use std::rc::Rc;

use k8s_backup_target::api_resources::parse_api_resources;
use k8s_backup_target::catalogue::{UNKNOWN_VELERO_VERSION, VELERO_VERSION_DIFFERS};
use k8s_backup_target::cluster::{ApiResource, Cluster};
use k8s_backup_target::diagnostic::{Diagnostic, Severity};
use k8s_backup_target::release::Release;
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
use crate::system::{Opened, STANDARD_INPUT, System};

/// The option that replaces the version of configurations.
const VELERO_VERSION: &str = "--velero-version";

/// What the options say, and the configurations that were found.
pub(crate) struct Settings {
    /// The codes of `--ignore`.
    ignore: Vec<String>,
    options: ClusterOptions,
    /// The kinds of `--api-resources`.
    kinds: Option<Vec<ApiResource>>,
    /// What the options say about the cluster.
    cluster: Option<Rc<Cluster>>,
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
    /// If it says something about the cluster that the options do not say.
    cluster: Option<Rc<Cluster>>,
}

/// The settings of one file.
#[derive(Default)]
pub(crate) struct FileSettings {
    pub(crate) configuration: Option<Rc<ConfigurationFile>>,
    /// The path of the file from the folder of its configuration.
    pub(crate) path: String,
    pub(crate) levels: Levels,
    cluster: Option<Rc<Cluster>>,
}

impl FileSettings {
    /// Returns the cluster of the file, if something is known about it.
    pub(crate) fn cluster(&self) -> Option<&Cluster> {
        self.cluster.as_deref()
    }

    /// Returns the release of Velero that the file is for.
    pub(crate) fn release(&self) -> Release {
        self.cluster().map(Cluster::release).unwrap_or_default()
    }
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
        let kinds = options.api_resources.as_deref().map(|path| read_kinds(path, system)).transpose()?;
        let version = options.velero_version();
        let cluster = open_cluster(kinds.as_deref(), options.api_resources.as_deref(), version)?;
        Ok(Settings {
            ignore: ignore.to_vec(),
            options: options.clone(),
            kinds,
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
        let configured = settings.configuration.as_ref().and_then(|configuration| configuration.cluster.clone());
        settings.cluster = configured.or_else(|| self.cluster.clone());
        Ok(settings)
    }

    /// Returns the settings of the first file, or else of the working directory, for commands with one cluster for all files.
    pub(crate) fn of_first(&mut self, files: &[String], system: &mut dyn System) -> Ended<FileSettings> {
        let Some(first) = files.first() else { return self.of(STANDARD_INPUT, system) };
        match system.open(first) {
            Ok(Opened::Folder(_)) => self.of(&format!("{first}/*"), system),
            _ => self.of(first, system),
        }
    }

    /// Adds the codes of `--ignore`, which replace other levels.
    fn ignore_in(&self, levels: &mut Levels) {
        self.ignore.iter().for_each(|code| levels.set(code, Level::Ignore));
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
            outcome.configuration =
                Some(Box::new(CheckedFile { name: path.to_owned(), text, diagnostics, release: None }));
            return Err(outcome);
        }
        let cluster = self.configured_cluster(&configuration, folder, system)?;
        Ok(Some(ConfigurationFile { path: path.to_owned(), text, configuration, place: folder.clone(), cluster }))
    }

    /// The cluster of a configuration, if it says something about it that the options do not say.
    fn configured_cluster(
        &self,
        configuration: &Configuration,
        folder: &Place,
        system: &mut dyn System,
    ) -> Ended<Option<Rc<Cluster>>> {
        let own_version = configuration.velero_version().filter(|_| self.options.velero_version().is_none());
        let own_path = configuration.api_resources().filter(|_| self.kinds.is_none());
        if own_version.is_none() && own_path.is_none() {
            return Ok(None);
        }
        let own_path = own_path.map(|path| folder.join(path, self.working_directory.as_deref()));
        let own_kinds = own_path.as_deref().map(|path| read_kinds(path, system)).transpose()?;
        let kinds = own_kinds.as_deref().or(self.kinds.as_deref());
        let path = own_path.as_deref().or(self.options.api_resources.as_deref());
        open_cluster(kinds, path, own_version.or(self.options.velero_version()))
    }

    /// Returns the warnings about the versions of Velero that are used, as text: that of the option, and those of the
    /// configurations. `check` reports the latter itself.
    pub(crate) fn warnings(&self) -> String {
        let mut text = self.option_warnings();
        for (file, mut diagnostics) in self.diagnostics(&[], &[]) {
            diagnostics.retain(|found| found.rule.code == VELERO_VERSION_DIFFERS.code);
            text += &drawn(&diagnostics, &file.path, &file.text);
        }
        text
    }

    /// Returns the warnings about the version of the option, as text.
    pub(crate) fn option_warnings(&self) -> String {
        drawn(&self.option_diagnostics(), VELERO_VERSION, "")
    }

    /// Returns what is noticed about the version of the option.
    pub(crate) fn option_diagnostics(&self) -> Vec<Diagnostic> {
        let mut levels = Levels::default();
        self.ignore_in(&mut levels);
        let mut diagnostics = self.cluster.iter().flat_map(|cluster| cluster.diagnostics().to_vec()).collect();
        levels.apply(&mut diagnostics);
        diagnostics
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
            if self.options.velero_version().is_some() {
                diagnostics.retain(|found| found.rule.code != VELERO_VERSION_DIFFERS.code);
            }
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

fn read_kinds(path: &str, system: &mut dyn System) -> Ended<Vec<ApiResource>> {
    let text = read_text(path, system)?;
    parse_api_resources(&text).map_err(|found| refusal(&found, path, &text))
}

/// The cluster with the kinds of a file and a version; `None` if nothing is known about it.
fn open_cluster(
    kinds: Option<&[ApiResource]>,
    path: Option<&str>,
    version: Option<&str>,
) -> Ended<Option<Rc<Cluster>>> {
    if kinds.is_none() && version.is_none() {
        return Ok(None);
    }
    let cluster = Cluster::open(kinds.unwrap_or_default().to_vec(), version);
    cluster.map(|cluster| Some(Rc::new(cluster))).map_err(|found| {
        let is_of_version = |found: &Diagnostic| found.rule.code == UNKNOWN_VELERO_VERSION.code;
        let (of_version, of_kinds): (Vec<_>, Vec<_>) = found.into_iter().partition(is_of_version);
        // That of a configuration is known: otherwise, the configuration is refused.
        let mut outcome = refusal(&of_version, VELERO_VERSION, "");
        if !of_kinds.is_empty() {
            let path = path.expect("the kinds are those of a file");
            // The positions of the kinds in the file are no longer known.
            outcome.stderr += &refusal(&of_kinds, path, "").stderr;
        }
        outcome
    })
}

/// Renders diagnostics. An empty line follows each.
fn drawn(diagnostics: &[Diagnostic], name: &str, text: &str) -> String {
    let draw = |found| render(std::slice::from_ref(found), Source { name, text }, Color::Never) + "\n";
    diagnostics.iter().map(draw).collect()
}

fn refusal(diagnostics: &[Diagnostic], name: &str, text: &str) -> Outcome {
    let stderr = render(diagnostics, Source { name, text }, Color::Never);
    Outcome { stderr, status: Status::Failure, ..Outcome::default() }
}
