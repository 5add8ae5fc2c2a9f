// Generated from wit/ by `cargo xtask bindings`.

package io.github.owner.backuptarget;

import java.util.List;

/**
 * What Schedules do.
 *
 * @param schedules The Schedules that run, in their order. Paused ones, and those that Velero refuses, are missing.
 * @param diagnostics How many backups each Schedule keeps, and which Schedules run at the same minute. The subject
 *     is the index among the Backups and Schedules.
 */
public record SchedulePlan(List<PlannedSchedule> schedules, List<Diagnostic> diagnostics) {
    public SchedulePlan {
        schedules = Copies.of(schedules);
        diagnostics = Copies.of(diagnostics);
    }
}
