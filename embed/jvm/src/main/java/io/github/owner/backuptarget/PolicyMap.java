// Generated from wit/ by `cargo xtask bindings`.

package io.github.owner.backuptarget;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A ConfigMap with a resource policy of Velero.
 *
 * @param namespace Its namespace. {@code null} is any.
 * @param name Its name. {@code null} is any.
 * @param data Its data: keys and values. Velero reads a policy from the value of the only key.
 */
public record PolicyMap(@Nullable String namespace, @Nullable String name, Map<String, String> data) {
    public PolicyMap {
        data = Copies.of(data);
    }

    /** Creates one with no field set. */
    public PolicyMap() {
        this(null, null, Map.of());
    }

    /**
     * Returns a copy with another {@code namespace}.
     *
     * @param namespace Its namespace. {@code null} is any.
     */
    public PolicyMap withNamespace(@Nullable String namespace) {
        return new PolicyMap(namespace, name, data);
    }

    /**
     * Returns a copy with another {@code name}.
     *
     * @param name Its name. {@code null} is any.
     */
    public PolicyMap withName(@Nullable String name) {
        return new PolicyMap(namespace, name, data);
    }

    /**
     * Returns a copy with another {@code data}.
     *
     * @param data Its data: keys and values. Velero reads a policy from the value of the only key.
     */
    public PolicyMap withData(Map<String, String> data) {
        return new PolicyMap(namespace, name, data);
    }
}
