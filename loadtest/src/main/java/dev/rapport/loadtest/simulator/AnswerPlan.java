package dev.rapport.loadtest.simulator;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the simulated provider will answer to a message, and when. It follows from the settings and the message's nonce
 * alone: the server plays it, and a client that knows the settings recomputes it and checks every token.
 *
 * <p>Token {@code i} of nonce {@code n} reads {@code wn.i}, with a space before every token but the first, so that a
 * missing, doubled, displaced or foreign token can be told from the text, however the text was cut into pieces.
 */
public final class AnswerPlan {
    /**
     * Where a message says which answer it wants: {@code [ref 4f2k01]}. The last match counts: a service quotes what it
     * remembers before what the user says now, and the quote may hold references of earlier messages.
     */
    public static final Pattern REFERENCE = Pattern.compile("\\[ref ([0-9a-z]+)\\]");

    private static final double NANOS_PER_MILLI = 1e6;
    private static final int BASE_36 = 36;

    private final String nonce;
    private final List<String> tokens;
    private final long[] dueNanos;

    private AnswerPlan(String nonce, List<String> tokens, long[] dueNanos) {
        this.nonce = nonce;
        this.tokens = List.copyOf(tokens);
        this.dueNanos = dueNanos;
    }

    /** The plan for this message, by {@link #nonceOf}. */
    public static AnswerPlan forMessage(AnswerSettings settings, String message) {
        return forNonce(settings, nonceOf(message));
    }

    /** The plan for this nonce. */
    public static AnswerPlan forNonce(AnswerSettings settings, String nonce) {
        requireNonNull(nonce, "nonce");
        int tokenCount = tokenCount(settings, nonce);
        List<String> tokens = new ArrayList<>(tokenCount);
        long[] dueNanos = new long[tokenCount];
        double due =
                new Draws(settings.seed(), nonce, "ttft").lognormal(settings.ttftMedianMillis(), settings.ttftSigma());
        Draws gaps = new Draws(settings.seed(), nonce, "itl");
        for (int i = 0; i < tokenCount; i++) {
            tokens.add((i == 0 ? "w" : " w") + nonce + "." + i);
            dueNanos[i] = Math.round(due * NANOS_PER_MILLI);
            due += gaps.gamma(settings.itlMeanMillis(), settings.itlCv());
        }
        return new AnswerPlan(nonce, tokens, dueNanos);
    }

    private static int tokenCount(AnswerSettings settings, String nonce) {
        double drawn =
                settings.tokensMean() + settings.tokensSd() * new Draws(settings.seed(), nonce, "tokens").normal();
        return Math.clamp(Math.round(drawn), 1, AnswerSettings.TOKENS_MAX);
    }

    /** The message's last {@link #REFERENCE}; without one, a hash of the message. */
    public static String nonceOf(String message) {
        Matcher matcher = REFERENCE.matcher(message);
        String last = "";
        while (matcher.find()) {
            last = requireNonNull(matcher.group(1));
        }
        return last.isEmpty() ? Long.toUnsignedString(Draws.hash(message), BASE_36) : last;
    }

    public String nonce() {
        return nonce;
    }

    /** At least one. */
    public int tokenCount() {
        return tokens.size();
    }

    /** The tokens in order; their concatenation is {@link #text}. */
    public List<String> tokens() {
        return tokens;
    }

    /** When token {@code index} leaves, in nanoseconds after the request was fully received; never falls. */
    public long dueNanos(int index) {
        return dueNanos[index];
    }

    /** The whole answer. */
    public String text() {
        return String.join("", tokens);
    }

    /** The same plan, cut after so many tokens; at least one stays. */
    AnswerPlan limitedTo(int tokensMax) {
        return tokensMax >= tokens.size()
                ? this
                : new AnswerPlan(nonce, tokens.subList(0, Math.max(1, tokensMax)), dueNanos);
    }
}
