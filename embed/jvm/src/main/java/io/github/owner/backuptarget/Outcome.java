// Generated from wit/ by `cargo xtask bindings`.

package io.github.owner.backuptarget;

import java.util.List;
import java.util.Objects;

/**
 * How a backup ends, and why.
 *
 * @param kind How it ends.
 * @param diagnostics The reasons. Empty if it is completed.
 */
public record Outcome(OutcomeKind kind, List<Diagnostic> diagnostics) {
    public Outcome {
        Objects.requireNonNull(kind, "kind");
        diagnostics = Copies.of(diagnostics);
    }
}
