package io.github.owner.backuptarget;

import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.util.Map;

/** A function was not called: its name or an argument is not valid, such as a negative index. */
public final class InvalidCallException extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    private final String code;
    private final String help;
    private final String pointer;

    private InvalidCallException(Map<String, String> members) {
        super(members.get("pointer") + ": " + members.get("message") + "; " + members.get("help"));
        code = members.get("code");
        help = members.get("help");
        pointer = members.get("pointer");
    }

    static InvalidCallException read(byte[] error) throws IOException {
        try (JsonParser json = Json.FACTORY.createParser(error)) {
            json.nextToken();
            return new InvalidCallException(Json.readMap(json));
        }
    }

    /** Returns what is wrong: a stable name in kebab case, such as {@code out-of-range}. */
    public String code() {
        return code;
    }

    /** Returns what to write instead. */
    public String help() {
        return help;
    }

    /** Returns the RFC 6901 JSON pointer into the arguments. */
    public String pointer() {
        return pointer;
    }
}
