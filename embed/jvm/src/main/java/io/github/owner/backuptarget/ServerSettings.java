// Generated from wit/ by `cargo xtask bindings`.

package io.github.owner.backuptarget;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The settings of Velero's server and of its cluster, as far as they decide how the contents of volumes are saved.
 * {@code null} is not known: what the inventory shows, or else the default of the server, is assumed.
 *
 * @param defaultVolumesToFsBackup Whether volumes are saved by file-system backup unless a Backup says otherwise.
 *     The default is false.
 * @param defaultSnapshotMoveData Whether the data of CSI snapshots is moved unless a Backup says otherwise. The
 *     default is false.
 * @param enableCsi Whether the feature EnableCSI is on. The default is false.
 * @param snapshotLocations The VolumeSnapshotLocations. By default, those that a Backup names exist, and there are
 *     no others.
 * @param defaultSnapshotLocations The default location of providers with several: the provider and the name.
 * @param storageLocations The names of the BackupStorageLocations. By default, those that a Backup names exist.
 * @param nodes The nodes with their operating systems. By default, the nodes of pods exist, with Linux.
 * @param agents The nodes with a running pod of Velero's node agent. By default, all nodes.
 * @param groupSnapshotDriver The CSI driver with a VolumeGroupSnapshotClass that Velero chooses, besides those of
 *     the inventory.
 * @param snapshotsWithoutHandles Whether CSI snapshots never get a handle.
 * @param policies Resource policies, besides those of the inventory.
 * @param globalPolicy The resource policy of the server, for all backups.
 */
public record ServerSettings(
        @Nullable Boolean defaultVolumesToFsBackup,
        @Nullable Boolean defaultSnapshotMoveData,
        @Nullable Boolean enableCsi,
        @Nullable List<SnapshotLocation> snapshotLocations,
        Map<String, String> defaultSnapshotLocations,
        @Nullable List<String> storageLocations,
        @Nullable Map<String, String> nodes,
        @Nullable List<String> agents,
        @Nullable String groupSnapshotDriver,
        boolean snapshotsWithoutHandles,
        List<PolicyMap> policies,
        @Nullable PolicyMap globalPolicy) {
    public ServerSettings {
        snapshotLocations = Copies.ofNullable(snapshotLocations);
        defaultSnapshotLocations = Copies.of(defaultSnapshotLocations);
        storageLocations = Copies.ofNullable(storageLocations);
        nodes = Copies.ofNullable(nodes);
        agents = Copies.ofNullable(agents);
        policies = Copies.of(policies);
    }

    /**
     * Creates one with only the required fields set.
     *
     * @param snapshotsWithoutHandles Whether CSI snapshots never get a handle.
     */
    public ServerSettings(boolean snapshotsWithoutHandles) {
        this(null, null, null, null, Map.of(), null, null, null, null, snapshotsWithoutHandles, List.of(), null);
    }

    /**
     * Returns a copy with another {@code defaultVolumesToFsBackup}.
     *
     * @param defaultVolumesToFsBackup Whether volumes are saved by file-system backup unless a Backup says
     *     otherwise. The default is false.
     */
    public ServerSettings withDefaultVolumesToFsBackup(@Nullable Boolean defaultVolumesToFsBackup) {
        return new ServerSettings(
                defaultVolumesToFsBackup,
                defaultSnapshotMoveData,
                enableCsi,
                snapshotLocations,
                defaultSnapshotLocations,
                storageLocations,
                nodes,
                agents,
                groupSnapshotDriver,
                snapshotsWithoutHandles,
                policies,
                globalPolicy);
    }

    /**
     * Returns a copy with another {@code defaultSnapshotMoveData}.
     *
     * @param defaultSnapshotMoveData Whether the data of CSI snapshots is moved unless a Backup says otherwise. The
     *     default is false.
     */
    public ServerSettings withDefaultSnapshotMoveData(@Nullable Boolean defaultSnapshotMoveData) {
        return new ServerSettings(
                defaultVolumesToFsBackup,
                defaultSnapshotMoveData,
                enableCsi,
                snapshotLocations,
                defaultSnapshotLocations,
                storageLocations,
                nodes,
                agents,
                groupSnapshotDriver,
                snapshotsWithoutHandles,
                policies,
                globalPolicy);
    }

    /**
     * Returns a copy with another {@code enableCsi}.
     *
     * @param enableCsi Whether the feature EnableCSI is on. The default is false.
     */
    public ServerSettings withEnableCsi(@Nullable Boolean enableCsi) {
        return new ServerSettings(
                defaultVolumesToFsBackup,
                defaultSnapshotMoveData,
                enableCsi,
                snapshotLocations,
                defaultSnapshotLocations,
                storageLocations,
                nodes,
                agents,
                groupSnapshotDriver,
                snapshotsWithoutHandles,
                policies,
                globalPolicy);
    }

    /**
     * Returns a copy with another {@code snapshotLocations}.
     *
     * @param snapshotLocations The VolumeSnapshotLocations. By default, those that a Backup names exist, and there
     *     are no others.
     */
    public ServerSettings withSnapshotLocations(@Nullable List<SnapshotLocation> snapshotLocations) {
        return new ServerSettings(
                defaultVolumesToFsBackup,
                defaultSnapshotMoveData,
                enableCsi,
                snapshotLocations,
                defaultSnapshotLocations,
                storageLocations,
                nodes,
                agents,
                groupSnapshotDriver,
                snapshotsWithoutHandles,
                policies,
                globalPolicy);
    }

    /**
     * Returns a copy with another {@code defaultSnapshotLocations}.
     *
     * @param defaultSnapshotLocations The default location of providers with several: the provider and the name.
     */
    public ServerSettings withDefaultSnapshotLocations(Map<String, String> defaultSnapshotLocations) {
        return new ServerSettings(
                defaultVolumesToFsBackup,
                defaultSnapshotMoveData,
                enableCsi,
                snapshotLocations,
                defaultSnapshotLocations,
                storageLocations,
                nodes,
                agents,
                groupSnapshotDriver,
                snapshotsWithoutHandles,
                policies,
                globalPolicy);
    }

    /**
     * Returns a copy with another {@code storageLocations}.
     *
     * @param storageLocations The names of the BackupStorageLocations. By default, those that a Backup names exist.
     */
    public ServerSettings withStorageLocations(@Nullable List<String> storageLocations) {
        return new ServerSettings(
                defaultVolumesToFsBackup,
                defaultSnapshotMoveData,
                enableCsi,
                snapshotLocations,
                defaultSnapshotLocations,
                storageLocations,
                nodes,
                agents,
                groupSnapshotDriver,
                snapshotsWithoutHandles,
                policies,
                globalPolicy);
    }

    /**
     * Returns a copy with another {@code nodes}.
     *
     * @param nodes The nodes with their operating systems. By default, the nodes of pods exist, with Linux.
     */
    public ServerSettings withNodes(@Nullable Map<String, String> nodes) {
        return new ServerSettings(
                defaultVolumesToFsBackup,
                defaultSnapshotMoveData,
                enableCsi,
                snapshotLocations,
                defaultSnapshotLocations,
                storageLocations,
                nodes,
                agents,
                groupSnapshotDriver,
                snapshotsWithoutHandles,
                policies,
                globalPolicy);
    }

    /**
     * Returns a copy with another {@code agents}.
     *
     * @param agents The nodes with a running pod of Velero's node agent. By default, all nodes.
     */
    public ServerSettings withAgents(@Nullable List<String> agents) {
        return new ServerSettings(
                defaultVolumesToFsBackup,
                defaultSnapshotMoveData,
                enableCsi,
                snapshotLocations,
                defaultSnapshotLocations,
                storageLocations,
                nodes,
                agents,
                groupSnapshotDriver,
                snapshotsWithoutHandles,
                policies,
                globalPolicy);
    }

    /**
     * Returns a copy with another {@code groupSnapshotDriver}.
     *
     * @param groupSnapshotDriver The CSI driver with a VolumeGroupSnapshotClass that Velero chooses, besides those
     *     of the inventory.
     */
    public ServerSettings withGroupSnapshotDriver(@Nullable String groupSnapshotDriver) {
        return new ServerSettings(
                defaultVolumesToFsBackup,
                defaultSnapshotMoveData,
                enableCsi,
                snapshotLocations,
                defaultSnapshotLocations,
                storageLocations,
                nodes,
                agents,
                groupSnapshotDriver,
                snapshotsWithoutHandles,
                policies,
                globalPolicy);
    }

    /**
     * Returns a copy with another {@code policies}.
     *
     * @param policies Resource policies, besides those of the inventory.
     */
    public ServerSettings withPolicies(List<PolicyMap> policies) {
        return new ServerSettings(
                defaultVolumesToFsBackup,
                defaultSnapshotMoveData,
                enableCsi,
                snapshotLocations,
                defaultSnapshotLocations,
                storageLocations,
                nodes,
                agents,
                groupSnapshotDriver,
                snapshotsWithoutHandles,
                policies,
                globalPolicy);
    }

    /**
     * Returns a copy with another {@code globalPolicy}.
     *
     * @param globalPolicy The resource policy of the server, for all backups.
     */
    public ServerSettings withGlobalPolicy(@Nullable PolicyMap globalPolicy) {
        return new ServerSettings(
                defaultVolumesToFsBackup,
                defaultSnapshotMoveData,
                enableCsi,
                snapshotLocations,
                defaultSnapshotLocations,
                storageLocations,
                nodes,
                agents,
                groupSnapshotDriver,
                snapshotsWithoutHandles,
                policies,
                globalPolicy);
    }
}
