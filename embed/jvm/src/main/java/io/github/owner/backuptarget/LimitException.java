package io.github.owner.backuptarget;

import java.util.Locale;

/** A call exceeded a limit. */
public final class LimitException extends ComponentException {
    private static final long serialVersionUID = 1;

    private final Limit limit;

    /** A limit of a call. */
    public enum Limit {
        /** The maximum of the {@link Evaluator}, or the heap of the JVM. */
        MEMORY,
        /** The stack of the thread. */
        STACK
    }

    LimitException(Limit limit, Throwable cause) {
        super("the call exceeded its limit of " + limit.name().toLowerCase(Locale.ROOT) + ": " + cause, cause);
        this.limit = limit;
    }

    /** Returns the limit. */
    public Limit limit() {
        return limit;
    }
}
