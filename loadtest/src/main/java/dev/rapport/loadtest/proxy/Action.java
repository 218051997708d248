package dev.rapport.loadtest.proxy;

import io.vertx.core.buffer.Buffer;

/** What a lane is to do next. */
sealed interface Action {
    /**
     * To write some bytes.
     *
     * @param gapNanos time after the bytes before, in which nothing else leaves
     * @param delayNanos further time, which what follows does not wait for
     */
    record Send(Buffer data, long gapNanos, long delayNanos) implements Action {}

    /** To end it, or part of it; what comes after on this lane is swallowed. */
    record End(How how) implements Action {}

    /** Ways to end. */
    enum How {
        /** RST to both sides. */
        RESET,
        /** FIN to both sides. */
        CLOSE,
        /** FIN to the side that the bytes go to; the other direction goes on. */
        HALF_CLOSE,
        /** Nothing: the connections stay. */
        SWALLOW,
        /** RST to the side that the bytes go to, FIN to the other. */
        LOSE
    }
}
