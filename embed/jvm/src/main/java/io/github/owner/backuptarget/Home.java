package io.github.owner.backuptarget;

import java.util.HashSet;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** An instance with resources. Calls wait for each other. */
final class Home implements Caller {
    private final Pool pool;
    private final ReentrantLock lock = new ReentrantLock();
    private final Set<Integer> open = new HashSet<>();
    /** Numbers of closed resources, which the component still has: closing never waits for a call. */
    private final Queue<Integer> dropped = new ConcurrentLinkedQueue<>();

    /** Null if it is lost, or if all resources are closed. */
    private @Nullable Guest guest;

    private boolean isLost;

    Home(Pool pool) {
        this.pool = pool;
        this.guest = pool.take();
    }

    /** Creates a resource from its number. */
    @FunctionalInterface
    interface Maker<R extends Resource> {
        R make(Home home, int number);
    }

    @Override
    public <T extends @Nullable Object> T call(String function, Arguments arguments, Answer<T> answer) {
        lock.lock();
        try {
            return lockedCall(function, arguments, answer);
        } finally {
            lock.unlock();
            tidy();
        }
    }

    /** Calls a function that returns the number of a new resource. */
    <R extends Resource> R make(String function, Arguments arguments, Answer<Integer> answer, Maker<R> maker) {
        lock.lock();
        try {
            int number = lockedCall(function, arguments, answer);
            open.add(number);
            return maker.make(this, number);
        } finally {
            lock.unlock();
            tidy();
        }
    }

    private <T extends @Nullable Object> T lockedCall(String function, Arguments arguments, Answer<T> answer) {
        if (guest == null) {
            // Without a failure, the last resource was closed after this call checked it.
            throw isLost ? new LostException() : new ClosedException("object");
        }
        try {
            return guest.call(function, arguments, answer);
        } catch (ComponentException error) {
            lose();
            throw error;
        }
    }

    private void lose() {
        guest = null;
        isLost = true;
        open.clear();
    }

    /** Closes a resource when no call is running. */
    void drop(int number) {
        dropped.add(number);
        tidy();
    }

    /** Closes what was dropped, and returns the instance if it has no resources. */
    private void tidy() {
        do {
            // The thread that has the lock does it.
            if (!lock.tryLock()) {
                return;
            }
            try {
                for (Integer number = dropped.poll(); number != null; number = dropped.poll()) {
                    close(number);
                }
                if (open.isEmpty() && guest != null) {
                    pool.giveBack(guest);
                    guest = null;
                }
            } finally {
                lock.unlock();
            }
        } while (!dropped.isEmpty());
    }

    private void close(int number) {
        boolean isOpen = open.remove(number);
        if (guest == null || !isOpen || open.isEmpty() && !guest.isReusable()) {
            return;
        }
        try {
            guest.call("close", json -> json.writeNumberField("self", number), Json::nothing);
        } catch (ComponentException error) {
            // Closing does not fail. Others learn that their resources are lost.
            lose();
        }
    }

    /** Forgets a resource that a call closed. */
    void forget(int number) {
        open.remove(number);
    }
}
