package io.github.owner.backuptarget;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;

/** Runs long work, so that an interrupt takes effect between two steps. */
final class Steps {
    private Steps() {}

    /**
     * Runs a step until it returns true, in a thread of its own: Endive ends a call if its thread is interrupted, and
     * the instance with all its resources would be lost.
     */
    static void run(BooleanSupplier isLast) {
        AtomicBoolean isInterrupted = new AtomicBoolean(Thread.interrupted());
        FutureTask<Boolean> work = new FutureTask<>(() -> {
            boolean isDone = false;
            while (!isDone && !isInterrupted.get()) {
                isDone = isLast.getAsBoolean();
            }
            return isDone;
        });
        Thread thread = new Thread(work, "backup-target");
        thread.setDaemon(true);
        thread.start();
        boolean isDone = wait(work, isInterrupted);
        if (isInterrupted.get()) {
            Thread.currentThread().interrupt();
        }
        if (!isDone) {
            throw new InterruptedCallException("the thread was interrupted between two steps", null);
        }
    }

    private static boolean wait(FutureTask<Boolean> work, AtomicBoolean isInterrupted) {
        while (true) {
            try {
                return work.get();
            } catch (InterruptedException error) {
                isInterrupted.set(true);
            } catch (ExecutionException error) {
                if (isInterrupted.get()) {
                    Thread.currentThread().interrupt();
                }
                throw rethrown(error.getCause());
            }
        }
    }

    private static RuntimeException rethrown(Throwable cause) {
        if (cause instanceof Error error) {
            throw error;
        }
        // A step throws no checked exception. The stack trace of the caller is added.
        RuntimeException thrown = (RuntimeException) cause;
        thrown.addSuppressed(new RuntimeException("called here"));
        return thrown;
    }
}
