package dev.rapport.memory.embed;

import dev.rapport.memory.Embedder;
import dev.rapport.memory.Embedding;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Makes the file of {@link StaticEmbedder} when Rapport is built: {@code Distiller FOLDER}, where the folder is that of this
 * class.
 *
 * <p>Lets the model embed sentences made by rule, and fits a vector for each word piece to what comes out. Takes about a minute
 * of CPU time, on all cores. The file begins with a digest of all that it depends on, which are the model, the phrases and
 * this code; if it is there with that digest, nothing is done.
 */
final class Distiller {
    /**
     * Sentences to learn from. Twice as many take twice the time of a build, and bring the rank correlation with the model's
     * similarities from 0.83 to 0.85.
     */
    private static final int TEXTS = 45_000;

    private static final long SEED = 11;

    /** What the file depends on, beside the model: a change of any of them makes it anew. */
    private static final List<Class<?>> CODE = List.of(
            Distiller.class,
            Embedding.class,
            FlatJson.class,
            InputVectors.class,
            MiniLmEmbedder.class,
            ModelFiles.class,
            SentenceModel.class,
            StaticEmbedder.class,
            StaticVectors.class,
            TokenRegression.class,
            TrainingTexts.class,
            Vocabulary.class,
            WordPieceTokenizer.class);

    private Distiller() {}

    public static void main(String[] arguments) throws IOException {
        if (arguments.length != 1) {
            throw new IllegalArgumentException(
                    "arguments: " + arguments.length + " (expected: the folder to write to)");
        }
        Path file = Path.of(arguments[0]).resolve(StaticVectors.FILE);
        byte[] model = ModelFiles.MINI_LM.model();
        String key = key(model);
        if (Files.exists(file) && key.equals(keyOf(file))) {
            return;
        }
        long startNanos = System.nanoTime();
        StaticVectors vectors = distill(key, model, TEXTS);
        write(vectors, file);
        System.out.println("Made the static embedding from " + TEXTS + " sentences in "
                + (System.nanoTime() - startNanos) / 1_000_000_000 + " s.");
    }

    /** The vectors fitted to that many sentences. */
    static StaticVectors distill(String key, byte[] model, int count) {
        Vocabulary vocabulary = ModelFiles.MINI_LM.vocabulary();
        WordPieceTokenizer tokenizer = new WordPieceTokenizer(vocabulary);
        List<String> texts = TrainingTexts.load(vocabulary, SEED).next(count);
        List<float[]> targets;
        try (MiniLmEmbedder embedder = MiniLmEmbedder.load()) {
            targets = embedded(embedder, texts);
        }
        List<int[]> pieces = texts.stream()
                .map(text -> StaticEmbedder.distinct(tokenizer.tokenize(text).ids()))
                .toList();
        float[] input = InputVectors.read(model, vocabulary.size());
        return StaticVectors.of(key, TokenRegression.fit(pieces, targets, input, SEED));
    }

    /* On all cores. Each text is embedded by itself, so which thread does it makes no difference to the numbers. */
    private static List<float[]> embedded(Embedder embedder, List<String> texts) {
        return IntStream.range(0, texts.size())
                .parallel()
                .mapToObj(i -> embedder.embed(texts.get(i)))
                .map(Embedding::toArray)
                .toList();
    }

    private static void write(StaticVectors vectors, Path file) throws IOException {
        Path unfinished = file.resolveSibling(file.getFileName() + ".new");
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(unfinished), 1 << 16)) {
            vectors.writeTo(out);
        }
        Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static String keyOf(Path file) throws IOException {
        try (DataInputStream in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file)))) {
            return StaticVectors.readKey(in);
        } catch (IOException _) {
            return ""; // broken: made anew
        }
    }

    private static String key(byte[] model) throws IOException {
        MessageDigest digest = sha256();
        digest.update(model);
        digest.update(resource(TrainingTexts.FILE));
        digest.update(ModelFiles.MINI_LM.tokenizerFile());
        for (Class<?> part : CODE) {
            digest.update(code(part));
            for (Class<?> nested : part.getDeclaredClasses()) {
                digest.update(code(nested));
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static byte[] code(Class<?> part) throws IOException {
        return resource("/" + part.getName().replace('.', '/') + ".class");
    }

    private static byte[] resource(String name) throws IOException {
        try (InputStream in = Distiller.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IOException(name + " is not on the class path");
            }
            return in.readAllBytes();
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 is part of every Java platform", e);
        }
    }
}
