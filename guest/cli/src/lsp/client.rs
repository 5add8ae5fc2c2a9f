//! What the client can do, and its settings.

use lsp_types::{DidChangeWorkspaceFoldersParams, InitializeParams, PositionEncodingKind, Uri, WorkspaceFolder};
use serde::Deserialize;
use serde_json::Value;

use super::NAME;
use super::text::Encoding;
use super::uris::path_of;
use crate::arguments::{ClusterOptions, VeleroOptions};

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
    /// The paths of the folders that it has open.
    pub(super) folders: Vec<String>,
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
            folders: folders(params).into_iter().filter_map(path_of).collect(),
            options: Options::default(),
        }
    }

    pub(super) fn change_folders(&mut self, params: DidChangeWorkspaceFoldersParams) {
        let paths = |folders: &[WorkspaceFolder]| -> Vec<String> {
            folders.iter().filter_map(|folder| path_of(&folder.uri)).collect()
        };
        let removed = paths(&params.event.removed);
        self.folders.retain(|folder| !removed.contains(folder));
        self.folders.extend(paths(&params.event.added));
    }
}

/// Returns the folders that a client has open. One without a choice of several names the root.
fn folders(params: &InitializeParams) -> Vec<&Uri> {
    match &params.workspace_folders {
        Some(folders) => folders.iter().map(|folder| &folder.uri).collect(),
        #[expect(deprecated, reason = "clients that do not have several folders send it")]
        None => params.root_uri.iter().collect(),
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
    /// Returns what they say about the cluster, as options of the command.
    pub(super) fn cluster(&self) -> ClusterOptions {
        ClusterOptions {
            api_resources: self.api_resources.clone(),
            velero: VeleroOptions { velero_version: self.velero_version.clone() },
        }
    }

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
