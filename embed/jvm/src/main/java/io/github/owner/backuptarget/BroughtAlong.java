// Generated from wit/ by `cargo xtask bindings`.

package io.github.owner.backuptarget;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A resource whose objects are saved because others use them.
 *
 * @param becauseOf The group-resource of the others. {@code null} means any custom resource.
 * @param groupResource The group-resource that comes along.
 */
public record BroughtAlong(@Nullable String becauseOf, String groupResource) {
    public BroughtAlong {
        Objects.requireNonNull(groupResource, "groupResource");
    }
}
