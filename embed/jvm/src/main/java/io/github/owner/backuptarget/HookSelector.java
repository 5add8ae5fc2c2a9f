// Generated from wit/ by `cargo xtask bindings`.

package io.github.owner.backuptarget;

import java.util.Objects;

/**
 * The label selector of a hook.
 *
 * @param hook The index of the hook in {@code hooks.resources}.
 * @param selector Which pods the hook is for.
 */
public record HookSelector(int hook, Selector selector) {
    public HookSelector {
        Objects.requireNonNull(selector, "selector");
    }
}
