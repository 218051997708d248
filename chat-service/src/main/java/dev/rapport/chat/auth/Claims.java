package dev.rapport.chat.auth;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rapport.chat.turn.TurnFailed;
import dev.rapport.chat.turn.TurnFailure;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a token says, each claim of the type that it must have (RFC 7519 section 4.1). Libraries turn a number that is no time
 * into one, 1e308 into a second of 1969; here it is refused.
 *
 * <p>All methods throw {@link TurnFailed} with {@link TurnFailure.NotAuthenticated} for a claim of a wrong type.
 */
record Claims(ObjectNode object) {
    /** The last second of the year 9999; a later one is no time that anybody means. */
    private static final double SECONDS_MAX = 253_402_300_799d;

    /** Entries of a list: groups of a person, at the most. */
    private static final int ENTRIES_MAX = 256;

    static Claims read(byte[] payload) {
        try {
            return new Claims(StrictJson.object(payload));
        } catch (IOException e) {
            throw refused("the token is malformed");
        }
    }

    /** A text that must be there. */
    String text(String name) {
        return optionalText(name).orElseThrow(() -> lacks(name));
    }

    /** A text that may be there. */
    Optional<String> optionalText(String name) {
        JsonNode value = find(name);
        if (value != null && !value.isTextual()) {
            throw wrong(name, "a text");
        }
        return Optional.ofNullable(value).map(JsonNode::textValue);
    }

    /** A text or a list of texts; empty if it is not there. */
    List<String> texts(String name) {
        JsonNode value = find(name);
        if (value == null) {
            return List.of();
        }
        if (value.isTextual()) {
            return List.of(value.textValue());
        }
        if (!value.isArray() || value.size() > ENTRIES_MAX) {
            throw wrong(name, "a text, or at most " + ENTRIES_MAX + " of them");
        }
        List<String> texts = new ArrayList<>();
        for (JsonNode entry : value) {
            if (!entry.isTextual()) {
                throw wrong(name, "a text, or a list of texts");
            }
            texts.add(entry.textValue());
        }
        return texts;
    }

    /** A time that must be there. */
    Instant time(String name) {
        return optionalTime(name).orElseThrow(() -> lacks(name));
    }

    /** A time that may be there. */
    Optional<Instant> optionalTime(String name) {
        JsonNode value = find(name);
        if (value == null) {
            return Optional.empty();
        }
        double seconds = value.isNumber() ? value.doubleValue() : Double.NaN;
        if (!(seconds >= 0 && seconds <= SECONDS_MAX)) { // this way round, NaN is refused too
            throw wrong(name, "seconds since 1970");
        }
        return Optional.of(Instant.ofEpochMilli((long) (seconds * 1_000)));
    }

    boolean isTrue(String name) {
        JsonNode value = find(name);
        return value != null && value.isBoolean() && value.booleanValue();
    }

    private @Nullable JsonNode find(String name) {
        return object.get(name);
    }

    static TurnFailed refused(String why) {
        return new TurnFailed(new TurnFailure.NotAuthenticated(why));
    }

    private static TurnFailed lacks(String name) {
        return refused("the token lacks a claim (expected: " + name + ")");
    }

    private static TurnFailed wrong(String name, String expected) {
        return refused("the token's claim " + name + " is of a wrong form (expected: " + expected + ")");
    }
}
