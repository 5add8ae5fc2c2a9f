package io.github.owner.backuptarget;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** The examples of the README run, and print what it says. The example program does too. */
class ReadmeTest {
    private static final String README = Testdata.read(Path.of("README.md"));
    private static final Path EXAMPLE = Path.of("examples/uncovered");
    private static final String WRAPPED = """
            import io.github.owner.backuptarget.*;
            import java.io.*;
            import java.util.*;

            public class Example {
                public static void main(String[] args) throws Exception {
                    %s
                }
            }
            """;

    @TempDir
    private Path folder;

    /** Runs a program of one file, and returns what it prints. */
    private static String run(Path source, String... args) {
        Path built = Testdata.PROJECT.resolve("target/jvm").toAbsolutePath().normalize();
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-cp", built.resolve("classes") + File.pathSeparator + built.resolve("lib") + "/*"));
        command.add(source.toString());
        command.addAll(List.of(args));
        try {
            Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
            String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertEquals(0, process.waitFor(), printed);
            return printed;
        } catch (IOException error) {
            throw new UncheckedIOException(error);
        } catch (InterruptedException error) {
            throw new AssertionError(error);
        }
    }

    @TestFactory
    Stream<DynamicTest> anExampleRunsAndPrintsItsComments() {
        Pattern block = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);
        Pattern printing = Pattern.compile("println\\(.*\\);\\s+// (.*)");
        List<String> examples = block.matcher(README).results().map(found -> found.group(1)).toList();
        assertEquals(2, examples.size());
        return examples.stream().map(example -> DynamicTest.dynamicTest(example.split("\n")[0], () -> {
            Path file = folder.resolve("Example.java");
            Files.writeString(file, example.contains("class ") ? example : WRAPPED.formatted(example));
            List<String> expected = printing.matcher(example).results().map(found -> found.group(1)).toList();
            assertTrue(!expected.isEmpty());
            assertEquals(expected, run(file).lines().toList());
        }));
    }

    @Test
    void theExampleProgramPrintsWhatNoScheduleCovers() {
        String printed = run(
                EXAMPLE.resolve("src/main/java/uncovered/Uncovered.java"),
                Testdata.PROJECT.resolve("examples/cluster/objects.json").toString(),
                EXAMPLE.resolve("schedule.yaml").toString());
        assertEquals(Testdata.read(EXAMPLE.resolve("expected.txt")), printed);
    }

    @Test
    void theReadmeIsShort() {
        assertTrue(README.lines().count() <= 110);
    }
}
