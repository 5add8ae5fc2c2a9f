//! What can be written at the cursor.

use k8s_backup_target::cluster::Cluster;
use k8s_backup_target::release::Release;
use k8s_backup_target::validation::{CheckedDocument, Format, Kind};
use lsp_types::{
    CompletionItem, CompletionItemKind, CompletionParams, CompletionTextEdit, Documentation, Range, TextEdit,
};

use super::cursor::{Cursor, is_of_word, present_keys};
use super::schemas::{Meaning, Node, Schema};
use super::{Server, uris};

/// The key in a configuration whose value is a release.
const VELERO_VERSION: &str = "velero-version";

/// Something that can be written.
struct Offer {
    name: String,
    kind: CompletionItemKind,
    detail: Option<String>,
    documentation: Option<String>,
    text: String,
}

/// What is known about the text at the cursor.
struct Place<'p> {
    before: &'p str,
    /// The word that is being written.
    word: &'p str,
    after: &'p str,
    format: Format,
    /// The whole text, if it is its own.
    document: Option<&'p CheckedDocument>,
    cluster: &'p Cluster,
    release: Release,
    namespaces: &'p [String],
}

impl Server<'_> {
    /// Returns the fields or the values for the word at a position.
    pub(super) fn complete(&mut self, params: &CompletionParams) -> Vec<CompletionItem> {
        let encoding = self.client.encoding;
        let at = &params.text_document_position;
        let Some((document, namespaces)) = self.documents.get(&at.text_document.uri, &mut self.files) else {
            return Vec::new();
        };
        let (before, after) = document.text.split_at(document.text.offset(at.position, encoding));
        let (before, word) = before.split_at(before.trim_end_matches(is_of_word).len());
        let own = document.own();
        let offers = if uris::is_configuration(&document.uri) {
            releases(before)
        } else {
            let place = Place {
                before,
                word,
                after,
                format: document.format,
                document: own.map(|own| &own.document),
                cluster: own.and_then(|own| own.settings.cluster()).unwrap_or_else(|| Cluster::builtin()),
                release: own.map(|own| own.settings.release()).unwrap_or_default(),
                namespaces,
            };
            place.offers().unwrap_or_default()
        };
        let range = Range { start: document.text.position(before.len(), encoding), end: at.position };
        offers.into_iter().map(|offer| offer.at(range)).collect()
    }
}

/// Whether a part of a text is empty but for comments, and the marks of documents.
fn is_without_values(text: &str) -> bool {
    text.lines().map(str::trim).all(|line| line.is_empty() || line == "---" || line.starts_with('#'))
}

/// Returns the releases, if the text is about to name one.
fn releases(before: &str) -> Vec<Offer> {
    let line = before.lines().next_back().unwrap_or_default().replace(char::is_whitespace, "");
    let Some(quote) = line.strip_prefix(VELERO_VERSION).and_then(|rest| rest.strip_prefix('=')) else {
        return Vec::new();
    };
    let text = |release: Release| if quote.is_empty() { format!("\"{release}\"") } else { release.to_string() };
    let offer = |release: Release| Offer {
        name: release.to_string(),
        kind: CompletionItemKind::ENUM_MEMBER,
        detail: Some(format!("measured on {}", release.measured())),
        documentation: None,
        text: text(release),
    };
    Release::ALL.into_iter().map(offer).collect()
}

impl Place<'_> {
    fn offers(&self) -> Option<Vec<Offer>> {
        let cursor = Cursor::after(self.before, self.format)?;
        // The text after the cursor can say what the document is.
        let is_new = || is_without_values(self.before) && is_without_values(self.after);
        // A manifest can begin with its kind, which other programs have too.
        let is_of_velero = || {
            let around = cursor.text.object_around(cursor.subject, &cursor.pointer);
            cursor.text.has_known_field() || around.is_some_and(|(kind, _)| kind != Kind::Spec)
        };
        if self.document.is_none() && !is_new() && !is_of_velero() {
            return None;
        }
        let is_kind_of_velero = cursor.text.has_known_field() && cursor.text.skipped() == 0;
        if !cursor.is_key && cursor.pointer == "/kind" && is_kind_of_velero {
            return Some(["Backup", "Schedule"].map(|kind| self.value(kind, None)).into());
        }
        let is_read = |whole: &&CheckedDocument| {
            whole.json().nth(cursor.subject as usize).flatten().is_some_and(|json| json != "null")
        };
        let text = self.document.filter(is_read).unwrap_or(&cursor.text);
        let (schema, tokens) = Schema::around(text, cursor.subject, &cursor.pointer, self.release)?;
        let node = schema.at(&tokens)?;
        // An entry of a list of texts could also be an object with a key.
        if cursor.is_key && node.fields().next().is_some() {
            return Some(self.keys(node));
        }
        // A list has no entry on the line of its key, unless a bracket opens it.
        let is_of_key = self.before.trim_end_matches(['"', '\'']).trim_end_matches(' ').ends_with(':');
        match node.entry() {
            Some(_) if is_of_key => None,
            Some(entry) => Some(self.values(entry, &tokens)),
            None => Some(self.values(node, &tokens)),
        }
    }

    fn keys(&self, node: Node<'_>) -> Vec<Offer> {
        let names: Vec<&str> = node.fields().map(|(name, _)| name).collect();
        let present = present_keys(self.before, self.after, self.format, &names);
        let is_quoted = self.before.ends_with(['"', '\'']);
        let fields = node.fields().filter(|(name, _)| !present.contains(name));
        let rest = self.after.trim_start_matches(is_of_word);
        let has_colon = rest.trim_start_matches(['"', '\'', ' ']).starts_with(':');
        let text = |name: &str, part: Node<'_>| match self.format {
            _ if is_quoted => name.to_owned(),
            Format::Json if has_colon => format!("\"{name}\""),
            Format::Yaml if has_colon => name.to_owned(),
            Format::Json => format!("\"{name}\": "),
            Format::Yaml if part.has_parts() => format!("{name}:"),
            Format::Yaml => format!("{name}: "),
        };
        fields
            .map(|(name, part)| Offer {
                name: name.to_owned(),
                kind: CompletionItemKind::FIELD,
                detail: None,
                documentation: part.description().map(str::to_owned),
                text: text(name, part),
            })
            .collect()
    }

    fn values(&self, node: Node<'_>, tokens: &[String]) -> Vec<Offer> {
        let choices = node.choices();
        let mut offers: Vec<Offer> = choices.iter().map(|choice| self.value(choice, None)).collect();
        let meaning = Meaning::at(tokens);
        // Of a word that was begun, an example is not the end: `prod` is not `prod-*`.
        if self.word.is_empty() && meaning != Meaning::Resource {
            offers.extend(
                node.examples().filter(|example| !choices.contains(example)).map(|example| self.value(example, None)),
            );
        }
        match meaning {
            Meaning::Resource => offers.extend(self.cluster.api_resources().iter().map(|resource| {
                let scope = if resource.namespaced { "namespaced" } else { "cluster-scoped" };
                self.value(&resource.group_resource(), Some(format!("{}, {scope}", resource.kind)))
            })),
            Meaning::Namespace => {
                offers.extend(self.namespaces.iter().map(|name| self.value(name, Some("in the cluster".to_owned()))));
            }
            Meaning::Duration | Meaning::Cron | Meaning::Other => {}
        }
        offers
    }

    fn value(&self, value: &str, detail: Option<String>) -> Offer {
        let is_quoted = self.before.ends_with(['"', '\'']);
        let is_plain = match self.format {
            Format::Json => ["true", "false"].contains(&value),
            Format::Yaml => value.starts_with(|char: char| char.is_alphanumeric()),
        };
        Offer {
            name: value.to_owned(),
            kind: CompletionItemKind::VALUE,
            detail,
            documentation: None,
            text: if is_quoted || is_plain { value.to_owned() } else { format!("\"{value}\"") },
        }
    }
}

impl Offer {
    fn at(self, range: Range) -> CompletionItem {
        CompletionItem {
            label: self.name,
            kind: Some(self.kind),
            detail: self.detail,
            documentation: self.documentation.map(Documentation::String),
            text_edit: Some(CompletionTextEdit::Edit(TextEdit { range, new_text: self.text })),
            ..CompletionItem::default()
        }
    }
}
