// Generated from wit/ by `cargo xtask bindings`.

package io.github.owner.backuptarget;

import java.util.Map;

/** Why an object is in a backup, or is not in it. The first three reasons are for objects in the backup. */
public enum Reason {
    /** The spec or the Backup selects it. */
    SELECTED("selected"),
    /**
     * An included object adds it: the volume of a claim, the roles of a service account, the definition of a custom
     * resource.
     */
    COMES_ALONG("comes-along"),
    /**
     * It is a Namespace, and is added for its objects or for its labels. If the spec selects the Namespace by name, the
     * reason is {@code selected}.
     */
    NAMESPACE_OF_SELECTED("namespace-of-selected"),
    /** Velero refuses the spec, or the backup fails: nothing is selected. */
    SPEC_REFUSED("spec-refused"),
    /** Its namespace is not in the included namespaces. */
    NAMESPACE_NOT_INCLUDED("namespace-not-included"),
    /** Its namespace is excluded. */
    NAMESPACE_EXCLUDED("namespace-excluded"),
    /** Its kind is not in the included resources. */
    RESOURCE_NOT_INCLUDED("resource-not-included"),
    /** Its kind is excluded. */
    RESOURCE_EXCLUDED("resource-excluded"),
    /** It is cluster-scoped, and {@code includeClusterResources} is false. */
    CLUSTER_SCOPE_EXCLUDED("cluster-scope-excluded"),
    /**
     * It is cluster-scoped, {@code includeClusterResources} is not set, and the spec does not select the whole cluster.
     */
    CLUSTER_SCOPE_NOT_AUTOMATIC("cluster-scope-not-automatic"),
    /** It does not have the labels of the selector. */
    LABELS_DO_NOT_MATCH("labels-do-not-match"),
    /** It has the label {@code velero.io/exclude-from-backup: "true"}. */
    EXCLUDE_LABEL("exclude-label"),
    /** It has the annotation {@code velero.io/skip-from-backup}, and Velero checks this annotation for its kind. */
    SKIP_ANNOTATION("skip-annotation"),
    /** Velero does not see its kind. */
    UNKNOWN_RESOURCE("unknown-resource"),
    /** It is being deleted, or it is a Namespace that is not active. */
    BEING_DELETED("being-deleted"),
    /** Velero fails to save it, because of an error with its volume or its claim. */
    SAVE_FAILED("save-failed"),
    /** A filter of the resource policy leaves it out. */
    POLICY_EXCLUDED("policy-excluded");

    private static final Map<String, Reason> BY_NAME = Json.byName(values());

    private final String name;

    Reason(String name) {
        this.name = name;
    }

    /**
     * Returns the value with a name of the contract, as {@link #toString} returns it.
     *
     * @throws IllegalArgumentException if there is no such value.
     */
    public static Reason of(String name) {
        return Json.named(BY_NAME, name);
    }

    /** Returns the name in the contract, in lower case with hyphens. */
    @Override
    public String toString() {
        return name;
    }
}
