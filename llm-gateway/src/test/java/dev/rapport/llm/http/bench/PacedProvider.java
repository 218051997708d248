package dev.rapport.llm.http.bench;

import static dev.rapport.llm.fake.FakeProvider.DONE;
import static dev.rapport.llm.fake.FakeProvider.chunk;
import static dev.rapport.llm.fake.FakeProvider.finish;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.io.IOException;

/** A process of its own that answers each request with paced tokens. Prints its port, and ends when its input does. */
final class PacedProvider {
    static final int TOKENS = 50;
    private static final int TOKEN_GAP_MILLIS = 10;

    private final Vertx vertx;

    private PacedProvider(Vertx vertx) {
        this.vertx = vertx;
    }

    public static void main(String[] args) throws IOException {
        Vertx vertx = Vertx.vertx();
        PacedProvider provider = new PacedProvider(vertx);
        HttpServerOptions options =
                new HttpServerOptions().setHttp2ClearTextEnabled(false).setAcceptBacklog(4_096);
        int port = vertx.createHttpServer(options)
                .requestHandler(provider::answer)
                .listen(0, "127.0.0.1")
                .await()
                .actualPort();
        System.out.println(port);
        int end = System.in.read();
        assert end < 0 : "input: " + end + " (expected: none)";
        vertx.close().await();
    }

    private void answer(HttpServerRequest request) {
        request.body().onSuccess(_ -> {
            HttpServerResponse response = request.response();
            response.putHeader("content-type", "text/event-stream").setChunked(true);
            new Answer(response).start();
        });
    }

    /** One answer on its way. */
    private final class Answer {
        private final HttpServerResponse response;
        private int sent;

        Answer(HttpServerResponse response) {
            this.response = response;
        }

        void start() {
            long timer = vertx.setPeriodic(TOKEN_GAP_MILLIS, this::next);
            response.closeHandler(_ -> vertx.cancelTimer(timer));
        }

        private void next(long timer) {
            if (sent < TOKENS) {
                sent++;
                response.write(chunk("token " + sent + ' '));
            } else {
                vertx.cancelTimer(timer);
                response.end(Buffer.buffer(finish("stop") + DONE));
            }
        }
    }
}
