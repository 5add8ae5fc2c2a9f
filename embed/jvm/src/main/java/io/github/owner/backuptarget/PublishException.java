package io.github.owner.backuptarget;

import java.util.List;

/** Nothing is published. */
public final class PublishException extends BackupTargetException {
    private static final long serialVersionUID = 1;

    private final transient PublishError error;

    PublishException(PublishError error) {
        super(message(error), null);
        this.error = error;
    }

    private static String message(PublishError error) {
        if (error instanceof PublishError.Invalid invalid) {
            return InvalidInputException.message(invalid.diagnostics());
        }
        return error instanceof PublishError.NotLeader ? "the unit is not the leader" : "no relation has this name";
    }

    /** Returns the reason. */
    public PublishError error() {
        return error;
    }

    /** Returns the diagnostics of a spec with errors. Without one, the list is empty. */
    public List<Diagnostic> diagnostics() {
        return error instanceof PublishError.Invalid invalid ? invalid.diagnostics() : List.of();
    }
}
