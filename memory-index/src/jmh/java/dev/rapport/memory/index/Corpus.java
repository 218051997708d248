package dev.rapport.memory.index;

import dev.rapport.memory.Embedding;
import dev.rapport.memory.LogEntry;
import dev.rapport.memory.Memory;
import dev.rapport.memory.QuantizedVector;
import dev.rapport.memory.Vectors;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * Made-up memories, the same for all that are compared: vectors that lie in clusters; texts of 25 words, half of them
 * function words as in English, of the others few frequent and most rare (Zipf); ten told in each session.
 */
final class Corpus {
    static final long SEED = 42;

    private static final int WORDS = 25;
    private static final int VOCABULARY = 20_000;
    private static final String[] FUNCTION_WORDS = {"the", "and", "my", "to", "is", "of", "was", "with", "that", "in"};
    private static final int PER_SESSION = 10;
    private static final Instant FIRST = Instant.parse("2025-01-01T08:00:00Z");

    private Corpus() {}

    static List<Embedding> vectors(int count) {
        return take(Vectors.clustered(SEED), count);
    }

    /** Of the same clusters, but none that is among the vectors. */
    static List<Embedding> questions(int count) {
        Supplier<Embedding> source = Vectors.clustered(SEED);
        Random random = new Random(SEED);
        List<Embedding> questions = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            float[] near = source.get().toArray();
            float[] other = source.get().toArray();
            for (int d = 0; d < near.length; d++) { // between two, nearer to one, and a little beside
                near[d] += 0.3f * other[d] + 0.02f * (float) random.nextGaussian();
            }
            questions.add(Embedding.of(near));
        }
        return questions;
    }

    private static List<Embedding> take(Supplier<Embedding> source, int count) {
        List<Embedding> taken = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            taken.add(source.get());
        }
        return taken;
    }

    static Supplier<String> texts(long seed, int words) {
        Random random = new Random(seed);
        return () -> {
            StringBuilder text = new StringBuilder();
            for (int i = 0; i < words; i++) {
                int rank = (int) Math.pow(VOCABULARY, random.nextDouble());
                String function = FUNCTION_WORDS[random.nextInt(FUNCTION_WORDS.length)];
                text.append(i == 0 ? "" : " ").append(random.nextBoolean() ? function : word(rank));
            }
            return text.append('.').toString();
        };
    }

    private static String word(int rank) {
        StringBuilder word = new StringBuilder("w");
        for (int rest = rank; rest > 0; rest /= 16) {
            word.append("bacodifogu".charAt(rest % 10)).append((char) ('a' + rest % 16));
        }
        return word.toString();
    }

    static Supplier<String> questionTexts() {
        return texts(SEED + 1, 8);
    }

    static List<LogEntry> log(int count) {
        Supplier<LogEntry> entries = entries();
        List<LogEntry> log = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            log.add(entries.get());
        }
        return log;
    }

    static Supplier<LogEntry> entries() {
        Supplier<Embedding> vectors = Vectors.clustered(SEED);
        Supplier<String> texts = texts(SEED, WORDS);
        AtomicInteger number = new AtomicInteger();
        return () -> entry(number.getAndIncrement(), texts.get(), QuantizedVector.of(vectors.get()));
    }

    private static LogEntry entry(int number, String text, QuantizedVector vector) {
        Instant at = FIRST.plus(Duration.ofDays(number / PER_SESSION)).plusSeconds(60L * (number % PER_SESSION));
        String id = "m_%016x".formatted(number * 0x9E3779B97F4A7C15L);
        String turn = "gen_%020d".formatted(number);
        return new LogEntry.Added("1-" + (number + 1), new Memory(id, text, at, turn, vector, "all-MiniLM-L6-v2-q"));
    }

    /** A user with these memories, with a graph if there are enough. Takes a minute for 100,000. */
    static UserMemories user(int count) {
        UserMemories user = new UserMemories();
        user.apply(log(count));
        return user;
    }
}
