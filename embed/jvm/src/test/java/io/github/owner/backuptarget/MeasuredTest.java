package io.github.owner.backuptarget;

import static io.github.owner.backuptarget.Testdata.cases;
import static io.github.owner.backuptarget.Testdata.check;
import static io.github.owner.backuptarget.Testdata.checkFiles;
import static io.github.owner.backuptarget.Testdata.isMissing;
import static io.github.owner.backuptarget.Testdata.map;
import static io.github.owner.backuptarget.Testdata.read;
import static io.github.owner.backuptarget.Testdata.readIfExists;
import static io.github.owner.backuptarget.Testdata.spec;
import static io.github.owner.backuptarget.Testdata.strings;
import static io.github.owner.backuptarget.Testdata.text;
import static io.github.owner.backuptarget.Testdata.withEnding;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.owner.backuptarget.Testdata.Compared;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The results for the measured cases are the same as in Rust. */
class MeasuredTest {
    private static final Evaluator EVALUATOR = new Evaluator();

    private static Targets targetsOf(JsonNode... entries) {
        String text = Stream.of(entries).map(JsonNode::toString).collect(Collectors.joining(",", "[", "]"));
        return EVALUATOR.readTargets(List.of(new Relation(0, Map.of("backup_targets", text))));
    }

    private static String string(JsonNode object, String field) {
        return object.path(field).textValue();
    }

    /** Returns a spec whose labels are compared in their order. */
    private static List<@Nullable Object> inOrder(@Nullable Spec spec) {
        Map<String, String> labels = spec == null ? null : spec.labelSelector();
        return Arrays.asList(spec, labels == null ? null : List.copyOf(labels.entrySet()));
    }

    @Test
    void databagsAreReadAsByTheReference() {
        check("databag", each -> {
            JsonNode expected = isMissing(each.path("instead")) ? each : each.path("instead");
            JsonNode query = each.path("query");
            List<Relation> relations = new ArrayList<>();
            each.path("databags").forEach(bag ->
                    relations.add(new Relation(bag.path("relation_id").intValue(), map(bag.path("data")))));
            JsonNode found = expected.path("found");
            Spec expectedSpec = isMissing(found) ? null : spec(found);
            try (Targets targets = EVALUATOR.readTargets(relations)) {
                Spec actual = targets.getBackupSpec(
                        string(query, "app"), string(query, "endpoint"), string(query, "model"));
                return new Compared(
                        List.of(expected.path("is_ready").booleanValue(), inOrder(expectedSpec)),
                        List.of(targets.isReady(), inOrder(actual)));
            }
        });
    }

    @Test
    void specsArePublishedAsByTheReference() {
        check("publish", each -> {
            var entry = Testdata.JSON.createObjectNode().put("app", "").put("relation_name", "").put("model", "");
            entry.set("spec", each.path("spec"));
            Spec spec;
            try (Targets targets = targetsOf(entry)) {
                spec = Objects.requireNonNull(targets.getBackupSpec("", "", ""));
            }
            Identity identity = new Identity(
                    string(each, "app"), string(each, "model"), string(each, "relation_name"));
            List<DatabagWrite> writes =
                    EVALUATOR.publish(identity, spec, true, List.of(new Relation(0)), OnErrors.PUBLISH);
            return new Compared(
                    List.of(string(each, "wire")), writes.stream().map(DatabagWrite::value).toList());
        });
    }

    private static @Nullable List<Long> runs(String schedule, long after, int count) {
        try {
            return EVALUATOR.nextRuns(schedule, after, count);
        } catch (InvalidInputException refused) {
            assertFalse(refused.diagnostics().isEmpty());
            return null;
        }
    }

    @Test
    void schedulesRunAsInVelero() {
        check("cron", each -> {
            List<Long> expected = null;
            if (!isMissing(each.path("next"))) {
                List<Long> next = new ArrayList<>();
                each.path("next").forEach(time -> next.add(time.longValue()));
                expected = next;
            }
            return new Compared(expected, runs(string(each, "input"), each.path("after").asLong(0), 3));
        });
    }

    private static boolean accepts(Supplier<?> call) {
        try {
            call.get();
            return true;
        } catch (InvalidInputException refused) {
            assertFalse(refused.diagnostics().isEmpty());
            return false;
        }
    }

    @Test
    void targetsAreMergedAsByTheIntegrator() {
        check("merge", each -> {
            Map<String, String> expected = isMissing(each.path("databag")) ? null : map(each.path("databag"));
            List<LocatedTarget> entries;
            try (Targets targets = targetsOf(each.path("target"))) {
                entries = targets.entries();
            }
            if (entries.isEmpty()) {
                return new Compared(expected, null);
            }
            Target target = entries.get(entries.size() - 1).target();
            JsonNode of = each.path("config");
            ScheduleConfig config = new ScheduleConfig(
                    text(of.path("schedule")),
                    of.path("paused").booleanValue(),
                    of.path("skip_immediately").booleanValue(),
                    of.path("use_owner_references_in_backup").booleanValue());
            assertEquals(expected != null, accepts(() -> EVALUATOR.merge(target, config)), string(each, "name"));
            // The integrator accepts some schedules that Velero refuses. Here they are refused.
            String schedule = config.schedule();
            if (expected != null && schedule != null && !schedule.isEmpty() && runs(schedule, 0, 0) == null) {
                assertFalse(accepts(() -> EVALUATOR.toDatabag(target, config)), string(each, "name"));
                return new Compared(expected, expected);
            }
            return new Compared(expected, expected == null ? null : EVALUATOR.toDatabag(target, config));
        });
    }

    private static final Map<String, List<String>> SPEC_REFUSALS = Map.of(
            "namespace-in-both", List.of("namespaces", "in both"),
            "namespace-wildcard-excluded", List.of("namespaces", "wildcard excluded"),
            "namespace-wildcard-not-alone", List.of("namespaces", "wildcard not alone"),
            "namespace-pattern", List.of("namespaces", "pattern"),
            "namespace-name", List.of("namespaces", "name"),
            "resource-in-both", List.of("resources", "in both"),
            "resource-wildcard-excluded", List.of("resources", "wildcard excluded"),
            "resource-wildcard-not-alone", List.of("resources", "wildcard not alone"));
    private static final String IN_BOTH = "excludes list cannot contain an item in the includes list: ";
    private static final Map<String, String> WORDS = Map.of(
            "excludes list cannot contain '*'", "wildcard excluded",
            "includes list must either contain '*' only", "wildcard not alone",
            "wildcard pattern", "pattern",
            "invalid namespace", "name");

    private static List<@Nullable String> refusalInWords(String error) {
        for (String subject : List.of("namespaces", "resources")) {
            String start = "Invalid included/excluded " + subject.substring(0, subject.length() - 1) + " lists: ";
            if (error.startsWith(start)) {
                String words = error.substring(start.length());
                if (words.startsWith(IN_BOTH)) {
                    return List.of(subject, "in both", words.substring(IN_BOTH.length()));
                }
                String kind = WORDS.keySet().stream().filter(words::startsWith).findFirst().orElseThrow();
                return Arrays.asList(subject, WORDS.get(kind), null);
            }
        }
        throw new AssertionError(error);
    }

    private static Set<List<@Nullable String>> refusals(Spec spec) {
        Map<String, @Nullable List<String>> excluded = new HashMap<>();
        excluded.put("namespaces", spec.excludeNamespaces());
        excluded.put("resources", spec.excludeResources());
        Map<String, @Nullable List<String>> included = new HashMap<>();
        included.put("namespaces", spec.includeNamespaces());
        included.put("resources", spec.includeResources());
        Set<List<@Nullable String>> refusals = new HashSet<>();
        for (Diagnostic found : EVALUATOR.checkSpec(spec)) {
            List<String> refusal = SPEC_REFUSALS.get(found.code());
            if (refusal != null) {
                String entry = null;
                if (refusal.get(1).equals("in both")) {
                    String index = found.pointer().substring(found.pointer().lastIndexOf('/') + 1);
                    entry = Objects.requireNonNull(excluded.get(refusal.get(0))).get(Integer.parseInt(index));
                }
                refusals.add(Arrays.asList(refusal.get(0), refusal.get(1), entry));
                continue;
            }
            // Velero accepts such a pattern, but its library does not compile it: the backup fails later.
            if (!found.code().equals("namespace-pattern-unreadable")) {
                assertTrue(found.severity() != Severity.ERROR, found.toString());
            }
        }
        // For `*` in both lists Velero has two errors; here there is one. For Velero, missing namespaces are `*`.
        excluded.forEach((subject, entries) -> {
            List<String> included_ = included.get(subject);
            if (included_ == null || included_.isEmpty()) {
                included_ = subject.equals("namespaces") ? List.of("*") : List.of();
            }
            if (included_.contains("*") && entries != null && entries.contains("*")) {
                refusals.add(List.of(subject, "in both", "*"));
            }
        });
        return refusals;
    }

    @Test
    void theListsOfASpecAreRefusedAsByVelero() {
        check("validation", each -> {
            Set<List<@Nullable String>> expected = new HashSet<>();
            each.path("errors").forEach(error -> expected.add(refusalInWords(error.textValue())));
            // Velero ignores the labels here.
            return new Compared(expected, refusals(spec(each.path("spec")).withLabelSelector(null)));
        });
    }

    /** A cluster with the kinds that Velero was measured with, at a commit of its main branch. */
    private static Cluster measuredCluster() {
        List<ApiResource> kinds = new ArrayList<>();
        for (JsonNode kind : cases("kinds")) {
            String[] names = string(kind, "group_resource").split("\\.", 2);
            List<String> shortNames = strings(kind.path("short_names"));
            kinds.add(new ApiResource(
                    names.length > 1 ? names[1] : "",
                    names[0],
                    text(kind.path("singular")),
                    string(kind, "kind"),
                    shortNames == null ? List.of() : shortNames,
                    kind.path("namespaced").booleanValue(),
                    List.of()));
        }
        return EVALUATOR.openCluster(kinds, "next");
    }

    private static String groupResource(ApiResource kind) {
        return kind.group().isEmpty() ? kind.plural() : kind.plural() + "." + kind.group();
    }

    @Test
    void namesAreResolvedAsByVelero() {
        try (Cluster cluster = measuredCluster()) {
            check("resolve", each -> {
                Object expected = isMissing(each.path("group_resource"))
                        ? null
                        : List.of(string(each, "group_resource"), each.path("namespaced").booleanValue());
                String input = string(each, "input");
                ApiResource found = cluster.resolve(input);
                Object actual = found == null ? null : List.of(groupResource(found), found.namespaced());
                // Every Kubernetes has this resource, but the measured cluster did not.
                if (input.equals("events.events.k8s.io")) {
                    assertEquals(List.of(input, true), actual);
                    actual = expected;
                }
                return new Compared(expected, actual);
            });
        }
    }

    private static Inventory inventory(String text, @Nullable Cluster cluster) {
        return inventory(text.getBytes(StandardCharsets.UTF_8), cluster);
    }

    private static Inventory inventory(byte[] text, @Nullable Cluster cluster) {
        ByteArrayInputStream stream = new ByteArrayInputStream(text);
        try {
            return cluster == null ? EVALUATOR.readInventory(stream) : EVALUATOR.readInventory(stream, cluster);
        } catch (IOException error) {
            throw new UncheckedIOException(error);
        }
    }

    @Test
    void patternsMatchAsInVelero() {
        Set<String> names = new TreeSet<>();
        for (JsonNode each : cases("glob")) {
            each.path("matches").forEach(name -> names.add(name.textValue()));
        }
        // A namespace has a name.
        names.remove("");
        StringBuilder text = new StringBuilder();
        for (String name : names) {
            var namespace = Testdata.JSON.createObjectNode().put("apiVersion", "v1").put("kind", "Namespace");
            namespace.putObject("metadata").put("name", name);
            text.append(namespace).append('\n');
        }
        try (Inventory inventory = inventory(text.toString(), null)) {
            check("glob", each -> {
                Set<String> matched = new HashSet<>();
                each.path("matches").forEach(name -> matched.add(name.textValue()));
                matched.remove("");
                String refused = isMissing(each.path("velero_namespace_pattern_error"))
                        ? "namespace-pattern-unreadable"
                        : "namespace-pattern";
                try {
                    return new Compared(
                            each.path("ok").booleanValue() ? matched : refused,
                            new HashSet<>(inventory.matchingNamespaces(string(each, "pattern"))));
                } catch (InvalidInputException error) {
                    List<String> codes = error.diagnostics().stream().map(Diagnostic::code).toList();
                    // A valid pattern can be one that no name of a namespace matches.
                    return new Compared(codes.equals(List.of("namespace-name")) ? codes : List.of(refused), codes);
                }
            });
        }
    }

    /** An object that adds another. */
    private record Place(String groupResource, String namespace, String name) {}

    private record Answered(boolean isIncluded, String reason, @Nullable Place by) {}

    // The start of Velero's texts, and the reasons of the interface that they correspond to. The first one counts.
    private static final Map<String, Set<String>> REASONS_IN_WORDS = new LinkedHashMap<>();

    static {
        REASONS_IN_WORDS.put("included: namespace object matches the label selector", Set.of("namespace-of-selected"));
        REASONS_IN_WORDS.put("included", Set.of("selected", "namespace-of-selected"));
        REASONS_IN_WORDS.put("selected", Set.of("selected"));
        REASONS_IN_WORDS.put("comes-along", Set.of("comes-along"));
        REASONS_IN_WORDS.put("spec rejected by validation", Set.of("spec-refused"));
        REASONS_IN_WORDS.put("backup fails", Set.of("spec-refused"));
        REASONS_IN_WORDS.put("namespace not listed", Set.of("namespace-not-included", "namespace-excluded"));
        REASONS_IN_WORDS.put(
                "namespace excluded (item check)", Set.of("namespace-not-included", "namespace-excluded"));
        REASONS_IN_WORDS.put(
                "namespace not tracked", Set.of("namespace-not-included", "namespace-excluded", "labels-do-not-match"));
        REASONS_IN_WORDS.put(
                "namespaces resource type excluded",
                Set.of("resource-not-included", "resource-excluded", "cluster-scope-excluded"));
        REASONS_IN_WORDS.put("resource type excluded", Set.of("resource-not-included", "resource-excluded"));
        REASONS_IN_WORDS.put(
                "cluster-scoped resource type not selected",
                Set.of("cluster-scope-excluded", "cluster-scope-not-automatic", "resource-not-included",
                        "resource-excluded"));
        REASONS_IN_WORDS.put("label selector does not match", Set.of("labels-do-not-match"));
        REASONS_IN_WORDS.put("list error: label selector", Set.of("labels-do-not-match"));
        REASONS_IN_WORDS.put("label velero.io/exclude-from-backup=true", Set.of("exclude-label"));
        REASONS_IN_WORDS.put("annotation velero.io/skip-from-backup", Set.of("skip-annotation"));
        REASONS_IN_WORDS.put("resource type not in discovery", Set.of("unknown-resource"));
        REASONS_IN_WORDS.put("being deleted", Set.of("being-deleted"));
    }

    /** Replaces each reason with Velero's text if they correspond. */
    private static List<Answered> inWords(List<Answered> answers, List<Answered> expected) {
        assertEquals(expected.size(), answers.size());
        List<Answered> inWords = new ArrayList<>();
        for (int at = 0; at < answers.size(); at++) {
            Answered answer = answers.get(at);
            String words = expected.get(at).reason;
            String start = REASONS_IN_WORDS.keySet().stream().filter(words::startsWith).findFirst().orElseThrow();
            boolean corresponds = REASONS_IN_WORDS.get(start).contains(answer.reason);
            inWords.add(new Answered(answer.isIncluded, corresponds ? words : answer.reason, answer.by));
        }
        return inWords;
    }

    private static List<Answered> select(Cluster cluster, String objects, JsonNode spec) {
        try (Inventory inventory = inventory(objects, cluster);
                Evaluation evaluation = EVALUATOR.evaluate(inventory, spec(spec))) {
            List<Place> places = inventory.objects().stream()
                    .map(each -> new Place(
                            each.groupResource(), Objects.requireNonNullElse(each.namespace(), ""), each.name()))
                    .toList();
            return evaluation.run().verdicts().stream()
                    .map(verdict -> new Answered(
                            verdict.included(),
                            verdict.reason().toString(),
                            verdict.broughtBy() == null ? null : places.get(verdict.broughtBy())))
                    .toList();
        }
    }

    /** Returns whether the selector has no labels: the operator ignores it, and Velero does not. */
    private static boolean isLeftOut(JsonNode each) {
        JsonNode labels = each.path("spec").path("label_selector");
        return labels.isObject() && labels.isEmpty();
    }

    private static String asKubectlPrints(Collection<JsonNode> objects) {
        Map<String, JsonNode> kinds = cases("kinds").stream()
                .collect(Collectors.toMap(kind -> string(kind, "group_resource"), kind -> kind));
        StringBuilder text = new StringBuilder();
        for (JsonNode each : objects) {
            String resource = string(each, "resource");
            JsonNode served = kinds.get(resource);
            // The cluster does not serve other kinds.
            String group = resource.contains(".") ? resource.substring(resource.indexOf('.') + 1) : "";
            String kind = served == null ? "Nosuch" : string(served, "kind");
            var object = Testdata.JSON.createObjectNode();
            object.put("apiVersion", served == null ? group + "/v1" : string(served, "group_version"));
            object.put("kind", kind);
            var metadata = object.putObject("metadata");
            metadata.set("labels", each.path("labels"));
            metadata.set("name", each.path("name"));
            if (each.path("namespaced").booleanValue()) {
                metadata.set("namespace", each.path("namespace"));
            }
            if (kind.equals("Namespace")) {
                object.putObject("status").put("phase", "Active");
            }
            text.append(object).append('\n');
        }
        return text.toString();
    }

    @Test
    void objectsAreSelectedAsByVelero() {
        try (Cluster cluster = measuredCluster()) {
            check("selection", each -> {
                JsonNode object = each.path("object");
                List<Answered> expected = List.of(
                        new Answered(each.path("included").booleanValue(), string(each, "reason"), null));
                if (isLeftOut(each)) {
                    return new Compared(expected, expected);
                }
                String itself =
                        string(object, "resource").equals("namespaces") ? string(object, "name") : null;
                List<JsonNode> objects = new ArrayList<>();
                for (JsonNode name : each.path("active_namespaces")) {
                    if (!name.textValue().equals(itself)) {
                        var namespace = Testdata.JSON.createObjectNode().put("resource", "namespaces");
                        namespace.put("namespaced", false).put("namespace", "").put("name", name.textValue());
                        namespace.putObject("labels");
                        objects.add(namespace);
                    }
                }
                objects.add(object);
                List<Answered> all = select(cluster, asKubectlPrints(objects), each.path("spec"));
                return new Compared(expected, inWords(all.subList(all.size() - 1, all.size()), expected));
            });
        }
    }

    @Test
    void namespacesAreSelectedWithTheirObjectsAsByVelero() {
        try (Cluster cluster = measuredCluster()) {
            check("selection_cluster", each -> {
                List<String> included = Objects.requireNonNull(strings(each.path("included_namespaces_objects")));
                Map<String, String> reasons = map(each.path("namespaces_reasons"));
                JsonNode instead = each.path("instead");
                if (!isMissing(instead)) {
                    reasons.put(string(instead, "namespace"), string(instead, "reason"));
                }
                List<Answered> expected = new ArrayList<>();
                List<JsonNode> objects = new ArrayList<>();
                for (JsonNode namespace : each.path("namespaces")) {
                    String name = string(namespace, "name");
                    String reason = Objects.requireNonNull(reasons.get(name));
                    expected.add(new Answered(included.contains(name), reason, null));
                    objects.add(namespace);
                }
                for (int at = 0; at < each.path("objects_included").size(); at++) {
                    expected.add(new Answered(
                            each.path("objects_included").path(at).booleanValue(),
                            each.path("objects_reasons").path(at).textValue(),
                            null));
                }
                each.path("objects").forEach(objects::add);
                if (isLeftOut(each)) {
                    return new Compared(expected, expected);
                }
                return new Compared(
                        expected, inWords(select(cluster, asKubectlPrints(objects), each.path("spec")), expected));
            });
        }
    }

    private static @Nullable Place place(JsonNode by) {
        return isMissing(by)
                ? null
                : new Place(string(by, "resource"), string(by, "namespace"), string(by, "name"));
    }

    @Test
    void objectsAreAddedForOthersAsByVelero() {
        try (Cluster cluster = measuredCluster()) {
            check("related", each -> {
                StringBuilder objects = new StringBuilder();
                each.path("namespaces").forEach(object -> objects.append(object).append('\n'));
                each.path("objects").forEach(object -> objects.append(object).append('\n'));
                List<Answered> all = select(cluster, objects.toString(), each.path("spec"));
                List<Answered> answers = all.subList(each.path("namespaces").size(), all.size());
                List<Answered> expected = new ArrayList<>();
                for (int at = 0; at < answers.size(); at++) {
                    JsonNode answer = each.path("expect").path(at);
                    List<@Nullable Place> bringers = new ArrayList<>();
                    bringers.add(place(answer.path("by")));
                    answer.path("by_all").forEach(by -> bringers.add(place(by)));
                    // Each of them is correct.
                    Place by = answers.get(at).by;
                    boolean isOne = by != null && bringers.contains(by);
                    Place first = bringers.stream().filter(Objects::nonNull).findFirst().orElse(null);
                    expected.add(new Answered(
                            answer.path("included").booleanValue(), string(answer, "how"), isOne ? by : first));
                }
                return new Compared(expected, inWords(answers, expected));
            });
        }
    }

    @Test
    void everyReadingIsAsExpected() {
        checkFiles("readings", "*.json", file -> {
            List<Relation> relations = new ArrayList<>();
            Testdata.parse(read(file)).forEach(bag -> relations.add(new Relation(relations.size() + 1, map(bag))));
            List<String> lines = new ArrayList<>();
            try (Targets targets = EVALUATOR.readTargets(relations)) {
                for (LocatedTarget entry : targets.entries()) {
                    Target target = entry.target();
                    String names = Stream.of(target.app(), target.relationName(), target.model())
                            .map(name -> Testdata.JSON.getNodeFactory().textNode(name).toString())
                            .collect(Collectors.joining(" "));
                    lines.add("relation " + entry.relationId() + " has " + names);
                }
                if (lines.isEmpty()) {
                    lines.add("no target");
                }
                for (Diagnostic found : targets.diagnostics()) {
                    lines.add("");
                    lines.add(found.toString());
                    lines.add(("  at " + placed(found.subject(), found.pointer())).stripTrailing());
                    for (RelatedPlace each : found.related()) {
                        lines.add("  " + placed(each.subject(), each.pointer()) + ": " + each.message());
                    }
                    if (found.help() != null) {
                        lines.add("  help: " + found.help());
                    }
                }
            }
            return String.join("\n", lines) + "\n";
        });
    }

    private static String placed(@Nullable Integer subject, String pointer) {
        return "relation " + (Objects.requireNonNull(subject) + 1) + " " + pointer;
    }

    @Test
    void everySmallClusterIsEvaluatedAsExpected() {
        checkFiles("cases", "*/*/*.objects", MeasuredTest::selection);
    }

    private static String selection(Path file) {
        String listing = readIfExists(withEnding(file, ".api-resources"));
        String release = readIfExists(withEnding(file, ".velero-version"));
        String settingsText = readIfExists(withEnding(file, ".settings"));
        String written = readIfExists(withEnding(file, ".yaml"));
        ServerSettings settings = settingsText == null ? null : EVALUATOR.parseSettings(settingsText);
        List<ApiResource> kinds = listing == null ? List.of() : EVALUATOR.parseApiResources(listing);
        try (Cluster cluster = EVALUATOR.openCluster(kinds, release == null ? null : release.strip())) {
            Source source = new Spec();
            if (written != null) {
                boolean isBackup = written.startsWith("apiVersion");
                DocumentKind kind = isBackup ? null : DocumentKind.SPEC;
                Document document = EVALUATOR.document(written, DocumentFormat.YAML, kind, cluster);
                source = isBackup ? document.backups().get(0) : document.specs().get(0);
            }
            Inventory inventory;
            try {
                inventory = inventory(Files.readAllBytes(file), cluster);
            } catch (InvalidInputException error) {
                return error.diagnostics().stream().map(MeasuredTest::rendered).collect(Collectors.joining());
            } catch (IOException error) {
                throw new UncheckedIOException(error);
            }
            Evaluation evaluation = EVALUATOR.evaluate(inventory, source, settings);
            while (!evaluation.step(1)) {}
            List<Verdict> verdicts = evaluation.verdicts();
            List<Reason> reasons = new ArrayList<>();
            for (byte reason : evaluation.reasons()) {
                reasons.add(Reason.values()[reason]);
            }
            assertEquals(verdicts.stream().map(Verdict::reason).toList(), reasons);
            assertEquals(verdicts.stream().filter(Verdict::included).count(), evaluation.included());
            StringBuilder lines = new StringBuilder();
            // Without settings, every claim has the advice that they are not known.
            boolean isOfCase = file.getParent().getParent().endsWith("contents-not-known");
            Stream.concat(inventory.diagnostics().stream(), evaluation.diagnostics().stream())
                    .filter(found -> isOfCase || !found.code().equals("contents-not-known"))
                    .forEach(found -> lines.append(rendered(found)));
            for (Verdict each : verdicts) {
                String pointer = each.pointer() == null ? "" : " " + each.pointer();
                String by = each.broughtBy() == null ? "" : " with " + name(verdicts.get(each.broughtBy()).object());
                lines.append(each.included() ? "+ " : "- ").append(name(each.object())).append(": ");
                lines.append(title(each.reason().toString())).append(pointer).append(by).append('\n');
            }
            if (settings != null) {
                evaluation.volumes().forEach(volume -> lines.append(contents(volume, verdicts)));
            }
            return lines.toString();
        }
    }

    private static String contents(VolumeVerdict volume, List<Verdict> verdicts) {
        int subject = Objects.requireNonNull(Stream.of(volume.claim() != null ? volume.claim()
                        : volume.pod() != null ? volume.pod() : volume.volume()).findFirst().orElseThrow());
        String name = name(verdicts.get(subject).object());
        name += volume.podVolume() == null ? "" : " " + volume.podVolume();
        if (!volume.savedBy().isEmpty()) {
            return name + ": contents by " + volume.savedBy().stream()
                    .map(each -> title(each.means().toString()))
                    .collect(Collectors.joining(" and ")) + "\n";
        }
        Said said = volume.unsavedBy().stream().map(UnsavedBy::said).max(Comparator.naturalOrder()).orElseThrow();
        return name + ": no contents, says " + title(said.toString()) + ": " + volume.why() + "\n";
    }

    private static String name(ObjectRef object) {
        String namespace = object.namespace() == null ? "" : object.namespace() + "/";
        return object.groupResource() + " " + namespace + object.name();
    }

    private static String title(String name) {
        return Stream.of(name.split("-"))
                .map(word -> word.substring(0, 1).toUpperCase() + word.substring(1))
                .collect(Collectors.joining());
    }

    private static String rendered(Diagnostic found) {
        String subject = found.subject() == null ? "" : found.subject().toString();
        String place = subject.isEmpty() && found.pointer().isEmpty() ? "" : "\n  at " + subject + found.pointer();
        return found + place + "\n  help: " + Objects.requireNonNullElse(found.help(), "") + "\n";
    }

    private static final Pattern HEADING = Pattern.compile(
            "^(?<heading>(?:error|warning|advice)\\[[a-z-]+\\]: .*)(?:\n *--> (?<place>.*:\\d+:\\d+)$)?",
            Pattern.MULTILINE);

    /** Returns the diagnostics of a document with their positions, without source lines. */
    private static List<List<@Nullable String>> headings(Path file) {
        String[] parts = file.getFileName().toString().split("\\.");
        Path stem = file.resolveSibling(parts[0] + ".");
        String listing = readIfExists(withEnding(stem, ".api-resources"));
        String release = readIfExists(withEnding(stem, ".velero-version"));
        // Without a version, each difference is reported.
        boolean differs = file.getParent().getParent().endsWith("differs-by-release");
        String version = differs ? null : release == null ? "1.18" : release.strip();
        List<ApiResource> kinds = listing == null ? List.of() : EVALUATOR.parseApiResources(listing);
        DocumentKind kind = parts.length > 2 ? DocumentKind.of(parts[1]) : null;
        DocumentFormat format = parts[parts.length - 1].equals("json") ? DocumentFormat.JSON : DocumentFormat.YAML;
        try (Cluster cluster = EVALUATOR.openCluster(kinds, version);
                Document document = EVALUATOR.document(read(file), format, kind, cluster)) {
            List<List<@Nullable String>> headings = new ArrayList<>();
            for (Diagnostic found : document.diagnostics()) {
                Span span = found.span();
                String at = span == null ? null
                        : file.getFileName() + ":" + span.start().line() + ":" + span.start().column();
                headings.add(Arrays.asList(found.toString(), at));
            }
            return headings;
        }
    }

    private static List<Path> documents(String folder) {
        return Testdata.files("cases", "*/" + folder + "/*.{yaml,json}").stream()
                .filter(file -> !file.getFileName().toString().matches(".*\\.(plan|schedule)\\..*"))
                .filter(file -> !Files.exists(withEnding(file, ".objects")))
                .toList();
    }

    @Test
    void everyDocumentHasTheExpectedDiagnostics() {
        int compared = 0;
        for (Path file : documents("fail")) {
            String stem = file.getFileName().toString().split("\\.")[0];
            String expected = read(file.resolveSibling(stem + ".txt"));
            List<List<@Nullable String>> found;
            try {
                found = headings(file);
            } catch (InvalidInputException refused) {
                // The expected diagnostics are about the kinds of the cluster.
                assertTrue(expected.contains("api-resources"));
                continue;
            }
            List<String> headings = new ArrayList<>();
            Set<@Nullable String> places = new HashSet<>();
            HEADING.matcher(expected).results().forEach(drawn -> {
                headings.add(drawn.group(1));
                places.add(drawn.group(2));
            });
            assertEquals(headings.stream().sorted().toList(),
                    found.stream().map(each -> each.get(0)).sorted().toList(), file.toString());
            places.removeAll(found.stream().map(each -> each.get(1)).toList());
            assertEquals(Set.of(), places, file.toString());
            compared++;
        }
        assertTrue(compared > 200);
    }

    @Test
    void aDocumentWithoutProblemsHasNoDiagnostics() {
        assertEquals(List.of(), documents("ok").stream().filter(file -> !headings(file).isEmpty()).toList());
    }

    @Test
    void testdataIsCompared() {
        assertThrows(AssertionError.class, () -> check("cron", each -> new Compared(1, 2)));
    }
}
