package dev.rapport.chat.http;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rapport.chat.turn.TurnFailed;
import dev.rapport.chat.turn.TurnFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * A value in a request's body, and the place where it stands. Each reading fails with {@link TurnFailure.BadRequest}, which
 * names the place, the value and what was expected.
 *
 * @param pointer JSON pointer with {@code #} before it
 */
record JsonPart(String pointer, JsonNode node) {

    /** What the name stands for; empty if it is missing or null, which mean the same to OpenAI's clients. */
    Optional<JsonPart> at(String name) {
        if (!node.isObject()) {
            throw wrong("an object");
        }
        JsonNode value = node.get(name);
        return value == null || value.isNull()
                ? Optional.empty()
                : Optional.of(new JsonPart(pointer + "/" + name, value));
    }

    /** The same, and it must be there. */
    JsonPart required(String name, String expected) {
        return at(name).orElseThrow(() -> bad(pointer + "/" + name, "missing", expected));
    }

    boolean isText() {
        return node.isTextual();
    }

    boolean isObject() {
        return node.isObject();
    }

    void requireObject() {
        if (!node.isObject()) {
            throw wrong("an object");
        }
    }

    /** Refuses any name that is not one of these. */
    void onlyKnows(Set<String> names) {
        requireObject();
        node.fieldNames().forEachRemaining(name -> {
            if (!names.contains(name)) {
                throw bad(pointer + "/" + name, "unknown field", "one of " + new TreeSet<>(names));
            }
        });
    }

    /** The value as JSON, every text in it valid Unicode and every number one that a double holds. */
    String json() {
        if (isBeyondDouble(node)) {
            throw wrong("a number beyond 1.8e308", "smaller ones");
        }
        String json = node.toString();
        if (!isWellFormed(json)) {
            throw wrong("half of a surrogate pair", "valid Unicode");
        }
        return json;
    }

    boolean isList() {
        return node.isArray();
    }

    List<JsonPart> items(int countMax) {
        if (!node.isArray()) {
            throw wrong("a list");
        }
        if (node.size() > countMax) {
            throw wrong(node.size() + " items", "at most " + countMax);
        }
        List<JsonPart> items = new ArrayList<>();
        for (JsonNode item : node) {
            items.add(new JsonPart(pointer + "/" + items.size(), item));
        }
        return items;
    }

    String text() {
        if (!node.isTextual()) {
            throw wrong("a text");
        }
        if (!isWellFormed(node.textValue())) {
            throw wrong("half of a surrogate pair", "valid Unicode");
        }
        return node.textValue();
    }

    boolean flag() {
        if (!node.isBoolean()) {
            throw wrong("true or false");
        }
        return node.booleanValue();
    }

    int whole(int min, int max) {
        String range = min == max ? Integer.toString(min) : "a whole number from " + min + " to " + max;
        if (!node.isIntegralNumber() || !node.canConvertToInt() || node.intValue() < min || node.intValue() > max) {
            throw wrong(range);
        }
        return node.intValue();
    }

    double number(double min, double max) {
        if (!node.isNumber() || !(node.doubleValue() >= min && node.doubleValue() <= max)) {
            throw wrong("a number from " + plain(min) + " to " + plain(max));
        }
        return node.doubleValue();
    }

    /** What is thrown if the value is another than expected; an object or a list is named by its kind. */
    TurnFailed wrong(String expected) {
        return wrong(node.isContainerNode() ? node.getNodeType().toString() : node.toString(), expected);
    }

    /** The same, with words in place of the value. */
    TurnFailed wrong(String value, String expected) {
        return bad(pointer, value, expected);
    }

    private static String plain(double number) {
        return Long.toString(Math.round(number));
    }

    private static TurnFailed bad(String pointer, String value, String expected) {
        return new TurnFailed(new TurnFailure.BadRequest(pointer, value, expected));
    }

    private static boolean isBeyondDouble(JsonNode value) {
        if (value.isContainerNode()) {
            for (JsonNode each : value) {
                if (isBeyondDouble(each)) {
                    return true;
                }
            }
            return false;
        }
        return value.isNumber() && Double.isInfinite(value.doubleValue());
    }

    private static boolean isWellFormed(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isHighSurrogate(c) && i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))) {
                i++;
            } else if (Character.isSurrogate(c)) {
                return false;
            }
        }
        return true;
    }
}
