package dev.rapport.memory.log;

import dev.rapport.memory.MemoryLogUnavailable;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.codec.RedisCodec;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.DefaultClientResources;
import io.lettuce.core.resource.Delay;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One connection to the durable Redis, that comes back by itself.
 *
 * <p>While it is away, work fails at once instead of waiting in line. Never blocks but in {@link #close}; safe for use by
 * many threads at once.
 */
final class DurableRedis implements AutoCloseable {
    /** The longest that work may take: 500 times a usual fsync, and short enough for one retry within a turn. */
    static final Duration DEADLINE = Duration.ofMillis(250);

    /** The longest that the first connection may take. It is made when the service starts. */
    static final Duration CONNECT_DEADLINE = Duration.ofSeconds(1);

    /** Requests under way at most: at 31,000 a second (measured) they are done in 33 ms. More is refused at once. */
    static final int REQUESTS_MAX = 1_024;

    private static final Duration RECONNECT_DELAY_MIN = Duration.ofMillis(10);
    private static final Duration RECONNECT_DELAY_MAX = Duration.ofMillis(500);

    /** Fewest that the client allows. One loop would do for one connection. */
    private static final int THREADS = 2;

    private static final RedisCodec<String, byte[]> CODEC = RedisCodec.of(StringCodec.UTF8, ByteArrayCodec.INSTANCE);

    private final Duration deadline;
    private final String name;
    private final RedisURI uri;
    private final ClientResources resources;
    private final RedisClient client;

    private final AtomicInteger underWay = new AtomicInteger();
    private final Object lock = new Object();
    private @Nullable CompletableFuture<StatefulRedisConnection<String, byte[]>> connection;

    /** Begins to connect. An unreachable Redis shows in the work that is asked of it. */
    DurableRedis(String uri, Duration deadline) {
        this.deadline = deadline;
        this.uri = RedisURI.create(uri);
        this.uri.setTimeout(CONNECT_DEADLINE);
        this.name = this.uri.getHost() + ":" + this.uri.getPort(); // the whole address may hold a password
        this.resources = DefaultClientResources.builder()
                .ioThreadPoolSize(THREADS)
                .computationThreadPoolSize(THREADS)
                .reconnectDelay(
                        () -> Delay.fullJitter(RECONNECT_DELAY_MIN, RECONNECT_DELAY_MAX, 10, TimeUnit.MILLISECONDS))
                .build();
        this.client = RedisClient.create(resources, this.uri);
        client.setOptions(ClientOptions.builder()
                .autoReconnect(true)
                .disconnectedBehavior(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS)
                .requestQueueSize(2 * REQUESTS_MAX) // never reached: it would log each refusal with its stack
                .socketOptions(SocketOptions.builder()
                        .connectTimeout(CONNECT_DEADLINE)
                        .keepAlive(true)
                        .build())
                .build());
        var _ = connected();
    }

    /**
     * Does work, or says why not.
     *
     * @param what names the work in the message of a failure
     */
    <T> CompletionStage<T> run(
            String what, Function<RedisClusterAsyncCommands<String, byte[]>, CompletionStage<T>> work) {
        if (underWay.incrementAndGet() > REQUESTS_MAX) {
            underWay.decrementAndGet();
            return CompletableFuture.failedFuture(new MemoryLogUnavailable(
                    "durable Redis at " + name + ": " + what + ": " + REQUESTS_MAX + " requests are under way", null));
        }
        CompletableFuture<StatefulRedisConnection<String, byte[]>> connected = connected();
        // Under way until Redis answers, also past the deadline: what it was sent it still has to do.
        CompletableFuture<T> answered = connected
                .thenCompose(open -> work.apply(open.async()))
                .whenComplete((_, _) -> underWay.decrementAndGet());
        return connected
                .thenCompose(_ -> answered.copy().orTimeout(deadline.toMillis(), TimeUnit.MILLISECONDS))
                .exceptionallyCompose(failure -> CompletableFuture.failedFuture(unavailable(what, failure)));
    }

    private CompletableFuture<StatefulRedisConnection<String, byte[]>> connected() {
        synchronized (lock) { // held for a moment only: to connect goes on without it
            if (connection == null || connection.isCompletedExceptionally()) {
                connection = client.connectAsync(CODEC, uri)
                        .toCompletableFuture()
                        .orTimeout(CONNECT_DEADLINE.toMillis(), TimeUnit.MILLISECONDS);
            }
            return connection;
        }
    }

    private MemoryLogUnavailable unavailable(String what, Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        String why = cause instanceof TimeoutException
                ? "no reply within " + deadline.toMillis() + " ms"
                : String.valueOf(cause.getMessage());
        return new MemoryLogUnavailable("durable Redis at " + name + ": " + what + ": " + why, cause);
    }

    @Override
    public void close() {
        client.shutdown(Duration.ZERO, CONNECT_DEADLINE);
        resources
                .shutdown(0, CONNECT_DEADLINE.toMillis(), TimeUnit.MILLISECONDS)
                .awaitUninterruptibly();
    }
}
