package dev.rapport.eval.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * How far the mean of paired differences may be from the truth: 95 % percentile interval of {@value #ROUNDS} bootstrap
 * samples.
 *
 * <p>Questions of one conversation are alike, so whole conversations are drawn, with all their questions; with few of them the
 * interval is rough, and with one there is none to draw, so its questions are.
 */
public final class Bootstrap {
    static final int ROUNDS = 2_000;
    private static final long SEED = 42;
    private static final double TAIL = 0.025;

    /**
     * A difference with its interval, all in percentage points.
     *
     * @param drawn what was drawn, conversations or questions
     */
    public record Interval(double difference, double low, double high, String drawn) {
        /** For example {@code +7.6 [6.6, 8.5]}. */
        @Override
        public String toString() {
            return String.format(java.util.Locale.ROOT, "%+.1f [%.1f, %.1f]", difference, low, high);
        }
    }

    /** One question's difference, in percentage points. */
    public record Pair(String conversation, double difference) {}

    private Bootstrap() {}

    /**
     * The mean difference and its interval.
     *
     * @param pairs at least one
     */
    public static Interval of(List<Pair> pairs) {
        Map<String, List<Pair>> byConversation = pairs.stream()
                .collect(Collectors.groupingBy(Pair::conversation, LinkedHashMap::new, Collectors.toList()));
        boolean conversations = byConversation.size() > 1;
        List<double[]> units = conversations
                ? byConversation.values().stream().map(Bootstrap::differences).toList()
                : pairs.stream().map(pair -> new double[] {pair.difference}).toList();
        Random random = new Random(SEED);
        double[] means = new double[ROUNDS];
        for (int round = 0; round < ROUNDS; round++) {
            List<double[]> sample = new ArrayList<>();
            for (int i = 0; i < units.size(); i++) {
                sample.add(units.get(random.nextInt(units.size())));
            }
            means[round] = mean(sample);
        }
        Arrays.sort(means);
        return new Interval(
                mean(units),
                means[(int) Math.floor(TAIL * (ROUNDS - 1))],
                means[(int) Math.ceil((1 - TAIL) * (ROUNDS - 1))],
                conversations ? "conversations" : "questions");
    }

    private static double[] differences(List<Pair> pairs) {
        return pairs.stream().mapToDouble(Pair::difference).toArray();
    }

    private static double mean(List<double[]> units) {
        return units.stream()
                .map(Function.<double[]>identity())
                .flatMapToDouble(Arrays::stream)
                .average()
                .orElse(0);
    }
}
