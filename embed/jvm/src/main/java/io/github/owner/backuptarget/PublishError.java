// Generated from wit/ by `cargo xtask bindings`.

package io.github.owner.backuptarget;

import java.util.List;

/** Why nothing is published. */
public sealed interface PublishError {
    /** The unit is not the leader. Only the leader can write. */
    record NotLeader() implements PublishError {}

    /** There is no relation with this name. */
    record NoRelation() implements PublishError {}

    /**
     * The spec has errors, and {@code refuse} was given. The list also has the warnings and the advice.
     *
     * @param diagnostics The details.
     */
    record Invalid(List<Diagnostic> diagnostics) implements PublishError {}
}
