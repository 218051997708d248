package dev.rapport.chat.stream;

import dev.rapport.chat.turn.Session;
import dev.rapport.chat.turn.StageTimes;
import dev.rapport.chat.turn.TurnEnd;
import dev.rapport.llm.AnswerEnd;
import dev.rapport.llm.Part;
import dev.rapport.llm.Source;
import dev.rapport.llm.Usage;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Supplier;

/** A real HTTP server whose requests are turns of a test, and a real client of it. */
final class TurnServer implements AutoCloseable {
    final Vertx vertx = Vertx.vertx();

    /** What the books were told. */
    final List<Part> spent = new CopyOnWriteArrayList<>();

    /** The client's connections, oldest first. */
    final List<HttpConnection> sockets = new CopyOnWriteArrayList<>();

    private volatile Context loop = vertx.getOrCreateContext();

    /** Sends one request. Its body is paused until a test reads it. */
    <C> Future<HttpClientResponse> serve(Function<HttpServerRequest, C> client, BiConsumer<C, HttpServerRequest> turn) {
        HttpServer server = await(vertx.createHttpServer()
                .requestHandler(request -> {
                    loop = vertx.getOrCreateContext();
                    turn.accept(client.apply(request), request);
                })
                .listen(0, "127.0.0.1"));
        return vertx.createHttpClient()
                .request(HttpMethod.GET, server.actualPort(), "127.0.0.1", "/")
                .compose(request -> {
                    sockets.add(request.connection());
                    return request.send();
                })
                .onSuccess(HttpClientResponse::pause);
    }

    /** Keeps what it is told in {@link #spent}. */
    HttpTurnClient.Listener books() {
        return new HttpTurnClient.Listener() {
            @Override
            public void signedIn(Session session) {}

            @Override
            public AnswerLog.Asked asked() {
                return new AnswerLog.Asked("", "{}", 1);
            }

            @Override
            public void spent(List<Part> parts) {
                spent.addAll(parts);
            }
        };
    }

    /** What becomes of the call, made where the turn of the last request runs. */
    <T> T onLoop(Supplier<Future<T>> call) {
        Promise<T> promise = Promise.promise();
        loop.runOnContext(_ -> call.get().onComplete(promise));
        return await(promise.future());
    }

    static TurnEnd end() {
        return new TurnEnd(
                "gen_1",
                "c_1",
                new Source("test", "none", ""),
                AnswerEnd.of(AnswerEnd.Finish.STOP, new Usage(1, 2, 0)),
                List.of(),
                new StageTimes(() -> 0));
    }

    static String body(HttpClientResponse response) {
        Future<Buffer> body = response.body();
        response.resume();
        return await(body).toString();
    }

    static String firstBytes(HttpClientResponse response) {
        Promise<Buffer> first = Promise.promise();
        response.handler(first::tryComplete).resume();
        return await(first.future()).toString();
    }

    static <T> T await(Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        await(vertx.close());
    }
}
