package io.github.owner.backuptarget;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Calls by name. */
class SessionTest {
    private final Session session = new Evaluator().session();

    private String refusal(String function, String arguments) {
        return assertThrows(InvalidCallException.class, () -> session.call(function, arguments)).code();
    }

    @Test
    void aFunctionIsCalledByItsName() {
        assertTrue(session.call("validation.check-spec", "{\"spec\": {\"ttl\": \"30d\"}}").contains("write `720h`"));
        assertTrue(session.call("schedule.next-runs", "{\"schedule\": \"x\", \"after\": 0, \"count\": 1}")
                .startsWith("{\"error\":["));
    }

    @Test
    void resourcesAreNumbers() {
        String number = session.call("requirer.targets.new", "{\"relations\": []}");
        assertEquals("false", session.call("requirer.targets.is-ready", "{\"self\": " + number + "}"));
        assertEquals("null", session.call("close", "{\"self\": " + number + "}"));
        assertEquals("unknown-resource", refusal("requirer.targets.is-ready", "{\"self\": " + number + "}"));
        assertEquals("wrong-resource", refusal("requirer.targets.is-ready", "{\"self\": "
                + session.call("validation.document.new", "{\"text\": \"\", \"format\": \"yaml\"}") + "}"));
    }

    @Test
    void aRepeatedKeyOfAMapIsAllowed() {
        String answer = session.call("validation.format-spec",
                "{\"format\": \"json\", \"spec\": {\"label_selector\": {\"z\": \"1\", \"a\": \"2\", \"z\": \"3\"}}}");
        assertTrue(answer.indexOf("z") < answer.indexOf("\\\"a"), answer);
        assertFalse(answer.contains("1"), answer);
    }

    @Test
    void whatIsNotACallHasACode() {
        assertEquals("unknown-function", refusal("validation.nothing", "{}"));
        assertEquals("not-json", refusal("validation.rules", "{"));
        assertEquals("missing-field", refusal("validation.check-spec", "{}"));
        assertEquals("unknown-field", refusal("validation.rules", "{\"a\": 1}"));
        assertEquals("wrong-type", refusal("validation.check-spec", "{\"spec\": 1}"));
        assertThrows(NullPointerException.class, () -> session.call("validation.rules", null));
    }

    @Test
    void garbageIsRefusedAndTheSessionStillWorks() {
        Random random = new Random(2);
        List<String> parts = List.of("{", "}", "[", "]", "\"spec\"", ":", ",", "null", "1e9", "\"\\ud800\"", "\u0000",
                "\"self\"", "-1", "\ud83d", "true", "\"ttl\"", "\"\"", "99999999999999999999", "\"relations\"");
        for (int round = 0; round < 2000; round++) {
            StringBuilder arguments = new StringBuilder();
            for (int at = random.nextInt(12); at > 0; at--) {
                arguments.append(parts.get(random.nextInt(parts.size())));
            }
            try {
                session.call(round % 2 == 0 ? "validation.check-spec" : "requirer.targets.new", arguments.toString());
            } catch (InvalidCallException refused) {
                assertFalse(refused.code().isEmpty());
            }
        }
        assertEquals("[]", session.call("validation.check-spec", "{\"spec\": {\"ttl\": \"720h\", "
                + "\"include_namespaces\": [\"prod\"]}}"));
    }
}
