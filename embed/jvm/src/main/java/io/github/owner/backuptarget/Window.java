// Generated from wit/ by `cargo xtask bindings`.

package io.github.owner.backuptarget;

/**
 * A period of time, in Unix seconds.
 *
 * @param start The first second.
 * @param end The second after the last one.
 */
public record Window(long start, long end) {}
