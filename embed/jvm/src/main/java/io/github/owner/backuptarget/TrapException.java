package io.github.owner.backuptarget;

/** The component trapped, which is a bug of it. */
public final class TrapException extends ComponentException {
    private static final long serialVersionUID = 1;

    TrapException(Throwable cause) {
        super("the component trapped (a bug): " + cause.getMessage(), cause);
    }
}
