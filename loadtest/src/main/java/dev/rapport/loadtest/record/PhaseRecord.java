package dev.rapport.loadtest.record;

/**
 * A stretch of a run under one load.
 *
 * @param name unique in the run
 * @param kind what it is for
 * @param level the number that the profile varies (users, instances, requests a second), 0 if it varies nothing
 * @param model {@code closed}, {@code open} or {@code burst}
 * @param load for people, such as {@code 500 users, natural}
 * @param users users at most; 0 if the load has none
 * @param offeredPerSecond planned arrivals of chats a second; 0 where the users decide
 * @param startNanos after the run's start
 * @param endNanos after the run's start; requests planned before it may settle after it
 */
public record PhaseRecord(
        String name,
        Kind kind,
        double level,
        String model,
        String load,
        int users,
        double offeredPerSecond,
        long startNanos,
        long endNanos) {

    /** How the name of a phase ends whose requests come back when a refusal told them. */
    public static final String AGAIN = "-again";

    /** What a phase is for. */
    public enum Kind {
        /** Shown, and left out of every figure. */
        WARM_UP,
        /** What the claims are about. */
        MEASURED,
        /** After a disturbance: shown, measured only for how soon things are as before. */
        RECOVERY,
        /** No load. */
        REST
    }

    public double seconds() {
        return (endNanos - startNanos) / 1e9;
    }
}
