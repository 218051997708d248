package dev.rapport.eval.traits;

/** A file of the data is not as it must be. The message names file, line, value and what was expected. */
final class BadData extends RuntimeException {
    private static final long serialVersionUID = 1;

    BadData(String message) {
        super(message);
    }
}
