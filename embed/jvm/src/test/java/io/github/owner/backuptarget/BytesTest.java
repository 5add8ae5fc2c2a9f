package io.github.owner.backuptarget;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Texts and bytes that are not Unicode. */
class BytesTest {
    private static final Evaluator EVALUATOR = new Evaluator();

    private static String written(byte[] bytes) throws IOException {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        try (JsonGenerator json = Json.FACTORY.createGenerator(text)) {
            Json.writeBytes(json, bytes);
        }
        return text.toString(StandardCharsets.UTF_8);
    }

    private static byte[] read(String text) throws IOException {
        try (JsonParser json = Json.FACTORY.createParser(text)) {
            json.nextToken();
            return Json.readBytes(json);
        }
    }

    @Test
    void bytesThatAreNotUtf8AreEscaped() throws IOException {
        byte[] bytes = {'a', (byte) 0xFF, '"', '\\', '\n', 1, (byte) 0xC3, (byte) 0xA9, (byte) 0xC3};
        assertEquals("\"a\\udcff\\\"\\\\\\n\\u0001\u00e9\\udcc3\"", written(bytes));
        // An encoded surrogate, an overlong character, and a character that does not exist.
        assertEquals("\"\\udced\\udca0\\udc80\"", written(new byte[] {(byte) 0xED, (byte) 0xA0, (byte) 0x80}));
        assertEquals("\"\\udcc0\\udc80\"", written(new byte[] {(byte) 0xC0, (byte) 0x80}));
        assertEquals("\"\\udcf4\\udc90\\udc80\\udc80\"",
                written(new byte[] {(byte) 0xF4, (byte) 0x90, (byte) 0x80, (byte) 0x80}));
    }

    @Test
    void anyBytesAreReadAsTheyWereWritten() throws IOException {
        Random random = new Random(1);
        for (int round = 0; round < 2000; round++) {
            byte[] bytes = new byte[random.nextInt(20)];
            random.nextBytes(bytes);
            assertArrayEquals(bytes, read(written(bytes)));
        }
        byte[] text = "\u00e9\u20ac\ud83d\ude00".getBytes(StandardCharsets.UTF_8);
        assertArrayEquals(text, read(written(text)));
    }

    @Test
    void anInventoryCanBeCutWithinACharacter() throws IOException {
        byte[] text = ("{\"apiVersion\": \"v1\", \"kind\": \"ConfigMap\", "
                + "\"metadata\": {\"name\": \"\u20ac\", \"namespace\": \"prod\"}}").getBytes(StandardCharsets.UTF_8);
        try (Cluster cluster = EVALUATOR.openCluster(); InventoryReader reader = EVALUATOR.inventoryReader(cluster)) {
            for (byte each : text) {
                reader.push(new byte[] {each});
            }
            reader.push(new byte[0]);
            try (Inventory inventory = reader.finish()) {
                assertEquals("\u20ac", inventory.objects().get(0).name());
            }
        }
    }

    @Test
    void anInventoryThatIsNotUtf8IsRefusedOrReported() throws IOException {
        byte[] bytes = {(byte) 0xFF, (byte) 0xFE, '{', '}'};
        assertThrows(InvalidInputException.class, () -> EVALUATOR.readInventory(new ByteArrayInputStream(bytes)));
        byte[] inName = "{\"apiVersion\": \"v1\", \"kind\": \"Namespace\", \"metadata\": {\"name\": \"\u00ff\"}}\n"
                .getBytes(StandardCharsets.ISO_8859_1);
        try (Inventory inventory = EVALUATOR.readInventory(new ByteArrayInputStream(inName))) {
            assertNotNull(inventory.diagnostics());
        } catch (InvalidInputException refused) {
            assertFalse(refused.diagnostics().isEmpty());
        }
    }

    @Test
    void aLoneSurrogateIsPublishedAsTheReplacementCharacter() {
        for (String surrogate : List.of("\ud800", "\udc80", "\udfff", "a\ud83d", "\ude00b")) {
            Identity identity = new Identity(surrogate, "m", "r");
            Spec spec = new Spec().withLabelSelector(Map.of("key" + surrogate, surrogate)).withTtl(surrogate);
            String value = EVALUATOR.publish(identity, spec, true, List.of(new Relation(1)), OnErrors.PUBLISH)
                    .get(0).value();
            Spec read = EVALUATOR.findSpec(
                    List.of(new Relation(1, Map.of("backup_targets", value))),
                    surrogate.replaceAll("[\ud800-\udfff]", "\ufffd"), "r", "m");
            assertNotNull(read, value);
            assertEquals(surrogate.replaceAll("[\ud800-\udfff]", "\ufffd"), read.ttl());
        }
    }

    @Test
    void characterPairsStayAsTheyAre() {
        Spec spec = new Spec().withIncludeNamespaces(List.of("\ud83d\ude00", "\u0000", "\u20ac\"\\\n"));
        String text = EVALUATOR.formatSpec(spec, DocumentFormat.JSON);
        try (Document document = EVALUATOR.document(text, DocumentFormat.JSON, DocumentKind.SPEC)) {
            assertEquals(List.of(spec), document.specs());
        }
    }

    @Test
    void theSessionEscapesLoneSurrogates() {
        Session session = EVALUATOR.session();
        String arguments = "{\"format\": \"json\", \"spec\": {\"ttl\": \"\udc80\"}}";
        assertEquals(session.call("validation.format-spec", arguments),
                session.call("validation.format-spec", arguments.replace("\udc80", "\\udc80")));
    }
}
