// Generated from wit/ by `cargo xtask bindings`.

package io.github.owner.backuptarget;

import java.util.Map;

/**
 * What the integrator must write into its databag of one velero-backup relation.
 *
 * @param relationId The relation.
 * @param targetIndex The index of the target that the relation holds at the end.
 * @param databag The four keys and their values. They have the same bytes as the integrator's.
 * @param changed False if the databag already has these values.
 */
public record PlannedWrite(int relationId, int targetIndex, Map<String, String> databag, boolean changed) {
    public PlannedWrite {
        databag = Copies.of(databag);
    }
}
