package io.github.owner.backuptarget;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads the measured cases of the project's testdata, and compares results with them. */
final class Testdata {
    static final Path PROJECT = Path.of("../..");
    static final Path FOLDER = PROJECT.resolve("testdata");
    static final ObjectMapper JSON = new ObjectMapper();

    private Testdata() {}

    /** A value that was measured, and the one of this package. */
    record Compared(@Nullable Object expected, @Nullable Object actual) {}

    static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException error) {
            throw new UncheckedIOException(error);
        }
    }

    static @Nullable String readIfExists(Path file) {
        return Files.exists(file) ? read(file) : null;
    }

    static JsonNode parse(String text) {
        try {
            return JSON.readTree(text);
        } catch (IOException error) {
            throw new UncheckedIOException(error);
        }
    }

    /** Returns the files in a folder of testdata whose paths there match a glob, in order. */
    static List<Path> files(String folder, String glob) {
        Path start = FOLDER.resolve(folder);
        var matcher = FileSystems.getDefault().getPathMatcher("glob:" + glob);
        try (Stream<Path> files = Files.walk(start)) {
            List<Path> found = files.filter(file -> matcher.matches(start.relativize(file))).sorted().toList();
            assertTrue(!found.isEmpty(), folder + " has no cases");
            return found;
        } catch (IOException error) {
            throw new UncheckedIOException(error);
        }
    }

    static List<JsonNode> cases(String folder) {
        List<JsonNode> cases = new ArrayList<>();
        for (Path file : files(folder, "*.jsonl")) {
            read(file).lines().filter(line -> !line.isEmpty()).forEach(line -> cases.add(parse(line)));
        }
        return cases;
    }

    /** Fails if the two values differ for a case. */
    static void check(String folder, Function<JsonNode, Compared> run) {
        List<String> differences = new ArrayList<>();
        for (JsonNode each : cases(folder)) {
            Compared compared = run.apply(each);
            if (!Objects.equals(compared.expected, compared.actual)) {
                String name = each.toString();
                name = name.substring(0, Math.min(name.length(), 200));
                differences.add(name + "\n  expected " + compared.expected + "\n  got      " + compared.actual);
            }
        }
        assertEquals("", String.join("\n", differences));
    }

    /** Fails if the result for a file differs from its {@code .txt}. */
    static void checkFiles(String folder, String glob, Function<Path, String> answer) {
        List<String> differences = new ArrayList<>();
        for (Path file : files(folder, glob)) {
            Path expected = withEnding(file, ".txt");
            String actual = answer.apply(file);
            if (!read(expected).equals(actual)) {
                differences.add(expected + " is not\n" + actual);
            }
        }
        assertEquals("", String.join("\n", differences));
    }

    static Path withEnding(Path file, String ending) {
        String name = file.getFileName().toString();
        return file.resolveSibling(name.substring(0, name.lastIndexOf('.')) + ending);
    }

    /** Returns the spec of a case. Fields can be missing. */
    static Spec spec(JsonNode spec) {
        JsonNode all = spec.path("include_cluster_resources");
        return new Spec(
                strings(spec.path("include_namespaces")),
                strings(spec.path("include_resources")),
                strings(spec.path("exclude_namespaces")),
                strings(spec.path("exclude_resources")),
                all.isBoolean() ? all.booleanValue() : null,
                isMissing(spec.path("label_selector")) ? null : map(spec.path("label_selector")),
                text(spec.path("ttl")));
    }

    static boolean isMissing(JsonNode node) {
        return node.isMissingNode() || node.isNull();
    }

    static @Nullable String text(JsonNode node) {
        return isMissing(node) ? null : node.textValue();
    }

    static @Nullable List<String> strings(JsonNode node) {
        if (isMissing(node)) {
            return null;
        }
        List<String> strings = new ArrayList<>();
        node.forEach(each -> strings.add(each.textValue()));
        return strings;
    }

    static Map<String, String> map(JsonNode node) {
        Map<String, String> map = new LinkedHashMap<>();
        node.properties().forEach(entry -> map.put(entry.getKey(), entry.getValue().textValue()));
        return map;
    }
}
