"""The parameters of the contract's functions, by interface."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .values import boolean, enum_of, list_of, octets, option, record, resource, s64, string, tuple_of, u32

if TYPE_CHECKING:
    from .values import Shape

EXPORT = "k8s-backup:target/{}@0.1.0"
"""What the component calls an interface."""

_strings = list_of(string)
_pairs = list_of(tuple_of(string, string))
_spec = record(
    include_namespaces=option(_strings),
    include_resources=option(_strings),
    exclude_namespaces=option(_strings),
    exclude_resources=option(_strings),
    include_cluster_resources=option(boolean),
    label_selector=option(_pairs),
    ttl=option(string),
)
_target = record(app=string, relation_name=string, model=string, spec=_spec)
_targets = list_of(_target)
_schedule = record(
    schedule=option(string), paused=boolean, skip_immediately=boolean, use_owner_references_in_backup=boolean
)
_relations = list_of(record(id=u32, databag=_pairs))
_api_resource = record(
    group=string,
    plural=string,
    singular=option(string),
    kind=string,
    short_names=_strings,
    namespaced=boolean,
    verbs=_strings,
)
_settings = record(
    namespace=string,
    storage_location=string,
    volume_snapshot_locations=_strings,
    default_volumes_to_fs_backup=option(boolean),
)
_identity = record(app=string, model=string, relation_name=string)
_format = enum_of("json", "yaml")
_kind = enum_of("spec", "target", "targets", "databag")

PARAMETERS: dict[tuple[str, str], tuple[Shape, ...]] = {
    ("cluster", "[static]cluster.open"): (list_of(_api_resource), option(string)),
    ("cluster", "[method]cluster.api-resources"): (resource,),
    ("cluster", "[method]cluster.resolve"): (resource, string),
    ("cluster", "parse-api-resources"): (string,),
    ("validation", "check-spec"): (_spec, option(resource)),
    ("validation", "check-target"): (_target, option(resource)),
    ("validation", "[constructor]document"): (string, _format, option(_kind), option(resource)),
    ("validation", "[method]document.diagnostics"): (resource,),
    ("validation", "[method]document.specs"): (resource,),
    ("validation", "[method]document.targets"): (resource,),
    ("validation", "[method]document.locate"): (resource, u32, string),
    ("validation", "[method]document.edit"): (resource, u32, string, option(string)),
    ("validation", "[method]document.pointer-at"): (resource, u32),
    ("validation", "format-spec"): (_spec, _format),
    ("validation", "describe"): (_spec, option(_schedule)),
    ("validation", "json-schema"): (),
    ("validation", "rules"): (),
    ("provider", "publish"): (_identity, _spec, boolean, _relations, enum_of("refuse", "publish")),
    ("requirer", "[constructor]targets"): (_relations,),
    ("requirer", "[method]targets.is-ready"): (resource,),
    ("requirer", "[method]targets.get-backup-spec"): (resource, string, string, string),
    ("requirer", "[method]targets.entries"): (resource,),
    ("requirer", "[method]targets.diagnostics"): (resource,),
    ("schedule", "check-schedule"): (_schedule,),
    ("schedule", "next-runs"): (string, s64, u32),
    ("schedule", "retention"): (string, option(string), s64, u32),
    ("merge", "merge"): (_target, _schedule),
    ("merge", "to-databag"): (_target, _schedule),
    ("merge", "backup-manifest"): (_target, _settings),
    ("merge", "schedule-manifest"): (_target, _schedule, _settings),
    ("merge", "plan"): (_targets, _schedule, _settings, _relations),
    ("selection", "[constructor]inventory-reader"): (resource,),
    ("selection", "[method]inventory-reader.push"): (resource, octets),
    ("selection", "[static]inventory-reader.finish"): (resource,),
    ("selection", "[method]inventory.diagnostics"): (resource,),
    ("selection", "[method]inventory.len"): (resource,),
    ("selection", "[method]inventory.objects"): (resource, u32, u32),
    ("selection", "[method]inventory.matching-namespaces"): (resource, string),
    ("selection", "[constructor]evaluation"): (resource, _spec),
    ("selection", "[method]evaluation.step"): (resource, u32),
    ("selection", "[method]evaluation.diagnostics"): (resource,),
    ("selection", "[method]evaluation.included"): (resource,),
    ("selection", "[method]evaluation.reasons"): (resource,),
    ("selection", "[method]evaluation.verdicts"): (resource, u32, u32),
    ("selection", "[constructor]coverage"): (resource, _targets),
    ("selection", "[method]coverage.step"): (resource, u32),
    ("selection", "[method]coverage.targets"): (resource,),
    ("selection", "[method]coverage.uncovered-claims"): (resource, u32, u32),
    ("selection", "[method]coverage.uncovered"): (resource, u32, u32),
    ("selection", "[method]coverage.overlapping"): (resource, u32, u32),
}
"""Of each function, in their order. Every function has a result."""
