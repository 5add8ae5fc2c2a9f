// Generated from wit/ by `cargo xtask bindings`.

package io.github.owner.backuptarget;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A Backup, or a Schedule and its next backup.
 *
 * @param kind How it is written.
 * @param name The name. {@code null} if Kubernetes generates it.
 * @param namespace The namespace, in which Velero runs. {@code null} if the document does not have it.
 * @param filters Which objects are saved.
 * @param ttl When the backup expires, as a duration such as {@code 24h}. {@code null} is Velero's default of 720
 *     hours.
 * @param schedule When a Schedule runs, with a cron expression. {@code null} for a Backup.
 * @param resourcePolicy The name of the ConfigMap with the resource policy.
 * @param volumes How the contents of volumes are saved. {@code null} is the same as no field.
 * @param storageLocation The name of the BackupStorageLocation. {@code null} is the default one.
 * @param hookSelectors The label selectors of its hooks. A backup fails if Kubernetes refuses one.
 * @param phase The phase, if a cluster has it: {@code Completed}, {@code Failed}, {@code Enabled}.
 * @param expiration When the Backup expires, if a cluster has it: RFC 3339.
 */
public record Backup(
        BackupKind kind,
        @Nullable String name,
        @Nullable String namespace,
        Filters filters,
        @Nullable String ttl,
        @Nullable ScheduleConfig schedule,
        @Nullable String resourcePolicy,
        @Nullable VolumeFields volumes,
        @Nullable String storageLocation,
        List<HookSelector> hookSelectors,
        @Nullable String phase,
        @Nullable String expiration) implements Source {
    public Backup {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(filters, "filters");
        hookSelectors = Copies.of(hookSelectors);
    }

    /**
     * Creates one with only the required fields set.
     *
     * @param kind How it is written.
     * @param filters Which objects are saved.
     */
    public Backup(BackupKind kind, Filters filters) {
        this(kind, null, null, filters, null, null, null, null, null, List.of(), null, null);
    }

    /**
     * Returns a copy with another {@code name}.
     *
     * @param name The name. {@code null} if Kubernetes generates it.
     */
    public Backup withName(@Nullable String name) {
        return new Backup(
                kind,
                name,
                namespace,
                filters,
                ttl,
                schedule,
                resourcePolicy,
                volumes,
                storageLocation,
                hookSelectors,
                phase,
                expiration);
    }

    /**
     * Returns a copy with another {@code namespace}.
     *
     * @param namespace The namespace, in which Velero runs. {@code null} if the document does not have it.
     */
    public Backup withNamespace(@Nullable String namespace) {
        return new Backup(
                kind,
                name,
                namespace,
                filters,
                ttl,
                schedule,
                resourcePolicy,
                volumes,
                storageLocation,
                hookSelectors,
                phase,
                expiration);
    }

    /**
     * Returns a copy with another {@code ttl}.
     *
     * @param ttl When the backup expires, as a duration such as {@code 24h}. {@code null} is Velero's default of
     *     720 hours.
     */
    public Backup withTtl(@Nullable String ttl) {
        return new Backup(
                kind,
                name,
                namespace,
                filters,
                ttl,
                schedule,
                resourcePolicy,
                volumes,
                storageLocation,
                hookSelectors,
                phase,
                expiration);
    }

    /**
     * Returns a copy with another {@code schedule}.
     *
     * @param schedule When a Schedule runs, with a cron expression. {@code null} for a Backup.
     */
    public Backup withSchedule(@Nullable ScheduleConfig schedule) {
        return new Backup(
                kind,
                name,
                namespace,
                filters,
                ttl,
                schedule,
                resourcePolicy,
                volumes,
                storageLocation,
                hookSelectors,
                phase,
                expiration);
    }

    /**
     * Returns a copy with another {@code resourcePolicy}.
     *
     * @param resourcePolicy The name of the ConfigMap with the resource policy.
     */
    public Backup withResourcePolicy(@Nullable String resourcePolicy) {
        return new Backup(
                kind,
                name,
                namespace,
                filters,
                ttl,
                schedule,
                resourcePolicy,
                volumes,
                storageLocation,
                hookSelectors,
                phase,
                expiration);
    }

    /**
     * Returns a copy with another {@code volumes}.
     *
     * @param volumes How the contents of volumes are saved. {@code null} is the same as no field.
     */
    public Backup withVolumes(@Nullable VolumeFields volumes) {
        return new Backup(
                kind,
                name,
                namespace,
                filters,
                ttl,
                schedule,
                resourcePolicy,
                volumes,
                storageLocation,
                hookSelectors,
                phase,
                expiration);
    }

    /**
     * Returns a copy with another {@code storageLocation}.
     *
     * @param storageLocation The name of the BackupStorageLocation. {@code null} is the default one.
     */
    public Backup withStorageLocation(@Nullable String storageLocation) {
        return new Backup(
                kind,
                name,
                namespace,
                filters,
                ttl,
                schedule,
                resourcePolicy,
                volumes,
                storageLocation,
                hookSelectors,
                phase,
                expiration);
    }

    /**
     * Returns a copy with another {@code hookSelectors}.
     *
     * @param hookSelectors The label selectors of its hooks. A backup fails if Kubernetes refuses one.
     */
    public Backup withHookSelectors(List<HookSelector> hookSelectors) {
        return new Backup(
                kind,
                name,
                namespace,
                filters,
                ttl,
                schedule,
                resourcePolicy,
                volumes,
                storageLocation,
                hookSelectors,
                phase,
                expiration);
    }

    /**
     * Returns a copy with another {@code phase}.
     *
     * @param phase The phase, if a cluster has it: {@code Completed}, {@code Failed}, {@code Enabled}.
     */
    public Backup withPhase(@Nullable String phase) {
        return new Backup(
                kind,
                name,
                namespace,
                filters,
                ttl,
                schedule,
                resourcePolicy,
                volumes,
                storageLocation,
                hookSelectors,
                phase,
                expiration);
    }

    /**
     * Returns a copy with another {@code expiration}.
     *
     * @param expiration When the Backup expires, if a cluster has it: RFC 3339.
     */
    public Backup withExpiration(@Nullable String expiration) {
        return new Backup(
                kind,
                name,
                namespace,
                filters,
                ttl,
                schedule,
                resourcePolicy,
                volumes,
                storageLocation,
                hookSelectors,
                phase,
                expiration);
    }
}
