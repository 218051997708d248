package dev.rapport.memory.embed;

import dev.rapport.memory.Embedder;
import dev.rapport.memory.Embedding;

/**
 * bge-small-en-v1.5 in eight bits, run by ONNX Runtime in this process: English only, twice the work of {@link
 * MiniLmEmbedder}.
 *
 * <p>The vector of a text is that of its start mark, scaled to length one; a question has an instruction put before it, a
 * text to keep has not (source: model card of BAAI/bge-small-en-v1.5). The model is no part of Rapport: its library must be put
 * on the class path.
 */
public final class BgeSmallEmbedder implements Embedder, AutoCloseable {
    private static final String BEFORE_A_QUESTION = "Represent this sentence for searching relevant passages: ";

    private final SentenceModel model;

    private BgeSmallEmbedder(SentenceModel model) {
        this.model = model;
    }

    /**
     * Loads model and vocabulary from the class path; takes about a second.
     *
     * @throws java.io.UncheckedIOException if a file is not there (the message says which library to put where) or cannot
     *     be read
     * @throws EmbedderUnavailable if ONNX Runtime does not run here, or refuses the model
     */
    public static BgeSmallEmbedder load() {
        return new BgeSmallEmbedder(SentenceModel.load(ModelFiles.BGE_SMALL, SentenceModel.Pooling.FIRST));
    }

    @Override
    public Embedding embed(String text) {
        return read(text).meaning();
    }

    @Override
    public Embedding embedQuestion(String text) {
        return readQuestion(text).meaning();
    }

    @Override
    public boolean marksQuestions() {
        return true;
    }

    @Override
    public Reading read(String text) {
        return model.read(text);
    }

    @Override
    public Reading readQuestion(String text) {
        return model.read(BEFORE_A_QUESTION + text);
    }

    @Override
    public int dimensions() {
        return Embedding.DIMENSIONS;
    }

    @Override
    public String model() {
        return model.nameWithRuntime();
    }

    /** Frees the model, once runs under way have ended. */
    @Override
    public void close() {
        model.close();
    }
}
