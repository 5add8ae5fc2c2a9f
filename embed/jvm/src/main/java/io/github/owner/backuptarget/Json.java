package io.github.owner.backuptarget;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads and writes the JSON of the string call. */
final class Json {
    /**
     * Writes ASCII only, since a lone surrogate can only be written as an escape. Keys come from the user, so colliding
     * hashes are not an error. Strings have any length.
     */
    static final JsonFactory FACTORY = new JsonFactoryBuilder()
            .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .disable(JsonFactory.Feature.FAIL_ON_SYMBOL_HASH_OVERFLOW)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxStringLength(Integer.MAX_VALUE)
                    .maxNameLength(Integer.MAX_VALUE)
                    .build())
            .build();

    /** The first lone surrogate that stands for a byte is the one of this and the byte. */
    private static final int ESCAPED_BYTE = 0xDC00;

    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    private Json() {}

    /** Writes a value. */
    @FunctionalInterface
    interface Writer<T> {
        void write(JsonGenerator json, T value) throws IOException;
    }

    static <T> void writeList(JsonGenerator json, List<T> values, Writer<? super T> writer) throws IOException {
        json.writeStartArray();
        for (T value : values) {
            writer.write(json, value);
        }
        json.writeEndArray();
    }

    static void writeStrings(JsonGenerator json, List<String> values) throws IOException {
        writeList(json, values, JsonGenerator::writeString);
    }

    static void writeMap(JsonGenerator json, Map<String, String> map) throws IOException {
        json.writeStartObject();
        for (Map.Entry<String, String> entry : map.entrySet()) {
            json.writeFieldName(entry.getKey());
            json.writeString(entry.getValue());
        }
        json.writeEndObject();
    }

    /** Writes bytes as a string. A byte that is not UTF-8 becomes a lone surrogate. */
    static void writeBytes(JsonGenerator json, byte[] bytes) throws IOException {
        ByteArrayOutputStream escaped = new ByteArrayOutputStream(bytes.length + bytes.length / 4 + 16);
        int plain = 0;
        for (int at = 0; at < bytes.length; ) {
            int value = bytes[at] & 0xFF;
            if (value >= 0x20 && value < 0x80 && value != '"' && value != '\\') {
                at++;
                continue;
            }
            int length = value < 0x80 ? 0 : lengthOfCharacter(bytes, at);
            if (length > 0) {
                at += length;
                continue;
            }
            escaped.write(bytes, plain, at - plain);
            if (value == '\n') {
                escaped.writeBytes(new byte[] {'\\', 'n'});
            } else if (value == '"' || value == '\\') {
                escaped.write('\\');
                escaped.write(value);
            } else {
                writeEscape(escaped, value < 0x80 ? value : ESCAPED_BYTE | value);
            }
            at++;
            plain = at;
        }
        escaped.write(bytes, plain, bytes.length - plain);
        json.writeRawUTF8String(escaped.toByteArray(), 0, escaped.size());
    }

    /** Returns the number of bytes of the character of several bytes that starts here, or 0 if it is not valid. */
    private static int lengthOfCharacter(byte[] bytes, int start) {
        int first = bytes[start] & 0xFF;
        int length = first < 0xC2 ? 0 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : first < 0xF5 ? 4 : 0;
        if (length == 0 || start + length > bytes.length) {
            return 0;
        }
        for (int at = start + 1; at < start + length; at++) {
            if ((bytes[at] & 0xC0) != 0x80) {
                return 0;
            }
        }
        int second = bytes[start + 1] & 0xFF;
        boolean isValid = switch (first) {
            case 0xE0 -> second >= 0xA0;
            case 0xED -> second < 0xA0;
            case 0xF0 -> second >= 0x90;
            case 0xF4 -> second < 0x90;
            default -> true;
        };
        return isValid ? length : 0;
    }

    private static void writeEscape(ByteArrayOutputStream to, int unit) {
        to.writeBytes(new byte[] {
            '\\', 'u', HEX[unit >> 12], HEX[unit >> 8 & 0xF], HEX[unit >> 4 & 0xF], HEX[unit & 0xF]
        });
    }

    /** Returns JSON in UTF-8. A lone surrogate becomes its escape. */
    static byte[] utf8(String json) {
        boolean isWellFormed = json.codePoints().noneMatch(point -> point >= 0xD800 && point < 0xE000);
        if (isWellFormed) {
            return json.getBytes(StandardCharsets.UTF_8);
        }
        ByteArrayOutputStream text = new ByteArrayOutputStream(json.length() + 16);
        json.codePoints().forEach(point -> {
            if (point >= 0xD800 && point < 0xE000) {
                writeEscape(text, point);
            } else {
                text.writeBytes(Character.toString(point).getBytes(StandardCharsets.UTF_8));
            }
        });
        return text.toByteArray();
    }

    static byte[] readBytes(JsonParser json) throws IOException {
        String text = json.getText();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(text.length());
        text.codePoints().forEach(point -> {
            if (point < 0x80) {
                bytes.write(point);
            } else if ((point & 0xFFFFFF80) == (ESCAPED_BYTE | 0x80)) {
                bytes.write(point & 0xFF);
            } else {
                bytes.writeBytes(Character.toString(point).getBytes(StandardCharsets.UTF_8));
            }
        });
        return bytes.toByteArray();
    }

    static <T> List<T> readList(JsonParser json, Answer<T> item) throws IOException {
        if (json.nextToken() == JsonToken.END_ARRAY) {
            return List.of();
        }
        List<T> items = new ArrayList<>();
        do {
            items.add(item.read(json));
        } while (json.nextToken() != JsonToken.END_ARRAY);
        return List.copyOf(items);
    }

    static List<String> readStrings(JsonParser json) throws IOException {
        return readList(json, JsonParser::getText);
    }

    /** If a key is repeated, the last value is used, at the position of the first one. */
    static Map<String, String> readMap(JsonParser json) throws IOException {
        Map<String, String> map = new LinkedHashMap<>();
        while (json.nextToken() != JsonToken.END_OBJECT) {
            String key = json.currentName();
            json.nextToken();
            map.put(key, json.getText());
        }
        return map;
    }

    static <T> @Nullable T readOptional(JsonParser json, Answer<T> value) throws IOException {
        return json.currentToken() == JsonToken.VALUE_NULL ? null : value.read(json);
    }

    static @Nullable Void nothing(JsonParser json) {
        return null;
    }

    /** Reads the result of a function that refuses input with diagnostics. */
    static <T extends @Nullable Object> T accepted(JsonParser json, Answer<T> ok) throws IOException {
        return result(json, ok, error ->
                new InvalidInputException(readList(error, Conversions::readDiagnostic)));
    }

    /** Reads the result of {@code publish}. */
    static <T extends @Nullable Object> T published(JsonParser json, Answer<T> ok) throws IOException {
        return result(json, ok, error -> new PublishException(Conversions.readPublishError(error)));
    }

    private static <T extends @Nullable Object> T result(
            JsonParser json, Answer<T> ok, Answer<? extends RuntimeException> error) throws IOException {
        String name = json.nextFieldName();
        json.nextToken();
        if (!"ok".equals(name)) {
            throw error.read(json);
        }
        T value = ok.read(json);
        json.nextToken();
        return value;
    }

    static <E extends Enum<E>> Map<String, E> byName(E[] values) {
        return Arrays.stream(values).collect(Collectors.toUnmodifiableMap(Enum::toString, Function.identity()));
    }

    static <E> E named(Map<String, E> values, String name) {
        E value = values.get(name);
        if (value == null) {
            List<String> names = values.keySet().stream().sorted().toList();
            throw new IllegalArgumentException("`" + name + "` is not one of " + names);
        }
        return value;
    }
}
