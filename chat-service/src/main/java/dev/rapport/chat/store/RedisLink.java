package dev.rapport.chat.store;

import dev.rapport.chat.turn.InTime;
import dev.rapport.chat.turn.TurnFailed;
import dev.rapport.chat.turn.TurnFailure;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClientOptions;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.RedisOptions;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * One connection to one Redis, pipelined, that comes back by itself. Belongs to one event loop.
 *
 * <p>While it is down every call fails at once: waiting requests would only pile up. A call whose reply is late fails
 * with an unknown outcome, so what is sent must be harmless when it is sent twice. One connection, not a pool: the
 * client writes what one turn of the loop queued in one go, and a pool would spread that over sockets.
 */
public final class RedisLink {
    /** Longest wait for a reply. A local Redis answers in 0.1 to 2 ms; one that takes longer is in trouble. */
    static final Duration REPLY_TIMEOUT = Duration.ofMillis(250);

    /** Replies that may be awaited: 256 turns of about 6 commands each, for one loop. */
    static final int WAITING_MAX = 2_048;

    private static final int CONNECT_TIMEOUT_MS = 1_000;
    private static final long RECONNECT_MIN_MS = 50;
    private static final long RECONNECT_MAX_MS = 1_000;
    private static final int RETRY_AFTER_S = 1;

    private final Vertx vertx;
    private final String name;
    private final RandomGenerator random;
    private final RedisListener listener;
    private final Redis redis;
    private @Nullable RedisConnection connection;
    private Function<RedisConnection, Future<Void>> greeting = _ -> Future.succeededFuture();
    private long reconnectDelayMs = RECONNECT_MIN_MS;
    private boolean closed;

    public RedisLink(Vertx vertx, String name, String address, RandomGenerator random, RedisListener listener) {
        this.vertx = vertx;
        this.name = name;
        this.random = random;
        this.listener = listener;
        this.redis = Redis.createClient(
                vertx,
                new RedisOptions()
                        .setConnectionString(address)
                        .setMaxPoolSize(1)
                        .setMaxPoolWaiting(1)
                        .setMaxWaitingHandlers(WAITING_MAX)
                        .setNetClientOptions(new NetClientOptions()
                                .setConnectTimeout(CONNECT_TIMEOUT_MS)
                                .setTcpKeepAlive(true)
                                .setTcpNoDelay(true)));
    }

    /** Connects, and from then on stays connected as far as there is something to connect to. */
    public Future<Void> open() {
        return redis.connect().onFailure(_ -> later()).compose(this::opened);
    }

    /** What is done with each connection as soon as it is there, and before {@link #open} completes. */
    void eachTime(Function<RedisConnection, Future<Void>> what) {
        greeting = what;
    }

    /** Whether calls go through at the moment. */
    public boolean up() {
        return connection != null;
    }

    /** Which store this is: {@code durable} or {@code volatile}. */
    public String name() {
        return name;
    }

    /** Ends the connection for good. */
    public Future<Void> close() {
        closed = true;
        connection = null;
        return redis.close();
    }

    /**
     * Sends the requests in one go.
     *
     * @return the replies in the same order, null where Redis says nil; failed with {@link TurnFailure.Unavailable} if
     *     the store is down or late
     */
    Future<List<@Nullable Response>> batch(List<Request> requests) {
        return guarded(link -> link.batch(requests));
    }

    /** Sends one request; see {@link #batch}. */
    Future<@Nullable Response> send(Request request) {
        return batch(List.of(request)).map(replies -> replies.get(0));
    }

    private <T> Future<T> guarded(Function<RedisConnection, Future<T>> call) {
        RedisConnection link = connection;
        if (link == null) {
            listener.callEnded(name, 0, false);
            return unavailable();
        }
        long startNanos = System.nanoTime();
        return InTime.of(vertx, call.apply(link), REPLY_TIMEOUT)
                .onComplete((_, failure) -> listener.callEnded(name, System.nanoTime() - startNanos, failure == null))
                .recover(failure -> RedisError.isRefusal(failure) ? Future.failedFuture(failure) : unavailable());
    }

    private <T> Future<T> unavailable() {
        return TurnFailed.future(
                new TurnFailure.Unavailable("the " + name + " store", Duration.ofSeconds(RETRY_AFTER_S)));
    }

    private Future<Void> opened(RedisConnection link) {
        connection = link;
        reconnectDelayMs = RECONNECT_MIN_MS;
        link.exceptionHandler(_ -> lost(link));
        link.endHandler(_ -> lost(link));
        return greeting.apply(link);
    }

    @SuppressWarnings("ReferenceEquality") // this very connection; an older one may report late
    private boolean isCurrent(RedisConnection link) {
        return connection == link;
    }

    private void lost(RedisConnection link) {
        if (isCurrent(link)) {
            connection = null;
            later();
        }
    }

    private void later() {
        if (closed) {
            return;
        }
        long delayMs = RECONNECT_MIN_MS + random.nextLong(reconnectDelayMs);
        reconnectDelayMs = Math.min(RECONNECT_MAX_MS, reconnectDelayMs * 2);
        vertx.setTimer(delayMs, _ -> {
            if (!closed && connection == null) {
                redis.connect().onSuccess(this::opened).onFailure(_ -> later());
            }
        });
    }
}
