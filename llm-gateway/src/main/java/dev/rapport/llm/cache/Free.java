package dev.rapport.llm.cache;

import dev.rapport.llm.AnswerEnd;
import dev.rapport.llm.Part;
import java.util.List;

/** What an answer cost somebody for whom nothing was bought: the same tokens, no money. */
final class Free {
    private Free() {}

    static AnswerEnd of(AnswerEnd end) {
        return new AnswerEnd(end.finish(), end.usage(), of(end.parts()));
    }

    static List<Part> of(List<Part> parts) {
        return parts.stream()
                .map(part -> new Part(part.source(), part.usage(), part.complete(), 0))
                .toList();
    }
}
