package io.github.owner.backuptarget;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.lang.ref.Cleaner;
import org.jspecify.annotations.Nullable;

/**
 * An object in an instance of the component. It can be used from any thread. Calls on it, and on objects that were
 * created from it, wait for each other.
 *
 * <p>{@link #close} frees its memory. If it is not closed, it is freed some time after the program no longer refers to
 * it. Objects that were created from it stay valid.
 *
 * <p>Each method throws a {@link ClosedException} after {@code close}, and a {@link LostException} after another call
 * of the same instance failed.
 */
public abstract sealed class Resource implements AutoCloseable
        permits Cluster, Document, Inventory, InventoryReader, Job, Targets {
    private static final Cleaner CLEANER = Cleaner.create();

    private final Handle handle;
    private final Cleaner.Cleanable cleanable;

    /** What is left of a resource that the program no longer refers to. */
    private static final class Handle implements Runnable {
        private final Home home;
        private final int number;
        private volatile boolean isClosed;

        Handle(Home home, int number) {
            this.home = home;
            this.number = number;
        }

        @Override
        public void run() {
            if (!isClosed) {
                isClosed = true;
                home.drop(number);
            }
        }
    }

    Resource(Home home, int number) {
        handle = new Handle(home, number);
        cleanable = CLEANER.register(this, handle);
    }

    /** Frees it. If a call is running, it is freed after the call. Closing it again does nothing. */
    @Override
    public final void close() {
        cleanable.clean();
    }

    /** Returns its instance. */
    final Home home() {
        requireOpen();
        return handle.home;
    }

    private void requireOpen() {
        if (handle.isClosed) {
            throw new ClosedException(getClass().getSimpleName());
        }
    }

    /** Writes an argument. It is called while no other call of the instance is running. */
    static void write(JsonGenerator json, String name, @Nullable Resource resource) throws IOException {
        if (resource != null) {
            // Another thread can close it until here.
            resource.requireOpen();
            json.writeNumberField(name, resource.handle.number);
        }
    }

    /** Calls a method. */
    final <T extends @Nullable Object> T call(String function, Arguments arguments, Answer<T> answer) {
        return home().call(function, withSelf("self", arguments), answer);
    }

    /** Calls a method that returns another resource, and closes this one even if it returns an error. */
    final <R extends Resource> R makeAndClose(
            String function, String self, Answer<Integer> answer, Home.Maker<R> maker) {
        Answer<Integer> closing = json -> {
            handle.isClosed = true;
            handle.home.forget(handle.number);
            return answer.read(json);
        };
        return home().make(function, withSelf(self, Arguments.NONE), closing, maker);
    }

    private Arguments withSelf(String name, Arguments arguments) {
        return json -> {
            write(json, name, this);
            arguments.write(json);
        };
    }
}
