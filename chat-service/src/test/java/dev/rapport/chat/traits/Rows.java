package dev.rapport.chat.traits;

import dev.rapport.chat.turn.Trait;
import dev.rapport.chat.turn.Trait.Polarity;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/** Reads tables of {@code message => attribute=value; -attribute=denied value}, one row a line. */
final class Rows {
    private Rows() {}

    static Stream<Arguments> of(String table) {
        return lines(table).map(line -> {
            int arrow = line.indexOf("=>");
            if (arrow < 0) {
                throw new IllegalArgumentException("row: " + line + " (expected: message => traits)");
            }
            String traits = line.substring(arrow + 2).strip();
            List<String> expected = traits.isEmpty()
                    ? List.of()
                    : Arrays.stream(traits.split(";", -1)).map(String::strip).toList();
            return Arguments.of(line.substring(0, arrow).strip(), expected);
        });
    }

    static Stream<String> lines(String table) {
        return table.lines().map(String::strip).filter(line -> !line.isEmpty());
    }

    static List<String> extract(String message) {
        return new TraitExtractor()
                .extract(message).traits().stream().map(Rows::text).toList();
    }

    private static String text(Trait trait) {
        return (trait.polarity() == Polarity.DENIED ? "-" : "") + trait.attribute() + '=' + trait.value();
    }
}
