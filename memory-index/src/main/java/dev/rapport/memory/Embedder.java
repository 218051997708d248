package dev.rapport.memory;

/**
 * Turns text into what it means.
 *
 * <p>Burns CPU for some milliseconds: call it on a worker thread, never on an event loop. Safe for use by many threads
 * at once.
 */
public interface Embedder {

    /**
     * What a text to keep means. Takes any text, also an empty one or one that is no valid Unicode, and looks at no more of
     * it than the model can.
     */
    Embedding embed(String text);

    /** What a question to the texts kept means. Some models want it marked, so it may be another vector than the text's. */
    default Embedding embedQuestion(String text) {
        return embed(text);
    }

    /** Whether {@link #embedQuestion} and {@link #embed} differ. */
    default boolean marksQuestions() {
        return false;
    }

    /** Whether the text has more tokens than the model reads, so that its end does not count. Says no if the model has no bound. */
    default boolean truncates(String text) {
        return false;
    }

    /** Numbers in each vector. */
    int dimensions();

    /**
     * Names the model and what ran it, for example {@code all-minilm-l6-v2-q/onnxruntime-1.20.0}. It is stored beside each
     * vector.
     */
    String model();

    /** Which vectors may be compared with this one's: {@link #spaceOf} of {@link #model}. */
    default String space() {
        return spaceOf(model());
    }

    /**
     * The model without what ran it. Vectors may be compared if, and only if, they are of the same space: those of another
     * model point anywhere.
     */
    static String spaceOf(String model) {
        int slash = model.indexOf('/');
        return slash < 0 ? model : model.substring(0, slash);
    }
}
