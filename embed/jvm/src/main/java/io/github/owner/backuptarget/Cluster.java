// Generated from wit/ by `cargo xtask bindings`.

package io.github.owner.backuptarget;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The kinds that a cluster serves, and its release of Velero. It finds a kind by a name as Velero does. */
public final class Cluster extends Resource {
    Cluster(Home home, int number) {
        super(home, number);
    }

    /** Returns the warnings about the version: it is known to differ from the release that it is treated as. */
    public List<Diagnostic> diagnostics() {
        return call("cluster.cluster.diagnostics", Arguments.NONE,
                answer -> Json.readList(answer, Conversions::readDiagnostic));
    }

    /** Returns the built-in kinds and the given ones, by group, in the order in which Velero prefers them. */
    public List<ApiResource> apiResources() {
        return call("cluster.cluster.api-resources", Arguments.NONE,
                answer -> Json.readList(answer, Conversions::readApiResource));
    }

    /**
     * Returns the kind that Velero finds for a name in a list of resources. The name is a plural, a singular, a kind or
     * a short name. The group, or the start of the group, can follow. Returns {@code null} if Velero finds no kind, or
     * does not see the kind.
     */
    public @Nullable ApiResource resolve(String name) {
        Objects.requireNonNull(name, "name");
        return call("cluster.cluster.resolve", json -> {
            json.writeFieldName("name");
            json.writeString(name);
        }, answer -> Json.readOptional(answer, Conversions::readApiResource));
    }
}
