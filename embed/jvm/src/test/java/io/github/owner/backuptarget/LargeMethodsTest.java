package io.github.owner.backuptarget;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Methods that HotSpot does not compile. */
class LargeMethodsTest {
    private static final String NAME = "internal/EvaluatorModule.class";

    /** About 2,100 functions. HotSpot interprets these few: the largest ones convert arguments, and have few loops. */
    private static final int MAX_LARGE_METHODS = 40;

    @Test
    void fewFunctionsAreTooLargeForHotSpot() throws IOException, URISyntaxException {
        Path classes = Path.of(Evaluator.class.getResource(NAME).toURI()).getParent();
        List<LargeMethods.Method> large = LargeMethods.in(classes);
        String list = large.stream()
                .map(method -> method.bytes() + " " + method.name() + "\n")
                .collect(Collectors.joining());
        Files.writeString(Testdata.PROJECT.resolve("target/jvm/large-methods.txt"), list);
        assertTrue(large.size() <= MAX_LARGE_METHODS, list);
        // A method can have 65,535 bytes. A larger function is interpreted by Endive, which is much slower.
        assertTrue(large.stream().anyMatch(method -> method.name().startsWith("func_")), list);
    }
}
