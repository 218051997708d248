package dev.rapport.loadtest.stats;

import java.util.SplittableRandom;

/**
 * Streams of random numbers that have nothing to do with each other, all from one seed.
 *
 * <p>A {@link SplittableRandom} adds one constant at each draw and mixes the sum. Generators whose seeds lie that constant
 * apart are therefore one generator, each a draw behind the next; so each stream here begins at a mixed place instead.
 */
public final class RandomStreams {
    private RandomStreams() {}

    /** One of the seed's streams: the same for the same arguments. */
    public static SplittableRandom of(long seed, long number) {
        long start = new SplittableRandom(seed).nextLong();
        return new SplittableRandom(new SplittableRandom(start + number).nextLong());
    }
}
