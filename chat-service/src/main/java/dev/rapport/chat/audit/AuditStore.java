package dev.rapport.chat.audit;

import io.vertx.core.Future;
import java.util.Optional;

/** Where the chain is kept. One writer for each chain. */
public interface AuditStore {

    /** The last record of the chain, if it has one. */
    Future<Optional<Last>> last();

    /** Adds a record. Adding the same sequence number again is harmless: an earlier attempt had taken effect. */
    Future<Void> append(long sequence, String line, String hash);

    /** The end of a chain. */
    record Last(long sequence, String hash) {}
}
