package io.github.owner.backuptarget;

import org.jspecify.annotations.Nullable;

/**
 * The thread was interrupted, and its interrupt status is still set.
 *
 * <p>{@link Job#run} and {@link Evaluator#readInventory} end between two steps, and lose no object. An interrupt during
 * another call on an object ends this call, and its instance is lost. Calls without an object are not interrupted.
 */
public final class InterruptedCallException extends ComponentException {
    private static final long serialVersionUID = 1;

    InterruptedCallException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
