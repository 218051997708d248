package dev.rapport.chat.learn;

import dev.rapport.chat.turn.IncomingTurn;
import dev.rapport.chat.turn.KnownTrait;
import dev.rapport.chat.turn.LearnedFromTurn;
import dev.rapport.chat.turn.PastMessage;
import dev.rapport.chat.turn.PromptedTurn;
import dev.rapport.chat.turn.RecalledTurn;
import dev.rapport.chat.turn.Stage;
import dev.rapport.chat.turn.Style;
import dev.rapport.chat.turn.Trait;
import dev.rapport.chat.turn.Traits;
import dev.rapport.memory.Embedder;
import dev.rapport.memory.Embedding;
import dev.rapport.memory.Fact;
import dev.rapport.memory.Lesson;
import dev.rapport.memory.MemoryLog;
import dev.rapport.memory.NewMemory;
import dev.rapport.memory.Owner;
import dev.rapport.memory.QuantizedVector;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Keeps what a turn teaches: the message in its conversation, and from the user's own words alone the traits and the
 * sentences worth remembering. Neither the answer nor recalled text ever gets here, so nothing is learned twice from its
 * own echo.
 *
 * <p>Runs beside the model's call. Telling it twice changes nothing: the log knows a text that it has.
 */
public final class Learn implements Stage<PromptedTurn, LearnedFromTurn> {
    private static final String DROPPED_MESSAGE = "conversation";
    private static final String STYLE = "style";
    private static final Style NO_STYLE = new Style(StyleHabit.MIDDLE_WORDS, 0.5f, "und");
    private static final Pattern NOT_A_WORD = Pattern.compile("[^\\p{L}\\p{N}]+");

    /** A number, or what is written with a capital. */
    private static final Pattern DETAIL = Pattern.compile("^\\p{Lu}|\\p{N}");

    private static final float SAME_SCORE_MIN = 0.85f; // guess, not measured

    private final Vertx vertx;
    private final MemoryLog log;
    private final MessageStore messages;
    private final Embedder embedder;
    private final Function<String, Style> style;

    /** Learns no style. */
    public Learn(Vertx vertx, MemoryLog log, MessageStore messages, Embedder embedder) {
        this(vertx, log, messages, embedder, _ -> NO_STYLE);
    }

    /**
     * Learns how the user writes, too.
     *
     * @param style how a message of the conversation's history is written
     */
    public Learn(Vertx vertx, MemoryLog log, MessageStore messages, Embedder embedder, Function<String, Style> style) {
        this.style = style;
        this.vertx = vertx;
        this.log = log;
        this.messages = messages;
        this.embedder = embedder;
    }

    @Override
    public Future<LearnedFromTurn> apply(PromptedTurn turn) {
        IncomingTurn incoming = turn.incoming();
        Future<Void> kept = incoming.keepsConversation() ? kept(turn) : Future.succeededFuture();
        Future<LearnedFromTurn> learned = lesson(turn.recalled())
                .compose(lesson -> lesson.map(told -> learn(turn.recalled(), told))
                        .orElse(Future.succeededFuture(LearnedFromTurn.NOTHING)));
        return kept.compose(_ -> learned);
    }

    private Future<Void> kept(PromptedTurn turn) {
        return messages.keep(turn).otherwise(_ -> {
            turn.incoming().times().dropped(DROPPED_MESSAGE);
            return null;
        });
    }

    private Future<Optional<Lesson>> lesson(RecalledTurn turn) {
        Traits traits = turn.turn().traits();
        List<Fact> facts = facts(traits.traits(), turn.traits());
        boolean memorable = !traits.memorable().isEmpty() && !isKnown(turn);
        if (facts.isEmpty() && !memorable) {
            return Future.succeededFuture(habit(turn).map(habit -> lesson(turn, null, List.of(habit))));
        }
        if (!memorable) {
            return Future.succeededFuture(Optional.of(lesson(turn, null, facts)));
        }
        return turn.meaning().map(vector -> Optional.of(lesson(turn, memory(traits, vector), facts)));
    }

    /* Only with a turn that teaches nothing else: so no memory stands for the style, and none goes when the style changes. */
    private Optional<Fact> habit(RecalledTurn turn) {
        List<Style> styles = new ArrayList<>();
        turn.history().stream()
                .filter(PastMessage::user)
                .map(PastMessage::text)
                .map(style)
                .forEach(styles::add);
        styles.add(turn.turn().traits().style());
        String habit = StyleHabit.of(styles);
        boolean known = turn.traits().stream()
                .anyMatch(trait ->
                        trait.attribute().equals(STYLE) && trait.value().equals(habit));
        return habit.isEmpty() || known ? Optional.empty() : Optional.of(new Fact(STYLE, habit, true, false, 0.8f));
    }

    /**
     * What the store is told: the traits, and denials of what they end.
     *
     * @param traits at most half of {@value Lesson#FACTS_MAX}, as a message tells; all of them are in the result
     * @param known what is known before
     * @return at most {@value Lesson#FACTS_MAX}
     */
    public static List<Fact> facts(List<Trait> traits, List<KnownTrait> known) {
        return Consequences.of(traits, known, Lesson.FACTS_MAX).stream()
                .filter(trait -> trait.value().length() <= Fact.VALUE_LENGTH_MAX
                        && trait.attribute().length() <= Fact.ATTRIBUTE_LENGTH_MAX)
                .map(Learn::fact)
                .toList();
    }

    private NewMemory memory(Traits traits, Embedding vector) {
        return new NewMemory(traits.memorable(), QuantizedVector.of(vector), embedder.model());
    }

    private static Lesson lesson(
            RecalledTurn turn, @org.jspecify.annotations.Nullable NewMemory memory, List<Fact> facts) {
        return new Lesson(memory, facts, turn.turnId(), turn.incoming().receivedAt());
    }

    private Future<LearnedFromTurn> learn(RecalledTurn turn, Lesson lesson) {
        Context context = vertx.getOrCreateContext(); // the log answers on its own threads
        Owner owner = turn.turn().turn().owner();
        return Future.fromCompletionStage(log.learn(owner, lesson, turn.epoch()), context)
                .map(learned -> new LearnedFromTurn(learned.memoryIds()));
    }

    private static Fact fact(Trait trait) {
        return new Fact(
                trait.attribute(),
                trait.value(),
                trait.cardinality() == Trait.Cardinality.SINGLE,
                trait.polarity() == Trait.Polarity.DENIED,
                trait.confidence());
    }

    /* The same fact in other words, "I live in Porto" and later "I'm living in Porto now": told again when every trait
     * of the message is known with this value and there is a memory that is nearly the same and has every number and name of
     * the message. Without a trait, only equal words count as the same: "two cats" and "three cats" are near, too. */
    private static boolean isKnown(RecalledTurn turn) {
        List<Trait> traits = turn.turn().traits().traits();
        return !traits.isEmpty()
                && traits.stream().allMatch(trait -> isKnown(trait, turn.traits()))
                && turn.memories().stream()
                        .anyMatch(memory -> memory.score() >= SAME_SCORE_MIN
                                && words(memory.text())
                                        .containsAll(
                                                details(turn.turn().traits().memorable())));
    }

    private static Set<String> details(String text) {
        return NOT_A_WORD
                .splitAsStream(text)
                .filter(word -> !word.equals("I") && DETAIL.matcher(word).find())
                .map(word -> word.toLowerCase(Locale.ROOT))
                .collect(Collectors.toSet());
    }

    private static Set<String> words(String text) {
        return NOT_A_WORD.splitAsStream(text.toLowerCase(Locale.ROOT)).collect(Collectors.toSet());
    }

    private static boolean isKnown(Trait trait, List<KnownTrait> known) {
        return trait.polarity() == Trait.Polarity.AFFIRMED
                && known.stream()
                        .anyMatch(fact -> fact.attribute().equals(trait.attribute())
                                && fact.value()
                                        .toLowerCase(Locale.ROOT)
                                        .equals(trait.value().toLowerCase(Locale.ROOT)));
    }
}
