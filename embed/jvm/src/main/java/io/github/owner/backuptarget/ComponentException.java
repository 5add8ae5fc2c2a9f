package io.github.owner.backuptarget;

import org.jspecify.annotations.Nullable;

/**
 * A call failed. Its instance is not used again, and all objects in it are lost. The next call of the {@link Evaluator}
 * has another instance.
 */
public abstract sealed class ComponentException extends BackupTargetException
        permits TrapException, LimitException, LostException, InterruptedCallException {
    private static final long serialVersionUID = 1;

    ComponentException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
