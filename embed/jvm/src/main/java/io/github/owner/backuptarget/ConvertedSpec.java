// Generated from wit/ by `cargo xtask bindings`.

package io.github.owner.backuptarget;

import java.util.List;
import java.util.Objects;

/**
 * The spec of a Backup or a Schedule.
 *
 * @param spec Saves the same objects for as long.
 * @param leftOut The fields that the configuration of the integrator or of the operator has instead.
 */
public record ConvertedSpec(Spec spec, List<Diagnostic> leftOut) {
    public ConvertedSpec {
        Objects.requireNonNull(spec, "spec");
        leftOut = Copies.of(leftOut);
    }
}
