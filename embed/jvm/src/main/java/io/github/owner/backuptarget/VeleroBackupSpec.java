// Generated from wit/ by `cargo xtask bindings`.

package io.github.owner.backuptarget;

import java.util.Objects;

/**
 * A spec, and the schedule that the integrator adds to it.
 *
 * @param spec The spec of the target, not changed.
 * @param schedule The schedule. An empty cron expression becomes {@code null}.
 */
public record VeleroBackupSpec(Spec spec, ScheduleConfig schedule) {
    public VeleroBackupSpec {
        Objects.requireNonNull(spec, "spec");
        Objects.requireNonNull(schedule, "schedule");
    }
}
