package dev.rapport.llm.limit;

/** The store's clock as far as this loop knows it: its last word and the time since, so that no wall clock takes part. */
public final class StoreClock {
    private final LimitLoop loop;
    private long offsetMicros;

    /** Begins with this machine's own time. One for each loop. */
    public StoreClock(LimitLoop loop) {
        this.loop = loop;
        this.offsetMicros = loop.epochMicros().getAsLong() - loop.nanoClock().getAsLong() / 1_000;
    }

    void told(long storeMicros) {
        offsetMicros = storeMicros - loop.nanoClock().getAsLong() / 1_000;
    }

    /** Microseconds since 1970. */
    public long micros() {
        return loop.nanoClock().getAsLong() / 1_000 + offsetMicros;
    }
}
