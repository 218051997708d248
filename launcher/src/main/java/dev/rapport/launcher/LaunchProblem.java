package dev.rapport.launcher;

/** Something the person at the terminal can mend; the message says what and how. Shown without a stack trace. */
final class LaunchProblem extends RuntimeException {
    private static final long serialVersionUID = 1;

    LaunchProblem(String message) {
        super(message);
    }

    LaunchProblem(String message, Throwable cause) {
        super(message, cause);
    }
}
