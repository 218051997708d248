package dev.rapport.eval.data;

import java.nio.file.Path;

/** A file that cannot be used; the message has file, line, value and what was expected. */
public final class BadData extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** Of the whole file. */
    public BadData(Path file, String problem) {
        super(file + ": " + problem);
    }

    /** Of one line; the first is 1. */
    public BadData(Path file, int line, String problem) {
        super(file + ":" + line + ": " + problem);
    }
}
