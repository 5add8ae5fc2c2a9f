//! What an administrator decides: which rules count, and for which release of Velero.

use std::fmt;

use k8s_backup_target::cluster::Cluster;
use k8s_backup_target::diagnostic::{Diagnostic, Severity, quoted};
use k8s_backup_target::settings::{Level, Levels};

/// Which rules count, and for which release of Velero.
#[derive(Debug)]
pub struct Settings {
    pub(crate) levels: Levels,
    /// This severity and higher ones are refused.
    pub(crate) denied: Severity,
    pub(crate) cluster: Option<Cluster>,
}

/// No rule is ignored, warnings are admitted, and the release is not known.
impl Default for Settings {
    fn default() -> Self {
        Settings { levels: Levels::default(), denied: Severity::Error, cluster: None }
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
    /// Makes settings from the codes of rules to ignore, whether warnings are refused, and a release of Velero, such as
    /// `1.17`.
    ///
    /// # Errors
    ///
    /// A code is not the code of a rule, or the rule cannot be ignored. The release is not known.
    pub fn new(
        ignored: impl IntoIterator<Item = String>,
        denies_warnings: bool,
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
        let denied = if denies_warnings { Severity::Warning } else { Severity::Error };
        Ok(Settings { levels, denied, cluster })
    }

    /// Reads settings from the variables of an environment. An empty variable is not set.
    ///
    /// | variable | value |
    /// |---|---|
    /// | `IGNORE` | codes of rules, separated by commas |
    /// | `DENY_WARNINGS` | `true` or `false` |
    /// | `VELERO_VERSION` | a release of Velero, such as `1.17` |
    ///
    /// # Errors
    ///
    /// A value cannot be used. The message names its variable.
    pub fn from_variables(variable: impl Fn(&str) -> Option<String>) -> Result<Self, InvalidSettings> {
        const IGNORE: &str = "IGNORE";
        const DENY_WARNINGS: &str = "DENY_WARNINGS";
        const VELERO_VERSION: &str = "VELERO_VERSION";
        let variable = |name| variable(name).map(|value| value.trim().to_owned()).filter(|value| !value.is_empty());
        let of = |name: &'static str| move |error: InvalidSettings| InvalidSettings(format!("{name}: {error}"));

        let codes = variable(IGNORE).unwrap_or_default();
        let codes = codes.split(',').map(|code| code.trim().to_owned()).filter(|code| !code.is_empty());
        let ignoring = Settings::new(codes, false, None).map_err(of(IGNORE))?;
        let denied = match variable(DENY_WARNINGS).as_deref() {
            None | Some("false") => Severity::Error,
            Some("true") => Severity::Warning,
            Some(other) => {
                let other = quoted(other);
                return Err(InvalidSettings(format!(
                    "{DENY_WARNINGS}: {other} is not a bool: write `true` or `false`"
                )));
            }
        };
        let version = variable(VELERO_VERSION);
        let of_release = Settings::new([], false, version.as_deref()).map_err(of(VELERO_VERSION))?;
        Ok(Settings { denied, cluster: of_release.cluster, ..ignoring })
    }
}

/// Returns the message of a diagnostic with its help.
pub(crate) fn sentence(diagnostic: &Diagnostic) -> String {
    match &diagnostic.help {
        Some(help) => format!("{}; {help}", diagnostic.message),
        None => diagnostic.message.clone(),
    }
}
