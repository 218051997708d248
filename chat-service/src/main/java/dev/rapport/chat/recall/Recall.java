package dev.rapport.chat.recall;

import dev.rapport.chat.turn.AuthenticatedTurn;
import dev.rapport.chat.turn.InTime;
import dev.rapport.chat.turn.IncomingTurn;
import dev.rapport.chat.turn.KnownTrait;
import dev.rapport.chat.turn.PastMessage;
import dev.rapport.chat.turn.RecalledMemory;
import dev.rapport.chat.turn.RecalledTurn;
import dev.rapport.chat.turn.SaidBefore;
import dev.rapport.chat.turn.Stage;
import dev.rapport.chat.turn.TraitedTurn;
import dev.rapport.chat.turn.TurnFailed;
import dev.rapport.chat.turn.TurnFailure;
import dev.rapport.memory.Embedding;
import dev.rapport.memory.LogEntry;
import dev.rapport.memory.Owner;
import dev.rapport.memory.RecallQuery;
import dev.rapport.memory.Recalled;
import dev.rapport.memory.SearchEffort;
import dev.rapport.memory.index.MemoryCache;
import dev.rapport.memory.index.UserMemories;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;

/**
 * Stage 3 of 7: finds what the user said before that bears on this message.
 *
 * <p>This process's copy of the user's memories is brought up to date with the durable log at each turn, in the same
 * round trip that brings the conversation: what any instance has learned is found by the next request on any other.
 *
 * <p>Memory helps an answer but is no condition for one: when the store is down or anything is late, the turn goes on
 * without, and its end says so. Runs on the event loop; embedding runs in the pool. The scan of one user's memories takes
 * some 100 us for 1,000 (JMH in memory-index, a rough run), so it stays on the loop.
 */
public final class Recall implements Stage<TraitedTurn, RecalledTurn> {
    private static final String DROPPED = "recall";

    private final Vertx vertx;
    private final TurnStore store;
    private final MemoryCache cache;
    private final EmbeddingPool pool;
    private final Settings settings;
    private final Supplier<String> newId;
    private final Passages passages;

    /**
     * How much, and how long.
     *
     * @param effort what to ask of the index
     * @param timeout the longest a turn waits for its memories
     * @param counter counts a text's tokens
     * @param tokensMax of the memories that a prompt may quote; what the assistant said gets {@value #SAID_PERCENT} % of it
     */
    public record Settings(SearchEffort effort, Duration timeout, ToIntFunction<String> counter, int tokensMax) {}

    /** Answers of the assistant must not crowd out what the user said: in one index with it they cost it a third (BEAM). */
    private static final int SAID_PERCENT = 15;

    /**
     * What a search came to.
     *
     * @param position the place in the log that it knew at least
     */
    private record Found(List<RecalledMemory> memories, SaidBefore said, String position) {
        static final Found NOTHING = new Found(List.of(), SaidBefore.NOTHING, LogEntry.START);
    }

    /** @param newId makes an id that is never made again */
    public Recall(
            Vertx vertx,
            TurnStore store,
            MemoryCache cache,
            EmbeddingPool pool,
            Settings settings,
            Supplier<String> newId) {
        this.vertx = vertx;
        this.store = store;
        this.cache = cache;
        this.pool = pool;
        this.settings = settings;
        this.newId = newId;
        this.passages = new Passages(settings.counter(), settings.tokensMax() * SAID_PERCENT / 100);
    }

    @Override
    public Future<RecalledTurn> apply(TraitedTurn traited) {
        IncomingTurn incoming = traited.incoming();
        Owner owner = traited.turn().owner();
        UserMemories memories = cache.memoriesOf(owner);
        String conversation = conversation(traited.turn());
        String turnId = TurnIds.of(owner, incoming.idempotencyKey(), incoming.text());

        // Begins beside the round trip to the store; a user without memories needs none.
        Optional<Future<Embedding>> question = memories.size() > 0 && !Cue.isCourtesy(incoming.text())
                ? Optional.of(pool.forRecall(vertx, incoming.text()))
                : Optional.empty();
        Future<List<PastAnswer>> answers = answers(owner, incoming);
        Future<Embedding> meaning = meaning(traited, question); // after it in the queue: nobody waits for this one
        return store.load(owner, conversation, memories.position())
                .recover(failure -> withoutStore(failure, incoming))
                .compose(loaded -> known(traited.turn(), conversation, loaded))
                .compose(loaded -> inTime(
                                incoming,
                                upToDate(owner, memories, loaded.entries())
                                        .compose(_ -> search(memories, incoming, question))
                                        .compose(found -> withSaid(found, answers, incoming, loaded)))
                        .map(found -> new RecalledTurn(
                                traited,
                                turnId,
                                conversation,
                                incoming.keepsConversation() ? withoutTurn(loaded.history(), turnId) : List.of(),
                                found.memories(),
                                loaded.traits(),
                                found.said(),
                                meaning,
                                version(incoming, found, loaded.traits()))));
    }

    private String conversation(AuthenticatedTurn turn) {
        return turn.incoming()
                .conversation()
                .map(asked -> asked.equals(IncomingTurn.NEW_CONVERSATION) ? "c_" + newId.get() : asked)
                .orElse(turn.session().conversation());
    }

    private Future<Embedding> meaning(TraitedTurn traited, Optional<Future<Embedding>> question) {
        String memorable = traited.traits().memorable();
        if (memorable.isEmpty()) {
            return Future.failedFuture("nothing memorable");
        }
        return question.filter(_ -> memorable.equals(traited.incoming().text()))
                .map(same -> same.recover(_ -> pool.forLearning(vertx, memorable)))
                .orElseGet(() -> pool.forLearning(vertx, memorable));
    }

    private static Future<TurnStore.Loaded> withoutStore(Throwable failure, IncomingTurn incoming) {
        if (!(failure instanceof TurnFailed)) {
            return Future.failedFuture(failure);
        }
        incoming.times().dropped(DROPPED);
        return Future.succeededFuture(new TurnStore.Loaded(List.of(), List.of(), List.of()));
    }

    /* Another user's conversation lies under another owner's key, so it is not found, like one that never was. */
    private static Future<TurnStore.Loaded> known(
            AuthenticatedTurn turn, String conversation, TurnStore.Loaded loaded) {
        boolean asked = turn.incoming().conversation().equals(Optional.of(conversation));
        boolean itsOwn = turn.session().conversation().equals(conversation);
        boolean storeIsDown = turn.incoming().times().dropped().contains(DROPPED);
        return asked && !itsOwn && !storeIsDown && loaded.history().isEmpty()
                ? TurnFailed.future(new TurnFailure.NotFound("conversation", conversation))
                : Future.succeededFuture(loaded);
    }

    /* What an earlier attempt at this turn has left there: the message comes last in the prompt anyway. */
    private static List<PastMessage> withoutTurn(List<PastMessage> history, String turnId) {
        return history.stream()
                .filter(message -> !message.turnId().equals(turnId))
                .toList();
    }

    private Future<Void> upToDate(Owner owner, UserMemories memories, List<LogEntry> entries) {
        memories.apply(entries);
        return entries.size() < TurnStore.PAGE
                ? Future.succeededFuture()
                : store.entries(owner, memories.position()).compose(more -> upToDate(owner, memories, more));
    }

    private Future<Found> search(UserMemories memories, IncomingTurn incoming, Optional<Future<Embedding>> question) {
        // Before the search: another turn may add to the copy meanwhile, and the version must not claim what this one
        // missed.
        String position = memories.position();
        String text = incoming.text();
        if (memories.size() == 0 || Cue.isCourtesy(text)) {
            return Future.succeededFuture(new Found(List.of(), SaidBefore.NOTHING, position));
        }
        return question.orElseGet(() -> pool.forRecall(vertx, text))
                .map(vector -> recalled(
                        memories.search(new RecallQuery(vector, text, incoming.receivedAt(), settings.effort()))))
                .map(found -> new Found(found, SaidBefore.NOTHING, position));
    }

    /* Beside the round trip of every turn, and only for a message that asks for it. */
    private Future<List<PastAnswer>> answers(Owner owner, IncomingTurn incoming) {
        return Cue.asksWhatWasSaid(incoming.text()) ? store.said(owner) : Future.succeededFuture(List.of());
    }

    private Future<Found> withSaid(
            Found found, Future<List<PastAnswer>> answers, IncomingTurn incoming, TurnStore.Loaded loaded) {
        return answers.recover(failure -> withoutAnswers(failure, incoming)).map(all -> {
            Set<String> quoted =
                    loaded.history().stream().map(PastMessage::turnId).collect(Collectors.toSet());
            return new Found(found.memories(), passages.best(incoming.text(), all, quoted), found.position());
        });
    }

    private static Future<List<PastAnswer>> withoutAnswers(Throwable failure, IncomingTurn incoming) {
        return withoutStore(failure, incoming).map(List.of());
    }

    private static String version(IncomingTurn incoming, Found found, List<KnownTrait> traits) {
        return incoming.times().dropped().contains(DROPPED) ? "" : KnowledgeVersion.of(found.position(), traits);
    }

    /** What the next stage takes, in the index's order, which weighs more than the one number shown. */
    public static List<RecalledMemory> recalled(List<Recalled> found) {
        return found.stream().map(Recall::recalled).toList();
    }

    private static RecalledMemory recalled(Recalled found) {
        return new RecalledMemory(
                found.memory().id(),
                found.memory().text(),
                found.memory().toldAt(),
                found.memory().turnId(),
                Math.clamp(found.cosine(), 0, 1));
    }

    private Future<Found> inTime(IncomingTurn incoming, Future<Found> search) {
        return InTime.of(vertx, search, settings.timeout()).recover(late -> {
            if (!isExpected(late)) {
                return Future.failedFuture(late);
            }
            incoming.times().dropped(DROPPED);
            return Future.succeededFuture(Found.NOTHING);
        });
    }

    private static boolean isExpected(Throwable failure) {
        return failure instanceof java.util.concurrent.TimeoutException
                || failure instanceof java.util.concurrent.RejectedExecutionException
                || failure instanceof TurnFailed;
    }
}
