package dev.rapport.loadtest.system;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A running chat service and what of it can be watched.
 *
 * @param target base URL that the load goes to
 * @param key the application key for {@code POST /session}
 * @param simulator the simulated provider's address; null if the service has another one, and then no answer can be checked
 *     against a plan
 * @param parts processes as they were when it came up; empty for a service elsewhere
 * @param status the file in which its supervisor writes which processes there are now; null if there is none to read
 */
public record ServiceUnderTest(
        URI target,
        String key,
        @Nullable URI simulator,
        List<Part> parts,
        @Nullable Path status) {

    /** One without a status file. */
    public ServiceUnderTest(URI target, String key, @Nullable URI simulator, List<Part> parts) {
        this(target, key, simulator, parts, null);
    }

    /**
     * A process.
     *
     * @param name {@code chat-1}, {@code nginx}, {@code redis-durable}, {@code simulator}, ...
     * @param kind {@code instance}, {@code nginx}, {@code redis}, {@code simulator}, {@code supervisor}
     * @param pid 0 if it is not on this machine, or does not run
     * @param metrics its page of metrics; null if it has none
     */
    public record Part(
            String name, String kind, long pid, @Nullable URI metrics) {}
}
