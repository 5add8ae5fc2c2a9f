// Generated from wit/ by `cargo xtask bindings`.

package io.github.owner.backuptarget;

import com.fasterxml.jackson.core.JsonParser;
import java.util.Objects;

/**
 * Reads a cluster's objects, in chunks of any size. A chunk can end anywhere. The format is the output of {@code
 * kubectl get -A -o json} (a List), several of these one after the other or in a List, or one object in each line.
 *
 * <p>It needs about 100 bytes of memory for each object, and the size of the longest object. The maximum size of an
 * object is 8 MiB.
 *
 * <p>{@code Evaluator.readInventory} reads a complete stream.
 */
public final class InventoryReader extends Resource {
    InventoryReader(Home home, int number) {
        super(home, number);
    }

    /**
     * Reads the next chunk. The errors say why reading cannot continue: the text is not JSON, or it has more than a
     * million objects.
     *
     * @throws InvalidInputException if the input is refused. It has the diagnostics.
     */
    public void push(byte[] chunk) {
        Objects.requireNonNull(chunk, "chunk");
        call("selection.inventory-reader.push", json -> {
            json.writeFieldName("chunk");
            Json.writeBytes(json, chunk);
        }, answer -> Json.accepted(answer, Json::nothing));
    }

    /**
     * Returns the objects that were read. The errors say why there is no inventory. An object that is repeated, or that
     * is listed under two groups of its kind, as events are, counts once.
     *
     * <p>It also closes the reader.
     *
     * @throws InvalidInputException if the input is refused. It has the diagnostics.
     */
    public Inventory finish() {
        return makeAndClose("selection.inventory-reader.finish", "reader",
                answer -> Json.accepted(answer, JsonParser::getIntValue), Inventory::new);
    }
}
