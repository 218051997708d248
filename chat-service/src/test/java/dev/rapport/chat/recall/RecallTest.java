package dev.rapport.chat.recall;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rapport.chat.Turns;
import dev.rapport.chat.turn.KnownTrait;
import dev.rapport.chat.turn.RecalledMemory;
import dev.rapport.chat.turn.RecalledTurn;
import dev.rapport.chat.turn.SaidBefore;
import dev.rapport.chat.turn.TraitedTurn;
import dev.rapport.chat.turn.TurnFailed;
import dev.rapport.chat.turn.TurnFailure;
import dev.rapport.memory.Embedder;
import dev.rapport.memory.Embedding;
import dev.rapport.memory.LogEntry;
import dev.rapport.memory.Memory;
import dev.rapport.memory.Owner;
import dev.rapport.memory.QuantizedVector;
import dev.rapport.memory.SearchEffort;
import dev.rapport.memory.embed.Embedders;
import dev.rapport.memory.index.MemoryCache;
import dev.rapport.memory.index.MemoryLoader;
import dev.rapport.memory.index.UserMemories;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class RecallTest {
    private static final String SISTER = "My sister lives in Porto.";

    private final Vertx vertx = Vertx.vertx();
    private final List<LogEntry> log = new ArrayList<>();
    private final ListLog durable = new ListLog(log);
    private final MemoryLoader loader =
            new MemoryLoader(new MemoryCache(MemoryCache.WEIGHT_BYTES_MAX, "letters"), durable);
    private final CountDownLatch embedderIsFree = new CountDownLatch(1);
    private Embedder embedder = new LetterEmbedder();
    private Optional<Embedder> fast = Optional.empty();
    private int queueMax = 8;
    private TurnStore store = new LogStore(log, List.of(), new AtomicInteger());
    private Duration timeout = Duration.ofSeconds(10);

    @AfterEach
    void close() throws Exception {
        embedderIsFree.countDown();
        await(vertx.close());
    }

    @Test
    void apply_whatTheLogGained_isFoundInTheSameTurn() throws Exception {
        assertThat(recall(SISTER).memories()).isEmpty();
        log.add(added(1, SISTER));
        assertThat(recall(SISTER).memories()).extracting(RecalledMemory::text).containsExactly(SISTER);
    }

    @Test
    void apply_longLog_isReadToItsEnd() throws Exception {
        for (int i = 1; i <= 3 * TurnStore.PAGE; i++) {
            log.add(added(i, "filler " + i));
        }
        log.add(added(10_000, SISTER));
        assertThat(recall(SISTER).memories())
                .first()
                .extracting(RecalledMemory::text)
                .isEqualTo(SISTER);
    }

    @Test
    void apply_longLogComesLate_theTurnGoesOnWithThePageThatIsThere_andSaysSo() throws Exception {
        log.add(added(1, SISTER));
        for (int i = 2; i <= 20_000; i++) {
            log.add(added(i, "filler " + i));
        }
        durable.hold();
        timeout = Duration.ofMillis(400);
        RecalledTurn partial = recall(SISTER);
        assertThat(partial.memories()).first().extracting(RecalledMemory::text).isEqualTo(SISTER);
        assertThat(partial.incoming().times().dropped()).containsExactly("recall");
        assertThat(partial.version()).isEmpty();
        recall(SISTER);
        assertThat(durable.reads()).as("the two turns share a load").isEqualTo(1);

        durable.release();
        timeout = Duration.ofSeconds(20);
        RecalledTurn whole = recall("filler 20000");
        assertThat(whole.memories()).first().extracting(RecalledMemory::text).isEqualTo("filler 20000");
        assertThat(whole.incoming().times().dropped()).isEmpty();
        assertThat(durable.reads()).as("20 pages of 1,000, and a last one").isLessThanOrEqualTo(21);
    }

    @Test
    void apply_longLogCannotBeRead_theTurnGoesOnWithThePageThatIsThere_andSaysSo() throws Exception {
        for (int i = 1; i <= 2 * TurnStore.PAGE; i++) {
            log.add(added(i, "filler " + i));
        }
        durable.fail();
        RecalledTurn partial = recall("filler 7");
        assertThat(partial.memories()).first().extracting(RecalledMemory::text).isEqualTo("filler 7");
        assertThat(partial.incoming().times().dropped()).containsExactly("recall");
    }

    @Test
    void apply_storeIsDown_theTurnGoesOn_andSaysSo() throws Exception {
        store = new DownStore();
        RecalledTurn turn = recall(SISTER);
        assertThat(turn.memories()).isEmpty();
        assertThat(turn.incoming().times().dropped()).containsExactly("recall");
        assertThat(turn.version()).isEmpty();
    }

    @Test
    void apply_embedderIsLate_theTurnGoesOn_andSaysSo() throws Exception {
        log.add(added(1, SISTER));
        Embedder slow = new LetterEmbedder();
        embedder = new Embedder() {
            @Override
            public Embedding embed(String text) {
                try {
                    embedderIsFree.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                return slow.embed(text);
            }

            @Override
            public int dimensions() {
                return slow.dimensions();
            }

            @Override
            public String model() {
                return slow.model();
            }
        };
        timeout = Duration.ofMillis(50);
        RecalledTurn turn = recall(SISTER);
        assertThat(turn.memories()).isEmpty();
        assertThat(turn.incoming().times().dropped()).containsExactly("recall");
        assertThat(turn.version()).isEmpty();
    }

    @Test
    void apply_courtesy_recallsNothing_andEmbedsNothing() throws Exception {
        log.add(added(1, SISTER));
        assertThat(recall("Who?").memories()).hasSize(1);
        embedder = new NeverEmbedder();
        RecalledTurn turn = recall("Thanks a lot!");
        assertThat(turn.memories()).isEmpty();
        assertThat(turn.version()).isNotEmpty();
        assertThat(turn.incoming().times().dropped()).isEmpty();
    }

    @Test
    void apply_questionForAnEarlierAnswer_quotesIt_andNoOtherMessageAsksForAnswers() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        PastAnswer swimming = new PastAnswer("gen_9", Turns.NOW, "For your back I recommend swimming.");
        store = new LogStore(log, List.of(swimming), asked);

        assertThat(recall("What is good for my back?").said()).isEqualTo(SaidBefore.NOTHING);
        assertThat(recall("Can you recommend something for my back?").said()).isEqualTo(SaidBefore.NOTHING);
        assertThat(asked).hasValue(0);

        RecalledTurn turn = recall("What did you recommend for my back?");
        assertThat(turn.said().lines()).singleElement().asString().endsWith("] " + swimming.text());
        assertThat(turn.memories()).isEmpty();
        assertThat(asked).hasValue(1);
    }

    @Test
    void apply_questionForAnEarlierAnswer_storeIsDown_theTurnGoesOn() throws Exception {
        store = new DownStore();
        RecalledTurn turn = recall("What did you recommend for my back?");
        assertThat(turn.said()).isEqualTo(SaidBefore.NOTHING);
        assertThat(turn.incoming().times().dropped()).containsExactly("recall");
    }

    @Test
    void strongest_manyWeakOnes_areTheFewThatBearOnTheMessage() {
        List<RecalledMemory> memories = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            memories.add(new RecalledMemory("m_" + i, "text " + i, Turns.NOW, "g_0", i % 2 == 0 ? 0.19f : 0.2f));
        }
        RecalledTurn turn = Turns.recalled("?", List.of(), memories, List.of());

        assertThat(turn.memories()).hasSize(60);
        assertThat(turn.strongest()).hasSize(12).startsWith(memories.get(1), memories.get(3));
    }

    @Test
    void apply_version_changesWithWhatIsKnown_andOnlyThen() throws Exception {
        String nothing = recall(SISTER).version();
        assertThat(recall(SISTER).version()).isEqualTo(nothing).isNotEmpty();

        log.add(added(1, SISTER));
        String memory = recall(SISTER).version();
        assertThat(memory).isNotEqualTo(nothing);
        assertThat(recall("Where?").version()).isEqualTo(memory);

        KnownTrait home = new KnownTrait("home", "Leeds", Turns.NOW, "m_1");
        KnownTrait tea = new KnownTrait("likes", "tea", Turns.NOW, "m_2");
        assertThat(KnowledgeVersion.of("1-0", List.of(home, tea)))
                .isEqualTo(KnowledgeVersion.of("1-0", List.of(tea, home)))
                .isNotEqualTo(KnowledgeVersion.of("1-0", List.of(home)))
                .isNotEqualTo(KnowledgeVersion.of("2-0", List.of(home, tea)));
    }

    @Test
    void apply_noRoomForTheQuestion_searchesWithTheFastVector_andSaysSo() throws Exception {
        log.add(added(1, SISTER));
        fast = Optional.of(new LetterEmbedder());
        queueMax = 0;
        embedder = new NeverEmbedder();
        RecalledTurn turn = recall(SISTER);
        assertThat(turn.memories()).extracting(RecalledMemory::text).containsExactly(SISTER);
        assertThat(turn.incoming().times().shed()).containsExactly("embedding");
        assertThat(turn.incoming().times().dropped()).isEmpty();
        assertThat(turn.version()).isNotEmpty();
    }

    @Test
    void apply_shedVector_isNotKept() throws Exception {
        log.add(added(1, SISTER));
        recall("Hello."); // reads the log, so that the next one knows that there are memories
        fast = Optional.of(new LetterEmbedder());
        queueMax = 0;
        embedder = new NeverEmbedder();
        RecalledTurn turn = recallMemorable(SISTER);
        assertThat(turn.incoming().times().shed()).containsExactly("embedding");
        assertThat(turn.meaning().failed()).isTrue(); // the lesson's line is full as well
    }

    @Test
    void apply_memoriesOfAnotherModel_areFoundByWords_andThenGetVectors() throws Exception {
        Memory old = new Memory("m_1", SISTER, Turns.NOW, "gen_0", vector("unlike"), "older/onnx");
        log.add(new LogEntry.Added("1-0", old));
        LetterEmbedder letters = new LetterEmbedder();
        embedder = new NeverEmbedder() {
            @Override
            public Reading readQuestion(String text) {
                return letters.read(text);
            }
        };
        assertThat(recall("Nothing in common").memories()).isEmpty();
        assertThat(recall("Porto").memories()).extracting(RecalledMemory::score).containsExactly(0f);

        embedder = letters;
        UserMemories memories =
                loader.memoriesOf(Turns.traited("", "", List.of()).turn().owner());
        try (EmbeddingPool pool = new EmbeddingPool(embedders(), 1, 8, () -> {})) {
            vertx.runOnContext(_ -> new Reembedding(vertx, pool).of(memories));
            while (!memories.strangers(1).isEmpty()) { // ended by the test's timeout
                await(vertx.timer(5, TimeUnit.MILLISECONDS));
            }
        }
        assertThat(memories.strangers(1)).isEmpty();
        assertThat(recall(SISTER).memories())
                .singleElement()
                .satisfies(found -> assertThat(found.score()).isGreaterThan(0.9f));
    }

    private static QuantizedVector vector(String text) {
        return QuantizedVector.of(new LetterEmbedder().embed(text));
    }

    private Embedders embedders() {
        return new Embedders(embedder, fast, Optional.empty());
    }

    private RecalledTurn recallMemorable(String text) throws Exception {
        return recall(text, text);
    }

    private RecalledTurn recall(String text) throws Exception {
        return recall(text, "");
    }

    private RecalledTurn recall(String text, String memorable) throws Exception {
        try (EmbeddingPool pool = new EmbeddingPool(embedders(), 1, queueMax, () -> {})) {
            TraitedTurn turn = Turns.traited(text, memorable, List.of());
            return await(new Recall(
                            vertx,
                            store,
                            loader,
                            pool,
                            new Recall.Settings(new SearchEffort(3, 0), timeout, String::length, 1_000))
                    .apply(turn));
        }
    }

    private static LogEntry added(int position, String text) {
        return new LogEntry.Added(
                position + "-0",
                new Memory(
                        "m_" + position,
                        text,
                        Turns.NOW,
                        "gen_0",
                        QuantizedVector.of(new LetterEmbedder().embed(text)),
                        "letters"));
    }

    private static <T> T await(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    /** Equal texts get equal vectors, others random ones. */
    private static final class LetterEmbedder implements Embedder {
        @Override
        public Embedding embed(String text) {
            Random random = new Random(text.hashCode());
            float[] values = new float[Embedding.DIMENSIONS];
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) random.nextGaussian();
            }
            return Embedding.of(values);
        }

        @Override
        public int dimensions() {
            return Embedding.DIMENSIONS;
        }

        @Override
        public String model() {
            return "letters";
        }
    }

    /** For when nothing may get to it. */
    private static class NeverEmbedder implements Embedder {
        @Override
        public Embedding embed(String text) {
            throw new IllegalStateException("embeds: " + text);
        }

        @Override
        public int dimensions() {
            return Embedding.DIMENSIONS;
        }

        @Override
        public String model() {
            return "letters";
        }
    }

    private record LogStore(List<LogEntry> log, List<PastAnswer> answers, AtomicInteger asked) implements TurnStore {
        @Override
        public Future<List<PastAnswer>> said(Owner owner) {
            asked.incrementAndGet();
            return Future.succeededFuture(answers);
        }

        @Override
        public Future<Loaded> load(Owner owner, String conversation, String position) {
            return Future.succeededFuture(new Loaded(List.of(), List.of(), ListLog.after(log, position, PAGE)));
        }
    }

    private static final class DownStore implements TurnStore {
        @Override
        public Future<List<PastAnswer>> said(Owner owner) {
            return TurnFailed.future(new TurnFailure.Unavailable("the durable store", Duration.ofSeconds(1)));
        }

        @Override
        public Future<Loaded> load(Owner owner, String conversation, String position) {
            return TurnFailed.future(new TurnFailure.Unavailable("the durable store", Duration.ofSeconds(1)));
        }
    }
}
