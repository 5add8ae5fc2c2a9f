// Generated from wit/ by `cargo xtask bindings`.

package io.github.owner.backuptarget;

import java.util.Objects;

/**
 * A VolumeSnapshotLocation of Velero.
 *
 * @param name Its name.
 * @param provider The provider, such as {@code aws} or {@code velero.io/gcp}.
 */
public record SnapshotLocation(String name, String provider) {
    public SnapshotLocation {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(provider, "provider");
    }
}
