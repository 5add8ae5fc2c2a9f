// Generated from wit/ by `cargo xtask bindings`.

package io.github.owner.backuptarget;

import java.util.List;

/**
 * What happens to a list of targets.
 *
 * @param writes One for each relation, in the order of the relations. Empty if the integrator or Velero refuses the
 *     schedule, or if it never matches.
 * @param manifests The Schedule of each target, or the Backup if there is no schedule. They do not depend on the
 *     relations. A target that Velero or Kubernetes refuses has no manifest; a diagnostic gives the reason.
 * @param diagnostics What is lost, shared, left unchanged or missing. The subject is the index of the target.
 *     Diagnostics about the schedule or the settings have no subject, and their pointer is a path in these.
 */
public record MergePlan(List<PlannedWrite> writes, List<TargetManifest> manifests, List<Diagnostic> diagnostics) {
    public MergePlan {
        writes = Copies.of(writes);
        manifests = Copies.of(manifests);
        diagnostics = Copies.of(diagnostics);
    }
}
