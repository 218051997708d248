package dev.rapport.chat.http;

import dev.rapport.chat.turn.TurnEnd;
import dev.rapport.llm.Part;
import dev.rapport.llm.Usage;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a turn's answer took, for the audit: all of it, also of an answer that broke off or was given up.
 *
 * @param provider who answered last; empty if nobody did
 * @param parts {@code provider:prompt+completion} of each, separated by commas; empty if there are not two
 */
record Spent(String provider, int promptTokens, int completionTokens, long costMicros, String parts) {
    private static final Spent NOTHING = new Spent("", 0, 0, 0, "");

    /** @param end null if the turn did not end well */
    static Spent of(List<Part> parts, @Nullable TurnEnd end) {
        if (!parts.isEmpty()) {
            return new Spent(
                    parts.getLast().source().provider(),
                    parts.stream().mapToInt(part -> part.usage().promptTokens()).sum(),
                    parts.stream()
                            .mapToInt(part -> part.usage().completionTokens())
                            .sum(),
                    parts.stream().mapToLong(Part::costMicros).sum(),
                    parts.size() == 1 ? "" : parts.stream().map(Spent::text).collect(Collectors.joining(",")));
        }
        if (end == null) {
            return NOTHING;
        }
        Usage usage = end.answer().usage();
        return new Spent(end.source().provider(), usage.promptTokens(), usage.completionTokens(), 0, "");
    }

    private static String text(Part part) {
        return part.source().provider() + ":" + part.usage().promptTokens() + "+"
                + part.usage().completionTokens();
    }
}
