// Generated from wit/ by `cargo xtask bindings`.

package io.github.owner.backuptarget;

/**
 * Numbers of claims.
 *
 * @param claims Claims in the backup that name a volume. Others have no contents.
 * @param claimsWithoutContents Those of them whose contents are not saved, whatever the settings of Velero are.
 * @param claimsNotKnown Those of them for which settings of Velero that are not known decide.
 * @param contentsWithoutClaim Claims that are not in the backup, and whose contents are saved.
 */
public record ContentsCount(int claims, int claimsWithoutContents, int claimsNotKnown, int contentsWithoutClaim) {}
