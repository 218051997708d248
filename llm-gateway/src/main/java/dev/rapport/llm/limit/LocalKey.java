package dev.rapport.llm.limit;

/** One key's two buckets, each as a level and what is held beside it; see {@code common.lua}. */
final class LocalKey {
    /** One request or one token: a limit of n a minute refills n units in a microsecond, so all sums are whole numbers. */
    static final long UNIT = 60_000_000;

    /** Longer than any bucket takes to fill; keeps the products below in range. */
    private static final long REFILL_MAX_MICROS = 3_600_000_000L;

    private final String name;
    private final long requestsRate;
    private final long tokensRate;
    private final long requestsMax;
    private final long tokensMax;
    private final int share;

    private long atMicros;
    private long requests;
    private long tokens;
    private long requestsHeld;
    private long tokensHeld;
    private long coolUntil;
    private long refusals;
    private long probeUntil;
    private long usedRequests;
    private long usedTokens;
    private long toldRequests; // before they are used
    private long toldTokens;

    /** @param share every time is refilled by this part of the limit only: 1 for all of it, 16 for a sixteenth */
    LocalKey(KeyLimit limit, int share, boolean full, long nowMicros) {
        this.name = limit.name();
        this.share = share;
        this.requestsRate = limit.requestsPerMinute();
        this.tokensRate = limit.tokensPerMinute();
        this.requestsMax = Math.max(1, burst(limit.requestsPerMinute()) / share) * UNIT;
        this.tokensMax = Math.max(1, burst(limit.tokensPerMinute()) / share) * UNIT;
        this.atMicros = nowMicros;
        if (full) {
            requests = requestsMax;
            tokens = tokensMax;
        }
    }

    /** A little less than the provider's own bucket: two clocks never run alike. */
    static long burst(long limit) {
        return limit == 0 ? 0 : Math.max(1, limit - Math.max(1, limit / 500));
    }

    String name() {
        return name;
    }

    void refill(long nowMicros) {
        long gone = Math.clamp(nowMicros - atMicros, 0, REFILL_MAX_MICROS);
        requests = Math.min(requestsMax, requests + gone * requestsRate / share);
        tokens = Math.min(tokensMax, tokens + gone * tokensRate / share);
        atMicros = Math.max(atMicros, nowMicros);
    }

    boolean admits(long now, long wantedTokens) {
        return coolUntil <= now
                && (refusals == 0 || probeUntil <= now)
                && (requestsRate == 0 || requests - requestsHeld >= UNIT)
                && (tokensRate == 0 || tokens - tokensHeld >= Math.min(wantedTokens * UNIT, tokensMax));
    }

    /** Free part of the scarcer bucket, at most 1. */
    double spare() {
        double ofRequests = requestsRate > 0 ? (double) (requests - requestsHeld) / requestsMax : 1;
        double ofTokens = tokensRate > 0 ? (double) (tokens - tokensHeld) / tokensMax : 1;
        return Math.min(ofRequests, ofTokens);
    }

    /**
     * Holds room for a request.
     *
     * @return what is held
     */
    Hold hold(long wantedTokens, long nowMicros, long probeMicros) {
        Hold hold = new Hold(this, requestsRate > 0 ? UNIT : 0, tokensRate > 0 ? wantedTokens * UNIT : 0);
        requestsHeld += hold.requests();
        tokensHeld += hold.tokens();
        if (refusals > 0) {
            probeUntil = nowMicros + probeMicros;
        }
        return hold;
    }

    /** What is held for one request, in units. */
    record Hold(LocalKey key, long requests, long tokens) {}

    /**
     * The request is at the provider.
     *
     * @return what is still held
     */
    Hold arrived(Hold hold, boolean taken) {
        if (taken) {
            refusals = 0;
        }
        probeUntil = 0;
        requestsHeld -= hold.requests();
        useRequests(hold.requests());
        return new Hold(this, 0, hold.tokens());
    }

    /**
     * The request is over.
     *
     * @param used tokens, below 0 for all that was held
     */
    void ended(Hold hold, boolean sent, long used) {
        requestsHeld -= hold.requests();
        tokensHeld -= hold.tokens();
        if (sent) {
            useRequests(hold.requests());
        }
        if (!sent || hold.requests() > 0) {
            probeUntil = 0;
        }
        if (tokensRate > 0) {
            long units = used < 0 ? hold.tokens() : used * UNIT;
            tokens -= units;
            usedTokens += units / UNIT;
        }
    }

    private void useRequests(long units) {
        requests -= units;
        usedRequests += units / UNIT;
    }

    /**
     * What was charged since this was asked before, and at most what the bucket lacks: more than full it would not be, however
     * much was used of it. And before it is used, what there is and what is refilled in the time ahead; of that nothing is
     * said again.
     */
    PoolNote.Spent takeSpent(long sequence, long aheadMicros) {
        long requestsAhead = aheadMicros == 0 ? 0 : ahead(requests, requestsRate, aheadMicros);
        long tokensAhead = aheadMicros == 0 ? 0 : ahead(tokens, tokensRate, aheadMicros);
        long usedOfRequests = Math.min(usedRequests, lacking(requestsMax - requests));
        long usedOfTokens = Math.min(usedTokens, lacking(tokensMax - tokens));
        PoolNote.Spent spent = new PoolNote.Spent(
                name,
                Math.max(0, usedOfRequests - toldRequests) + requestsAhead,
                Math.max(0, usedOfTokens - toldTokens) + tokensAhead,
                sequence);
        toldRequests = Math.max(requestsAhead, toldRequests - usedRequests);
        toldTokens = Math.max(tokensAhead, toldTokens - usedTokens);
        usedRequests = 0;
        usedTokens = 0;
        return spent;
    }

    private long ahead(long level, long rate, long micros) {
        return rate == 0 ? 0 : Math.ceilDiv(Math.max(0, level) + micros * rate / share, UNIT);
    }

    private static long lacking(long units) {
        return Math.max(0, Math.ceilDiv(units, UNIT));
    }

    void spent(long usedRequests, long usedTokens) {
        requests -= requestsRate > 0 ? usedRequests * UNIT : 0;
        tokens -= tokensRate > 0 ? usedTokens * UNIT : 0;
    }

    /** The provider said 429: a pause that doubles with each one in a row, and is never shorter than it wanted. */
    void coolDown(long nowMicros, long atLeastMicros, long pauseMaxMicros) {
        if (coolUntil <= nowMicros) {
            refusals++;
        }
        probeUntil = 0;
        long pause = Math.min(pauseMaxMicros, 1_000_000L << Math.clamp(refusals - 1, 0, 20));
        coolUntil = Math.max(coolUntil, nowMicros + Math.max(atLeastMicros, pause));
    }

    long coolingMicros(long now) {
        return Math.max(0, Math.max(coolUntil - now, refusals > 0 ? probeUntil - now : 0));
    }

    /** Whether half of each bucket is free, and room for so many requests of so many tokens. */
    boolean hasPlenty(long now, long count, long mean) {
        return hasRoom(now, count, mean)
                && (requestsRate == 0 || requestsRoom() >= requestsMax / 2)
                && (tokensRate == 0 || tokensRoom() >= tokensMax / 2);
    }

    /** Whether there is room for so many requests of so many tokens. */
    boolean hasRoom(long now, long count, long mean) {
        return coolUntil <= now
                && refusals == 0
                && (requestsRate == 0 || requestsRoom() >= count * UNIT)
                && (tokensRate == 0 || tokensRoom() >= count * mean * UNIT);
    }

    boolean cools(long now) {
        return coolUntil > now;
    }

    long requestsRoom() {
        return requests - requestsHeld;
    }

    long tokensRoom() {
        return tokens - tokensHeld;
    }

    /** In units a microsecond; 0 is no limit. */
    double requestsRate() {
        return (double) requestsRate / share;
    }

    double tokensRate() {
        return (double) tokensRate / share;
    }
}
