package dev.rapport.memory;

import java.util.random.RandomGenerator;

/** Vectors for tests. */
public final class Vectors {
    private Vectors() {}

    /** A random direction. */
    public static Embedding random(RandomGenerator random) {
        float[] values = new float[Embedding.DIMENSIONS];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return Embedding.of(values);
    }

    /** A direction in the plane of the first two axes. */
    public static Embedding plane(float x, float y) {
        float[] values = new float[Embedding.DIMENSIONS];
        values[0] = x;
        values[1] = y;
        return Embedding.of(values);
    }
}
