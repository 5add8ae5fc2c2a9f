// Generated from wit/ by `cargo xtask bindings`.

package io.github.owner.backuptarget;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The decision on the contents of a volume.
 *
 * @param claim The index of the claim in the inventory. {@code null} for a PersistentVolume without a claim in the
 *     backup, and for another volume of a pod.
 * @param volume The index of the PersistentVolume, if it has one.
 * @param pod The index of the pod, for another volume of a pod.
 * @param podVolume The name of that volume in the pod.
 * @param included Whether the claim, the PersistentVolume or the pod is in the backup.
 * @param savedBy How the contents are saved. Empty if they are not.
 * @param unsavedBy Why the contents are not saved, for each way that could save them. Empty if they are saved.
 * @param why The reasons that decide, in words. Empty if the contents are saved.
 */
public record VolumeVerdict(
        @Nullable Integer claim,
        @Nullable Integer volume,
        @Nullable Integer pod,
        @Nullable String podVolume,
        boolean included,
        List<SavedBy> savedBy,
        List<UnsavedBy> unsavedBy,
        String why) {
    public VolumeVerdict {
        savedBy = Copies.of(savedBy);
        unsavedBy = Copies.of(unsavedBy);
        Objects.requireNonNull(why, "why");
    }
}
