package dev.rapport.launcher;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads server-sent events (WHATWG HTML, 9.2.6) as they come. Blocks; confined to one thread. */
final class ServerEvents {
    /** Far above the longest event that the service sends, and a wall against a stream that never ends one. */
    private static final int EVENT_CHARS_MAX = 1_000_000;

    private final BufferedReader chars;
    private boolean afterReturn;

    ServerEvents(InputStream body) {
        this.chars = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8));
    }

    /**
     * One event.
     *
     * @param id empty if it has none
     * @param data an object of JSON
     */
    record Event(String name, String id, Map<String, Object> data) {}

    /**
     * The next whole event; empty when the stream is over. What is no whole event at the end is left out.
     *
     * @throws IOException if the line is lost, or what came is no event of ours
     */
    Optional<Event> next() throws IOException {
        String name = "message";
        String id = "";
        StringBuilder data = new StringBuilder();
        for (String line = line(); line != null; line = line()) {
            if (line.isEmpty()) {
                if (!data.isEmpty()) {
                    return Optional.of(new Event(name, id, Json.readObject(data.toString())));
                }
                name = "message";
                id = "";
                continue;
            }
            int colon = line.indexOf(':');
            String field = colon < 0 ? line : line.substring(0, colon);
            String value = colon < 0 ? "" : line.substring(colon + 1);
            value = value.startsWith(" ") ? value.substring(1) : value;
            switch (field) {
                case "event" -> name = value;
                case "id" -> id = value;
                case "data" -> append(data, value);
                default -> {} // a comment, which is the heartbeat, or something newer than this client
            }
        }
        return Optional.empty();
    }

    /* As readLine of a BufferedReader, which would take a line of any length; null where the stream ends, within a line or not. */
    private @Nullable String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = chars.read(); c >= 0; c = chars.read()) {
            boolean rest = afterReturn && c == '\n';
            afterReturn = c == '\r';
            if (rest) {
                continue; // of the end of the line before
            }
            if (c == '\n' || c == '\r') {
                return line.toString();
            }
            append(line, (char) c);
        }
        return null;
    }

    private static void append(StringBuilder line, char next) throws IOException {
        line.append(next);
        bounded(line);
    }

    private static void append(StringBuilder data, String value) throws IOException {
        data.append(data.isEmpty() ? "" : "\n").append(value);
        bounded(data);
    }

    private static void bounded(StringBuilder text) throws IOException {
        if (text.length() > EVENT_CHARS_MAX) {
            throw new IOException("event: more than " + EVENT_CHARS_MAX + " characters");
        }
    }
}
