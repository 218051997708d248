package dev.rapport.memory;

/**
 * How much to look for.
 *
 * @param topK memories wanted, 1 to {@value #TOP_K_MAX}
 * @param scoreMin lowest cosine similarity worth returning, -1 to 1
 */
public record SearchEffort(int topK, float scoreMin) {
    /** Above this a prompt could not hold the memories anyway. */
    public static final int TOP_K_MAX = 256;

    /**
     * Checks the ranges, so that nobody who holds a {@code SearchEffort} has to.
     *
     * @throws IllegalArgumentException if a number is out of its range; the message has its name, value and range
     */
    public SearchEffort {
        Checks.requireInRange("topK", topK, 1, TOP_K_MAX);
        if (!(scoreMin >= -1 && scoreMin <= 1)) { // this way round, NaN is refused too
            throw new IllegalArgumentException("scoreMin: " + scoreMin + " (expected: -1..1)");
        }
    }
}
