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
import dev.rapport.memory.index.MemoryCache;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
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
    private final MemoryCache cache = new MemoryCache(1 << 20);
    private final List<LogEntry> log = new ArrayList<>();
    private final CountDownLatch embedderIsFree = new CountDownLatch(1);
    private Embedder embedder = new LetterEmbedder();
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
        embedder = new Embedder() {
            @Override
            public Embedding embed(String text) {
                throw new IllegalStateException("embedded: " + text);
            }

            @Override
            public int dimensions() {
                return Embedding.DIMENSIONS;
            }

            @Override
            public String model() {
                return "none";
            }
        };
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
    void of_sameKeyAndText_isTheSameTurn_andNothingElseIs() {
        Owner ada = Owner.authenticated("ada");
        assertThat(TurnIds.of(ada, "k", "text")).isEqualTo(TurnIds.of(Owner.authenticated("ada"), "k", "text"));
        assertThat(List.of(
                        TurnIds.of(ada, "k", "text"),
                        TurnIds.of(Owner.authenticated("bob"), "k", "text"),
                        TurnIds.of(ada, "l", "text"),
                        TurnIds.of(ada, "k", "texts"),
                        TurnIds.of(ada, "kt", "ext")))
                .doesNotHaveDuplicates();
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

    private RecalledTurn recall(String text) throws Exception {
        try (EmbeddingPool pool = new EmbeddingPool(embedder, 1, 8)) {
            TraitedTurn turn = Turns.traited(text, "", List.of());
            return await(new Recall(
                            vertx,
                            store,
                            cache,
                            pool,
                            new Recall.Settings(new SearchEffort(3, 0), timeout, String::length, 1_000),
                            () -> "x")
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

    private record LogStore(List<LogEntry> log, List<PastAnswer> answers, AtomicInteger asked) implements TurnStore {
        @Override
        public Future<List<PastAnswer>> said(Owner owner) {
            asked.incrementAndGet();
            return Future.succeededFuture(answers);
        }

        @Override
        public Future<Loaded> load(Owner owner, String conversation, String position) {
            return entries(owner, position).map(entries -> new Loaded(List.of(), List.of(), entries));
        }

        @Override
        public Future<List<LogEntry>> entries(Owner owner, String position) {
            return Future.succeededFuture(log.stream()
                    .filter(entry -> entry.isAfter(position))
                    .limit(PAGE)
                    .toList());
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

        @Override
        public Future<List<LogEntry>> entries(Owner owner, String position) {
            return TurnFailed.future(new TurnFailure.Unavailable("the durable store", Duration.ofSeconds(1)));
        }
    }
}
