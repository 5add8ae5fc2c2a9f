package io.github.owner.backuptarget;

/**
 * Work that is done in steps.
 *
 * @param <J> Its class.
 */
public abstract sealed class Job<J extends Job<J>> extends Resource permits Coverage, Evaluation {
    private static final int STEP_OBJECTS = 20_000;

    Job(Home home, int number) {
        super(home, number);
    }

    /** Does about so many more objects, and returns whether it was the last step. */
    public abstract boolean step(int maxObjects);

    /**
     * Does all steps, and returns this object.
     *
     * @throws InterruptedCallException if the thread was interrupted. The step that was running is complete, and the
     *     object can still be used: call it again to continue.
     */
    @SuppressWarnings("unchecked")
    public final J run() {
        Steps.run(() -> step(STEP_OBJECTS));
        return (J) this;
    }
}
