package dev.rapport.loadtest.proxy;

import dev.rapport.loadtest.proxy.Action.Send;
import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;

/**
 * Follows the HTTP/1.1 responses of a connection (RFC 9112), takes the chunks of event streams apart, and hands the
 * events to their faults. Everything else is passed on byte by byte as it came, as is what it does not understand: from
 * there on, all of the connection. Answers to HEAD are not understood.
 */
final class SseStage implements Stage {
    /** Largest response head; servers' own limits are 8 to 16 KiB. */
    static final int HEAD_SIZE_MAX = 64 << 10;

    /** Largest event that is held until it is complete; a larger one is passed on in parts, each taken for an event. */
    static final int EVENT_SIZE_MAX = 1 << 20;

    /** Longest line of a chunk's size, with its extensions. */
    private static final int LINE_SIZE_MAX = 4 << 10;

    private enum State {
        HEAD,
        LENGTH,
        CHUNK_SIZE,
        CHUNK_DATA,
        CHUNK_END,
        TRAILER,
        /** Passes all. */
        RAW
    }

    private final Supplier<List<EventFaults.Armed>> faults;
    private final ByteArrayOutputStream raw = new ByteArrayOutputStream();
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private final ByteArrayOutputStream event = new ByteArrayOutputStream();
    private State state = State.HEAD;
    private long left;
    private boolean events;
    private EventFaults stream = new EventFaults(List.of());
    private int tail;

    /** The faults are looked up at the head of each response; without any, event streams are passed on as they came. */
    SseStage(Supplier<List<EventFaults.Armed>> faults) {
        this.faults = faults;
    }

    @Override
    public List<Action> on(Buffer data) {
        List<Action> actions = new ArrayList<>();
        for (int i = 0; i < data.length(); i++) {
            take(data.getByte(i), actions);
        }
        flushRaw(actions);
        return actions;
    }

    private void take(byte octet, List<Action> actions) {
        switch (state) {
            case HEAD -> head(octet);
            case LENGTH -> {
                raw.write(octet);
                left--;
                state = left == 0 ? State.HEAD : state;
            }
            case CHUNK_SIZE -> chunkSize(octet);
            case CHUNK_DATA -> {
                if (events) {
                    eventByte(octet, actions);
                } else {
                    raw.write(octet);
                }
                left--;
                state = left == 0 ? State.CHUNK_END : state;
            }
            case CHUNK_END -> {
                if (!events) {
                    raw.write(octet);
                }
                state = octet == '\n' ? State.CHUNK_SIZE : state;
            }
            case TRAILER -> trailer(octet, actions);
            case RAW -> raw.write(octet);
        }
    }

    private void head(byte octet) {
        raw.write(octet);
        line.write(octet);
        boolean ends = octet == '\n' && text(line).endsWith("\r\n\r\n");
        if (ends) {
            begin(text(line).toLowerCase(Locale.ROOT));
            line.reset();
        } else if (line.size() >= HEAD_SIZE_MAX) {
            state = State.RAW;
        }
    }

    private void begin(String head) {
        if (!head.startsWith("http/1.")) {
            state = State.RAW;
            return;
        }
        String status = head.substring(Math.min(head.length(), 9), Math.min(head.length(), 12));
        List<EventFaults.Armed> armed = faults.get();
        events = false;
        if (status.equals("101")) {
            state = State.RAW; // another protocol from here on
        } else if (status.startsWith("1") || status.equals("204") || status.equals("304")) {
            state = State.HEAD;
        } else if (header(head, "transfer-encoding").contains("chunked")) {
            events = header(head, "content-type").startsWith("text/event-stream") && !armed.isEmpty();
            stream = new EventFaults(armed);
            state = State.CHUNK_SIZE;
        } else if (header(head, "content-length").matches("\\d{1,18}")) {
            left = Long.parseLong(header(head, "content-length"));
            state = left == 0 ? State.HEAD : State.LENGTH;
        } else {
            state = State.RAW; // until the connection ends
        }
    }

    private static String header(String head, String name) {
        int at = head.indexOf("\r\n" + name + ":");
        return at < 0
                ? ""
                : head.substring(at + name.length() + 3, head.indexOf("\r\n", at + 2))
                        .strip();
    }

    private void chunkSize(byte octet) {
        line.write(octet);
        if (octet != '\n') {
            state = line.size() >= LINE_SIZE_MAX ? giveUp() : state;
            return;
        }
        String size = text(line).strip().split(";", -1)[0].strip();
        if (!size.matches("[0-9a-fA-F]{1,15}")) {
            state = giveUp();
            return;
        }
        left = Long.parseLong(size, 16);
        if (left == 0) { // its line leaves with the trailer, behind what is still to be sent
            tail = line.size();
            state = State.TRAILER;
            return;
        }
        if (!events) {
            raw.writeBytes(line.toByteArray());
        }
        line.reset();
        state = State.CHUNK_DATA;
    }

    private State giveUp() {
        raw.writeBytes(line.toByteArray());
        line.reset();
        return State.RAW;
    }

    /** The trailer ends with an empty line; {@code tail} is where its current line begins. */
    private void trailer(byte octet, List<Action> actions) {
        line.write(octet);
        if (octet != '\n') {
            state = line.size() >= HEAD_SIZE_MAX ? giveUp() : state;
            return;
        }
        boolean empty = line.size() - tail <= 2;
        tail = line.size();
        if (empty) {
            flushRaw(actions);
            if (event.size() > 0) {
                actions.addAll(stream.on(event.toByteArray()));
                event.reset();
            }
            actions.addAll(stream.atEnd());
            raw.writeBytes(line.toByteArray());
            line.reset();
            state = State.HEAD;
        }
    }

    /** Events end with an empty line, of either kind. */
    private void eventByte(byte octet, List<Action> actions) {
        event.write(octet);
        boolean lineEnds = octet == '\n' || octet == '\r';
        if ((lineEnds && endsBlock(event.toByteArray())) || event.size() >= EVENT_SIZE_MAX) {
            flushRaw(actions);
            actions.addAll(stream.on(event.toByteArray()));
            event.reset();
        }
    }

    private static boolean endsBlock(byte[] bytes) {
        int from = Math.max(0, bytes.length - 4);
        String end = new String(bytes, from, bytes.length - from, StandardCharsets.ISO_8859_1);
        return end.endsWith("\n\n") || end.endsWith("\r\r") || end.endsWith("\n\r\n");
    }

    private void flushRaw(List<Action> actions) {
        if (raw.size() > 0) {
            actions.add(new Send(Buffer.buffer(raw.toByteArray()), 0, 0));
            raw.reset();
        }
    }

    private static String text(ByteArrayOutputStream bytes) {
        return bytes.toString(StandardCharsets.ISO_8859_1);
    }
}
