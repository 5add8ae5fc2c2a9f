// Generated from wit/ by `cargo xtask bindings`.

package io.github.owner.backuptarget;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Another position that is related to a diagnostic.
 *
 * @param message What is there: one line, lower case, no final period.
 * @param subject The index of the checked thing, if several are checked at once.
 * @param pointer RFC 6901 JSON pointer into the subject.
 * @param span Where it is in the text. Only set if a text was checked.
 */
public record RelatedPlace(String message, @Nullable Integer subject, String pointer, @Nullable Span span) {
    public RelatedPlace {
        Objects.requireNonNull(message, "message");
        Objects.requireNonNull(pointer, "pointer");
    }
}
