//! Volumes, as far as Velero looks at them: their types, capacities, and what plugins can snapshot.

use std::fmt;

/// The type of a volume: the key of its source in the API of Kubernetes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct VolumeType(u8);

/// The types that Velero knows: its `SupportedVolume`.
const VOLUME_TYPES: [&str; 30] = [
    "awsElasticBlockStore",
    "azureDisk",
    "azureFile",
    "cephfs",
    "cinder",
    "configMap",
    "csi",
    "downwardAPI",
    "emptyDir",
    "ephemeral",
    "fc",
    "flexVolume",
    "flocker",
    "gcePersistentDisk",
    "gitRepo",
    "glusterfs",
    "hostPath",
    "image",
    "iscsi",
    "local",
    "nfs",
    "photonPersistentDisk",
    "portworxVolume",
    "projected",
    "quobyte",
    "rbd",
    "scaleIO",
    "secret",
    "storageos",
    "vsphereVolume",
];

impl VolumeType {
    pub(crate) const AWS: Self = Self::named("awsElasticBlockStore");
    pub(crate) const AZURE: Self = Self::named("azureDisk");
    pub(crate) const CSI: Self = Self::named("csi");
    pub(crate) const EPHEMERAL: Self = Self::named("ephemeral");
    pub(crate) const GCP: Self = Self::named("gcePersistentDisk");
    pub(crate) const HOST_PATH: Self = Self::named("hostPath");
    pub(crate) const IMAGE: Self = Self::named("image");
    pub(crate) const NFS: Self = Self::named("nfs");

    const fn named(name: &str) -> Self {
        let mut index = 0;
        while index < VOLUME_TYPES.len() {
            if are_equal(VOLUME_TYPES[index].as_bytes(), name.as_bytes()) {
                return VolumeType(index as u8);
            }
            index += 1;
        }
        panic!("the table has each type")
    }

    /// Returns the type with a name. `None` if Velero does not know it.
    pub(crate) fn of(name: &str) -> Option<Self> {
        VOLUME_TYPES.iter().position(|known| *known == name).map(|index| VolumeType(index as u8))
    }

    pub(crate) fn name(self) -> &'static str {
        VOLUME_TYPES.get(self.0 as usize).expect("each type has a row")
    }

    /// Whether it shows the fields of objects, which are saved themselves.
    pub(crate) fn is_an_object(self) -> bool {
        ["configMap", "downwardAPI", "projected", "secret"].contains(&self.name())
    }
}

const fn are_equal(a: &[u8], b: &[u8]) -> bool {
    if a.len() != b.len() {
        return false;
    }
    let mut index = 0;
    while index < a.len() {
        if a[index] != b[index] {
            return false;
        }
        index += 1;
    }
    true
}

/// An amount of storage, in billionths of a byte.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Quantity(i128);

impl Quantity {
    pub(crate) const ZERO: Self = Quantity(0);
    const UNIT: i128 = 1_000_000_000;

    /// Parses a quantity of Kubernetes: `10Gi`, `1.5G`, `1e3`. `None` if it is not one. Digits below a billionth are
    /// ignored.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let (sign, rest) = match text.as_bytes().first()? {
            b'-' => (-1, text.get(1..)?),
            b'+' => (1, text.get(1..)?),
            _ => (1, text),
        };
        let end = rest.bytes().position(|byte| !(byte.is_ascii_digit() || byte == b'.')).unwrap_or(rest.len());
        let (digits, suffix) = rest.split_at(end);
        let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
        if (whole.is_empty() && fraction.is_empty()) || fraction.contains('.') {
            return None;
        }
        let multiple = Multiple::of(suffix)?;
        let mut value: i128 = 0;
        for digit in whole.bytes().chain(fraction.bytes()) {
            value = value.checked_mul(10)?.checked_add(i128::from(digit - b'0'))?;
        }
        let mut value = value.checked_mul(multiple.factor)?.checked_mul(Self::UNIT)?;
        let exponent = multiple.exponent - i32::try_from(fraction.len()).ok()?;
        for _ in 0..exponent.unsigned_abs() {
            value = if exponent < 0 { value / 10 } else { value.checked_mul(10)? };
        }
        Some(Quantity(sign * value))
    }
}

impl fmt::Display for Quantity {
    /// Writes whole bytes with the largest binary suffix that divides them.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let bytes = self.0 / Self::UNIT;
        let fits = |(_, factor): &&(&str, i128)| bytes != 0 && bytes % factor == 0;
        match BINARY.iter().rev().find(fits) {
            Some((suffix, factor)) => write!(f, "{}{suffix}", bytes / factor),
            None => write!(f, "{bytes}"),
        }
    }
}

const BINARY: [(&str, i128); 6] =
    [("Ki", 1 << 10), ("Mi", 1 << 20), ("Gi", 1 << 30), ("Ti", 1 << 40), ("Pi", 1 << 50), ("Ei", 1 << 60)];
const DECIMAL: [(&str, i32); 10] =
    [("n", -9), ("u", -6), ("m", -3), ("", 0), ("k", 3), ("M", 6), ("G", 9), ("T", 12), ("P", 15), ("E", 18)];

/// What the suffix of a quantity multiplies it with.
struct Multiple {
    factor: i128,
    /// Of ten.
    exponent: i32,
}

impl Multiple {
    fn of(suffix: &str) -> Option<Self> {
        if let Some((_, factor)) = BINARY.iter().find(|(name, _)| *name == suffix) {
            return Some(Multiple { factor: *factor, exponent: 0 });
        }
        if let Some((_, exponent)) = DECIMAL.iter().find(|(name, _)| *name == suffix) {
            return Some(Multiple { factor: 1, exponent: *exponent });
        }
        let exponent: i32 = suffix.strip_prefix(['e', 'E'])?.parse().ok()?;
        (exponent.abs() <= 30).then_some(Multiple { factor: 1, exponent })
    }
}

/// What the plugin of a provider can snapshot: volumes of a CSI driver, and of an older type.
struct Plugin {
    provider: &'static str,
    driver: &'static str,
    /// What the handle of a CSI volume contains.
    handle: &'static str,
    volume_type: VolumeType,
}

/// The plugins of Velero. Those of the vectors are stand-ins with the same answers.
const PLUGINS: [Plugin; 3] = [
    Plugin { provider: "aws", driver: "ebs.csi.aws.com", handle: "vol-", volume_type: VolumeType::AWS },
    Plugin { provider: "azure", driver: "disk.csi.azure.com", handle: "", volume_type: VolumeType::AZURE },
    Plugin { provider: "gcp", driver: "pd.csi.storage.gke.io", handle: "", volume_type: VolumeType::GCP },
];

/// What the plugins can do with a volume.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Plugins {
    /// A bit for each plugin that can snapshot it.
    can_snapshot: u8,
    /// A bit for each plugin that fails: it is a disk without an ID.
    fail: u8,
}

/// What a plugin does with a volume.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum PluginAnswer {
    Snapshot,
    /// It does not know the volume.
    Unknown,
    Fails,
}

impl Plugins {
    /// Returns them for a volume of a type. A CSI volume has a driver, and the ID is its handle.
    pub(crate) fn of(volume_type: Option<VolumeType>, driver: Option<&str>, id: Option<&str>) -> Self {
        let mut plugins = Plugins::default();
        for (plugin, bit) in PLUGINS.iter().zip(0..) {
            let (is_its, is_known) = match volume_type {
                Some(VolumeType::CSI) => {
                    (driver == Some(plugin.driver), id.is_some_and(|handle| handle.contains(plugin.handle)))
                }
                other => (other == Some(plugin.volume_type), id.is_some()),
            };
            plugins.can_snapshot |= u8::from(is_its && is_known) << bit;
            plugins.fail |= u8::from(is_its && !is_known && volume_type != Some(VolumeType::CSI)) << bit;
        }
        plugins
    }

    /// Returns what the plugin of a provider does. One that is not known is taken to snapshot every volume.
    pub(crate) fn ask(self, provider: &str) -> PluginAnswer {
        let name = provider.strip_prefix("velero.io/").unwrap_or(provider);
        let Some(bit) = PLUGINS.iter().position(|plugin| plugin.provider == name) else {
            return PluginAnswer::Snapshot;
        };
        match (self.can_snapshot >> bit & 1, self.fail >> bit & 1) {
            (1, _) => PluginAnswer::Snapshot,
            (_, 1) => PluginAnswer::Fails,
            _ => PluginAnswer::Unknown,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quantity_is_read_as_kubernetes_reads_it() {
        let bytes = |text| Quantity::parse(text).map(|quantity| quantity.0 / Quantity::UNIT);
        for (text, expected) in [
            ("10Gi", Some(10 << 30)),
            ("1.5Gi", Some(3 << 29)),
            ("1G", Some(1_000_000_000)),
            ("1e3", Some(1000)),
            ("1E3", Some(1000)),
            ("1E", Some(1_000_000_000_000_000_000)),
            ("2000m", Some(2)),
            (".5k", Some(500)),
            ("5.", Some(5)),
            ("+7", Some(7)),
            ("-1Ki", Some(-1024)),
            ("0", Some(0)),
            ("", None),
            ("Gi", None),
            ("1GB", None),
            ("1.2.3", None),
            ("1 Gi", None),
            ("1e", None),
        ] {
            assert_eq!(bytes(text), expected, "{text}");
        }
    }

    #[test]
    fn a_quantity_is_written_with_a_suffix() {
        let written = |text| Quantity::parse(text).map(|quantity| quantity.to_string());
        for (text, expected) in
            [("10Gi", "10Gi"), ("1536Mi", "1536Mi"), ("1024Gi", "1Ti"), ("1000", "1000"), ("0", "0")]
        {
            assert_eq!(written(text).as_deref(), Some(expected), "{text}");
        }
    }

    #[test]
    fn each_provider_snapshots_its_own_volumes() {
        let csi = |driver, handle| Plugins::of(Some(VolumeType::CSI), Some(driver), Some(handle));
        use PluginAnswer::{Fails, Snapshot, Unknown};
        assert_eq!(csi("ebs.csi.aws.com", "vol-1").ask("aws"), Snapshot);
        assert_eq!(Plugins::of(Some(VolumeType::AWS), None, Some("vol-1")).ask("velero.io/aws"), Snapshot);
        assert_eq!(Plugins::of(Some(VolumeType::AWS), None, None).ask("aws"), Fails);
        assert_eq!(csi("ebs.csi.aws.com", "1").ask("aws"), Unknown);
        assert_eq!(csi("efs.csi.aws.com", "vol-1").ask("aws"), Unknown);
        assert_eq!(Plugins::of(Some(VolumeType::AWS), None, Some("vol-1")).ask("gcp"), Unknown);
        assert_eq!(Plugins::of(Some(VolumeType::NFS), None, None).ask("example.com/own"), Snapshot);
    }
}
