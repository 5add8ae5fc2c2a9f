// Generated from wit/ by `cargo xtask bindings`.

package io.github.owner.backuptarget;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** Conversions between the types of the contract and JSON. */
final class Conversions {
    private Conversions() {}

    static void writeSpec(JsonGenerator json, Spec value) throws IOException {
        json.writeStartObject();
        if (value.includeNamespaces() != null) {
            json.writeFieldName("include_namespaces");
            Json.writeStrings(json, value.includeNamespaces());
        }
        if (value.includeResources() != null) {
            json.writeFieldName("include_resources");
            Json.writeStrings(json, value.includeResources());
        }
        if (value.excludeNamespaces() != null) {
            json.writeFieldName("exclude_namespaces");
            Json.writeStrings(json, value.excludeNamespaces());
        }
        if (value.excludeResources() != null) {
            json.writeFieldName("exclude_resources");
            Json.writeStrings(json, value.excludeResources());
        }
        if (value.includeClusterResources() != null) {
            json.writeFieldName("include_cluster_resources");
            json.writeBoolean(value.includeClusterResources());
        }
        if (value.labelSelector() != null) {
            json.writeFieldName("label_selector");
            Json.writeMap(json, value.labelSelector());
        }
        if (value.ttl() != null) {
            json.writeFieldName("ttl");
            json.writeString(value.ttl());
        }
        json.writeEndObject();
    }

    static Spec readSpec(JsonParser parser) throws IOException {
        List<String> includeNamespaces = null;
        List<String> includeResources = null;
        List<String> excludeNamespaces = null;
        List<String> excludeResources = null;
        Boolean includeClusterResources = null;
        Map<String, String> labelSelector = null;
        String ttl = null;
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String member = parser.currentName();
            parser.nextToken();
            switch (member) {
                case "include_namespaces" -> includeNamespaces = Json.readOptional(parser, Json::readStrings);
                case "include_resources" -> includeResources = Json.readOptional(parser, Json::readStrings);
                case "exclude_namespaces" -> excludeNamespaces = Json.readOptional(parser, Json::readStrings);
                case "exclude_resources" -> excludeResources = Json.readOptional(parser, Json::readStrings);
                case "include_cluster_resources" -> includeClusterResources =
                        Json.readOptional(parser, JsonParser::getBooleanValue);
                case "label_selector" -> labelSelector = Json.readOptional(parser, Json::readMap);
                case "ttl" -> ttl = Json.readOptional(parser, JsonParser::getText);
                default -> parser.skipChildren();
            }
        }
        return new Spec(
                includeNamespaces,
                includeResources,
                excludeNamespaces,
                excludeResources,
                includeClusterResources,
                labelSelector,
                ttl);
    }

    static void writeTarget(JsonGenerator json, Target value) throws IOException {
        json.writeStartObject();
        json.writeFieldName("app");
        json.writeString(value.app());
        json.writeFieldName("relation_name");
        json.writeString(value.relationName());
        json.writeFieldName("model");
        json.writeString(value.model());
        json.writeFieldName("spec");
        writeSpec(json, value.spec());
        json.writeEndObject();
    }

    static Target readTarget(JsonParser parser) throws IOException {
        String app = null;
        String relationName = null;
        String model = null;
        Spec spec = null;
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String member = parser.currentName();
            parser.nextToken();
            switch (member) {
                case "app" -> app = parser.getText();
                case "relation_name" -> relationName = parser.getText();
                case "model" -> model = parser.getText();
                case "spec" -> spec = readSpec(parser);
                default -> parser.skipChildren();
            }
        }
        return new Target(app, relationName, model, spec);
    }

    static void writeScheduleConfig(JsonGenerator json, ScheduleConfig value) throws IOException {
        json.writeStartObject();
        if (value.schedule() != null) {
            json.writeFieldName("schedule");
            json.writeString(value.schedule());
        }
        json.writeFieldName("paused");
        json.writeBoolean(value.paused());
        json.writeFieldName("skip_immediately");
        json.writeBoolean(value.skipImmediately());
        json.writeFieldName("use_owner_references_in_backup");
        json.writeBoolean(value.useOwnerReferencesInBackup());
        json.writeEndObject();
    }

    static ScheduleConfig readScheduleConfig(JsonParser parser) throws IOException {
        String schedule = null;
        boolean paused = false;
        boolean skipImmediately = false;
        boolean useOwnerReferencesInBackup = false;
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String member = parser.currentName();
            parser.nextToken();
            switch (member) {
                case "schedule" -> schedule = Json.readOptional(parser, JsonParser::getText);
                case "paused" -> paused = parser.getBooleanValue();
                case "skip_immediately" -> skipImmediately = parser.getBooleanValue();
                case "use_owner_references_in_backup" -> useOwnerReferencesInBackup = parser.getBooleanValue();
                default -> parser.skipChildren();
            }
        }
        return new ScheduleConfig(schedule, paused, skipImmediately, useOwnerReferencesInBackup);
    }

    static void writeLabelRequirement(JsonGenerator json, LabelRequirement value) throws IOException {
        json.writeStartObject();
        json.writeFieldName("key");
        json.writeString(value.key());
        json.writeFieldName("operator");
        json.writeString(value.operator());
        json.writeFieldName("values");
        Json.writeStrings(json, value.values());
        json.writeEndObject();
    }

    static LabelRequirement readLabelRequirement(JsonParser parser) throws IOException {
        String key = null;
        String operator = null;
        List<String> values = null;
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String member = parser.currentName();
            parser.nextToken();
            switch (member) {
                case "key" -> key = parser.getText();
                case "operator" -> operator = parser.getText();
                case "values" -> values = Json.readStrings(parser);
                default -> parser.skipChildren();
            }
        }
        return new LabelRequirement(key, operator, values);
    }

    static void writeSelector(JsonGenerator json, Selector value) throws IOException {
        json.writeStartObject();
        json.writeFieldName("match_labels");
        Json.writeMap(json, value.matchLabels());
        json.writeFieldName("match_expressions");
        Json.writeList(json, value.matchExpressions(), Conversions::writeLabelRequirement);
        json.writeEndObject();
    }

    static Selector readSelector(JsonParser parser) throws IOException {
        Map<String, String> matchLabels = null;
        List<LabelRequirement> matchExpressions = null;
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String member = parser.currentName();
            parser.nextToken();
            switch (member) {
                case "match_labels" -> matchLabels = Json.readMap(parser);
                case "match_expressions" -> matchExpressions = Json.readList(parser, Conversions::readLabelRequirement);
                default -> parser.skipChildren();
            }
        }
        return new Selector(matchLabels, matchExpressions);
    }

    static void writeFilters(JsonGenerator json, Filters value) throws IOException {
        json.writeStartObject();
        if (value.includedNamespaces() != null) {
            json.writeFieldName("included_namespaces");
            Json.writeStrings(json, value.includedNamespaces());
        }
        if (value.excludedNamespaces() != null) {
            json.writeFieldName("excluded_namespaces");
            Json.writeStrings(json, value.excludedNamespaces());
        }
        if (value.includedResources() != null) {
            json.writeFieldName("included_resources");
            Json.writeStrings(json, value.includedResources());
        }
        if (value.excludedResources() != null) {
            json.writeFieldName("excluded_resources");
            Json.writeStrings(json, value.excludedResources());
        }
        if (value.includeClusterResources() != null) {
            json.writeFieldName("include_cluster_resources");
            json.writeBoolean(value.includeClusterResources());
        }
        if (value.includedClusterScopedResources() != null) {
            json.writeFieldName("included_cluster_scoped_resources");
            Json.writeStrings(json, value.includedClusterScopedResources());
        }
        if (value.excludedClusterScopedResources() != null) {
            json.writeFieldName("excluded_cluster_scoped_resources");
            Json.writeStrings(json, value.excludedClusterScopedResources());
        }
        if (value.includedNamespaceScopedResources() != null) {
            json.writeFieldName("included_namespace_scoped_resources");
            Json.writeStrings(json, value.includedNamespaceScopedResources());
        }
        if (value.excludedNamespaceScopedResources() != null) {
            json.writeFieldName("excluded_namespace_scoped_resources");
            Json.writeStrings(json, value.excludedNamespaceScopedResources());
        }
        if (value.labelSelector() != null) {
            json.writeFieldName("label_selector");
            writeSelector(json, value.labelSelector());
        }
        if (value.orLabelSelectors() != null) {
            json.writeFieldName("or_label_selectors");
            Json.writeList(json, value.orLabelSelectors(), Conversions::writeSelector);
        }
        if (value.volumeGroupSnapshotLabelKey() != null) {
            json.writeFieldName("volume_group_snapshot_label_key");
            json.writeString(value.volumeGroupSnapshotLabelKey());
        }
        json.writeEndObject();
    }

    static Filters readFilters(JsonParser parser) throws IOException {
        List<String> includedNamespaces = null;
        List<String> excludedNamespaces = null;
        List<String> includedResources = null;
        List<String> excludedResources = null;
        Boolean includeClusterResources = null;
        List<String> includedClusterScopedResources = null;
        List<String> excludedClusterScopedResources = null;
        List<String> includedNamespaceScopedResources = null;
        List<String> excludedNamespaceScopedResources = null;
        Selector labelSelector = null;
        List<Selector> orLabelSelectors = null;
        String volumeGroupSnapshotLabelKey = null;
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String member = parser.currentName();
            parser.nextToken();
            switch (member) {
                case "included_namespaces" -> includedNamespaces = Json.readOptional(parser, Json::readStrings);
                case "excluded_namespaces" -> excludedNamespaces = Json.readOptional(parser, Json::readStrings);
                case "included_resources" -> includedResources = Json.readOptional(parser, Json::readStrings);
                case "excluded_resources" -> excludedResources = Json.readOptional(parser, Json::readStrings);
                case "include_cluster_resources" -> includeClusterResources =
                        Json.readOptional(parser, JsonParser::getBooleanValue);
                case "included_cluster_scoped_resources" -> includedClusterScopedResources =
                        Json.readOptional(parser, Json::readStrings);
                case "excluded_cluster_scoped_resources" -> excludedClusterScopedResources =
                        Json.readOptional(parser, Json::readStrings);
                case "included_namespace_scoped_resources" -> includedNamespaceScopedResources =
                        Json.readOptional(parser, Json::readStrings);
                case "excluded_namespace_scoped_resources" -> excludedNamespaceScopedResources =
                        Json.readOptional(parser, Json::readStrings);
                case "label_selector" -> labelSelector = Json.readOptional(parser, Conversions::readSelector);
                case "or_label_selectors" -> orLabelSelectors =
                        Json.readOptional(parser, item -> Json.readList(item, Conversions::readSelector));
                case "volume_group_snapshot_label_key" -> volumeGroupSnapshotLabelKey =
                        Json.readOptional(parser, JsonParser::getText);
                default -> parser.skipChildren();
            }
        }
        return new Filters(
                includedNamespaces,
                excludedNamespaces,
                includedResources,
                excludedResources,
                includeClusterResources,
                includedClusterScopedResources,
                excludedClusterScopedResources,
                includedNamespaceScopedResources,
                excludedNamespaceScopedResources,
                labelSelector,
                orLabelSelectors,
                volumeGroupSnapshotLabelKey);
    }

    static void writeHookSelector(JsonGenerator json, HookSelector value) throws IOException {
        json.writeStartObject();
        json.writeFieldName("hook");
        json.writeNumber(value.hook());
        json.writeFieldName("selector");
        writeSelector(json, value.selector());
        json.writeEndObject();
    }

    static HookSelector readHookSelector(JsonParser parser) throws IOException {
        int hook = 0;
        Selector selector = null;
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String member = parser.currentName();
            parser.nextToken();
            switch (member) {
                case "hook" -> hook = parser.getIntValue();
                case "selector" -> selector = readSelector(parser);
                default -> parser.skipChildren();
            }
        }
        return new HookSelector(hook, selector);
    }

    static void writeVolumeFields(JsonGenerator json, VolumeFields value) throws IOException {
        json.writeStartObject();
        if (value.snapshotVolumes() != null) {
            json.writeFieldName("snapshot_volumes");
            json.writeBoolean(value.snapshotVolumes());
        }
        if (value.snapshotMoveData() != null) {
            json.writeFieldName("snapshot_move_data");
            json.writeBoolean(value.snapshotMoveData());
        }
        if (value.datamover() != null) {
            json.writeFieldName("datamover");
            json.writeString(value.datamover());
        }
        if (value.defaultVolumesToFsBackup() != null) {
            json.writeFieldName("default_volumes_to_fs_backup");
            json.writeBoolean(value.defaultVolumesToFsBackup());
        }
        if (value.defaultVolumesToRestic() != null) {
            json.writeFieldName("default_volumes_to_restic");
            json.writeBoolean(value.defaultVolumesToRestic());
        }
        json.writeFieldName("volume_snapshot_locations");
        Json.writeStrings(json, value.volumeSnapshotLocations());
        json.writeFieldName("annotations");
        Json.writeMap(json, value.annotations());
        json.writeEndObject();
    }

    static VolumeFields readVolumeFields(JsonParser parser) throws IOException {
        Boolean snapshotVolumes = null;
        Boolean snapshotMoveData = null;
        String datamover = null;
        Boolean defaultVolumesToFsBackup = null;
        Boolean defaultVolumesToRestic = null;
        List<String> volumeSnapshotLocations = null;
        Map<String, String> annotations = null;
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String member = parser.currentName();
            parser.nextToken();
            switch (member) {
                case "snapshot_volumes" -> snapshotVolumes = Json.readOptional(parser, JsonParser::getBooleanValue);
                case "snapshot_move_data" -> snapshotMoveData = Json.readOptional(parser, JsonParser::getBooleanValue);
                case "datamover" -> datamover = Json.readOptional(parser, JsonParser::getText);
                case "default_volumes_to_fs_backup" -> defaultVolumesToFsBackup =
                        Json.readOptional(parser, JsonParser::getBooleanValue);
                case "default_volumes_to_restic" -> defaultVolumesToRestic =
                        Json.readOptional(parser, JsonParser::getBooleanValue);
                case "volume_snapshot_locations" -> volumeSnapshotLocations = Json.readStrings(parser);
                case "annotations" -> annotations = Json.readMap(parser);
                default -> parser.skipChildren();
            }
        }
        return new VolumeFields(
                snapshotVolumes,
                snapshotMoveData,
                datamover,
                defaultVolumesToFsBackup,
                defaultVolumesToRestic,
                volumeSnapshotLocations,
                annotations);
    }

    static void writeSnapshotLocation(JsonGenerator json, SnapshotLocation value) throws IOException {
        json.writeStartObject();
        json.writeFieldName("name");
        json.writeString(value.name());
        json.writeFieldName("provider");
        json.writeString(value.provider());
        json.writeEndObject();
    }

    static SnapshotLocation readSnapshotLocation(JsonParser parser) throws IOException {
        String name = null;
        String provider = null;
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String member = parser.currentName();
            parser.nextToken();
            switch (member) {
                case "name" -> name = parser.getText();
                case "provider" -> provider = parser.getText();
                default -> parser.skipChildren();
            }
        }
        return new SnapshotLocation(name, provider);
    }

    static void writePolicyMap(JsonGenerator json, PolicyMap value) throws IOException {
        json.writeStartObject();
        if (value.namespace() != null) {
            json.writeFieldName("namespace");
            json.writeString(value.namespace());
        }
        if (value.name() != null) {
            json.writeFieldName("name");
            json.writeString(value.name());
        }
        json.writeFieldName("data");
        Json.writeMap(json, value.data());
        json.writeEndObject();
    }

    static PolicyMap readPolicyMap(JsonParser parser) throws IOException {
        String namespace = null;
        String name = null;
        Map<String, String> data = null;
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String member = parser.currentName();
            parser.nextToken();
            switch (member) {
                case "namespace" -> namespace = Json.readOptional(parser, JsonParser::getText);
                case "name" -> name = Json.readOptional(parser, JsonParser::getText);
                case "data" -> data = Json.readMap(parser);
                default -> parser.skipChildren();
            }
        }
        return new PolicyMap(namespace, name, data);
    }

    static void writeServerSettings(JsonGenerator json, ServerSettings value) throws IOException {
        json.writeStartObject();
        if (value.defaultVolumesToFsBackup() != null) {
            json.writeFieldName("default_volumes_to_fs_backup");
            json.writeBoolean(value.defaultVolumesToFsBackup());
        }
        if (value.defaultSnapshotMoveData() != null) {
            json.writeFieldName("default_snapshot_move_data");
            json.writeBoolean(value.defaultSnapshotMoveData());
        }
        if (value.enableCsi() != null) {
            json.writeFieldName("enable_csi");
            json.writeBoolean(value.enableCsi());
        }
        if (value.snapshotLocations() != null) {
            json.writeFieldName("snapshot_locations");
            Json.writeList(json, value.snapshotLocations(), Conversions::writeSnapshotLocation);
        }
        json.writeFieldName("default_snapshot_locations");
        Json.writeMap(json, value.defaultSnapshotLocations());
        if (value.storageLocations() != null) {
            json.writeFieldName("storage_locations");
            Json.writeStrings(json, value.storageLocations());
        }
        if (value.nodes() != null) {
            json.writeFieldName("nodes");
            Json.writeMap(json, value.nodes());
        }
        if (value.agents() != null) {
            json.writeFieldName("agents");
            Json.writeStrings(json, value.agents());
        }
        if (value.groupSnapshotDriver() != null) {
            json.writeFieldName("group_snapshot_driver");
            json.writeString(value.groupSnapshotDriver());
        }
        json.writeFieldName("snapshots_without_handles");
        json.writeBoolean(value.snapshotsWithoutHandles());
        json.writeFieldName("policies");
        Json.writeList(json, value.policies(), Conversions::writePolicyMap);
        if (value.globalPolicy() != null) {
            json.writeFieldName("global_policy");
            writePolicyMap(json, value.globalPolicy());
        }
        json.writeEndObject();
    }

    static ServerSettings readServerSettings(JsonParser parser) throws IOException {
        Boolean defaultVolumesToFsBackup = null;
        Boolean defaultSnapshotMoveData = null;
        Boolean enableCsi = null;
        List<SnapshotLocation> snapshotLocations = null;
        Map<String, String> defaultSnapshotLocations = null;
        List<String> storageLocations = null;
        Map<String, String> nodes = null;
        List<String> agents = null;
        String groupSnapshotDriver = null;
        boolean snapshotsWithoutHandles = false;
        List<PolicyMap> policies = null;
        PolicyMap globalPolicy = null;
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String member = parser.currentName();
            parser.nextToken();
            switch (member) {
                case "default_volumes_to_fs_backup" -> defaultVolumesToFsBackup =
                        Json.readOptional(parser, JsonParser::getBooleanValue);
                case "default_snapshot_move_data" -> defaultSnapshotMoveData =
                        Json.readOptional(parser, JsonParser::getBooleanValue);
                case "enable_csi" -> enableCsi = Json.readOptional(parser, JsonParser::getBooleanValue);
                case "snapshot_locations" -> snapshotLocations =
                        Json.readOptional(parser, item -> Json.readList(item, Conversions::readSnapshotLocation));
                case "default_snapshot_locations" -> defaultSnapshotLocations = Json.readMap(parser);
                case "storage_locations" -> storageLocations = Json.readOptional(parser, Json::readStrings);
                case "nodes" -> nodes = Json.readOptional(parser, Json::readMap);
                case "agents" -> agents = Json.readOptional(parser, Json::readStrings);
                case "group_snapshot_driver" -> groupSnapshotDriver = Json.readOptional(parser, JsonParser::getText);
                case "snapshots_without_handles" -> snapshotsWithoutHandles = parser.getBooleanValue();
                case "policies" -> policies = Json.readList(parser, Conversions::readPolicyMap);
                case "global_policy" -> globalPolicy = Json.readOptional(parser, Conversions::readPolicyMap);
                default -> parser.skipChildren();
            }
        }
        return new ServerSettings(
                defaultVolumesToFsBackup,
                defaultSnapshotMoveData,
                enableCsi,
                snapshotLocations,
                defaultSnapshotLocations,
                storageLocations,
                nodes,
                agents,
                groupSnapshotDriver,
                snapshotsWithoutHandles,
                policies,
                globalPolicy);
    }

    static void writeBackup(JsonGenerator json, Backup value) throws IOException {
        json.writeStartObject();
        json.writeFieldName("kind");
        json.writeString(value.kind().toString());
        if (value.name() != null) {
            json.writeFieldName("name");
            json.writeString(value.name());
        }
        if (value.namespace() != null) {
            json.writeFieldName("namespace");
            json.writeString(value.namespace());
        }
        json.writeFieldName("filters");
        writeFilters(json, value.filters());
        if (value.ttl() != null) {
            json.writeFieldName("ttl");
            json.writeString(value.ttl());
        }
        if (value.schedule() != null) {
            json.writeFieldName("schedule");
            writeScheduleConfig(json, value.schedule());
        }
        if (value.resourcePolicy() != null) {
            json.writeFieldName("resource_policy");
            json.writeString(value.resourcePolicy());
        }
        if (value.volumes() != null) {
            json.writeFieldName("volumes");
            writeVolumeFields(json, value.volumes());
        }
        if (value.storageLocation() != null) {
            json.writeFieldName("storage_location");
            json.writeString(value.storageLocation());
        }
        json.writeFieldName("hook_selectors");
        Json.writeList(json, value.hookSelectors(), Conversions::writeHookSelector);
        if (value.phase() != null) {
            json.writeFieldName("phase");
            json.writeString(value.phase());
        }
        if (value.expiration() != null) {
            json.writeFieldName("expiration");
            json.writeString(value.expiration());
        }
        json.writeEndObject();
    }

    static Backup readBackup(JsonParser parser) throws IOException {
        BackupKind kind = null;
        String name = null;
        String namespace = null;
        Filters filters = null;
        String ttl = null;
        ScheduleConfig schedule = null;
        String resourcePolicy = null;
        VolumeFields volumes = null;
        String storageLocation = null;
        List<HookSelector> hookSelectors = null;
        String phase = null;
        String expiration = null;
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String member = parser.currentName();
            parser.nextToken();
            switch (member) {
                case "kind" -> kind = BackupKind.of(parser.getText());
                case "name" -> name = Json.readOptional(parser, JsonParser::getText);
                case "namespace" -> namespace = Json.readOptional(parser, JsonParser::getText);
                case "filters" -> filters = readFilters(parser);
                case "ttl" -> ttl = Json.readOptional(parser, JsonParser::getText);
                case "schedule" -> schedule = Json.readOptional(parser, Conversions::readScheduleConfig);
                case "resource_policy" -> resourcePolicy = Json.readOptional(parser, JsonParser::getText);
                case "volumes" -> volumes = Json.readOptional(parser, Conversions::readVolumeFields);
                case "storage_location" -> storageLocation = Json.readOptional(parser, JsonParser::getText);
                case "hook_selectors" -> hookSelectors = Json.readList(parser, Conversions::readHookSelector);
                case "phase" -> phase = Json.readOptional(parser, JsonParser::getText);
                case "expiration" -> expiration = Json.readOptional(parser, JsonParser::getText);
                default -> parser.skipChildren();
            }
        }
        return new Backup(
                kind,
                name,
                namespace,
                filters,
                ttl,
                schedule,
                resourcePolicy,
                volumes,
                storageLocation,
                hookSelectors,
                phase,
                expiration);
    }

    static void writeSource(JsonGenerator json, Source value) throws IOException {
        json.writeStartObject();
        if (value instanceof Spec spec) {
            json.writeFieldName("spec");
            writeSpec(json, spec);
        } else if (value instanceof Backup backup) {
            json.writeFieldName("backup");
            writeBackup(json, backup);
        } else if (value instanceof Target target) {
            json.writeFieldName("spec");
            writeSpec(json, target.spec());
        }
        json.writeEndObject();
    }

    static void writeRelation(JsonGenerator json, Relation value) throws IOException {
        json.writeStartObject();
        json.writeFieldName("id");
        json.writeNumber(value.id());
        json.writeFieldName("databag");
        Json.writeMap(json, value.databag());
        json.writeEndObject();
    }

    static Position readPosition(JsonParser parser) throws IOException {
        int utf8Offset = 0;
        int utf16Offset = 0;
        int line = 0;
        int column = 0;
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String member = parser.currentName();
            parser.nextToken();
            switch (member) {
                case "utf8_offset" -> utf8Offset = parser.getIntValue();
                case "utf16_offset" -> utf16Offset = parser.getIntValue();
                case "line" -> line = parser.getIntValue();
                case "column" -> column = parser.getIntValue();
                default -> parser.skipChildren();
            }
        }
        return new Position(utf8Offset, utf16Offset, line, column);
    }

    static Span readSpan(JsonParser parser) throws IOException {
        Position start = null;
        Position end = null;
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String member = parser.currentName();
            parser.nextToken();
            switch (member) {
                case "start" -> start = readPosition(parser);
                case "end" -> end = readPosition(parser);
                default -> parser.skipChildren();
            }
        }
        return new Span(start, end);
    }

    static Edit readEdit(JsonParser parser) throws IOException {
        Span span = null;
        String text = null;
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String member = parser.currentName();
            parser.nextToken();
            switch (member) {
                case "span" -> span = readSpan(parser);
                case "text" -> text = parser.getText();
                default -> parser.skipChildren();
            }
        }
        return new Edit(span, text);
    }

    static Fix readFix(JsonParser parser) throws IOException {
        String title = null;
        List<Edit> edits = null;
        boolean certain = false;
        String effect = null;
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String member = parser.currentName();
            parser.nextToken();
            switch (member) {
                case "title" -> title = parser.getText();
                case "edits" -> edits = Json.readList(parser, Conversions::readEdit);
                case "certain" -> certain = parser.getBooleanValue();
                case "effect" -> effect = Json.readOptional(parser, JsonParser::getText);
                default -> parser.skipChildren();
            }
        }
        return new Fix(title, edits, certain, effect);
    }

    static RelatedPlace readRelatedPlace(JsonParser parser) throws IOException {
        String message = null;
        Integer subject = null;
        String pointer = null;
        Span span = null;
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String member = parser.currentName();
            parser.nextToken();
            switch (member) {
                case "message" -> message = parser.getText();
                case "subject" -> subject = Json.readOptional(parser, JsonParser::getIntValue);
                case "pointer" -> pointer = parser.getText();
                case "span" -> span = Json.readOptional(parser, Conversions::readSpan);
                default -> parser.skipChildren();
            }
        }
        return new RelatedPlace(message, subject, pointer, span);
    }

    static Diagnostic readDiagnostic(JsonParser parser) throws IOException {
        String code = null;
        Severity severity = null;
        String message = null;
        String help = null;
        Integer subject = null;
        String pointer = null;
        Span span = null;
        List<Fix> fixes = null;
        List<RelatedPlace> related = null;
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String member = parser.currentName();
            parser.nextToken();
            switch (member) {
                case "code" -> code = parser.getText();
                case "severity" -> severity = Severity.of(parser.getText());
                case "message" -> message = parser.getText();
                case "help" -> help = Json.readOptional(parser, JsonParser::getText);
                case "subject" -> subject = Json.readOptional(parser, JsonParser::getIntValue);
                case "pointer" -> pointer = parser.getText();
                case "span" -> span = Json.readOptional(parser, Conversions::readSpan);
                case "fixes" -> fixes = Json.readList(parser, Conversions::readFix);
                case "related" -> related = Json.readList(parser, Conversions::readRelatedPlace);
                default -> parser.skipChildren();
            }
        }
        return new Diagnostic(code, severity, message, help, subject, pointer, span, fixes, related);
    }

    static void writeApiResource(JsonGenerator json, ApiResource value) throws IOException {
        json.writeStartObject();
        json.writeFieldName("group");
        json.writeString(value.group());
        json.writeFieldName("plural");
        json.writeString(value.plural());
        if (value.singular() != null) {
            json.writeFieldName("singular");
            json.writeString(value.singular());
        }
        json.writeFieldName("kind");
        json.writeString(value.kind());
        json.writeFieldName("short_names");
        Json.writeStrings(json, value.shortNames());
        json.writeFieldName("namespaced");
        json.writeBoolean(value.namespaced());
        json.writeFieldName("verbs");
        Json.writeStrings(json, value.verbs());
        json.writeEndObject();
    }

    static ApiResource readApiResource(JsonParser parser) throws IOException {
        String group = null;
        String plural = null;
        String singular = null;
        String kind = null;
        List<String> shortNames = null;
        boolean namespaced = false;
        List<String> verbs = null;
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String member = parser.currentName();
            parser.nextToken();
            switch (member) {
                case "group" -> group = parser.getText();
                case "plural" -> plural = parser.getText();
                case "singular" -> singular = Json.readOptional(parser, JsonParser::getText);
                case "kind" -> kind = parser.getText();
                case "short_names" -> shortNames = Json.readStrings(parser);
                case "namespaced" -> namespaced = parser.getBooleanValue();
                case "verbs" -> verbs = Json.readStrings(parser);
                default -> parser.skipChildren();
            }
        }
        return new ApiResource(group, plural, singular, kind, shortNames, namespaced, verbs);
    }

    static VeleroRelease readVeleroRelease(JsonParser parser) throws IOException {
        String name = null;
        String measured = null;
        boolean isDefault = false;
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String member = parser.currentName();
            parser.nextToken();
            switch (member) {
                case "name" -> name = parser.getText();
                case "measured" -> measured = parser.getText();
                case "is_default" -> isDefault = parser.getBooleanValue();
                default -> parser.skipChildren();
            }
        }
        return new VeleroRelease(name, measured, isDefault);
    }

    static void writeRuleLevel(JsonGenerator json, RuleLevel value) throws IOException {
        json.writeStartObject();
        json.writeFieldName("code");
        json.writeString(value.code());
        json.writeFieldName("level");
        json.writeString(value.level().toString());
        json.writeEndObject();
    }

    static Rule readRule(JsonParser parser) throws IOException {
        String code = null;
        Severity severity = null;
        String summary = null;
        String explanation = null;
        String appliesTo = null;
        String authority = null;
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String member = parser.currentName();
            parser.nextToken();
            switch (member) {
                case "code" -> code = parser.getText();
                case "severity" -> severity = Severity.of(parser.getText());
                case "summary" -> summary = parser.getText();
                case "explanation" -> explanation = parser.getText();
                case "applies_to" -> appliesTo = parser.getText();
                case "authority" -> authority = parser.getText();
                default -> parser.skipChildren();
            }
        }
        return new Rule(code, severity, summary, explanation, appliesTo, authority);
    }

    static ConvertedSpec readConvertedSpec(JsonParser parser) throws IOException {
        Spec spec = null;
        List<Diagnostic> leftOut = null;
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String member = parser.currentName();
            parser.nextToken();
            switch (member) {
                case "spec" -> spec = readSpec(parser);
                case "left_out" -> leftOut = Json.readList(parser, Conversions::readDiagnostic);
                default -> parser.skipChildren();
            }
        }
        return new ConvertedSpec(spec, leftOut);
    }

    static NameFilter readNameFilter(JsonParser parser) throws IOException {
        List<String> included = null;
        List<String> excluded = null;
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String member = parser.currentName();
            parser.nextToken();
            switch (member) {
                case "included" -> included = Json.readOptional(parser, Json::readStrings);
                case "excluded" -> excluded = Json.readStrings(parser);
                default -> parser.skipChildren();
            }
        }
        return new NameFilter(included, excluded);
    }

    static NamespaceObjects readNamespaceObjects(JsonParser parser) throws IOException {
        NameFilter named = null;
        NamespaceCondition unless = null;
        boolean labelled = false;
        WithObjects withObjects = null;
        boolean skipsInactive = false;
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String member = parser.currentName();
            parser.nextToken();
            switch (member) {
                case "named" -> named = readNameFilter(parser);
                case "unless" -> unless = Json.readOptional(parser, item -> NamespaceCondition.of(item.getText()));
                case "labelled" -> labelled = parser.getBooleanValue();
                case "with_objects" -> withObjects = WithObjects.of(parser.getText());
                case "skips_inactive" -> skipsInactive = parser.getBooleanValue();
                default -> parser.skipChildren();
            }
        }
        return new NamespaceObjects(named, unless, labelled, withObjects, skipsInactive);
    }

    static BroughtAlong readBroughtAlong(JsonParser parser) throws IOException {
        String becauseOf = null;
        String groupResource = null;
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String member = parser.currentName();
            parser.nextToken();
            switch (member) {
                case "because_of" -> becauseOf = Json.readOptional(parser, JsonParser::getText);
                case "group_resource" -> groupResource = parser.getText();
                default -> parser.skipChildren();
            }
        }
        return new BroughtAlong(becauseOf, groupResource);
    }

    static Clauses readClauses(JsonParser parser) throws IOException {
        NameFilter namespaces = null;
        NameFilter namespacedResources = null;
        NameFilter clusterScopedResources = null;
        NamespaceCondition clusterScopedCondition = null;
        NamespaceObjects namespaceObjects = null;
        List<BroughtAlong> broughtAlong = null;
        Map<String, String> labelSelector = null;
        long expiresAfterSeconds = 0;
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String member = parser.currentName();
            parser.nextToken();
            switch (member) {
                case "namespaces" -> namespaces = readNameFilter(parser);
                case "namespaced_resources" -> namespacedResources = readNameFilter(parser);
                case "cluster_scoped_resources" -> clusterScopedResources = readNameFilter(parser);
                case "cluster_scoped_condition" -> clusterScopedCondition = NamespaceCondition.of(parser.getText());
                case "namespace_objects" -> namespaceObjects = readNamespaceObjects(parser);
                case "brought_along" -> broughtAlong = Json.readList(parser, Conversions::readBroughtAlong);
                case "label_selector" -> labelSelector = Json.readMap(parser);
                case "expires_after_seconds" -> expiresAfterSeconds = parser.getLongValue();
                default -> parser.skipChildren();
            }
        }
        return new Clauses(
                namespaces,
                namespacedResources,
                clusterScopedResources,
                clusterScopedCondition,
                namespaceObjects,
                broughtAlong,
                labelSelector,
                expiresAfterSeconds);
    }

    static void writeIdentity(JsonGenerator json, Identity value) throws IOException {
        json.writeStartObject();
        json.writeFieldName("app");
        json.writeString(value.app());
        json.writeFieldName("model");
        json.writeString(value.model());
        json.writeFieldName("relation_name");
        json.writeString(value.relationName());
        json.writeEndObject();
    }

    static DatabagWrite readDatabagWrite(JsonParser parser) throws IOException {
        int relationId = 0;
        String key = null;
        String value = null;
        boolean changed = false;
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String member = parser.currentName();
            parser.nextToken();
            switch (member) {
                case "relation_id" -> relationId = parser.getIntValue();
                case "key" -> key = parser.getText();
                case "value" -> value = parser.getText();
                case "changed" -> changed = parser.getBooleanValue();
                default -> parser.skipChildren();
            }
        }
        return new DatabagWrite(relationId, key, value, changed);
    }

    static PublishError readPublishError(JsonParser json) throws IOException {
        boolean isObject = json.currentToken() == JsonToken.START_OBJECT;
        String name = isObject ? json.nextFieldName() : json.getText();
        if (isObject) {
            json.nextToken();
        }
        PublishError value = switch (name) {
            case "not-leader" -> new PublishError.NotLeader();
            case "no-relation" -> new PublishError.NoRelation();
            case "invalid" -> new PublishError.Invalid(Json.readList(json, Conversions::readDiagnostic));
            default -> throw new IllegalStateException(name);
        };
        if (isObject) {
            json.nextToken();
        }
        return value;
    }

    static LocatedTarget readLocatedTarget(JsonParser parser) throws IOException {
        int relationId = 0;
        int index = 0;
        Target target = null;
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String member = parser.currentName();
            parser.nextToken();
            switch (member) {
                case "relation_id" -> relationId = parser.getIntValue();
                case "index" -> index = parser.getIntValue();
                case "target" -> target = readTarget(parser);
                default -> parser.skipChildren();
            }
        }
        return new LocatedTarget(relationId, index, target);
    }

    static Window readWindow(JsonParser parser) throws IOException {
        long start = 0;
        long end = 0;
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String member = parser.currentName();
            parser.nextToken();
            switch (member) {
                case "start" -> start = parser.getLongValue();
                case "end" -> end = parser.getLongValue();
                default -> parser.skipChildren();
            }
        }
        return new Window(start, end);
    }

    static Timeline readTimeline(JsonParser parser) throws IOException {
        List<Window> backups = null;
        List<Window> gaps = null;
        int keptAtOnce = 0;
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String member = parser.currentName();
            parser.nextToken();
            switch (member) {
                case "backups" -> backups = Json.readList(parser, Conversions::readWindow);
                case "gaps" -> gaps = Json.readList(parser, Conversions::readWindow);
                case "kept_at_once" -> keptAtOnce = parser.getIntValue();
                default -> parser.skipChildren();
            }
        }
        return new Timeline(backups, gaps, keptAtOnce);
    }

    static PlannedSchedule readPlannedSchedule(JsonParser parser) throws IOException {
        int index = 0;
        List<Long> nextRuns = null;
        int keptAtOnce = 0;
        Long longestGap = null;
        long longestWithoutBackup = 0;
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String member = parser.currentName();
            parser.nextToken();
            switch (member) {
                case "index" -> index = parser.getIntValue();
                case "next_runs" -> nextRuns = Json.readList(parser, JsonParser::getLongValue);
                case "kept_at_once" -> keptAtOnce = parser.getIntValue();
                case "longest_gap" -> longestGap = Json.readOptional(parser, JsonParser::getLongValue);
                case "longest_without_backup" -> longestWithoutBackup = parser.getLongValue();
                default -> parser.skipChildren();
            }
        }
        return new PlannedSchedule(index, nextRuns, keptAtOnce, longestGap, longestWithoutBackup);
    }

    static SchedulePlan readSchedulePlan(JsonParser parser) throws IOException {
        List<PlannedSchedule> schedules = null;
        List<Diagnostic> diagnostics = null;
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String member = parser.currentName();
            parser.nextToken();
            switch (member) {
                case "schedules" -> schedules = Json.readList(parser, Conversions::readPlannedSchedule);
                case "diagnostics" -> diagnostics = Json.readList(parser, Conversions::readDiagnostic);
                default -> parser.skipChildren();
            }
        }
        return new SchedulePlan(schedules, diagnostics);
    }

    static void writeVeleroSettings(JsonGenerator json, VeleroSettings value) throws IOException {
        json.writeStartObject();
        json.writeFieldName("namespace");
        json.writeString(value.namespace());
        json.writeFieldName("storage_location");
        json.writeString(value.storageLocation());
        json.writeFieldName("volume_snapshot_locations");
        Json.writeStrings(json, value.volumeSnapshotLocations());
        if (value.defaultVolumesToFsBackup() != null) {
            json.writeFieldName("default_volumes_to_fs_backup");
            json.writeBoolean(value.defaultVolumesToFsBackup());
        }
        json.writeEndObject();
    }

    static VeleroBackupSpec readVeleroBackupSpec(JsonParser parser) throws IOException {
        Spec spec = null;
        ScheduleConfig schedule = null;
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String member = parser.currentName();
            parser.nextToken();
            switch (member) {
                case "spec" -> spec = readSpec(parser);
                case "schedule" -> schedule = readScheduleConfig(parser);
                default -> parser.skipChildren();
            }
        }
        return new VeleroBackupSpec(spec, schedule);
    }

    static PlannedWrite readPlannedWrite(JsonParser parser) throws IOException {
        int relationId = 0;
        int targetIndex = 0;
        Map<String, String> databag = null;
        boolean changed = false;
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String member = parser.currentName();
            parser.nextToken();
            switch (member) {
                case "relation_id" -> relationId = parser.getIntValue();
                case "target_index" -> targetIndex = parser.getIntValue();
                case "databag" -> databag = Json.readMap(parser);
                case "changed" -> changed = parser.getBooleanValue();
                default -> parser.skipChildren();
            }
        }
        return new PlannedWrite(relationId, targetIndex, databag, changed);
    }

    static TargetManifest readTargetManifest(JsonParser parser) throws IOException {
        int targetIndex = 0;
        ManifestKind kind = null;
        String json = null;
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String member = parser.currentName();
            parser.nextToken();
            switch (member) {
                case "target_index" -> targetIndex = parser.getIntValue();
                case "kind" -> kind = ManifestKind.of(parser.getText());
                case "json" -> json = parser.getText();
                default -> parser.skipChildren();
            }
        }
        return new TargetManifest(targetIndex, kind, json);
    }

    static MergePlan readMergePlan(JsonParser parser) throws IOException {
        List<PlannedWrite> writes = null;
        List<TargetManifest> manifests = null;
        List<Diagnostic> diagnostics = null;
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String member = parser.currentName();
            parser.nextToken();
            switch (member) {
                case "writes" -> writes = Json.readList(parser, Conversions::readPlannedWrite);
                case "manifests" -> manifests = Json.readList(parser, Conversions::readTargetManifest);
                case "diagnostics" -> diagnostics = Json.readList(parser, Conversions::readDiagnostic);
                default -> parser.skipChildren();
            }
        }
        return new MergePlan(writes, manifests, diagnostics);
    }

    static ObjectRef readObjectRef(JsonParser parser) throws IOException {
        String groupResource = null;
        String namespace = null;
        String name = null;
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String member = parser.currentName();
            parser.nextToken();
            switch (member) {
                case "group_resource" -> groupResource = parser.getText();
                case "namespace" -> namespace = Json.readOptional(parser, JsonParser::getText);
                case "name" -> name = parser.getText();
                default -> parser.skipChildren();
            }
        }
        return new ObjectRef(groupResource, namespace, name);
    }

    static Verdict readVerdict(JsonParser parser) throws IOException {
        ObjectRef object = null;
        boolean included = false;
        Reason reason = null;
        String pointer = null;
        Integer broughtBy = null;
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String member = parser.currentName();
            parser.nextToken();
            switch (member) {
                case "object" -> object = readObjectRef(parser);
                case "included" -> included = parser.getBooleanValue();
                case "reason" -> reason = Reason.of(parser.getText());
                case "pointer" -> pointer = Json.readOptional(parser, JsonParser::getText);
                case "brought_by" -> broughtBy = Json.readOptional(parser, JsonParser::getIntValue);
                default -> parser.skipChildren();
            }
        }
        return new Verdict(object, included, reason, pointer, broughtBy);
    }

    static Outcome readOutcome(JsonParser parser) throws IOException {
        OutcomeKind kind = null;
        List<Diagnostic> diagnostics = null;
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String member = parser.currentName();
            parser.nextToken();
            switch (member) {
                case "kind" -> kind = OutcomeKind.of(parser.getText());
                case "diagnostics" -> diagnostics = Json.readList(parser, Conversions::readDiagnostic);
                default -> parser.skipChildren();
            }
        }
        return new Outcome(kind, diagnostics);
    }

    static PodVolumeBackup readPodVolumeBackup(JsonParser parser) throws IOException {
        int pod = 0;
        String volume = null;
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String member = parser.currentName();
            parser.nextToken();
            switch (member) {
                case "pod" -> pod = parser.getIntValue();
                case "volume" -> volume = parser.getText();
                default -> parser.skipChildren();
            }
        }
        return new PodVolumeBackup(pod, volume);
    }

    static CsiClaim readCsiClaim(JsonParser parser) throws IOException {
        int claim = 0;
        String snapshotClass = null;
        boolean moved = false;
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String member = parser.currentName();
            parser.nextToken();
            switch (member) {
                case "claim" -> claim = parser.getIntValue();
                case "snapshot_class" -> snapshotClass = parser.getText();
                case "moved" -> moved = parser.getBooleanValue();
                default -> parser.skipChildren();
            }
        }
        return new CsiClaim(claim, snapshotClass, moved);
    }

    static SavedContents readSavedContents(JsonParser parser) throws IOException {
        List<PodVolumeBackup> fs = null;
        List<Integer> snapshots = null;
        List<CsiClaim> csi = null;
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String member = parser.currentName();
            parser.nextToken();
            switch (member) {
                case "fs" -> fs = Json.readList(parser, Conversions::readPodVolumeBackup);
                case "snapshots" -> snapshots = Json.readList(parser, JsonParser::getIntValue);
                case "csi" -> csi = Json.readList(parser, Conversions::readCsiClaim);
                default -> parser.skipChildren();
            }
        }
        return new SavedContents(fs, snapshots, csi);
    }

    static SavedBy readSavedBy(JsonParser parser) throws IOException {
        Means means = null;
        Integer pod = null;
        String madeWith = null;
        boolean moved = false;
        String decidedBy = null;
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String member = parser.currentName();
            parser.nextToken();
            switch (member) {
                case "means" -> means = Means.of(parser.getText());
                case "pod" -> pod = Json.readOptional(parser, JsonParser::getIntValue);
                case "made_with" -> madeWith = Json.readOptional(parser, JsonParser::getText);
                case "moved" -> moved = parser.getBooleanValue();
                case "decided_by" -> decidedBy = Json.readOptional(parser, JsonParser::getText);
                default -> parser.skipChildren();
            }
        }
        return new SavedBy(means, pod, madeWith, moved, decidedBy);
    }

    static UnsavedBy readUnsavedBy(JsonParser parser) throws IOException {
        Means means = null;
        String reason = null;
        String message = null;
        Said said = null;
        Integer pod = null;
        String decidedBy = null;
        String dependsOn = null;
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String member = parser.currentName();
            parser.nextToken();
            switch (member) {
                case "means" -> means = Means.of(parser.getText());
                case "reason" -> reason = parser.getText();
                case "message" -> message = parser.getText();
                case "said" -> said = Said.of(parser.getText());
                case "pod" -> pod = Json.readOptional(parser, JsonParser::getIntValue);
                case "decided_by" -> decidedBy = Json.readOptional(parser, JsonParser::getText);
                case "depends_on" -> dependsOn = Json.readOptional(parser, JsonParser::getText);
                default -> parser.skipChildren();
            }
        }
        return new UnsavedBy(means, reason, message, said, pod, decidedBy, dependsOn);
    }

    static VolumeVerdict readVolumeVerdict(JsonParser parser) throws IOException {
        Integer claim = null;
        Integer volume = null;
        Integer pod = null;
        String podVolume = null;
        boolean included = false;
        List<SavedBy> savedBy = null;
        List<UnsavedBy> unsavedBy = null;
        String why = null;
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String member = parser.currentName();
            parser.nextToken();
            switch (member) {
                case "claim" -> claim = Json.readOptional(parser, JsonParser::getIntValue);
                case "volume" -> volume = Json.readOptional(parser, JsonParser::getIntValue);
                case "pod" -> pod = Json.readOptional(parser, JsonParser::getIntValue);
                case "pod_volume" -> podVolume = Json.readOptional(parser, JsonParser::getText);
                case "included" -> included = parser.getBooleanValue();
                case "saved_by" -> savedBy = Json.readList(parser, Conversions::readSavedBy);
                case "unsaved_by" -> unsavedBy = Json.readList(parser, Conversions::readUnsavedBy);
                case "why" -> why = parser.getText();
                default -> parser.skipChildren();
            }
        }
        return new VolumeVerdict(claim, volume, pod, podVolume, included, savedBy, unsavedBy, why);
    }

    static ContentsCount readContentsCount(JsonParser parser) throws IOException {
        int claims = 0;
        int claimsWithoutContents = 0;
        int claimsNotKnown = 0;
        int contentsWithoutClaim = 0;
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String member = parser.currentName();
            parser.nextToken();
            switch (member) {
                case "claims" -> claims = parser.getIntValue();
                case "claims_without_contents" -> claimsWithoutContents = parser.getIntValue();
                case "claims_not_known" -> claimsNotKnown = parser.getIntValue();
                case "contents_without_claim" -> contentsWithoutClaim = parser.getIntValue();
                default -> parser.skipChildren();
            }
        }
        return new ContentsCount(claims, claimsWithoutContents, claimsNotKnown, contentsWithoutClaim);
    }

    static TargetCoverage readTargetCoverage(JsonParser parser) throws IOException {
        int objects = 0;
        int persistentVolumeClaims = 0;
        int claimsWithContents = 0;
        String whyNothing = null;
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String member = parser.currentName();
            parser.nextToken();
            switch (member) {
                case "objects" -> objects = parser.getIntValue();
                case "persistent_volume_claims" -> persistentVolumeClaims = parser.getIntValue();
                case "claims_with_contents" -> claimsWithContents = parser.getIntValue();
                case "why_nothing" -> whyNothing = Json.readOptional(parser, JsonParser::getText);
                default -> parser.skipChildren();
            }
        }
        return new TargetCoverage(objects, persistentVolumeClaims, claimsWithContents, whyNothing);
    }

    static Overlap readOverlap(JsonParser parser) throws IOException {
        int object = 0;
        List<Integer> targets = null;
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String member = parser.currentName();
            parser.nextToken();
            switch (member) {
                case "object" -> object = parser.getIntValue();
                case "targets" -> targets = Json.readList(parser, JsonParser::getIntValue);
                default -> parser.skipChildren();
            }
        }
        return new Overlap(object, targets);
    }
}
