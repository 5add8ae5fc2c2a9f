// Generated from wit/ by `cargo xtask bindings`.

package io.github.owner.backuptarget;

import java.util.Objects;

/**
 * A rule of the catalogue.
 *
 * @param code The code of its diagnostics: a stable name in kebab case.
 * @param severity The severity of its diagnostics.
 * @param summary The rule, in one line.
 * @param explanation Why the rule matters, with an example and a solution, in Markdown.
 * @param appliesTo The inputs that the rule is about: {@code specs}, {@code Backups and Schedules}, or both.
 *     Targets and databags contain specs.
 * @param authority Whose behaviour the rule follows (the interface, Velero, Kubernetes, Juju), with the version.
 */
public record Rule(
        String code,
        Severity severity,
        String summary,
        String explanation,
        String appliesTo,
        String authority) {
    public Rule {
        Objects.requireNonNull(code, "code");
        Objects.requireNonNull(severity, "severity");
        Objects.requireNonNull(summary, "summary");
        Objects.requireNonNull(explanation, "explanation");
        Objects.requireNonNull(appliesTo, "appliesTo");
        Objects.requireNonNull(authority, "authority");
    }
}
