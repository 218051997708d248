package dev.rapport.loadtest.simulator;

import dev.rapport.loadtest.simulator.ScriptWriter.Terms;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpMethod;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.OptionalLong;

/**
 * Loads and compiles what the first requests need. A cold loop took 0.8 s for its first answer on a busy machine, and
 * whoever waits behind that would be counted against the service. No chat is made: counters and limits stay untouched.
 */
final class WarmUp {
    /** About a fifth of a second's work. */
    private static final int PLANS = 2_000;

    private static final int CONNECTIONS = 20;

    private WarmUp() {}

    /** Reads a request and writes a script, many times. */
    static void plans(AnswerSettings settings) {
        for (int i = 0; i < PLANS; i++) {
            String body = "{\"model\":\"sim\",\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"[ref w" + i
                    + "]\"}]}";
            if (ChatRequest.parse(body.getBytes(StandardCharsets.UTF_8))
                    instanceof ChatRequest.Parsed.Valid(var request)) {
                AnswerPlan plan = AnswerPlan.forMessage(settings, request.lastUserMessage());
                new ScriptWriter(plan, request, new Terms(Fault.NONE, Map.of(), OptionalLong.empty(), 0, i)).write();
            }
        }
    }

    /** Asks the server for its counters over some connections. */
    static Future<Void> connections(Vertx vertx, Simulator simulator) {
        Promise<Void> done = Promise.promise();
        /* Another thread would hear of a response one turn later than the loop, and the response may have ended by then. */
        vertx.getOrCreateContext()
                .runOnContext(turn -> ask(vertx.createHttpClient(), simulator).onComplete(done));
        return done.future();
    }

    private static Future<Void> ask(HttpClient http, Simulator simulator) {
        Future<Void> done = Future.succeededFuture();
        for (int i = 0; i < CONNECTIONS; i++) {
            done = done.compose(before -> http.request(
                            HttpMethod.GET,
                            simulator.address().getPort(),
                            simulator.address().getHost(),
                            "/sim/stats")
                    .compose(request -> request.send())
                    .compose(response -> response.body())
                    .mapEmpty());
        }
        return done.eventually(http::close);
    }
}
