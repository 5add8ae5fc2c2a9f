package io.github.owner.backuptarget;

/** The object is closed. */
public final class ClosedException extends IllegalStateException {
    private static final long serialVersionUID = 1;

    ClosedException(String name) {
        super("the " + name + " is closed");
    }
}
