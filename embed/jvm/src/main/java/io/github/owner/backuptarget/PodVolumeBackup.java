// Generated from wit/ by `cargo xtask bindings`.

package io.github.owner.backuptarget;

import java.util.Objects;

/**
 * A file-system backup of a volume, through a pod.
 *
 * @param pod The index of the pod in the inventory.
 * @param volume The name of the volume in the pod.
 */
public record PodVolumeBackup(int pod, String volume) {
    public PodVolumeBackup {
        Objects.requireNonNull(volume, "volume");
    }
}
