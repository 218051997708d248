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
import dev.rapport.chat.turn.TurnIds;
import dev.rapport.memory.Embedding;
import dev.rapport.memory.LogEntry;
import dev.rapport.memory.MemoryLogUnavailable;
import dev.rapport.memory.Owner;
import dev.rapport.memory.RecallQuery;
import dev.rapport.memory.Recalled;
import dev.rapport.memory.SearchEffort;
import dev.rapport.memory.index.MemoryLoader;
import dev.rapport.memory.index.UserMemories;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;

/**
 * Stage 3 of 7: finds what the user said before that bears on this message.
 *
 * <p>This process's copy of the user's memories is brought up to date with the durable log at each turn, in the same
 * round trip that brings the conversation: what any instance has learned is found by the next request on any other.
 *
 * <p>Memory helps an answer but is no condition for one: when the store is down or anything is late, the turn goes on
 * without, or with the part that is loaded, and its end says so. Runs on the event loop; embedding runs in the pool. The scan of one user's memories takes
 * some 100 us for 1,000 (JMH in memory-index, a rough run), so it stays on the loop.
 */
public final class Recall implements Stage<TraitedTurn, RecalledTurn> {
    private static final String DROPPED = "recall";
    private static final String SHED = "embedding";

    private final Vertx vertx;
    private final TurnStore store;
    private final MemoryLoader loader;
    private final EmbeddingPool pool;
    private final Reembedding reembedding;
    private final Settings settings;
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

    /** An epoch that ends between two looks is a rare thing; a third one is a bug, and must not go on for ever. */
    private static final int LOOKS_MAX = 3;

    /** What is known of the user, all of one epoch. */
    private record Known(UserMemories memories, TurnStore.Loaded loaded) {}

    /**
     * What a search came to.
     *
     * @param position the place in the log that it knew at least
     */
    private record Found(List<RecalledMemory> memories, SaidBefore said, String position) {
        static final Found NOTHING = new Found(List.of(), SaidBefore.NOTHING, LogEntry.START);
    }

    public Recall(Vertx vertx, TurnStore store, MemoryLoader loader, EmbeddingPool pool, Settings settings) {
        this.vertx = vertx;
        this.store = store;
        this.loader = loader;
        this.pool = pool;
        this.reembedding = new Reembedding(vertx, pool);
        this.settings = settings;
        this.passages = new Passages(settings.counter(), settings.tokensMax() * SAID_PERCENT / 100);
    }

    @Override
    public Future<RecalledTurn> apply(TraitedTurn traited) {
        IncomingTurn incoming = traited.incoming();
        Owner owner = traited.turn().owner();
        UserMemories memories = loader.memoriesOf(owner);
        String turnId = TurnIds.of(traited.turn());
        String conversation = conversation(traited.turn(), turnId);

        // Begins beside the round trip to the store; a user without memories needs none.
        Optional<Future<EmbeddingPool.Question>> question = memories.size() > 0 && !Cue.isCourtesy(incoming.text())
                ? Optional.of(pool.forRecall(vertx, incoming.text()))
                : Optional.empty();
        Future<List<PastAnswer>> answers = answers(owner, incoming);
        Future<Embedding> meaning = meaning(traited, question); // after it in the queue: nobody waits for this one
        return loaded(traited.turn(), conversation, memories, LOOKS_MAX)
                .compose(known -> known(traited.turn(), conversation, known))
                .compose(known -> inTime(
                                incoming,
                                upToDate(traited.turn(), known)
                                        .compose(current -> search(current, incoming, question))
                                        .compose(found -> withSaid(found, answers, incoming, known.loaded())))
                        .map(found -> new RecalledTurn(
                                traited,
                                turnId,
                                conversation,
                                incoming.keepsConversation()
                                        ? withoutTurn(known.loaded().history(), turnId)
                                        : List.of(),
                                found.memories(),
                                known.loaded().traits(),
                                found.said(),
                                meaning,
                                known.loaded().summaries(),
                                version(incoming, found, known.loaded().traits()),
                                known.loaded().epoch())));
    }

    /* If the user was erased since this process read the memories, they are dropped, and the log is read from its beginning. */
    private Future<Known> loaded(AuthenticatedTurn turn, String conversation, UserMemories memories, int looks) {
        return store.load(turn.owner(), conversation, memories.position())
                .recover(failure -> withoutStore(failure, turn.incoming()))
                .compose(loaded -> {
                    if (memories.areOf(loaded.epoch())) {
                        return Future.succeededFuture(new Known(memories, loaded));
                    }
                    if (looks == 1) {
                        return Future.failedFuture("the user's epoch changed " + LOOKS_MAX + " times in one turn");
                    }
                    loader.evict(turn.owner());
                    return loaded(turn, conversation, loader.memoriesOf(turn.owner()), looks - 1);
                });
    }

    /* A new one has the turn's name: every attempt at the turn begins the same conversation. */
    private static String conversation(AuthenticatedTurn turn, String turnId) {
        return turn.incoming()
                .conversation()
                .map(asked -> asked.equals(IncomingTurn.NEW_CONVERSATION) ? turnId.replaceFirst("^gen", "c") : asked)
                .orElse(turn.session().conversation());
    }

    private Future<Embedding> meaning(TraitedTurn traited, Optional<Future<EmbeddingPool.Question>> question) {
        String memorable = traited.traits().memorable();
        if (memorable.isEmpty()) {
            return Future.failedFuture("nothing memorable");
        }
        return question.filter(_ -> pool.sharesVectors()
                        && memorable.equals(traited.incoming().text()))
                .map(same -> same.compose(
                        asked -> asked.shed() // good enough to search with, not to keep
                                ? pool.forLearning(vertx, memorable)
                                : Future.succeededFuture(asked.meaning()),
                        _ -> pool.forLearning(vertx, memorable)))
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
    private static Future<Known> known(AuthenticatedTurn turn, String conversation, Known known) {
        boolean asked = turn.incoming().conversation().equals(Optional.of(conversation));
        boolean itsOwn = turn.session().conversation().equals(conversation);
        boolean storeIsDown = turn.incoming().times().dropped().contains(DROPPED);
        return asked && !itsOwn && !storeIsDown && known.loaded().history().isEmpty()
                ? TurnFailed.future(new TurnFailure.NotFound("conversation", conversation))
                : Future.succeededFuture(known);
    }

    /* What an earlier attempt at this turn has left there: the message comes last in the prompt anyway. */
    private static List<PastMessage> withoutTurn(List<PastMessage> history, String turnId) {
        return history.stream()
                .filter(message -> !message.turnId().equals(turnId))
                .toList();
    }

    /*
     * A page is applied here. What is longer belongs to a user with very many memories whom this process has not seen lately: it
     * is read in the background, by one load for all turns of the user, and this turn waits for half of its time.
     */
    private Future<UserMemories> upToDate(AuthenticatedTurn turn, Known known) {
        UserMemories memories = known.memories();
        List<LogEntry> entries = known.loaded().entries();
        memories.apply(entries);
        if (entries.size() < TurnStore.PAGE) {
            return Future.succeededFuture(memories);
        }
        Future<UserMemories> load =
                Future.fromCompletionStage(loader.load(turn.owner(), memories), vertx.getOrCreateContext());
        return InTime.of(vertx, load, settings.timeout().dividedBy(2))
                .recover(late -> partial(turn.incoming(), memories, late));
    }

    private static Future<UserMemories> partial(IncomingTurn incoming, UserMemories memories, Throwable late) {
        if (!isExpected(late)) {
            return Future.failedFuture(late);
        }
        incoming.times().dropped(DROPPED);
        return Future.succeededFuture(memories);
    }

    private Future<Found> search(
            UserMemories memories, IncomingTurn incoming, Optional<Future<EmbeddingPool.Question>> question) {
        // Before the search: another turn may add to the copy meanwhile, and the version must not claim what this one
        // missed.
        String position = memories.position();
        String text = incoming.text();
        if (memories.size() == 0 || Cue.isCourtesy(text)) {
            return Future.succeededFuture(new Found(List.of(), SaidBefore.NOTHING, position));
        }
        reembedding.of(memories);
        return question.orElseGet(() -> pool.forRecall(vertx, text)).map(asked -> {
            if (asked.shed()) {
                incoming.times().shed(SHED);
            }
            RecallQuery query = new RecallQuery(asked.meaning(), text, incoming.receivedAt(), settings.effort());
            return new Found(recalled(memories.search(query)), SaidBefore.NOTHING, position);
        });
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
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        return cause instanceof TimeoutException
                || cause instanceof RejectedExecutionException
                || cause instanceof MemoryLogUnavailable
                || cause instanceof CancellationException
                || cause instanceof TurnFailed;
    }
}
