package dev.rapport.chat.recall;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rapport.memory.Embedder;
import dev.rapport.memory.Embedding;
import dev.rapport.memory.embed.Embedders;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class EmbeddingPoolTest {
    private static final int QUEUE_MAX = 2;

    private final Vertx vertx = Vertx.vertx();
    private final HeldEmbedder embedder = new HeldEmbedder();
    private final AtomicInteger truncated = new AtomicInteger();
    private EmbeddingPool pool = pool(Optional.empty());

    private EmbeddingPool pool(Optional<Embedder> fast) {
        Embedders embedders = new Embedders(embedder, fast, Optional.empty());
        return new EmbeddingPool(embedders, 1, QUEUE_MAX, truncated::incrementAndGet);
    }

    /** Gives another vector than the held one, at once. */
    private static final class FastEmbedder implements Embedder {
        @Override
        public Embedding embed(String text) {
            float[] values = new float[Embedding.DIMENSIONS];
            values[1] = 1;
            return Embedding.of(values);
        }

        @Override
        public int dimensions() {
            return Embedding.DIMENSIONS;
        }

        @Override
        public String model() {
            return "held/fast";
        }
    }

    /** Gives the same vector for all, notes the order, and stands still in front of the first until it is let go. */
    private static final class HeldEmbedder implements Embedder {
        private final CountDownLatch begun = new CountDownLatch(1);
        private final CountDownLatch letGo = new CountDownLatch(1);
        private final List<String> order = Collections.synchronizedList(new ArrayList<>());

        @Override
        public Embedding embed(String text) {
            begun.countDown();
            try {
                letGo.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            order.add(text);
            float[] values = new float[Embedding.DIMENSIONS];
            values[0] = 1;
            return Embedding.of(values);
        }

        @Override
        public Reading read(String text) {
            return new Reading(embed(text), text.equals("long"));
        }

        @Override
        public int dimensions() {
            return Embedding.DIMENSIONS;
        }

        @Override
        public String model() {
            return "held";
        }
    }

    @AfterEach
    void close() throws Exception {
        embedder.letGo.countDown();
        pool.close();
        vertx.close().await(10, TimeUnit.SECONDS);
    }

    private Future<Embedding> first() throws InterruptedException {
        Future<Embedding> first = pool.forLearning(vertx, "first");
        embedder.begun.await();
        return first;
    }

    @Test
    void whatATurnWaitsFor_goesBeforeWhatIsToBeRemembered() throws Exception {
        List<Future<?>> all = List.of(
                first(),
                pool.forLearning(vertx, "lesson a"),
                pool.forRecall(vertx, "question a"),
                pool.forLearning(vertx, "lesson b"),
                pool.forRecall(vertx, "question b"));
        assertThat(pool.waiting()).isEqualTo(4);
        embedder.letGo.countDown();
        Future.all(all).await(10, TimeUnit.SECONDS);

        assertThat(embedder.order).containsExactly("first", "question a", "question b", "lesson a", "lesson b");
    }

    @Test
    void lines_areBoundedEachByItself() throws Exception {
        first();
        for (int i = 0; i < QUEUE_MAX; i++) {
            assertThat(pool.forRecall(vertx, "question").failed()).isFalse();
        }
        assertThat(pool.forRecall(vertx, "one too many").cause()).isInstanceOf(RejectedExecutionException.class);
        for (int i = 0; i < 8 * QUEUE_MAX; i++) {
            assertThat(pool.forLearning(vertx, "lesson").failed()).isFalse();
        }
        assertThat(pool.forLearning(vertx, "one too many").cause()).isInstanceOf(RejectedExecutionException.class);
        assertThat(pool.waiting()).isEqualTo(9 * QUEUE_MAX);
    }

    @Test
    void forRecall_tooManyWait_isMadeByTheFastEmbedder_andLessonsAreNot() throws Exception {
        FastEmbedder fast = new FastEmbedder();
        pool.close();
        pool = pool(Optional.of(fast));
        first();
        Future<EmbeddingPool.Question> waits = pool.forRecall(vertx, "question");
        for (int i = 1; i < QUEUE_MAX; i++) {
            assertThat(pool.forRecall(vertx, "question").isComplete()).isFalse();
        }
        EmbeddingPool.Question shed = pool.forRecall(vertx, "one too many").result();
        assertThat(shed.shed()).isTrue();
        assertThat(shed.meaning()).isEqualTo(fast.embed(""));
        for (int i = 0; i < 8 * QUEUE_MAX; i++) {
            assertThat(pool.forLearning(vertx, "lesson").failed()).isFalse();
        }
        assertThat(pool.forLearning(vertx, "one too many").cause()).isInstanceOf(RejectedExecutionException.class);

        embedder.letGo.countDown();
        EmbeddingPool.Question inTurn = waits.await(10, TimeUnit.SECONDS);
        assertThat(inTurn.shed()).isFalse();
        assertThat(inTurn.meaning()).isNotEqualTo(fast.embed(""));
    }

    @Test
    void textsLongerThanTheModelReads_areNoted() throws Exception {
        embedder.letGo.countDown();
        pool.forLearning(vertx, "short").await(10, TimeUnit.SECONDS);
        pool.forLearning(vertx, "long").await(10, TimeUnit.SECONDS);
        pool.forLearning(vertx, "short").await(10, TimeUnit.SECONDS); // the thread is done with the one before
        assertThat(truncated).hasValue(1);
        assertThat(embedder.order).as("each is read once").containsExactly("short", "long", "short");
    }
}
