// Generated from wit/ by `cargo xtask bindings`.

package io.github.owner.backuptarget;

import java.util.List;

/**
 * An object that several targets include.
 *
 * @param object The index of the object in the inventory.
 * @param targets The indexes of the targets.
 */
public record Overlap(int object, List<Integer> targets) {
    public Overlap {
        targets = Copies.of(targets);
    }
}
