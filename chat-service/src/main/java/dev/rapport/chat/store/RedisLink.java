package dev.rapport.chat.store;

import dev.rapport.chat.turn.InTime;
import dev.rapport.chat.turn.TurnFailed;
import dev.rapport.chat.turn.TurnFailure;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClientOptions;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.RedisOptions;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import io.vertx.redis.client.ResponseType;
import java.time.Duration;
import java.util.List;
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
    private static final int RESP_3 = 3;

    private final Vertx vertx;
    private final String name;
    private final RandomGenerator random;
    private final RedisListener listener;
    private final Redis redis;
    private @Nullable RedisConnection connection;
    private String channel = "";
    private boolean shown;
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
        return connect().onFailure(_ -> later());
    }

    private Future<Void> connect() {
        return redis.connect().compose(this::subscribed).map(this::opened).mapEmpty();
    }

    /**
     * Subscribes each connection from the next one on to a channel on which nobody says anything. So whoever counts the channel's
     * subscribers sees at once that this process died: its connection ends with it. Needs RESP3, with which one connection can be
     * subscribed and still send commands; without it, nothing is shown.
     *
     * @param name of this link alone
     */
    public void show(String name) {
        channel = name;
    }

    /** The channel by which others see that this connection lives; empty if none was asked for, or it could not be had. */
    String shown() {
        return shown ? channel : "";
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

    private <T> Future<T> guarded(java.util.function.Function<RedisConnection, Future<T>> call) {
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

    /*
     * What says that the channel is subscribed is no reply, but the client takes it for that of a command under way, and each reply from
     * then on for that of the command before: so no command of anybody is sent until it is here. As with the connection itself, this
     * is waited for until it comes or the connection ends; until then the link is down.
     */
    private Future<RedisConnection> subscribed(RedisConnection link) {
        shown = false;
        if (channel.isEmpty()) {
            return Future.succeededFuture(link);
        }
        Promise<Response> told = Promise.promise();
        link.handler(told::tryComplete);
        link.exceptionHandler(told::tryFail);
        link.endHandler(_ -> told.tryFail("the connection ended"));
        link.send(Request.cmd(Command.HELLO).arg(RESP_3))
                .compose(_ -> link.send(Request.cmd(Command.SUBSCRIBE).arg(channel)))
                .onFailure(told::tryFail);
        return told.future()
                .onSuccess(message -> shown = message.type() == ResponseType.PUSH)
                .map(link)
                .recover(failure ->
                        RedisError.isRefusal(failure) ? Future.succeededFuture(link) : Future.failedFuture(failure));
    }

    private RedisConnection opened(RedisConnection link) {
        connection = link;
        reconnectDelayMs = RECONNECT_MIN_MS;
        link.exceptionHandler(_ -> lost(link));
        link.endHandler(_ -> lost(link));
        return link;
    }

    @SuppressWarnings("ReferenceEquality") // this very connection; an older one may report late
    private boolean isCurrent(RedisConnection link) {
        return connection == link;
    }

    private void lost(RedisConnection link) {
        if (isCurrent(link)) {
            connection = null;
            shown = false;
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
                connect().onFailure(_ -> later());
            }
        });
    }
}
