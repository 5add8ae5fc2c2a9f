// Generated from wit/ by `cargo xtask bindings`.

package io.github.owner.backuptarget;

import com.fasterxml.jackson.core.JsonParser;
import java.util.List;
import java.util.Objects;

/**
 * The objects of a cluster. Each object has an index, from 0, in the order of reading. The namespaces that exist are
 * the Namespace objects. If there are none, they are the namespaces of the other objects.
 */
public final class Inventory extends Resource {
    Inventory(Home home, int number) {
        super(home, number);
    }

    /**
     * Returns what could not be read, and objects whose kind or namespace is not clear. The subject is the index of the
     * document in the text, from 0. The pointer is a path in the document: {@code /items/17/metadata/name}.
     */
    public List<Diagnostic> diagnostics() {
        return call("selection.inventory.diagnostics", Arguments.NONE,
                answer -> Json.readList(answer, Conversions::readDiagnostic));
    }

    /** Returns the number of objects. */
    public int size() {
        return call("selection.inventory.len", Arguments.NONE, JsonParser::getIntValue);
    }

    /** Returns at most {@code limit} objects, from the index {@code offset}. */
    public List<ObjectRef> objects() {
        return objects(0, Integer.MAX_VALUE);
    }

    /** Returns at most {@code limit} objects, from the index {@code offset}. */
    public List<ObjectRef> objects(int offset, int limit) {
        return call("selection.inventory.objects", json -> {
            json.writeFieldName("offset");
            json.writeNumber(offset);
            json.writeFieldName("limit");
            json.writeNumber(limit);
        }, answer -> Json.readList(answer, Conversions::readObjectRef));
    }

    /**
     * Returns the JSON of each Schedule of Velero among the objects, by namespace and name. It is the text of a {@code
     * document}.
     */
    public List<String> schedules() {
        return call("selection.inventory.schedules", Arguments.NONE, Json::readStrings);
    }

    /** Returns what Velero's objects say about its server: its Deployment, node agents and locations. */
    public ServerSettings settings() {
        return call("selection.inventory.settings", Arguments.NONE, Conversions::readServerSettings);
    }

    /**
     * Returns the names of the existing namespaces that an entry of a list of namespaces means: the entry itself or,
     * for a pattern, the namespaces that it matches in Velero. The errors say why Velero refuses the entry, or cannot
     * match it.
     *
     * @throws InvalidInputException if the input is refused. It has the diagnostics.
     */
    public List<String> matchingNamespaces(String pattern) {
        Objects.requireNonNull(pattern, "pattern");
        return call("selection.inventory.matching-namespaces", json -> {
            json.writeFieldName("pattern");
            json.writeString(pattern);
        }, answer -> Json.accepted(answer, Json::readStrings));
    }
}
