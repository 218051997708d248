package dev.rapport.memory.embed;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.rapport.memory.Embedder;
import dev.rapport.memory.Embedding;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * A BERT that makes a vector of a text, run by ONNX Runtime in this process and on the caller's thread.
 *
 * <p>Texts seen lately cost nothing, and one that another thread is at is waited for instead of done twice. Many threads may
 * embed at once, and their number is the caller's to bound.
 */
final class SentenceModel implements AutoCloseable {
    /** Texts whose vectors are kept: 4,096 x (1.5 kB of vector + at most 0.6 kB of key) is 8 MB. */
    static final int CACHED_TEXTS_MAX = 4_096;

    /** What becomes of the vectors of a text's tokens. */
    enum Pooling {
        /** Their mean. */
        MEAN,
        /** The first one's, which is the start mark's. */
        FIRST
    }

    private final String name;
    private final Pooling pooling;
    private final OrtEnvironment runtime;
    private final OrtSession session;
    private final WordPieceTokenizer tokenizer;
    private final AtomicLong runs = new AtomicLong();
    private final Cache<String, Embedding> recent = Caffeine.newBuilder()
            .maximumSize(CACHED_TEXTS_MAX)
            .executor(Runnable::run)
            .build();

    /* What threads are at now: at most one text for each of them. */
    private final ConcurrentHashMap<String, CompletableFuture<Embedding>> underWay = new ConcurrentHashMap<>();

    /* Closing frees memory outside the heap, which a run that is under way must not lose. Runs share it. */
    private final ReentrantReadWriteLock openLock = new ReentrantReadWriteLock();
    private boolean closed;

    private SentenceModel(
            String name, Pooling pooling, OrtEnvironment runtime, OrtSession session, WordPieceTokenizer tokenizer) {
        this.name = name;
        this.pooling = pooling;
        this.runtime = runtime;
        this.session = session;
        this.tokenizer = tokenizer;
    }

    /**
     * Loads model and vocabulary from the class path; takes about half a second.
     *
     * @throws java.io.UncheckedIOException if a file is not there or cannot be read
     * @throws EmbedderUnavailable if ONNX Runtime does not run here, or refuses the model
     */
    static SentenceModel load(ModelFiles files, Pooling pooling) {
        byte[] model = files.model();
        WordPieceTokenizer tokenizer = files.tokenizer();
        try {
            OrtEnvironment runtime = OrtEnvironment.getEnvironment();
            try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
                // More threads make one text faster and all texts slower (measured: 731 a second in all, with two).
                options.setIntraOpNumThreads(1);
                options.setInterOpNumThreads(1);
                OrtSession session = runtime.createSession(model, options);
                return new SentenceModel(files.name(), pooling, runtime, session, tokenizer);
            }
        } catch (OrtException | LinkageError | IllegalStateException e) {
            throw new EmbedderUnavailable(
                    "embedder: ONNX Runtime cannot run " + files.name() + " on " + System.getProperty("os.name") + " "
                            + System.getProperty("os.arch") + ": " + e.getMessage(),
                    e);
        }
    }

    Embedder.Reading read(String text) {
        WordPieceTokenizer.Tokens tokens = tokenizer.tokenize(text);
        String key = keyOf(tokens.ids());
        Embedding known = recent.getIfPresent(key);
        return new Embedder.Reading(known != null ? known : runOnce(key, tokens.ids()), tokens.truncated());
    }

    /** The tokens are the text's normal form: texts that the model cannot tell apart share a vector, no others do. */
    private static String keyOf(long[] tokens) {
        char[] key = new char[tokens.length];
        for (int i = 0; i < key.length; i++) {
            key[i] = (char) tokens[i]; // the vocabulary has 30,522 pieces
        }
        return new String(key);
    }

    private Embedding runOnce(String key, long[] tokens) {
        CompletableFuture<Embedding> mine = new CompletableFuture<>();
        CompletableFuture<Embedding> theirs = underWay.putIfAbsent(key, mine);
        if (theirs != null) {
            return waitedFor(theirs);
        }
        try {
            Embedding done = recent.getIfPresent(key); // somebody may have ended since the caller looked
            if (done == null) {
                done = run(tokens);
                recent.put(key, done);
            }
            mine.complete(done);
            return done;
        } catch (RuntimeException | Error e) {
            mine.completeExceptionally(e);
            throw e;
        } finally {
            underWay.remove(key);
        }
    }

    private static Embedding waitedFor(CompletableFuture<Embedding> theirs) {
        try {
            return theirs.join(); // as long as one run takes, some milliseconds
        } catch (CompletionException e) {
            throw new IllegalStateException("embedding failed on another thread", e.getCause());
        }
    }

    /** For example {@code all-minilm-l6-v2-q/onnxruntime-1.20.0}. */
    String nameWithRuntime() {
        return name + "/onnxruntime-" + runtime.getVersion();
    }

    /** How often the model has run. */
    long runs() {
        return runs.get();
    }

    private Embedding run(long[] tokens) {
        openLock.readLock().lock();
        try {
            if (closed) {
                throw new IllegalStateException("embedder: closed (expected: open)");
            }
            runs.incrementAndGet();
            return Embedding.of(pooled(tokens));
        } catch (OrtException e) {
            throw new IllegalStateException("embedding of " + tokens.length + " tokens failed", e);
        } finally {
            openLock.readLock().unlock();
        }
    }

    private float[] pooled(long[] tokens) throws OrtException {
        long[] shape = {1, tokens.length};
        long[] mask = new long[tokens.length];
        Arrays.fill(mask, 1); // one text at a time needs no padding, so every token counts
        try (OnnxTensor ids = OnnxTensor.createTensor(runtime, LongBuffer.wrap(tokens), shape);
                OnnxTensor attention = OnnxTensor.createTensor(runtime, LongBuffer.wrap(mask), shape);
                OnnxTensor types = OnnxTensor.createTensor(runtime, LongBuffer.wrap(new long[tokens.length]), shape);
                OrtSession.Result result =
                        session.run(Map.of("input_ids", ids, "attention_mask", attention, "token_type_ids", types))) {
            OnnxTensor output = (OnnxTensor) result.get(0);
            return sumOfRows(output.getFloatBuffer(), pooling == Pooling.FIRST ? 1 : tokens.length);
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
