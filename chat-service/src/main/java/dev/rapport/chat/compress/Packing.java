package dev.rapport.chat.compress;

import dev.rapport.chat.turn.RecalledMemory;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Fills what is left of a budget with memories, best first.
 *
 * <p>Each costs its line, and the first of a day the day's header, too. One that does not fit is skipped for the next; a long
 * one is first cut to the sentences that bear on the question, which stay whole. Neither a penalty for what is alike nor an
 * order by tokens is used: both were measured and gave nothing or harm.
 */
final class Packing {
    /** With less than this left no memory fits that says anything. */
    private static final int TOKENS_LEFT_MIN = 12;

    /** A memory longer than this may be cut; shorter ones lose their sense. */
    private static final int CUT_TOKENS_MIN = 60;

    private final TokenCounter counter;
    private final Budget budget;
    private final String question;
    private final Set<String> headers = new HashSet<>();
    private final Set<String> texts = new HashSet<>();
    private final List<RecalledMemory> packed = new ArrayList<>();

    Packing(TokenCounter counter, Budget budget, String question) {
        this.counter = counter;
        this.budget = budget;
        this.question = question;
    }

    /** Those that were taken, in the order given. */
    List<RecalledMemory> pack(List<RecalledMemory> bestFirst) {
        for (RecalledMemory memory : bestFirst) {
            if (budget.left() < TOKENS_LEFT_MIN) {
                break;
            }
            if (texts.add(memory.text().toLowerCase(Locale.ROOT))) {
                pack(memory);
            }
        }
        return packed;
    }

    private void pack(RecalledMemory memory) {
        String header = memory.header();
        int headerTokens = headers.contains(header) ? 0 : count(header);
        int tokens = count(memory.line());
        RecalledMemory taken = memory;
        if (headerTokens + tokens > budget.left() && tokens > CUT_TOKENS_MIN) {
            int room = budget.left() - headerTokens;
            taken = memory.cutTo(Sentences.best(
                    RecalledMemory.hasCode(memory.text()) ? memory.text() : memory.line(),
                    question,
                    part -> count(memory.cutTo(part).line()) <= room));
            tokens = count(taken.line());
        }
        if (!taken.text().isEmpty() && budget.take(headerTokens + tokens)) {
            headers.add(header);
            packed.add(taken);
        }
    }

    private int count(String line) {
        return counter.count(line + "\n");
    }
}
