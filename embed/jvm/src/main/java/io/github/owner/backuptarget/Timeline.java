// Generated from wit/ by `cargo xtask bindings`.

package io.github.owner.backuptarget;

import java.util.List;

/**
 * When backups exist, for a schedule and a ttl.
 *
 * @param backups From each run to the time when its backup expires, in the order of the runs.
 * @param gaps The times between two of these runs when all of their backups are expired. They can be shorter in
 *     Velero, which deletes a backup up to 60 minutes after it expires.
 * @param keptAtOnce Maximum number of backups that exist at a time, if each is deleted 60 minutes after it expires.
 *     It does not depend on the number of runs in {@code backups}.
 */
public record Timeline(List<Window> backups, List<Window> gaps, int keptAtOnce) {
    public Timeline {
        backups = Copies.of(backups);
        gaps = Copies.of(gaps);
    }
}
