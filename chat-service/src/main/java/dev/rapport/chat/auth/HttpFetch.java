package dev.rapport.chat.auth;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * Fetches over HTTP without waiting on the event loop that it belongs to. Follows no redirect: where keys come from is the
 * configuration's to say.
 */
public final class HttpFetch implements Fetch {
    /** A key set with certificates has some 20 KB. */
    static final int BYTES_MAX = 256 * 1_024;

    /** For the whole document; a user waits for it, and providers answer in some 100 ms. */
    static final Duration TIMEOUT = Duration.ofSeconds(5);

    private static final int CONNECT_TIMEOUT_MS = 2_000;
    private static final int CONNECTIONS_MAX = 2;
    private static final int WAITING_MAX = 16; // issuers, each of which asks once at a time
    private static final int OK = 200;

    private final Vertx vertx;
    private final HttpClientAgent client;

    public HttpFetch(Vertx vertx) {
        this.vertx = vertx;
        this.client = vertx.httpClientBuilder()
                .with(new HttpClientOptions()
                        .setConnectTimeout(CONNECT_TIMEOUT_MS)
                        .setDecompressionSupported(false))
                .with(new PoolOptions().setHttp1MaxSize(CONNECTIONS_MAX).setMaxWaitQueueSize(WAITING_MAX))
                .build();
    }

    @Override
    public Future<String> get(URI address) {
        Call call = new Call();
        long timer = vertx.setTimer(TIMEOUT.toMillis(), _ -> call.fail("no answer in " + TIMEOUT.toSeconds() + " s"));
        client.request(new RequestOptions()
                        .setMethod(HttpMethod.GET)
                        .setAbsoluteURI(address.toString())
                        .setFollowRedirects(false)
                        .putHeader("accept", "application/json"))
                .onSuccess(call::sent)
                .onFailure(call.done::tryFail);
        return call.done.future().onComplete(_ -> vertx.cancelTimer(timer));
    }

    /** One document on its way. */
    private static final class Call {
        private final Promise<String> done = Promise.promise();
        private final Buffer body = Buffer.buffer();

        void sent(HttpClientRequest request) {
            done.future().onFailure(_ -> request.reset());
            request.exceptionHandler(done::tryFail);
            request.send().onSuccess(this::answered).onFailure(done::tryFail);
        }

        private void answered(HttpClientResponse response) {
            response.exceptionHandler(done::tryFail);
            if (response.statusCode() != OK) {
                fail("status " + response.statusCode());
                return;
            }
            response.handler(bytes -> {
                body.appendBuffer(bytes);
                if (body.length() > BYTES_MAX) {
                    fail("more than " + BYTES_MAX + " bytes");
                }
            });
            response.endHandler(_ -> done.tryComplete(body.toString(StandardCharsets.UTF_8)));
        }

        void fail(String why) {
            done.tryFail(why);
        }
    }
}
