package io.github.owner.backuptarget;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/**
 * Calls functions of the contract by name, with JSON: for programs that get names and arguments as text.
 *
 * <p>A session has its own instance. Its resources are numbers, which are not valid in other sessions. The function
 * {@code close} frees one. Calls of several threads wait for each other.
 */
public final class Session {
    private final Guest guest;
    private boolean isLost;

    Session(Guest guest) {
        this.guest = guest;
    }

    /**
     * Calls a function.
     *
     * @param function The names of the interface and the function, such as {@code validation.check-spec}.
     * @param arguments A JSON object with the parameters by name.
     * @return The result as JSON. It can be an object with {@code error}.
     * @throws InvalidCallException if the function was not called.
     * @throws ComponentException if the call failed. The session and its resources are lost.
     */
    public synchronized String call(String function, String arguments) {
        byte[] name = function.getBytes(StandardCharsets.UTF_8);
        byte[] json = Json.utf8(Objects.requireNonNull(arguments, "arguments"));
        if (isLost) {
            throw new LostException();
        }
        isLost = true;
        Guest.Reply reply = guest.run(name, json, json.length);
        isLost = false;
        if (!reply.isRefusal()) {
            return new String(reply.json(), StandardCharsets.UTF_8);
        }
        try {
            throw InvalidCallException.read(reply.json());
        } catch (IOException error) {
            throw new UncheckedIOException("the component's answer is not JSON", error);
        }
    }
}
