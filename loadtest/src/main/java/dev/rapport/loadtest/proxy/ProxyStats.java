package dev.rapport.loadtest.proxy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** What a proxy counts. Each lock is held for an addition. */
final class ProxyStats {
    private final Map<String, Long> struck = new TreeMap<>();
    private final Map<String, Long> ended = new TreeMap<>();
    private long connections;
    private long open;
    private long connectFailures;
    private long bytesUp;
    private long bytesDown;
    private long pauses;

    /** Counts a connection in and returns its number, from 0. */
    synchronized long opened() {
        open++;
        return connections++;
    }

    synchronized void closed() {
        open--;
    }

    synchronized void connectFailed() {
        connectFailures++;
    }

    synchronized void bytes(Direction direction, int count) {
        if (direction == Direction.UP) {
            bytesUp += count;
        } else {
            bytesDown += count;
        }
    }

    /** A reader was stopped because the other side was not fast enough, or was not to be. */
    synchronized void paused() {
        pauses++;
    }

    /** This fault is at work on one more connection. */
    synchronized void struck(String fault) {
        struck.merge(fault, 1L, Long::sum);
    }

    synchronized void ended(Action.How how) {
        ended.merge(how.name().toLowerCase(Locale.ROOT), 1L, Long::sum);
    }

    synchronized ObjectNode toJson() {
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("connections", connections)
                .put("open", open)
                .put("connect_failures", connectFailures)
                .put("bytes_up", bytesUp)
                .put("bytes_down", bytesDown)
                .put("pauses", pauses);
        ObjectNode strikes = json.putObject("struck");
        struck.forEach(strikes::put);
        ObjectNode ends = json.putObject("ended");
        ended.forEach(ends::put);
        return json;
    }
}
