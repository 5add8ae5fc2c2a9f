// Generated from wit/ by `cargo xtask bindings`.

package io.github.owner.backuptarget;

import java.util.Objects;

/**
 * A replacement in a text.
 *
 * @param span The part to replace. It is empty for an insertion.
 * @param text The new text. It is empty for a removal.
 */
public record Edit(Span span, String text) {
    public Edit {
        Objects.requireNonNull(span, "span");
        Objects.requireNonNull(text, "text");
    }
}
