package dev.rapport.loadtest.client;

import dev.rapport.loadtest.simulator.AnswerPlan;
import java.util.BitSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How a received answer differs from the planned one. All zero and not altered: every token came once, in order, whole.
 *
 * @param missing planned tokens that did not come
 * @param duplicate tokens that came again
 * @param reordered tokens that came after a later one
 * @param foreign words that are no token of this answer: another request's, or nobody's
 * @param afterDone token events behind the one that ends the stream
 * @param malformed events whose data are not what the protocol says
 * @param altered no word is wrong, but the text is: what is between the words, or of an answer that did not end, that it is
 *     no beginning of the planned one, as it has a gap
 */
public record Integrity(
        int missing, int duplicate, int reordered, int foreign, int afterDone, int malformed, boolean altered) {
    /** Nothing wrong. */
    public static final Integrity INTACT = new Integrity(0, 0, 0, 0, 0, 0, false);

    private static final Pattern TOKEN = Pattern.compile("w([0-9a-z]+)\\.(\\d{1,9})");
    private static final Pattern SPACES = Pattern.compile(" +");

    /** Compares the text with the plan; what happened outside of the text is passed on. */
    public static Integrity check(AnswerPlan plan, String received, int afterDone, int malformed) {
        if (received.equals(plan.text())) {
            return new Integrity(0, 0, 0, 0, afterDone, malformed, false);
        }
        return compare(plan, received, afterDone, malformed);
    }

    /**
     * Compares the text of an answer that did not end with the plan. All that may be wrong with a beginning is as in a whole
     * answer; the last word may have been cut.
     *
     * @return with what did not come as {@link #missing}, see {@link #withoutMissing}
     */
    static Integrity checkBeginning(AnswerPlan plan, String received, int malformed) {
        Integrity found = compare(plan, wholeWords(plan, received), 0, malformed);
        boolean wordsRight = found.duplicate + found.reordered + found.foreign == 0;
        boolean altered = wordsRight && !plan.text().startsWith(received);
        return new Integrity(found.missing, found.duplicate, found.reordered, found.foreign, 0, malformed, altered);
    }

    /** Without the last word if that is the beginning of the very token that had to come next. */
    private static String wholeWords(AnswerPlan plan, String received) {
        int end = received.lastIndexOf(' ') + 1;
        int before = end == 0 ? -1 : indexOf(plan, received.substring(received.lastIndexOf(' ', end - 2) + 1, end - 1));
        boolean first = received.substring(0, end).isBlank();
        if (first || (before >= 0 && before + 1 < plan.tokenCount())) {
            String due = plan.tokens().get(first ? 0 : before + 1).strip();
            String last = received.substring(end);
            return !last.equals(due) && due.startsWith(last) ? received.substring(0, end) : received;
        }
        return received;
    }

    /** How many words are tokens of other answers, in a text that is not of the plan at all. */
    static int tokensOfOthers(AnswerPlan plan, String text) {
        return (int) SPACES.splitAsStream(text)
                .map(TOKEN::matcher)
                .filter(word -> word.matches() && !plan.nonce().equals(word.group(1)))
                .count();
    }

    /** The same, but for the tokens that did not come. */
    Integrity withoutMissing() {
        return new Integrity(0, duplicate, reordered, foreign, afterDone, malformed, altered);
    }

    private static Integrity compare(AnswerPlan plan, String received, int afterDone, int malformed) {
        BitSet seen = new BitSet(plan.tokenCount());
        int duplicate = 0;
        int reordered = 0;
        int foreign = 0;
        int highest = -1;
        for (String word : SPACES.splitAsStream(received.strip()).toList()) {
            int index = indexOf(plan, word);
            if (index < 0) {
                foreign += word.isEmpty() ? 0 : 1;
            } else if (seen.get(index)) {
                duplicate++;
            } else {
                seen.set(index);
                reordered += index < highest ? 1 : 0;
                highest = Math.max(highest, index);
            }
        }
        int missing = plan.tokenCount() - seen.cardinality();
        boolean wordsRight = missing + duplicate + reordered + foreign == 0;
        return new Integrity(missing, duplicate, reordered, foreign, afterDone, malformed, wordsRight);
    }

    /** Which of the plan's tokens the word is, or -1. */
    private static int indexOf(AnswerPlan plan, String word) {
        Matcher matcher = TOKEN.matcher(word);
        if (!matcher.matches() || !plan.nonce().equals(matcher.group(1))) {
            return -1;
        }
        int index = Integer.parseInt(matcher.group(2));
        return index < plan.tokenCount() ? index : -1;
    }

    public boolean intact() {
        return equals(INTACT);
    }

    /** Both together, for counting over many answers. */
    public Integrity plus(Integrity other) {
        return new Integrity(
                missing + other.missing,
                duplicate + other.duplicate,
                reordered + other.reordered,
                foreign + other.foreign,
                afterDone + other.afterDone,
                malformed + other.malformed,
                altered || other.altered);
    }
}
