package io.github.owner.backuptarget;

import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Instances that are not in use. A call that creates no resource has one for itself. */
final class Pool implements Caller {
    private static final int MAX_IDLE_GUESTS = Math.max(4, Runtime.getRuntime().availableProcessors());

    private final int maxPages;
    private final ConcurrentLinkedDeque<Guest> idle = new ConcurrentLinkedDeque<>();
    private final AtomicInteger count = new AtomicInteger();

    Pool(int maxPages) {
        this.maxPages = maxPages;
    }

    /** Returns an instance that nobody else uses. */
    Guest take() {
        Guest guest = idle.pollFirst();
        if (guest == null) {
            return new Guest(maxPages);
        }
        count.decrementAndGet();
        return guest;
    }

    /** Keeps an instance without resources for later. */
    void giveBack(Guest guest) {
        if (!guest.isReusable()) {
            return;
        }
        if (count.incrementAndGet() <= MAX_IDLE_GUESTS) {
            idle.addFirst(guest);
        } else {
            count.decrementAndGet();
        }
    }

    @Override
    public <T extends @Nullable Object> T call(String function, Arguments arguments, Answer<T> answer) {
        boolean isInterrupted = false;
        try {
            while (true) {
                Guest guest = take();
                try {
                    return guest.call(function, arguments, answer);
                } catch (InterruptedCallException error) {
                    // The call changed nothing, so it can be repeated.
                    isInterrupted |= Thread.interrupted();
                } finally {
                    giveBack(guest);
                }
            }
        } finally {
            if (isInterrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
