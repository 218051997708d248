package dev.rapport.llm.cache;

import dev.rapport.llm.AnswerEnd;
import dev.rapport.llm.AnswerEnd.Finish;
import dev.rapport.llm.Call;
import dev.rapport.llm.LlmReply;
import dev.rapport.llm.config.GatewayConfig.CacheConfig;
import io.vertx.core.Context;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/** A cache, event loops, and a model that is asked and answers when the test says so. */
final class CacheRig implements AutoCloseable {
    static final CacheKey KEY = new CacheKey("{u}", "00");
    static final CacheConfig SETTINGS = new CacheConfig(1L << 20, Duration.ofMinutes(5));

    static final int LOOPS = 3;
    private static final int WAIT_SECONDS_MAX = 20;

    /** Tasks that may follow from each other over the loops before a test looks. */
    private static final int SETTLE_ROUNDS = 60;

    final AtomicLong nanos = new AtomicLong();
    final AnswerCache cache;
    final List<Asked> asked = new CopyOnWriteArrayList<>();

    private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(LOOPS));
    private final List<Context> contexts = new CopyOnWriteArrayList<>();

    /** The model was asked, on this loop. */
    record Asked(int loop, Call call, Promise<LlmReply> reply) {}

    CacheRig(CacheConfig settings) throws TimeoutException {
        cache = new AnswerCache(settings, nanos::get);
        vertx.deployVerticle(
                        () -> new VerticleBase() {
                            @Override
                            public Future<?> start() {
                                contexts.add(context);
                                return Future.succeededFuture();
                            }
                        },
                        new DeploymentOptions().setInstances(LOOPS))
                .await(WAIT_SECONDS_MAX, TimeUnit.SECONDS);
    }

    CacheRig() throws TimeoutException {
        this(SETTINGS);
    }

    /** Asks on the loop; the model, if it is asked, keeps silent. */
    Asking ask(int loop, CacheKey key) {
        return on(loop, () -> {
            Asking asking = new Asking(loop);
            cache.answer(
                            key,
                            asking.call,
                            call -> {
                                Promise<LlmReply> reply = Promise.promise();
                                asked.add(new Asked(loop, call, reply));
                                return reply.future();
                            },
                            outcome -> asking.hear(outcome.name()))
                    .onComplete(asking.reply);
            return asking;
        });
    }

    /** The model that was asked last begins its answer. */
    FedAnswer answer(FedAnswer answer) {
        Asked last = asked.getLast();
        on(last.loop, () -> last.reply.tryComplete(new LlmReply.Answering(answer)));
        return answer;
    }

    /** The model gives this reply instead of an answer. */
    void reply(LlmReply reply) {
        Asked last = asked.getLast();
        on(last.loop, () -> last.reply.tryComplete(reply));
    }

    /** A fresh answer of the model that was asked last, begun. */
    FedAnswer begin() {
        FedAnswer answer = answer(on(asked.getLast().loop, FedAnswer::new));
        settle();
        return answer;
    }

    /** Reads the whole answer. */
    AnswerEnd read(Asking asking) {
        return await(asking.reply
                .future()
                .compose(_ -> onLoop(asking.loop, asking::read).compose(end -> end)));
    }

    /** Begins to read the answer. */
    Future<AnswerEnd> reading(Asking asking) {
        await(asking.reply.future());
        return on(asking.loop, asking::read);
    }

    /** Asks, answers with the pieces and reads them to the end, so that the answer is kept if it may be. */
    void keep(CacheKey key, String... pieces) {
        Asking asking = ask(0, key);
        FedAnswer answer = begin();
        on(0, () -> answer.say(pieces).end(Finish.STOP));
        read(asking);
        settle();
    }

    <T> T on(int loop, Supplier<T> work) {
        return await(onLoop(loop, work));
    }

    <T> Future<T> onLoop(int loop, Supplier<T> work) {
        Promise<T> done = Promise.promise();
        contexts.get(loop).runOnContext(_ -> {
            try {
                done.complete(work.get());
            } catch (Throwable thrown) {
                done.fail(thrown);
            }
        });
        return done.future();
    }

    /** Lets everything run that is on its way. */
    void settle() {
        for (int round = 0; round < SETTLE_ROUNDS; round++) {
            for (int loop = 0; loop < LOOPS; loop++) {
                on(loop, () -> true);
            }
        }
    }

    static <T> T await(Future<T> future) {
        try {
            return future.await(WAIT_SECONDS_MAX, TimeUnit.SECONDS);
        } catch (TimeoutException late) {
            throw new AssertionError("nothing came within " + WAIT_SECONDS_MAX + " s", late);
        }
    }

    @Override
    public void close() throws TimeoutException {
        vertx.close().await(WAIT_SECONDS_MAX, TimeUnit.SECONDS);
    }
}
