// Generated from wit/ by `cargo xtask bindings`.

package io.github.owner.backuptarget;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What to back up.
 *
 * <p>A field that is {@code null} is the same as a missing key. An empty list is written as one, and Velero reads it
 * like a missing key. Values are not normalized: text stays as it is.
 *
 * @param includeNamespaces Namespaces to include. {@code null} means all.
 * @param includeResources Resources to include, with their group, such as {@code deployments.apps}. {@code null}
 *     means all.
 * @param excludeNamespaces Namespaces to exclude.
 * @param excludeResources Resources to exclude, with their group.
 * @param includeClusterResources Whether to include cluster-scoped objects. If it is {@code null}, Velero decides.
 * @param labelSelector Labels that an object must have: keys and values, in the order of the document. If a key is
 *     repeated, the last value is used, at the position of the first one.
 * @param ttl When a backup expires, as a duration such as {@code 24h}.
 */
public record Spec(
        @Nullable List<String> includeNamespaces,
        @Nullable List<String> includeResources,
        @Nullable List<String> excludeNamespaces,
        @Nullable List<String> excludeResources,
        @Nullable Boolean includeClusterResources,
        @Nullable Map<String, String> labelSelector,
        @Nullable String ttl) implements Source {
    public Spec {
        includeNamespaces = Copies.ofNullable(includeNamespaces);
        includeResources = Copies.ofNullable(includeResources);
        excludeNamespaces = Copies.ofNullable(excludeNamespaces);
        excludeResources = Copies.ofNullable(excludeResources);
        labelSelector = Copies.ofNullable(labelSelector);
    }

    /** Creates one with no field set. */
    public Spec() {
        this(null, null, null, null, null, null, null);
    }

    /**
     * Returns a copy with another {@code includeNamespaces}.
     *
     * @param includeNamespaces Namespaces to include. {@code null} means all.
     */
    public Spec withIncludeNamespaces(@Nullable List<String> includeNamespaces) {
        return new Spec(
                includeNamespaces,
                includeResources,
                excludeNamespaces,
                excludeResources,
                includeClusterResources,
                labelSelector,
                ttl);
    }

    /**
     * Returns a copy with another {@code includeResources}.
     *
     * @param includeResources Resources to include, with their group, such as {@code deployments.apps}. {@code
     *     null} means all.
     */
    public Spec withIncludeResources(@Nullable List<String> includeResources) {
        return new Spec(
                includeNamespaces,
                includeResources,
                excludeNamespaces,
                excludeResources,
                includeClusterResources,
                labelSelector,
                ttl);
    }

    /**
     * Returns a copy with another {@code excludeNamespaces}.
     *
     * @param excludeNamespaces Namespaces to exclude.
     */
    public Spec withExcludeNamespaces(@Nullable List<String> excludeNamespaces) {
        return new Spec(
                includeNamespaces,
                includeResources,
                excludeNamespaces,
                excludeResources,
                includeClusterResources,
                labelSelector,
                ttl);
    }

    /**
     * Returns a copy with another {@code excludeResources}.
     *
     * @param excludeResources Resources to exclude, with their group.
     */
    public Spec withExcludeResources(@Nullable List<String> excludeResources) {
        return new Spec(
                includeNamespaces,
                includeResources,
                excludeNamespaces,
                excludeResources,
                includeClusterResources,
                labelSelector,
                ttl);
    }

    /**
     * Returns a copy with another {@code includeClusterResources}.
     *
     * @param includeClusterResources Whether to include cluster-scoped objects. If it is {@code null}, Velero
     *     decides.
     */
    public Spec withIncludeClusterResources(@Nullable Boolean includeClusterResources) {
        return new Spec(
                includeNamespaces,
                includeResources,
                excludeNamespaces,
                excludeResources,
                includeClusterResources,
                labelSelector,
                ttl);
    }

    /**
     * Returns a copy with another {@code labelSelector}.
     *
     * @param labelSelector Labels that an object must have: keys and values, in the order of the document. If a key
     *     is repeated, the last value is used, at the position of the first one.
     */
    public Spec withLabelSelector(@Nullable Map<String, String> labelSelector) {
        return new Spec(
                includeNamespaces,
                includeResources,
                excludeNamespaces,
                excludeResources,
                includeClusterResources,
                labelSelector,
                ttl);
    }

    /**
     * Returns a copy with another {@code ttl}.
     *
     * @param ttl When a backup expires, as a duration such as {@code 24h}.
     */
    public Spec withTtl(@Nullable String ttl) {
        return new Spec(
                includeNamespaces,
                includeResources,
                excludeNamespaces,
                excludeResources,
                includeClusterResources,
                labelSelector,
                ttl);
    }
}
