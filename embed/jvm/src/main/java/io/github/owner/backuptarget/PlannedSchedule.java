// Generated from wit/ by `cargo xtask bindings`.

package io.github.owner.backuptarget;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a Schedule of Velero does.
 *
 * @param index Its index among the Backups and Schedules.
 * @param nextRuns The next runs after the time of the plan. Empty without a time.
 * @param keptAtOnce Maximum number of its backups at the same time.
 * @param longestGap The longest time between two runs, in seconds. {@code null} if it does not run twice.
 * @param longestWithoutBackup The longest time without any backup of it, in seconds. 0 if each is kept until the
 *     next one is made.
 */
public record PlannedSchedule(
        int index,
        List<Long> nextRuns,
        int keptAtOnce,
        @Nullable Long longestGap,
        long longestWithoutBackup) {
    public PlannedSchedule {
        nextRuns = Copies.of(nextRuns);
    }
}
