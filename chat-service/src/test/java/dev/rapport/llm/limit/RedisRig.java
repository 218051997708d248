package dev.rapport.llm.limit;

import dev.rapport.chat.AccessLists;
import dev.rapport.chat.store.RedisLink;
import dev.rapport.chat.store.RedisScripts;
import dev.rapport.llm.loop.Timers;
import dev.rapport.memory.log.RedisProcess;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.ResponseType;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/** A real Redis, and loops that reach it, each with a connection and a clock of its own. */
final class RedisRig {
    private static final long STEP_NANOS = 1_000_000;
    private static final long PATIENCE_SECONDS = 180; // a builder that does ten other things, too

    final RedisProcess redis;
    final Queue<String> fellBack = new ConcurrentLinkedQueue<>();
    private final Vertx vertx = Vertx.vertx();
    private final Redis operator;

    RedisRig(Path folder) throws Exception {
        redis = AccessLists.start(folder, "volatile");
        operator = Redis.createClient(vertx, redis.uri("operator"));
    }

    /** One of {@code share} loops, whose own clocks are wrong by so much. */
    OneLoop loop(String name, int share, Duration wrong) throws Exception {
        OneLoop loop = new OneLoop(name, share, wrong);
        loop.run(loop.link::open);
        return loop;
    }

    /** What Redis says to its operator. */
    String ask(Command command, String... words) throws Exception {
        Request request = Request.cmd(command);
        for (String word : words) {
            request.arg(word);
        }
        return String.valueOf(operator.send(request).await(PATIENCE_SECONDS, TimeUnit.SECONDS));
    }

    /** Runs a script as the operator, however long that takes: for who cannot send it twice. */
    List<Object> run(Script script, List<String> keys, List<String> arguments) throws Exception {
        Request request = Request.cmd(Command.EVAL).arg(script.text()).arg(keys.size());
        keys.forEach(request::arg);
        arguments.forEach(request::arg);
        return operator.send(request).await(PATIENCE_SECONDS, TimeUnit.SECONDS).stream()
                .<Object>map(word -> word.type() == ResponseType.NUMBER ? word.toLong() : word.toString())
                .toList();
    }

    /** Looks again and again, until it is so. */
    static void until(String what, Callable<Boolean> isSo) throws Exception {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (!isSo.call()) {
            if (System.nanoTime() > end) {
                throw new AssertionError(what + ": not within " + PATIENCE_SECONDS + " s");
            }
            LockSupport.parkNanos(STEP_NANOS);
        }
    }

    /** Lets time pass. */
    static void pass(Duration time) throws Exception {
        long end = System.nanoTime() + time.toNanos();
        until("time", () -> System.nanoTime() >= end);
    }

    void close() throws Exception {
        vertx.close().await(PATIENCE_SECONDS, TimeUnit.SECONDS);
        redis.close();
    }

    /** An event loop and what it needs for limits. */
    final class OneLoop {
        final RedisLink link;
        final RedisScripts scripts;
        final LimitLoop limits;
        final StoreClock clock;
        private final Context context = vertx.getOrCreateContext();

        private OneLoop(String name, int share, Duration wrong) {
            link = new RedisLink(vertx, "volatile", redis.uri("chat"), new SplittableRandom(1), (_, _, _) -> {});
            scripts = new RedisScripts(link);
            limits = new LimitLoop(
                    name,
                    share,
                    scripts,
                    Timers.of(vertx),
                    () -> System.nanoTime() + wrong.toNanos(),
                    () -> LocalPool.micros(
                            Duration.ofMillis(System.currentTimeMillis()).plus(wrong)),
                    pool -> fellBack.add(name + " " + pool));
            clock = new StoreClock(limits);
        }

        /** Runs it on the loop and waits for its end, not for what it began. */
        void tell(Runnable call) throws Exception {
            run(() -> {
                call.run();
                return Future.succeededFuture();
            });
        }

        /** Runs it on the loop and waits for its end. */
        <T> T run(Supplier<Future<T>> call) throws Exception {
            Promise<T> result = Promise.promise();
            context.runOnContext(_ -> call.get().onComplete(result));
            return result.future().await(PATIENCE_SECONDS, TimeUnit.SECONDS);
        }
    }
}
