// Generated from wit/ by `cargo xtask bindings`.

package io.github.owner.backuptarget;

import java.util.Objects;

/**
 * The level of one rule. Rules without one are reported with the severity of the catalogue.
 *
 * @param code The code of the rule.
 * @param level How it is reported.
 */
public record RuleLevel(String code, Level level) {
    public RuleLevel {
        Objects.requireNonNull(code, "code");
        Objects.requireNonNull(level, "level");
    }
}
