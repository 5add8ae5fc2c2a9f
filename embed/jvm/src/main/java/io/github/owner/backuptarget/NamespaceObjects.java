// Generated from wit/ by `cargo xtask bindings`.

package io.github.owner.backuptarget;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Which Namespace objects are saved: those of each field.
 *
 * @param named Those with these names.
 * @param unless When the names do not matter, because Velero then chooses by the labels only.
 * @param labelled Whether all Namespaces with the labels are saved.
 * @param withObjects Which Namespaces with a selected object are saved.
 * @param skipsInactive Whether a Namespace that is not Active is only saved for its objects.
 */
public record NamespaceObjects(
        NameFilter named,
        @Nullable NamespaceCondition unless,
        boolean labelled,
        WithObjects withObjects,
        boolean skipsInactive) {
    public NamespaceObjects {
        Objects.requireNonNull(named, "named");
        Objects.requireNonNull(withObjects, "withObjects");
    }
}
