package io.github.owner.backuptarget;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** Resources, threads, limits, and calls that fail. */
class ResourceTest {
    /** 128 pages, 8 MiB. */
    private static final Evaluator SMALL = new Evaluator(128);

    private static final Spec SPEC = new Spec().withIncludeNamespaces(List.of("prod")).withTtl("720h");

    private static List<Relation> relations(String app) {
        String text = "[{\"app\": \"" + app + "\", \"relation_name\": \"r\", \"model\": \"m\", "
                + "\"spec\": {\"ttl\": \"24h\"}}]";
        return List.of(new Relation(1, Map.of("backup_targets", text)));
    }

    private static InputStream objects(int count) {
        StringBuilder text = new StringBuilder();
        for (int number = 0; number < count; number++) {
            text.append("{\"apiVersion\": \"v1\", \"kind\": \"Pod\", \"metadata\": {\"name\": \"pod-").append(number);
            text.append("\", \"namespace\": \"prod\"}}\n");
        }
        return new ByteArrayInputStream(text.toString().getBytes(StandardCharsets.UTF_8));
    }

    /** Needs more memory than the small evaluator has. */
    private static Spec large() {
        return SPEC.withIncludeNamespaces(List.of("a".repeat(4 << 20), "b".repeat(4 << 20)));
    }

    @Test
    void aClosedResourceCannotBeUsed() throws IOException {
        Evaluator evaluator = new Evaluator();
        Targets targets = evaluator.readTargets(relations("a"));
        targets.close();
        targets.close();
        assertThrows(ClosedException.class, targets::isReady);
        Cluster cluster = evaluator.openCluster();
        cluster.close();
        assertThrows(ClosedException.class, () -> evaluator.checkSpec(SPEC, cluster));
        assertThrows(ClosedException.class, () -> evaluator.readInventory(objects(1), cluster));
    }

    @Test
    void whatWasCreatedFromAClosedResourceIsValid() throws IOException {
        Evaluator evaluator = new Evaluator();
        Inventory inventory = evaluator.readInventory(objects(3));
        Evaluation evaluation = evaluator.evaluate(inventory, SPEC);
        inventory.close();
        assertEquals(3, evaluation.run().included());
        evaluation.close();
        assertThrows(ClosedException.class, evaluation::included);
    }

    @Test
    void finishingClosesTheReaderAlsoIfItIsRefused() {
        Evaluator evaluator = new Evaluator();
        try (Cluster cluster = evaluator.openCluster()) {
            InventoryReader reader = evaluator.inventoryReader(cluster);
            reader.push("[".getBytes(StandardCharsets.UTF_8));
            assertThrows(InvalidInputException.class, reader::finish);
            assertThrows(ClosedException.class, reader::finish);
            assertEquals(List.of(), cluster.diagnostics());
        }
    }

    @Test
    void aCallThatNeedsTooMuchMemoryFailsAndTheNextOneWorks() {
        LimitException error = assertThrows(LimitException.class, () -> SMALL.checkSpec(large()));
        assertEquals(LimitException.Limit.MEMORY, error.limit());
        assertEquals(List.of(), SMALL.checkSpec(SPEC));
        LimitException none = assertThrows(LimitException.class, () -> new Evaluator(1).checkSpec(SPEC));
        assertEquals(LimitException.Limit.MEMORY, none.limit());
        assertThrows(IllegalArgumentException.class, () -> new Evaluator(0));
        assertThrows(IllegalArgumentException.class, () -> new Evaluator(32_768));
    }

    @Test
    void resourcesOfAnInstanceThatFailedAreLost() {
        Cluster cluster = SMALL.openCluster();
        Targets others = SMALL.readTargets(relations("a"));
        assertThrows(LimitException.class, () -> SMALL.checkSpec(large(), cluster));
        assertThrows(LostException.class, cluster::diagnostics);
        assertThrows(LostException.class, () -> SMALL.checkSpec(SPEC, cluster));
        cluster.close();
        assertThrows(ClosedException.class, cluster::diagnostics);
        assertTrue(others.isReady());
        others.close();
    }

    @Test
    void aSessionThatFailedIsLost() {
        Session session = SMALL.session();
        String large = "{\"spec\": {\"ttl\": \"" + "a".repeat(16 << 20) + "\"}}";
        assertThrows(LimitException.class, () -> session.call("validation.check-spec", large));
        assertThrows(LostException.class, () -> session.call("validation.rules", "{}"));
    }

    @Test
    void aTrapIsAnErrorAndTheInstanceIsNotUsedAgain() {
        Guest guest = new Guest(Evaluator.DEFAULT_MAX_MEMORY_PAGES);
        assertTrue(guest.isReusable());
        // No call of this package has arguments that are longer than their array.
        byte[] name = "validation.rules".getBytes(StandardCharsets.UTF_8);
        assertThrows(TrapException.class, () -> guest.run(name, new byte[0], 10));
        assertFalse(guest.isReusable());
    }

    @Test
    void aLargeInstanceIsNotUsedAgain() {
        Guest guest = new Guest(Evaluator.DEFAULT_MAX_MEMORY_PAGES);
        guest.call("validation.check-spec", json -> {
            json.writeFieldName("spec");
            Conversions.writeSpec(json, large().withTtl("a".repeat(16 << 20)));
        }, Json::nothing);
        assertFalse(guest.isReusable());
    }

    @Test
    void aCallWithLittleStackFailsAndTheNextOneWorks() throws InterruptedException {
        Evaluator evaluator = new Evaluator();
        List<Throwable> thrown = new ArrayList<>();
        int[] calls = {0};
        Thread thread = new Thread(null, () -> {
            try {
                recurse(evaluator, calls);
            } catch (Throwable error) {
                thrown.add(error);
            }
        }, "little stack", 256 << 10);
        thread.start();
        thread.join();
        assertEquals(List.of(), thrown);
        assertEquals(List.of(), evaluator.checkSpec(SPEC));
    }

    /** Uses up the stack, and calls where it is nearly used up. */
    private static void recurse(Evaluator evaluator, int[] calls) {
        try {
            recurse(evaluator, calls);
        } catch (StackOverflowError error) {
            return;
        }
        try {
            if (calls[0]++ < 100) {
                evaluator.checkSpec(SPEC);
            }
        } catch (ComponentException | StackOverflowError expected) {
            // Of the kind that a call has here.
        }
    }

    @Test
    void aResourceThatIsNotClosedIsFreed() throws InterruptedException {
        Evaluator evaluator = new Evaluator();
        Cluster cluster = evaluator.openCluster();
        for (int round = 0; round < 200; round++) {
            evaluator.document("{}", DocumentFormat.JSON, null, cluster);
            if (round % 50 == 0) {
                System.gc();
                Thread.sleep(10);
            }
        }
        assertEquals(List.of(), cluster.diagnostics());
        cluster.close();
        assertEquals(List.of(), evaluator.checkSpec(SPEC));
    }

    @Test
    void manyThreadsUseAnEvaluatorAndItsResources() throws Exception {
        Evaluator evaluator = new Evaluator();
        List<Diagnostic> expected = evaluator.checkSpec(SPEC.withTtl("30d"));
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try (Inventory inventory = evaluator.readInventory(objects(500)); Cluster cluster = evaluator.openCluster()) {
            List<Future<?>> running = new ArrayList<>();
            for (int thread = 0; thread < 8; thread++) {
                String app = "app-" + thread;
                running.add(threads.submit(() -> {
                    for (int round = 0; round < 25; round++) {
                        assertEquals(expected, evaluator.checkSpec(SPEC.withTtl("30d")));
                        assertEquals(List.of(), evaluator.checkSpec(SPEC, cluster));
                        try (Targets targets = evaluator.readTargets(relations(app))) {
                            assertEquals("24h", targets.getBackupSpec(app, "r", "m").ttl());
                        }
                        try (Evaluation evaluation = evaluator.evaluate(inventory, SPEC)) {
                            while (!evaluation.step(100)) {}
                            assertEquals(500, evaluation.included());
                        }
                    }
                    return null;
                }));
            }
            for (Future<?> each : running) {
                each.get();
            }
        } finally {
            threads.shutdown();
        }
    }

    @Test
    void aResourceCanBeClosedDuringACall() throws Exception {
        Evaluator evaluator = new Evaluator();
        for (int round = 0; round < 50; round++) {
            Targets targets = evaluator.readTargets(relations("a"));
            CountDownLatch started = new CountDownLatch(1);
            Thread closing = new Thread(() -> {
                started.countDown();
                targets.close();
            });
            closing.start();
            started.await();
            try {
                while (true) {
                    assertTrue(targets.isReady());
                }
            } catch (ClosedException closed) {
                closing.join();
            }
        }
    }

    @Test
    void anInterruptEndsARunBetweenTwoStepsAndNothingIsLost() throws IOException {
        Evaluator evaluator = new Evaluator();
        try (Inventory inventory = evaluator.readInventory(objects(100));
                Evaluation evaluation = evaluator.evaluate(inventory, SPEC)) {
            Thread.currentThread().interrupt();
            assertThrows(InterruptedCallException.class, evaluation::run);
            assertTrue(Thread.interrupted());
            assertEquals(100, evaluation.run().included());
            assertFalse(Thread.interrupted());
            Thread.currentThread().interrupt();
            assertThrows(InterruptedCallException.class, () -> evaluator.readInventory(objects(1)));
            assertTrue(Thread.interrupted());
        }
    }

    @Test
    void anInterruptDuringARunIsHonouredBetweenTwoSteps() {
        Thread caller = Thread.currentThread();
        int[] steps = {0};
        assertThrows(InterruptedCallException.class, () -> Steps.run(() -> {
            steps[0]++;
            caller.interrupt();
            // A step is not interrupted itself. The caller notices the interrupt while it runs.
            assertFalse(Thread.currentThread().isInterrupted());
            try {
                Thread.sleep(20);
            } catch (InterruptedException error) {
                throw new AssertionError(error);
            }
            return steps[0] == 1000;
        }));
        assertTrue(Thread.interrupted());
        assertTrue(steps[0] < 1000);
        assertThrows(IllegalStateException.class, () -> Steps.run(() -> {
            throw new IllegalStateException();
        }));
    }

    @Test
    void anInterruptedThreadCanCallFunctions() {
        Evaluator evaluator = new Evaluator();
        Thread.currentThread().interrupt();
        assertEquals(List.of(), evaluator.checkSpec(SPEC));
        try (Targets targets = evaluator.readTargets(relations("a"))) {
            assertTrue(targets.isReady());
        }
        assertTrue(Thread.interrupted());
    }

    @Test
    void callsAreTheSameAfterHotSpotCompiledThem() {
        Evaluator evaluator = new Evaluator();
        String text = "{\"include_namespaces\": [\"my-namespace\"], \"include_resources\": [\"services\"], "
                + "\"label_selector\": {\"app\": \"my-app\"}, \"ttl\": \"24h\"}";
        List<Diagnostic> expected = evaluator.checkText(text, DocumentFormat.JSON, DocumentKind.SPEC);
        for (int round = 0; round < 3000; round++) {
            assertEquals(expected, evaluator.checkText(text, DocumentFormat.JSON, DocumentKind.SPEC));
        }
        for (int round = 0; round < 100; round++) {
            try (Document document = evaluator.document(text, DocumentFormat.JSON, DocumentKind.SPEC)) {
                assertEquals(expected, document.diagnostics());
            }
        }
    }
}
