package io.github.owner.backuptarget;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Measures what all hosts measure, for {@code cargo xtask bench}. It prints lines of JSON. */
final class Bench {
    private static final long SECOND = 1_000_000_000;
    private static final int PROCESSES = 11;
    private static final int SAME_ROUNDS = 4;
    private static final int MAX_ROUNDS = 30;

    private Bench() {}

    public static void main(String[] args) throws Exception {
        switch (args[0]) {
            case "calls" -> calls(Path.of(args[1]));
            case "start" -> start();
            case "first-lookup" -> firstLookup(Path.of(args[1]));
            case "first-check" -> {
                long start = System.nanoTime();
                new Evaluator().checkSpec(new Spec().withIncludeNamespaces(List.of("a")));
                System.out.println(System.nanoTime() - start);
            }
            default -> throw new IllegalArgumentException(args[0]);
        }
    }

    private static void print(String row, double nanoseconds, String more) {
        System.out.printf(Locale.ROOT, "{\"host\": \"Java\", \"row\": \"%s\", \"seconds\": %.9f%s}%n",
                row, nanoseconds / SECOND, more);
    }

    /** Returns the median, after HotSpot has compiled what is worth it: the median no longer gets smaller. */
    private static double median(Runnable work) {
        double best = Double.MAX_VALUE;
        for (int same = 0, round = 0; same < SAME_ROUNDS && round < MAX_ROUNDS; round++) {
            double median = median(run(work, SECOND));
            same = median < 0.97 * best ? 0 : same + 1;
            best = Math.min(best, median);
        }
        return median(run(work, SECOND));
    }

    private static double median(List<Long> times) {
        Collections.sort(times);
        return times.get(times.size() / 2);
    }

    private static List<Long> run(Runnable work, long duration) {
        List<Long> times = new ArrayList<>();
        long end = System.nanoTime() + duration;
        while (times.size() < 5 || System.nanoTime() < end) {
            long start = System.nanoTime();
            work.run();
            times.add(System.nanoTime() - start);
        }
        return times;
    }

    private static List<Relation> relations(JsonNode databag) {
        return List.of(new Relation(1, Map.of("backup_targets", databag.path("text").textValue())));
    }

    private static void lookUp(Targets targets, JsonNode databag) {
        JsonNode query = databag.path("query");
        Spec found = targets.getBackupSpec(
                query.path(0).textValue(), query.path(1).textValue(), query.path(2).textValue());
        if (found == null) {
            throw new IllegalStateException("the target was not found");
        }
    }

    private static void calls(Path file) throws IOException, InterruptedException {
        JsonNode inputs = Testdata.parse(Files.readString(file));
        JsonNode databags = inputs.path("databags");
        String first = Testdata.JSON.writeValueAsString(databags.path(0));
        Path one = file.resolveSibling("one-databag.json");
        Files.writeString(one, first);
        List<Long> processes = new ArrayList<>();
        for (int round = 0; round < PROCESSES; round++) {
            long start = System.nanoTime();
            process("first-lookup", one.toString());
            processes.add(System.nanoTime() - start);
        }
        print("a process, from its start to its first lookup", median(processes), "");

        Evaluator evaluator = new Evaluator();
        String spec = inputs.path("spec").textValue();
        Spec typed;
        try (Document document = evaluator.document(spec, DocumentFormat.JSON, DocumentKind.SPEC)) {
            typed = document.specs().get(0);
        }
        print("check a spec", median(() -> evaluator.checkSpec(typed)), "");
        print("check its JSON, with places", median(() -> {
            try (Document document = evaluator.document(spec, DocumentFormat.JSON, DocumentKind.SPEC)) {
                document.diagnostics();
            }
        }), "");
        for (JsonNode databag : databags) {
            List<Relation> relations = relations(databag);
            double time = median(() -> {
                try (Targets targets = evaluator.readTargets(relations)) {
                    lookUp(targets, databag);
                }
            });
            print("read and look up, targets", time, ", \"size\": " + databag.path("targets"));
        }
        JsonNode last = databags.path(databags.size() - 1);
        try (Targets targets = evaluator.readTargets(relations(last))) {
            print("look up again, targets", median(() -> lookUp(targets, last)), ", \"size\": " + last.path("targets"));
        }
    }

    private static void firstLookup(Path file) throws IOException {
        JsonNode databag = Testdata.parse(Files.readString(file));
        try (Targets targets = new Evaluator().readTargets(relations(databag))) {
            lookUp(targets, databag);
        }
    }

    private static void start() throws IOException, InterruptedException {
        List<Long> times = new ArrayList<>();
        for (int round = 0; round < PROCESSES; round++) {
            times.add(Long.parseLong(process("first-check").strip()));
        }
        print("until the first check is answered, in a process that runs", median(times), "");
    }

    /** Runs this program in another process, and returns what it prints. */
    private static String process(String... args) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Bench.class.getName()));
        command.addAll(List.of(args));
        Process process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        String printed = new String(process.getInputStream().readAllBytes());
        if (process.waitFor() != 0) {
            throw new IllegalStateException(printed);
        }
        return printed;
    }
}
