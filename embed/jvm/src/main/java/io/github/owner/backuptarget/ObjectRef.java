// Generated from wit/ by `cargo xtask bindings`.

package io.github.owner.backuptarget;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A reference to an object of a cluster.
 *
 * @param groupResource The plural name of its kind, and the group if it is not the core group: "deployments.apps",
 *     "pods".
 * @param namespace The namespace. {@code null} if the object is cluster-scoped.
 * @param name The name. It is unique in the kind and the namespace.
 */
public record ObjectRef(String groupResource, @Nullable String namespace, String name) {
    public ObjectRef {
        Objects.requireNonNull(groupResource, "groupResource");
        Objects.requireNonNull(name, "name");
    }
}
