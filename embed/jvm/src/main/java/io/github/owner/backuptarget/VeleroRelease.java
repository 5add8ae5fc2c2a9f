// Generated from wit/ by `cargo xtask bindings`.

package io.github.owner.backuptarget;

import java.util.Objects;

/**
 * A release of Velero whose behaviour was measured. Most patches of a release behave like its newest one.
 *
 * @param name The name, such as {@code 1.18}. {@code next} is the main branch of Velero.
 * @param measured The tag, or the branch and the commit, that was measured.
 * @param isDefault Whether it is used if no version is given.
 */
public record VeleroRelease(String name, String measured, boolean isDefault) {
    public VeleroRelease {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(measured, "measured");
    }
}
