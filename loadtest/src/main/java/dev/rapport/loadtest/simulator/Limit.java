package dev.rapport.loadtest.simulator;

/** So much per minute. The caller passes the time; an earlier one than before counts as that one. Not thread-safe. */
sealed interface Limit permits TokenBucket, WindowLimit {

    /** What is allowed in a minute. */
    long capacity();

    /** What is allowed at most, and in which time: {@code 60 requests per minute}. */
    String allowance(String what);

    /** How long until {@code amount} could be taken: 0 now, {@link Long#MAX_VALUE} never. */
    long waitNanos(long amount, long nowNanos);

    /** Takes what {@link #waitNanos} said is there. */
    void take(long amount, long nowNanos);

    /** Takes what is there, and at most {@code amount}: a limit owes nothing, however often it is asked. */
    void takeUpTo(long amount, long nowNanos);

    /** What is there now, to the fraction. */
    double level(long nowNanos);

    /** Whole units that could be taken now. */
    long remaining(long nowNanos);

    /** How long until all of it is there again, if nobody takes anything. */
    long nanosToFull(long nowNanos);
}
