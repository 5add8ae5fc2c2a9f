package io.github.owner.backuptarget;

import org.jspecify.annotations.Nullable;

/** Calls functions of the component. */
interface Caller {
    /**
     * Calls a function, and reads its result.
     *
     * @throws InvalidCallException if the function was not called, because of its arguments.
     * @throws ComponentException if the call failed.
     */
    <T extends @Nullable Object> T call(String function, Arguments arguments, Answer<T> answer);
}
