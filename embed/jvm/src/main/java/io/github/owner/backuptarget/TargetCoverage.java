// Generated from wit/ by `cargo xtask bindings`.

package io.github.owner.backuptarget;

import org.jspecify.annotations.Nullable;

/**
 * The number of objects that a target includes.
 *
 * @param objects The number of objects.
 * @param persistentVolumeClaims The number of PersistentVolumeClaims. They are counted in {@code objects} too.
 * @param claimsWithContents The number of those whose contents are saved.
 * @param whyNothing Why it covers nothing: Velero refuses it, the backup fails, a Schedule is paused, or a Backup
 *     has expired.
 */
public record TargetCoverage(
        int objects,
        int persistentVolumeClaims,
        int claimsWithContents,
        @Nullable String whyNothing) {}
