package dev.rapport.memory.embed;

/** The runtime of a model is not there or does not run on this machine; {@link StaticEmbedder} needs none. */
public final class EmbedderUnavailable extends RuntimeException {
    private static final long serialVersionUID = 1;

    EmbedderUnavailable(String message, Throwable cause) {
        super(message, cause);
    }
}
