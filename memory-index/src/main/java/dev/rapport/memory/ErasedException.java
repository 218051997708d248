package dev.rapport.memory;

/** The user was erased after what was to be kept was said, so it is not kept. To try again is no use. */
public final class ErasedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public ErasedException(Owner owner) {
        super("what was to be kept of " + owner + " is of before an erasure");
    }
}
