// Generated from wit/ by `cargo xtask bindings`.

package io.github.owner.backuptarget;

import java.util.Objects;

/**
 * A target, and where it was read.
 *
 * @param relationId The relation.
 * @param index The index of the target in the relation's {@code backup_targets}.
 * @param target The target.
 */
public record LocatedTarget(int relationId, int index, Target target) {
    public LocatedTarget {
        Objects.requireNonNull(target, "target");
    }
}
