package dev.rapport.chat.traits;

/**
 * Counts what reading one message costs, in steps, and ends it when it gets out of hand.
 *
 * <p>A step is one word visited, one rule tried or one word taken into a value. A chat message of 25 words takes some
 * hundred, and at most {@value #STEPS_PER_CHARACTER_MAX} for each character that may be read. Rules look no
 * further than a fixed number of words, so the steps grow with the words; the bound is for the rule that somebody adds
 * tomorrow.
 */
final class Work {
    /** The dearest message of the tests takes 3. */
    static final int STEPS_PER_CHARACTER_MAX = 8;

    /** When this is reached, the rest of the message is not read. */
    static final int STEPS_MAX = TraitExtractor.LENGTH_MAX * STEPS_PER_CHARACTER_MAX;

    private int steps;

    void step() {
        steps++;
    }

    int steps() {
        return steps;
    }

    boolean spent() {
        return steps >= STEPS_MAX;
    }
}
