// Generated from wit/ by `cargo xtask bindings`.

package io.github.owner.backuptarget;

import java.util.List;

/**
 * What a backup saves of the contents of volumes.
 *
 * @param fs The file-system backups.
 * @param snapshots The indexes of the PersistentVolumes with a native snapshot.
 * @param csi The claims with a CSI snapshot. One for which Velero makes several is repeated.
 */
public record SavedContents(List<PodVolumeBackup> fs, List<Integer> snapshots, List<CsiClaim> csi) {
    public SavedContents {
        fs = Copies.of(fs);
        snapshots = Copies.of(snapshots);
        csi = Copies.of(csi);
    }
}
