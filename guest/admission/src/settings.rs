//! What an administrator decides: which rules count, and for which release of Velero.

use std::fmt;

use k8s_backup_target::cluster::Cluster;
use k8s_backup_target::diagnostic::{Diagnostic, Severity, quoted};
use k8s_backup_target::settings::{Level, Levels};

/// Which rules count, and for which release of Velero. By default no rule is ignored, and the release is not known.
#[derive(Debug, Default)]
pub struct Settings {
    pub(crate) levels: Levels,
    pub(crate) denied: Denied,
    pub(crate) cluster: Option<Cluster>,
}

/// What is refused. The other errors and warnings are warnings for the client.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Denied {
    /// Nothing.
    Nothing,
    /// Objects with an error.
    #[default]
    Errors,
    /// Objects with an error or a warning.
    Warnings,
}

impl Denied {
    /// Returns whether an object with this diagnostic is refused.
    pub(crate) fn includes(self, diagnostic: &Diagnostic) -> bool {
        match self {
            Denied::Nothing => false,
            Denied::Errors => diagnostic.severity <= Severity::Error,
            Denied::Warnings => diagnostic.severity <= Severity::Warning,
        }
    }
}

/// Why settings cannot be used, and what to write instead.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InvalidSettings(String);

impl fmt::Display for InvalidSettings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for InvalidSettings {}

impl Settings {
    /// Makes settings from the codes of rules to ignore, what is refused, and a release of Velero, such as `1.17`.
    ///
    /// # Errors
    ///
    /// A code is not the code of a rule, or the rule cannot be ignored. The release is not known.
    pub fn new(
        ignored: impl IntoIterator<Item = String>,
        denied: Denied,
        velero_version: Option<&str>,
    ) -> Result<Self, InvalidSettings> {
        let levels: Levels = ignored.into_iter().map(|code| (code, Level::Ignore)).collect();
        if let Some(without_effect) = levels.diagnostics().first() {
            return Err(InvalidSettings(sentence(without_effect)));
        }
        let open = |version| Cluster::open(Vec::new(), Some(version));
        let cluster = velero_version
            .map(open)
            .transpose()
            .map_err(|found| InvalidSettings(sentence(found.first().expect("a release is refused with a reason"))))?;
        Ok(Settings { levels, denied, cluster })
    }

    /// Reads settings from the variables of an environment. An empty variable is not set.
    ///
    /// | variable | value |
    /// |---|---|
    /// | `IGNORE` | codes of rules, separated by commas |
    /// | `DENY_WARNINGS` | `true` or `false`: whether objects with warnings are refused |
    /// | `WARN_ONLY` | `true` or `false`: whether no object is refused |
    /// | `VELERO_VERSION` | a release of Velero, such as `1.17` |
    ///
    /// # Errors
    ///
    /// A value cannot be used. The message names its variable.
    pub fn from_variables(variable: impl Fn(&str) -> Option<String>) -> Result<Self, InvalidSettings> {
        const IGNORE: &str = "IGNORE";
        const DENY_WARNINGS: &str = "DENY_WARNINGS";
        const WARN_ONLY: &str = "WARN_ONLY";
        const VELERO_VERSION: &str = "VELERO_VERSION";
        let variable = |name| variable(name).map(|value| value.trim().to_owned()).filter(|value| !value.is_empty());
        let of = |name: &'static str| move |error: InvalidSettings| InvalidSettings(format!("{name}: {error}"));

        let codes = variable(IGNORE).unwrap_or_default();
        let codes = codes.split(',').map(|code| code.trim().to_owned()).filter(|code| !code.is_empty());
        let ignoring = Settings::new(codes, Denied::default(), None).map_err(of(IGNORE))?;
        let is_set = |name| match variable(name).as_deref() {
            None | Some("false") => Ok(false),
            Some("true") => Ok(true),
            Some(other) => {
                Err(InvalidSettings(format!("{name}: {} is not a bool; write `true` or `false`", quoted(other))))
            }
        };
        let denied = match (is_set(WARN_ONLY)?, is_set(DENY_WARNINGS)?) {
            (false, false) => Denied::Errors,
            (false, true) => Denied::Warnings,
            (true, false) => Denied::Nothing,
            (true, true) => {
                let message = format!("{WARN_ONLY} and {DENY_WARNINGS} are both `true`; set one of them to `false`");
                return Err(InvalidSettings(message));
            }
        };
        let version = variable(VELERO_VERSION);
        let of_release = Settings::new([], denied, version.as_deref()).map_err(of(VELERO_VERSION))?;
        Ok(Settings { levels: ignoring.levels, ..of_release })
    }
}

impl Settings {
    /// Returns why the answers can differ from those of the Velero in the cluster.
    pub(crate) fn warning(&self) -> Option<String> {
        self.cluster.as_ref()?.diagnostics().first().map(sentence)
    }
}

/// Returns the message of a diagnostic with its help.
pub(crate) fn sentence(diagnostic: &Diagnostic) -> String {
    match &diagnostic.help {
        Some(help) => format!("{}; {help}", diagnostic.message),
        None => diagnostic.message.clone(),
    }
}
