package dev.rapport.eval;

import dev.rapport.chat.compress.Digest;
import dev.rapport.chat.compress.Digester;
import dev.rapport.chat.compress.MessageTexts;
import dev.rapport.chat.compress.TokenCounter;
import dev.rapport.chat.turn.PastMessage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;

/**
 * A conversation as it was, and what a way to compress it leaves, as a model reads it.
 *
 * @param before tokens of all messages
 * @param after tokens of what is left
 * @param text what the model reads
 * @param coldMicros time that it took, with texts that nobody had seen; median; 0 for the baselines, as the next
 * @param warmMicros the same with texts that were known
 */
record Squeezed(
        List<PastMessage> messages,
        Digest digest,
        int before,
        int after,
        String text,
        long coldMicros,
        long warmMicros) {
    private static final int COLD_RUNS = 25;
    private static final int WARM_RUNS = 100;
    private static final int UNTIMED = 1; // a figure of one run is none, and nobody shows it
    private static final long SEED = 11;

    double reduction() {
        return 100.0 * (before - after) / before;
    }

    /** By the service, with its times. */
    static Squeezed timed(TokenCounter counter, List<PastMessage> messages, int tokensMax) {
        return byService(counter, messages, tokensMax, COLD_RUNS, WARM_RUNS);
    }

    /** By the service, once. */
    static Squeezed byService(TokenCounter counter, List<PastMessage> messages, int tokensMax) {
        return byService(counter, messages, tokensMax, UNTIMED, UNTIMED);
    }

    private static Squeezed byService(
            TokenCounter counter, List<PastMessage> messages, int tokensMax, int coldRuns, int warmRuns) {
        MessageTexts known = new MessageTexts();
        Digest digest = new Digester(counter, known).digest(messages, tokensMax);
        String text = new ServiceContext(counter, tokensMax).render(digest);
        int tokens = counter.count(
                String.join("\n", digest.lines()) + (digest.lines().isEmpty() ? "" : "\n"));
        if (tokens != digest.tokens() || tokens > tokensMax) {
            throw new IllegalStateException(
                    "digest: " + tokens + " tokens (expected: " + digest.tokens() + ", at most " + tokensMax + ")");
        }
        return new Squeezed(
                messages,
                digest,
                tokens(counter, messages),
                tokens,
                text,
                median(coldRuns, () -> new Digester(counter, new MessageTexts()).digest(messages, tokensMax)),
                median(warmRuns, () -> new Digester(counter, known).digest(messages, tokensMax)));
    }

    /** The newest messages. */
    static Squeezed newest(TokenCounter counter, List<PastMessage> messages, int tokensMax) {
        return lines(counter, messages, messages.reversed(), tokensMax, true);
    }

    /** Messages drawn at random. */
    static Squeezed random(TokenCounter counter, List<PastMessage> messages, int tokensMax) {
        List<PastMessage> shuffled = new ArrayList<>(messages);
        Collections.shuffle(shuffled, new Random(SEED));
        return lines(counter, messages, shuffled, tokensMax, false);
    }

    private static Squeezed lines(
            TokenCounter counter, List<PastMessage> messages, List<PastMessage> inOrder, int tokensMax, boolean stop) {
        StringBuilder text = new StringBuilder();
        int used = 0;
        for (PastMessage message : inOrder) {
            int tokens = counter.count(message.text() + "\n");
            if (used + tokens <= tokensMax) {
                used += tokens;
                text.append(message.text()).append('\n');
            } else if (stop) {
                break;
            }
        }
        return new Squeezed(
                messages, new Digest(List.of(), List.of(), 0), tokens(counter, messages), used, text.toString(), 0, 0);
    }

    private static int tokens(TokenCounter counter, List<PastMessage> messages) {
        return messages.stream()
                .mapToInt(message -> counter.count(message.text() + "\n"))
                .sum();
    }

    private static long median(int runs, Supplier<Digest> run) {
        long[] nanos = new long[runs];
        int tokens = 0;
        for (int i = 0; i < runs; i++) {
            long startNanos = System.nanoTime();
            tokens = Math.max(tokens, run.get().tokens());
            nanos[i] = System.nanoTime() - startNanos;
        }
        Arrays.sort(nanos);
        return nanos[runs / 2] / 1_000;
    }
}
