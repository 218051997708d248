package dev.rapport.loadtest.client;

import dev.rapport.loadtest.clock.LoopTimer;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientConnection;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpConnectOptions;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;

/**
 * The client's connections to one service. Nobody ever waits for another's: where no idle one is left, a new one is opened.
 *
 * <p>Vert.x's own pool would queue requests beyond its size, which hides from the measurement what it does to the users.
 * Used on one event loop.
 */
public final class Connections {
    /** A process may have 20,000 files here, and the other parties of a run need theirs. */
    static final int OPEN_MAX = 12_000;

    /** A loopback or LAN connection takes milliseconds; SYN retransmission would begin after 1 s. */
    private static final Duration CONNECT_TIME_MAX = Duration.ofSeconds(3);

    /** NGINX closes idle connections after 75 s; one that old could be closed just when it is used. */
    private static final Duration IDLE_MAX = Duration.ofSeconds(60);

    private static final int HTTPS_PORT = 443;
    private static final int HTTP_PORT = 80;

    private final HttpClientAgent client;
    private final HttpConnectOptions where;
    private final LoopTimer timer;
    private final Deque<Line> idle = new ArrayDeque<>();
    private long opened;
    private int open;
    private int openPeak;

    public Connections(Vertx vertx, LoopTimer timer, URI target) {
        this.timer = timer;
        boolean tls = "https".equals(target.getScheme());
        int port = target.getPort() >= 0 ? target.getPort() : tls ? HTTPS_PORT : HTTP_PORT;
        this.client = vertx.createHttpClient(new HttpClientOptions().setPipelining(false));
        this.where = new HttpConnectOptions()
                .setHost(target.getHost())
                .setPort(port)
                .setSsl(tls)
                .setConnectTimeout(CONNECT_TIME_MAX.toMillis());
    }

    /** One connection, with one request at a time. */
    static final class Line {
        private final HttpClientConnection connection;
        private boolean closed;
        private long idleSinceNanos;

        private Line(HttpClientConnection connection) {
            this.connection = connection;
        }

        HttpClientConnection connection() {
            return connection;
        }
    }

    /** An idle connection, the last used first, or a new one. */
    Future<Line> take(long nowNanos) {
        Line line = idle.pollLast();
        while (line != null && (line.closed || nowNanos - line.idleSinceNanos > IDLE_MAX.toNanos())) {
            if (!line.closed) {
                line.connection.close();
            }
            line = idle.pollLast();
        }
        return line == null ? connect() : Future.succeededFuture(line);
    }

    private Future<Line> connect() {
        if (open >= OPEN_MAX) {
            return Future.failedFuture(new TooManyConnectionsException());
        }
        open++;
        openPeak = Math.max(openPeak, open);
        return client.connect(where)
                .map(connection -> {
                    opened++;
                    Line line = new Line(connection);
                    connection.closeHandler(gone -> {
                        line.closed = true;
                        open--;
                    });
                    return line;
                })
                .onFailure(cause -> open--);
    }

    /** Takes back a connection whose answer has been read to its end. */
    void giveBack(Line line, long nowNanos) {
        if (!line.closed) {
            line.idleSinceNanos = nowNanos;
            idle.addLast(line);
        }
    }

    /** Opens idle connections until there are so many, at this pace; fails if one cannot be opened. */
    public Future<Void> prepare(int count, int perSecond) {
        Promise<Void> prepared = Promise.promise();
        openNext(count - idle.size(), System.nanoTime(), TimeUnit.SECONDS.toNanos(1) / perSecond, prepared);
        return prepared.future();
    }

    private void openNext(int left, long atNanos, long stepNanos, Promise<Void> prepared) {
        if (left <= 0) {
            prepared.tryComplete();
            return;
        }
        timer.at(
                atNanos,
                () -> connect()
                        .onSuccess(line -> {
                            giveBack(line, System.nanoTime());
                            openNext(left - 1, atNanos + stepNanos, stepNanos, prepared);
                        })
                        .onFailure(prepared::tryFail));
    }

    /** Connections opened so far. */
    public long opened() {
        return opened;
    }

    /** Most connections open at one time. */
    public int openPeak() {
        return openPeak;
    }

    public Future<Void> close() {
        return client.close();
    }

    /** The bound of this client, not of the service. */
    public static final class TooManyConnectionsException extends Exception {
        private static final long serialVersionUID = 1;

        TooManyConnectionsException() {
            super("connections: more than " + OPEN_MAX);
        }
    }
}
