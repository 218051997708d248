package dev.rapport.llm.limit;

/**
 * The store's clock as far as this loop knows it, so that no wall clock takes part in who goes first.
 *
 * <p>A reply says what time it was when the store made it, and is read some time later: on a busy loop a second later. So each
 * one makes the clock run behind by its own delay, and the one that was read soonest is the best (as in NTP's clock filter, RFC
 * 5905, section 10). It is kept, less what two clocks may have drifted apart since.
 */
public final class StoreClock {
    /** Two quartz clocks differ by less than this, in parts of a million. */
    private static final long DRIFT_PPM = 200;

    /** No reply is read so late; if the store seems to be that much behind, its clock was set back. */
    private static final long SET_BACK_MICROS = 5_000_000;

    private static final long MILLION = 1_000_000;

    private final LimitLoop loop;
    private long offsetMicros;
    private long toldAtMicros;
    private boolean told;

    /** Begins with this machine's own time. One for each loop. */
    public StoreClock(LimitLoop loop) {
        this.loop = loop;
        this.offsetMicros = loop.epochMicros().getAsLong() - monotonicMicros();
    }

    void told(long storeMicros) {
        long now = monotonicMicros();
        long said = storeMicros - now;
        long kept = offsetMicros - (now - toldAtMicros) * DRIFT_PPM / MILLION;
        if (!told || said >= kept || said < kept - SET_BACK_MICROS) {
            told = true;
            offsetMicros = said;
            toldAtMicros = now;
        }
    }

    /** Microseconds since 1970. */
    public long micros() {
        return monotonicMicros() + offsetMicros;
    }

    private long monotonicMicros() {
        return loop.nanoClock().getAsLong() / 1_000;
    }
}
