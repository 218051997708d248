package dev.rapport.chat.compress;

import dev.rapport.chat.turn.PastMessage;
import java.util.ArrayList;
import java.util.List;

/**
 * Where a conversation is cut: what comes before is kept as a digest, what comes after is sent as it is.
 *
 * <p>The cut moves in steps: when what comes after it has grown above a high-water mark, it moves on until a low-water mark is
 * reached. Between two steps everything up to the newest message stays the same, which is what a provider's prompt cache needs.
 * Where the steps are follows from the messages alone, so that every instance cuts at the same place: they are walked through
 * from the first one that was read, whose place is rounded ({@link #PLACES}), with {@link Estimate}s, and only what is sent is
 * counted.
 */
final class Cut {
    /** Of a conversation of which not all is read, the walk begins at a place that is a multiple of this. */
    static final int PLACES = 64;

    private final TokenCounter counter;
    private final MessageTexts texts;
    private final int wholeTokensMax;
    private final int highTokens;
    private final int lowTokens;

    /**
     * The marks.
     *
     * @param wholeTokensMax a conversation of no more is not cut
     * @param highTokens at most so many are sent of one that is
     * @param lowTokens so many are left by a step
     */
    Cut(TokenCounter counter, MessageTexts texts, int wholeTokensMax, int highTokens, int lowTokens) {
        this.counter = counter;
        this.texts = texts;
        this.wholeTokensMax = wholeTokensMax;
        this.highTokens = highTokens;
        this.lowTokens = lowTokens;
    }

    /** What is left of those that were read: from the first rounded place on, if there are more before it. */
    static List<PastMessage> rounded(List<PastMessage> read) {
        if (read.isEmpty() || read.getFirst().place() == 0) {
            return read;
        }
        long first = Math.ceilDiv(read.getFirst().place(), (long) PLACES) * PLACES;
        int index = 0;
        while (index < read.size() && read.get(index).place() < first) {
            index++;
        }
        return read.subList(index, read.size());
    }

    /**
     * Where it was, step by step.
     *
     * @param messages rounded, oldest first
     */
    Steps steps(List<PastMessage> messages) {
        boolean all = messages.isEmpty() || messages.getFirst().place() == 0;
        if (all && fits(messages, wholeTokensMax)) {
            return Steps.NONE;
        }
        Steps walked = walked(messages, all);
        List<Integer> steps = new ArrayList<>(walked.indexes());
        int index = steps.isEmpty() ? 0 : steps.removeLast();
        while (index < messages.size() && !fits(messages.subList(index, messages.size()), highTokens)) {
            index++; // where the estimate was too low by far
        }
        if (index > 0) {
            steps.add(fromUser(messages, index));
        }
        return new Steps(steps, walked.indexes().isEmpty() ? messages.size() - 1 : walked.seen());
    }

    private Steps walked(List<PastMessage> messages, boolean all) {
        List<Integer> steps = new ArrayList<>();
        int seen = 0;
        int index = 0;
        int tokens = 0;
        int most = all ? wholeTokensMax : highTokens;
        for (int i = 0; i < messages.size(); i++) {
            tokens += estimate(messages.get(i));
            if (tokens > most) {
                while (tokens > lowTokens) {
                    tokens -= estimate(messages.get(index++));
                }
                most = highTokens;
                steps.add(fromUser(messages, index));
                seen = i;
            }
        }
        return new Steps(steps, seen);
    }

    /* An answer without what it answers is better off in the digest. */
    private static int fromUser(List<PastMessage> messages, int from) {
        int index = from;
        while (index < messages.size() && !messages.get(index).user()) {
            index++;
        }
        return index;
    }

    private boolean fits(List<PastMessage> messages, int tokensMax) {
        int left = tokensMax;
        for (PastMessage message : messages.reversed()) {
            MessageText text = texts.of(message.text());
            if (text.estimate() > 4 * left + 64) { // too long by far: not worth the counting
                return false;
            }
            left -= text.tokens(counter);
            if (left < 0) {
                return false;
            }
        }
        return true;
    }

    private int estimate(PastMessage message) {
        return texts.of(message.text()).estimate();
    }
}
