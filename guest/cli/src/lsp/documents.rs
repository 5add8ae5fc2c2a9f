//! The open files, and what was read in them.

use std::collections::BTreeMap;

use k8s_backup_target::diagnostic::Diagnostic;
use k8s_backup_target::inventory::{Inventory, Reader};
use k8s_backup_target::settings::Configuration;
use k8s_backup_target::validation::{CheckedDocument, Format, TextPlace};
use lsp_types::{
    DidChangeTextDocumentParams, DidOpenTextDocumentParams, PublishDiagnosticsParams, TextDocumentItem, Uri,
};

use super::client::{Client, Options};
use super::diagnostics;
use super::text::{Encoding, Text};
use super::uris::{is_configuration, path_of};
use crate::arguments::ClusterOptions;
use crate::input::{Unreadable, text_of};
use crate::settings::{FileSettings, Settings};
use crate::system::{Opened, STANDARD_INPUT, System};

const HAS_SETTINGS: &str = "settings are read before the first message";

/// The open files, by URI.
#[derive(Default)]
pub(super) struct Documents {
    open: BTreeMap<String, Document>,
    settings: Option<Settings>,
    /// The namespaces of the chosen cluster.
    namespaces: Vec<String>,
}

/// An open file.
pub(super) struct Document {
    pub(super) uri: Uri,
    pub(super) version: i32,
    pub(super) text: Text,
    pub(super) format: Format,
    /// Absent until the text is checked.
    checked: Option<Checked>,
    /// Whether the text was its own when it could be read last.
    was_own: bool,
    is_published: bool,
    /// Why its settings cannot be used, until the user was told.
    complaint: Option<String>,
    /// Whether the client shows diagnostics of it.
    has_diagnostics: bool,
}

/// A text that was checked.
pub(super) enum Checked {
    /// A text that a core function reads.
    Text(Box<CheckedText>),
    /// A `.k8s-backup-target.toml`.
    Configuration(Vec<Diagnostic>),
    /// A text of another program.
    Other,
}

pub(super) struct CheckedText {
    pub(super) document: CheckedDocument,
    pub(super) settings: FileSettings,
}

impl CheckedText {
    /// Returns the places of specs, Backups and Schedules.
    pub(super) fn places(&self) -> impl Iterator<Item = &TextPlace> {
        let document = &self.document;
        document.spec_places().iter().chain(document.backup_places())
    }
}

impl Document {
    fn new(item: TextDocumentItem) -> Self {
        let TextDocumentItem { uri, language_id, version, text } = item;
        let is_json = language_id.starts_with("json") || uri.as_str().ends_with(".json");
        Document {
            uri,
            version,
            text: Text::new(text),
            format: if is_json { Format::Json } else { Format::Yaml },
            checked: None,
            was_own: false,
            is_published: false,
            complaint: None,
            has_diagnostics: false,
        }
    }

    /// Returns what was read, if the text is its own.
    pub(super) fn own(&self) -> Option<&CheckedText> {
        match &self.checked {
            Some(Checked::Text(text)) => Some(text),
            _ => None,
        }
    }

    /// Returns the diagnostics, in the order of the text.
    pub(super) fn diagnostics(&self) -> &[Diagnostic] {
        match &self.checked {
            Some(Checked::Text(text)) => text.document.diagnostics(),
            Some(Checked::Configuration(diagnostics)) => diagnostics,
            Some(Checked::Other) | None => &[],
        }
    }

    fn check(&mut self, settings: &mut Settings, system: &mut dyn System) {
        let text = self.text.as_str();
        if is_configuration(&self.uri) {
            self.checked = Some(Checked::Configuration(Configuration::read(text).diagnostics().to_vec()));
            return;
        }
        let path = path_of(&self.uri);
        let of_file = settings.of(path.as_deref().unwrap_or(STANDARD_INPUT), system).unwrap_or_else(|outcome| {
            self.complaint = Some(outcome.stderr);
            FileSettings::default()
        });
        let document =
            CheckedDocument::read_with_levels(text.to_owned(), self.format, None, of_file.cluster(), &of_file.levels);
        let is_read = document.json().any(|json| json.is_some());
        let is_own = document.has_known_field() || (!is_read && self.was_own);
        self.was_own = is_own;
        self.checked = Some(if is_own {
            Checked::Text(Box::new(CheckedText { document, settings: of_file }))
        } else {
            Checked::Other
        });
    }
}

impl Documents {
    /// Returns an open file whose text was checked, and the namespaces of the chosen cluster.
    pub(super) fn get(&mut self, uri: &Uri, system: &mut dyn System) -> Option<(&Document, &[String])> {
        let document = self.open.get_mut(uri.as_str())?;
        if document.checked.is_none() {
            document.check(self.settings.as_mut().expect(HAS_SETTINGS), system);
        }
        Some((document, &self.namespaces))
    }

    /// Opens a file. The client may show diagnostics of it, from before it was open.
    pub(super) fn open(&mut self, params: DidOpenTextDocumentParams, has_diagnostics: bool) {
        let document = Document { has_diagnostics, ..Document::new(params.text_document) };
        self.open.insert(document.uri.as_str().to_owned(), document);
    }

    pub(super) fn change(&mut self, params: DidChangeTextDocumentParams, encoding: Encoding) {
        let Some(document) = self.open.get_mut(params.text_document.uri.as_str()) else { return };
        for change in params.content_changes {
            document.text.change(change, encoding);
        }
        document.version = params.text_document.version;
        document.checked = None;
        document.is_published = false;
    }

    pub(super) fn is_open(&self, uri: &Uri) -> bool {
        self.open.contains_key(uri.as_str())
    }

    /// Reads and checks a file that is not open.
    pub(super) fn read_closed(&mut self, uri: &Uri, system: &mut dyn System) -> Result<Document, String> {
        let path = path_of(uri).ok_or("the text is not open in the editor")?;
        let text = match system.open(&path) {
            Ok(Opened::File(bytes)) => text_of(bytes)?,
            Ok(Opened::Folder(_)) => return Err("it is a folder".to_owned()),
            Err(unopened) => return Err(unopened.reason),
        };
        let mut document = Document::new(TextDocumentItem::new(uri.clone(), String::new(), 0, text));
        document.check(self.settings(), system);
        Ok(document)
    }

    /// Returns the open files that have a path, with it.
    pub(super) fn with_paths(&self) -> impl Iterator<Item = (String, &Document)> {
        self.open.values().filter_map(|document| Some((path_of(&document.uri)?, document)))
    }

    /// Returns the settings of files.
    pub(super) fn settings(&mut self) -> &mut Settings {
        self.settings.as_mut().expect(HAS_SETTINGS)
    }

    /// Closes a file, and returns whether the client shows diagnostics of it.
    pub(super) fn close(&mut self, uri: &Uri) -> bool {
        self.open.remove(uri.as_str()).is_some_and(|document| document.has_diagnostics)
    }

    /// Takes the client's settings. Returns why some cannot be used.
    pub(super) fn configure(&mut self, options: &Options, system: &mut dyn System) -> Option<String> {
        let (settings, mut complaint) = match Settings::new(&options.cluster(), &options.ignore, system) {
            Ok(settings) => (settings, None),
            Err(outcome) => {
                let default = Settings::new(&ClusterOptions::default(), &[], system);
                (default.expect("no option is invalid"), Some(outcome.stderr))
            }
        };
        self.settings = Some(settings);
        self.namespaces.clear();
        if let Some(path) = &options.inventory {
            match read_inventory(path, system) {
                Ok(inventory) => self.namespaces = namespaces_of(&inventory),
                Err(reason) => *complaint.get_or_insert_default() += &reason,
            }
        }
        for document in self.open.values_mut() {
            document.checked = None;
            document.is_published = false;
        }
        complaint
    }

    /// Checks all texts that have changed. Returns why settings of a file cannot be used.
    pub(super) fn check(&mut self, system: &mut dyn System) -> Option<String> {
        let settings = self.settings.as_mut().expect(HAS_SETTINGS);
        let mut complaint = None;
        for document in self.open.values_mut().filter(|document| !document.is_published) {
            if document.checked.is_none() {
                document.check(settings, system);
            }
            complaint = document.complaint.take().or(complaint);
        }
        complaint
    }

    /// Returns the diagnostics of the texts that were checked since the last call.
    pub(super) fn unpublished(&mut self, client: &Client) -> Vec<PublishDiagnosticsParams> {
        let mut published = Vec::new();
        for document in self.open.values_mut().filter(|document| !document.is_published) {
            document.is_published = true;
            let of = |found| diagnostics::of(found, &document.uri, &document.text, client);
            let diagnostics: Vec<_> = document.diagnostics().iter().map(of).collect();
            let had_diagnostics = std::mem::replace(&mut document.has_diagnostics, !diagnostics.is_empty());
            // Other programs' files stay untouched.
            if document.has_diagnostics || had_diagnostics || document.own().is_some() {
                let (uri, version) = (document.uri.clone(), Some(document.version));
                published.push(PublishDiagnosticsParams { uri, diagnostics, version });
            }
        }
        published
    }
}

fn read_inventory(path: &str, system: &mut dyn System) -> Result<Inventory, String> {
    let mut reader = Reader::new(k8s_backup_target::cluster::Cluster::builtin());
    let mut refused = None;
    let read = system.read(path, &mut |chunk| {
        refused = reader.push(chunk).err();
        refused.is_none()
    });
    read.map_err(|unopened| Unreadable { name: path.to_owned(), reason: unopened.reason }.message())?;
    let finished = match refused {
        Some(refused) => Err(refused),
        None => reader.finish(),
    };
    finished.map_err(|refused| {
        let first = refused.first().map(|found| found.message.as_str()).unwrap_or_default();
        format!("error: cannot read `{path}`: {first}\n")
    })
}

fn namespaces_of(inventory: &Inventory) -> Vec<String> {
    let objects = inventory.objects(0, u32::MAX);
    objects.filter(|object| object.group_resource == "namespaces").map(|object| object.name).collect()
}
