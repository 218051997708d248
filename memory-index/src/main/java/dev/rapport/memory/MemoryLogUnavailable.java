package dev.rapport.memory;

import org.jspecify.annotations.Nullable;

/**
 * The store of memories is down, late or full. Whether the work was done is unknown; every method of {@link MemoryLog}
 * may be called again.
 */
public final class MemoryLogUnavailable extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** Says which store, what was asked of it and how it failed. */
    public MemoryLogUnavailable(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
