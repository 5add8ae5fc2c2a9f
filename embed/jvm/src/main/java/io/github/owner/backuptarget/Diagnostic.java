// Generated from wit/ by `cargo xtask bindings`.

package io.github.owner.backuptarget;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A problem, or an advice.
 *
 * @param code The code of the rule: a stable name in kebab case.
 * @param severity The severity.
 * @param message What is wrong: one line, lower case, no final period, the user's text in backticks.
 * @param help How to correct it.
 * @param subject The index of the checked thing, if several are checked at once: the YAML document, the relation or
 *     the target.
 * @param pointer RFC 6901 JSON pointer into the subject. An empty pointer is the whole subject.
 * @param span Where it is in the text. Only set if a text was checked.
 * @param fixes Changes that resolve it. Empty if no text was checked.
 * @param related Related positions, such as the first of two equal keys.
 */
public record Diagnostic(
        String code,
        Severity severity,
        String message,
        @Nullable String help,
        @Nullable Integer subject,
        String pointer,
        @Nullable Span span,
        List<Fix> fixes,
        List<RelatedPlace> related) {
    public Diagnostic {
        Objects.requireNonNull(code, "code");
        Objects.requireNonNull(severity, "severity");
        Objects.requireNonNull(message, "message");
        Objects.requireNonNull(pointer, "pointer");
        fixes = Copies.of(fixes);
        related = Copies.of(related);
    }

    /** Returns the severity, the code and the message in one line: {@code error[ttl-not-a-duration]: ...}. */
    @Override
    public String toString() {
        return severity + "[" + code + "]: " + message;
    }
}
