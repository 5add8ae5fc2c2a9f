// Generated from wit/ by `cargo xtask bindings`.

package io.github.owner.backuptarget;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Names and patterns: what is included, and what is excluded from it.
 *
 * @param included {@code null} includes everything. An empty list includes nothing.
 * @param excluded What is not included, although {@code included} matches it.
 */
public record NameFilter(@Nullable List<String> included, List<String> excluded) {
    public NameFilter {
        included = Copies.ofNullable(included);
        excluded = Copies.of(excluded);
    }
}
