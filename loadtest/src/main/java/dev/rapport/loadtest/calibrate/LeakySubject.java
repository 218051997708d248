package dev.rapport.loadtest.calibrate;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * Holds memory at a known rate, amid the noise that a service makes: garbage, and a live set that grows and shrinks.
 *
 * <p>The leak comes in small objects, so that the heap after a collection is a straight line and no staircase. The time is
 * the caller's. Used by one thread.
 */
final class LeakySubject {
    private static final int PAYLOAD_SIZE = 104;

    /**
     * What one leaked object takes in a 64-bit HotSpot with compressed pointers: a node of 24 bytes (12 of header and two
     * references, rounded up) and an array of 120 (16 of header and the payload).
     */
    static final int OBJECT_SIZE = 144;

    private static final int CHUNK_SIZE = 1_024;
    private static final double NANOS_PER_HOUR = 3_600e9;
    private static final double NANOS_PER_SECOND = 1e9;
    private static final long JITTER_EVERY_NANOS = 1_000_000_000;

    private final LeakSettings settings;
    private final SplittableRandom random;
    private final long startNanos;
    private final List<byte[]> live;
    private List<byte[]> jitter = List.of();
    private @Nullable Kept leaked;
    private byte[] garbage = {};
    private long leakedObjects;
    private double garbageMade;
    private long jitterDrawnNanos;

    private static final class Kept {
        private final byte[] payload = new byte[PAYLOAD_SIZE];
        private final @Nullable Kept before;

        Kept(@Nullable Kept before) {
            this.before = before;
        }
    }

    LeakySubject(LeakSettings settings, long seed, long startNanos) {
        this.settings = settings;
        this.random = new SplittableRandom(seed);
        this.startNanos = startNanos;
        this.live = chunks(settings.liveBytes());
        this.jitterDrawnNanos = startNanos - JITTER_EVERY_NANOS;
    }

    private static List<byte[]> chunks(long bytes) {
        List<byte[]> chunks = new ArrayList<>();
        for (long held = 0; held + CHUNK_SIZE <= bytes; held += CHUNK_SIZE) {
            chunks.add(new byte[CHUNK_SIZE]);
        }
        return chunks;
    }

    /** Does what is due by now; call it every few milliseconds. */
    void advance(long nowNanos) {
        long elapsed = nowNanos - startNanos;
        leak(elapsed);
        if (nowNanos - jitterDrawnNanos >= JITTER_EVERY_NANOS) {
            jitterDrawnNanos = nowNanos;
            jitter = chunks(random.nextLong(settings.jitterBytes() + 1));
        }
        double garbageDue = settings.garbageBytesPerSecond() * (elapsed / NANOS_PER_SECOND);
        for (; garbageMade + CHUNK_SIZE <= garbageDue; garbageMade += CHUNK_SIZE) {
            garbage = new byte[CHUNK_SIZE]; // a field, or the compiler would find out that nobody needs it
        }
    }

    private void leak(long elapsedNanos) {
        long due = (long) (settings.leakBytesPerHour() * (elapsedNanos / NANOS_PER_HOUR)) / OBJECT_SIZE;
        for (; leakedObjects < due; leakedObjects++) {
            leaked = new Kept(leaked);
        }
    }

    /** Bytes leaked so far. */
    long leakedBytes() {
        return leakedObjects * OBJECT_SIZE;
    }

    /** Bytes of the live set, without the leak. */
    long heldBytes() {
        return (long) (live.size() + jitter.size()) * CHUNK_SIZE;
    }

    /** Whether the chain of leaked objects is as long as counted; reads it all. */
    boolean leakIsHeld() {
        long counted = 0;
        for (Kept kept = leaked; kept != null; kept = kept.before) {
            counted += kept.payload.length == PAYLOAD_SIZE && garbage.length <= CHUNK_SIZE ? 1 : 0;
        }
        return counted == leakedObjects;
    }
}
