// Generated from wit/ by `cargo xtask bindings`.

package io.github.owner.backuptarget;

import java.util.Objects;

/**
 * An entry of {@code backup_targets}: an application, one of its relations, and what to back up.
 *
 * @param app Name of the application that asks for the backup.
 * @param relationName Name of the relation in the application's metadata. Lookups call it the endpoint.
 * @param model Name of the application's model.
 * @param spec What to back up.
 */
public record Target(String app, String relationName, String model, Spec spec) implements Source {
    public Target {
        Objects.requireNonNull(app, "app");
        Objects.requireNonNull(relationName, "relationName");
        Objects.requireNonNull(model, "model");
        Objects.requireNonNull(spec, "spec");
    }
}
