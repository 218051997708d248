package dev.rapport.loadtest.record;

import dev.rapport.loadtest.client.Integrity;
import java.util.AbstractList;
import java.util.AbstractMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Makes samples small as they are read: a long run has hundreds of thousands, and as the JSON library makes them, two thirds
 * of each are boxed numbers, tables of entries and copies of the same few words. They stay equal to what they were. Used by
 * one thread: it remembers.
 */
final class Compact {
    /** Words beyond this many are no words of a vocabulary but names, and remembering them would not save anything. */
    private static final int WORDS_MAX = 10_000;

    private final Map<String, String> words = new HashMap<>();
    private final Map<List<String>, List<String>> keys = new HashMap<>();
    private final Map<Integrity, Integrity> integrities = new HashMap<>();

    Sample sample(Sample s) {
        return new Sample(
                s.number(),
                word(s.phase()),
                s.operation(),
                s.user(),
                s.nonce(),
                s.plannedNanos(),
                s.times(),
                s.answer().equals(Sample.Answer.NONE) ? Sample.Answer.NONE : answer(s.answer()),
                word(s.outcome()),
                word(s.detail()),
                s.status(),
                s.retryAfterSeconds(),
                s.bytesSent(),
                s.bytesReceived(),
                new Sample.Server(
                        s.server().requestId(),
                        word(s.server().instance()),
                        millis(s.server().stageMillis())));
    }

    ProviderRecord provider(ProviderRecord r) {
        return new ProviderRecord(
                r.nonce(),
                word(r.model()),
                r.stream(),
                r.status(),
                r.arrivedAtMs(),
                r.firstTokenMs(),
                r.totalMs(),
                r.tokens(),
                word(r.outcome()),
                r.waitedMs(),
                r.promptTokens(),
                r.chargedTokens());
    }

    Gauge gauge(Gauge g) {
        return new Gauge(g.atNanos(), word(g.source()), word(g.name()), g.value());
    }

    private String word(String word) {
        String known = words.get(word);
        if (known == null && words.size() < WORDS_MAX) {
            words.put(word, word);
        }
        return known == null ? word : known;
    }

    private Sample.Answer answer(Sample.Answer a) {
        int[] gaps = a.gapsMicros().stream().mapToInt(Integer::intValue).toArray();
        Integrity integrity = integrities.computeIfAbsent(a.integrity(), same -> same);
        return new Sample.Answer(
                a.tokensPlanned(),
                a.tokens(),
                a.usageTokens(),
                a.events(),
                a.reads(),
                new Ints(gaps),
                integrity,
                a.learned(),
                a.recalled(),
                word(a.provider()),
                a.queued(),
                a.replaced());
    }

    private Map<String, Double> millis(Map<String, Double> stages) {
        if (stages.isEmpty()) {
            return Map.of();
        }
        List<String> names = keys.computeIfAbsent(List.copyOf(stages.keySet()), same -> same);
        return new Stages(
                names, stages.values().stream().mapToDouble(Double::doubleValue).toArray());
    }

    /** Numbers, unboxed. */
    private static final class Ints extends AbstractList<Integer> {
        private final int[] values;

        Ints(int[] values) {
            this.values = values;
        }

        @Override
        public Integer get(int index) {
            return values[index];
        }

        @Override
        public int size() {
            return values.length;
        }
    }

    /** Numbers by names that many share. There are some eight, so looking through them is as fast as hashing. */
    private static final class Stages extends AbstractMap<String, Double> {
        private final List<String> names;
        private final double[] values;

        Stages(List<String> names, double[] values) {
            this.names = names;
            this.values = values;
        }

        @Override
        public @Nullable Double get(@Nullable Object name) {
            int index = names.indexOf(name);
            return index < 0 ? null : values[index];
        }

        @Override
        public boolean containsKey(@Nullable Object name) {
            return names.contains(name);
        }

        @Override
        public Set<Map.Entry<String, Double>> entrySet() {
            Map<String, Double> copy = new LinkedHashMap<>();
            for (int i = 0; i < values.length; i++) {
                copy.put(names.get(i), values[i]);
            }
            return copy.entrySet();
        }
    }
}
