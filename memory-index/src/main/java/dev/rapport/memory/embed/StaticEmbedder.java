package dev.rapport.memory.embed;

import dev.rapport.memory.Embedder;
import dev.rapport.memory.Embedding;
import java.io.BufferedInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;

/**
 * The sum of one fixed vector for each word piece of a text: no model runs, so a text costs microseconds, and no library.
 *
 * <p>The vectors are fitted, when Rapport is built, to what {@link MiniLmEmbedder} makes of sentences (see {@link Distiller}). They
 * point where the model's do, as far as single words can tell, so a question embedded here may be compared with texts
 * embedded there (measured: docs/measurements/0013-embedders.md). How words stand together is lost: "dog bites man" and
 * "man bites dog" are the same. Cheap enough for an event loop.
 */
public final class StaticEmbedder implements Embedder {
    /** Characters of the key in {@link #model}: enough to tell two builds apart. */
    private static final int KEY_SHOWN = 8;

    private final WordPieceTokenizer tokenizer;
    private final StaticVectors vectors;

    StaticEmbedder(WordPieceTokenizer tokenizer, StaticVectors vectors) {
        this.tokenizer = tokenizer;
        this.vectors = vectors;
    }

    /**
     * Loads vectors and vocabulary from the class path; takes a tenth of a second and 12 MB.
     *
     * @throws UncheckedIOException if a file is not there or cannot be read
     */
    public static StaticEmbedder load() {
        try (InputStream in = StaticEmbedder.class.getResourceAsStream(StaticVectors.FILE)) {
            if (in == null) {
                throw new FileNotFoundException(StaticVectors.FILE
                        + " is not on the class path (expected: made by Maven's build of memory-index)");
            }
            return new StaticEmbedder(
                    ModelFiles.MINI_LM.tokenizer(), StaticVectors.read(new BufferedInputStream(in, 1 << 16)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Embedding embed(String text) {
        return read(text).meaning();
    }

    @Override
    public Reading read(String text) {
        WordPieceTokenizer.Tokens tokens = tokenizer.tokenize(text);
        float[] sum = new float[Embedding.DIMENSIONS];
        for (int piece : distinct(tokens.ids())) {
            vectors.addTo(sum, piece);
        }
        // Never zero: the two marks at the ends are always there.
        return new Reading(Embedding.of(sum), tokens.truncated());
    }

    /** Each piece counts once, however often it stands there: repetition adds nothing to what a text is about. */
    static int[] distinct(long[] tokens) {
        return Arrays.stream(tokens)
                .mapToInt(Math::toIntExact)
                .sorted()
                .distinct()
                .toArray();
    }

    @Override
    public int dimensions() {
        return Embedding.DIMENSIONS;
    }

    @Override
    public String model() {
        return ModelFiles.MINI_LM.name() + "/static-" + vectors.key().substring(0, KEY_SHOWN);
    }
}
