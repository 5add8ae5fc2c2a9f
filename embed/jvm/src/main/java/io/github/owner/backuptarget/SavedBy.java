// Generated from wit/ by `cargo xtask bindings`.

package io.github.owner.backuptarget;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How the contents of a volume are saved.
 *
 * @param means The way.
 * @param pod The index of the pod through which they are saved.
 * @param madeWith The snapshot location, or the class of a CSI snapshot.
 * @param moved Whether the data of the CSI snapshot is moved.
 * @param decidedBy What decided it: a field, an annotation, or a rule of the resource policy.
 */
public record SavedBy(
        Means means,
        @Nullable Integer pod,
        @Nullable String madeWith,
        boolean moved,
        @Nullable String decidedBy) {
    public SavedBy {
        Objects.requireNonNull(means, "means");
    }
}
