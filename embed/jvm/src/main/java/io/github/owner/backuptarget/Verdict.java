// Generated from wit/ by `cargo xtask bindings`.

package io.github.owner.backuptarget;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Whether an object is in the backup, and why.
 *
 * @param object The object.
 * @param included Whether it is in the backup.
 * @param reason The reason. If there are several, the first one in the order in which Velero checks.
 * @param pointer RFC 6901 JSON pointer to the entry of the spec or the manifest that caused the reason, if there is
 *     one.
 * @param broughtBy For {@code comes-along}: the index, in the inventory, of the object that adds it.
 */
public record Verdict(
        ObjectRef object,
        boolean included,
        Reason reason,
        @Nullable String pointer,
        @Nullable Integer broughtBy) {
    public Verdict {
        Objects.requireNonNull(object, "object");
        Objects.requireNonNull(reason, "reason");
    }
}
