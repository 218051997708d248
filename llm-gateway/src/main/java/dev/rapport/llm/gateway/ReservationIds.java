package dev.rapport.llm.gateway;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.function.Supplier;

/** Names for reservations: the loop's, one that no other start of it has, and a number. */
final class ReservationIds implements Supplier<String> {
    private static final int BYTES = 9; // 72 bits: two starts of one loop will not have the same

    private final String prefix;
    private long last;

    ReservationIds(String loop) {
        byte[] start = new byte[BYTES];
        new SecureRandom().nextBytes(start);
        this.prefix = loop + "-" + Base64.getUrlEncoder().withoutPadding().encodeToString(start) + "-";
    }

    @Override
    public String get() {
        last++;
        return prefix + Long.toString(last, Character.MAX_RADIX);
    }
}
