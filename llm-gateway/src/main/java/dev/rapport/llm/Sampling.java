package dev.rapport.llm;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.OptionalDouble;

/**
 * How the model shall choose its words, in OpenAI's terms. What is empty is left to the alias and the provider; what a
 * provider does not know is not sent to it.
 *
 * @param temperature 0 to 2
 * @param topP 0 to 1
 * @param frequencyPenalty -2 to 2
 * @param presencePenalty -2 to 2
 * @param stops texts at which the answer ends, at most {@value #STOPS_MAX}, none of them empty
 */
public record Sampling(
        OptionalDouble temperature,
        OptionalDouble topP,
        OptionalDouble frequencyPenalty,
        OptionalDouble presencePenalty,
        List<String> stops) {
    /** OpenAI takes no more. */
    public static final int STOPS_MAX = 4;

    /** Nothing is asked. */
    public static final Sampling NONE = new Sampling(
            OptionalDouble.empty(), OptionalDouble.empty(), OptionalDouble.empty(), OptionalDouble.empty(), List.of());

    public Sampling {
        requireWithin("temperature", temperature, 0, 2);
        requireWithin("topP", topP, 0, 1);
        requireWithin("frequencyPenalty", frequencyPenalty, -2, 2);
        requireWithin("presencePenalty", presencePenalty, -2, 2);
        stops = List.copyOf(stops);
        if (stops.size() > STOPS_MAX || stops.contains("")) {
            throw new IllegalArgumentException(
                    "stops: " + stops + " (expected: at most " + STOPS_MAX + ", none of them empty)");
        }
    }

    private static void requireWithin(String name, OptionalDouble value, double min, double max) {
        if (requireNonNull(value, name).isPresent() && !(value.getAsDouble() >= min && value.getAsDouble() <= max)) {
            throw new IllegalArgumentException(
                    name + ": " + value.getAsDouble() + " (expected: " + min + " to " + max + ")");
        }
    }
}
