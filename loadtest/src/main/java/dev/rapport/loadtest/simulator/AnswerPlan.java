package dev.rapport.loadtest.simulator;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.OptionalInt;
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
     * Where a message says which answer it wants, and if it cares, how many tokens of it, and after how many the model {@code
     * fault-cut-ref} breaks off: {@code [ref 4f2k01]}, {@code [ref 4f2k01 tokens 2000]} or {@code [ref 4f2k01 tokens 60 cut
     * 7]}. The last match counts: a service quotes what it remembers before what the user says now, and the quote may hold
     * references of earlier messages.
     */
    public static final Pattern REFERENCE =
            Pattern.compile("\\[ref ([0-9a-z]+)(?: tokens (\\d{1,9}))?(?: cut (\\d{1,9}))?\\]");

    private static final int TOKENS_GROUP = 2;
    private static final int CUT_GROUP = 3;

    /** The plan is not cut. */
    private static final int UNCUT = -1;

    private static final double NANOS_PER_MILLI = 1e6;
    private static final int BASE_36 = 36;

    private final String nonce;
    private final List<String> tokens;
    private final long[] dueNanos;
    private final int cut;

    private AnswerPlan(String nonce, List<String> tokens, long[] dueNanos, int cut) {
        this.nonce = nonce;
        this.tokens = List.copyOf(tokens);
        this.dueNanos = dueNanos;
        this.cut = cut;
    }

    /** The plan for this message, by {@link #nonceOf}, with as many tokens as its reference says, and cut where it says. */
    public static AnswerPlan forMessage(AnswerSettings settings, String message) {
        MatchResult last = lastReference(message);
        if (last == null) {
            return forNonce(settings, nonceOf(message));
        }
        String nonce = requireNonNull(last.group(1));
        String tokensWanted = last.group(TOKENS_GROUP);
        AnswerPlan plan = tokensWanted == null
                ? forNonce(settings, nonce)
                : forNonce(settings, nonce, Integer.parseInt(tokensWanted));
        String cutWanted = last.group(CUT_GROUP);
        return cutWanted == null
                ? plan
                : new AnswerPlan(nonce, plan.tokens, plan.dueNanos, Integer.parseInt(cutWanted));
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
        return new AnswerPlan(nonce, tokens, dueNanos, UNCUT);
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

    /** At least one, but for a plan {@link #after} all of it. */
    public int tokenCount() {
        return tokens.size();
    }

    /** The tokens in order; their concatenation is {@link #text}. */
    public List<String> tokens() {
        return tokens;
    }

    /** After how many tokens {@code fault-cut-ref} breaks this answer off; empty if it does not. */
    public OptionalInt cutAfter() {
        return cut == UNCUT ? OptionalInt.empty() : OptionalInt.of(Math.min(cut, tokens.size()));
    }

    /**
     * When token {@code index} leaves, in nanoseconds after the request was fully received; never falls. Of a plan without
     * tokens, 0 is when its end leaves.
     */
    public long dueNanos(int index) {
        return dueNanos[index];
    }

    /** The whole answer. */
    public String text() {
        return String.join("", tokens);
    }

    /** Where this text stops being a beginning of the answer: the first character that differs or is too much; empty if none. */
    OptionalInt firstDifference(String beginning) {
        if (beginning.isEmpty()) {
            return OptionalInt.empty();
        }
        String text = text();
        int alike = 0;
        while (alike < Math.min(text.length(), beginning.length()) && text.charAt(alike) == beginning.charAt(alike)) {
            alike++;
        }
        return alike == beginning.length() ? OptionalInt.empty() : OptionalInt.of(alike);
    }

    /**
     * What remains of this plan after a beginning of its text. The first token that remains is due as the first of all was,
     * and the gaps behind it stay. If the beginning ends in the middle of a token, the token's rest is a token. A beginning
     * that has all tokens up to the cut, and at least one, has the cut behind it.
     *
     * @param beginning must have no {@link #firstDifference}
     */
    AnswerPlan after(String beginning) {
        if (beginning.isEmpty()) {
            return this;
        }
        int said = 0;
        int at = 0;
        while (said < tokens.size() && at + tokens.get(said).length() <= beginning.length()) {
            at += tokens.get(said).length();
            said++;
        }
        List<String> rest = new ArrayList<>(tokens.subList(said, tokens.size()));
        if (!rest.isEmpty()) {
            rest.set(0, rest.get(0).substring(beginning.length() - at));
        }
        long[] due = new long[Math.max(1, rest.size())];
        due[0] = dueNanos[0];
        for (int i = 1; i < rest.size(); i++) {
            due[i] = dueNanos[0] + dueNanos[said + i] - dueNanos[said];
        }
        boolean cutIsBehind = cut == UNCUT || said >= Math.min(cut, tokens.size());
        return new AnswerPlan(nonce, rest, due, cutIsBehind ? UNCUT : cut - said);
    }

    /** The same plan behind a token {@code canary-x } for each of these words, all due with its first token. */
    AnswerPlan behindCanaries(Collection<String> canaries) {
        if (canaries.isEmpty()) {
            return this;
        }
        List<String> all = new ArrayList<>(canaries.size() + tokens.size());
        canaries.forEach(canary -> all.add("canary-" + canary + " "));
        all.addAll(tokens);
        long[] due = new long[all.size()];
        Arrays.fill(due, 0, canaries.size(), dueNanos[0]);
        System.arraycopy(dueNanos, 0, due, canaries.size(), tokens.size());
        return new AnswerPlan(nonce, all, due, cut);
    }

    /**
     * The same tokens at other times: the last one is due after {@code nanos}, the ones before in proportion.
     *
     * @param nanos 0 or more
     */
    AnswerPlan takingNanos(long nanos) {
        long last = dueNanos[Math.max(0, tokens.size() - 1)];
        long[] paced = new long[dueNanos.length];
        for (int i = 0; i < paced.length; i++) {
            paced[i] = last == 0 ? nanos : Math.round((double) dueNanos[i] / last * nanos);
        }
        return new AnswerPlan(nonce, tokens, paced, cut);
    }

    /** The same plan, ended after so many tokens; at least one stays. Where it ends before its cut, it is not cut. */
    AnswerPlan limitedTo(int tokensMax) {
        int kept = Math.max(1, tokensMax);
        return kept >= tokens.size()
                ? this
                : new AnswerPlan(nonce, tokens.subList(0, kept), dueNanos, cut > kept ? UNCUT : cut);
    }
}
