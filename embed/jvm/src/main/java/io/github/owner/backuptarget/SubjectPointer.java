package io.github.owner.backuptarget;

import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.util.Objects;

/**
 * A value in a document.
 *
 * @param subject The index of the checked thing, such as the YAML document.
 * @param pointer RFC 6901 JSON pointer into the subject.
 */
public record SubjectPointer(int subject, String pointer) {
    public SubjectPointer {
        Objects.requireNonNull(pointer, "pointer");
    }

    static SubjectPointer read(JsonParser json) throws IOException {
        json.nextToken();
        int subject = json.getIntValue();
        json.nextToken();
        String pointer = json.getText();
        json.nextToken();
        return new SubjectPointer(subject, pointer);
    }
}
