// Code generated from wit/ by `cargo xtask bindings`; DO NOT EDIT.

package backuptarget

import (
	"errors"
)

// Spec is what to back up.
//
// A field that is nil is the same as a missing key. An empty list is written as one, and Velero reads it like a
// missing key. Values are not normalized: text stays as it is.
type Spec struct {
	// Namespaces to include. nil means all.
	IncludeNamespaces []string `json:"include_namespaces,omitzero"`

	// Resources to include, with their group, such as `deployments.apps`. nil means all.
	IncludeResources []string `json:"include_resources,omitzero"`

	// Namespaces to exclude.
	ExcludeNamespaces []string `json:"exclude_namespaces,omitzero"`

	// Resources to exclude, with their group.
	ExcludeResources []string `json:"exclude_resources,omitzero"`

	// Whether to include cluster-scoped objects. If it is nil, Velero decides.
	IncludeClusterResources *bool `json:"include_cluster_resources,omitzero"`

	// Labels that an object must have: keys and values, in the order of the document. If a key is repeated, the last value
	// is used, at the position of the first one.
	LabelSelector OrderedMap `json:"label_selector,omitzero"`

	// When a backup expires, as a duration such as `24h`.
	TTL *string `json:"ttl,omitzero"`
}

func (v *Spec) write(w *writer) {
	w.raw(`{"include_namespaces":`)
	writeOptionalList(v.IncludeNamespaces, w, writeText)
	w.raw(`,"include_resources":`)
	writeOptionalList(v.IncludeResources, w, writeText)
	w.raw(`,"exclude_namespaces":`)
	writeOptionalList(v.ExcludeNamespaces, w, writeText)
	w.raw(`,"exclude_resources":`)
	writeOptionalList(v.ExcludeResources, w, writeText)
	w.raw(`,"include_cluster_resources":`)
	writeOption(v.IncludeClusterResources, w, writeBool)
	w.raw(`,"label_selector":`)
	w.optionalMap(v.LabelSelector)
	w.raw(`,"ttl":`)
	writeOption(v.TTL, w, writeText)
	w.raw(`}`)
}

func (v *Spec) read(r *reader) {
	for key := r.open(); key != ""; key = r.next() {
		switch key {
		case "include_namespaces":
			readList(&v.IncludeNamespaces, r, readText)
		case "include_resources":
			readList(&v.IncludeResources, r, readText)
		case "exclude_namespaces":
			readList(&v.ExcludeNamespaces, r, readText)
		case "exclude_resources":
			readList(&v.ExcludeResources, r, readText)
		case "include_cluster_resources":
			readOption(&v.IncludeClusterResources, r, readBool)
		case "label_selector":
			readMap(&v.LabelSelector, r)
		case "ttl":
			readOption(&v.TTL, r, readText)
		default:
			r.skip()
		}
	}
}

// Target is an entry of `backup_targets`: an application, one of its relations, and what to back up.
type Target struct {
	// Name of the application that asks for the backup.
	App string `json:"app"`

	// Name of the relation in the application's metadata. Lookups call it the endpoint.
	RelationName string `json:"relation_name"`

	// Name of the application's model.
	Model string `json:"model"`

	// What to back up.
	Spec Spec `json:"spec"`
}

func (v *Target) write(w *writer) {
	w.raw(`{"app":`)
	w.text(v.App)
	w.raw(`,"relation_name":`)
	w.text(v.RelationName)
	w.raw(`,"model":`)
	w.text(v.Model)
	w.raw(`,"spec":`)
	v.Spec.write(w)
	w.raw(`}`)
}

func (v *Target) read(r *reader) {
	for key := r.open(); key != ""; key = r.next() {
		switch key {
		case "app":
			readText(&v.App, r)
		case "relation_name":
			readText(&v.RelationName, r)
		case "model":
			readText(&v.Model, r)
		case "spec":
			v.Spec.read(r)
		default:
			r.skip()
		}
	}
}

// ScheduleConfig is when to back up a spec, and the settings of its Velero Schedule.
type ScheduleConfig struct {
	// A cron expression. If it is nil, backups are created on request.
	Schedule *string `json:"schedule,omitzero"`

	// Whether the schedule is paused.
	Paused bool `json:"paused"`

	// Whether a run that is already due is skipped, such as one that was missed while the schedule was paused.
	SkipImmediately bool `json:"skip_immediately"`

	// Whether the schedule owns its backups. They are then deleted with the schedule.
	UseOwnerReferencesInBackup bool `json:"use_owner_references_in_backup"`
}

func (v *ScheduleConfig) write(w *writer) {
	w.raw(`{"schedule":`)
	writeOption(v.Schedule, w, writeText)
	w.raw(`,"paused":`)
	w.bool(v.Paused)
	w.raw(`,"skip_immediately":`)
	w.bool(v.SkipImmediately)
	w.raw(`,"use_owner_references_in_backup":`)
	w.bool(v.UseOwnerReferencesInBackup)
	w.raw(`}`)
}

func (v *ScheduleConfig) read(r *reader) {
	for key := r.open(); key != ""; key = r.next() {
		switch key {
		case "schedule":
			readOption(&v.Schedule, r, readText)
		case "paused":
			readBool(&v.Paused, r)
		case "skip_immediately":
			readBool(&v.SkipImmediately, r)
		case "use_owner_references_in_backup":
			readBool(&v.UseOwnerReferencesInBackup, r)
		default:
			r.skip()
		}
	}
}

// LabelRequirement is a requirement of a label selector.
type LabelRequirement struct {
	// The key of the label.
	Key string `json:"key"`

	// `In`, `NotIn`, `Exists` or `DoesNotExist`. Kubernetes refuses any other.
	Operator string `json:"operator"`

	// The values of `In` and `NotIn`.
	Values []string `json:"values"`
}

func (v *LabelRequirement) write(w *writer) {
	w.raw(`{"key":`)
	w.text(v.Key)
	w.raw(`,"operator":`)
	w.text(v.Operator)
	w.raw(`,"values":`)
	writeList(v.Values, w, writeText)
	w.raw(`}`)
}

// MarshalJSON returns the JSON of the contract: a list that is nil and not optional is empty.
func (v LabelRequirement) MarshalJSON() ([]byte, error) {
	return encoded(&v)
}

func (v *LabelRequirement) read(r *reader) {
	for key := r.open(); key != ""; key = r.next() {
		switch key {
		case "key":
			readText(&v.Key, r)
		case "operator":
			readText(&v.Operator, r)
		case "values":
			readList(&v.Values, r, readText)
		default:
			r.skip()
		}
	}
}

// Selector is a label selector of Kubernetes. All labels and all requirements must match.
type Selector struct {
	// Labels that an object must have: keys and values.
	MatchLabels OrderedMap `json:"match_labels"`

	// Further requirements.
	MatchExpressions []LabelRequirement `json:"match_expressions"`
}

func (v *Selector) write(w *writer) {
	w.raw(`{"match_labels":`)
	w.orderedMap(v.MatchLabels)
	w.raw(`,"match_expressions":`)
	writeList(v.MatchExpressions, w, (*LabelRequirement).write)
	w.raw(`}`)
}

// MarshalJSON returns the JSON of the contract: a list that is nil and not optional is empty.
func (v Selector) MarshalJSON() ([]byte, error) {
	return encoded(&v)
}

func (v *Selector) read(r *reader) {
	for key := r.open(); key != ""; key = r.next() {
		switch key {
		case "match_labels":
			readMap(&v.MatchLabels, r)
		case "match_expressions":
			readList(&v.MatchExpressions, r, (*LabelRequirement).read)
		default:
			r.skip()
		}
	}
}

// Filters contains the fields of a BackupSpec of Velero that decide which objects are saved. An empty list is the same
// as nil.
type Filters struct {
	// `includedNamespaces`
	IncludedNamespaces []string `json:"included_namespaces,omitzero"`

	// `excludedNamespaces`
	ExcludedNamespaces []string `json:"excluded_namespaces,omitzero"`

	// `includedResources`
	IncludedResources []string `json:"included_resources,omitzero"`

	// `excludedResources`
	ExcludedResources []string `json:"excluded_resources,omitzero"`

	// `includeClusterResources`. If it is nil, Velero decides.
	IncludeClusterResources *bool `json:"include_cluster_resources,omitzero"`

	// `includedClusterScopedResources`
	IncludedClusterScopedResources []string `json:"included_cluster_scoped_resources,omitzero"`

	// `excludedClusterScopedResources`
	ExcludedClusterScopedResources []string `json:"excluded_cluster_scoped_resources,omitzero"`

	// `includedNamespaceScopedResources`
	IncludedNamespaceScopedResources []string `json:"included_namespace_scoped_resources,omitzero"`

	// `excludedNamespaceScopedResources`
	ExcludedNamespaceScopedResources []string `json:"excluded_namespace_scoped_resources,omitzero"`

	// `labelSelector`
	LabelSelector *Selector `json:"label_selector,omitzero"`

	// `orLabelSelectors`: one of them must match.
	OrLabelSelectors []Selector `json:"or_label_selectors,omitzero"`

	// `volumeGroupSnapshotLabelKey`. If it is nil or empty, the default of Velero's server.
	VolumeGroupSnapshotLabelKey *string `json:"volume_group_snapshot_label_key,omitzero"`
}

func (v *Filters) write(w *writer) {
	w.raw(`{"included_namespaces":`)
	writeOptionalList(v.IncludedNamespaces, w, writeText)
	w.raw(`,"excluded_namespaces":`)
	writeOptionalList(v.ExcludedNamespaces, w, writeText)
	w.raw(`,"included_resources":`)
	writeOptionalList(v.IncludedResources, w, writeText)
	w.raw(`,"excluded_resources":`)
	writeOptionalList(v.ExcludedResources, w, writeText)
	w.raw(`,"include_cluster_resources":`)
	writeOption(v.IncludeClusterResources, w, writeBool)
	w.raw(`,"included_cluster_scoped_resources":`)
	writeOptionalList(v.IncludedClusterScopedResources, w, writeText)
	w.raw(`,"excluded_cluster_scoped_resources":`)
	writeOptionalList(v.ExcludedClusterScopedResources, w, writeText)
	w.raw(`,"included_namespace_scoped_resources":`)
	writeOptionalList(v.IncludedNamespaceScopedResources, w, writeText)
	w.raw(`,"excluded_namespace_scoped_resources":`)
	writeOptionalList(v.ExcludedNamespaceScopedResources, w, writeText)
	w.raw(`,"label_selector":`)
	writeOption(v.LabelSelector, w, (*Selector).write)
	w.raw(`,"or_label_selectors":`)
	writeOptionalList(v.OrLabelSelectors, w, (*Selector).write)
	w.raw(`,"volume_group_snapshot_label_key":`)
	writeOption(v.VolumeGroupSnapshotLabelKey, w, writeText)
	w.raw(`}`)
}

func (v *Filters) read(r *reader) {
	for key := r.open(); key != ""; key = r.next() {
		switch key {
		case "included_namespaces":
			readList(&v.IncludedNamespaces, r, readText)
		case "excluded_namespaces":
			readList(&v.ExcludedNamespaces, r, readText)
		case "included_resources":
			readList(&v.IncludedResources, r, readText)
		case "excluded_resources":
			readList(&v.ExcludedResources, r, readText)
		case "include_cluster_resources":
			readOption(&v.IncludeClusterResources, r, readBool)
		case "included_cluster_scoped_resources":
			readList(&v.IncludedClusterScopedResources, r, readText)
		case "excluded_cluster_scoped_resources":
			readList(&v.ExcludedClusterScopedResources, r, readText)
		case "included_namespace_scoped_resources":
			readList(&v.IncludedNamespaceScopedResources, r, readText)
		case "excluded_namespace_scoped_resources":
			readList(&v.ExcludedNamespaceScopedResources, r, readText)
		case "label_selector":
			readOption(&v.LabelSelector, r, (*Selector).read)
		case "or_label_selectors":
			readList(&v.OrLabelSelectors, r, (*Selector).read)
		case "volume_group_snapshot_label_key":
			readOption(&v.VolumeGroupSnapshotLabelKey, r, readText)
		default:
			r.skip()
		}
	}
}

// HookSelector is the label selector of a hook.
type HookSelector struct {
	// The index of the hook in `hooks.resources`.
	Hook uint32 `json:"hook"`

	// Which pods the hook is for.
	Selector Selector `json:"selector"`
}

func (v *HookSelector) write(w *writer) {
	w.raw(`{"hook":`)
	w.uint32(v.Hook)
	w.raw(`,"selector":`)
	v.Selector.write(w)
	w.raw(`}`)
}

func (v *HookSelector) read(r *reader) {
	for key := r.open(); key != ""; key = r.next() {
		switch key {
		case "hook":
			readUint32(&v.Hook, r)
		case "selector":
			v.Selector.read(r)
		default:
			r.skip()
		}
	}
}

// VolumeFields contains the fields of a BackupSpec of Velero that decide how the contents of volumes are saved. nil is
// the default of the server.
type VolumeFields struct {
	// `snapshotVolumes`. nil is true.
	SnapshotVolumes *bool `json:"snapshot_volumes,omitzero"`

	// `snapshotMoveData`
	SnapshotMoveData *bool `json:"snapshot_move_data,omitzero"`

	// Datamover. nil, the empty text and `velero` are Velero's own.
	Datamover *string `json:"datamover,omitzero"`

	// `defaultVolumesToFsBackup`
	DefaultVolumesToFSBackup *bool `json:"default_volumes_to_fs_backup,omitzero"`

	// `defaultVolumesToRestic`. Velero only reads `true`.
	DefaultVolumesToRestic *bool `json:"default_volumes_to_restic,omitzero"`

	// `volumeSnapshotLocations`
	VolumeSnapshotLocations []string `json:"volume_snapshot_locations"`

	// The annotations of the Backup that choose classes for snapshots of a CSI driver.
	Annotations OrderedMap `json:"annotations"`
}

func (v *VolumeFields) write(w *writer) {
	w.raw(`{"snapshot_volumes":`)
	writeOption(v.SnapshotVolumes, w, writeBool)
	w.raw(`,"snapshot_move_data":`)
	writeOption(v.SnapshotMoveData, w, writeBool)
	w.raw(`,"datamover":`)
	writeOption(v.Datamover, w, writeText)
	w.raw(`,"default_volumes_to_fs_backup":`)
	writeOption(v.DefaultVolumesToFSBackup, w, writeBool)
	w.raw(`,"default_volumes_to_restic":`)
	writeOption(v.DefaultVolumesToRestic, w, writeBool)
	w.raw(`,"volume_snapshot_locations":`)
	writeList(v.VolumeSnapshotLocations, w, writeText)
	w.raw(`,"annotations":`)
	w.orderedMap(v.Annotations)
	w.raw(`}`)
}

// MarshalJSON returns the JSON of the contract: a list that is nil and not optional is empty.
func (v VolumeFields) MarshalJSON() ([]byte, error) {
	return encoded(&v)
}

func (v *VolumeFields) read(r *reader) {
	for key := r.open(); key != ""; key = r.next() {
		switch key {
		case "snapshot_volumes":
			readOption(&v.SnapshotVolumes, r, readBool)
		case "snapshot_move_data":
			readOption(&v.SnapshotMoveData, r, readBool)
		case "datamover":
			readOption(&v.Datamover, r, readText)
		case "default_volumes_to_fs_backup":
			readOption(&v.DefaultVolumesToFSBackup, r, readBool)
		case "default_volumes_to_restic":
			readOption(&v.DefaultVolumesToRestic, r, readBool)
		case "volume_snapshot_locations":
			readList(&v.VolumeSnapshotLocations, r, readText)
		case "annotations":
			readMap(&v.Annotations, r)
		default:
			r.skip()
		}
	}
}

// SnapshotLocation is a VolumeSnapshotLocation of Velero.
type SnapshotLocation struct {
	// Its name.
	Name string `json:"name"`

	// The provider, such as `aws` or `velero.io/gcp`.
	Provider string `json:"provider"`
}

func (v *SnapshotLocation) write(w *writer) {
	w.raw(`{"name":`)
	w.text(v.Name)
	w.raw(`,"provider":`)
	w.text(v.Provider)
	w.raw(`}`)
}

func (v *SnapshotLocation) read(r *reader) {
	for key := r.open(); key != ""; key = r.next() {
		switch key {
		case "name":
			readText(&v.Name, r)
		case "provider":
			readText(&v.Provider, r)
		default:
			r.skip()
		}
	}
}

// PolicyMap is a ConfigMap with a resource policy of Velero.
type PolicyMap struct {
	// Its namespace. nil is any.
	Namespace *string `json:"namespace,omitzero"`

	// Its name. nil is any.
	Name *string `json:"name,omitzero"`

	// Its data: keys and values. Velero reads a policy from the value of the only key.
	Data OrderedMap `json:"data"`
}

func (v *PolicyMap) write(w *writer) {
	w.raw(`{"namespace":`)
	writeOption(v.Namespace, w, writeText)
	w.raw(`,"name":`)
	writeOption(v.Name, w, writeText)
	w.raw(`,"data":`)
	w.orderedMap(v.Data)
	w.raw(`}`)
}

func (v *PolicyMap) read(r *reader) {
	for key := r.open(); key != ""; key = r.next() {
		switch key {
		case "namespace":
			readOption(&v.Namespace, r, readText)
		case "name":
			readOption(&v.Name, r, readText)
		case "data":
			readMap(&v.Data, r)
		default:
			r.skip()
		}
	}
}

// ServerSettings contains the settings of Velero's server and of its cluster, as far as they decide how the contents
// of volumes are saved. nil is not known: what the inventory shows, or else the default of the server, is assumed.
type ServerSettings struct {
	// Whether volumes are saved by file-system backup unless a Backup says otherwise. The default is false.
	DefaultVolumesToFSBackup *bool `json:"default_volumes_to_fs_backup,omitzero"`

	// Whether the data of CSI snapshots is moved unless a Backup says otherwise. The default is false.
	DefaultSnapshotMoveData *bool `json:"default_snapshot_move_data,omitzero"`

	// Whether the feature EnableCSI is on. The default is false.
	EnableCSI *bool `json:"enable_csi,omitzero"`

	// The VolumeSnapshotLocations. By default, those that a Backup names exist, and there are no others.
	SnapshotLocations []SnapshotLocation `json:"snapshot_locations,omitzero"`

	// The default location of providers with several: the provider and the name.
	DefaultSnapshotLocations OrderedMap `json:"default_snapshot_locations"`

	// The names of the BackupStorageLocations. By default, those that a Backup names exist.
	StorageLocations []string `json:"storage_locations,omitzero"`

	// The nodes with their operating systems. By default, the nodes of pods exist, with Linux.
	Nodes OrderedMap `json:"nodes,omitzero"`

	// The nodes with a running pod of Velero's node agent. By default, all nodes.
	Agents []string `json:"agents,omitzero"`

	// The CSI driver with a VolumeGroupSnapshotClass that Velero chooses, besides those of the inventory.
	GroupSnapshotDriver *string `json:"group_snapshot_driver,omitzero"`

	// Whether CSI snapshots never get a handle.
	SnapshotsWithoutHandles bool `json:"snapshots_without_handles"`

	// Resource policies, besides those of the inventory.
	Policies []PolicyMap `json:"policies"`

	// The resource policy of the server, for all backups.
	GlobalPolicy *PolicyMap `json:"global_policy,omitzero"`
}

func (v *ServerSettings) write(w *writer) {
	w.raw(`{"default_volumes_to_fs_backup":`)
	writeOption(v.DefaultVolumesToFSBackup, w, writeBool)
	w.raw(`,"default_snapshot_move_data":`)
	writeOption(v.DefaultSnapshotMoveData, w, writeBool)
	w.raw(`,"enable_csi":`)
	writeOption(v.EnableCSI, w, writeBool)
	w.raw(`,"snapshot_locations":`)
	writeOptionalList(v.SnapshotLocations, w, (*SnapshotLocation).write)
	w.raw(`,"default_snapshot_locations":`)
	w.orderedMap(v.DefaultSnapshotLocations)
	w.raw(`,"storage_locations":`)
	writeOptionalList(v.StorageLocations, w, writeText)
	w.raw(`,"nodes":`)
	w.optionalMap(v.Nodes)
	w.raw(`,"agents":`)
	writeOptionalList(v.Agents, w, writeText)
	w.raw(`,"group_snapshot_driver":`)
	writeOption(v.GroupSnapshotDriver, w, writeText)
	w.raw(`,"snapshots_without_handles":`)
	w.bool(v.SnapshotsWithoutHandles)
	w.raw(`,"policies":`)
	writeList(v.Policies, w, (*PolicyMap).write)
	w.raw(`,"global_policy":`)
	writeOption(v.GlobalPolicy, w, (*PolicyMap).write)
	w.raw(`}`)
}

// MarshalJSON returns the JSON of the contract: a list that is nil and not optional is empty.
func (v ServerSettings) MarshalJSON() ([]byte, error) {
	return encoded(&v)
}

func (v *ServerSettings) read(r *reader) {
	for key := r.open(); key != ""; key = r.next() {
		switch key {
		case "default_volumes_to_fs_backup":
			readOption(&v.DefaultVolumesToFSBackup, r, readBool)
		case "default_snapshot_move_data":
			readOption(&v.DefaultSnapshotMoveData, r, readBool)
		case "enable_csi":
			readOption(&v.EnableCSI, r, readBool)
		case "snapshot_locations":
			readList(&v.SnapshotLocations, r, (*SnapshotLocation).read)
		case "default_snapshot_locations":
			readMap(&v.DefaultSnapshotLocations, r)
		case "storage_locations":
			readList(&v.StorageLocations, r, readText)
		case "nodes":
			readMap(&v.Nodes, r)
		case "agents":
			readList(&v.Agents, r, readText)
		case "group_snapshot_driver":
			readOption(&v.GroupSnapshotDriver, r, readText)
		case "snapshots_without_handles":
			readBool(&v.SnapshotsWithoutHandles, r)
		case "policies":
			readList(&v.Policies, r, (*PolicyMap).read)
		case "global_policy":
			readOption(&v.GlobalPolicy, r, (*PolicyMap).read)
		default:
			r.skip()
		}
	}
}

// BackupKind is how a Backup or a Schedule is written. It decides the pointers of diagnostics about it.
type BackupKind string

// The values of BackupKind.
const (
	// A Backup. It runs once. Its filters are in `/spec`.
	BackupKindBackup BackupKind = "backup"

	// A Schedule. It makes Backups. Their filters are in `/spec/template`.
	BackupKindSchedule BackupKind = "schedule"

	// A Schedule in the values of Velero's Helm chart. Its filters are in `/template`.
	BackupKindHelmSchedule BackupKind = "helm-schedule"
)

// Backup is a Backup, or a Schedule and its next backup.
type Backup struct {
	// How it is written.
	Kind BackupKind `json:"kind"`

	// The name. nil if Kubernetes generates it.
	Name *string `json:"name,omitzero"`

	// The namespace, in which Velero runs. nil if the document does not have it.
	Namespace *string `json:"namespace,omitzero"`

	// Which objects are saved.
	Filters Filters `json:"filters"`

	// When the backup expires, as a duration such as `24h`. nil is Velero's default of 720 hours.
	TTL *string `json:"ttl,omitzero"`

	// When a Schedule runs, with a cron expression. nil for a Backup.
	Schedule *ScheduleConfig `json:"schedule,omitzero"`

	// The name of the ConfigMap with the resource policy.
	ResourcePolicy *string `json:"resource_policy,omitzero"`

	// How the contents of volumes are saved. nil is the same as no field.
	Volumes *VolumeFields `json:"volumes,omitzero"`

	// The name of the BackupStorageLocation. nil is the default one.
	StorageLocation *string `json:"storage_location,omitzero"`

	// The label selectors of its hooks. A backup fails if Kubernetes refuses one.
	HookSelectors []HookSelector `json:"hook_selectors"`

	// The phase, if a cluster has it: `Completed`, `Failed`, `Enabled`.
	Phase *string `json:"phase,omitzero"`

	// When the Backup expires, if a cluster has it: RFC 3339.
	Expiration *string `json:"expiration,omitzero"`
}

func (v *Backup) write(w *writer) {
	w.raw(`{"kind":`)
	w.text(string(v.Kind))
	w.raw(`,"name":`)
	writeOption(v.Name, w, writeText)
	w.raw(`,"namespace":`)
	writeOption(v.Namespace, w, writeText)
	w.raw(`,"filters":`)
	v.Filters.write(w)
	w.raw(`,"ttl":`)
	writeOption(v.TTL, w, writeText)
	w.raw(`,"schedule":`)
	writeOption(v.Schedule, w, (*ScheduleConfig).write)
	w.raw(`,"resource_policy":`)
	writeOption(v.ResourcePolicy, w, writeText)
	w.raw(`,"volumes":`)
	writeOption(v.Volumes, w, (*VolumeFields).write)
	w.raw(`,"storage_location":`)
	writeOption(v.StorageLocation, w, writeText)
	w.raw(`,"hook_selectors":`)
	writeList(v.HookSelectors, w, (*HookSelector).write)
	w.raw(`,"phase":`)
	writeOption(v.Phase, w, writeText)
	w.raw(`,"expiration":`)
	writeOption(v.Expiration, w, writeText)
	w.raw(`}`)
}

// MarshalJSON returns the JSON of the contract: a list that is nil and not optional is empty.
func (v Backup) MarshalJSON() ([]byte, error) {
	return encoded(&v)
}

func (v *Backup) read(r *reader) {
	for key := r.open(); key != ""; key = r.next() {
		switch key {
		case "kind":
			readWord[BackupKind](&v.Kind, r)
		case "name":
			readOption(&v.Name, r, readText)
		case "namespace":
			readOption(&v.Namespace, r, readText)
		case "filters":
			v.Filters.read(r)
		case "ttl":
			readOption(&v.TTL, r, readText)
		case "schedule":
			readOption(&v.Schedule, r, (*ScheduleConfig).read)
		case "resource_policy":
			readOption(&v.ResourcePolicy, r, readText)
		case "volumes":
			readOption(&v.Volumes, r, (*VolumeFields).read)
		case "storage_location":
			readOption(&v.StorageLocation, r, readText)
		case "hook_selectors":
			readList(&v.HookSelectors, r, (*HookSelector).read)
		case "phase":
			readOption(&v.Phase, r, readText)
		case "expiration":
			readOption(&v.Expiration, r, readText)
		default:
			r.skip()
		}
	}
}

// Source is what chooses the objects of a backup.
//
//   - [Spec]: A spec of the interface.
//   - [Backup]: A Backup, or the next backup of a Schedule.
//   - [Target]: Its Spec.
type Source interface {
	writeSource(w *writer)
}

func (v Spec) writeSource(w *writer) {
	w.raw(`{"spec":`)
	v.write(w)
	w.raw(`}`)
}

func (v Backup) writeSource(w *writer) {
	w.raw(`{"backup":`)
	v.write(w)
	w.raw(`}`)
}

func (v Target) writeSource(w *writer) {
	w.raw(`{"spec":`)
	v.Spec.write(w)
	w.raw(`}`)
}

// Relation is a relation, and an application's databag in it.
type Relation struct {
	// Juju's id of the relation.
	ID uint32 `json:"id"`

	// The databag of the provider's application, both for publishing and for reading. [Plan] takes the integrator's own
	// databag.
	Databag OrderedMap `json:"databag"`
}

func (v *Relation) write(w *writer) {
	w.raw(`{"id":`)
	w.uint32(v.ID)
	w.raw(`,"databag":`)
	w.orderedMap(v.Databag)
	w.raw(`}`)
}

// Severity is the severity of a diagnostic.
type Severity string

// The values of Severity.
const (
	// The interface, Velero, Kubernetes or Juju refuses it.
	SeverityError Severity = "error"

	// It has no effect, or is probably a mistake.
	SeverityWarning Severity = "warning"

	// It can be better.
	SeverityAdvice Severity = "advice"
)

// Position is a position in a checked text. Offsets are from 0. Lines and columns are from 1.
type Position struct {
	// Number of bytes before the position, in UTF-8.
	UTF8Offset uint32 `json:"utf8_offset"`

	// Number of code units before the position, in UTF-16. Browsers and editors use these.
	UTF16Offset uint32 `json:"utf16_offset"`

	// The line, from 1.
	Line uint32 `json:"line"`

	// The column, in characters, from 1.
	Column uint32 `json:"column"`
}

func (v *Position) read(r *reader) {
	for key := r.open(); key != ""; key = r.next() {
		switch key {
		case "utf8_offset":
			readUint32(&v.UTF8Offset, r)
		case "utf16_offset":
			readUint32(&v.UTF16Offset, r)
		case "line":
			readUint32(&v.Line, r)
		case "column":
			readUint32(&v.Column, r)
		default:
			r.skip()
		}
	}
}

// Span is a part of a checked text.
type Span struct {
	// The position of the first character.
	Start Position `json:"start"`

	// The position after the last character.
	End Position `json:"end"`
}

func (v *Span) read(r *reader) {
	for key := r.open(); key != ""; key = r.next() {
		switch key {
		case "start":
			v.Start.read(r)
		case "end":
			v.End.read(r)
		default:
			r.skip()
		}
	}
}

// Edit is a replacement in a text.
type Edit struct {
	// The part to replace. It is empty for an insertion.
	Span Span `json:"span"`

	// The new text. It is empty for a removal.
	Text string `json:"text"`
}

func (v *Edit) read(r *reader) {
	for key := r.open(); key != ""; key = r.next() {
		switch key {
		case "span":
			v.Span.read(r)
		case "text":
			readText(&v.Text, r)
		default:
			r.skip()
		}
	}
}

// Fix is a change that resolves a diagnostic.
type Fix struct {
	// A short description of the change.
	Title string `json:"title"`

	// The edits of the change. They do not overlap.
	Edits []Edit `json:"edits"`

	// Whether the author certainly meant it, so that a program can apply it.
	Certain bool `json:"certain"`

	// What it adds to the backup, or removes from it. nil if the same objects are saved. Velero saves nothing of a spec
	// that it refuses: for a change of such a spec, the effect compares with what the other entries select.
	Effect *string `json:"effect,omitzero"`
}

func (v *Fix) read(r *reader) {
	for key := r.open(); key != ""; key = r.next() {
		switch key {
		case "title":
			readText(&v.Title, r)
		case "edits":
			readList(&v.Edits, r, (*Edit).read)
		case "certain":
			readBool(&v.Certain, r)
		case "effect":
			readOption(&v.Effect, r, readText)
		default:
			r.skip()
		}
	}
}

// RelatedPlace is another position that is related to a diagnostic.
type RelatedPlace struct {
	// What is there: one line, lower case, no final period.
	Message string `json:"message"`

	// The index of the checked thing, if several are checked at once.
	Subject *uint32 `json:"subject,omitzero"`

	// RFC 6901 JSON pointer into the subject.
	Pointer string `json:"pointer"`

	// Where it is in the text. Only set if a text was checked.
	Span *Span `json:"span,omitzero"`
}

func (v *RelatedPlace) read(r *reader) {
	for key := r.open(); key != ""; key = r.next() {
		switch key {
		case "message":
			readText(&v.Message, r)
		case "subject":
			readOption(&v.Subject, r, readUint32)
		case "pointer":
			readText(&v.Pointer, r)
		case "span":
			readOption(&v.Span, r, (*Span).read)
		default:
			r.skip()
		}
	}
}

// Diagnostic is a problem, or an advice.
type Diagnostic struct {
	// The code of the rule: a stable name in kebab case.
	Code string `json:"code"`

	// The severity.
	Severity Severity `json:"severity"`

	// What is wrong: one line, lower case, no final period, the user's text in backticks.
	Message string `json:"message"`

	// How to correct it.
	Help *string `json:"help,omitzero"`

	// The index of the checked thing, if several are checked at once: the YAML document, the relation or the target.
	Subject *uint32 `json:"subject,omitzero"`

	// RFC 6901 JSON pointer into the subject. An empty pointer is the whole subject.
	Pointer string `json:"pointer"`

	// Where it is in the text. Only set if a text was checked.
	Span *Span `json:"span,omitzero"`

	// Changes that resolve it. Empty if no text was checked.
	Fixes []Fix `json:"fixes"`

	// Related positions, such as the first of two equal keys.
	Related []RelatedPlace `json:"related"`
}

func (v *Diagnostic) read(r *reader) {
	for key := r.open(); key != ""; key = r.next() {
		switch key {
		case "code":
			readText(&v.Code, r)
		case "severity":
			readWord[Severity](&v.Severity, r)
		case "message":
			readText(&v.Message, r)
		case "help":
			readOption(&v.Help, r, readText)
		case "subject":
			readOption(&v.Subject, r, readUint32)
		case "pointer":
			readText(&v.Pointer, r)
		case "span":
			readOption(&v.Span, r, (*Span).read)
		case "fixes":
			readList(&v.Fixes, r, (*Fix).read)
		case "related":
			readList(&v.Related, r, (*RelatedPlace).read)
		default:
			r.skip()
		}
	}
}

// APIResource is a kind of object that a cluster serves.
type APIResource struct {
	// The API group, such as `apps`. It is empty for the core group.
	Group string `json:"group"`

	// The plural name, in lower case, such as `deployments`. Subresources are not kinds.
	Plural string `json:"plural"`

	// The singular name. If it is not set, the kind in lower case.
	Singular *string `json:"singular,omitzero"`

	// The kind, such as `Deployment`.
	Kind string `json:"kind"`

	// Short names, such as `deploy`.
	ShortNames []string `json:"short_names"`

	// Whether its objects are in namespaces.
	Namespaced bool `json:"namespaced"`

	// The verbs that it supports, such as `list`. It is empty if they are not known. Velero sees only kinds that support
	// list, create, get and delete.
	Verbs []string `json:"verbs"`
}

func (v *APIResource) write(w *writer) {
	w.raw(`{"group":`)
	w.text(v.Group)
	w.raw(`,"plural":`)
	w.text(v.Plural)
	w.raw(`,"singular":`)
	writeOption(v.Singular, w, writeText)
	w.raw(`,"kind":`)
	w.text(v.Kind)
	w.raw(`,"short_names":`)
	writeList(v.ShortNames, w, writeText)
	w.raw(`,"namespaced":`)
	w.bool(v.Namespaced)
	w.raw(`,"verbs":`)
	writeList(v.Verbs, w, writeText)
	w.raw(`}`)
}

// MarshalJSON returns the JSON of the contract: a list that is nil and not optional is empty.
func (v APIResource) MarshalJSON() ([]byte, error) {
	return encoded(&v)
}

func (v *APIResource) read(r *reader) {
	for key := r.open(); key != ""; key = r.next() {
		switch key {
		case "group":
			readText(&v.Group, r)
		case "plural":
			readText(&v.Plural, r)
		case "singular":
			readOption(&v.Singular, r, readText)
		case "kind":
			readText(&v.Kind, r)
		case "short_names":
			readList(&v.ShortNames, r, readText)
		case "namespaced":
			readBool(&v.Namespaced, r)
		case "verbs":
			readList(&v.Verbs, r, readText)
		default:
			r.skip()
		}
	}
}

// VeleroRelease is a release of Velero whose behaviour was measured. Most patches of a release behave like its newest
// one.
type VeleroRelease struct {
	// The name, such as `1.18`. `next` is the main branch of Velero.
	Name string `json:"name"`

	// The tag, or the branch and the commit, that was measured.
	Measured string `json:"measured"`

	// Whether it is used if no version is given.
	IsDefault bool `json:"is_default"`
}

func (v *VeleroRelease) read(r *reader) {
	for key := r.open(); key != ""; key = r.next() {
		switch key {
		case "name":
			readText(&v.Name, r)
		case "measured":
			readText(&v.Measured, r)
		case "is_default":
			readBool(&v.IsDefault, r)
		default:
			r.skip()
		}
	}
}

// Format is the format of a text.
type Format string

// The values of Format.
const (
	// JSON (RFC 8259).
	FormatJSON Format = "json"

	// YAML 1.2, core schema: `no` and `on` are strings. Each YAML document is a subject.
	FormatYAML Format = "yaml"
)

// DocumentKind is what a text contains. If it is not given, it is detected from the keys.
type DocumentKind string

// The values of DocumentKind.
const (
	// A spec.
	DocumentKindSpec DocumentKind = "spec"

	// A target: a spec with the names of the application, its relation and its model.
	DocumentKindTarget DocumentKind = "target"

	// A list of targets: the value of `backup_targets`.
	DocumentKindTargets DocumentKind = "targets"

	// A databag: an object whose `backup_targets` is a string with JSON. Pointers continue inside the string
	// (`/backup_targets/0/spec/ttl`). Spans are positions in the text with its escapes.
	DocumentKindDatabag DocumentKind = "databag"

	// The databag that the integrator writes for the operator (`velero_backup_config`): a target whose Spec is a string
	// with JSON, and has the fields of the schedule too. The schedule is checked as well.
	DocumentKindVeleroBackupConfig DocumentKind = "velero-backup-config"

	// The output of `juju show-unit`: the databags of these two kinds in the application data of its relations.
	DocumentKindUnit DocumentKind = "unit"

	// A Backup of Velero (velero.io/v1).
	DocumentKindBackup DocumentKind = "backup"

	// A Schedule of Velero (velero.io/v1).
	DocumentKindSchedule DocumentKind = "schedule"

	// The values of Velero's Helm chart: each entry of Schedules is a Schedule. Also the values of a chart that has Velero
	// as a dependency, under `velero`.
	DocumentKindHelmValues DocumentKind = "helm-values"

	// Another Kubernetes object, or a List of objects. Backups, Schedules and ConfigMaps with a resource policy are
	// checked, and other objects are skipped.
	DocumentKindObjects DocumentKind = "objects"

	// A resource policy of Velero: the value in its ConfigMap.
	DocumentKindPolicy DocumentKind = "policy"
)

// Level is how a rule is reported.
type Level string

// The values of Level.
const (
	// Not at all.
	LevelIgnore Level = "ignore"

	// As an error.
	LevelError Level = "error"

	// As a warning.
	LevelWarning Level = "warning"

	// As advice.
	LevelAdvice Level = "advice"
)

// RuleLevel is the level of one rule. Rules without one are reported with the severity of the catalogue.
type RuleLevel struct {
	// The code of the rule.
	Code string `json:"code"`

	// How it is reported.
	Level Level `json:"level"`
}

func (v *RuleLevel) write(w *writer) {
	w.raw(`{"code":`)
	w.text(v.Code)
	w.raw(`,"level":`)
	w.text(string(v.Level))
	w.raw(`}`)
}

// Rule is a rule of the catalogue.
type Rule struct {
	// The code of its diagnostics: a stable name in kebab case.
	Code string `json:"code"`

	// The severity of its diagnostics.
	Severity Severity `json:"severity"`

	// The rule, in one line.
	Summary string `json:"summary"`

	// Why the rule matters, with an example and a solution, in Markdown.
	Explanation string `json:"explanation"`

	// The inputs that the rule is about: Specs, `Backups and Schedules`, or both. Targets and databags contain specs.
	AppliesTo string `json:"applies_to"`

	// Whose behaviour the rule follows (the interface, Velero, Kubernetes, Juju), with the version.
	Authority string `json:"authority"`
}

func (v *Rule) read(r *reader) {
	for key := r.open(); key != ""; key = r.next() {
		switch key {
		case "code":
			readText(&v.Code, r)
		case "severity":
			readWord[Severity](&v.Severity, r)
		case "summary":
			readText(&v.Summary, r)
		case "explanation":
			readText(&v.Explanation, r)
		case "applies_to":
			readText(&v.AppliesTo, r)
		case "authority":
			readText(&v.Authority, r)
		default:
			r.skip()
		}
	}
}

// ConvertedSpec is the spec of a Backup or a Schedule.
type ConvertedSpec struct {
	// Saves the same objects for as long.
	Spec Spec `json:"spec"`

	// The fields that the configuration of the integrator or of the operator has instead.
	LeftOut Diagnostics `json:"left_out"`
}

func (v *ConvertedSpec) read(r *reader) {
	for key := r.open(); key != ""; key = r.next() {
		switch key {
		case "spec":
			v.Spec.read(r)
		case "left_out":
			readList(&v.LeftOut, r, (*Diagnostic).read)
		default:
			r.skip()
		}
	}
}

// NameFilter contains names and patterns: what is included, and what is excluded from it.
type NameFilter struct {
	// nil includes everything. An empty list includes nothing.
	Included []string `json:"included,omitzero"`

	// What is not included, although Included matches it.
	Excluded []string `json:"excluded"`
}

func (v *NameFilter) read(r *reader) {
	for key := r.open(); key != ""; key = r.next() {
		switch key {
		case "included":
			readList(&v.Included, r, readText)
		case "excluded":
			readList(&v.Excluded, r, readText)
		default:
			r.skip()
		}
	}
}

// NamespaceCondition is a condition on the namespaces of the cluster.
type NamespaceCondition string

// The values of NamespaceCondition.
const (
	// Always.
	NamespaceConditionAlways NamespaceCondition = "always"

	// If no Namespace has the label `velero.io/exclude-from-backup: "true"`.
	NamespaceConditionNoNamespaceOptsOut NamespaceCondition = "no-namespace-opts-out"

	// If the included namespaces are all namespaces of the cluster, and the excluded ones match none. Also, no Namespace
	// opts out.
	NamespaceConditionAllNamespaces NamespaceCondition = "all-namespaces"

	// If the included and the excluded namespaces match no namespace of the cluster. Also, no Namespace opts out.
	NamespaceConditionNoNamespace NamespaceCondition = "no-namespace"

	// One of the last two.
	NamespaceConditionAllNamespacesOrNone NamespaceCondition = "all-namespaces-or-none"
)

// WithObjects is which Namespaces are saved because an object in them is selected. An object counts even if it opts
// out.
type WithObjects string

// The values of WithObjects.
const (
	// None.
	WithObjectsNever WithObjects = "never"

	// Those of Named.
	WithObjectsNamed WithObjects = "named"

	// All, also excluded ones: objects in any namespace count if their resource and labels are selected.
	WithObjectsAny WithObjects = "any"
)

// NamespaceObjects is which Namespace objects are saved: those of each field.
type NamespaceObjects struct {
	// Those with these names.
	Named NameFilter `json:"named"`

	// When the names do not matter, because Velero then chooses by the labels only.
	Unless *NamespaceCondition `json:"unless,omitzero"`

	// Whether all Namespaces with the labels are saved.
	Labelled bool `json:"labelled"`

	// Which Namespaces with a selected object are saved.
	WithObjects WithObjects `json:"with_objects"`

	// Whether a Namespace that is not Active is only saved for its objects.
	SkipsInactive bool `json:"skips_inactive"`
}

func (v *NamespaceObjects) read(r *reader) {
	for key := r.open(); key != ""; key = r.next() {
		switch key {
		case "named":
			v.Named.read(r)
		case "unless":
			readOption(&v.Unless, r, readWord[NamespaceCondition])
		case "labelled":
			readBool(&v.Labelled, r)
		case "with_objects":
			readWord[WithObjects](&v.WithObjects, r)
		case "skips_inactive":
			readBool(&v.SkipsInactive, r)
		default:
			r.skip()
		}
	}
}

// BroughtAlong is a resource whose objects are saved because others use them.
type BroughtAlong struct {
	// The group-resource of the others. nil means any custom resource.
	BecauseOf *string `json:"because_of,omitzero"`

	// The group-resource that comes along.
	GroupResource string `json:"group_resource"`
}

func (v *BroughtAlong) read(r *reader) {
	for key := r.open(); key != ""; key = r.next() {
		switch key {
		case "because_of":
			readOption(&v.BecauseOf, r, readText)
		case "group_resource":
			readText(&v.GroupResource, r)
		default:
			r.skip()
		}
	}
}

// Clauses is what a spec saves, for any cluster with the same kinds. The clauses leave out what an object says of
// itself: an object or a namespace with the label `velero.io/exclude-from-backup: "true"`, an object that is being
// deleted, and the annotations `velero.io/skip-from-backup` and `backup.velero.io/must-include-additional-items`.
type Clauses struct {
	// The namespaces whose objects are saved.
	Namespaces NameFilter `json:"namespaces"`

	// The namespaced resources of which objects are saved, as group-resources and patterns. A kind that is served under
	// two names, such as events, is saved under either.
	NamespacedResources NameFilter `json:"namespaced_resources"`

	// The cluster-scoped resources of which objects are saved, without Namespaces.
	ClusterScopedResources NameFilter `json:"cluster_scoped_resources"`

	// When objects of the cluster-scoped resources are saved.
	ClusterScopedCondition NamespaceCondition `json:"cluster_scoped_condition"`

	// Which Namespace objects are saved.
	NamespaceObjects NamespaceObjects `json:"namespace_objects"`

	// What saved objects bring along.
	BroughtAlong []BroughtAlong `json:"brought_along"`

	// Labels that an object must have, except for what comes along and for Namespace objects.
	LabelSelector OrderedMap `json:"label_selector"`

	// When each backup expires, in seconds after its start: the ttl, or Velero's default of 30 days. 0 for a negative ttl:
	// a backup expires as soon as it is made.
	ExpiresAfterSeconds int64 `json:"expires_after_seconds"`
}

func (v *Clauses) read(r *reader) {
	for key := r.open(); key != ""; key = r.next() {
		switch key {
		case "namespaces":
			v.Namespaces.read(r)
		case "namespaced_resources":
			v.NamespacedResources.read(r)
		case "cluster_scoped_resources":
			v.ClusterScopedResources.read(r)
		case "cluster_scoped_condition":
			readWord[NamespaceCondition](&v.ClusterScopedCondition, r)
		case "namespace_objects":
			v.NamespaceObjects.read(r)
		case "brought_along":
			readList(&v.BroughtAlong, r, (*BroughtAlong).read)
		case "label_selector":
			readMap(&v.LabelSelector, r)
		case "expires_after_seconds":
			readInt64[int64](&v.ExpiresAfterSeconds, r)
		default:
			r.skip()
		}
	}
}

// Identity is the application that publishes.
type Identity struct {
	// Name of the application.
	App string `json:"app"`

	// Name of its model.
	Model string `json:"model"`

	// Name of the relation in its metadata.
	RelationName string `json:"relation_name"`
}

func (v *Identity) write(w *writer) {
	w.raw(`{"app":`)
	w.text(v.App)
	w.raw(`,"model":`)
	w.text(v.Model)
	w.raw(`,"relation_name":`)
	w.text(v.RelationName)
	w.raw(`}`)
}

// OnErrors is what to do if a spec has errors.
type OnErrors string

// The values of OnErrors.
const (
	// Return the errors. The published spec does not change.
	OnErrorsRefuse OnErrors = "refuse"

	// Publish the spec, as the reference does.
	OnErrorsPublish OnErrors = "publish"
)

// DatabagWrite is what to write into the application's databag of one relation.
type DatabagWrite struct {
	// The relation.
	RelationID uint32 `json:"relation_id"`

	// The key to set: `backup_targets`.
	Key string `json:"key"`

	// The value to set. It has the same bytes as the reference's.
	Value string `json:"value"`

	// False if the databag already has this value.
	Changed bool `json:"changed"`
}

func (v *DatabagWrite) read(r *reader) {
	for key := r.open(); key != ""; key = r.next() {
		switch key {
		case "relation_id":
			readUint32(&v.RelationID, r)
		case "key":
			readText(&v.Key, r)
		case "value":
			readText(&v.Value, r)
		case "changed":
			readBool(&v.Changed, r)
		default:
			r.skip()
		}
	}
}

// ErrNotLeader is an error of [Publish]. The unit is not the leader. Only the leader can write.
var ErrNotLeader = errors.New("the unit is not the leader")

// ErrNoRelation is an error of [Publish]. There is no relation with this name.
var ErrNoRelation = errors.New("there is no relation with this name")

func readPublishError(r *reader) error {
	if r.peek() == '{' {
		r.open()
		err := readRefusal(r)
		r.next()
		return err
	}
	var reason string
	readText(&reason, r)
	switch reason {
	case "not-leader":
		return ErrNotLeader
	case "no-relation":
		return ErrNoRelation
	}
	r.fail()
	return nil
}

// LocatedTarget is a target, and where it was read.
type LocatedTarget struct {
	// The relation.
	RelationID uint32 `json:"relation_id"`

	// The index of the target in the relation's `backup_targets`.
	Index uint32 `json:"index"`

	// The target.
	Target Target `json:"target"`
}

func (v *LocatedTarget) read(r *reader) {
	for key := r.open(); key != ""; key = r.next() {
		switch key {
		case "relation_id":
			readUint32(&v.RelationID, r)
		case "index":
			readUint32(&v.Index, r)
		case "target":
			v.Target.read(r)
		default:
			r.skip()
		}
	}
}

// Window is a period of time, in Unix seconds.
type Window struct {
	// The first second.
	Start UnixTime `json:"start"`

	// The second after the last one.
	End UnixTime `json:"end"`
}

func (v *Window) read(r *reader) {
	for key := r.open(); key != ""; key = r.next() {
		switch key {
		case "start":
			readInt64[UnixTime](&v.Start, r)
		case "end":
			readInt64[UnixTime](&v.End, r)
		default:
			r.skip()
		}
	}
}

// Timeline is when backups exist, for a schedule and a ttl.
type Timeline struct {
	// From each run to the time when its backup expires, in the order of the runs.
	Backups []Window `json:"backups"`

	// The times between two of these runs when all of their backups are expired. They can be shorter in Velero, which
	// deletes a backup up to 60 minutes after it expires.
	Gaps []Window `json:"gaps"`

	// Maximum number of backups that exist at a time, if each is deleted 60 minutes after it expires. It does not depend
	// on the number of runs in Backups.
	KeptAtOnce uint32 `json:"kept_at_once"`
}

func (v *Timeline) read(r *reader) {
	for key := r.open(); key != ""; key = r.next() {
		switch key {
		case "backups":
			readList(&v.Backups, r, (*Window).read)
		case "gaps":
			readList(&v.Gaps, r, (*Window).read)
		case "kept_at_once":
			readUint32(&v.KeptAtOnce, r)
		default:
			r.skip()
		}
	}
}

// PlannedSchedule is what a Schedule of Velero does.
type PlannedSchedule struct {
	// Its index among the Backups and Schedules.
	Index uint32 `json:"index"`

	// The next runs after the time of the plan. Empty without a time.
	NextRuns []UnixTime `json:"next_runs"`

	// Maximum number of its backups at the same time.
	KeptAtOnce uint32 `json:"kept_at_once"`

	// The longest time between two runs, in seconds. nil if it does not run twice.
	LongestGap *int64 `json:"longest_gap,omitzero"`

	// The longest time without any backup of it, in seconds. 0 if each is kept until the next one is made.
	LongestWithoutBackup int64 `json:"longest_without_backup"`
}

func (v *PlannedSchedule) read(r *reader) {
	for key := r.open(); key != ""; key = r.next() {
		switch key {
		case "index":
			readUint32(&v.Index, r)
		case "next_runs":
			readList(&v.NextRuns, r, readInt64[UnixTime])
		case "kept_at_once":
			readUint32(&v.KeptAtOnce, r)
		case "longest_gap":
			readOption(&v.LongestGap, r, readInt64[int64])
		case "longest_without_backup":
			readInt64[int64](&v.LongestWithoutBackup, r)
		default:
			r.skip()
		}
	}
}

// SchedulePlan is what Schedules do.
type SchedulePlan struct {
	// The Schedules that run, in their order. Paused ones, and those that Velero refuses, are missing.
	Schedules []PlannedSchedule `json:"schedules"`

	// How many backups each Schedule keeps, and which Schedules run at the same minute. The subject is the index among the
	// Backups and Schedules.
	Diagnostics Diagnostics `json:"diagnostics"`
}

func (v *SchedulePlan) read(r *reader) {
	for key := r.open(); key != ""; key = r.next() {
		switch key {
		case "schedules":
			readList(&v.Schedules, r, (*PlannedSchedule).read)
		case "diagnostics":
			readList(&v.Diagnostics, r, (*Diagnostic).read)
		default:
			r.skip()
		}
	}
}

// VeleroSettings is where the backup operator runs, and where it stores backups.
type VeleroSettings struct {
	// Name of the operator's model. Velero runs in the namespace of this name.
	Namespace string `json:"namespace"`

	// Name of the BackupStorageLocation.
	StorageLocation string `json:"storage_location"`

	// Names of the VolumeSnapshotLocations.
	VolumeSnapshotLocations []string `json:"volume_snapshot_locations"`

	// Whether Velero backs up the files of all pod volumes. nil is the default of Velero's server.
	DefaultVolumesToFSBackup *bool `json:"default_volumes_to_fs_backup,omitzero"`
}

func (v *VeleroSettings) write(w *writer) {
	w.raw(`{"namespace":`)
	w.text(v.Namespace)
	w.raw(`,"storage_location":`)
	w.text(v.StorageLocation)
	w.raw(`,"volume_snapshot_locations":`)
	writeList(v.VolumeSnapshotLocations, w, writeText)
	w.raw(`,"default_volumes_to_fs_backup":`)
	writeOption(v.DefaultVolumesToFSBackup, w, writeBool)
	w.raw(`}`)
}

// MarshalJSON returns the JSON of the contract: a list that is nil and not optional is empty.
func (v VeleroSettings) MarshalJSON() ([]byte, error) {
	return encoded(&v)
}

// VeleroBackupSpec is a spec, and the schedule that the integrator adds to it.
type VeleroBackupSpec struct {
	// The spec of the target, not changed.
	Spec Spec `json:"spec"`

	// The schedule. An empty cron expression becomes nil.
	Schedule ScheduleConfig `json:"schedule"`
}

func (v *VeleroBackupSpec) read(r *reader) {
	for key := r.open(); key != ""; key = r.next() {
		switch key {
		case "spec":
			v.Spec.read(r)
		case "schedule":
			v.Schedule.read(r)
		default:
			r.skip()
		}
	}
}

// PlannedWrite is what the integrator must write into its databag of one velero-backup relation.
type PlannedWrite struct {
	// The relation.
	RelationID uint32 `json:"relation_id"`

	// The index of the target that the relation holds at the end.
	TargetIndex uint32 `json:"target_index"`

	// The four keys and their values. They have the same bytes as the integrator's.
	Databag OrderedMap `json:"databag"`

	// False if the databag already has these values.
	Changed bool `json:"changed"`
}

func (v *PlannedWrite) read(r *reader) {
	for key := r.open(); key != ""; key = r.next() {
		switch key {
		case "relation_id":
			readUint32(&v.RelationID, r)
		case "target_index":
			readUint32(&v.TargetIndex, r)
		case "databag":
			readMap(&v.Databag, r)
		case "changed":
			readBool(&v.Changed, r)
		default:
			r.skip()
		}
	}
}

// ManifestKind is the kind of a manifest.
type ManifestKind string

// The values of ManifestKind.
const (
	// A Backup. It runs once.
	ManifestKindBackup ManifestKind = "backup"

	// A Schedule. It creates Backups.
	ManifestKindSchedule ManifestKind = "schedule"
)

// TargetManifest is the manifest of a target.
type TargetManifest struct {
	// The index of the target.
	TargetIndex uint32 `json:"target_index"`

	// The kind of the manifest.
	Kind ManifestKind `json:"kind"`

	// The manifest.
	JSON string `json:"json"`
}

func (v *TargetManifest) read(r *reader) {
	for key := r.open(); key != ""; key = r.next() {
		switch key {
		case "target_index":
			readUint32(&v.TargetIndex, r)
		case "kind":
			readWord[ManifestKind](&v.Kind, r)
		case "json":
			readText(&v.JSON, r)
		default:
			r.skip()
		}
	}
}

// MergePlan is what happens to a list of targets.
type MergePlan struct {
	// One for each relation, in the order of the relations. Empty if the integrator or Velero refuses the schedule, or if
	// it never matches.
	Writes []PlannedWrite `json:"writes"`

	// The Schedule of each target, or the Backup if there is no schedule. They do not depend on the relations. A target
	// that Velero or Kubernetes refuses has no manifest; a diagnostic gives the reason.
	Manifests []TargetManifest `json:"manifests"`

	// What is lost, shared, left unchanged or missing. The subject is the index of the target. Diagnostics about the
	// schedule or the settings have no subject, and their pointer is a path in these.
	Diagnostics Diagnostics `json:"diagnostics"`
}

func (v *MergePlan) read(r *reader) {
	for key := r.open(); key != ""; key = r.next() {
		switch key {
		case "writes":
			readList(&v.Writes, r, (*PlannedWrite).read)
		case "manifests":
			readList(&v.Manifests, r, (*TargetManifest).read)
		case "diagnostics":
			readList(&v.Diagnostics, r, (*Diagnostic).read)
		default:
			r.skip()
		}
	}
}

// ObjectRef is a reference to an object of a cluster.
type ObjectRef struct {
	// The plural name of its kind, and the group if it is not the core group: "deployments.apps", "pods".
	GroupResource string `json:"group_resource"`

	// The namespace. nil if the object is cluster-scoped.
	Namespace *string `json:"namespace,omitzero"`

	// The name. It is unique in the kind and the namespace.
	Name string `json:"name"`
}

func (v *ObjectRef) read(r *reader) {
	for key := r.open(); key != ""; key = r.next() {
		switch key {
		case "group_resource":
			readText(&v.GroupResource, r)
		case "namespace":
			readOption(&v.Namespace, r, readText)
		case "name":
			readText(&v.Name, r)
		default:
			r.skip()
		}
	}
}

// Reason is why an object is in a backup, or is not in it. The first three reasons are for objects in the backup.
type Reason string

// The values of Reason.
const (
	// The spec or the Backup selects it.
	ReasonSelected Reason = "selected"

	// An included object adds it: the volume of a claim, the roles of a service account, the definition of a custom
	// resource.
	ReasonComesAlong Reason = "comes-along"

	// It is a Namespace, and is added for its objects or for its labels. If the spec selects the Namespace by name, the
	// reason is `selected`.
	ReasonNamespaceOfSelected Reason = "namespace-of-selected"

	// Velero refuses the spec, or the backup fails: nothing is selected.
	ReasonSpecRefused Reason = "spec-refused"

	// Its namespace is not in the included namespaces.
	ReasonNamespaceNotIncluded Reason = "namespace-not-included"

	// Its namespace is excluded.
	ReasonNamespaceExcluded Reason = "namespace-excluded"

	// Its kind is not in the included resources.
	ReasonResourceNotIncluded Reason = "resource-not-included"

	// Its kind is excluded.
	ReasonResourceExcluded Reason = "resource-excluded"

	// It is cluster-scoped, and IncludeClusterResources is false.
	ReasonClusterScopeExcluded Reason = "cluster-scope-excluded"

	// It is cluster-scoped, IncludeClusterResources is not set, and the spec does not select the whole cluster.
	ReasonClusterScopeNotAutomatic Reason = "cluster-scope-not-automatic"

	// It does not have the labels of the selector.
	ReasonLabelsDoNotMatch Reason = "labels-do-not-match"

	// It has the label `velero.io/exclude-from-backup: "true"`.
	ReasonExcludeLabel Reason = "exclude-label"

	// It has the annotation `velero.io/skip-from-backup`, and Velero checks this annotation for its kind.
	ReasonSkipAnnotation Reason = "skip-annotation"

	// Velero does not see its kind.
	ReasonUnknownResource Reason = "unknown-resource"

	// It is being deleted, or it is a Namespace that is not active.
	ReasonBeingDeleted Reason = "being-deleted"

	// Velero fails to save it, because of an error with its volume or its claim.
	ReasonSaveFailed Reason = "save-failed"

	// A filter of the resource policy leaves it out.
	ReasonPolicyExcluded Reason = "policy-excluded"
)

// Reasons by their numbers in the contract.
var reasons = [...]Reason{
	ReasonSelected,
	ReasonComesAlong,
	ReasonNamespaceOfSelected,
	ReasonSpecRefused,
	ReasonNamespaceNotIncluded,
	ReasonNamespaceExcluded,
	ReasonResourceNotIncluded,
	ReasonResourceExcluded,
	ReasonClusterScopeExcluded,
	ReasonClusterScopeNotAutomatic,
	ReasonLabelsDoNotMatch,
	ReasonExcludeLabel,
	ReasonSkipAnnotation,
	ReasonUnknownResource,
	ReasonBeingDeleted,
	ReasonSaveFailed,
	ReasonPolicyExcluded,
}

// Verdict is whether an object is in the backup, and why.
type Verdict struct {
	// The object.
	Object ObjectRef `json:"object"`

	// Whether it is in the backup.
	Included bool `json:"included"`

	// The reason. If there are several, the first one in the order in which Velero checks.
	Reason Reason `json:"reason"`

	// RFC 6901 JSON pointer to the entry of the spec or the manifest that caused the reason, if there is one.
	Pointer *string `json:"pointer,omitzero"`

	// For `comes-along`: the index, in the inventory, of the object that adds it.
	BroughtBy *uint32 `json:"brought_by,omitzero"`
}

func (v *Verdict) read(r *reader) {
	for key := r.open(); key != ""; key = r.next() {
		switch key {
		case "object":
			v.Object.read(r)
		case "included":
			readBool(&v.Included, r)
		case "reason":
			readWord[Reason](&v.Reason, r)
		case "pointer":
			readOption(&v.Pointer, r, readText)
		case "brought_by":
			readOption(&v.BroughtBy, r, readUint32)
		default:
			r.skip()
		}
	}
}

// OutcomeKind is how a backup ends.
type OutcomeKind string

// The values of OutcomeKind.
const (
	// Velero saves the included objects, without an error.
	OutcomeKindCompleted OutcomeKind = "completed"

	// Velero saves the included objects, and the backup ends PartiallyFailed.
	OutcomeKindPartiallyFailed OutcomeKind = "partially-failed"

	// The backup starts and fails. Nothing is saved.
	OutcomeKindFailed OutcomeKind = "failed"

	// Velero refuses the backup, or cannot read it. Nothing is saved.
	OutcomeKindRefused OutcomeKind = "refused"
)

// Outcome is how a backup ends, and why.
type Outcome struct {
	// How it ends.
	Kind OutcomeKind `json:"kind"`

	// The reasons. Empty if it is completed.
	Diagnostics Diagnostics `json:"diagnostics"`
}

func (v *Outcome) read(r *reader) {
	for key := r.open(); key != ""; key = r.next() {
		switch key {
		case "kind":
			readWord[OutcomeKind](&v.Kind, r)
		case "diagnostics":
			readList(&v.Diagnostics, r, (*Diagnostic).read)
		default:
			r.skip()
		}
	}
}

// PodVolumeBackup is a file-system backup of a volume, through a pod.
type PodVolumeBackup struct {
	// The index of the pod in the inventory.
	Pod uint32 `json:"pod"`

	// The name of the volume in the pod.
	Volume string `json:"volume"`
}

func (v *PodVolumeBackup) read(r *reader) {
	for key := r.open(); key != ""; key = r.next() {
		switch key {
		case "pod":
			readUint32(&v.Pod, r)
		case "volume":
			readText(&v.Volume, r)
		default:
			r.skip()
		}
	}
}

// CSIClaim is a claim with a CSI snapshot.
type CSIClaim struct {
	// The index of the claim in the inventory.
	Claim uint32 `json:"claim"`

	// The class of the snapshot.
	SnapshotClass string `json:"snapshot_class"`

	// Whether its data is moved.
	Moved bool `json:"moved"`
}

func (v *CSIClaim) read(r *reader) {
	for key := r.open(); key != ""; key = r.next() {
		switch key {
		case "claim":
			readUint32(&v.Claim, r)
		case "snapshot_class":
			readText(&v.SnapshotClass, r)
		case "moved":
			readBool(&v.Moved, r)
		default:
			r.skip()
		}
	}
}

// SavedContents is what a backup saves of the contents of volumes.
type SavedContents struct {
	// The file-system backups.
	FS []PodVolumeBackup `json:"fs"`

	// The indexes of the PersistentVolumes with a native snapshot.
	Snapshots []uint32 `json:"snapshots"`

	// The claims with a CSI snapshot. One for which Velero makes several is repeated.
	CSI []CSIClaim `json:"csi"`
}

func (v *SavedContents) read(r *reader) {
	for key := r.open(); key != ""; key = r.next() {
		switch key {
		case "fs":
			readList(&v.FS, r, (*PodVolumeBackup).read)
		case "snapshots":
			readList(&v.Snapshots, r, readUint32)
		case "csi":
			readList(&v.CSI, r, (*CSIClaim).read)
		default:
			r.skip()
		}
	}
}

// Means is a way in which Velero saves the contents of a volume.
type Means string

// The values of Means.
const (
	// Velero's node agent reads the files through a pod that mounts the volume.
	MeansFileSystemBackup Means = "file-system-backup"

	// A plugin of a provider makes a snapshot of the PersistentVolume.
	MeansNativeSnapshot Means = "native-snapshot"

	// The CSI driver makes a snapshot of the claim.
	MeansCSISnapshot Means = "csi-snapshot"
)

// Said is what Velero says about contents that it does not save.
type Said string

// The values of Said.
const (
	// Nothing: the backup completes.
	SaidNothing Said = "nothing"

	// A warning in its log: the backup completes.
	SaidWarning Said = "warning"

	// An error: the backup ends PartiallyFailed.
	SaidError Said = "error"
)

// SavedBy is how the contents of a volume are saved.
type SavedBy struct {
	// The way.
	Means Means `json:"means"`

	// The index of the pod through which they are saved.
	Pod *uint32 `json:"pod,omitzero"`

	// The snapshot location, or the class of a CSI snapshot.
	MadeWith *string `json:"made_with,omitzero"`

	// Whether the data of the CSI snapshot is moved.
	Moved bool `json:"moved"`

	// What decided it: a field, an annotation, or a rule of the resource policy.
	DecidedBy *string `json:"decided_by,omitzero"`
}

func (v *SavedBy) read(r *reader) {
	for key := r.open(); key != ""; key = r.next() {
		switch key {
		case "means":
			readWord[Means](&v.Means, r)
		case "pod":
			readOption(&v.Pod, r, readUint32)
		case "made_with":
			readOption(&v.MadeWith, r, readText)
		case "moved":
			readBool(&v.Moved, r)
		case "decided_by":
			readOption(&v.DecidedBy, r, readText)
		default:
			r.skip()
		}
	}
}

// UnsavedBy is why the contents of a volume are not saved in one way.
type UnsavedBy struct {
	// The way.
	Means Means `json:"means"`

	// The reason: a stable name in kebab case, such as `no-location`.
	Reason string `json:"reason"`

	// The reason in words.
	Message string `json:"message"`

	// What Velero says for this reason.
	Said Said `json:"said"`

	// The index of the pod that the reason is about.
	Pod *uint32 `json:"pod,omitzero"`

	// What decided it: a field, an annotation, a label, or a rule of the resource policy.
	DecidedBy *string `json:"decided_by,omitzero"`

	// The setting of Velero that is not known, and with which the contents may be saved.
	DependsOn *string `json:"depends_on,omitzero"`
}

func (v *UnsavedBy) read(r *reader) {
	for key := r.open(); key != ""; key = r.next() {
		switch key {
		case "means":
			readWord[Means](&v.Means, r)
		case "reason":
			readText(&v.Reason, r)
		case "message":
			readText(&v.Message, r)
		case "said":
			readWord[Said](&v.Said, r)
		case "pod":
			readOption(&v.Pod, r, readUint32)
		case "decided_by":
			readOption(&v.DecidedBy, r, readText)
		case "depends_on":
			readOption(&v.DependsOn, r, readText)
		default:
			r.skip()
		}
	}
}

// VolumeVerdict is the decision on the contents of a volume.
type VolumeVerdict struct {
	// The index of the claim in the inventory. nil for a PersistentVolume without a claim in the backup, and for another
	// volume of a pod.
	Claim *uint32 `json:"claim,omitzero"`

	// The index of the PersistentVolume, if it has one.
	Volume *uint32 `json:"volume,omitzero"`

	// The index of the pod, for another volume of a pod.
	Pod *uint32 `json:"pod,omitzero"`

	// The name of that volume in the pod.
	PodVolume *string `json:"pod_volume,omitzero"`

	// Whether the claim, the PersistentVolume or the pod is in the backup.
	Included bool `json:"included"`

	// How the contents are saved. Empty if they are not.
	SavedBy []SavedBy `json:"saved_by"`

	// Why the contents are not saved, for each way that could save them. Empty if they are saved.
	UnsavedBy []UnsavedBy `json:"unsaved_by"`

	// The reasons that decide, in words. Empty if the contents are saved.
	Why string `json:"why"`
}

func (v *VolumeVerdict) read(r *reader) {
	for key := r.open(); key != ""; key = r.next() {
		switch key {
		case "claim":
			readOption(&v.Claim, r, readUint32)
		case "volume":
			readOption(&v.Volume, r, readUint32)
		case "pod":
			readOption(&v.Pod, r, readUint32)
		case "pod_volume":
			readOption(&v.PodVolume, r, readText)
		case "included":
			readBool(&v.Included, r)
		case "saved_by":
			readList(&v.SavedBy, r, (*SavedBy).read)
		case "unsaved_by":
			readList(&v.UnsavedBy, r, (*UnsavedBy).read)
		case "why":
			readText(&v.Why, r)
		default:
			r.skip()
		}
	}
}

// ContentsCount contains numbers of claims.
type ContentsCount struct {
	// Claims in the backup that name a volume. Others have no contents.
	Claims uint32 `json:"claims"`

	// Those of them whose contents are not saved, whatever the settings of Velero are.
	ClaimsWithoutContents uint32 `json:"claims_without_contents"`

	// Those of them for which settings of Velero that are not known decide.
	ClaimsNotKnown uint32 `json:"claims_not_known"`

	// Claims that are not in the backup, and whose contents are saved.
	ContentsWithoutClaim uint32 `json:"contents_without_claim"`
}

func (v *ContentsCount) read(r *reader) {
	for key := r.open(); key != ""; key = r.next() {
		switch key {
		case "claims":
			readUint32(&v.Claims, r)
		case "claims_without_contents":
			readUint32(&v.ClaimsWithoutContents, r)
		case "claims_not_known":
			readUint32(&v.ClaimsNotKnown, r)
		case "contents_without_claim":
			readUint32(&v.ContentsWithoutClaim, r)
		default:
			r.skip()
		}
	}
}

// TargetCoverage is the number of objects that a target includes.
type TargetCoverage struct {
	// The number of objects.
	Objects uint32 `json:"objects"`

	// The number of PersistentVolumeClaims. They are counted in Objects too.
	PersistentVolumeClaims uint32 `json:"persistent_volume_claims"`

	// The number of those whose contents are saved.
	ClaimsWithContents uint32 `json:"claims_with_contents"`

	// Why it covers nothing: Velero refuses it, the backup fails, a Schedule is paused, or a Backup has expired.
	WhyNothing *string `json:"why_nothing,omitzero"`
}

func (v *TargetCoverage) read(r *reader) {
	for key := r.open(); key != ""; key = r.next() {
		switch key {
		case "objects":
			readUint32(&v.Objects, r)
		case "persistent_volume_claims":
			readUint32(&v.PersistentVolumeClaims, r)
		case "claims_with_contents":
			readUint32(&v.ClaimsWithContents, r)
		case "why_nothing":
			readOption(&v.WhyNothing, r, readText)
		default:
			r.skip()
		}
	}
}

// Overlap is an object that several targets include.
type Overlap struct {
	// The index of the object in the inventory.
	Object uint32 `json:"object"`

	// The indexes of the targets.
	Targets []uint32 `json:"targets"`
}

func (v *Overlap) read(r *reader) {
	for key := r.open(); key != ""; key = r.next() {
		switch key {
		case "object":
			readUint32(&v.Object, r)
		case "targets":
			readList(&v.Targets, r, readUint32)
		default:
			r.skip()
		}
	}
}
