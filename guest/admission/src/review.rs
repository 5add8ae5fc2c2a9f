//! AdmissionReviews of the API server (`admission.k8s.io/v1`).

use std::fmt;

use k8s_backup_target::diagnostic::quoted;
use k8s_backup_target::validation::Kind;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use serde_json::value::RawValue;

use crate::Settings;
use crate::verdict::{GROUP, Status, Verdict, judge};

const API_VERSION: &str = "admission.k8s.io/v1";
const KIND: &str = "AdmissionReview";

/// The version of Velero's API that is checked.
const VERSION: &str = "v1";

/// The kinds that are checked.
const KINDS: [(&str, Kind); 2] = [("Backup", Kind::Backup), ("Schedule", Kind::Schedule)];

/// Maximum length of the description of what was found instead of an AdmissionReview, in characters.
const MAX_FOUND_CHARS: usize = 200;

/// Why a body is not an AdmissionReview that can be answered: what was expected, and what was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unreadable(String);

impl fmt::Display for Unreadable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Unreadable {}

/// The parts of an AdmissionReview that are read.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", expecting = "an AdmissionReview")]
struct Review<'a> {
    api_version: Option<String>,
    kind: Option<String>,
    #[serde(borrow)]
    request: Option<&'a RawValue>,
}

/// The parts of an AdmissionRequest that are read. Objects keep their text: numbers and repeated keys do not change.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", expecting = "an AdmissionRequest")]
pub struct Request<'a> {
    /// Identifies the request. The response has the same.
    pub uid: String,
    kind: GroupVersionKind,
    sub_resource: Option<String>,
    name: Option<String>,
    operation: String,
    #[serde(borrow)]
    object: Option<&'a RawValue>,
    #[serde(borrow)]
    old_object: Option<&'a RawValue>,
}

#[derive(Debug, Deserialize)]
struct GroupVersionKind {
    group: String,
    version: String,
    kind: String,
}

/// An object to check.
pub(crate) struct Subject<'a> {
    pub(crate) kind: Kind,
    pub(crate) kind_name: &'static str,
    /// Empty if the API server still has to generate it.
    pub(crate) name: String,
    pub(crate) object: &'a RawValue,
}

/// The parts of an object that decide whether it is checked, and how it is named.
#[derive(Default, Deserialize)]
struct Parts<'a> {
    #[serde(borrow)]
    metadata: Option<&'a RawValue>,
    #[serde(borrow)]
    spec: Option<&'a RawValue>,
}

#[derive(Default, Deserialize)]
struct Metadata {
    name: Option<String>,
}

impl<'a> Request<'a> {
    /// Reads the request of an AdmissionReview.
    pub(crate) fn of_review(body: &'a [u8]) -> Result<Self, Unreadable> {
        let expected = |found: String| Err(Unreadable(format!("expected an {KIND} of {API_VERSION}: {found}")));
        let text = match str::from_utf8(body) {
            Ok(text) => text,
            Err(error) => return expected(format!("the byte at offset {} is not UTF-8", error.valid_up_to())),
        };
        let review: Review<'_> = match object(text) {
            Ok(review) => review,
            Err(found) => return expected(found),
        };
        match (review.api_version.as_deref(), review.kind.as_deref()) {
            (Some(API_VERSION), Some(KIND)) => {}
            (_, None) => return expected("`kind` is missing".to_owned()),
            (_, Some(kind)) if kind != KIND => return expected(format!("the kind is {}", quoted(kind))),
            (None, _) => return expected("`apiVersion` is missing".to_owned()),
            (Some(version), _) => {
                let version = quoted(version);
                let help = "write `admissionReviewVersions: [v1]` in the ValidatingWebhookConfiguration";
                return expected(format!("the apiVersion is {version}; {help}"));
            }
        }
        let Some(request) = review.request else { return expected("`request` is missing".to_owned()) };
        match object::<Request<'_>>(request.get()) {
            Ok(request) if request.uid.is_empty() => expected("`request.uid` is empty".to_owned()),
            Ok(request) => Ok(request),
            Err(found) => expected(format!("in `request`: {found}")),
        }
    }

    /// Returns the object to check. `None` if there is none: other kinds, other operations, subresources, and updates that
    /// leave the spec as it is.
    pub(crate) fn subject(&self) -> Result<Option<Subject<'a>>, Unreadable> {
        let GroupVersionKind { group, version, kind } = &self.kind;
        let known = KINDS.into_iter().find(|(name, _)| group == GROUP && version == VERSION && kind == name);
        let is_main = self.sub_resource.as_deref().unwrap_or_default().is_empty();
        let is_written = ["CREATE", "UPDATE"].contains(&self.operation.as_str());
        let Some((kind_name, kind)) = known.filter(|_| is_main && is_written) else { return Ok(None) };
        let Some(object) = self.object else {
            let operation = &self.operation;
            return Err(Unreadable(format!(
                "expected the {kind_name} in `request.object`, which {operation} needs: it is missing"
            )));
        };
        let parts = Parts::of(object);
        if self.old_object.is_some_and(|old| is_same(Parts::of(old).spec, parts.spec)) {
            return Ok(None);
        }
        let name = self.name.clone().filter(|name| !name.is_empty()).or_else(|| parts.name()).unwrap_or_default();
        Ok(Some(Subject { kind, kind_name, name, object }))
    }
}

impl<'a> Parts<'a> {
    /// Reads the parts of an object. One that cannot be read has none: its check says why.
    fn of(object: &'a RawValue) -> Self {
        self::object(object.get()).unwrap_or_default()
    }

    fn name(&self) -> Option<String> {
        object::<Metadata>(self.metadata?.get()).ok()?.name
    }
}

/// Whether two specs have the same values.
fn is_same(old: Option<&RawValue>, new: Option<&RawValue>) -> bool {
    let value = |text: &RawValue| serde_json::from_str::<Value>(text.get()).ok();
    match (old, new) {
        (Some(old), Some(new)) => old.get() == new.get() || value(old).is_some_and(|old| value(new) == Some(old)),
        (None, None) => true,
        _ => false,
    }
}

/// Reads an object of JSON. Otherwise, returns what was found instead; a long description is cut.
fn object<'a, T: Deserialize<'a>>(text: &'a str) -> Result<T, String> {
    let read = serde_json::from_str::<T>(text);
    if let Err(error) = &read
        && !error.is_data()
    {
        return Err(format!("it is not JSON: {error}"));
    }
    // For serde, a list can be a struct too.
    if !text.trim_start().starts_with('{') {
        return Err("it is not an object".to_owned());
    }
    read.map_err(|error| {
        let error = error.to_string();
        // The position is not one in the whole body.
        let (found, _) = error.rsplit_once(" at line ").unwrap_or((&error, ""));
        found.chars().take(MAX_FOUND_CHARS).collect()
    })
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Answered<'a> {
    api_version: &'static str,
    kind: &'static str,
    response: Response<'a>,
}

#[derive(Serialize)]
struct Response<'a> {
    uid: &'a str,
    allowed: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    status: Option<Status>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    warnings: Vec<String>,
}

/// Answers an AdmissionReview.
pub(crate) fn answer(settings: &Settings, body: &[u8]) -> Result<String, Unreadable> {
    let request = Request::of_review(body)?;
    let Verdict { refusal, warnings } = judge(settings, &request)?;
    let response = Response { uid: &request.uid, allowed: refusal.is_none(), status: refusal, warnings };
    let answered = Answered { api_version: API_VERSION, kind: KIND, response };
    Ok(serde_json::to_string(&answered).expect("the keys are strings, and memory can be written to"))
}
