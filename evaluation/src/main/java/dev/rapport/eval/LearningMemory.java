package dev.rapport.eval;

import dev.rapport.chat.learn.Learn;
import dev.rapport.chat.recall.Recall;
import dev.rapport.chat.traits.TraitExtractor;
import dev.rapport.chat.turn.KnownTrait;
import dev.rapport.chat.turn.RecalledMemory;
import dev.rapport.chat.turn.Trait;
import dev.rapport.eval.data.Turn;
import dev.rapport.eval.rank.Ranker;
import dev.rapport.memory.Embedder;
import dev.rapport.memory.Lesson;
import dev.rapport.memory.LogEntry;
import dev.rapport.memory.NewMemory;
import dev.rapport.memory.Owner;
import dev.rapport.memory.QuantizedVector;
import dev.rapport.memory.RecallQuery;
import dev.rapport.memory.SearchEffort;
import dev.rapport.memory.index.UserMemories;
import dev.rapport.memory.log.RedisMemoryLog;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/**
 * One user's memory with everything the service has: the extractor, the learning stage's consequences, the log in a real
 * Redis, and an index that follows the log, so that what a new value supersedes is recalled no more.
 *
 * <p>Every turn is told whole, as in the measurement without traits. Only what the user says yields traits; what the others
 * say is text.
 */
final class LearningMemory implements Ranker {
    private static final Duration REPLY_MAX = Duration.ofSeconds(30);
    private static final SearchEffort EFFORT = new SearchEffort(COUNT_MAX, -1);

    private final TraitExtractor extractor;
    private final RedisMemoryLog log;
    private final Embedder embedder;
    private final Owner owner;
    private final String user;
    private final UserMemories memories = new UserMemories();

    /**
     * An empty memory.
     *
     * @param owner whose it is in the store
     * @param user the speaker whose words are the user's own
     */
    LearningMemory(TraitExtractor extractor, RedisMemoryLog log, Embedder embedder, Owner owner, String user) {
        this.extractor = extractor;
        this.log = log;
        this.embedder = embedder;
        this.owner = owner;
        this.user = user;
    }

    @Override
    public void tell(Turn turn) {
        List<Trait> told =
                turn.speaker().equals(user) ? extractor.extract(turn.text()).traits() : List.of();
        NewMemory memory =
                new NewMemory(turn.told(), QuantizedVector.of(embedder.embed(turn.told())), embedder.model());
        List<KnownTrait> known = told.isEmpty() ? List.of() : traits();
        get(log.learn(owner, new Lesson(memory, Learn.facts(told, known), turn.id(), turn.toldAt())));
    }

    /** What is known of the user now. */
    List<KnownTrait> traits() {
        return get(log.facts(owner)).stream().map(KnownTrait::of).toList();
    }

    @Override
    public List<RecalledMemory> ask(String question) {
        follow();
        return Recall.recalled(memories.search(new RecallQuery(embedder.embed(question), question, EFFORT)));
    }

    private void follow() {
        List<LogEntry> entries = get(log.read(owner, memories.position(), RedisMemoryLog.READ_COUNT_MAX));
        while (!entries.isEmpty()) {
            memories.apply(entries);
            entries = get(log.read(owner, memories.position(), RedisMemoryLog.READ_COUNT_MAX));
        }
    }

    private static <T> T get(CompletionStage<T> stage) {
        return stage.toCompletableFuture()
                .orTimeout(REPLY_MAX.toMillis(), TimeUnit.MILLISECONDS)
                .join();
    }
}
