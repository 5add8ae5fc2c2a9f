// Generated from wit/ by `cargo xtask bindings`.

package io.github.owner.backuptarget;

import java.util.Objects;

/**
 * The manifest of a target.
 *
 * @param targetIndex The index of the target.
 * @param kind The kind of the manifest.
 * @param json The manifest.
 */
public record TargetManifest(int targetIndex, ManifestKind kind, String json) {
    public TargetManifest {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(json, "json");
    }
}
