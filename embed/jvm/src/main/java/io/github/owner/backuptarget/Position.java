// Generated from wit/ by `cargo xtask bindings`.

package io.github.owner.backuptarget;

/**
 * A position in a checked text. Offsets are from 0. Lines and columns are from 1.
 *
 * @param utf8Offset Number of bytes before the position, in UTF-8.
 * @param utf16Offset Number of code units before the position, in UTF-16. Browsers and editors use these.
 * @param line The line, from 1.
 * @param column The column, in characters, from 1.
 */
public record Position(int utf8Offset, int utf16Offset, int line, int column) {}
