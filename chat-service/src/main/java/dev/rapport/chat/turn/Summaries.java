package dev.rapport.chat.turn;

import java.util.List;
import java.util.Optional;

/**
 * What is kept of a conversation's summaries.
 *
 * @param newestFirst at most the last two: the newest may be used from the next step on only, and the one before it until then
 * @param tried the place of the last cut at which one was asked for, whatever came of it; -1 if none ever was
 */
public record Summaries(List<Summary> newestFirst, long tried) {
    /** None was ever asked for. */
    public static final Summaries NONE = new Summaries(List.of(), -1);

    public Summaries {
        newestFirst = List.copyOf(newestFirst);
    }

    /**
     * The one that a prompt may have.
     *
     * @param step the one that holds
     */
    public Optional<Summary> usable(Step step) {
        return newestFirst.stream()
                .filter(summary -> summary.since() <= step.seenAt() && summary.reach() <= step.place())
                .findFirst();
    }

    /** The place of the first message that no summary knows. */
    public long reach() {
        return newestFirst.isEmpty() ? 0 : newestFirst.getFirst().reach();
    }
}
