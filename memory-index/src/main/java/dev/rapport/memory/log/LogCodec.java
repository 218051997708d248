package dev.rapport.memory.log;

import dev.rapport.memory.LogEntry;
import dev.rapport.memory.LosslessUtf8;
import dev.rapport.memory.Memory;
import dev.rapport.memory.QuantizedVector;
import dev.rapport.memory.TextSealer;
import java.time.Instant;
import java.util.Map;

/**
 * How entries stand in the stream {@code {user}:mem}.
 *
 * <p>Field {@code kind} is {@code added} (with {@code id, text, at, turn, vector, model}), {@code superseded} (with {@code
 * id, by, at}) or {@code forgotten} (with {@code id, at}). Times are milliseconds, texts are as {@link LosslessUtf8} has them, the vector is as {@link
 * QuantizedVector#toBytes} has it; text and vector are sealed. {@code learn.lua} and {@code forget.lua} write it.
 */
public final class LogCodec {
    private LogCodec() {}

    /**
     * Reads one entry of the stream.
     *
     * @param position the id of the entry
     * @param sealer opens the user's texts
     * @throws IllegalArgumentException if it is not of that form
     */
    public static LogEntry decode(String position, Map<String, byte[]> fields, TextSealer sealer) {
        String kind = text(position, fields, "kind");
        String id = text(position, fields, "id");
        Instant at = Instant.ofEpochMilli(Long.parseLong(text(position, fields, "at")));
        return switch (kind) {
            case "added" ->
                new LogEntry.Added(
                        position,
                        new Memory(
                                id,
                                sealer.openText(textPlace(id), bytes(position, fields, "text")),
                                at,
                                text(position, fields, "turn"),
                                QuantizedVector.fromBytes(
                                        sealer.open(vectorPlace(id), bytes(position, fields, "vector"))),
                                text(position, fields, "model")));
            case "superseded" -> new LogEntry.Superseded(position, id, text(position, fields, "by"), at);
            case "forgotten" -> new LogEntry.Forgotten(position, id, at);
            default ->
                throw new IllegalArgumentException(
                        "entry " + position + ": kind " + kind + " (expected: added, superseded or forgotten)");
        };
    }

    /** Where the words of a memory lie: they do not open in another one. */
    static String textPlace(String memoryId) {
        return "mem " + memoryId + " text";
    }

    /** Where its vector lies. */
    static String vectorPlace(String memoryId) {
        return "mem " + memoryId + " vector";
    }

    private static String text(String position, Map<String, byte[]> fields, String name) {
        return LosslessUtf8.decode(bytes(position, fields, name));
    }

    private static byte[] bytes(String position, Map<String, byte[]> fields, String name) {
        byte[] value = fields.get(name);
        if (value == null) {
            throw new IllegalArgumentException(
                    "entry " + position + ": no " + name + " (has: " + fields.keySet() + ")");
        }
        return value;
    }
}
