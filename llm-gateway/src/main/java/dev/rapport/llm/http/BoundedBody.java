package dev.rapport.llm.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vertx.core.buffer.Buffer;

/** The beginning of a body that may be far too long. */
final class BoundedBody {
    private final int sizeMax;
    private final Buffer head = Buffer.buffer();

    BoundedBody(int sizeMax) {
        this.sizeMax = sizeMax;
    }

    /** Keeps what there is room for, and says whether there is room for more. */
    boolean append(Buffer bytes) {
        head.appendBuffer(bytes, 0, Math.min(bytes.length(), sizeMax - head.length()));
        return head.length() < sizeMax;
    }

    String text() {
        return head.toString(UTF_8);
    }
}
