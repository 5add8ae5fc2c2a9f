// Generated from wit/ by `cargo xtask bindings`.

package io.github.owner.backuptarget;

import java.util.Objects;

/**
 * A claim with a CSI snapshot.
 *
 * @param claim The index of the claim in the inventory.
 * @param snapshotClass The class of the snapshot.
 * @param moved Whether its data is moved.
 */
public record CsiClaim(int claim, String snapshotClass, boolean moved) {
    public CsiClaim {
        Objects.requireNonNull(snapshotClass, "snapshotClass");
    }
}
