package io.github.owner.backuptarget;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The functions of the contract. What they answer is tested with the measured cases. */
class EvaluatorTest {
    private static final Evaluator EVALUATOR = new Evaluator();
    private static final Spec SPEC = new Spec().withIncludeNamespaces(List.of("prod")).withTtl("720h");
    private static final Target TARGET = new Target("my-app", "backup", "prod", SPEC);
    private static final ScheduleConfig DAILY = new ScheduleConfig().withSchedule("0 0 * * *");
    private static final VeleroSettings SETTINGS = new VeleroSettings("velero", "default");
    private static final String SCHEDULE =
            "{apiVersion: velero.io/v1, kind: Schedule, metadata: {name: s, namespace: velero}, "
                    + "spec: {schedule: '@daily', template: {includedNamespaces: [prod], ttl: 720h}}}";
    private static final String CLAIM = "{\"apiVersion\": \"v1\", \"kind\": \"PersistentVolumeClaim\", "
            + "\"metadata\": {\"name\": \"data\", \"namespace\": \"%s\"}, \"spec\": {\"volumeName\": \"v\"}}\n";

    private static Inventory inventory(String text) throws IOException {
        return EVALUATOR.readInventory(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static List<String> codes(List<Diagnostic> diagnostics) {
        return diagnostics.stream().map(Diagnostic::code).toList();
    }

    @Test
    void everyFunctionOfTheContractIsCalled() throws IOException {
        String table = Testdata.read(Testdata.PROJECT.resolve("wit/json.md"));
        StringBuilder sources = new StringBuilder();
        try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
            files.filter(Files::isRegularFile).forEach(file -> sources.append(Testdata.read(file)));
        }
        List<String> missing = new ArrayList<>();
        Pattern function = Pattern.compile("^\\| `(close|[a-z-]+\\.[a-z.-]+)` \\| ", Pattern.MULTILINE);
        function.matcher(table).results().forEach(row -> {
            if (!sources.toString().contains("\"" + row.group(1) + "\"")) {
                missing.add(row.group(1));
            }
        });
        assertEquals(List.of(), missing);
    }

    @Test
    void aSpecIsChecked() {
        List<Diagnostic> found = EVALUATOR.checkSpec(SPEC.withTtl("30d"));
        assertEquals("write `720h`", found.get(0).help());
        assertTrue(found.get(0).toString().startsWith("error[ttl-not-a-duration]: `30d` is not a duration"));
        assertEquals(List.of(), EVALUATOR.checkTarget(TARGET));
    }

    @Test
    void aMissingListMeansEverythingAndAnEmptyListDoesNot() {
        Spec everything = new Spec().withTtl("720h");
        assertEquals("json", DocumentFormat.JSON.toString());
        assertEquals(EVALUATOR.formatSpec(everything, DocumentFormat.JSON),
                EVALUATOR.formatSpec(everything.withIncludeNamespaces(null), DocumentFormat.JSON));
        Spec empty = everything.withIncludeNamespaces(List.of());
        assertTrue(EVALUATOR.formatSpec(empty, DocumentFormat.JSON).contains("include_namespaces"));
        assertFalse(codes(EVALUATOR.checkSpec(everything)).contains("empty-list"));
        assertNotEquals(codes(EVALUATOR.checkSpec(everything)), codes(EVALUATOR.checkSpec(empty)));
    }

    @Test
    void labelsKeepTheirOrder() {
        Map<String, String> labels = new LinkedHashMap<>();
        for (String key : List.of("z", "a", "m", "b")) {
            labels.put(key, "1");
        }
        Spec spec = SPEC.withLabelSelector(labels);
        labels.clear();
        List<DatabagWrite> writes = EVALUATOR.publish(
                new Identity("a", "m", "r"), spec, true, List.of(new Relation(1)), OnErrors.PUBLISH);
        try (Targets targets = EVALUATOR.readTargets(
                List.of(new Relation(1, Map.of("backup_targets", writes.get(0).value()))))) {
            Spec read = targets.getBackupSpec("a", "r", "m");
            assertNotNull(read);
            assertEquals(List.of("z", "a", "m", "b"), List.copyOf(read.labelSelector().keySet()));
            assertThrows(UnsupportedOperationException.class, () -> read.labelSelector().clear());
        }
    }

    @Test
    void aRepeatedKeyHasTheLastValueAtTheFirstPosition() {
        String text = "[{\"app\": \"a\", \"relation_name\": \"r\", \"model\": \"m\", "
                + "\"spec\": {\"label_selector\": {\"z\": \"1\", \"a\": \"2\", \"z\": \"3\"}}}]";
        Map<String, String> expected = new LinkedHashMap<>();
        expected.put("z", "3");
        expected.put("a", "2");
        Spec read = EVALUATOR.findSpec(List.of(new Relation(1, Map.of("backup_targets", text))), "a", "r", "m");
        assertNotNull(read);
        assertEquals(List.copyOf(expected.entrySet()), List.copyOf(read.labelSelector().entrySet()));
    }

    @Test
    void whatIsNotPublishedHasAReason() {
        Identity identity = new Identity("my-app", "prod", "backup");
        List<Relation> relations = List.of(new Relation(1));
        PublishException notLeader = assertThrows(PublishException.class,
                () -> EVALUATOR.publish(identity, SPEC, false, relations, OnErrors.REFUSE));
        assertEquals(new PublishError.NotLeader(), notLeader.error());
        PublishException noRelation = assertThrows(PublishException.class,
                () -> EVALUATOR.publish(identity, SPEC, true, List.of(), OnErrors.REFUSE));
        assertEquals(new PublishError.NoRelation(), noRelation.error());
        PublishException invalid = assertThrows(PublishException.class,
                () -> EVALUATOR.publish(identity, SPEC.withTtl("30d"), true, relations, OnErrors.REFUSE));
        assertEquals(List.of("ttl-not-a-duration"), codes(invalid.diagnostics()));
        assertInstanceOf(PublishError.Invalid.class, invalid.error());
    }

    @Test
    void targetsAreReadAndLookedUp() {
        String text = "[{\"app\": \"my-app\", \"relation_name\": \"backup\", \"model\": \"prod\", "
                + "\"spec\": {\"include_namespaces\": [\"prod\"], \"ttl\": \"720h\"}}]";
        List<Relation> relations = List.of(new Relation(7, Map.of("backup_targets", text)));
        try (Targets targets = EVALUATOR.readTargets(relations)) {
            assertTrue(targets.isReady());
            assertEquals(List.of(new LocatedTarget(7, 0, TARGET)), targets.entries());
            assertEquals(SPEC, targets.getBackupSpec("my-app", "backup", "prod"));
            assertNull(targets.getBackupSpec("other", "backup", "prod"));
            assertEquals(List.of(), targets.diagnostics());
        }
        assertEquals(SPEC, EVALUATOR.findSpec(relations, "my-app", "backup", "prod"));
    }

    @Test
    void schedulesArePlanned() {
        assertEquals(List.of(), EVALUATOR.checkSchedule(DAILY));
        assertEquals(List.of(86400L, 172800L), EVALUATOR.nextRuns("@daily", 0, 2));
        Timeline timeline = EVALUATOR.retention("@daily", "24h", 0, 2);
        assertEquals(new Window(86400, 172800), timeline.backups().get(0));
        try (Document document = EVALUATOR.document(SCHEDULE, DocumentFormat.YAML)) {
            SchedulePlan plan = EVALUATOR.planBackups(document.backups(), 0L, 1);
            assertEquals(List.of(86400L), plan.schedules().get(0).nextRuns());
        }
        InvalidInputException refused =
                assertThrows(InvalidInputException.class, () -> EVALUATOR.nextRuns("never", 0, 1));
        assertFalse(refused.diagnostics().isEmpty());
        assertTrue(refused.getMessage().startsWith("error["));
    }

    @Test
    void targetsAreMergedIntoDatabagsAndManifests() {
        assertEquals(new VeleroBackupSpec(SPEC, DAILY), EVALUATOR.merge(TARGET, DAILY));
        assertEquals(4, EVALUATOR.toDatabag(TARGET, DAILY).size());
        assertTrue(EVALUATOR.backupManifest(TARGET, SETTINGS).contains("\"Backup\""));
        assertTrue(EVALUATOR.scheduleManifest(TARGET, DAILY, SETTINGS).contains("\"Schedule\""));
        MergePlan plan = EVALUATOR.plan(List.of(TARGET), DAILY, SETTINGS, List.of(new Relation(3)));
        assertEquals(3, plan.writes().get(0).relationId());
        assertEquals(ManifestKind.SCHEDULE, plan.manifests().get(0).kind());
    }

    @Test
    void aDocumentIsReadAndEdited() {
        String text = "include_namespaces: [prod]\nttl: 30d\n";
        try (Document document = EVALUATOR.document(text, DocumentFormat.YAML, DocumentKind.SPEC)) {
            assertEquals(List.of("ttl-not-a-duration"), codes(document.diagnostics()));
            assertEquals(List.of(SPEC.withTtl("30d")), document.specs());
            assertEquals(List.of(), document.targets());
            assertEquals(List.of(), document.policies());
            assertEquals(0, document.skipped());
            Span span = document.locate(0, "/ttl");
            assertNotNull(span);
            assertEquals(2, span.start().line());
            assertNull(document.locate(0, "/missing"));
            assertEquals("720h", document.edit(0, "/ttl", "\"720h\"").get(0).text());
            assertEquals("", document.edit(0, "/ttl", null).get(0).text());
            assertEquals(new SubjectPointer(0, "/ttl"), document.pointerAt(text.length() - 2));
            assertThrows(InvalidInputException.class, () -> document.edit(0, "/ttl", "no JSON"));
            assertThrows(InvalidInputException.class, () -> document.backupAsSpec(0));
        }
        List<RuleLevel> levels = List.of(new RuleLevel("ttl-not-a-duration", Level.IGNORE));
        assertEquals(List.of(),
                EVALUATOR.checkText(text, DocumentFormat.YAML, DocumentKind.SPEC, null, levels));
    }

    @Test
    void aScheduleIsCheckedAndConverted() {
        try (Document document = EVALUATOR.document(SCHEDULE, DocumentFormat.YAML)) {
            Backup schedule = document.backups().get(0);
            assertEquals(BackupKind.SCHEDULE, schedule.kind());
            assertEquals(List.of(), EVALUATOR.checkBackup(schedule));
            assertEquals(SPEC, document.backupAsSpec(0).spec());
            assertFalse(EVALUATOR.describeBackup(schedule).isEmpty());
        }
    }

    @Test
    void aSpecIsDescribed() {
        assertTrue(EVALUATOR.describe(SPEC, DAILY).contains("prod"));
        Clauses clauses = EVALUATOR.describeClauses(SPEC);
        assertNotNull(clauses);
        assertEquals(new NameFilter(List.of("prod"), List.of()), clauses.namespaces());
        assertEquals(720 * 3600, clauses.expiresAfterSeconds());
        assertNull(EVALUATOR.describeClauses(SPEC.withTtl("30d")));
        assertTrue(EVALUATOR.jsonSchema().startsWith("{"));
        assertTrue(EVALUATOR.rules().stream().anyMatch(rule -> rule.code().equals("ttl-not-a-duration")));
    }

    @Test
    void aClusterHasKindsAndARelease() {
        List<ApiResource> kinds = EVALUATOR.parseApiResources(
                "NAME     SHORTNAMES  APIVERSION      NAMESPACED  KIND\n"
                        + "widgets  w           example.com/v1  true        Widget\n");
        assertTrue(EVALUATOR.veleroVersions().stream().anyMatch(VeleroRelease::isDefault));
        try (Cluster cluster = EVALUATOR.openCluster(kinds, "1.17")) {
            assertEquals(List.of(), cluster.diagnostics());
            assertTrue(cluster.apiResources().containsAll(kinds));
            assertEquals(kinds.get(0), cluster.resolve("w"));
            assertNull(cluster.resolve("gadgets"));
            assertEquals(List.of(),
                    EVALUATOR.checkSpec(SPEC.withIncludeResources(List.of("widgets.example.com")), cluster));
            assertEquals(List.of("resource-unknown"),
                    codes(EVALUATOR.checkSpec(SPEC.withIncludeResources(List.of("gadgets")), cluster)));
        }
        assertThrows(InvalidInputException.class, () -> EVALUATOR.openCluster(List.of(), "0.1"));
    }

    @Test
    void anInventoryIsEvaluated() throws IOException {
        try (Inventory inventory = inventory(CLAIM.formatted("dev") + CLAIM.formatted("prod"));
                Evaluation evaluation = EVALUATOR.evaluate(inventory, TARGET).run()) {
            assertEquals(2, inventory.size());
            assertEquals("data", inventory.objects(1, 1).get(0).name());
            assertEquals(List.of(), inventory.schedules());
            assertEquals(List.of("prod"), inventory.matchingNamespaces("pr*"));
            assertNull(inventory.settings().enableCsi());
            assertEquals(1, evaluation.included());
            assertArrayEquals(
                    new byte[] {(byte) Reason.NAMESPACE_NOT_INCLUDED.ordinal(), (byte) Reason.SELECTED.ordinal()},
                    evaluation.reasons());
            assertEquals(Reason.SELECTED, evaluation.verdicts(1, 1).get(0).reason());
            assertEquals(1, evaluation.contentsCount().claims());
            assertEquals(evaluation.volumeCount(), evaluation.volumes().size());
            assertEquals(List.of(), evaluation.contents().fs());
            assertEquals(OutcomeKind.class, evaluation.outcome().kind().getDeclaringClass());
            assertNotNull(evaluation.diagnostics());
            assertNotNull(evaluation.settings());
        }
    }

    @Test
    void whatNoTargetCoversIsListed() throws IOException {
        try (Inventory inventory = inventory(CLAIM.formatted("dev") + CLAIM.formatted("prod"));
                Coverage coverage = EVALUATOR.coverage(inventory, List.of(SPEC, TARGET)).run()) {
            assertEquals(List.of(0), coverage.uncoveredClaims());
            assertEquals(List.of(0), coverage.uncovered());
            assertEquals(List.of(new Overlap(1, List.of(0, 1))), coverage.overlapping());
            assertEquals(1, coverage.targets().get(0).objects());
            assertNotNull(coverage.claimsWithoutContents());
        }
    }

    @Test
    void aListOfOneClassOfSourcesFits() throws IOException {
        List<Spec> specs = List.of(SPEC);
        try (Inventory inventory = inventory(CLAIM.formatted("dev"));
                Coverage coverage = EVALUATOR.coverage(inventory, specs).run()) {
            assertEquals(List.of(0), coverage.uncoveredClaims());
        }
    }

    @Test
    void settingsAndPoliciesAreParsed() {
        ServerSettings settings = EVALUATOR.parseSettings("{\"defaultVolumesToFsBackup\": true}");
        assertEquals(true, settings.defaultVolumesToFsBackup());
        assertNull(settings.snapshotLocations());
        assertThrows(InvalidInputException.class, () -> EVALUATOR.parsePolicies("["));
    }

    @Test
    void anArgumentThatIsOutOfRangeIsAnError() {
        InvalidCallException error = assertThrows(InvalidCallException.class,
                () -> EVALUATOR.plan(List.of(), DAILY, SETTINGS, List.of(new Relation(-1))));
        assertEquals("out-of-range", error.code());
        assertEquals("/velero_relations/0/id", error.pointer());
        assertFalse(error.help().isEmpty());
    }

    @Test
    void nullIsRefusedWhereItHasNoMeaning() {
        assertThrows(NullPointerException.class, () -> EVALUATOR.checkSpec(null));
        assertThrows(NullPointerException.class, () -> new Target("a", "b", "c", null));
        assertThrows(NullPointerException.class, () -> new Spec().withIncludeNamespaces(Arrays.asList("a", null)));
        Map<String, String> labels = new LinkedHashMap<>();
        labels.put("key", null);
        assertThrows(NullPointerException.class, () -> new Spec().withLabelSelector(labels));
    }

    @Test
    void enumsHaveTheNamesOfTheContract() {
        assertEquals(Reason.NAMESPACE_NOT_INCLUDED, Reason.of("namespace-not-included"));
        assertEquals("namespace-not-included", Reason.NAMESPACE_NOT_INCLUDED.toString());
        assertThrows(IllegalArgumentException.class, () -> Reason.of("NAMESPACE_NOT_INCLUDED"));
    }

    @Test
    void theVersionIsThatOfTheProject() {
        Pattern version = Pattern.compile("version>?[ =\"]*([0-9.]+)");
        TreeSet<String> versions = new TreeSet<>();
        for (String text : List.of(
                Testdata.read(Testdata.PROJECT.resolve("Cargo.toml")).split("\\[workspace.package\\]")[1],
                Testdata.read(Path.of("pom.xml")).split("<artifactId>k8s-backup-target</artifactId>")[1])) {
            var found = version.matcher(text);
            assertTrue(found.find());
            versions.add(found.group(1));
        }
        assertEquals(1, versions.size(), versions.toString());
    }
}
