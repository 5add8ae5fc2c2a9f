// Generated from wit/ by `cargo xtask bindings`.

package io.github.owner.backuptarget;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a BackupSpec of Velero that decide how the contents of volumes are saved. {@code null} is the default
 * of the server.
 *
 * @param snapshotVolumes {@code snapshotVolumes}. {@code null} is true.
 * @param snapshotMoveData {@code snapshotMoveData}
 * @param datamover {@code datamover}. {@code null}, the empty text and {@code velero} are Velero's own.
 * @param defaultVolumesToFsBackup {@code defaultVolumesToFsBackup}
 * @param defaultVolumesToRestic {@code defaultVolumesToRestic}. Velero only reads {@code true}.
 * @param volumeSnapshotLocations {@code volumeSnapshotLocations}
 * @param annotations The annotations of the Backup that choose classes for snapshots of a CSI driver.
 */
public record VolumeFields(
        @Nullable Boolean snapshotVolumes,
        @Nullable Boolean snapshotMoveData,
        @Nullable String datamover,
        @Nullable Boolean defaultVolumesToFsBackup,
        @Nullable Boolean defaultVolumesToRestic,
        List<String> volumeSnapshotLocations,
        Map<String, String> annotations) {
    public VolumeFields {
        volumeSnapshotLocations = Copies.of(volumeSnapshotLocations);
        annotations = Copies.of(annotations);
    }

    /** Creates one with no field set. */
    public VolumeFields() {
        this(null, null, null, null, null, List.of(), Map.of());
    }

    /**
     * Returns a copy with another {@code snapshotVolumes}.
     *
     * @param snapshotVolumes {@code snapshotVolumes}. {@code null} is true.
     */
    public VolumeFields withSnapshotVolumes(@Nullable Boolean snapshotVolumes) {
        return new VolumeFields(
                snapshotVolumes,
                snapshotMoveData,
                datamover,
                defaultVolumesToFsBackup,
                defaultVolumesToRestic,
                volumeSnapshotLocations,
                annotations);
    }

    /**
     * Returns a copy with another {@code snapshotMoveData}.
     *
     * @param snapshotMoveData {@code snapshotMoveData}
     */
    public VolumeFields withSnapshotMoveData(@Nullable Boolean snapshotMoveData) {
        return new VolumeFields(
                snapshotVolumes,
                snapshotMoveData,
                datamover,
                defaultVolumesToFsBackup,
                defaultVolumesToRestic,
                volumeSnapshotLocations,
                annotations);
    }

    /**
     * Returns a copy with another {@code datamover}.
     *
     * @param datamover {@code datamover}. {@code null}, the empty text and {@code velero} are Velero's own.
     */
    public VolumeFields withDatamover(@Nullable String datamover) {
        return new VolumeFields(
                snapshotVolumes,
                snapshotMoveData,
                datamover,
                defaultVolumesToFsBackup,
                defaultVolumesToRestic,
                volumeSnapshotLocations,
                annotations);
    }

    /**
     * Returns a copy with another {@code defaultVolumesToFsBackup}.
     *
     * @param defaultVolumesToFsBackup {@code defaultVolumesToFsBackup}
     */
    public VolumeFields withDefaultVolumesToFsBackup(@Nullable Boolean defaultVolumesToFsBackup) {
        return new VolumeFields(
                snapshotVolumes,
                snapshotMoveData,
                datamover,
                defaultVolumesToFsBackup,
                defaultVolumesToRestic,
                volumeSnapshotLocations,
                annotations);
    }

    /**
     * Returns a copy with another {@code defaultVolumesToRestic}.
     *
     * @param defaultVolumesToRestic {@code defaultVolumesToRestic}. Velero only reads {@code true}.
     */
    public VolumeFields withDefaultVolumesToRestic(@Nullable Boolean defaultVolumesToRestic) {
        return new VolumeFields(
                snapshotVolumes,
                snapshotMoveData,
                datamover,
                defaultVolumesToFsBackup,
                defaultVolumesToRestic,
                volumeSnapshotLocations,
                annotations);
    }

    /**
     * Returns a copy with another {@code volumeSnapshotLocations}.
     *
     * @param volumeSnapshotLocations {@code volumeSnapshotLocations}
     */
    public VolumeFields withVolumeSnapshotLocations(List<String> volumeSnapshotLocations) {
        return new VolumeFields(
                snapshotVolumes,
                snapshotMoveData,
                datamover,
                defaultVolumesToFsBackup,
                defaultVolumesToRestic,
                volumeSnapshotLocations,
                annotations);
    }

    /**
     * Returns a copy with another {@code annotations}.
     *
     * @param annotations The annotations of the Backup that choose classes for snapshots of a CSI driver.
     */
    public VolumeFields withAnnotations(Map<String, String> annotations) {
        return new VolumeFields(
                snapshotVolumes,
                snapshotMoveData,
                datamover,
                defaultVolumesToFsBackup,
                defaultVolumesToRestic,
                volumeSnapshotLocations,
                annotations);
    }
}
