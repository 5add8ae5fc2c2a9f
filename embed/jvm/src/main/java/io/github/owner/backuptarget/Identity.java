// Generated from wit/ by `cargo xtask bindings`.

package io.github.owner.backuptarget;

import java.util.Objects;

/**
 * The application that publishes.
 *
 * @param app Name of the application.
 * @param model Name of its model.
 * @param relationName Name of the relation in its metadata.
 */
public record Identity(String app, String model, String relationName) {
    public Identity {
        Objects.requireNonNull(app, "app");
        Objects.requireNonNull(model, "model");
        Objects.requireNonNull(relationName, "relationName");
    }
}
