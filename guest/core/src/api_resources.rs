//! Parses the output of `kubectl api-resources` (a table, wide or not, or JSON), and the discovery of the API server.

use std::borrow::Cow;
use std::collections::BTreeSet;

use crate::catalogue::API_RESOURCES_SYNTAX;
use crate::cluster::{ApiResource, Names};
use crate::diagnostic::{Diagnostic, Finding, quoted};
use crate::document::json;
use crate::document::positions::position;
use crate::document::tree::{Entries, Layer, Value};
use crate::report::Report;

/// Parses the output of `kubectl api-resources`, plain, with `-o wide` or with `-o json`, and the JSON of discovery: an
/// `APIResourceList`, several in a list, or an `APIGroupDiscoveryList`.
///
/// Subresources are skipped. Of several versions of a kind, the first is used.
///
/// # Errors
///
/// Returns everything that cannot be parsed, each with its line.
pub fn parse_api_resources(text: &str) -> Result<Vec<ApiResource>, Vec<Diagnostic>> {
    // PowerShell writes a byte order mark when it redirects to a file.
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut listing = Listing { text, report: Report::default(), kinds: Vec::new(), known: BTreeSet::new() };
    if text.trim_start().starts_with(['{', '[']) {
        listing.read_json()
    } else {
        listing.read_table()
    }
    let diagnostics = listing.report.into_diagnostics();
    if diagnostics.is_empty() { Ok(listing.kinds) } else { Err(diagnostics) }
}

struct Listing<'t> {
    text: &'t str,
    report: Report,
    kinds: Vec<ApiResource>,
    /// Group and plural of each.
    known: BTreeSet<(String, String)>,
}

/// A part that could not be parsed; the report says why.
struct Unreadable;

type Read<T> = Result<T, Unreadable>;

impl<'t> Listing<'t> {
    fn add(&mut self, kind: ApiResource) {
        if self.known.insert((kind.group.clone().into_owned(), kind.plural.clone().into_owned())) {
            self.kinds.push(kind);
        }
    }

    /// Reports a problem in a line, counted from 1.
    fn refuse(&mut self, line: usize, message: impl FnOnce() -> String, help: &'static str) -> Unreadable {
        self.report.push(|| finding(line, &message(), help));
        Unreadable
    }

    /// Reports a problem with a value of the text.
    fn refuse_value(&mut self, value: Value<'_>, message: impl FnOnce() -> String, help: &'static str) -> Unreadable {
        let text = self.text;
        self.report.push(|| finding(position(text, value.source().start).line as usize, &message(), help));
        Unreadable
    }
}

fn finding(line: usize, message: &str, help: &str) -> Finding {
    API_RESOURCES_SYNTAX.violation(format!("line {line}: {message}")).help(help)
}

/// The columns that are read. An older kubectl has the group without the version.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Column {
    Name,
    ShortNames,
    ApiVersion,
    ApiGroup,
    Namespaced,
    Kind,
    Verbs,
}

const HEADINGS: [(&str, Column); 7] = [
    ("NAME", Column::Name),
    ("SHORTNAMES", Column::ShortNames),
    ("APIVERSION", Column::ApiVersion),
    ("APIGROUP", Column::ApiGroup),
    ("NAMESPACED", Column::Namespaced),
    ("KIND", Column::Kind),
    ("VERBS", Column::Verbs),
];

/// A heading, and its columns of characters.
struct Heading {
    title: &'static str,
    column: Column,
    start: usize,
    end: Option<usize>,
}

const AS_PRINTED: &str =
    "pass the output of `kubectl api-resources` with its headings, or of `kubectl api-resources -o json`";

impl Listing<'_> {
    fn read_table(&mut self) {
        let mut lines = (1..).zip(self.text.lines()).filter(|(_, line)| !line.trim().is_empty());
        let Some((number, first)) = lines.next() else {
            self.refuse(1, || "the list of kinds is empty".to_owned(), AS_PRINTED);
            return;
        };
        let headings = headings(first);
        let has = |column| headings.iter().any(|heading| heading.column == column);
        let has_group = has(Column::ApiVersion) || has(Column::ApiGroup);
        if !(has(Column::Name) && has_group && has(Column::Namespaced) && has(Column::Kind)) {
            let message = || format!("expected the headings, found {}", quoted(first.trim()));
            self.refuse(number, message, "run `kubectl api-resources` without `--no-headers` and without `-o name`");
            return;
        }
        for (number, line) in lines {
            if let Ok(Some(kind)) = self.read_row(number, line, &headings) {
                self.add(kind);
            }
        }
    }

    /// Parses a row; returns `None` for a subresource.
    fn read_row(&mut self, number: usize, line: &str, headings: &[Heading]) -> Read<Option<ApiResource>> {
        let mut resource = ApiResource {
            group: Cow::Borrowed(""),
            plural: Cow::Borrowed(""),
            singular: None,
            kind: Cow::Borrowed(""),
            short_names: Names::default(),
            namespaced: false,
            verbs: Names::default(),
        };
        for heading in headings {
            let Heading { title, column, .. } = heading;
            let cell = match cell(line, heading) {
                Some(cell) if *column == Column::Verbs || !cell.contains(char::is_whitespace) => cell,
                _ => {
                    let message = || format!("the column {title} of {} is not one word", quoted(line.trim()));
                    return Err(self.refuse(number, message, AS_PRINTED));
                }
            };
            if cell.is_empty()
                && matches!(column, Column::Name | Column::ApiVersion | Column::Namespaced | Column::Kind)
            {
                let message = || format!("the column {title} of {} is empty", quoted(line.trim()));
                return Err(self.refuse(number, message, AS_PRINTED));
            }
            match column {
                Column::Name => resource.plural = Cow::Owned(cell.to_owned()),
                Column::ShortNames => resource.short_names = names(cell),
                Column::ApiVersion => resource.group = Cow::Owned(group_of(cell).to_owned()),
                Column::ApiGroup => resource.group = Cow::Owned(cell.to_owned()),
                Column::Kind => resource.kind = Cow::Owned(cell.to_owned()),
                Column::Verbs => resource.verbs = names(cell.trim_start_matches('[').trim_end_matches(']')),
                Column::Namespaced => {
                    resource.namespaced = match cell {
                        "true" => true,
                        "false" => false,
                        _ => {
                            let message = || format!("the column {title} is {}", quoted(cell));
                            return Err(self.refuse(number, message, "write `true` or `false`"));
                        }
                    }
                }
            }
        }
        Ok((!resource.plural.contains('/')).then_some(resource))
    }
}

/// Returns the known headings of a line, each once.
fn headings(line: &str) -> Vec<Heading> {
    let mut headings: Vec<Heading> = Vec::new();
    let mut is_open = false;
    let mut before = ' ';
    for ((byte, char), place) in line.char_indices().zip(0..) {
        if !char.is_whitespace() && before.is_whitespace() {
            if let Some(last) = headings.last_mut().filter(|_| is_open) {
                last.end = Some(place);
            }
            let word = line.get(byte..).and_then(|rest| rest.split_whitespace().next()).expect("a word starts here");
            let known = HEADINGS.iter().find(|(title, _)| *title == word);
            let known = known.filter(|(_, column)| headings.iter().all(|heading| heading.column != *column));
            is_open = known.is_some();
            headings.extend(known.map(|&(title, column)| Heading { title, column, start: place, end: None }));
        }
        before = char;
    }
    headings
}

/// Returns the cell under a heading; `None` if a word starts before the column.
fn cell<'l>(line: &'l str, heading: &Heading) -> Option<&'l str> {
    let at = |place: usize| line.char_indices().nth(place).map_or(line.len(), |(byte, _)| byte);
    let start = at(heading.start);
    let end = heading.end.map_or(line.len(), at);
    let reaches_in = line.get(..start)?.ends_with(|char: char| !char.is_whitespace()) && start < line.len();
    if reaches_in { None } else { line.get(start..end).map(str::trim) }
}

/// Parses names that are separated by commas, or by spaces as in a Go list.
fn names(text: &str) -> Names {
    let names = text.split([',', ' ']).filter(|name| !name.is_empty());
    names.map(|name| Cow::Owned(name.to_owned())).collect()
}

/// Returns the group of an `apiVersion`: `apps` for `apps/v1`, empty for `v1`.
fn group_of(api_version: &str) -> &str {
    api_version.rsplit_once('/').map_or("", |(group, _)| group)
}

/// An object's keys and values; the last value of a repeated key is used.
struct Fields<'t> {
    object: Value<'t>,
    members: Vec<(Cow<'t, str>, Value<'t>)>,
}

impl<'t> Fields<'t> {
    fn get(&self, key: &str) -> Option<Value<'t>> {
        let value = self.members.iter().rev().find(|(candidate, _)| candidate == key).map(|&(_, value)| value);
        value.filter(|value| !value.is_null())
    }
}

const AN_API_RESOURCE_LIST: &str = "pass the output of `kubectl api-resources -o json`";
const AS_IN_DISCOVERY: &str = "write it as in the discovery of the API server";

impl Listing<'_> {
    fn read_json(&mut self) {
        let tree = match json::parse(self.text) {
            Ok(tree) => tree,
            Err(error) => {
                let line = position(self.text, error.range.start).line;
                self.refuse(
                    line as usize,
                    || error.message.to_owned(),
                    error.help.unwrap_or("fix the JSON, or run `kubectl api-resources -o json` again"),
                );
                return;
            }
        };
        // An invalid list is reported, and the next one is read.
        let mut read = |list| drop(self.read_list(list));
        match tree.root().open() {
            Layer::List(lists) => lists.for_each(read),
            _ => read(tree.root()),
        }
    }

    fn read_list(&mut self, list: Value<'_>) -> Read<()> {
        let fields = self.fields(list)?;
        if fields.get("resources").is_some() {
            return self.read_resource_list(&fields);
        }
        let Some(items) = self.list(&fields, "items")? else {
            let kind = self.text(&fields, "kind")?;
            let what = match kind.as_deref() {
                Some("APIGroupList") => "an `APIGroupList` has groups but no kinds".to_owned(),
                Some(kind) => format!("{} is not a list of kinds", quoted(kind)),
                None => "this is not a list of kinds".to_owned(),
            };
            return Err(self.refuse_value(list, || what, AN_API_RESOURCE_LIST));
        };
        for item in items {
            let Ok(fields) = self.fields(item) else { continue };
            let _ = if fields.get("versions").is_some() {
                self.read_group(&fields)
            } else if fields.get("resources").is_some() {
                self.read_resource_list(&fields)
            } else {
                let what = || "this is not a list of kinds or a group of kinds".to_owned();
                Err(self.refuse_value(item, what, AN_API_RESOURCE_LIST))
            };
        }
        Ok(())
    }

    /// Reads an `APIResourceList`.
    fn read_resource_list(&mut self, list: &Fields<'_>) -> Read<()> {
        let list_version = self.text(list, "groupVersion")?.unwrap_or_default();
        for resource in self.list(list, "resources")?.into_iter().flatten() {
            let _ = self.read_resource(resource, group_of(&list_version));
        }
        Ok(())
    }

    fn read_resource(&mut self, resource: Value<'_>, list_group: &str) -> Read<()> {
        let fields = self.fields(resource)?;
        let plural = self.needed_text(&fields, "name");
        let kind = self.needed_text(&fields, "kind");
        // kubectl writes group and version into each; the core group has no name.
        let group = match (self.text(&fields, "group")?, self.text(&fields, "version")?) {
            (Some(group), _) => group,
            (None, Some(_)) => Cow::Borrowed(""),
            (None, None) => Cow::Owned(list_group.to_owned()),
        };
        let namespaced = match fields.get("namespaced").map(|value| (value, value.open())) {
            Some((_, Layer::Bool(namespaced))) => Ok(namespaced),
            Some((value, _)) => {
                let what = || format!("`namespaced` is {}", quoted(value.written()));
                Err(self.refuse_value(value, what, "write `true` or `false`"))
            }
            None => {
                Err(self.refuse_value(resource, || "`namespaced` is missing".to_owned(), "write `true` or `false`"))
            }
        };
        let (singular, short_names) = (self.text(&fields, "singularName"), self.names(&fields, "shortNames"));
        let verbs = self.names(&fields, "verbs")?;
        let (plural, kind) = (plural?, kind?);
        if !plural.contains('/') {
            self.add(ApiResource {
                group: Cow::Owned(group.into_owned()),
                plural: Cow::Owned(plural.into_owned()),
                singular: owned(singular?),
                kind: Cow::Owned(kind.into_owned()),
                short_names: short_names?,
                namespaced: namespaced?,
                verbs,
            });
        }
        Ok(())
    }

    /// Reads an `APIGroupDiscovery` of aggregated discovery.
    fn read_group(&mut self, group: &Fields<'_>) -> Read<()> {
        let name = match group.get("metadata") {
            Some(metadata) => {
                let metadata = self.fields(metadata)?;
                self.text(&metadata, "name")?.unwrap_or_default()
            }
            None => Cow::Borrowed(""),
        };
        for version in self.list(group, "versions")?.into_iter().flatten() {
            let Ok(version) = self.fields(version) else { continue };
            let Ok(resources) = self.list(&version, "resources") else { continue };
            for resource in resources.into_iter().flatten() {
                let _ = self.read_discovered(resource, &name);
            }
        }
        Ok(())
    }

    fn read_discovered(&mut self, resource: Value<'_>, group: &str) -> Read<()> {
        let fields = self.fields(resource)?;
        let plural = self.needed_text(&fields, "resource");
        let scope = self.needed_text(&fields, "scope");
        let (singular, short_names) = (self.text(&fields, "singularResource"), self.names(&fields, "shortNames"));
        let verbs = self.names(&fields, "verbs")?;
        let Some(response) = fields.get("responseKind") else {
            let what = || "`responseKind` is missing".to_owned();
            return Err(self.refuse_value(resource, what, AS_IN_DISCOVERY));
        };
        let kind = self.fields(response).and_then(|response| self.needed_text(&response, "kind"))?;
        let namespaced = match scope?.as_ref() {
            "Namespaced" => true,
            "Cluster" => false,
            other => {
                let what = format!("`scope` is {}", quoted(other));
                return Err(self.refuse_value(resource, || what, "write `Namespaced` or `Cluster`"));
            }
        };
        self.add(ApiResource {
            group: Cow::Owned(group.to_owned()),
            plural: Cow::Owned(plural?.into_owned()),
            singular: owned(singular?),
            kind: Cow::Owned(kind.into_owned()),
            short_names: short_names?,
            namespaced,
            verbs,
        });
        Ok(())
    }

    fn fields<'v>(&mut self, value: Value<'v>) -> Read<Fields<'v>> {
        match value.open() {
            Layer::Object(members) => {
                let members = members.map(|(key, value)| (key.text, value)).collect();
                Ok(Fields { object: value, members })
            }
            _ => {
                let what = || format!("{} is not an object", quoted(value.written()));
                Err(self.refuse_value(value, what, AS_IN_DISCOVERY))
            }
        }
    }

    fn list<'v>(&mut self, fields: &Fields<'v>, key: &str) -> Read<Option<Entries<'v>>> {
        match fields.get(key).map(|value| (value, value.open())) {
            None => Ok(None),
            Some((_, Layer::List(entries))) => Ok(Some(entries)),
            Some((value, _)) => Err(self.refuse_value(value, || format!("`{key}` is not a list"), AS_IN_DISCOVERY)),
        }
    }

    fn text<'v>(&mut self, fields: &Fields<'v>, key: &str) -> Read<Option<Cow<'v, str>>> {
        match fields.get(key).map(|value| (value, value.open())) {
            None => Ok(None),
            Some((_, Layer::Text(text))) => Ok(Some(text.text)),
            Some((value, _)) => Err(self.refuse_value(value, || format!("`{key}` is not a string"), AS_IN_DISCOVERY)),
        }
    }

    fn needed_text<'v>(&mut self, fields: &Fields<'v>, key: &str) -> Read<Cow<'v, str>> {
        match self.text(fields, key)? {
            Some(text) if !text.is_empty() => Ok(text),
            Some(_) => Err(self.refuse_value(fields.object, || format!("`{key}` is empty"), AS_IN_DISCOVERY)),
            None => Err(self.refuse_value(fields.object, || format!("`{key}` is missing"), AS_IN_DISCOVERY)),
        }
    }

    fn names(&mut self, fields: &Fields<'_>, key: &str) -> Read<Names> {
        let mut names = Vec::new();
        for entry in self.list(fields, key)?.into_iter().flatten() {
            match entry.open() {
                Layer::Text(name) => names.push(Cow::Owned(name.text.into_owned())),
                _ => {
                    let what = || format!("`{key}` contains {}, which is not a string", quoted(entry.written()));
                    return Err(self.refuse_value(entry, what, AS_IN_DISCOVERY));
                }
            }
        }
        Ok(names.into())
    }
}

/// The singular, where there is one.
fn owned(singular: Option<Cow<'_, str>>) -> Option<Cow<'static, str>> {
    singular.filter(|singular| !singular.is_empty()).map(|singular| Cow::Owned(singular.into_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Lines with their cells under each other, as kubectl prints them.
    fn printed(rows: &[Vec<String>]) -> String {
        let columns = rows.iter().map(Vec::len).max().unwrap_or_default();
        let width =
            |column: usize| rows.iter().filter_map(|row| row.get(column)).map(|cell| cell.chars().count()).max();
        let widths: Vec<usize> = (0..columns).map(|column| width(column).unwrap_or_default() + 3).collect();
        let line = |row: &Vec<String>| -> String {
            row.iter().zip(&widths).map(|(cell, width)| format!("{cell:width$}")).collect()
        };
        rows.iter().map(|row| line(row) + "\n").collect()
    }

    fn row(resource: &ApiResource, wide: bool) -> Vec<String> {
        let version = if resource.group.is_empty() { "v1".to_owned() } else { format!("{}/v1", resource.group) };
        let mut cells = vec![
            resource.plural.to_string(),
            resource.short_names.join(","),
            version,
            resource.namespaced.to_string(),
            resource.kind.to_string(),
        ];
        if wide {
            cells.extend([resource.verbs.join(","), "all".to_owned()]);
        }
        cells
    }

    fn headings(wide: bool) -> Vec<String> {
        let all = ["NAME", "SHORTNAMES", "APIVERSION", "NAMESPACED", "KIND", "VERBS", "CATEGORIES"];
        all.iter().take(if wide { 7 } else { 5 }).map(|&title| title.to_owned()).collect()
    }

    fn any_kind() -> impl Strategy<Value = ApiResource> {
        let names = || prop::collection::vec("[a-z]{1,3}", 0..3);
        ("[a-z]{0,3}", "[a-zé]{1,6}", "[A-Z][a-zA-Z]{0,6}", names(), any::<bool>(), names()).prop_map(
            |(group, plural, kind, short_names, namespaced, verbs)| ApiResource {
                group: group.into(),
                plural: plural.into(),
                singular: None,
                kind: kind.into(),
                short_names: short_names.into_iter().map(Cow::Owned).collect(),
                namespaced,
                verbs: verbs.into_iter().map(Cow::Owned).collect(),
            },
        )
    }

    proptest! {
        #[test]
        fn any_text_is_a_list_or_errors(text: String, line: String) {
            let _ = parse_api_resources(&text);
            let _ = parse_api_resources(&format!("{}{line}", printed(&[headings(true)])));
        }

        #[test]
        fn what_is_printed_is_read(kinds in prop::collection::vec(any_kind(), 0..6), wide: bool) {
            let mut known = BTreeSet::new();
            let mut kinds = kinds;
            kinds.retain(|kind| known.insert((kind.group.clone(), kind.plural.clone())));
            let rows: Vec<_> = [headings(wide)].into_iter().chain(kinds.iter().map(|kind| row(kind, wide))).collect();
            if !wide {
                kinds.iter_mut().for_each(|kind| kind.verbs = Names::default());
            }
            prop_assert_eq!(parse_api_resources(&printed(&rows)), Ok(kinds));
        }

        #[test]
        fn any_json_is_a_list_or_errors(
            keys in prop::collection::vec("items|resources|versions|name|kind|namespaced|groupVersion|verbs", 0..6),
            values in prop::collection::vec("null|1|true|\"\"|\"a\"|\\[\\]|\\[1\\]|\\[\\{\\}\\]|\\{\\}|\\[\\{\"resources\":\\[1,\\{\\}\\]\\}\\]", 6),
        ) {
            let members: Vec<_> = keys.iter().zip(&values).map(|(key, value)| format!("\"{key}\":{value}")).collect();
            let _ = parse_api_resources(&format!("{{{}}}", members.join(",")));
        }
    }

    /// Group-resource, short names, scope, kind, verbs.
    fn read(text: &str) -> Vec<(String, String, bool, String, String)> {
        let kinds = parse_api_resources(text).expect("a list of kinds");
        let names = |names: &Names| names.join(" ");
        let words = |resource: &ApiResource| {
            (
                resource.group_resource(),
                names(&resource.short_names),
                resource.namespaced,
                resource.kind.to_string(),
                names(&resource.verbs),
            )
        };
        kinds.iter().map(words).collect()
    }

    #[track_caller]
    fn refuses(text: &str, messages: &[&str]) {
        let diagnostics = parse_api_resources(text).expect_err("not a list of kinds");
        assert!(diagnostics.iter().all(|diagnostic| *diagnostic.rule == API_RESOURCES_SYNTAX));
        assert_eq!(diagnostics.iter().map(|found| found.message.as_str()).collect::<Vec<_>>(), messages);
    }

    #[test]
    fn tables_of_every_kubectl_are_read() {
        let expected = [
            ("bars".into(), "".into(), true, "Bar".into(), "".into()),
            ("foos".into(), "f fo".into(), false, "Foo".into(), "".into()),
            ("bazzes.some".into(), "b".into(), true, "Baz".into(), "".into()),
        ];
        let plain = "NAME     SHORTNAMES   APIVERSION     NAMESPACED   KIND\n\
                     bars                  v1             true         Bar\n\
                     foos     f,fo         v1             false        Foo\n\
                     foos/log f,fo         v1             false        Log\n\
                     bazzes   b            some/v1        true         Baz\n\
                     bazzes   b            some/v1beta1   true         Old\n";
        assert_eq!(read(plain), expected);
        assert_eq!(read(&plain.replace('\n', "\r\n")), expected);
        assert_eq!(read(&format!("\u{feff}\n{plain}")), expected);
        let with_groups = "NAME     SHORTNAMES   APIGROUP   NAMESPACED   KIND\n\
                           bars                             true         Bar\n\
                           foos     f,fo                    false        Foo\n\
                           bazzes   b            some       true         Baz\n";
        assert_eq!(read(with_groups), expected);

        let get_and_list = [("bars".into(), "".into(), true, "Bar".into(), "get list".into())];
        let wide = "NAME   SHORTNAMES   APIVERSION   NAMESPACED   KIND   VERBS      CATEGORIES\n\
                    bars                v1           true         Bar    get,list   all,most\n";
        assert_eq!(read(wide), get_and_list);
        let older = "NAME   SHORTNAMES   APIGROUP   NAMESPACED   KIND   VERBS\n\
                     bars                           true         Bar    [get list]\n";
        assert_eq!(read(older), get_and_list);
    }

    #[test]
    fn json_of_kubectl_and_of_discovery_is_read() {
        let of_kubectl = r#"{"kind": "APIResourceList", "apiVersion": "v1", "groupVersion": "", "resources": [
            {"name": "bars", "singularName": "bar", "namespaced": true, "version": "v1", "kind": "Bar", "verbs": ["get"]},
            {"name": "bazzes", "singularName": "", "namespaced": false, "group": "some", "version": "v1", "kind": "Baz",
             "verbs": ["get", "list"], "shortNames": ["b"]}]}"#;
        let expected = [
            ("bars".into(), "".into(), true, "Bar".into(), "get".into()),
            ("bazzes.some".into(), "b".into(), false, "Baz".into(), "get list".into()),
        ];
        assert_eq!(read(of_kubectl), expected);
        let singulars: Vec<_> =
            parse_api_resources(of_kubectl).into_iter().flatten().map(|kind| kind.singular).collect();
        assert_eq!(singulars, [Some("bar".into()), None]);

        let core = r#"{"groupVersion": "v1", "resources": [
            {"name": "bars", "namespaced": true, "kind": "Bar", "verbs": ["get"]},
            {"name": "bars/status", "namespaced": true, "kind": "Bar", "verbs": ["get"], "shortNames": null}]}"#;
        let some = r#"{"groupVersion": "some/v1", "resources": [
            {"name": "bazzes", "namespaced": false, "kind": "Baz", "verbs": ["get", "list"], "shortNames": ["b"]}]}"#;
        assert_eq!(read(&format!("[{core}, {some}]")), expected);
        assert_eq!(read(&format!(r#"{{"kind": "List", "items": [{core}, {some}]}}"#)), expected);

        let aggregated = r#"{"kind": "APIGroupDiscoveryList", "items": [
            {"metadata": {"creationTimestamp": null}, "versions": [{"version": "v1", "resources": [
                {"resource": "bars", "responseKind": {"kind": "Bar"}, "scope": "Namespaced", "verbs": ["get"],
                 "subresources": [{"subresource": "status"}]}]}]},
            {"metadata": {"name": "some"}, "versions": [{"version": "v1", "resources": [
                {"resource": "bazzes", "responseKind": {"kind": "Baz"}, "scope": "Cluster", "shortNames": ["b"],
                 "verbs": ["get", "list"]}]}]}]}"#;
        assert_eq!(read(aggregated), expected);
    }

    #[test]
    fn every_fault_is_reported_with_its_line() {
        refuses("", &["line 1: the list of kinds is empty"]);
        refuses("\nbars   v1   true   Bar\n", &["line 2: expected the headings, found `bars   v1   true   Bar`"]);
        refuses("deployments.apps\n", &["line 1: expected the headings, found `deployments.apps`"]);
        let table = "NAME   SHORTNAMES   APIVERSION   NAMESPACED   KIND\n\
                     bars                v1           yes          Bar\n\
                     \n\
                     bars v1 true Bar\n\
                     bars                v1           true\n\
                     a-longer-name       v1           true         Bar\n";
        refuses(
            table,
            &[
                "line 2: the column NAMESPACED is `yes`",
                "line 4: the column NAME of `bars v1 true Bar` is not one word",
                "line 5: the column KIND of `bars                v1           true` is empty",
                "line 6: the column SHORTNAMES of `a-longer-name       v1           true         Bar` is not one word",
            ],
        );

        refuses("{\"resources\":\n[}", &["line 2: expected a value"]);
        refuses("[1]", &["line 1: `1` is not an object"]);
        refuses("{\"kind\": \"Pod\"}", &["line 1: `Pod` is not a list of kinds"]);
        let groups = r#"{"kind": "APIGroupList", "groups": []}"#;
        refuses(groups, &["line 1: an `APIGroupList` has groups but no kinds"]);
        let faults =
            "{\"resources\": [\n{\"name\": \"a\"},\n{\"kind\": \"B\", \"name\": \"\", \"namespaced\": 1},\n2]}";
        refuses(
            faults,
            &[
                "line 2: `kind` is missing",
                "line 2: `namespaced` is missing",
                "line 3: `name` is empty",
                "line 3: `namespaced` is `1`",
                "line 4: `2` is not an object",
            ],
        );
        let discovered = "{\"items\": [{\"versions\": [{\"resources\": [\n{\"resource\": \"a\", \"scope\": \"b\", \"responseKind\": {\"kind\": \"A\"}},\n\
                          {\"resource\": \"a\", \"scope\": \"Cluster\"}]}]}]}";
        refuses(discovered, &["line 2: `scope` is `b`", "line 3: `responseKind` is missing"]);
    }
}
