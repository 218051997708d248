package dev.rapport.chat.audit;

import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;

/** Where the chain is kept. One writer for each chain. */
public interface AuditStore {

    /** The last record of the chain, if it has one. */
    Future<Optional<Last>> last();

    /**
     * Adds records, each after the one before. To add them again is harmless: an earlier attempt may have taken effect, as a whole or of
     * the first of them.
     *
     * @return how many of them are in the chain, from the first one on; fewer than all if it has another record of the next one's number
     */
    Future<Integer> append(List<Linked> records);

    /** A record with its place in the chain. */
    record Linked(long sequence, String line, String hash) {}

    /** The end of a chain. */
    record Last(long sequence, String hash) {}
}
