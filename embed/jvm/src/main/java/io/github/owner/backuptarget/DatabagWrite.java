// Generated from wit/ by `cargo xtask bindings`.

package io.github.owner.backuptarget;

import java.util.Objects;

/**
 * What to write into the application's databag of one relation.
 *
 * @param relationId The relation.
 * @param key The key to set: {@code backup_targets}.
 * @param value The value to set. It has the same bytes as the reference's.
 * @param changed False if the databag already has this value.
 */
public record DatabagWrite(int relationId, String key, String value, boolean changed) {
    public DatabagWrite {
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(value, "value");
    }
}
