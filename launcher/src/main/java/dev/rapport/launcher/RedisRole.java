package dev.rapport.launcher;

/** The two Redis processes, which want opposite settings. */
enum RedisRole {
    /** Memory log, conversations, audit: what is acknowledged is on disk. */
    DURABLE("durable", 4),
    /** Sessions, limits, stream buffers: may be lost. */
    VOLATILE("volatile", 8);

    private final String word;
    private final int memoryDivisor;

    RedisRole(String word, int memoryDivisor) {
        this.word = word;
        this.memoryDivisor = memoryDivisor;
    }

    /** As in the names of its files and its part. */
    String word() {
        return word;
    }

    /** The most it may use of a machine's memory. */
    long megabytesMax(long machineMegabytes) {
        return Math.max(MEGABYTES_MIN, machineMegabytes / memoryDivisor);
    }

    int port(Settings settings) {
        return this == DURABLE ? settings.redisPort() : settings.volatileRedisPort();
    }

    /** Less is of no use even for a trial. */
    private static final long MEGABYTES_MIN = 64;
}
