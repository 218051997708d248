package dev.rapport.loadtest.stats;

/**
 * Whether data prove or contradict a claim, or do neither.
 *
 * @param needsMore if inconclusive, how many more trials would prove the claim if all of them were good: at least so many are
 *     needed; {@link #NEVER} if no number would do; 0 if decided
 */
public record Decision(Word word, long needsMore) {
    /** Of {@code needsMore}: no finite number of trials proves the claim. */
    public static final long NEVER = Long.MAX_VALUE;

    /** Refuses a need below 0, and one where there is none. */
    public Decision {
        if (needsMore < 0 || (needsMore > 0 && word != Word.INCONCLUSIVE)) {
            throw new IllegalArgumentException(
                    "needsMore: " + needsMore + " (expected: at least 0, and 0 where the word is " + word + ")");
        }
    }
}
