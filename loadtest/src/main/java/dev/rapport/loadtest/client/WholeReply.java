package dev.rapport.loadtest.client;

import dev.rapport.loadtest.record.Sample;
import io.vertx.core.buffer.Buffer;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A short answer that is not streamed. */
final class WholeReply implements Reply {
    /** A session's answer has some hundred bytes. */
    private static final int BODY_SIZE_MAX = 64 << 10;

    private final int statusExpected;
    private final Buffer body = Buffer.buffer();
    private long lastNanos = Sample.UNREACHED;

    WholeReply(int statusExpected) {
        this.statusExpected = statusExpected;
    }

    @Override
    public @Nullable FailureClass refuse(int status, String contentType) {
        return status == statusExpected ? null : FailureClass.ofStatus(status);
    }

    @Override
    public boolean read(Buffer bytes, long atNanos) {
        lastNanos = atNanos;
        int room = BODY_SIZE_MAX - body.length();
        body.appendBuffer(bytes, 0, Math.min(room, bytes.length()));
        return true;
    }

    @Override
    public Conclusion end(boolean abrupt, String how) {
        return new Conclusion(abrupt ? FailureClass.TRUNCATED_ABRUPT : null, false, abrupt ? how : "");
    }

    @Override
    public Content content() {
        return new Content(
                Sample.UNREACHED, Sample.UNREACHED, lastNanos, Sample.Answer.NONE, Map.of(), body.toString());
    }
}
