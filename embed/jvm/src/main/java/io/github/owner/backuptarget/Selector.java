// Generated from wit/ by `cargo xtask bindings`.

package io.github.owner.backuptarget;

import java.util.List;
import java.util.Map;

/**
 * A label selector of Kubernetes. All labels and all requirements must match.
 *
 * @param matchLabels Labels that an object must have: keys and values.
 * @param matchExpressions Further requirements.
 */
public record Selector(Map<String, String> matchLabels, List<LabelRequirement> matchExpressions) {
    public Selector {
        matchLabels = Copies.of(matchLabels);
        matchExpressions = Copies.of(matchExpressions);
    }

    /** Creates one with no field set. */
    public Selector() {
        this(Map.of(), List.of());
    }

    /**
     * Returns a copy with another {@code matchLabels}.
     *
     * @param matchLabels Labels that an object must have: keys and values.
     */
    public Selector withMatchLabels(Map<String, String> matchLabels) {
        return new Selector(matchLabels, matchExpressions);
    }

    /**
     * Returns a copy with another {@code matchExpressions}.
     *
     * @param matchExpressions Further requirements.
     */
    public Selector withMatchExpressions(List<LabelRequirement> matchExpressions) {
        return new Selector(matchLabels, matchExpressions);
    }
}
