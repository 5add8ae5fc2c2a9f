// Generated from wit/ by `cargo xtask bindings`.

package io.github.owner.backuptarget;

import org.jspecify.annotations.Nullable;

/**
 * When to back up a spec, and the settings of its Velero Schedule.
 *
 * @param schedule A cron expression. If it is {@code null}, backups are created on request.
 * @param paused Whether the schedule is paused.
 * @param skipImmediately Whether a run that is already due is skipped, such as one that was missed while the
 *     schedule was paused.
 * @param useOwnerReferencesInBackup Whether the schedule owns its backups. They are then deleted with the schedule.
 */
public record ScheduleConfig(
        @Nullable String schedule,
        boolean paused,
        boolean skipImmediately,
        boolean useOwnerReferencesInBackup) {

    /** Creates one with no field set. */
    public ScheduleConfig() {
        this(null, false, false, false);
    }

    /**
     * Returns a copy with another {@code schedule}.
     *
     * @param schedule A cron expression. If it is {@code null}, backups are created on request.
     */
    public ScheduleConfig withSchedule(@Nullable String schedule) {
        return new ScheduleConfig(schedule, paused, skipImmediately, useOwnerReferencesInBackup);
    }

    /**
     * Returns a copy with another {@code paused}.
     *
     * @param paused Whether the schedule is paused.
     */
    public ScheduleConfig withPaused(boolean paused) {
        return new ScheduleConfig(schedule, paused, skipImmediately, useOwnerReferencesInBackup);
    }

    /**
     * Returns a copy with another {@code skipImmediately}.
     *
     * @param skipImmediately Whether a run that is already due is skipped, such as one that was missed while the
     *     schedule was paused.
     */
    public ScheduleConfig withSkipImmediately(boolean skipImmediately) {
        return new ScheduleConfig(schedule, paused, skipImmediately, useOwnerReferencesInBackup);
    }

    /**
     * Returns a copy with another {@code useOwnerReferencesInBackup}.
     *
     * @param useOwnerReferencesInBackup Whether the schedule owns its backups. They are then deleted with the
     *     schedule.
     */
    public ScheduleConfig withUseOwnerReferencesInBackup(boolean useOwnerReferencesInBackup) {
        return new ScheduleConfig(schedule, paused, skipImmediately, useOwnerReferencesInBackup);
    }
}
