// Generated from wit/ by `cargo xtask bindings`.

package io.github.owner.backuptarget;

import com.fasterxml.jackson.core.JsonParser;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A text that was read and checked. Each YAML document is a subject. */
public final class Document extends Resource {
    Document(Home home, int number) {
        super(home, number);
    }

    /** Returns all diagnostics, in the order of the text. They are the same on every host. */
    public List<Diagnostic> diagnostics() {
        return call("validation.document.diagnostics", Arguments.NONE,
                answer -> Json.readList(answer, Conversions::readDiagnostic));
    }

    /** Returns the specs that could be read, in the order of the text. The specs of targets are included. */
    public List<Spec> specs() {
        return call("validation.document.specs", Arguments.NONE,
                answer -> Json.readList(answer, Conversions::readSpec));
    }

    /** Returns the targets that could be read, in the order of the text. */
    public List<Target> targets() {
        return call("validation.document.targets", Arguments.NONE,
                answer -> Json.readList(answer, Conversions::readTarget));
    }

    /**
     * Returns the Backups and Schedules that could be read, in the order of the text. Those of Helm values that are
     * disabled are left out.
     */
    public List<Backup> backups() {
        return call("validation.document.backups", Arguments.NONE,
                answer -> Json.readList(answer, Conversions::readBackup));
    }

    /**
     * Returns the spec that saves the same as one of these, by its index. The errors name the fields that a spec does
     * not have, or say that there is no such index.
     *
     * @throws InvalidInputException if the input is refused. It has the diagnostics.
     */
    public ConvertedSpec backupAsSpec(int index) {
        return call("validation.document.backup-as-spec", json -> {
            json.writeFieldName("index");
            json.writeNumber(index);
        }, answer -> Json.accepted(answer, Conversions::readConvertedSpec));
    }

    /** Returns the ConfigMaps with a resource policy. A policy without its ConfigMap has no name. */
    public List<PolicyMap> policies() {
        return call("validation.document.policies", Arguments.NONE,
                answer -> Json.readList(answer, Conversions::readPolicyMap));
    }

    /** Returns the number of Kubernetes objects of other kinds, which are skipped. */
    public int skipped() {
        return call("validation.document.skipped", Arguments.NONE, JsonParser::getIntValue);
    }

    /**
     * Returns the span of the value at an RFC 6901 JSON pointer into a subject, or {@code null} if there is no such
     * value.
     */
    public @Nullable Span locate(int subject, String pointer) {
        Objects.requireNonNull(pointer, "pointer");
        return call("validation.document.locate", json -> {
            json.writeFieldName("subject");
            json.writeNumber(subject);
            json.writeFieldName("pointer");
            json.writeString(pointer);
        }, answer -> Json.readOptional(answer, Conversions::readSpan));
    }

    /**
     * Returns the edits that write a value at an RFC 6901 JSON pointer into a subject. The value is JSON. If it is
     * {@code null}, the edits remove the value with its key or its list entry. If a key or a list entry is missing, the
     * edits add it, and the objects around it. {@code -}, or the length of a list, is a new entry at its end. Comments,
     * order and layout around the value stay.
     *
     * <p>The document does not change: create another one from the edited text. The error says why there is no edit:
     * the value is not JSON, the pointer does not match, the document cannot be read, or the edit would change another
     * value too.
     *
     * <p>The value is JSON text; {@code null} removes the value.
     *
     * @throws InvalidInputException if the input is refused. It has the diagnostics.
     */
    public List<Edit> edit(int subject, String pointer, @Nullable String value) {
        Objects.requireNonNull(pointer, "pointer");
        return call("validation.document.edit", json -> {
            json.writeFieldName("subject");
            json.writeNumber(subject);
            json.writeFieldName("pointer");
            json.writeString(pointer);
            if (value != null) {
                json.writeFieldName("value");
                json.writeString(value);
            }
        }, answer -> Json.accepted(answer, from -> Json.readList(from, Conversions::readEdit)));
    }

    /**
     * Returns the subject and the JSON pointer of the value at an offset. For an offset in a key, it is the value of
     * the key. Between values, it is the list or the object around the offset. If the document cannot be read, only the
     * part before the error counts. Returns {@code null} after the end of the text.
     */
    public @Nullable SubjectPointer pointerAt(int utf16Offset) {
        return call("validation.document.pointer-at", json -> {
            json.writeFieldName("utf16_offset");
            json.writeNumber(utf16Offset);
        }, answer -> Json.readOptional(answer, SubjectPointer::read));
    }
}
