package io.github.owner.backuptarget;

import org.jspecify.annotations.Nullable;

/** What the functions of this package throw, except for arguments that no call can have. */
public abstract sealed class BackupTargetException extends RuntimeException
        permits InvalidInputException, PublishException, ComponentException {
    private static final long serialVersionUID = 1;

    BackupTargetException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
