// Generated from wit/ by `cargo xtask bindings`.

package io.github.owner.backuptarget;

import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What a spec saves, for any cluster with the same kinds. The clauses leave out what an object says of itself: an
 * object or a namespace with the label {@code velero.io/exclude-from-backup: "true"}, an object that is being deleted,
 * and the annotations {@code velero.io/skip-from-backup} and {@code backup.velero.io/must-include-additional-items}.
 *
 * @param namespaces The namespaces whose objects are saved.
 * @param namespacedResources The namespaced resources of which objects are saved, as group-resources and patterns.
 *     A kind that is served under two names, such as events, is saved under either.
 * @param clusterScopedResources The cluster-scoped resources of which objects are saved, without {@code
 *     namespaces}.
 * @param clusterScopedCondition When objects of the cluster-scoped resources are saved.
 * @param namespaceObjects Which Namespace objects are saved.
 * @param broughtAlong What saved objects bring along.
 * @param labelSelector Labels that an object must have, except for what comes along and for Namespace objects.
 * @param expiresAfterSeconds When each backup expires, in seconds after its start: the ttl, or Velero's default of
 *     30 days. 0 for a negative ttl: a backup expires as soon as it is made.
 */
public record Clauses(
        NameFilter namespaces,
        NameFilter namespacedResources,
        NameFilter clusterScopedResources,
        NamespaceCondition clusterScopedCondition,
        NamespaceObjects namespaceObjects,
        List<BroughtAlong> broughtAlong,
        Map<String, String> labelSelector,
        long expiresAfterSeconds) {
    public Clauses {
        Objects.requireNonNull(namespaces, "namespaces");
        Objects.requireNonNull(namespacedResources, "namespacedResources");
        Objects.requireNonNull(clusterScopedResources, "clusterScopedResources");
        Objects.requireNonNull(clusterScopedCondition, "clusterScopedCondition");
        Objects.requireNonNull(namespaceObjects, "namespaceObjects");
        broughtAlong = Copies.of(broughtAlong);
        labelSelector = Copies.of(labelSelector);
    }
}
