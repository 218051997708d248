package dev.rapport.loadtest.simulator;

import java.nio.charset.StandardCharsets;

/*
 * Why not java.util.random: its generators and its nextGaussian may change between JDKs, and a client on another JDK
 * must draw the same numbers. StrictMath for the same reason.
 *
 * Sources
 * [1] Steele, Lea, Flood: Fast Splittable Pseudorandom Number Generators, OOPSLA 2014 (SplitMix64, its constants).
 * [2] Marsaglia, Tsang: A Simple Method for Generating Gamma Variables, ACM TOMS 26(3), 2000; section 6 for a shape
 *     below 1.
 * [3] Box, Muller: A Note on the Generation of Random Normal Deviates, 1958.
 * [4] FNV-1a, 64 bits: RFC 9923.
 */
/** Random numbers that follow from a seed alone, on every machine and JDK. Used by one thread. */
final class Draws {
    private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;
    private static final long FNV_OFFSET = 0xCBF29CE484222325L;
    private static final long FNV_PRIME = 0x100000001B3L;
    private static final double UNIT = 0x1.0p-53;

    private long state;

    /** The draws of one purpose for one nonce; different purposes do not disturb each other. */
    Draws(long seed, String nonce, String purpose) {
        this.state = mix(seed ^ mix(hash(nonce) ^ mix(hash(purpose))));
    }

    /** A 64-bit hash of the text's UTF-8 bytes. */
    static long hash(String text) {
        long hash = FNV_OFFSET;
        for (byte octet : text.getBytes(StandardCharsets.UTF_8)) {
            hash = (hash ^ (octet & 0xFF)) * FNV_PRIME;
        }
        return hash;
    }

    private static long mix(long value) {
        long mixed = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
        return mixed ^ (mixed >>> 31);
    }

    /** Uniform, above 0 and below 1. */
    double uniform() {
        state += GOLDEN_GAMMA;
        return ((mix(state) >>> 11) + 0.5) * UNIT;
    }

    /** Standard normal. The second deviate of each pair is thrown away: simplicity is worth a cosine. */
    double normal() {
        double radius = StrictMath.sqrt(-2 * StrictMath.log(uniform()));
        return radius * StrictMath.cos(2 * StrictMath.PI * uniform());
    }

    /** Lognormal with this median, and with sigma as the standard deviation of the logarithm. */
    double lognormal(double median, double sigma) {
        return median * StrictMath.exp(sigma * normal());
    }

    /** Exponential with this mean. */
    double exponential(double mean) {
        return -mean * StrictMath.log(uniform());
    }

    /** Gamma with this mean and coefficient of variation; a variation of 0 is always the mean. */
    double gamma(double mean, double cv) {
        if (cv == 0) {
            return mean;
        }
        double shape = 1 / (cv * cv);
        double boost = shape < 1 ? StrictMath.pow(uniform(), 1 / shape) : 1;
        return boost * standardGamma(shape < 1 ? shape + 1 : shape) * mean / shape;
    }

    /** Accepts more than 95 in 100 candidates for every shape from 1 on [2], so the loop ends soon. */
    private double standardGamma(double shape) {
        double d = shape - 1.0 / 3;
        double c = 1 / StrictMath.sqrt(9 * d);
        while (true) {
            double x = normal();
            double root = 1 + c * x;
            if (root <= 0) {
                continue;
            }
            double v = root * root * root;
            if (StrictMath.log(uniform()) < x * x / 2 + d - d * v + d * StrictMath.log(v)) {
                return d * v;
            }
        }
    }
}
