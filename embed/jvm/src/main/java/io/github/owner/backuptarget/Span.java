// Generated from wit/ by `cargo xtask bindings`.

package io.github.owner.backuptarget;

import java.util.Objects;

/**
 * A part of a checked text.
 *
 * @param start The position of the first character.
 * @param end The position after the last character.
 */
public record Span(Position start, Position end) {
    public Span {
        Objects.requireNonNull(start, "start");
        Objects.requireNonNull(end, "end");
    }
}
