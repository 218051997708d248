package dev.rapport.llm.limit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/**
 * A script that Redis runs in one piece.
 *
 * @param name for logs
 * @param text in Lua 5.1
 */
public record Script(String name, String text) {
    /** Decides which of the waiting requests may go now. */
    public static final Script RESERVE = load("reserve", "common.lua", "reserve.lua");

    /** Takes note of what became of reservations. */
    public static final Script SETTLE = load("settle", "common.lua", "settle.lua");

    /** A user's own limits and place in time. */
    public static final Script USER = load("user", "user.lua");

    public Script {
        requireNonNull(name, "name");
        requireNonNull(text, "text");
    }

    private static Script load(String name, String... files) {
        StringBuilder text = new StringBuilder();
        for (String file : files) {
            try (InputStream in = requireNonNull(Script.class.getResourceAsStream(file), file)) {
                text.append(new String(in.readAllBytes(), UTF_8));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return new Script(name, text.toString());
    }
}
