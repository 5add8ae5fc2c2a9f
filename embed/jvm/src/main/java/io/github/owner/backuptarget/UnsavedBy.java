// Generated from wit/ by `cargo xtask bindings`.

package io.github.owner.backuptarget;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Why the contents of a volume are not saved in one way.
 *
 * @param means The way.
 * @param reason The reason: a stable name in kebab case, such as {@code no-location}.
 * @param message The reason in words.
 * @param said What Velero says for this reason.
 * @param pod The index of the pod that the reason is about.
 * @param decidedBy What decided it: a field, an annotation, a label, or a rule of the resource policy.
 * @param dependsOn The setting of Velero that is not known, and with which the contents may be saved.
 */
public record UnsavedBy(
        Means means,
        String reason,
        String message,
        Said said,
        @Nullable Integer pod,
        @Nullable String decidedBy,
        @Nullable String dependsOn) {
    public UnsavedBy {
        Objects.requireNonNull(means, "means");
        Objects.requireNonNull(reason, "reason");
        Objects.requireNonNull(message, "message");
        Objects.requireNonNull(said, "said");
    }
}
