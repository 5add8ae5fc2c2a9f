// Generated from wit/ by `cargo xtask bindings`.

package io.github.owner.backuptarget;

import com.fasterxml.jackson.core.JsonParser;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The targets of a list of relations. */
public final class Targets extends Resource {
    Targets(Home home, int number) {
        super(home, number);
    }

    /** Returns whether a relation has a target. A lookup can still find nothing. */
    public boolean isReady() {
        return call("requirer.targets.is-ready", Arguments.NONE, JsonParser::getBooleanValue);
    }

    /**
     * Returns the spec of the first target with these names, in the order of {@code entries}. The names must be equal.
     * An empty name is compared too.
     */
    public @Nullable Spec getBackupSpec(String appName, String endpoint, String model) {
        Objects.requireNonNull(appName, "appName");
        Objects.requireNonNull(endpoint, "endpoint");
        Objects.requireNonNull(model, "model");
        return call("requirer.targets.get-backup-spec", json -> {
            json.writeFieldName("app_name");
            json.writeString(appName);
            json.writeFieldName("endpoint");
            json.writeString(endpoint);
            json.writeFieldName("model");
            json.writeString(model);
        }, answer -> Json.readOptional(answer, Conversions::readSpec));
    }

    /** Returns all targets, in the order of the relations and of their entries. */
    public List<LocatedTarget> entries() {
        return call("requirer.targets.entries", Arguments.NONE,
                answer -> Json.readList(answer, Conversions::readLocatedTarget));
    }

    /**
     * Returns what the reference ignores without a message: databags that cannot be read, repeated targets, converted
     * values and ignored fields. The subject is the index of the relation. The pointer is a path in its databag, and
     * continues inside the JSON of {@code backup_targets}: {@code /backup_targets/0/spec/ttl}.
     */
    public List<Diagnostic> diagnostics() {
        return call("requirer.targets.diagnostics", Arguments.NONE,
                answer -> Json.readList(answer, Conversions::readDiagnostic));
    }
}
