//! The settings of Velero's server, and resource policies, from the texts of files.

use crate::catalogue::VELERO_SETTINGS;
use crate::decode::server;
use crate::diagnostic::{Diagnostic, Severity};
use crate::document::{Document, Format};
use crate::report::Report;
use crate::velero::server::{PolicyMap, ServerSettings};

/// Reads the settings of Velero's server from JSON or YAML. The members are those of [`ServerSettings`]:
///
/// ```
/// use k8s_backup_target::document::Format;
/// use k8s_backup_target::selection::read_settings;
///
/// let text = "EnableCSI: true\nlocations: [{name: default, provider: aws}]\nagents: [node-1]\n";
/// let settings = read_settings(text, Format::Yaml)?;
/// assert_eq!(settings.enable_csi, Some(true));
/// # Ok::<(), Vec<k8s_backup_target::diagnostic::Diagnostic>>(())
/// ```
///
/// # Errors
///
/// Every fault of the text: it is not JSON or YAML, a member is not known, or a value has a wrong type.
pub fn read_settings(text: &str, format: Format) -> Result<ServerSettings, Vec<Diagnostic>> {
    let mut document = Document::read(text.to_owned(), format);
    let mut report = Report::about(0);
    let read = document.value(0).map(|value| server::settings(value, &mut report));
    let errors = errors(&mut document, report);
    match read {
        Some(Ok(settings)) if errors.is_empty() => Ok(settings),
        _ => Err(errors),
    }
}

/// Reads resource policies from JSON or YAML: ConfigMaps, a List of ConfigMaps, the data of a ConfigMap, or one policy. The
/// policies themselves are read when a Backup names them.
///
/// # Errors
///
/// When the text is not JSON or YAML.
pub fn read_policies(text: &str, format: Format) -> Result<Vec<PolicyMap>, Vec<Diagnostic>> {
    let mut document = Document::read(text.to_owned(), format);
    let values = (0..document.len()).filter_map(|subject| document.value(subject));
    // A policy with several documents is one policy, of which Velero reads the first.
    let is_bare = document.value(0).is_some_and(server::is_policy);
    let values = values.take(if is_bare { 1 } else { usize::MAX });
    let policies: Vec<PolicyMap> = values.flat_map(|value| server::policies(value, text)).collect();
    if policies.is_empty() {
        return Err(errors(&mut document, Report::about(0)));
    }
    Ok(policies)
}

fn errors(document: &mut Document, report: Report) -> Vec<Diagnostic> {
    let mut errors = document.diagnostics(report.into_findings());
    errors.retain(|found| found.severity == Severity::Error);
    if errors.is_empty() && document.value(0).is_none() {
        errors.push(VELERO_SETTINGS.violation("the text cannot be read").into_diagnostic());
    }
    errors
}
