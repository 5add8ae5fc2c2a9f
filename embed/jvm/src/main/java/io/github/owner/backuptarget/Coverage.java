// Generated from wit/ by `cargo xtask bindings`.

package io.github.owner.backuptarget;

import com.fasterxml.jackson.core.JsonParser;
import java.util.List;

/**
 * Evaluates several targets for an inventory. It works in steps, and keeps the inventory. Each target is evaluated
 * separately. Objects that come along are included.
 */
public final class Coverage extends Job<Coverage> {
    Coverage(Home home, int number) {
        super(home, number);
    }

    /**
     * Evaluates about {@code maxObjects} more objects, and returns true if all targets are done. An object counts once
     * for each target. The other methods return the results of the targets that are done.
     */
    public boolean step(int maxObjects) {
        return call("selection.coverage.step", json -> {
            json.writeFieldName("max_objects");
            json.writeNumber(maxObjects);
        }, JsonParser::getBooleanValue);
    }

    /** Returns the coverage of each target, in the order of the targets. */
    public List<TargetCoverage> targets() {
        return call("selection.coverage.targets", Arguments.NONE,
                answer -> Json.readList(answer, Conversions::readTargetCoverage));
    }

    /**
     * Returns the indexes of volume claims that no target includes: at most {@code limit} of them, without the first
     * {@code offset}.
     */
    public List<Integer> uncoveredClaims() {
        return uncoveredClaims(0, Integer.MAX_VALUE);
    }

    /**
     * Returns the indexes of volume claims that no target includes: at most {@code limit} of them, without the first
     * {@code offset}.
     */
    public List<Integer> uncoveredClaims(int offset, int limit) {
        return call("selection.coverage.uncovered-claims", json -> {
            json.writeFieldName("offset");
            json.writeNumber(offset);
            json.writeFieldName("limit");
            json.writeNumber(limit);
        }, answer -> Json.readList(answer, JsonParser::getIntValue));
    }

    /**
     * Returns the indexes of volume claims that a target includes, and whose contents none saves: at most {@code limit}
     * of them, without the first {@code offset}.
     */
    public List<Integer> claimsWithoutContents() {
        return claimsWithoutContents(0, Integer.MAX_VALUE);
    }

    /**
     * Returns the indexes of volume claims that a target includes, and whose contents none saves: at most {@code limit}
     * of them, without the first {@code offset}.
     */
    public List<Integer> claimsWithoutContents(int offset, int limit) {
        return call("selection.coverage.claims-without-contents", json -> {
            json.writeFieldName("offset");
            json.writeNumber(offset);
            json.writeFieldName("limit");
            json.writeNumber(limit);
        }, answer -> Json.readList(answer, JsonParser::getIntValue));
    }

    /**
     * Returns the indexes of objects that no target includes: at most {@code limit} of them, without the first {@code
     * offset}. Volume claims are first.
     */
    public List<Integer> uncovered() {
        return uncovered(0, Integer.MAX_VALUE);
    }

    /**
     * Returns the indexes of objects that no target includes: at most {@code limit} of them, without the first {@code
     * offset}. Volume claims are first.
     */
    public List<Integer> uncovered(int offset, int limit) {
        return call("selection.coverage.uncovered", json -> {
            json.writeFieldName("offset");
            json.writeNumber(offset);
            json.writeFieldName("limit");
            json.writeNumber(limit);
        }, answer -> Json.readList(answer, JsonParser::getIntValue));
    }

    /**
     * Returns the objects that several targets include: at most {@code limit} of them, without the first {@code
     * offset}.
     */
    public List<Overlap> overlapping() {
        return overlapping(0, Integer.MAX_VALUE);
    }

    /**
     * Returns the objects that several targets include: at most {@code limit} of them, without the first {@code
     * offset}.
     */
    public List<Overlap> overlapping(int offset, int limit) {
        return call("selection.coverage.overlapping", json -> {
            json.writeFieldName("offset");
            json.writeNumber(offset);
            json.writeFieldName("limit");
            json.writeNumber(limit);
        }, answer -> Json.readList(answer, Conversions::readOverlap));
    }
}
