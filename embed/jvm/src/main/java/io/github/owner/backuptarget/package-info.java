/**
 * The Juju interface {@code k8s_backup_target}: publishes, reads and checks specs of backups, and evaluates which
 * objects of a cluster they save. The same for Velero's Backups and Schedules.
 *
 * <p>{@link io.github.owner.backuptarget.Evaluator} has the functions. A value or parameter that can be {@code null} is
 * {@link org.jspecify.annotations.Nullable}. All others throw a {@link NullPointerException} for {@code null}.
 */
@NullMarked
package io.github.owner.backuptarget;

import org.jspecify.annotations.NullMarked;
