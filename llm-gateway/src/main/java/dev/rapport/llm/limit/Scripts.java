package dev.rapport.llm.limit;

import io.vertx.core.Future;
import java.util.List;

/** Runs scripts in the store that all instances share. Belongs to one event loop. */
public interface Scripts {

    /**
     * Runs the script.
     *
     * @param keys all in one slot
     * @return the reply, of {@link Long} and {@link String}; failed if the store is down or late, and then nobody knows
     *     whether it ran: what is sent must be harmless when it is sent twice
     */
    Future<List<Object>> run(Script script, List<String> keys, List<String> arguments);

    /** Whether the store can be reached, as far as is known here. */
    boolean up();
}
