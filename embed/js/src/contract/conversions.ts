// Generated from wit/ by `cargo xtask bindings`.

import * as convert from '../convert.js';
import type { Convert, Plain } from '../convert.js';
import type * as types from '../generated/component/interfaces/k8s-backup-target-types.js';
import type * as cluster from '../generated/component/interfaces/k8s-backup-target-cluster.js';
import type * as validation from '../generated/component/interfaces/k8s-backup-target-validation.js';
import type * as provider from '../generated/component/interfaces/k8s-backup-target-provider.js';
import type * as merge from '../generated/component/interfaces/k8s-backup-target-merge.js';
import type * as contract from './types.js';

/** @internal */
export const toSpecInput: Convert<types.Spec> = convert.record({
  includeNamespaces: convert.optional(convert.list(convert.text)),
  includeResources: convert.optional(convert.list(convert.text)),
  excludeNamespaces: convert.optional(convert.list(convert.text)),
  excludeResources: convert.optional(convert.list(convert.text)),
  includeClusterResources: convert.optional(convert.flag),
  labelSelector: convert.optional(convert.pairs),
  ttl: convert.optional(convert.text),
});

/** @internal */
export const toTargetInput: Convert<types.Target> = convert.record({
  app: convert.text,
  relationName: convert.text,
  model: convert.text,
  spec: toSpecInput,
});

/** @internal */
export const toScheduleConfigInput: Convert<types.ScheduleConfig> = convert.record({
  schedule: convert.optional(convert.text),
  paused: convert.or(convert.flag, false),
  skipImmediately: convert.or(convert.flag, false),
  useOwnerReferencesInBackup: convert.or(convert.flag, false),
});

/** @internal */
export const toLabelRequirementInput: Convert<types.LabelRequirement> = convert.record({
  key: convert.text,
  operator: convert.text,
  values: convert.or(convert.list(convert.text), []),
});

/** @internal */
export const toSelectorInput: Convert<types.Selector> = convert.record({
  matchLabels: convert.or(convert.pairs, []),
  matchExpressions: convert.or(convert.list(toLabelRequirementInput), []),
});

/** @internal */
export const fromSelector = (value: Plain<types.Selector>): contract.Selector => ({
  ...value,
  matchLabels: convert.fromPairs(value.matchLabels),
});

/** @internal */
export const toFiltersInput: Convert<types.Filters> = convert.record({
  includedNamespaces: convert.optional(convert.list(convert.text)),
  excludedNamespaces: convert.optional(convert.list(convert.text)),
  includedResources: convert.optional(convert.list(convert.text)),
  excludedResources: convert.optional(convert.list(convert.text)),
  includeClusterResources: convert.optional(convert.flag),
  includedClusterScopedResources: convert.optional(convert.list(convert.text)),
  excludedClusterScopedResources: convert.optional(convert.list(convert.text)),
  includedNamespaceScopedResources: convert.optional(convert.list(convert.text)),
  excludedNamespaceScopedResources: convert.optional(convert.list(convert.text)),
  labelSelector: convert.optional(toSelectorInput),
  orLabelSelectors: convert.optional(convert.list(toSelectorInput)),
  volumeGroupSnapshotLabelKey: convert.optional(convert.text),
});

/** @internal */
export const fromFilters = (value: Plain<types.Filters>): contract.Filters =>
  convert.defined({
    ...value,
    labelSelector: convert.present(fromSelector)(value.labelSelector),
    orLabelSelectors: convert.present(convert.each(fromSelector))(value.orLabelSelectors),
  });

/** @internal */
export const toHookSelectorInput: Convert<types.HookSelector> = convert.record({
  hook: convert.integer,
  selector: toSelectorInput,
});

/** @internal */
export const fromHookSelector = (value: Plain<types.HookSelector>): contract.HookSelector => ({
  ...value,
  selector: fromSelector(value.selector),
});

/** @internal */
export const toVolumeFieldsInput: Convert<types.VolumeFields> = convert.record({
  snapshotVolumes: convert.optional(convert.flag),
  snapshotMoveData: convert.optional(convert.flag),
  datamover: convert.optional(convert.text),
  defaultVolumesToFsBackup: convert.optional(convert.flag),
  defaultVolumesToRestic: convert.optional(convert.flag),
  volumeSnapshotLocations: convert.or(convert.list(convert.text), []),
  annotations: convert.pairs,
});

/** @internal */
export const fromVolumeFields = (value: Plain<types.VolumeFields>): contract.VolumeFields => ({
  ...value,
  annotations: convert.fromPairs(value.annotations),
});

/** @internal */
export const toSnapshotLocationInput: Convert<types.SnapshotLocation> = convert.record({
  name: convert.text,
  provider: convert.text,
});

/** @internal */
export const toPolicyMapInput: Convert<types.PolicyMap> = convert.record({
  namespace: convert.optional(convert.text),
  name: convert.optional(convert.text),
  data: convert.pairs,
});

/** @internal */
export const fromPolicyMap = (value: Plain<types.PolicyMap>): contract.PolicyMap => ({
  ...value,
  data: convert.fromPairs(value.data),
});

/** @internal */
export const toServerSettingsInput: Convert<types.ServerSettings> = convert.record({
  defaultVolumesToFsBackup: convert.optional(convert.flag),
  defaultSnapshotMoveData: convert.optional(convert.flag),
  enableCsi: convert.optional(convert.flag),
  snapshotLocations: convert.optional(convert.list(toSnapshotLocationInput)),
  defaultSnapshotLocations: convert.pairs,
  storageLocations: convert.optional(convert.list(convert.text)),
  nodes: convert.optional(convert.pairs),
  agents: convert.optional(convert.list(convert.text)),
  groupSnapshotDriver: convert.optional(convert.text),
  snapshotsWithoutHandles: convert.flag,
  policies: convert.or(convert.list(toPolicyMapInput), []),
  globalPolicy: convert.optional(toPolicyMapInput),
});

/** @internal */
export const fromServerSettings = (value: Plain<types.ServerSettings>): contract.ServerSettings =>
  convert.defined({
    ...value,
    defaultSnapshotLocations: convert.fromPairs(value.defaultSnapshotLocations),
    nodes: convert.present(convert.fromPairs)(value.nodes),
    policies: convert.each(fromPolicyMap)(value.policies),
    globalPolicy: convert.present(fromPolicyMap)(value.globalPolicy),
  });

/** @internal */
export const toBackupKind: Convert<contract.BackupKind> = convert.oneOf(['backup', 'schedule', 'helm-schedule']);

/** @internal */
export const toBackupInput: Convert<types.Backup> = convert.record({
  kind: toBackupKind,
  name: convert.optional(convert.text),
  namespace: convert.optional(convert.text),
  filters: toFiltersInput,
  ttl: convert.optional(convert.text),
  schedule: convert.optional(toScheduleConfigInput),
  resourcePolicy: convert.optional(convert.text),
  volumes: convert.optional(toVolumeFieldsInput),
  storageLocation: convert.optional(convert.text),
  hookSelectors: convert.or(convert.list(toHookSelectorInput), []),
  phase: convert.optional(convert.text),
  expiration: convert.optional(convert.text),
});

/** @internal */
export const fromBackup = (value: Plain<types.Backup>): contract.Backup =>
  convert.defined({
    ...value,
    filters: fromFilters(value.filters),
    volumes: convert.present(fromVolumeFields)(value.volumes),
    hookSelectors: convert.each(fromHookSelector)(value.hookSelectors),
  });

/** @internal */
export const toBackupSource: Convert<types.Source> = (value, path) => {
  if (convert.hasAny(value, ['kind', 'filters'], path)) {
    return { tag: 'backup', val: toBackupInput(value, path) };
  }
  if (convert.hasAny(value, ['app', 'relationName', 'model', 'spec'], path)) {
    return { tag: 'spec', val: toTargetInput(value, path).spec };
  }
  return { tag: 'spec', val: toSpecInput(value, path) };
};

/** @internal */
export const toRelation: Convert<types.Relation> = convert.record({
  id: convert.integer,
  databag: convert.pairs,
});

/** @internal */
export const toApiResourceInput: Convert<cluster.ApiResource> = convert.record({
  group: convert.text,
  plural: convert.text,
  singular: convert.optional(convert.text),
  kind: convert.text,
  shortNames: convert.or(convert.list(convert.text), []),
  namespaced: convert.flag,
  verbs: convert.or(convert.list(convert.text), []),
});

/** @internal */
export const toDocumentFormat: Convert<contract.DocumentFormat> = convert.oneOf(['json', 'yaml']);

/** @internal */
export const toDocumentKind: Convert<contract.DocumentKind> = convert.oneOf([
  'spec',
  'target',
  'targets',
  'databag',
  'velero-backup-config',
  'unit',
  'backup',
  'schedule',
  'helm-values',
  'objects',
  'policy',
]);

/** @internal */
export const toLevel: Convert<contract.Level> = convert.oneOf(['ignore', 'error', 'warning', 'advice']);

/** @internal */
export const toRuleLevel: Convert<validation.RuleLevel> = convert.record({
  code: convert.text,
  level: toLevel,
});

/** @internal */
export const toIdentity: Convert<provider.Identity> = convert.record({
  app: convert.text,
  model: convert.text,
  relationName: convert.text,
});

/** @internal */
export const toOnErrors: Convert<contract.OnErrors> = convert.oneOf(['refuse', 'publish']);

/** @internal */
export const toVeleroSettings: Convert<merge.VeleroSettings> = convert.record({
  namespace: convert.text,
  storageLocation: convert.text,
  volumeSnapshotLocations: convert.or(convert.list(convert.text), []),
  defaultVolumesToFsBackup: convert.optional(convert.flag),
});

/** @internal */
export const fromPlannedWrite = (value: Plain<merge.PlannedWrite>): contract.PlannedWrite => ({
  ...value,
  databag: convert.fromPairs(value.databag),
});

/** @internal */
export const fromMergePlan = (value: Plain<merge.MergePlan>): contract.MergePlan => ({
  ...value,
  writes: convert.each(fromPlannedWrite)(value.writes),
});
