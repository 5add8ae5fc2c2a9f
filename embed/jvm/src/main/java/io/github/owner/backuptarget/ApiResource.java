// Generated from wit/ by `cargo xtask bindings`.

package io.github.owner.backuptarget;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A kind of object that a cluster serves.
 *
 * @param group The API group, such as {@code apps}. It is empty for the core group.
 * @param plural The plural name, in lower case, such as {@code deployments}. Subresources are not kinds.
 * @param singular The singular name. If it is not set, the kind in lower case.
 * @param kind The kind, such as {@code Deployment}.
 * @param shortNames Short names, such as {@code deploy}.
 * @param namespaced Whether its objects are in namespaces.
 * @param verbs The verbs that it supports, such as {@code list}. It is empty if they are not known. Velero sees
 *     only kinds that support list, create, get and delete.
 */
public record ApiResource(
        String group,
        String plural,
        @Nullable String singular,
        String kind,
        List<String> shortNames,
        boolean namespaced,
        List<String> verbs) {
    public ApiResource {
        Objects.requireNonNull(group, "group");
        Objects.requireNonNull(plural, "plural");
        Objects.requireNonNull(kind, "kind");
        shortNames = Copies.of(shortNames);
        verbs = Copies.of(verbs);
    }

    /**
     * Creates one with only the required fields set.
     *
     * @param group The API group, such as {@code apps}. It is empty for the core group.
     * @param plural The plural name, in lower case, such as {@code deployments}. Subresources are not kinds.
     * @param kind The kind, such as {@code Deployment}.
     * @param namespaced Whether its objects are in namespaces.
     */
    public ApiResource(String group, String plural, String kind, boolean namespaced) {
        this(group, plural, null, kind, List.of(), namespaced, List.of());
    }

    /**
     * Returns a copy with another {@code singular}.
     *
     * @param singular The singular name. If it is not set, the kind in lower case.
     */
    public ApiResource withSingular(@Nullable String singular) {
        return new ApiResource(group, plural, singular, kind, shortNames, namespaced, verbs);
    }

    /**
     * Returns a copy with another {@code shortNames}.
     *
     * @param shortNames Short names, such as {@code deploy}.
     */
    public ApiResource withShortNames(List<String> shortNames) {
        return new ApiResource(group, plural, singular, kind, shortNames, namespaced, verbs);
    }

    /**
     * Returns a copy with another {@code verbs}.
     *
     * @param verbs The verbs that it supports, such as {@code list}. It is empty if they are not known. Velero sees
     *     only kinds that support list, create, get and delete.
     */
    public ApiResource withVerbs(List<String> verbs) {
        return new ApiResource(group, plural, singular, kind, shortNames, namespaced, verbs);
    }
}
