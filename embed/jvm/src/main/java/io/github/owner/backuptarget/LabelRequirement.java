// Generated from wit/ by `cargo xtask bindings`.

package io.github.owner.backuptarget;

import java.util.List;
import java.util.Objects;

/**
 * A requirement of a label selector.
 *
 * @param key The key of the label.
 * @param operator {@code In}, {@code NotIn}, {@code Exists} or {@code DoesNotExist}. Kubernetes refuses any other.
 * @param values The values of {@code In} and {@code NotIn}.
 */
public record LabelRequirement(String key, String operator, List<String> values) {
    public LabelRequirement {
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(operator, "operator");
        values = Copies.of(values);
    }

    /**
     * Creates one with only the required fields set.
     *
     * @param key The key of the label.
     * @param operator {@code In}, {@code NotIn}, {@code Exists} or {@code DoesNotExist}. Kubernetes refuses any
     *     other.
     */
    public LabelRequirement(String key, String operator) {
        this(key, operator, List.of());
    }

    /**
     * Returns a copy with another {@code values}.
     *
     * @param values The values of {@code In} and {@code NotIn}.
     */
    public LabelRequirement withValues(List<String> values) {
        return new LabelRequirement(key, operator, values);
    }
}
