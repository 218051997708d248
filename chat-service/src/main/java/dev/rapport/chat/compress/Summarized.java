package dev.rapport.chat.compress;

import dev.rapport.chat.turn.Step;
import dev.rapport.chat.turn.Summaries;
import dev.rapport.chat.turn.Summary;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.ToIntFunction;

/**
 * What a prompt has of a model's summary.
 *
 * @param lines under a heading of their own; empty if there is no summary that may be used
 * @param tokens exact count of the lines, each with its end
 */
record Summarized(List<String> lines, int tokens) {
    /** Says that these lines are not what was said. */
    static final String HEADING = "## Summary by a model, not word for word";

    private static final Summarized NOTHING = new Summarized(List.of(), 0);

    Summarized {
        lines = List.copyOf(lines);
    }

    /**
     * The summary that the step allows, as many whole lines of it as fit.
     *
     * @param counter counts a line with its end
     */
    static Summarized of(Summaries summaries, Optional<Step> step, int tokensMax, ToIntFunction<String> counter) {
        Optional<Summary> usable = step.flatMap(summaries::usable);
        if (usable.isEmpty()) {
            return NOTHING;
        }
        List<String> lines = new ArrayList<>(List.of(HEADING));
        int tokens = counter.applyAsInt(HEADING);
        for (String line : usable.get().text().lines().toList()) {
            int more = counter.applyAsInt(line);
            if (tokens + more > tokensMax) {
                break;
            }
            lines.add(line);
            tokens += more;
        }
        return lines.size() == 1 ? NOTHING : new Summarized(lines, tokens);
    }

    boolean isEmpty() {
        return lines.isEmpty();
    }

    /** The digest's lines, and these after them: the digest's beginning outlives a step, a summary mostly does not. */
    List<String> after(List<String> digest) {
        List<String> both = new ArrayList<>(digest);
        both.addAll(lines);
        return both;
    }
}
