//! One object of a cluster in the format of the API server: the parts that selection needs.

mod fault;
pub(super) mod storage;

use std::borrow::Cow;
use std::fmt;

use serde::Deserialize;
use serde::de::{Deserializer, Error, IgnoredAny, MapAccess, Visitor};
use serde_json::value::RawValue;

use crate::cluster::ApiResource;
use crate::velero::special::Special;
pub(super) use fault::Fault;
use fault::{Read, fault, message_of, status_message, value};
pub(super) use storage::{ClaimParts, PodParts, PolicyData, VolumeFields, VolumeParts};
use storage::{ClaimSpec, PodSpec, VolumeAnnotations};

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

/// The annotations that Velero reads.
#[derive(Debug, Default)]
struct Annotations<'t> {
    skips: bool,
    must_include: bool,
    /// Those about the contents of volumes.
    of_volumes: VolumeAnnotations<'t>,
}

impl<'de: 't, 't> Deserialize<'de> for Annotations<'t> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Read;
        impl<'de> Visitor<'de> for Read {
            type Value = Annotations<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("annotations")
            }

            fn visit_unit<E: Error>(self) -> Result<Annotations<'de>, E> {
                Ok(Annotations::default())
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Annotations<'de>, A::Error> {
                let mut annotations = Annotations::default();
                while let Some(Text(key)) = map.next_key()? {
                    if let Some(value) = annotations.of_volumes.slot(&key) {
                        *value = Some(map.next_value::<Text<'_>>()?.0);
                    } else if key == SKIP_ANNOTATION {
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
    #[serde(borrow, default)]
    annotations: Annotations<'t>,
    #[serde(borrow)]
    deletion_timestamp: Option<Text<'t>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Envelope<'t, I> {
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
    #[serde(borrow)]
    provisioner: Option<&'t RawValue>,
    #[serde(borrow)]
    driver: Option<&'t RawValue>,
    #[serde(borrow)]
    data: Option<&'t RawValue>,
    #[serde(rename = "items")]
    _items: Option<I>,
}

/// A list, which is not an object: its objects are read one by one.
struct Refused;

impl<'de> Deserialize<'de> for Refused {
    fn deserialize<D: Deserializer<'de>>(_: D) -> Result<Self, D::Error> {
        Err(D::Error::custom("a list"))
    }
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct Status<'t> {
    #[serde(borrow)]
    phase: Option<Text<'t>>,
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
    Claim(Box<ClaimParts<'t>>),
    Pod {
        is_running: bool,
        priority_class: Option<Cow<'t, str>>,
        parts: PodParts<'t>,
    },
    Volume(Box<VolumeParts<'t>>),
    /// A StorageClass, with its provisioner.
    StorageClass(Cow<'t, str>),
    /// A VolumeSnapshotClass or a VolumeGroupSnapshotClass, with its driver.
    SnapshotClass {
        driver: Cow<'t, str>,
        is_default: bool,
    },
    Node,
    /// The data of a ConfigMap that may be a resource policy.
    ConfigMap(PolicyData<'t>),
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
        let envelope: Envelope<'t, IgnoredAny> = serde_json::from_slice(bytes).map_err(|error| fault(bytes, &error))?;
        Object::of(envelope, list).map_err(|fault| match fault {
            Fault::Status { .. } => Fault::Status { message: status_message(bytes) },
            fault => fault,
        })
    }

    /// Reads the object at the start of a text; returns it with its own text. `None` if it is not whole, cannot be read, or
    /// has a key `items`.
    pub(super) fn read_start(text: &'t str, list: Option<&ListKind>) -> Option<(Self, &'t str)> {
        let mut objects = serde_json::Deserializer::from_str(text).into_iter::<Envelope<'t, Refused>>();
        let envelope = objects.next()?.ok()?;
        let own = text.get(..objects.byte_offset())?;
        Object::of(envelope, list).ok().map(|object| (object, own))
    }

    fn of<I>(envelope: Envelope<'t, I>, list: Option<&ListKind>) -> Read<Self> {
        let kind = envelope.kind.map(|kind| kind.0).or_else(|| Some(Cow::Owned(list?.kind.clone())));
        let kind = kind.filter(|kind| !kind.is_empty()).ok_or_else(|| value("/kind", "has no kind"))?;
        let api_version = envelope.api_version.map(|version| version.0);
        let api_version = api_version.or_else(|| Some(Cow::Owned(list?.api_version.clone())));
        let api_version = api_version.filter(|version| !version.is_empty());
        let api_version = api_version.ok_or_else(|| value("/apiVersion", "has no apiVersion"))?;
        if kind == "Status" && api_version == "v1" {
            return Err(Fault::Status { message: String::new() });
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
            provisioner: envelope.provisioner,
            driver: envelope.driver,
            data: envelope.data,
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
            details: raw.details(special, metadata.annotations.of_volumes)?,
        })
    }

    /// Returns the value of a label: the last one of a repeated key.
    pub(super) fn label(&self, key: &str) -> Option<&str> {
        self.labels.0.iter().rev().find(|(label, _)| label.0 == key).map(|(_, value)| &*value.0)
    }

    pub(super) fn is_excluded_by_label(&self) -> bool {
        let (key, value) = EXCLUDE_LABEL;
        self.label(key) == Some(value)
    }
}

/// The parts of an object whose form depends on its kind.
struct Raw<'t> {
    spec: Option<&'t RawValue>,
    status: Option<&'t RawValue>,
    subjects: Option<&'t RawValue>,
    role_ref: Option<&'t RawValue>,
    provisioner: Option<&'t RawValue>,
    driver: Option<&'t RawValue>,
    data: Option<&'t RawValue>,
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
    fn details(self, special: Option<Special>, annotations: VolumeAnnotations<'t>) -> Read<Details<'t>> {
        Ok(match special {
            Some(Special::Namespace) => {
                let phase = not_empty(self.phase()?);
                let has_phase = phase.is_some();
                Details::Namespace { is_active: phase.is_some_and(|phase| phase == "Active"), has_phase }
            }
            Some(Special::Claim) => {
                let phase = not_empty(self.phase()?);
                let spec: ClaimSpec<'_> = part(self.spec, "/spec")?.unwrap_or_default();
                Details::Claim(Box::new(ClaimParts::of(spec, phase, annotations)))
            }
            Some(Special::Pod) => {
                let is_running = self.phase()?.is_some_and(|phase| phase.0 == "Running");
                let mut spec: PodSpec<'_> = part(self.spec, "/spec")?.unwrap_or_default();
                let priority_class = not_empty(spec.priority_class_name.take());
                let parts = PodParts::of(spec, annotations);
                Details::Pod { is_running: is_running && parts.node.is_some(), priority_class, parts }
            }
            Some(Special::Volume) => {
                let spec: VolumeFields<'_> = part(self.spec, "/spec")?.unwrap_or_default();
                Details::Volume(Box::new(VolumeParts::of(spec)))
            }
            Some(Special::StorageClass) => match not_empty(part(self.provisioner, "/provisioner")?) {
                Some(provisioner) => Details::StorageClass(provisioner),
                None => Details::None,
            },
            Some(Special::SnapshotClass | Special::GroupSnapshotClass) => {
                match not_empty(part(self.driver, "/driver")?) {
                    Some(driver) => {
                        Details::SnapshotClass { driver, is_default: annotations.is_default_class.is_some() }
                    }
                    None => Details::None,
                }
            }
            Some(Special::Node) => Details::Node,
            Some(Special::ConfigMap) => {
                // Data of another form is not a policy.
                let data = part::<PolicyData<'_>>(self.data, "/data").ok().flatten();
                Details::ConfigMap(data.unwrap_or_default())
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
