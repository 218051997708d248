package dev.rapport.chat.compress;

import dev.rapport.chat.turn.CompressedTurn;
import dev.rapport.chat.turn.Dialogue;
import dev.rapport.chat.turn.KnownTrait;
import dev.rapport.chat.turn.PastMessage;
import dev.rapport.chat.turn.RecalledMemory;
import dev.rapport.chat.turn.RecalledTurn;
import dev.rapport.chat.turn.SaidBefore;
import dev.rapport.chat.turn.Stage;
import dev.rapport.chat.turn.Step;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Stage 4 of 7: keeps what fits the token budget: the profile, the conversation, then memories by relevance.
 *
 * <p>A conversation that fits its share is kept whole. Of a longer one the newest messages are kept as they are, and of the older
 * ones a {@link Digest}, below it a model's summary if there is one. Else nothing is reworded, only taken or left, at the least a sentence, so numbers, dates, names, code and
 * quotes stay as they were written. What the conversation itself already holds is not quoted again.
 *
 * <p>Profile, digest and the beginning of the history follow from what is known and from the conversation, never from the
 * question, and change in steps ({@link Cut}): the prompt's beginning stays the same from turn to turn. Lines are counted one by
 * one, each with its line end: in o200k the sum is the count of the whole (the test counts both). Computes only; runs on the event
 * loop.
 */
public final class Compress implements Stage<RecalledTurn, CompressedTurn> {
    private static final double PROFILE_SHARE = 0.15; // what is recalled for the question must keep the larger part
    private static final int PROFILE_TOKENS_MAX = 300;

    /** Standing instructions hold for every answer, so they are kept where the rest of the profile would no longer fit. */
    private static final double INSTRUCTIONS_SHARE = 0.25; // with the conversation's 75 % all of it

    private static final String INSTRUCTION = "instruction";

    private static final double DIGEST_SHARE = 0.25;

    /**
     * Of the digest's share, for a model's summary if there is one: what was really said keeps the larger part. All of it is
     * taken from the digest, however short the summary is, so that another one leaves the digest as it is. Half of what the two
     * steps that add to a digest have, which begin anew each time: with more, the first summary would change a prompt's beginning.
     */
    private static final double SUMMARY_SHARE = 1.0 / 6;

    private static final double HISTORY_SHARE = 0.5; // with the digest 75 %: the memories must not starve

    /** What a step leaves of the history's share: enough for the last turns, and far enough from the next step. */
    private static final double LOW_SHARE = 0.2;

    private final TokenCounter counter;
    private final int tokensMax;
    private final int memoriesTokensMax;
    private final int digestMax;
    private final int summaryMax;
    private final Digester digester;
    private final Cut cut;
    private final MessageTexts texts;

    /** With its own memory of texts, and as many memories as fit. */
    public Compress(TokenCounter counter, int tokensMax) {
        this(counter, new MessageTexts(), tokensMax, tokensMax);
    }

    /**
     * Within two budgets.
     *
     * @param tokensMax tokens for profile, conversation and memories together
     * @param memoriesTokensMax tokens for the memories, with what the assistant said
     */
    public Compress(TokenCounter counter, MessageTexts texts, int tokensMax, int memoriesTokensMax) {
        this.counter = counter;
        this.texts = texts;
        this.tokensMax = tokensMax;
        this.memoriesTokensMax = memoriesTokensMax;
        this.digestMax = (int) (tokensMax * DIGEST_SHARE);
        this.summaryMax = (int) (digestMax * SUMMARY_SHARE);
        this.digester = new Digester(counter, texts);
        int high = (int) (tokensMax * HISTORY_SHARE);
        this.cut = new Cut(counter, texts, digestMax + high, high, (int) (high * LOW_SHARE));
    }

    @Override
    public Future<CompressedTurn> apply(RecalledTurn turn) {
        CompressedTurn compressed = compress(turn);
        turn.incoming().client().recalled(compressed);
        return Future.succeededFuture(compressed);
    }

    CompressedTurn compress(RecalledTurn turn) {
        Budget budget = new Budget(counter, 0);
        List<KnownTrait> profile = profile(turn.traits(), budget);

        List<PastMessage> messages = Cut.rounded(turn.history());
        Steps steps = cut.steps(messages);
        Optional<Step> step = steps.last(messages);
        Summarized summarized = Summarized.of(turn.summaries(), step, summaryMax, this::tokens);
        Digest digest = digester.digest(messages, steps.indexes(), digestMax, summarized.isEmpty() ? 0 : summaryMax);
        List<PastMessage> history = messages.subList(steps.cut(), messages.size());

        budget.raiseTo(tokensMax);
        budget.add(summarized.tokens() + digest.tokens());
        history.forEach(message -> budget.add(tokens(message.text())));
        budget.raiseTo(Math.min(tokensMax, budget.used() + memoriesTokensMax));
        SaidBefore said = budget.take(turn.said().tokens()) ? turn.said() : SaidBefore.NOTHING;
        List<RecalledMemory> memories = memories(turn, digest, history, budget);
        List<String> older = summarized.after(digest.lines());
        return new CompressedTurn(turn, profile, older, history, memories, said, step, budget.used());
    }

    private int tokens(String line) {
        return texts.of(line).tokens(counter);
    }

    /* Instructions first. Taken by weight and shown by attribute and value: the same knowledge gives the same bytes, which is
     * what a provider's prompt cache needs. */
    private List<KnownTrait> profile(List<KnownTrait> traits, Budget budget) {
        List<KnownTrait> weighed = Profile.of(traits);
        List<KnownTrait> profile = new ArrayList<>();
        budget.raiseTo((int) (tokensMax * INSTRUCTIONS_SHARE));
        take(weighed.stream().filter(Compress::isInstruction).toList(), budget, profile);
        budget.raiseTo(Math.min(PROFILE_TOKENS_MAX, (int) (tokensMax * PROFILE_SHARE)));
        take(weighed.stream().filter(trait -> !isInstruction(trait)).toList(), budget, profile);
        return profile;
    }

    private static void take(List<KnownTrait> traits, Budget budget, List<KnownTrait> profile) {
        traits.stream()
                .filter(trait -> budget.take(trait.line()))
                .sorted(Profile.shown())
                .forEach(profile::add);
    }

    private static boolean isInstruction(KnownTrait trait) {
        return trait.attribute().equals(INSTRUCTION);
    }

    private List<RecalledMemory> memories(RecalledTurn turn, Digest digest, List<PastMessage> history, Budget budget) {
        Set<String> turnsInHistory = new HashSet<>();
        history.forEach(message -> turnsInHistory.add(message.turnId()));
        Optional<Dialogue> dialogue = turn.incoming().wishes().dialogue();
        List<RecalledMemory> elsewhere = turn.memories().stream()
                .filter(memory -> !turnsInHistory.contains(memory.turnId())
                        && !digest.quotes(memory.text())
                        && dialogue.filter(own -> own.quotes(memory.text())).isEmpty())
                .toList();
        return new Packing(counter, budget, turn.incoming().text()).pack(elsewhere);
    }
}
