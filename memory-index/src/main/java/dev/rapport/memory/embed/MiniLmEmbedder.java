package dev.rapport.memory.embed;

import dev.rapport.memory.Embedder;
import dev.rapport.memory.Embedding;

/**
 * all-MiniLM-L6-v2 in eight bits, run by ONNX Runtime in this process.
 *
 * <p>The vector of a text is the mean of its tokens' vectors, scaled to length one. One text costs 1 to 11 ms of one
 * core, by its length; texts seen lately cost nothing, and one that another thread is at is waited for. The model runs on
 * the caller's thread: many threads may embed at once, and their number is the caller's to bound.
 */
public final class MiniLmEmbedder implements Embedder, AutoCloseable {
    private final SentenceModel model;

    private MiniLmEmbedder(SentenceModel model) {
        this.model = model;
    }

    /**
     * Loads model and vocabulary from the class path; takes about half a second.
     *
     * @throws java.io.UncheckedIOException if a file is not there or cannot be read
     * @throws EmbedderUnavailable if ONNX Runtime does not run here, or refuses the model
     */
    public static MiniLmEmbedder load() {
        return new MiniLmEmbedder(SentenceModel.load(ModelFiles.MINI_LM, SentenceModel.Pooling.MEAN));
    }

    @Override
    public Embedding embed(String text) {
        return read(text).meaning();
    }

    @Override
    public Reading read(String text) {
        return model.read(text);
    }

    @Override
    public int dimensions() {
        return Embedding.DIMENSIONS;
    }

    @Override
    public String model() {
        return model.nameWithRuntime();
    }

    /** How often the model has run: once for each text, as long as its vector is kept. */
    long runs() {
        return model.runs();
    }

    /** Frees the model, once runs under way have ended. */
    @Override
    public void close() {
        model.close();
    }
}
