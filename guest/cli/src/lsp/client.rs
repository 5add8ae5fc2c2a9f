//! What the client can do, and its settings.

use lsp_types::{InitializeParams, PositionEncodingKind};
use serde::Deserialize;
use serde_json::Value;

use super::NAME;
use super::text::Encoding;

/// What the server must know about a client.
#[derive(Default)]
pub(super) struct Client {
    pub(super) encoding: Encoding,
    /// Whether edits can name the version of the text that they change.
    pub(super) has_versioned_edits: bool,
    /// Whether diagnostics can have related places.
    pub(super) has_related_information: bool,
    /// Whether it watches files that the server names.
    pub(super) registers_watchers: bool,
    /// Whether it asks for inlay hints again when the server says so.
    pub(super) refreshes_hints: bool,
    pub(super) options: Options,
}

impl Client {
    pub(super) fn of(params: &InitializeParams) -> Self {
        let workspace = params.capabilities.workspace.as_ref();
        let general = params.capabilities.general.as_ref();
        let document = params.capabilities.text_document.as_ref();
        let encodings = general.and_then(|general| general.position_encodings.as_deref()).unwrap_or_default();
        let is_set = |flag: Option<bool>| flag == Some(true);
        Client {
            encoding: if encodings.contains(&PositionEncodingKind::UTF8) { Encoding::Utf8 } else { Encoding::Utf16 },
            has_versioned_edits: is_set(
                workspace.and_then(|workspace| workspace.workspace_edit.as_ref()?.document_changes),
            ),
            has_related_information: is_set(
                document.and_then(|document| document.publish_diagnostics.as_ref()?.related_information),
            ),
            registers_watchers: is_set(
                workspace.and_then(|workspace| workspace.did_change_watched_files.as_ref()?.dynamic_registration),
            ),
            refreshes_hints: is_set(workspace.and_then(|workspace| workspace.inlay_hint.as_ref()?.refresh_support)),
            options: Options::default(),
        }
    }
}

/// The settings of the client: the options of `check`, and files of the cluster.
///
/// A setting replaces what `.k8s-backup-target.toml` says.
#[derive(Debug, Default, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub(super) struct Options {
    /// The version of Velero, such as `1.17`.
    pub(super) velero_version: Option<String>,
    /// The path of the output of `kubectl api-resources`.
    pub(super) api_resources: Option<String>,
    /// The path of a file with the objects of the cluster. Its namespaces are completed.
    pub(super) inventory: Option<String>,
    /// Codes of rules that are not reported.
    pub(super) ignore: Vec<String>,
}

impl Options {
    /// Reads settings, alone or under the name of the server, and returns why they cannot be used.
    pub(super) fn read(settings: Value) -> (Self, Option<String>) {
        let settings = match settings {
            Value::Object(mut members) => members.remove(NAME).unwrap_or(Value::Object(members)),
            other => other,
        };
        if settings.is_null() {
            return (Options::default(), None);
        }
        match serde_json::from_value(settings) {
            Ok(options) => (options, None),
            Err(error) => (Options::default(), Some(format!("the settings of {NAME} are not used: {error}"))),
        }
    }
}
