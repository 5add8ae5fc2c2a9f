// Generated from wit/ by `cargo xtask bindings`.

package io.github.owner.backuptarget;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A change that resolves a diagnostic.
 *
 * @param title A short description of the change.
 * @param edits The edits of the change. They do not overlap.
 * @param certain Whether the author certainly meant it, so that a program can apply it.
 * @param effect What it adds to the backup, or removes from it. {@code null} if the same objects are saved. Velero
 *     saves nothing of a spec that it refuses: for a change of such a spec, the effect compares with what the other
 *     entries select.
 */
public record Fix(String title, List<Edit> edits, boolean certain, @Nullable String effect) {
    public Fix {
        Objects.requireNonNull(title, "title");
        edits = Copies.of(edits);
    }
}
