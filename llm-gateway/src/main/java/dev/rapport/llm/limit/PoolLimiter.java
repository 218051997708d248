package dev.rapport.llm.limit;

import io.vertx.core.Future;

/**
 * A provider's limits and the line before it, over all instances. One for each provider and event loop, and one call at a
 * time. Never fails: while the store is away it decides by itself, with this loop's share of the limits.
 */
public interface PoolLimiter {

    /** Asks which of this loop's requests may go now, and tells what waits here. */
    Future<PoolReply> call(PoolCall call);

    /** Tells what became of a request, or what was learned of the provider. Sent soon, and until the store has it. */
    void note(PoolNote note);
}
