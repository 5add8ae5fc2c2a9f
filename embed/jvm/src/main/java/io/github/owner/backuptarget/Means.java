// Generated from wit/ by `cargo xtask bindings`.

package io.github.owner.backuptarget;

import java.util.Map;

/** A way in which Velero saves the contents of a volume. */
public enum Means {
    /** Velero's node agent reads the files through a pod that mounts the volume. */
    FILE_SYSTEM_BACKUP("file-system-backup"),
    /** A plugin of a provider makes a snapshot of the PersistentVolume. */
    NATIVE_SNAPSHOT("native-snapshot"),
    /** The CSI driver makes a snapshot of the claim. */
    CSI_SNAPSHOT("csi-snapshot");

    private static final Map<String, Means> BY_NAME = Json.byName(values());

    private final String name;

    Means(String name) {
        this.name = name;
    }

    /**
     * Returns the value with a name of the contract, as {@link #toString} returns it.
     *
     * @throws IllegalArgumentException if there is no such value.
     */
    public static Means of(String name) {
        return Json.named(BY_NAME, name);
    }

    /** Returns the name in the contract, in lower case with hyphens. */
    @Override
    public String toString() {
        return name;
    }
}
