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

    /**
     * A text as the model read it.
     *
     * @param meaning as {@link #embed} says
     * @param truncated whether the text has more tokens than the model reads, so that its end does not count; not if the model has no
     *     bound
     */
    record Reading(Embedding meaning, boolean truncated) {}

    /** {@link #embed}, and how much of the text that is. */
    default Reading read(String text) {
        return new Reading(embed(text), false);
    }

    /** {@link #embedQuestion}, and how much of the question that is. */
    default Reading readQuestion(String text) {
        return marksQuestions() ? new Reading(embedQuestion(text), false) : read(text);
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
