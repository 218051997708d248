package dev.rapport.loadtest.stats;

/** The logarithm of the gamma function (NIST Digital Library of Mathematical Functions 5.11.1 and 5.5.1). */
final class LogGamma {
    /** From here on five terms of Stirling's series are exact to a double. */
    private static final double STIRLING_MIN = 15;

    private LogGamma() {}

    /** @param x above 0 */
    static double of(double x) {
        double product = 1;
        double z = x;
        while (z < STIRLING_MIN) {
            product *= z;
            z++;
        }
        double inverse = 1 / z;
        double square = inverse * inverse;
        double series = inverse
                * (1.0 / 12 - square * (1.0 / 360 - square * (1.0 / 1260 - square * (1.0 / 1680 - square / 1188))));
        return (z - 0.5) * Math.log(z) - z + 0.5 * Math.log(2 * Math.PI) + series - Math.log(product);
    }
}
