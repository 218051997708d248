package dev.rapport.chat.compress;

import dev.rapport.chat.turn.CompressedTurn;
import dev.rapport.chat.turn.Dialogue;
import dev.rapport.chat.turn.KnownTrait;
import dev.rapport.chat.turn.PastMessage;
import dev.rapport.chat.turn.RecalledMemory;
import dev.rapport.chat.turn.RecalledTurn;
import dev.rapport.chat.turn.SaidBefore;
import dev.rapport.chat.turn.Stage;
import io.vertx.core.Future;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Stage 4 of 7: keeps what fits the token budget: the profile, then the newest messages, then memories by relevance.
 *
 * <p>Nothing is reworded, only taken or left, at the least a sentence, so numbers, dates and names stay as the user wrote
 * them. What the conversation itself already holds is not quoted again. Lines are counted one by one, each with its line
 * end: in o200k the sum is the count of the whole (the test counts both). Computes only; runs on the event loop.
 */
public final class Compress implements Stage<RecalledTurn, CompressedTurn> {
    private static final double PROFILE_SHARE = 0.15; // what is recalled for the question must keep the larger part
    private static final int PROFILE_TOKENS_MAX = 300;
    private static final double HISTORY_SHARE = 0.5; // of the rest; the live dialogue must not starve the memories

    private final TokenCounter counter;
    private final int tokensMax;
    private final int memoriesTokensMax;

    /** As many memories as fit. */
    public Compress(TokenCounter counter, int tokensMax) {
        this(counter, tokensMax, tokensMax);
    }

    /**
     * Within two budgets.
     *
     * @param tokensMax tokens for profile, history and memories together
     * @param memoriesTokensMax tokens for the memories, with what the assistant said
     */
    public Compress(TokenCounter counter, int tokensMax, int memoriesTokensMax) {
        this.counter = counter;
        this.tokensMax = tokensMax;
        this.memoriesTokensMax = memoriesTokensMax;
    }

    @Override
    public Future<CompressedTurn> apply(RecalledTurn turn) {
        CompressedTurn compressed = compress(turn);
        turn.incoming().client().recalled(compressed);
        return Future.succeededFuture(compressed);
    }

    CompressedTurn compress(RecalledTurn turn) {
        Budget budget = new Budget(counter, Math.min(PROFILE_TOKENS_MAX, (int) (tokensMax * PROFILE_SHARE)));
        List<KnownTrait> profile = profile(turn.traits(), budget);

        budget.raiseTo(budget.used() + (int) ((tokensMax - budget.used()) * HISTORY_SHARE));
        List<PastMessage> history = history(turn.history(), budget);

        budget.raiseTo(Math.min(tokensMax, budget.used() + memoriesTokensMax));
        SaidBefore said = budget.take(turn.said().tokens()) ? turn.said() : SaidBefore.NOTHING;
        List<RecalledMemory> memories = memories(turn, history, budget);
        return new CompressedTurn(turn, profile, history, memories, said, budget.used());
    }

    /* Sorted by attribute and value, and taken in that order: the same knowledge gives the same bytes, which is what a
     * provider's prompt cache needs. */
    private static List<KnownTrait> profile(List<KnownTrait> traits, Budget budget) {
        return traits.stream()
                .sorted(Comparator.comparing(KnownTrait::line))
                .filter(trait -> budget.take(trait.line()))
                .toList();
    }

    private static List<PastMessage> history(List<PastMessage> past, Budget budget) {
        int first = past.size();
        while (first > 0 && budget.take(past.get(first - 1).text())) {
            first--;
        }
        return past.subList(first, past.size());
    }

    private List<RecalledMemory> memories(RecalledTurn turn, List<PastMessage> history, Budget budget) {
        Set<String> turnsInHistory = new HashSet<>();
        history.forEach(message -> turnsInHistory.add(message.turnId()));
        Optional<Dialogue> dialogue = turn.incoming().wishes().dialogue();
        List<RecalledMemory> elsewhere = turn.memories().stream()
                .filter(memory -> !turnsInHistory.contains(memory.turnId())
                        && dialogue.filter(own -> own.quotes(memory.text())).isEmpty())
                .toList();
        return new Packing(counter, budget, turn.incoming().text()).pack(elsewhere);
    }
}
