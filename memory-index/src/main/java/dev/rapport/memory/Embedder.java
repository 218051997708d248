package dev.rapport.memory;

/**
 * Turns text into what it means.
 *
 * <p>Burns CPU for some milliseconds: call it on a worker thread, never on an event loop. Safe for use by many threads
 * at once.
 */
public interface Embedder {

    /**
     * What the text means. Takes any text, also an empty one or one that is no valid Unicode, and looks at no more of it
     * than the model can.
     */
    Embedding embed(String text);

    /** Numbers in each vector. */
    int dimensions();

    /** Names the model and the runtime. Vectors of different models must not be compared, so it is stored beside each. */
    String model();
}
