package dev.rapport.chat.stream;

import static dev.rapport.chat.stream.TurnServer.await;
import static dev.rapport.chat.stream.TurnServer.body;
import static dev.rapport.chat.stream.TurnServer.end;
import static dev.rapport.chat.stream.TurnServer.firstBytes;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rapport.chat.Turns;
import dev.rapport.chat.turn.CompressedTurn;
import dev.rapport.chat.turn.StageTimes;
import dev.rapport.chat.turn.TurnFailed;
import dev.rapport.chat.turn.TurnFailure;
import dev.rapport.llm.Part;
import dev.rapport.llm.Quota;
import dev.rapport.llm.Source;
import dev.rapport.llm.Usage;
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
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Against a real HTTP server and client: what counts is when bytes leave. */
@Timeout(20)
class SseClientTest {
    private static final Duration NEVER = Duration.ofMinutes(1);
    private static final CompressedTurn RECALLED = new CompressedTurn(
            Turns.recalled("Hi", List.of(), List.of(), List.of()), List.of(), List.of(), List.of(), 0);

    private final TurnServer server = new TurnServer();
    private volatile Duration detached = NEVER;

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void recalled_isHeldBack_andLeavesWithTheFirstToken() {
        Promise<SseClient> begun = Promise.promise();
        Future<HttpClientResponse> response = serve(NEVER, (client, _) -> {
            client.recalled(RECALLED);
            begun.complete(client);
        });
        SseClient client = await(begun.future());
        assertThat(response.isComplete()).isFalse();

        server.onLoop(() -> client.token("Hel").compose(_ -> client.token("lo")).compose(_ -> client.done(end())));
        HttpClientResponse got = await(response);
        assertThat(got.getHeader("content-type")).isEqualTo("text/event-stream; charset=utf-8");
        assertThat(got.getHeader("x-accel-buffering")).isEqualTo("no");
        assertThat(got.getHeader("x-stream-id")).isEqualTo("gen_1");
        String body = body(got);
        assertThat(body.lines().filter(line -> line.startsWith("event: ")).toList())
                .containsExactly("event: recalled", "event: token", "event: token", "event: done");
        assertThat(body).contains("id: gen_1-1\n", "id: gen_1-2\n", "id: gen_1-3\n");
    }

    @Test
    void admitted_modelIsSilent_theStreamOpensEarly() {
        HttpClientResponse got = await(serve(Duration.ofMillis(20), (client, _) -> {
            client.recalled(RECALLED);
            client.quota(new Quota(new Quota.Limit(60, 41, Duration.ofMillis(18_500)), Quota.Limit.NONE));
            client.admitted();
        }));
        assertThat(got.statusCode()).isEqualTo(200);
        assertThat(got.getHeader("x-ratelimit-remaining-requests")).isEqualTo("41");
        assertThat(firstBytes(got)).startsWith("event: recalled\n");
    }

    @Test
    void recalled_notAdmittedYet_longSilenceLeavesTheStatusFree() {
        HttpClientResponse got = await(serve(Duration.ofMillis(1), (client, request) -> {
            client.recalled(RECALLED);
            server.vertx.setTimer(100, _ -> {
                boolean told = client.failed(new JsonObject());
                request.response().setStatusCode(told ? 200 : 429).end();
            });
        }));
        assertThat(got.statusCode()).isEqualTo(429);
    }

    @Test
    void failed_beforeAnythingLeft_leavesTheStatusFree() {
        HttpClientResponse got = await(serve(NEVER, (client, request) -> {
            client.recalled(RECALLED);
            boolean told = client.failed(new JsonObject());
            request.response().setStatusCode(told ? 200 : 503).end();
        }));
        assertThat(got.statusCode()).isEqualTo(503);
    }

    @Test
    void failed_afterAToken_endsWithAnErrorEvent() {
        HttpClientResponse got = await(serve(NEVER, (client, _) -> {
            client.recalled(RECALLED);
            client.token("Hel");
            client.failed(new JsonObject().put("status", 502));
        }));
        assertThat(body(got)).endsWith("event: error\ndata: {\"status\":502}\n\n");
    }

    @Test
    void queued_opensTheStreamAtOnce() {
        HttpClientResponse got = await(serve(NEVER, (client, _) -> client.queued(3, Duration.ofMillis(1_200))));
        assertThat(firstBytes(got)).isEqualTo("event: queued\ndata: {\"position\":3,\"eta_ms\":1200}\n\n");
    }

    @Test
    void replaced_comesInItsPlace_withTheTokensBeforeIt() {
        HttpClientResponse got = await(serve(NEVER, (client, _) -> {
            client.recalled(RECALLED);
            client.token("Hel");
            client.token("lo");
            client.replaced(new Source("backup", "none", ""));
            client.token("!");
            client.done(end());
        }));
        String body = body(got);
        assertThat(body.lines().filter(line -> line.startsWith("event: ")).toList())
                .containsExactly(
                        "event: recalled",
                        "event: token",
                        "event: token",
                        "event: replaced",
                        "event: token",
                        "event: done");
        assertThat(body).contains("event: replaced\ndata: {\"provider\":\"backup\",\"at\":2}\n\n", "id: gen_1-3\n");
    }

    @Test
    void quota_ofAPlanWithLimits_isInTheHeaders() {
        HttpClientResponse got = await(serve(NEVER, (client, _) -> {
            client.recalled(RECALLED);
            client.quota(new Quota(new Quota.Limit(60, 41, Duration.ofMillis(18_500)), Quota.Limit.NONE));
            client.token("Hello");
        }));
        assertThat(got.getHeader("x-ratelimit-limit-requests")).isEqualTo("60");
        assertThat(got.getHeader("x-ratelimit-remaining-requests")).isEqualTo("41");
        assertThat(got.getHeader("x-ratelimit-reset-requests")).isEqualTo("18.5s");
        assertThat(got.headers().contains("x-ratelimit-limit-tokens")).isFalse();
    }

    @Test
    void spent_isToldToTheBooks_notToTheReader() {
        List<Part> parts = List.of(new Part(new Source("test", "none", ""), new Usage(5, 1, 0), false, 0));
        HttpClientResponse got = await(serve(NEVER, (client, _) -> {
            client.recalled(RECALLED);
            client.token("Hello");
            client.spent(parts);
            client.failed(new JsonObject());
        }));
        assertThat(body(got)).doesNotContain("test");
        assertThat(server.spent).isEqualTo(parts);
    }

    @Test
    void gone_clientLeaves_completesWhenItsTimeIsUp_andTokensAreTakenUntilThen() {
        detached = NEVER;
        SseClient client = await(leftAfterAToken());
        assertThat(server.onLoop(() -> client.token("lo").map(true))).isTrue();
        assertThat(client.gone().isComplete()).isFalse();

        detached = Duration.ofMillis(20);
        SseClient impatient = await(leftAfterAToken());
        await(impatient.gone());
        assertThat(server.onLoop(() -> impatient
                        .token("!")
                        .map(false)
                        .recover(failure -> Future.succeededFuture(failure instanceof TurnFailed))))
                .isTrue();
    }

    @Test
    void gone_noTimeIsGiven_completesAtOnce() {
        detached = Duration.ZERO;
        assertThat(await(leftAfterAToken()).gone().succeeded()).isTrue();
    }

    @Test
    void gone_turnEndsFirst_neverCompletes_andLeavesNoTimer() {
        detached = Duration.ofMillis(500);
        Promise<Void> later = Promise.promise();
        SseClient client = await(leftAfterAToken(left -> {
            left.done(end());
            server.vertx.setTimer(700, _ -> later.complete()); // behind the one that must be gone
        }));
        await(later.future());
        assertThat(client.gone().isComplete()).isFalse();
    }

    @Test
    void gone_clientWaitsInLine_isNoticedToo() {
        detached = Duration.ofMillis(20);
        Promise<SseClient> begun = Promise.promise();
        Promise<HttpServerRequest> asked = Promise.promise();
        serve(NEVER, (client, request) -> {
            client.recalled(RECALLED);
            asked.complete(request);
            begun.complete(client);
        });
        SseClient client = await(begun.future());
        server.sockets.getFirst().close(); // nothing was written yet, so there is no response to take it from
        await(client.gone());
        assertThat(await(asked.future()).response().headWritten()).isFalse();
    }

    /** Its end would look like the answer's: a client must see that there is more to come elsewhere. */
    @Test
    void done_anotherInstanceMakesTheAnswerByNow_fails_andTheConnectionIsCut() {
        SlowLog log = new SlowLog();
        Promise<Throwable> failure = Promise.promise();
        Future<HttpClientResponse> response = serve(NEVER, Optional.of(log), (client, _) -> {
            client.takeOver(Owner.authenticated("ada"), "gen_1", SlowLog.FENCE, AnswerEvent.Place.START);
            client.token("Hello");
            client.done(end()).onFailure(lost -> {
                client.failed(new JsonObject());
                failure.complete(lost);
            });
            server.vertx.runOnContext(_ -> log.waiting.remove().complete(AnswerLog.Kept.LOST));
        });

        assertThat(await(failure.future()))
                .isInstanceOfSatisfying(
                        TurnFailed.class, lost -> assertThat(lost.failure()).isInstanceOf(TurnFailure.AnswerCut.class));
        Future<Boolean> cut = response.transform((_, reset) -> Future.succeededFuture(reset != null));
        assertThat(await(cut).booleanValue()).isTrue();
    }

    private Future<SseClient> leftAfterAToken() {
        return leftAfterAToken(_ -> {});
    }

    /** A client that has left, as soon as the server knows; what is to be done then is done at once. */
    private Future<SseClient> leftAfterAToken(Consumer<SseClient> then) {
        Promise<SseClient> left = Promise.promise();
        Future<HttpClientResponse> response = serve(NEVER, (client, request) -> {
            client.recalled(RECALLED);
            client.token("Hel");
            request.connection()
                    .closeHandler(_ -> server.vertx.runOnContext(_ -> {
                        then.accept(client);
                        left.complete(client);
                    }));
        });
        return response.compose(got -> got.request().connection().close()).compose(_ -> left.future());
    }

    private Future<HttpClientResponse> serve(Duration openAfter, BiConsumer<SseClient, HttpServerRequest> turn) {
        return serve(openAfter, Optional.empty(), turn);
    }

    private Future<HttpClientResponse> serve(
            Duration openAfter, Optional<AnswerLog> log, BiConsumer<SseClient, HttpServerRequest> turn) {
        return server.serve(
                request -> new SseClient(
                        server.vertx,
                        request.response(),
                        new StageTimes(() -> 0),
                        new HttpTurnClient.Settings("1", openAfter, NEVER, detached),
                        server.books(),
                        log),
                turn);
    }
}
