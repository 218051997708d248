package dev.rapport.loadtest.client;

import dev.rapport.loadtest.record.Sample;
import io.vertx.core.buffer.Buffer;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How the body of an answer is read. One for each request; used on the connection's event loop. */
interface Reply {
    /** The failure that this status line and this content type are, or null if the body is to be read. */
    @Nullable
    FailureClass refuse(int status, String contentType);

    /** The next bytes of the body, and when they came, in nanoseconds after the plan; false if that is enough of it. */
    boolean read(Buffer bytes, long atNanos);

    /** The body's end: as HTTP has it, or with the connection. */
    Conclusion end(boolean abrupt, String how);

    /** So far: what a request that ends without an end has come to. */
    Content content();

    /**
     * What it was.
     *
     * @param detail for people; empty for a success
     */
    record Conclusion(@Nullable FailureClass failure, boolean cancelled, String detail) {}

    /** Nanoseconds after the plan, {@link Sample#UNREACHED} where it did not come to that. */
    record Content(
            long firstTokenNanos,
            long lastTokenNanos,
            long doneNanos,
            Sample.Answer answer,
            Map<String, Double> stageMillis,
            String body) {}
}
