// Generated from wit/ by `cargo xtask bindings`.

package io.github.owner.backuptarget;

import com.fasterxml.jackson.core.JsonParser;
import java.util.List;

/**
 * Evaluates a spec or a Backup for an inventory. It works in steps, so that the host does not block. It keeps the
 * inventory.
 */
public final class Evaluation extends Job<Evaluation> {
    Evaluation(Home home, int number) {
        super(home, number);
    }

    /**
     * Evaluates about {@code maxObjects} more objects, and returns true if all objects are done. The other methods
     * return the results so far. An object that is not included yet can still be added by another one.
     */
    public boolean step(int maxObjects) {
        return call("selection.evaluation.step", json -> {
            json.writeFieldName("max_objects");
            json.writeNumber(maxObjects);
        }, JsonParser::getBooleanValue);
    }

    /**
     * Returns why Velero refuses the spec. After the last step, it also returns problems of the backup, such as volume
     * claims without their volumes, and missing related objects. The subject is the index of an object in the
     * inventory. If there is no subject, the pointer is a path in the spec, or in the manifest of the Backup.
     */
    public List<Diagnostic> diagnostics() {
        return call("selection.evaluation.diagnostics", Arguments.NONE,
                answer -> Json.readList(answer, Conversions::readDiagnostic));
    }

    /** Returns how the backup ends. Errors with volumes are only known after the last step. */
    public Outcome outcome() {
        return call("selection.evaluation.outcome", Arguments.NONE, Conversions::readOutcome);
    }

    /** Returns the number of included objects. */
    public int included() {
        return call("selection.evaluation.included", Arguments.NONE, JsonParser::getIntValue);
    }

    /**
     * Returns the reason of each evaluated object, as its number in the enum, from 0. For many objects, this is much
     * faster than {@code verdicts}.
     *
     * <p>{@code Reason.values()} has them by these numbers.
     */
    public byte[] reasons() {
        return call("selection.evaluation.reasons", Arguments.NONE, Json::readBytes);
    }

    /** Returns at most {@code limit} verdicts, from the object with the index {@code offset}. */
    public List<Verdict> verdicts() {
        return verdicts(0, Integer.MAX_VALUE);
    }

    /** Returns at most {@code limit} verdicts, from the object with the index {@code offset}. */
    public List<Verdict> verdicts(int offset, int limit) {
        return call("selection.evaluation.verdicts", json -> {
            json.writeFieldName("offset");
            json.writeNumber(offset);
            json.writeFieldName("limit");
            json.writeNumber(limit);
        }, answer -> Json.readList(answer, Conversions::readVerdict));
    }

    /** Returns what is saved of the contents of volumes. It is empty before the last step. */
    public SavedContents contents() {
        return call("selection.evaluation.contents", Arguments.NONE, Conversions::readSavedContents);
    }

    /** Returns the number of volumes that {@code volumes} is about. It is 0 before the last step. */
    public int volumeCount() {
        return call("selection.evaluation.volume-count", Arguments.NONE, JsonParser::getIntValue);
    }

    /**
     * Returns the verdicts on the contents of at most {@code limit} volumes, from the index {@code offset}: first
     * claims, then PersistentVolumes without a claim in the backup, then other volumes of pods.
     */
    public List<VolumeVerdict> volumes() {
        return volumes(0, Integer.MAX_VALUE);
    }

    /**
     * Returns the verdicts on the contents of at most {@code limit} volumes, from the index {@code offset}: first
     * claims, then PersistentVolumes without a claim in the backup, then other volumes of pods.
     */
    public List<VolumeVerdict> volumes(int offset, int limit) {
        return call("selection.evaluation.volumes", json -> {
            json.writeFieldName("offset");
            json.writeNumber(offset);
            json.writeFieldName("limit");
            json.writeNumber(limit);
        }, answer -> Json.readList(answer, Conversions::readVolumeVerdict));
    }

    /** Returns the numbers of claims with and without their contents. */
    public ContentsCount contentsCount() {
        return call("selection.evaluation.contents-count", Arguments.NONE, Conversions::readContentsCount);
    }

    /** Returns the settings of Velero that are used. For {@code null}, the default of the server is assumed. */
    public ServerSettings settings() {
        return call("selection.evaluation.settings", Arguments.NONE, Conversions::readServerSettings);
    }
}
