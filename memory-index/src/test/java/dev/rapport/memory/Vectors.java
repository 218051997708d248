package dev.rapport.memory;

import java.util.Random;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/** Vectors for tests. */
public final class Vectors {
    /* Guesses, of the size that was measured for sentence vectors: some tens of dimensions carry nearly all of the variance. */
    private static final int WAYS = 48;

    private static final int MATTERS = 1_000;
    private static final float OWN_SHARE = 0.7f;

    private Vectors() {}

    /** A random direction. */
    public static Embedding random(RandomGenerator random) {
        float[] values = new float[Embedding.DIMENSIONS];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return Embedding.of(values);
    }

    /**
     * A source of directions that lie as those of sentences do, in matters: each is near one of some thousand points, and
     * differs from it in few of many ways. Equal seeds give equal directions.
     */
    public static Supplier<Embedding> clustered(long seed) {
        Random random = new Random(seed);
        float[][] ways = gaussian(random, WAYS, Embedding.DIMENSIONS);
        float[][] matters = gaussian(random, MATTERS, WAYS);
        return () -> {
            float[] matter = matters[random.nextInt(MATTERS)];
            float[] values = new float[Embedding.DIMENSIONS];
            for (int way = 0; way < WAYS; way++) {
                float share = matter[way] + OWN_SHARE * (float) random.nextGaussian();
                for (int i = 0; i < values.length; i++) {
                    values[i] = Math.fma(share, ways[way][i], values[i]);
                }
            }
            for (int i = 0; i < values.length; i++) {
                values[i] += (float) random.nextGaussian();
            }
            return Embedding.of(values);
        };
    }

    private static float[][] gaussian(Random random, int rows, int columns) {
        float[][] numbers = new float[rows][columns];
        for (float[] row : numbers) {
            for (int i = 0; i < columns; i++) {
                row[i] = (float) random.nextGaussian();
            }
        }
        return numbers;
    }

    /** A direction in the plane of the first two axes. */
    public static Embedding plane(float x, float y) {
        float[] values = new float[Embedding.DIMENSIONS];
        values[0] = x;
        values[1] = y;
        return Embedding.of(values);
    }
}
