package dev.rapport.chat.stream;

import static dev.rapport.chat.stream.TurnServer.await;
import static dev.rapport.chat.stream.TurnServer.body;
import static dev.rapport.chat.stream.TurnServer.end;
import static dev.rapport.chat.stream.TurnServer.firstBytes;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rapport.chat.Turns;
import dev.rapport.chat.stream.CompletionClient.Form;
import dev.rapport.chat.turn.CompressedTurn;
import dev.rapport.chat.turn.StageTimes;
import dev.rapport.llm.Quota;
import dev.rapport.memory.Owner;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Against a real HTTP server and client: what counts is when bytes leave. */
@Timeout(20)
class CompletionClientTest {
    private static final Duration NEVER = Duration.ofMinutes(1);
    private static final Duration SOON = Duration.ofMillis(20);
    private static final JsonObject PROBLEM = new JsonObject().put("error", new JsonObject().put("code", "answer_cut"));
    private static final CompressedTurn RECALLED = new CompressedTurn(
            Turns.recalled("Hi", List.of(), List.of(), List.of()), List.of(), List.of(), List.of(), 0);

    private final TurnServer server = new TurnServer();

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void stream_queued_leavesTheStatusFree() {
        HttpClientResponse got = await(serve(Form.STREAM, NEVER, NEVER, (client, request) -> {
            client.recalled(RECALLED);
            client.queued(3, Duration.ofSeconds(1));
            server.vertx.runOnContext(_ -> {
                boolean told = client.failed(PROBLEM);
                request.response().setStatusCode(told ? 200 : 429).end();
            });
        }));
        assertThat(got.statusCode()).isEqualTo(429);
    }

    /** Else nobody would know that it has ended, and whoever repeats the request would have it made again. */
    @Test
    void failed_afterItsFirstPiece_isKeptForThoseWhoFollow() {
        SlowLog log = new SlowLog();
        Promise<Boolean> told = Promise.promise();
        HttpClientResponse got = await(serve(Form.WHOLE, NEVER, NEVER, Optional.of(log), (client, request) -> {
            client.takeOver(Owner.authenticated("ada"), "gen_1", SlowLog.FENCE, AnswerEvent.Place.START);
            client.token("Hel");
            server.vertx.runOnContext(_ -> {
                log.waiting.remove().complete(AnswerLog.Kept.KEPT);
                told.complete(client.failed(PROBLEM));
                server.vertx.runOnContext(
                        _ -> request.response().setStatusCode(502).end());
            });
        }));

        assertThat(await(told.future())).isFalse();
        assertThat(got.statusCode()).isEqualTo(502);
        assertThat(log.batches.getLast()).extracting(AnswerEvent::name).containsExactly(AnswerEvent.ERROR);
    }

    @Test
    void stream_admittedAndSilent_opensWithTheRole_andBeatsWithoutEndingAnEvent() {
        Promise<CompletionClient> begun = Promise.promise();
        HttpClientResponse got = await(serve(Form.STREAM, SOON, SOON, (client, _) -> {
            client.recalled(RECALLED);
            client.admitted();
            begun.complete(client);
        }));
        Promise<Void> beaten = Promise.promise();
        StringBuilder came = new StringBuilder();
        got.handler(bytes -> {
            came.append(bytes);
            if (came.toString().contains(": ping\n")) {
                beaten.tryComplete();
            }
        });
        got.resume();
        await(beaten.future());
        CompletionClient client = await(begun.future());
        Future<Void> ended = got.end();
        server.onLoop(() -> client.token("Hi").compose(_ -> client.done(end())));
        await(ended);

        String withoutPings = came.toString().replace(": ping\n", "");
        assertThat(withoutPings)
                .startsWith("data: {")
                .endsWith("data: [DONE]\n\n")
                .doesNotContain("ping");
        assertThat(withoutPings.split("\"role\"", -1)).hasSize(2);
    }

    @Test
    void stream_brokenAfterAPiece_endsWithTheErrorAlone() {
        HttpClientResponse got = await(serve(Form.STREAM, NEVER, NEVER, (client, _) -> {
            client.recalled(RECALLED);
            client.token("Hel");
            client.failed(PROBLEM);
        }));
        assertThat(body(got)).endsWith("\n\ndata: {\"error\":{\"code\":\"answer_cut\"}}\n\n");
    }

    @Test
    void whole_leavesInOnePiece_withWhatIsLeftOfTheLimits() {
        HttpClientResponse got = await(serve(Form.WHOLE, NEVER, NEVER, (client, _) -> {
            client.recalled(RECALLED);
            client.quota(new Quota(new Quota.Limit(60, 41, Duration.ofMillis(18_500)), Quota.Limit.NONE));
            client.token("Hel");
            client.token("lo");
            client.done(end());
        }));
        assertThat(got.getHeader("content-type")).isEqualTo("application/json");
        assertThat(got.getHeader("x-ratelimit-remaining-requests")).isEqualTo("41");
        assertThat(new JsonObject(body(got))
                        .getJsonArray("choices")
                        .getJsonObject(0)
                        .getJsonObject("message")
                        .getString("content"))
                .isEqualTo("Hello");
    }

    @Test
    void whole_longInComing_hasWhiteSpaceBeforeIt() {
        Promise<CompletionClient> begun = Promise.promise();
        HttpClientResponse got = await(serve(Form.WHOLE, NEVER, SOON, (client, _) -> {
            client.recalled(RECALLED);
            client.token("Hello");
            begun.complete(client);
        }));
        assertThat(firstBytes(got)).isBlank();
        CompletionClient client = await(begun.future());
        assertThat(server.<Boolean>onLoop(() -> Future.succeededFuture(client.failed(PROBLEM))))
                .isFalse(); // too late to tell: the route cuts the connection off
    }

    @Test
    void whole_brokenBeforeAnyByte_leavesTheStatusFree() {
        HttpClientResponse got = await(serve(Form.WHOLE, NEVER, NEVER, (client, request) -> {
            client.recalled(RECALLED);
            client.token("Hel");
            boolean told = client.failed(PROBLEM);
            request.response().setStatusCode(told ? 200 : 502).end();
        }));
        assertThat(got.statusCode()).isEqualTo(502);
    }

    private Future<HttpClientResponse> serve(
            Form form, Duration openAfter, Duration heartbeat, BiConsumer<CompletionClient, HttpServerRequest> turn) {
        return serve(form, openAfter, heartbeat, Optional.empty(), turn);
    }

    private Future<HttpClientResponse> serve(
            Form form,
            Duration openAfter,
            Duration heartbeat,
            Optional<AnswerLog> log,
            BiConsumer<CompletionClient, HttpServerRequest> turn) {
        return server.serve(
                request -> new CompletionClient(
                        server.vertx,
                        request.response(),
                        new StageTimes(() -> 0),
                        new HttpTurnClient.Settings("1", openAfter, heartbeat, NEVER),
                        server.books(),
                        form,
                        "default",
                        Turns.NOW,
                        log),
                turn);
    }
}
