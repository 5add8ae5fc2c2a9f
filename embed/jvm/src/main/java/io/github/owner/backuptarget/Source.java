// Generated from wit/ by `cargo xtask bindings`.

package io.github.owner.backuptarget;

/** What chooses the objects of a backup. */
public sealed interface Source permits Spec, Backup, Target {}
