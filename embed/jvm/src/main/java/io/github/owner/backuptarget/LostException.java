package io.github.owner.backuptarget;

/** The object was lost when an earlier call of its instance failed. Create it again. */
public final class LostException extends ComponentException {
    private static final long serialVersionUID = 1;

    LostException() {
        super("the object was lost when an earlier call failed: create it again", null);
    }
}
