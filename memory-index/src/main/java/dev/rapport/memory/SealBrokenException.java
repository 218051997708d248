package dev.rapport.memory;

import org.jspecify.annotations.Nullable;

/** Something that is kept cannot be opened: its key is another one or gone, or it was changed or moved. */
public final class SealBrokenException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public SealBrokenException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
