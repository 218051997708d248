package dev.rapport.loadtest.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rapport.loadtest.clock.LoopTimer;
import dev.rapport.loadtest.record.Sample;
import dev.rapport.loadtest.simulator.AnswerPlan;
import dev.rapport.loadtest.simulator.AnswerSettings;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ChatApiTest {
    /** {@code wk.0 wk.1}. */
    private static final AnswerPlan PLAN = AnswerPlan.forNonce(new AnswerSettings(1, 45, 0, 4, 0, 2, 0), "k");

    private static final String FIRST = "event: token\ndata: {\"text\":\"wk.0\"}\n\n";
    private static final String SECOND = "event: token\ndata: {\"text\":\" wk.1\"}\n\n";
    private static final String DONE = "event: done\ndata: {}\n\n";
    private static final long MILLI = 1_000_000;

    private final Vertx vertx = Vertx.vertx();
    private final AtomicInteger posts = new AtomicInteger();

    @AfterEach
    void closeVertx() {
        vertx.close().await();
    }

    private URI server(Consumer<HttpServerRequest> answer) {
        HttpServer server = vertx.createHttpServer()
                .requestHandler(request -> {
                    posts.incrementAndGet();
                    request.endHandler(end -> answer.accept(request));
                })
                .listen(0, "127.0.0.1")
                .await();
        return URI.create("http://127.0.0.1:" + server.actualPort());
    }

    private URI stream(Consumer<HttpServerResponse> answer) {
        return server(request -> answer.accept(
                request.response().setChunked(true).putHeader("content-type", "text/event-stream; charset=utf-8")));
    }

    private CallResult call(URI target, Duration chatTimeMax, Function<ChatApi, Future<CallResult>> use) {
        Promise<CallResult> promise = Promise.promise();
        Context context = vertx.getOrCreateContext();
        context.runOnContext(go -> {
            LoopTimer timer = LoopTimer.of(context);
            Connections connections = new Connections(vertx, timer, target);
            use.apply(new ChatApi(connections, timer, target, chatTimeMax)).onComplete(promise);
        });
        return promise.future().await();
    }

    private CallResult chat(URI target, Duration chatTimeMax, long plannedAgoNanos) {
        return call(
                target,
                chatTimeMax,
                api -> api.chat(new ChatCall("token", "Hi [ref k]", PLAN, 0, System.nanoTime() - plannedAgoNanos)));
    }

    private CallResult session(URI target, Function<ChatApi, Future<CallResult>> use) {
        return call(target, Duration.ofSeconds(5), use);
    }

    private CallResult chat(URI target) {
        return chat(target, Duration.ofSeconds(5), 0);
    }

    @Test
    void chat_wholeStream_isOk() {
        CallResult result = chat(stream(response -> response.end(
                ": hi\n\nevent: queued\ndata: {\"position\":1}\n\n" + "event: token\ndata: {\"text\":\"\"}\n\n" + FIRST
                        + "event: replaced\ndata: {}\n\n" + SECOND + DONE)));

        assertThat(result.failure()).as(result.detail()).isNull();
        assertThat(result.answer().queued()).isEqualTo(1);
        assertThat(result.answer().replaced()).isEqualTo(1);
        Sample.Times times = result.times();
        assertThat(times.headers()).isBetween(times.sent(), times.firstToken());
        assertThat(times.done()).isBetween(times.firstToken(), times.settled());
        assertThat(result.answer().events()).isEqualTo(2);
        assertThat(result.answer().tokens()).isEqualTo(2);
        assertThat(result.answer().gapsMicros()).hasSize(1);
    }

    /** Coordinated omission: a message that leaves late owes the delay, not the service's next answer. */
    @Test
    void chat_sentLate_countsFromThePlan() {
        CallResult result =
                chat(stream(response -> response.end(FIRST + SECOND + DONE)), Duration.ofSeconds(5), 500 * MILLI);

        assertThat(result.times().sent()).isGreaterThanOrEqualTo(500 * MILLI);
        assertThat(result.times().done()).isGreaterThanOrEqualTo(result.times().sent());
    }

    @Test
    void chat_emptyTokenFirst_isNoFirstToken() {
        CallResult result = chat(stream(response -> response.end("event: token\ndata: {\"text\":\"\"}\n\n" + DONE)));

        assertThat(result.failure()).isEqualTo(FailureClass.NO_FIRST_TOKEN);
    }

    @Test
    void chat_streamEndsWithoutDone_isTruncated() {
        assertThat(chat(stream(response -> response.end(FIRST + SECOND))).failure())
                .isEqualTo(FailureClass.TRUNCATED_CLEAN);
    }

    @Test
    void chat_connectionTornInMidStream_isTruncatedAndNotSentAgain() {
        URI target = server(request -> request.response()
                .setChunked(true)
                .putHeader("content-type", "text/event-stream")
                .write(FIRST)
                .onComplete(written -> request.connection().close()));

        assertThat(chat(target).failure()).isEqualTo(FailureClass.TRUNCATED_ABRUPT);
        assertThat(posts).hasValue(1);
    }

    @Test
    void chat_tokenAfterDone_isAnIntegrityFailure() {
        CallResult result = chat(stream(response -> response.end(FIRST + DONE + SECOND)));

        assertThat(result.failure()).isEqualTo(FailureClass.INTEGRITY);
        assertThat(result.answer().integrity().afterDone()).isEqualTo(1);
    }

    @Test
    void chat_tokenIsNoJson_isAnIntegrityFailure() {
        CallResult result = chat(stream(response -> response.end(FIRST + "event: token\ndata: oops\n\n" + DONE)));

        assertThat(result.failure()).isEqualTo(FailureClass.INTEGRITY);
        assertThat(result.answer().integrity().malformed()).isEqualTo(1);
    }

    @Test
    void chat_silence_isATimeout() {
        CallResult result = chat(stream(response -> response.write(FIRST)), Duration.ofMillis(200), 0);

        assertThat(result.failure()).isEqualTo(FailureClass.TIMEOUT);
        assertThat(result.times().firstToken()).isNotEqualTo(Sample.UNREACHED);
    }

    @Test
    void chat_redirect_isNotFollowed() {
        URI target = server(request -> request.response()
                .setStatusCode(307)
                .putHeader("location", "/elsewhere")
                .end());

        assertThat(chat(target).failure()).isEqualTo(FailureClass.HTTP_UNEXPECTED);
        assertThat(posts).hasValue(1);
    }

    @Test
    void chat_429_hasItsOwnClass_withWhatTheServerSaid() {
        CallResult result =
                chat(server(request -> request.response().setStatusCode(429).end("{\"title\":\n\"slow\"}")));

        assertThat(result.failure()).isEqualTo(FailureClass.HTTP_429);
        assertThat(result.detail()).isEqualTo("429 {\"title\": \"slow\"}");
    }

    @Test
    void chat_nobodyListens_isRefusedAndNotSent() {
        HttpServer server = vertx.createHttpServer()
                .requestHandler(request -> {})
                .listen(0, "127.0.0.1")
                .await();
        server.close().await();

        CallResult result = chat(URI.create("http://127.0.0.1:" + server.actualPort()));

        assertThat(result.failure()).isEqualTo(FailureClass.REFUSED);
        assertThat(result.times().sent()).isEqualTo(Sample.UNREACHED);
    }

    @Test
    void openSession_201WithToken_isOpen() {
        URI target = server(request -> request.response()
                .setStatusCode(201)
                .end("{\"session\":\"s\",\"token\":\"t\",\"conversation\":\"c\"}"));

        CallResult result = session(target, api -> api.openSession("smoke-001", "key", System.nanoTime()));

        assertThat(ChatApi.tokenOf(result)).hasValue("t");
        assertThat(result.times().done()).isPositive();
    }

    @Test
    void openSession_401_failsWithWhatTheServerSaid() {
        URI target = server(request -> request.response().setStatusCode(401).end("no"));

        CallResult result = session(target, api -> api.openSession("smoke-001", "key", System.nanoTime()));

        assertThat(result.failure()).isEqualTo(FailureClass.HTTP_4XX);
        assertThat(result.detail()).isEqualTo("401 no");
        assertThat(ChatApi.tokenOf(result)).isEmpty();
    }

    @Test
    void endSession_500_fails() {
        URI target = server(request -> request.response().setStatusCode(500).end());

        CallResult result = session(target, api -> api.endSession("t", System.nanoTime()));

        assertThat(result.failure()).isEqualTo(FailureClass.HTTP_5XX);
    }

    @Test
    void chat_leftAfterAToken_isNeitherSuccessNorFailure() {
        URI target = stream(response -> response.write(FIRST));

        CallResult result = call(
                target,
                Duration.ofSeconds(5),
                api -> api.chat(new ChatCall("token", "Hi [ref k]", PLAN, 1, System.nanoTime())));

        assertThat(result.outcome()).isEqualTo(Sample.CANCELLED);
        assertThat(result.failure()).isNull();
    }

    private CallResult leavingAfter(int tokens, URI target) {
        return call(
                target,
                Duration.ofSeconds(5),
                api -> api.chat(new ChatCall("token", "Hi [ref k]", PLAN, tokens, System.nanoTime())));
    }

    /** As of a service that stalled: the token to leave after and the next come at once. */
    @Test
    void chat_leavingTokenAndNextInOneRead_isLeftAllTheSame() {
        CallResult result = leavingAfter(1, stream(response -> response.write(FIRST + SECOND)));

        assertThat(result.outcome()).as(result.detail()).isEqualTo(Sample.CANCELLED);
        assertThat(result.answer().tokens()).isEqualTo(2);
        assertThat(result.answer().integrity()).isEqualTo(Integrity.INTACT);
    }

    private static final String FOREIGN = "event: token\ndata: {\"text\":\" wz.7\"}\n\n";
    private static final String ERROR = "event: error\ndata: {\"title\":\"no\"}\n\n";

    @Test
    void chat_foreignTokenThenError_isAForeignToken() {
        CallResult result = chat(stream(response -> response.end(FIRST + FOREIGN + ERROR)));

        assertThat(result.failure()).isEqualTo(FailureClass.IN_BAND_ERROR);
        assertThat(result.answer().integrity()).isEqualTo(new Integrity(0, 0, 0, 1, 0, 0, false));
        assertThat(result.answer().tokens()).isEqualTo(1);
    }

    @Test
    void chat_foreignToken_isFoundHoweverTheAnswerEnds() {
        Integrity foreign = new Integrity(0, 0, 0, 1, 0, 0, false);
        CallResult torn = chat(stream(response -> response.end(FIRST + FOREIGN)));
        CallResult late = chat(stream(response -> response.write(FIRST + FOREIGN)), Duration.ofMillis(200), 0);
        CallResult left = leavingAfter(2, stream(response -> response.write(FIRST + FOREIGN)));

        assertThat(torn.failure()).isEqualTo(FailureClass.TRUNCATED_CLEAN);
        assertThat(late.failure()).isEqualTo(FailureClass.TIMEOUT);
        assertThat(left.outcome()).isEqualTo(Sample.CANCELLED);
        assertThat(torn.answer().integrity()).isEqualTo(foreign);
        assertThat(late.answer().integrity()).isEqualTo(foreign);
        assertThat(left.answer().integrity()).isEqualTo(foreign);
    }

    /** The service's last resort says what it likes, but nothing that was meant for somebody else. */
    @Test
    void chat_localAnswer_isNotOfThePlan_andMayHoldNobodyElsesTokens() {
        String sorry = "event: token\ndata: {\"text\":\"I am sorry.\"}\n\n";
        String done = "event: done\ndata: {\"provider\":\"local\"}\n\n";
        CallResult clean = chat(stream(response -> response.end(sorry + done)));
        CallResult leaking = chat(stream(response -> response.end(sorry + FOREIGN + done)));

        assertThat(clean.failure()).isEqualTo(FailureClass.LOCAL_ANSWER);
        assertThat(clean.answer().integrity()).isEqualTo(Integrity.INTACT);
        assertThat(leaking.failure()).isEqualTo(FailureClass.LOCAL_ANSWER);
        assertThat(leaking.answer().integrity().foreign()).isEqualTo(1);
    }

    @Test
    void chat_tornAfterItsBeginning_missesNothing() {
        CallResult result = chat(stream(response -> response.end(FIRST + ERROR)));

        assertThat(result.answer().integrity()).isEqualTo(Integrity.INTACT);
        assertThat(result.answer().tokens()).isEqualTo(1);
    }

    @Test
    void chat_done_bringsWhatTheServiceSaysOfItself() {
        CallResult result = chat(stream(response -> {
            response.putHeader("x-request-id", "r1").putHeader("x-served-by", "3");
            response.end(FIRST + SECOND + "event: done\ndata: {\"usage\":{\"completion_tokens\":2},"
                    + "\"learned\":[\"m_1\"],\"timing_ms\":{\"recall\":1.5,\"total\":9,\"dropped\":[]}}\n\n");
        }));

        assertThat(result.server()).isEqualTo(new Sample.Server("r1", "3", Map.of("recall", 1.5, "total", 9.0)));
        assertThat(result.answer().usageTokens()).isEqualTo(2);
        assertThat(result.answer().learned()).isEqualTo(1);
    }

    @Test
    void chat_503WithRetryAfter_saysWhen() {
        CallResult result = chat(server(request -> request.response()
                .setStatusCode(503)
                .putHeader("retry-after", "2")
                .end("busy")));

        assertThat(result.failure()).isEqualTo(FailureClass.HTTP_5XX);
        assertThat(result.retryAfterSeconds()).isEqualTo(2);
    }

    @Test
    void chat_leavesByTheClock_beforeAnyAnswer_andClosesItsConnection() {
        Promise<Void> closed = Promise.promise();
        URI target = server(request -> request.connection().closeHandler(gone -> closed.complete()));

        CallResult result = call(
                target,
                Duration.ofSeconds(20),
                api -> api.chat(new ChatCall("token", "Hi [ref k]", PLAN, 0, 50 * MILLI, System.nanoTime())));

        assertThat(result.outcome()).isEqualTo(Sample.CANCELLED);
        assertThat(result.times().headers()).isEqualTo(Sample.UNREACHED);
        assertThat(result.times().settled()).isGreaterThanOrEqualTo(50 * MILLI);
        closed.future().await();
    }

    @Test
    void chat_thatEndsBeforeItsClientWouldLeave_isOk() {
        CallResult result = call(
                stream(response -> response.end(FIRST + SECOND + DONE)),
                Duration.ofSeconds(20),
                api -> api.chat(new ChatCall("token", "Hi [ref k]", PLAN, 0, 15_000 * MILLI, System.nanoTime())));

        assertThat(result.ok()).isTrue();
    }

    @Test
    void openSession_plan_isSentOnlyIfThereIsOne() {
        HttpServer server = vertx.createHttpServer()
                .requestHandler(request -> request.bodyHandler(
                        body -> request.response().setStatusCode(201).end(body)))
                .listen(0, "127.0.0.1")
                .await();
        URI target = URI.create("http://127.0.0.1:" + server.actualPort());

        assertThat(session(target, api -> api.openSession("u", "k", "priority", System.nanoTime()))
                        .body())
                .isEqualTo("{\"user\":\"u\",\"key\":\"k\",\"plan\":\"priority\"}");
        assertThat(session(target, api -> api.openSession("u", "k", System.nanoTime()))
                        .body())
                .isEqualTo("{\"user\":\"u\",\"key\":\"k\"}");
    }
}
