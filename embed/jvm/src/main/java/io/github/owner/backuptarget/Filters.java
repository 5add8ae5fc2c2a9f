// Generated from wit/ by `cargo xtask bindings`.

package io.github.owner.backuptarget;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a BackupSpec of Velero that decide which objects are saved. An empty list is the same as {@code null}.
 *
 * @param includedNamespaces {@code includedNamespaces}
 * @param excludedNamespaces {@code excludedNamespaces}
 * @param includedResources {@code includedResources}
 * @param excludedResources {@code excludedResources}
 * @param includeClusterResources {@code includeClusterResources}. If it is {@code null}, Velero decides.
 * @param includedClusterScopedResources {@code includedClusterScopedResources}
 * @param excludedClusterScopedResources {@code excludedClusterScopedResources}
 * @param includedNamespaceScopedResources {@code includedNamespaceScopedResources}
 * @param excludedNamespaceScopedResources {@code excludedNamespaceScopedResources}
 * @param labelSelector {@code labelSelector}
 * @param orLabelSelectors {@code orLabelSelectors}: one of them must match.
 * @param volumeGroupSnapshotLabelKey {@code volumeGroupSnapshotLabelKey}. If it is {@code null} or empty, the
 *     default of Velero's server.
 */
public record Filters(
        @Nullable List<String> includedNamespaces,
        @Nullable List<String> excludedNamespaces,
        @Nullable List<String> includedResources,
        @Nullable List<String> excludedResources,
        @Nullable Boolean includeClusterResources,
        @Nullable List<String> includedClusterScopedResources,
        @Nullable List<String> excludedClusterScopedResources,
        @Nullable List<String> includedNamespaceScopedResources,
        @Nullable List<String> excludedNamespaceScopedResources,
        @Nullable Selector labelSelector,
        @Nullable List<Selector> orLabelSelectors,
        @Nullable String volumeGroupSnapshotLabelKey) {
    public Filters {
        includedNamespaces = Copies.ofNullable(includedNamespaces);
        excludedNamespaces = Copies.ofNullable(excludedNamespaces);
        includedResources = Copies.ofNullable(includedResources);
        excludedResources = Copies.ofNullable(excludedResources);
        includedClusterScopedResources = Copies.ofNullable(includedClusterScopedResources);
        excludedClusterScopedResources = Copies.ofNullable(excludedClusterScopedResources);
        includedNamespaceScopedResources = Copies.ofNullable(includedNamespaceScopedResources);
        excludedNamespaceScopedResources = Copies.ofNullable(excludedNamespaceScopedResources);
        orLabelSelectors = Copies.ofNullable(orLabelSelectors);
    }

    /** Creates one with no field set. */
    public Filters() {
        this(null, null, null, null, null, null, null, null, null, null, null, null);
    }

    /**
     * Returns a copy with another {@code includedNamespaces}.
     *
     * @param includedNamespaces {@code includedNamespaces}
     */
    public Filters withIncludedNamespaces(@Nullable List<String> includedNamespaces) {
        return new Filters(
                includedNamespaces,
                excludedNamespaces,
                includedResources,
                excludedResources,
                includeClusterResources,
                includedClusterScopedResources,
                excludedClusterScopedResources,
                includedNamespaceScopedResources,
                excludedNamespaceScopedResources,
                labelSelector,
                orLabelSelectors,
                volumeGroupSnapshotLabelKey);
    }

    /**
     * Returns a copy with another {@code excludedNamespaces}.
     *
     * @param excludedNamespaces {@code excludedNamespaces}
     */
    public Filters withExcludedNamespaces(@Nullable List<String> excludedNamespaces) {
        return new Filters(
                includedNamespaces,
                excludedNamespaces,
                includedResources,
                excludedResources,
                includeClusterResources,
                includedClusterScopedResources,
                excludedClusterScopedResources,
                includedNamespaceScopedResources,
                excludedNamespaceScopedResources,
                labelSelector,
                orLabelSelectors,
                volumeGroupSnapshotLabelKey);
    }

    /**
     * Returns a copy with another {@code includedResources}.
     *
     * @param includedResources {@code includedResources}
     */
    public Filters withIncludedResources(@Nullable List<String> includedResources) {
        return new Filters(
                includedNamespaces,
                excludedNamespaces,
                includedResources,
                excludedResources,
                includeClusterResources,
                includedClusterScopedResources,
                excludedClusterScopedResources,
                includedNamespaceScopedResources,
                excludedNamespaceScopedResources,
                labelSelector,
                orLabelSelectors,
                volumeGroupSnapshotLabelKey);
    }

    /**
     * Returns a copy with another {@code excludedResources}.
     *
     * @param excludedResources {@code excludedResources}
     */
    public Filters withExcludedResources(@Nullable List<String> excludedResources) {
        return new Filters(
                includedNamespaces,
                excludedNamespaces,
                includedResources,
                excludedResources,
                includeClusterResources,
                includedClusterScopedResources,
                excludedClusterScopedResources,
                includedNamespaceScopedResources,
                excludedNamespaceScopedResources,
                labelSelector,
                orLabelSelectors,
                volumeGroupSnapshotLabelKey);
    }

    /**
     * Returns a copy with another {@code includeClusterResources}.
     *
     * @param includeClusterResources {@code includeClusterResources}. If it is {@code null}, Velero decides.
     */
    public Filters withIncludeClusterResources(@Nullable Boolean includeClusterResources) {
        return new Filters(
                includedNamespaces,
                excludedNamespaces,
                includedResources,
                excludedResources,
                includeClusterResources,
                includedClusterScopedResources,
                excludedClusterScopedResources,
                includedNamespaceScopedResources,
                excludedNamespaceScopedResources,
                labelSelector,
                orLabelSelectors,
                volumeGroupSnapshotLabelKey);
    }

    /**
     * Returns a copy with another {@code includedClusterScopedResources}.
     *
     * @param includedClusterScopedResources {@code includedClusterScopedResources}
     */
    public Filters withIncludedClusterScopedResources(@Nullable List<String> includedClusterScopedResources) {
        return new Filters(
                includedNamespaces,
                excludedNamespaces,
                includedResources,
                excludedResources,
                includeClusterResources,
                includedClusterScopedResources,
                excludedClusterScopedResources,
                includedNamespaceScopedResources,
                excludedNamespaceScopedResources,
                labelSelector,
                orLabelSelectors,
                volumeGroupSnapshotLabelKey);
    }

    /**
     * Returns a copy with another {@code excludedClusterScopedResources}.
     *
     * @param excludedClusterScopedResources {@code excludedClusterScopedResources}
     */
    public Filters withExcludedClusterScopedResources(@Nullable List<String> excludedClusterScopedResources) {
        return new Filters(
                includedNamespaces,
                excludedNamespaces,
                includedResources,
                excludedResources,
                includeClusterResources,
                includedClusterScopedResources,
                excludedClusterScopedResources,
                includedNamespaceScopedResources,
                excludedNamespaceScopedResources,
                labelSelector,
                orLabelSelectors,
                volumeGroupSnapshotLabelKey);
    }

    /**
     * Returns a copy with another {@code includedNamespaceScopedResources}.
     *
     * @param includedNamespaceScopedResources {@code includedNamespaceScopedResources}
     */
    public Filters withIncludedNamespaceScopedResources(@Nullable List<String> includedNamespaceScopedResources) {
        return new Filters(
                includedNamespaces,
                excludedNamespaces,
                includedResources,
                excludedResources,
                includeClusterResources,
                includedClusterScopedResources,
                excludedClusterScopedResources,
                includedNamespaceScopedResources,
                excludedNamespaceScopedResources,
                labelSelector,
                orLabelSelectors,
                volumeGroupSnapshotLabelKey);
    }

    /**
     * Returns a copy with another {@code excludedNamespaceScopedResources}.
     *
     * @param excludedNamespaceScopedResources {@code excludedNamespaceScopedResources}
     */
    public Filters withExcludedNamespaceScopedResources(@Nullable List<String> excludedNamespaceScopedResources) {
        return new Filters(
                includedNamespaces,
                excludedNamespaces,
                includedResources,
                excludedResources,
                includeClusterResources,
                includedClusterScopedResources,
                excludedClusterScopedResources,
                includedNamespaceScopedResources,
                excludedNamespaceScopedResources,
                labelSelector,
                orLabelSelectors,
                volumeGroupSnapshotLabelKey);
    }

    /**
     * Returns a copy with another {@code labelSelector}.
     *
     * @param labelSelector {@code labelSelector}
     */
    public Filters withLabelSelector(@Nullable Selector labelSelector) {
        return new Filters(
                includedNamespaces,
                excludedNamespaces,
                includedResources,
                excludedResources,
                includeClusterResources,
                includedClusterScopedResources,
                excludedClusterScopedResources,
                includedNamespaceScopedResources,
                excludedNamespaceScopedResources,
                labelSelector,
                orLabelSelectors,
                volumeGroupSnapshotLabelKey);
    }

    /**
     * Returns a copy with another {@code orLabelSelectors}.
     *
     * @param orLabelSelectors {@code orLabelSelectors}: one of them must match.
     */
    public Filters withOrLabelSelectors(@Nullable List<Selector> orLabelSelectors) {
        return new Filters(
                includedNamespaces,
                excludedNamespaces,
                includedResources,
                excludedResources,
                includeClusterResources,
                includedClusterScopedResources,
                excludedClusterScopedResources,
                includedNamespaceScopedResources,
                excludedNamespaceScopedResources,
                labelSelector,
                orLabelSelectors,
                volumeGroupSnapshotLabelKey);
    }

    /**
     * Returns a copy with another {@code volumeGroupSnapshotLabelKey}.
     *
     * @param volumeGroupSnapshotLabelKey {@code volumeGroupSnapshotLabelKey}. If it is {@code null} or empty, the
     *     default of Velero's server.
     */
    public Filters withVolumeGroupSnapshotLabelKey(@Nullable String volumeGroupSnapshotLabelKey) {
        return new Filters(
                includedNamespaces,
                excludedNamespaces,
                includedResources,
                excludedResources,
                includeClusterResources,
                includedClusterScopedResources,
                excludedClusterScopedResources,
                includedNamespaceScopedResources,
                excludedNamespaceScopedResources,
                labelSelector,
                orLabelSelectors,
                volumeGroupSnapshotLabelKey);
    }
}
