package dev.rapport.loadtest.client;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/**
 * Reads an event stream in whatever pieces it arrives (WHATWG HTML, section 9.2.6). Used by one thread.
 *
 * <p>Lines are gathered as bytes and decoded when complete, so a piece may end within a character. A block without data is
 * no event.
 */
public final class SseParser {
    /** Largest line, and largest data of one event. The widest event of the protocol, {@code recalled}, has some KB. */
    public static final int EVENT_SIZE_MAX = 1 << 20;

    private static final char BYTE_ORDER_MARK = '\uFEFF';

    private final Consumer<SseEvent> events;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private final StringBuilder data = new StringBuilder();
    private String name = "";
    private String id = "";
    private long comments;
    private boolean firstLine = true;
    private boolean afterReturn;

    public SseParser(Consumer<SseEvent> events) {
        this.events = events;
    }

    /** Comment lines seen: heartbeats. */
    public long comments() {
        return comments;
    }

    /**
     * Takes the next bytes and hands on the events that they complete.
     *
     * @throws EventTooLargeException if a line or an event is larger than {@value #EVENT_SIZE_MAX}
     */
    public void feed(byte[] bytes) throws EventTooLargeException {
        for (byte octet : bytes) {
            if (afterReturn && octet == '\n') {
                afterReturn = false; // the second half of a line end whose first half has done its work
                continue;
            }
            afterReturn = octet == '\r';
            if (octet == '\n' || octet == '\r') {
                endLine();
            } else {
                line.write(octet);
                requireRoom(line.size());
            }
        }
    }

    private void endLine() throws EventTooLargeException {
        String text = line.toString(StandardCharsets.UTF_8);
        line.reset();
        if (firstLine && !text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK) {
            text = text.substring(1);
        }
        firstLine = false;
        if (text.isEmpty()) {
            dispatch();
        } else if (text.startsWith(":")) {
            comments++;
        } else {
            field(text);
        }
    }

    private void field(String text) throws EventTooLargeException {
        int colon = text.indexOf(':');
        String field = colon < 0 ? text : text.substring(0, colon);
        String value = colon < 0 ? "" : text.substring(text.startsWith(" ", colon + 1) ? colon + 2 : colon + 1);
        switch (field) {
            case "event" -> name = value;
            case "data" -> {
                data.append(value).append('\n');
                requireRoom(data.length());
            }
            case "id" -> {
                if (value.indexOf('\0') < 0) {
                    id = value;
                }
            }
            default -> {} // retry, and fields that do not exist yet: a client that never reconnects ignores both
        }
    }

    private void dispatch() {
        if (!data.isEmpty()) {
            String all = data.substring(0, data.length() - 1);
            events.accept(new SseEvent(name.isEmpty() ? "message" : name, id, all));
        }
        data.setLength(0);
        name = "";
    }

    private static void requireRoom(int size) throws EventTooLargeException {
        if (size > EVENT_SIZE_MAX) {
            throw new EventTooLargeException(size);
        }
    }

    /** The stream has a line or an event beyond the bound; there is no going on. */
    public static final class EventTooLargeException extends Exception {
        private static final long serialVersionUID = 1;

        EventTooLargeException(int size) {
            super("event size: " + size + " (expected: 0.." + EVENT_SIZE_MAX + ")");
        }
    }
}
