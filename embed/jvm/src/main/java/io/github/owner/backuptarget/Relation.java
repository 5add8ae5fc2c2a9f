// Generated from wit/ by `cargo xtask bindings`.

package io.github.owner.backuptarget;

import java.util.Map;

/**
 * A relation, and an application's databag in it.
 *
 * @param id Juju's id of the relation.
 * @param databag The databag of the provider's application, both for publishing and for reading. {@code
 *     Evaluator.plan} takes the integrator's own databag.
 */
public record Relation(int id, Map<String, String> databag) {
    public Relation {
        databag = Copies.of(databag);
    }

    /**
     * Creates one with only the required fields set.
     *
     * @param id Juju's id of the relation.
     */
    public Relation(int id) {
        this(id, Map.of());
    }

    /**
     * Returns a copy with another {@code databag}.
     *
     * @param databag The databag of the provider's application, both for publishing and for reading. {@code
     *     Evaluator.plan} takes the integrator's own databag.
     */
    public Relation withDatabag(Map<String, String> databag) {
        return new Relation(id, databag);
    }
}
