package dev.rapport.chat.auth;

import java.math.BigInteger;

/**
 * Knows RSA keys that a faulty library of smart cards made, by their fingerprint: its primes are powers of 65537 modulo a product of
 * all small primes, so the modulus is one as well, modulo each of them. Of other keys one in 2^27 or fewer looks so (Nemec et al.,
 * The Return of Coppersmith's Attack, 2017; CVE-2017-15361).
 */
final class Roca {
    private static final int GENERATOR = 65_537;

    /** The odd primes of the product for the shortest keys; those of longer keys have these as well. */
    private static final int[] PRIMES = {
        3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53, 59, 61, 67, 71, 73, 79, 83, 89, 97, 101, 103, 107, 109,
        113, 127, 131, 137, 139, 149, 151, 157, 163, 167
    };

    private Roca() {}

    static boolean isSuspect(BigInteger modulus) {
        for (int prime : PRIMES) {
            if (!isPower(modulus.mod(BigInteger.valueOf(prime)).intValue(), prime)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isPower(int wanted, int prime) {
        int power = 1;
        do {
            if (power == wanted) {
                return true;
            }
            power = power * (GENERATOR % prime) % prime;
        } while (power != 1);
        return false;
    }
}
