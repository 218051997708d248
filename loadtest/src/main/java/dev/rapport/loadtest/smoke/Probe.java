package dev.rapport.loadtest.smoke;

import dev.rapport.loadtest.client.ShortCall;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.parsetools.RecordParser;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Reads what the parties say of themselves, beside the load and over connections of its own. */
final class Probe {
    private static final Duration TIME_MAX = Duration.ofSeconds(10);

    /** 200,000 records of 200 bytes over loopback take about a second. */
    private static final Duration LINES_TIME_MAX = Duration.ofSeconds(60);

    private static final int LINE_SIZE_MAX = 1 << 16;

    private final HttpClient http;

    Probe(Vertx vertx) {
        this.http = vertx.createHttpClient();
    }

    /** A page as text; fails with {@link ProbeFailedException} for everything but a 200. */
    Future<String> text(URI page) {
        return new ShortCall(http, TIME_MAX).send(get(page), "", () -> {}).compose(outcome -> switch (outcome) {
            case ShortCall.Outcome.Failed(var failure, var detail) -> failed(page, failure.word() + ", " + detail);
            case ShortCall.Outcome.Answered(var status, var body) ->
                status == 200 ? Future.succeededFuture(body) : failed(page, "status " + status);
        });
    }

    /** Every line of a page, as it arrives. */
    Future<Void> lines(URI page, Consumer<String> eachLine) {
        return http.request(get(page))
                .compose(request -> request.send()
                        .compose(response -> response.statusCode() == 200
                                ? lines(response, eachLine)
                                : Future.failedFuture("status " + response.statusCode()))
                        .timeout(LINES_TIME_MAX.toMillis(), TimeUnit.MILLISECONDS)
                        .onFailure(cause -> request.reset()))
                .recover(cause -> failed(page, String.valueOf(cause.getMessage())));
    }

    private static Future<Void> lines(HttpClientResponse response, Consumer<String> eachLine) {
        Promise<Void> read = Promise.promise();
        RecordParser parser = RecordParser.newDelimited("\n").maxRecordSize(LINE_SIZE_MAX);
        parser.handler(line -> eachLine.accept(line.toString()));
        parser.exceptionHandler(read::tryFail);
        response.handler(parser);
        response.exceptionHandler(read::tryFail);
        response.endHandler(end -> read.tryComplete());
        return read.future();
    }

    private static RequestOptions get(URI page) {
        return new RequestOptions().setMethod(HttpMethod.GET).setAbsoluteURI(page.toString());
    }

    private static <T> Future<T> failed(URI page, String what) {
        return Future.failedFuture(new ProbeFailedException(page + ": " + what));
    }

    Future<Void> close() {
        return http.close();
    }

    /** A party could not say what it was asked. */
    static final class ProbeFailedException extends Exception {
        private static final long serialVersionUID = 1;

        ProbeFailedException(String message) {
            super(message);
        }
    }
}
