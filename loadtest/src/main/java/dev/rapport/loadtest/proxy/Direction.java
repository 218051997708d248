package dev.rapport.loadtest.proxy;

import java.util.Locale;

/** Which way bytes go. */
enum Direction {
    /** From the client to the upstream. */
    UP,
    /** From the upstream to the client. */
    DOWN;

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
