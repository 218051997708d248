package dev.rapport.loadtest.proxy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rapport.loadtest.stats.RandomStreams;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.regex.Pattern;

/**
 * A fault as it was asked for.
 *
 * @param probability that it strikes a connection, 0 to 1
 * @param attributes all that the type has, within their ranges
 */
record FaultSpec(String name, FaultType type, Direction direction, double probability, Map<String, Double> attributes) {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.-]{1,64}");

    /** An attribute that the type has. */
    double number(String attribute) {
        return attributes.getOrDefault(attribute, 0.0);
    }

    /** The fault's own draws on this connection. */
    SplittableRandom random(long seed, long connection) {
        return RandomStreams.of(seed ^ ((long) name.hashCode() << 32), connection);
    }

    /**
     * Reads {@code {"name", "type", "direction", "probability", "attributes"}}; all but the type may be missing: the name
     * is then the type, the direction {@code down}, the probability 1.
     *
     * @throws IllegalArgumentException if anything is not as it should be; the message names it
     */
    static FaultSpec fromJson(JsonNode json) {
        FaultType type = FaultType.ofWord(json.path("type").asText());
        String name = json.path("name").asText(type.word());
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("name: " + name + " (expected: 1..64 of A-Z a-z 0-9 _ . -)");
        }
        String way = json.path("direction").asText("down");
        if (!way.equals("down") && (!way.equals("up") || type.downOnly())) {
            throw new IllegalArgumentException(
                    "direction: " + way + " (expected: " + (type.downOnly() ? "down" : "up or down") + ")");
        }
        double probability = number(json, "probability", 0, 1, 1);
        if (type == FaultType.DOWN && probability != 1) {
            throw new IllegalArgumentException("probability: " + probability + " (expected: 1, for down)");
        }
        JsonNode given = json.path("attributes");
        Map<String, Double> attributes = new LinkedHashMap<>();
        for (FaultType.Attribute attribute : type.attributes()) {
            attributes.put(
                    attribute.name(),
                    number(given, attribute.name(), attribute.min(), attribute.max(), attribute.usual()));
        }
        given.fieldNames().forEachRemaining(member -> {
            if (!attributes.containsKey(member)) {
                throw new IllegalArgumentException(
                        member + ": " + given.path(member) + " (expected: one of " + attributes.keySet() + ")");
            }
        });
        Direction direction = way.equals("up") ? Direction.UP : Direction.DOWN;
        return new FaultSpec(name, type, direction, probability, Map.copyOf(attributes));
    }

    private static double number(JsonNode json, String name, double min, double max, double usual) {
        JsonNode value = json.path(name);
        if (value.isMissingNode() && !Double.isNaN(usual)) {
            return usual;
        }
        if (!value.isNumber() || !(value.doubleValue() >= min && value.doubleValue() <= max)) {
            String shown = value.isMissingNode() ? "missing" : value.toString();
            throw new IllegalArgumentException(
                    name + ": " + shown + " (expected: " + plain(min) + ".." + plain(max) + ")");
        }
        return value.doubleValue();
    }

    private static String plain(double value) {
        return Long.toString((long) value);
    }

    ObjectNode toJson() {
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("name", name)
                .put("type", type.word())
                .put("direction", direction.word())
                .put("probability", probability);
        ObjectNode numbers = json.putObject("attributes");
        type.attributes().forEach(attribute -> numbers.put(attribute.name(), number(attribute.name())));
        return json;
    }
}
