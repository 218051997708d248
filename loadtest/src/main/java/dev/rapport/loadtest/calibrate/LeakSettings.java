package dev.rapport.loadtest.calibrate;

/**
 * What a process does with its heap.
 *
 * @param leakBytesPerHour retained evenly, and never let go
 * @param liveBytes always held
 * @param jitterBytes held on top, as many as a draw from 0 to this says; drawn anew each second, as sessions come and go
 * @param garbageBytesPerSecond made and dropped at once
 */
record LeakSettings(long leakBytesPerHour, long liveBytes, long jitterBytes, long garbageBytesPerSecond) {
    static final LeakSettings NONE = new LeakSettings(0, 0, 0, 0);

    /** No heap of a test is larger, so a larger number is a typing error. */
    private static final long BYTES_MAX = 1L << 40;

    LeakSettings {
        requireInRange("leak", leakBytesPerHour);
        requireInRange("live", liveBytes);
        requireInRange("jitter", jitterBytes);
        requireInRange("garbage", garbageBytesPerSecond);
    }

    private static void requireInRange(String name, long value) {
        if (value < 0 || value > BYTES_MAX) {
            throw new IllegalArgumentException(name + ": " + value + " (expected: 0.." + BYTES_MAX + ")");
        }
    }
}
