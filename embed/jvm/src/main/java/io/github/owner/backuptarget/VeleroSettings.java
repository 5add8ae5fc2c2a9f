// Generated from wit/ by `cargo xtask bindings`.

package io.github.owner.backuptarget;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Where the backup operator runs, and where it stores backups.
 *
 * @param namespace Name of the operator's model. Velero runs in the namespace of this name.
 * @param storageLocation Name of the BackupStorageLocation.
 * @param volumeSnapshotLocations Names of the VolumeSnapshotLocations.
 * @param defaultVolumesToFsBackup Whether Velero backs up the files of all pod volumes. {@code null} is the default
 *     of Velero's server.
 */
public record VeleroSettings(
        String namespace,
        String storageLocation,
        List<String> volumeSnapshotLocations,
        @Nullable Boolean defaultVolumesToFsBackup) {
    public VeleroSettings {
        Objects.requireNonNull(namespace, "namespace");
        Objects.requireNonNull(storageLocation, "storageLocation");
        volumeSnapshotLocations = Copies.of(volumeSnapshotLocations);
    }

    /**
     * Creates one with only the required fields set.
     *
     * @param namespace Name of the operator's model. Velero runs in the namespace of this name.
     * @param storageLocation Name of the BackupStorageLocation.
     */
    public VeleroSettings(String namespace, String storageLocation) {
        this(namespace, storageLocation, List.of(), null);
    }

    /**
     * Returns a copy with another {@code volumeSnapshotLocations}.
     *
     * @param volumeSnapshotLocations Names of the VolumeSnapshotLocations.
     */
    public VeleroSettings withVolumeSnapshotLocations(List<String> volumeSnapshotLocations) {
        return new VeleroSettings(namespace, storageLocation, volumeSnapshotLocations, defaultVolumesToFsBackup);
    }

    /**
     * Returns a copy with another {@code defaultVolumesToFsBackup}.
     *
     * @param defaultVolumesToFsBackup Whether Velero backs up the files of all pod volumes. {@code null} is the
     *     default of Velero's server.
     */
    public VeleroSettings withDefaultVolumesToFsBackup(@Nullable Boolean defaultVolumesToFsBackup) {
        return new VeleroSettings(namespace, storageLocation, volumeSnapshotLocations, defaultVolumesToFsBackup);
    }
}
