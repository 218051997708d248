package dev.rapport.loadtest.simulator;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the simulated provider will answer to a message, and when. It follows from the settings and the message's nonce
 * alone: the server plays it, and a client that knows the settings recomputes it and checks every token.
 *
 * <p>Token {@code i} of nonce {@code n} reads {@code wn.i}, with a space before every token but the first, so that a
 * missing, doubled, displaced or foreign token can be told from the text, however the text was cut into pieces.
 */
public final class AnswerPlan {
    /**
     * Where a message says which answer it wants, and if it cares, how many tokens of it: {@code [ref 4f2k01]} or {@code
     * [ref 4f2k01 tokens 2000]}. The last match counts: a service quotes what it remembers before what the user says now,
     * and the quote may hold references of earlier messages.
     */
    public static final Pattern REFERENCE = Pattern.compile("\\[ref ([0-9a-z]+)(?: tokens (\\d{1,9}))?\\]");

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

    /** The plan for this message, by {@link #nonceOf}, with as many tokens as its reference says. */
    public static AnswerPlan forMessage(AnswerSettings settings, String message) {
        MatchResult last = lastReference(message);
        if (last == null || last.group(2) == null) {
            return forNonce(settings, nonceOf(message));
        }
        return forNonce(settings, requireNonNull(last.group(1)), Integer.parseInt(requireNonNull(last.group(2))));
    }

    /** The plan for this nonce, its length drawn from the settings. */
    public static AnswerPlan forNonce(AnswerSettings settings, String nonce) {
        return forNonce(settings, nonce, tokenCount(settings, nonce));
    }

    /**
     * The plan for this nonce with this length, whatever the settings say of lengths.
     *
     * @param tokensWanted brought into 1 to {@link AnswerSettings#TOKENS_MAX}
     */
    public static AnswerPlan forNonce(AnswerSettings settings, String nonce, int tokensWanted) {
        requireNonNull(nonce, "nonce");
        int tokenCount = Math.clamp(tokensWanted, 1, AnswerSettings.TOKENS_MAX);
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
        MatchResult last = lastReference(message);
        return last == null ? Long.toUnsignedString(Draws.hash(message), BASE_36) : requireNonNull(last.group(1));
    }

    private static @Nullable MatchResult lastReference(String message) {
        Matcher matcher = REFERENCE.matcher(message);
        MatchResult last = null;
        while (matcher.find()) {
            last = matcher.toMatchResult();
        }
        return last;
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

    /**
     * The same tokens at other times: the last one is due after {@code nanos}, the ones before in proportion.
     *
     * @param nanos 0 or more
     */
    AnswerPlan takingNanos(long nanos) {
        long last = dueNanos[tokens.size() - 1];
        long[] paced = new long[dueNanos.length];
        for (int i = 0; i < paced.length; i++) {
            paced[i] = last == 0 ? nanos : Math.round((double) dueNanos[i] / last * nanos);
        }
        return new AnswerPlan(nonce, tokens, paced);
    }

    /** The same plan, cut after so many tokens; at least one stays. */
    AnswerPlan limitedTo(int tokensMax) {
        return tokensMax >= tokens.size()
                ? this
                : new AnswerPlan(nonce, tokens.subList(0, Math.max(1, tokensMax)), dueNanos);
    }
}
