package io.github.owner.backuptarget;

import java.util.List;
import java.util.stream.Collectors;

/** The component refuses the input. */
public final class InvalidInputException extends BackupTargetException {
    private static final long serialVersionUID = 1;

    private final transient List<Diagnostic> diagnostics;

    InvalidInputException(List<Diagnostic> diagnostics) {
        super(message(diagnostics), null);
        this.diagnostics = diagnostics;
    }

    static String message(List<Diagnostic> diagnostics) {
        return diagnostics.stream().map(Diagnostic::toString).collect(Collectors.joining("\n"));
    }

    /** Returns why it is refused. */
    public List<Diagnostic> diagnostics() {
        return diagnostics;
    }
}
