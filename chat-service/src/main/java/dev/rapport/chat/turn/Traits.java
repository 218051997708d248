package dev.rapport.chat.turn;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * What one message tells about its writer.
 *
 * @param traits in the order of the text; empty when it tells nothing
 * @param memorable the sentences worth keeping, verbatim, joined by a space; empty when there are none (questions,
 *     commands, greetings)
 */
public record Traits(List<Trait> traits, String memorable, Style style) {
    public Traits {
        traits = List.copyOf(traits);
        requireNonNull(memorable, "memorable");
        requireNonNull(style, "style");
    }
}
