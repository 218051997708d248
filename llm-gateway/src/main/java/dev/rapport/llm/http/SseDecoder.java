package dev.rapport.llm.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.rapport.llm.http.StreamFailure.Kind;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Turns the bytes of a server-sent event stream into events, however the network cut them.
 *
 * <p>Follows the WHATWG HTML standard, section 9.2.6: lines end with CR, LF or CRLF, several {@code data} lines are joined
 * by LF, a byte order mark and comments are skipped, an event that the stream leaves unfinished is dropped. {@code id} and
 * {@code retry} are ignored: an answer is never resumed at the provider.
 *
 * <p>Not thread-safe. Holds at most {@link #LINE_BYTES_MAX} of an unfinished line and the lines of one event, which the
 * caller bounds by the length of the reply.
 */
final class SseDecoder {
    /** A token is tens of bytes and its event some hundreds; a line this long is no answer but a fault. */
    static final int LINE_BYTES_MAX = 64 * 1024;

    private static final int LINE_BYTES_FIRST = 512;
    private static final byte[] DATA = "data".getBytes(UTF_8);
    private static final byte[] EVENT = "event".getBytes(UTF_8);
    private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

    private final Listener listener;
    private byte[] unfinished = new byte[LINE_BYTES_FIRST];
    private int unfinishedSize;
    private boolean firstLine = true;
    private boolean afterCarriageReturn;
    private boolean stopped;
    private @Nullable String name;
    private @Nullable StringBuilder lines;
    private @Nullable String firstData;

    /** Hears of each event as its last line comes. */
    @FunctionalInterface
    interface Listener {
        /**
         * Takes the next event.
         *
         * @param name the event's name, null if it has none
         */
        void event(@Nullable String name, String data);
    }

    SseDecoder(Listener listener) {
        this.listener = listener;
    }

    /**
     * Takes the next bytes of the stream.
     *
     * @throws StreamFailure GARBAGE if a line is too long
     */
    void feed(byte[] bytes) {
        int start = 0;
        for (int i = 0; i < bytes.length && !stopped; i++) {
            byte b = bytes[i];
            if (afterCarriageReturn) {
                afterCarriageReturn = false;
                if (b == '\n') {
                    start = i + 1;
                    continue;
                }
            }
            if (b == '\n' || b == '\r') {
                afterCarriageReturn = b == '\r';
                endLine(bytes, start, i);
                start = i + 1;
            }
        }
        if (!stopped) {
            keep(bytes, start, bytes.length);
        }
    }

    /** No event comes any more, not even of the bytes that are being fed. */
    void stop() {
        stopped = true;
    }

    private void keep(byte[] bytes, int from, int to) {
        int size = unfinishedSize + to - from;
        if (size > LINE_BYTES_MAX) {
            throw new StreamFailure(
                    Kind.GARBAGE, "line: over " + LINE_BYTES_MAX + " bytes (expected: at most " + LINE_BYTES_MAX + ")");
        }
        if (size > unfinished.length) {
            unfinished = Arrays.copyOf(unfinished, Math.min(LINE_BYTES_MAX, Math.max(size, 2 * unfinished.length)));
        }
        System.arraycopy(bytes, from, unfinished, unfinishedSize, to - from);
        unfinishedSize = size;
    }

    private void endLine(byte[] bytes, int from, int to) {
        if (unfinishedSize == 0 && to - from <= LINE_BYTES_MAX) {
            line(bytes, from, to);
        } else {
            keep(bytes, from, to);
            int size = unfinishedSize;
            unfinishedSize = 0;
            line(unfinished, 0, size);
        }
    }

    private void line(byte[] bytes, int from, int to) {
        int start = from;
        if (firstLine) {
            firstLine = false;
            if (to - from >= BYTE_ORDER_MARK.length
                    && Arrays.equals(
                            bytes, from, from + BYTE_ORDER_MARK.length, BYTE_ORDER_MARK, 0, BYTE_ORDER_MARK.length)) {
                start = from + BYTE_ORDER_MARK.length;
            }
        }
        if (start == to) {
            dispatch();
            return;
        }
        int colon = start;
        while (colon < to && bytes[colon] != ':') {
            colon++;
        }
        int value = Math.min(to, colon + 1);
        if (value < to && bytes[value] == ' ') {
            value++;
        }
        if (Arrays.equals(bytes, start, colon, DATA, 0, DATA.length)) {
            data(new String(bytes, value, to - value, UTF_8));
        } else if (Arrays.equals(bytes, start, colon, EVENT, 0, EVENT.length)) {
            name = new String(bytes, value, to - value, UTF_8);
        }
    }

    private void data(String text) {
        if (firstData == null) {
            firstData = text; // nearly every event has one line: no builder for it
            return;
        }
        if (lines == null) {
            lines = new StringBuilder(firstData);
        }
        lines.append('\n').append(text);
    }

    private void dispatch() {
        String eventName = name == null || name.isEmpty() ? null : name;
        String data = lines == null ? firstData : lines.toString();
        name = null;
        lines = null;
        firstData = null;
        if (data != null) {
            listener.event(eventName, data);
        }
    }
}
