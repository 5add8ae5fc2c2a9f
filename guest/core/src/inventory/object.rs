//! One object of a cluster in the format of the API server: the parts that selection needs.

mod fault;

use std::borrow::Cow;
use std::fmt;

use serde::Deserialize;
use serde::de::{Deserializer, Error, IgnoredAny, MapAccess, Visitor};
use serde_json::value::RawValue;

use crate::cluster::ApiResource;
use crate::velero::special::Special;
pub(super) use fault::Fault;
use fault::{Read, fault, message_of, status_message, value};

/// The label that excludes an object from every backup.
const EXCLUDE_LABEL: (&str, &str) = ("velero.io/exclude-from-backup", "true");
/// The annotation that excludes an object on which Velero runs an action.
const SKIP_ANNOTATION: &str = "velero.io/skip-from-backup";
/// The annotation that lets the objects that an object brings along pass the checks.
const MUST_INCLUDE_ANNOTATION: (&str, &str) = ("backup.velero.io/must-include-additional-items", "true");

/// A string; borrowed if it has no escapes.
#[derive(Clone, Debug)]
pub(super) struct Text<'t>(pub(super) Cow<'t, str>);

impl<'de: 't, 't> Deserialize<'de> for Text<'t> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Read;
        impl<'de> Visitor<'de> for Read {
            type Value = Text<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a string")
            }

            fn visit_borrowed_str<E: Error>(self, text: &'de str) -> Result<Text<'de>, E> {
                Ok(Text(Cow::Borrowed(text)))
            }

            fn visit_str<E: Error>(self, text: &str) -> Result<Text<'de>, E> {
                Ok(Text(Cow::Owned(text.to_owned())))
            }
        }
        deserializer.deserialize_str(Read)
    }
}

/// Labels in the order of the text; empty for null.
#[derive(Debug, Default)]
pub(super) struct Labels<'t>(pub(super) Vec<(Text<'t>, Text<'t>)>);

impl<'de: 't, 't> Deserialize<'de> for Labels<'t> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Read;
        impl<'de> Visitor<'de> for Read {
            type Value = Labels<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("labels")
            }

            fn visit_unit<E: Error>(self) -> Result<Labels<'de>, E> {
                Ok(Labels::default())
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Labels<'de>, A::Error> {
                let mut labels = Vec::new();
                while let Some(label) = map.next_entry()? {
                    labels.push(label);
                }
                Ok(Labels(labels))
            }
        }
        deserializer.deserialize_any(Read)
    }
}

/// The two annotations that Velero reads.
#[derive(Debug, Default)]
struct Annotations {
    skips: bool,
    must_include: bool,
}

impl<'de> Deserialize<'de> for Annotations {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Read;
        impl<'de> Visitor<'de> for Read {
            type Value = Annotations;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("annotations")
            }

            fn visit_unit<E: Error>(self) -> Result<Annotations, E> {
                Ok(Annotations::default())
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Annotations, A::Error> {
                let mut annotations = Annotations::default();
                while let Some(Text(key)) = map.next_key()? {
                    if key == SKIP_ANNOTATION {
                        map.next_value::<IgnoredAny>()?;
                        annotations.skips = true;
                    } else if key == MUST_INCLUDE_ANNOTATION.0 {
                        annotations.must_include = map.next_value::<Text<'_>>()?.0 == MUST_INCLUDE_ANNOTATION.1;
                    } else {
                        map.next_value::<IgnoredAny>()?;
                    }
                }
                Ok(annotations)
            }
        }
        deserializer.deserialize_any(Read)
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Metadata<'t> {
    #[serde(borrow)]
    name: Option<Text<'t>>,
    #[serde(borrow)]
    namespace: Option<Text<'t>>,
    #[serde(borrow, default)]
    labels: Labels<'t>,
    #[serde(default)]
    annotations: Annotations,
    #[serde(borrow)]
    deletion_timestamp: Option<Text<'t>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Envelope<'t> {
    #[serde(borrow)]
    api_version: Option<Text<'t>>,
    #[serde(borrow)]
    kind: Option<Text<'t>>,
    #[serde(borrow)]
    metadata: Option<Metadata<'t>>,
    #[serde(borrow)]
    spec: Option<&'t RawValue>,
    #[serde(borrow)]
    status: Option<&'t RawValue>,
    #[serde(borrow)]
    subjects: Option<&'t RawValue>,
    #[serde(borrow)]
    role_ref: Option<&'t RawValue>,
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct Status<'t> {
    #[serde(borrow)]
    phase: Option<Text<'t>>,
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct ClaimSpec<'t> {
    #[serde(borrow)]
    volume_name: Option<Text<'t>>,
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct PodSpec<'t> {
    #[serde(borrow)]
    node_name: Option<Text<'t>>,
    #[serde(borrow)]
    priority_class_name: Option<Text<'t>>,
    #[serde(borrow)]
    volumes: Option<Vec<PodVolume<'t>>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct PodVolume<'t> {
    #[serde(borrow)]
    persistent_volume_claim: Option<ClaimSource<'t>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct ClaimSource<'t> {
    #[serde(borrow)]
    claim_name: Option<Text<'t>>,
}

/// A subject of a binding, or the role that it refers to.
#[derive(Deserialize)]
struct Reference<'t> {
    #[serde(borrow)]
    kind: Option<Text<'t>>,
    #[serde(borrow)]
    namespace: Option<Text<'t>>,
    #[serde(borrow)]
    name: Option<Text<'t>>,
}

#[derive(Deserialize)]
struct DefinitionSpec<'t> {
    #[serde(borrow)]
    group: Text<'t>,
    #[serde(borrow)]
    scope: Text<'t>,
    #[serde(borrow)]
    names: DefinitionNames<'t>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct DefinitionNames<'t> {
    #[serde(borrow)]
    plural: Text<'t>,
    #[serde(borrow)]
    kind: Text<'t>,
    #[serde(borrow)]
    singular: Option<Text<'t>>,
    #[serde(borrow)]
    short_names: Option<Vec<Text<'t>>>,
}

/// The parts of an object that selection needs.
pub(super) struct Object<'t> {
    pub(super) group: String,
    pub(super) kind: Cow<'t, str>,
    pub(super) special: Option<Special>,
    /// Empty for a cluster-scoped object.
    pub(super) namespace: Cow<'t, str>,
    pub(super) name: Cow<'t, str>,
    pub(super) labels: Labels<'t>,
    pub(super) is_being_deleted: bool,
    /// Whether the annotation is set, on a kind for which Velero reads it.
    pub(super) skips: bool,
    /// Whether the annotation is set, on a kind for which Velero reads it.
    pub(super) must_include: bool,
    pub(super) details: Details<'t>,
}

/// The references to other objects, and the state, of special kinds.
pub(super) enum Details<'t> {
    None,
    Namespace {
        is_active: bool,
        has_phase: bool,
    },
    Claim {
        /// The volume that it is bound to.
        volume: Option<Cow<'t, str>>,
    },
    Pod {
        is_running: bool,
        priority_class: Option<Cow<'t, str>>,
        claims: Vec<Cow<'t, str>>,
    },
    Binding {
        /// Namespace and name of service accounts.
        subjects: Vec<(Cow<'t, str>, Cow<'t, str>)>,
        role: Option<Cow<'t, str>>,
    },
    Definition(Box<ApiResource>),
}

/// The apiVersion and kind that a list states for its objects.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct ListKind {
    api_version: String,
    kind: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Header<'t> {
    #[serde(borrow)]
    api_version: Option<Text<'t>>,
    #[serde(borrow)]
    kind: Option<Text<'t>>,
}

impl ListKind {
    /// Parses the start of a list, up to the `[` of its items.
    pub(super) fn of(start: &[u8]) -> Option<Self> {
        let whole = [start, b"]}"].concat();
        let header: Header<'_> = serde_json::from_slice(&whole).ok()?;
        let kind = header.kind?.0.strip_suffix("List").filter(|kind| !kind.is_empty())?.to_owned();
        Some(ListKind { api_version: header.api_version?.0.into_owned(), kind })
    }
}

impl<'t> Object<'t> {
    pub(super) fn read(bytes: &'t [u8], list: Option<&ListKind>) -> Read<Self> {
        let envelope: Envelope<'t> = serde_json::from_slice(bytes).map_err(|error| fault(bytes, &error))?;
        let kind = envelope.kind.map(|kind| kind.0).or_else(|| Some(Cow::Owned(list?.kind.clone())));
        let kind = kind.filter(|kind| !kind.is_empty()).ok_or_else(|| value("/kind", "has no kind"))?;
        let api_version = envelope.api_version.map(|version| version.0);
        let api_version = api_version.or_else(|| Some(Cow::Owned(list?.api_version.clone())));
        let api_version = api_version.filter(|version| !version.is_empty());
        let api_version = api_version.ok_or_else(|| value("/apiVersion", "has no apiVersion"))?;
        if kind == "Status" && api_version == "v1" {
            return Err(Fault::Status { message: status_message(bytes) });
        }
        let group = api_version.rsplit_once('/').map_or("", |(group, _)| group).to_owned();
        let metadata = envelope.metadata.ok_or_else(|| value("/metadata", "has no metadata"))?;
        let name = metadata.name.map(|name| name.0).filter(|name| !name.is_empty());
        let name = name.ok_or_else(|| value("/metadata/name", "has no name"))?;
        let special = Special::of(&group, &kind);
        let raw = Raw {
            spec: envelope.spec,
            status: envelope.status,
            subjects: envelope.subjects,
            role_ref: envelope.role_ref,
        };
        let has_action = special.is_some_and(Special::has_action);
        Ok(Object {
            group,
            kind,
            special,
            namespace: metadata.namespace.map_or(Cow::Borrowed(""), |namespace| namespace.0),
            name,
            labels: metadata.labels,
            is_being_deleted: metadata.deletion_timestamp.is_some_and(|time| !time.0.is_empty()),
            skips: metadata.annotations.skips && has_action,
            must_include: metadata.annotations.must_include && has_action && special != Some(Special::Definition),
            details: raw.details(special)?,
        })
    }

    pub(super) fn is_excluded_by_label(&self) -> bool {
        let (key, value) = EXCLUDE_LABEL;
        // The last value of a repeated key is used.
        self.labels.0.iter().rev().find(|(label, _)| label.0 == key).is_some_and(|(_, label)| label.0 == value)
    }
}

/// The parts of an object whose form depends on its kind.
struct Raw<'t> {
    spec: Option<&'t RawValue>,
    status: Option<&'t RawValue>,
    subjects: Option<&'t RawValue>,
    role_ref: Option<&'t RawValue>,
}

/// Parses a part of an object; `None` if it is absent or null.
fn part<'t, T: Deserialize<'t>>(raw: Option<&'t RawValue>, pointer: &'static str) -> Read<Option<T>> {
    let Some(raw) = raw else { return Ok(None) };
    serde_json::from_str(raw.get()).map_err(|error| value(pointer, format!("cannot be read: {}", message_of(&error))))
}

fn not_empty(text: Option<Text<'_>>) -> Option<Cow<'_, str>> {
    text.map(|text| text.0).filter(|text| !text.is_empty())
}

impl<'t> Raw<'t> {
    fn details(self, special: Option<Special>) -> Read<Details<'t>> {
        Ok(match special {
            Some(Special::Namespace) => {
                let phase = not_empty(self.phase()?);
                let has_phase = phase.is_some();
                Details::Namespace { is_active: phase.is_some_and(|phase| phase == "Active"), has_phase }
            }
            Some(Special::Claim) => {
                let is_bound = self.phase()?.is_some_and(|phase| phase.0 == "Bound");
                let spec: ClaimSpec<'_> = part(self.spec, "/spec")?.unwrap_or_default();
                Details::Claim { volume: not_empty(spec.volume_name).filter(|_| is_bound) }
            }
            Some(Special::Pod) => {
                let is_running = self.phase()?.is_some_and(|phase| phase.0 == "Running");
                let spec: PodSpec<'_> = part(self.spec, "/spec")?.unwrap_or_default();
                let claims = spec.volumes.into_iter().flatten().filter_map(|volume| volume.persistent_volume_claim);
                Details::Pod {
                    is_running: is_running && not_empty(spec.node_name).is_some(),
                    priority_class: not_empty(spec.priority_class_name),
                    claims: claims.filter_map(|claim| not_empty(claim.claim_name)).collect(),
                }
            }
            Some(Special::ClusterRoleBinding) => {
                let subjects: Vec<Reference<'_>> = part(self.subjects, "/subjects")?.unwrap_or_default();
                let role: Option<Reference<'_>> = part(self.role_ref, "/roleRef")?;
                let accounts = subjects
                    .into_iter()
                    .filter(|subject| subject.kind.as_ref().is_some_and(|kind| kind.0 == "ServiceAccount"));
                let names = |subject: Reference<'t>| Some((not_empty(subject.namespace)?, not_empty(subject.name)?));
                Details::Binding {
                    subjects: accounts.filter_map(names).collect(),
                    role: role.and_then(|role| not_empty(role.name)),
                }
            }
            Some(Special::Definition) => match part::<DefinitionSpec<'_>>(self.spec, "/spec")? {
                Some(spec) => Details::Definition(Box::new(spec.api_resource())),
                None => Details::None,
            },
            _ => Details::None,
        })
    }

    fn phase(&self) -> Read<Option<Text<'t>>> {
        Ok(part::<Status<'_>>(self.status, "/status")?.and_then(|status| status.phase))
    }
}

impl DefinitionSpec<'_> {
    fn api_resource(self) -> ApiResource {
        let owned = |text: Text<'_>| -> Cow<'static, str> { Cow::Owned(text.0.into_owned()) };
        ApiResource {
            group: owned(self.group),
            plural: owned(self.names.plural),
            singular: self.names.singular.map(owned),
            kind: owned(self.names.kind),
            short_names: self.names.short_names.into_iter().flatten().map(owned).collect(),
            namespaced: self.scope.0 == "Namespaced",
            verbs: Cow::Borrowed(&[]),
        }
    }
}
