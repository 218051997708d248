package dev.rapport.llm.provider;

import static dev.rapport.llm.fake.FakeProvider.DONE;
import static dev.rapport.llm.fake.FakeProvider.chunk;
import static dev.rapport.llm.fake.FakeProvider.cut;
import static dev.rapport.llm.fake.FakeProvider.finish;
import static dev.rapport.llm.fake.FakeProvider.hang;
import static dev.rapport.llm.fake.FakeProvider.page;
import static dev.rapport.llm.fake.FakeProvider.stall;
import static dev.rapport.llm.fake.FakeProvider.status;
import static dev.rapport.llm.fake.FakeProvider.stream;
import static dev.rapport.llm.fake.FakeProvider.usage;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rapport.llm.AnswerBroken;
import dev.rapport.llm.AnswerEnd;
import dev.rapport.llm.AnswerEnd.Finish;
import dev.rapport.llm.AnswerStream;
import dev.rapport.llm.LlmReply;
import dev.rapport.llm.LlmRequest;
import dev.rapport.llm.LlmRequest.Message;
import dev.rapport.llm.LlmRequest.Role;
import dev.rapport.llm.Usage;
import dev.rapport.llm.config.ProviderConfig.Prefill;
import dev.rapport.llm.fake.Asked;
import dev.rapport.llm.fake.FakeProvider;
import dev.rapport.llm.fake.Loop;
import dev.rapport.llm.http.HttpTimeouts;
import dev.rapport.llm.http.VertxHttpClient;
import dev.rapport.llm.provider.ProviderSettings.Kind;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ModelClientTest {
    private static final Duration SHORT = Duration.ofMillis(150);
    private static final HttpTimeouts HASTY = new HttpTimeouts(SHORT, SHORT, SHORT, SHORT);
    private static final LlmRequest HELLO = request(new Message(Role.USER, "hello"));

    private final Loop loop = new Loop();
    private final List<String> pieces = new ArrayList<>();

    @AfterEach
    void close() throws TimeoutException {
        loop.close();
    }

    @Test
    void ask_openAi_sendsTheRequestAsConfigured() {
        FakeProvider provider = provider(stream(chunk("a"), finish("stop"), DONE));

        pipe(
                provider,
                Kind.OPENAI,
                HttpTimeouts.DEFAULT,
                request(
                        new Message(Role.SYSTEM, "be kind"),
                        new Message(Role.USER, "profile"),
                        new Message(Role.USER, "hello"),
                        new Message(Role.ASSISTANT, "hi"),
                        new Message(Role.ASSISTANT, " "),
                        new Message(Role.USER, "and?")));

        FakeProvider.Received received = provider.received().getFirst();
        assertThat(received.path()).isEqualTo("/v1/chat/completions");
        assertThat(received.headers().get("authorization")).isEqualTo("Bearer key-1");
        assertThat(received.headers().get("x-request-id")).isEqualTo("req_1");
        JsonObject body = received.body();
        assertThat(body.getString("model")).isEqualTo("m-1");
        assertThat(body.getInteger("max_tokens")).isEqualTo(100);
        assertThat(body.getBoolean("stream")).isTrue();
        assertThat(body.getJsonObject("stream_options").getBoolean("include_usage"))
                .isTrue();
        assertThat(messages(body))
                .containsExactly("system:be kind", "user:profile\n\nhello", "assistant:hi", "user:and?");
    }

    @Test
    void ask_openAi_pipesThePiecesAndTheEnd() {
        AnswerEnd end = pipe(
                provider(stream(
                        chunk(""), chunk("Oolong"), chunk(", ü€😀"), finish("length"), usage(412, 9, 384), DONE)),
                Kind.OPENAI,
                HttpTimeouts.DEFAULT,
                HELLO);

        assertThat(pieces).containsExactly("Oolong", ", ü€😀");
        assertThat(end).isEqualTo(AnswerEnd.of(Finish.LENGTH, new Usage(412, 9, 384)));
    }

    @Test
    void ask_noUsageSaid_countsThePieces() {
        AnswerEnd end = pipe(provider(stream(chunk("a"), chunk("b"), DONE)), Kind.OPENAI, HttpTimeouts.DEFAULT, HELLO);

        assertThat(end).isEqualTo(AnswerEnd.of(Finish.STOP, new Usage(0, 2, 0)));
    }

    @Test
    void ask_anthropic_sendsAndPipes() {
        FakeProvider provider = provider(stream(
                event(
                        "message_start",
                        "{\"message\":{\"id\":\"x\",\"usage\":{\"input_tokens\":20,\"output_tokens\":1,"
                                + "\"cache_read_input_tokens\":30}}}"),
                event("content_block_start", "{\"index\":0,\"content_block\":{\"type\":\"text\",\"text\":\"\"}}"),
                event("ping", "{}"),
                event("content_block_delta", "{\"index\":0,\"delta\":{\"type\":\"text_delta\",\"text\":\"Oo\"}}"),
                event("content_block_delta", "{\"index\":0,\"delta\":{\"type\":\"text_delta\",\"text\":\"long\"}}"),
                event("content_block_stop", "{\"index\":0}"),
                event("message_delta", "{\"delta\":{\"stop_reason\":\"end_turn\"},\"usage\":{\"output_tokens\":7}}"),
                event("message_stop", "{}")));

        AnswerEnd end = pipe(
                provider,
                Kind.ANTHROPIC,
                HttpTimeouts.DEFAULT,
                request(new Message(Role.SYSTEM, "be kind"), new Message(Role.USER, "a"), new Message(Role.USER, "b")));

        assertThat(pieces).containsExactly("Oo", "long");
        assertThat(end).isEqualTo(AnswerEnd.of(Finish.STOP, new Usage(50, 7, 30)));
        FakeProvider.Received received = provider.received().getFirst();
        assertThat(received.path()).isEqualTo("/v1/messages");
        assertThat(received.headers().get("x-api-key")).isEqualTo("key-1");
        assertThat(received.headers().get("x-request-id")).isEqualTo("req_1");
        assertThat(received.body().getInteger("max_tokens")).isEqualTo(100);
        assertThat(received.body().getJsonArray("messages")).hasSize(1);
        assertThat(received.body().toString()).contains("a\\n\\nb");
    }

    @Test
    void ask_anthropicCutBeforeItsEnd_isBroken() {
        FakeProvider provider = provider(stream(
                event("content_block_start", "{\"index\":0,\"content_block\":{\"type\":\"text\",\"text\":\"\"}}"),
                event("content_block_delta", "{\"index\":0,\"delta\":{\"type\":\"text_delta\",\"text\":\"Oo\"}}"),
                event("content_block_stop", "{\"index\":0}")));

        assertBroken(provider, Kind.ANTHROPIC, AnswerBroken.Kind.CUT);
    }

    @Test
    void ask_anthropicErrorInTheStream_isUnreachable() {
        String error = event("error", "{\"error\":{\"type\":\"overloaded_error\",\"message\":\"Overloaded\"}}");

        assertThat(ask(provider(stream(error)), Kind.ANTHROPIC, HASTY).reply())
                .isInstanceOfSatisfying(
                        LlmReply.Unreachable.class,
                        reply -> assertThat(reply.what()).contains("Overloaded"));
    }

    @Test
    void pipeTo_streamBreaks_deliversWhatCameAndSaysWhy() {
        assertBroken(provider(cut(chunk("a"))), Kind.OPENAI, AnswerBroken.Kind.CUT);
        assertBroken(provider(stream(chunk("a"), chunk("b"))), Kind.OPENAI, AnswerBroken.Kind.CUT);
        assertBroken(provider(stall(chunk("a"))), Kind.OPENAI, AnswerBroken.Kind.STALLED);
        assertBroken(
                provider(stream(chunk("a"), "data: {\"error\":\"x\"}\n\n")),
                Kind.OPENAI,
                AnswerBroken.Kind.PROVIDER_ERROR);
        assertBroken(provider(stream(chunk("a"), "data: {\n\n".repeat(4))), Kind.OPENAI, AnswerBroken.Kind.GARBAGE);
        assertThat(pieces).containsExactly("a", "a", "b", "a", "a", "a");
    }

    @Test
    void ask_unreadableEventsAmongGoodOnes_deliversTheGoodOnes() {
        pipe(
                provider(stream(chunk("a"), "data: {\"choices\":7}\n\n", "data: {\n\n", chunk("b"), DONE)),
                Kind.OPENAI,
                HttpTimeouts.DEFAULT,
                HELLO);

        assertThat(pieces).containsExactly("a", "b");
    }

    @Test
    void ask_noAnswer_saysWhyAndWhetherToTryAgain() {
        FakeProvider closed = provider(hang());
        closed.close();
        assertReply(closed, LlmReply.Unreachable.class, true);
        assertReply(provider(hang()), LlmReply.TimedOut.class, false);
        assertReply(provider(stall(chunk(""))), LlmReply.TimedOut.class, false);
        assertReply(provider(cut()), LlmReply.Unreachable.class, true);
        assertReply(provider(page("text/html", "<p>")), LlmReply.Unreachable.class, false);
        assertReply(provider(stream(finish("stop"), DONE)), LlmReply.Unreachable.class, false);
        assertReply(provider(stream(finish("content_filter"), DONE)), LlmReply.Refused.class, false);
        assertReply(provider(status(500, "x")), LlmReply.Unreachable.class, true);
        assertReply(provider(status(529, "x")), LlmReply.Overloaded.class, true);
        assertReply(provider(status(400, "x")), LlmReply.Refused.class, false);
        assertReply(provider(status(401, "x")), LlmReply.NotAccepted.class, false);
        assertReply(provider(status(404, "x")), LlmReply.NotAccepted.class, false);
        assertReply(provider(status(302, "x")), LlmReply.Unreachable.class, false);
    }

    @Test
    void ask_tooManyRequests_keepsTheProvidersWait() {
        Attempted attempted = ask(provider(status(429, "slow down", "Retry-After", "7")), Kind.OPENAI, HASTY);

        assertThat(attempted.reply()).isEqualTo(new LlmReply.Overloaded("fake", Duration.ofSeconds(7)));
        assertThat(attempted.retryAfter()).contains(Duration.ofSeconds(7));
    }

    @Test
    void cancel_beforeTheFirstPiece_closesTheCall() {
        FakeProvider provider = provider(stall(chunk("")));
        ModelClient.Attempt attempt = loop.get(
                () -> client(provider, Kind.OPENAI, HttpTimeouts.DEFAULT).ask(whole(HELLO)));

        assertThatThrownBy(() -> loop.await(() -> {
                    loop.vertx().setTimer(50, _ -> attempt.cancel());
                    return attempt.result();
                }))
                .isInstanceOf(CancellationException.class);
        loop.await(provider::lostClient);
    }

    @Test
    void cancel_whilePiped_closesTheCallAndFailsThePipe() {
        FakeProvider provider = provider(stall(chunk("a")));

        assertThatThrownBy(() -> loop.await(() -> answer(provider)
                        .compose(answer -> answer.pipeTo(_ -> {
                            answer.cancel();
                            return Future.succeededFuture();
                        }))))
                .isInstanceOf(CancellationException.class);
        loop.await(provider::lostClient);
    }

    @Test
    void pipeTo_readerIsGone_closesTheCallAndFailsWithItsFailure() {
        FakeProvider provider = provider(stall(chunk("a")));

        assertThatThrownBy(() -> loop.await(() ->
                        answer(provider).compose(answer -> answer.pipeTo(_ -> Future.failedFuture("reader gone")))))
                .hasMessage("reader gone");
        loop.await(provider::lostClient);
    }

    @Test
    void pipeTo_slowReader_holdsTheProviderBackAndLosesNothing() {
        int count = 400;
        String text = "x".repeat(5_000);
        int[] sent = new int[1];
        FakeProvider provider = provider(request -> {
            request.response().setChunked(true).putHeader("content-type", "text/event-stream");
            send(request.response(), text, count, sent);
        });
        Promise<Void> room = Promise.promise();
        int[] length = new int[1];

        Future<AnswerEnd> end = loop.get(() -> answer(provider)
                .compose(answer -> answer.pipeTo(piece -> {
                    length[0] += piece.length();
                    return room.future();
                })));
        loop.await(() -> loop.vertx().timer(500));
        int sentWhileHeld = sent[0];
        room.complete();
        loop.await(() -> end);

        assertThat(sentWhileHeld).isLessThan(count);
        assertThat(length[0]).isEqualTo(count * text.length());
    }

    @Test
    void withoutStreamOptions_mistral_leavesTheRest() {
        assertThat(Models.withoutStreamOptions("{\"model\":\"m\",\"stream_options\":{\"include_usage\":true}}"))
                .isEqualTo("{\"model\":\"m\"}");
    }

    private static void send(HttpServerResponse response, String text, int left, int[] sent) {
        if (left == 0) {
            response.end(DONE);
        } else {
            response.write(chunk(text)).onSuccess(_ -> {
                sent[0]++;
                send(response, text, left - 1, sent);
            });
        }
    }

    private void assertReply(FakeProvider provider, Class<? extends LlmReply> type, boolean again) {
        Attempted attempted = ask(provider, Kind.OPENAI, HASTY);
        assertThat(attempted.reply()).isInstanceOf(type);
        assertThat(attempted.again()).as("again after %s", attempted.reply()).isEqualTo(again);
    }

    private void assertBroken(FakeProvider provider, Kind kind, AnswerBroken.Kind why) {
        assertThatThrownBy(() -> pipe(provider, kind, HASTY, HELLO))
                .isInstanceOfSatisfying(
                        AnswerBroken.class, broken -> assertThat(broken.kind()).isEqualTo(why));
    }

    private FakeProvider provider(FakeProvider.Script script) {
        return new FakeProvider(loop.vertx(), script);
    }

    private ModelClient client(FakeProvider provider, Kind kind, HttpTimeouts timeouts) {
        return new ModelClient(
                loop.vertx(),
                VertxHttpClient.newAgent(loop.vertx(), timeouts, false),
                new ProviderSettings("fake", kind, provider.url(), "key-1", "m-1", timeouts, 1),
                Prefill.NATIVE,
                InstantSource.system());
    }

    private Attempted ask(FakeProvider provider, Kind kind, HttpTimeouts timeouts) {
        return loop.await(
                () -> client(provider, kind, timeouts).ask(whole(HELLO)).result());
    }

    private Future<AnswerStream> answer(FakeProvider provider) {
        return client(provider, Kind.OPENAI, HttpTimeouts.DEFAULT)
                .ask(whole(HELLO))
                .result()
                .map(attempted -> ((LlmReply.Answering) attempted.reply()).answer());
    }

    private AnswerEnd pipe(FakeProvider provider, Kind kind, HttpTimeouts timeouts, LlmRequest request) {
        return loop.await(() -> client(provider, kind, timeouts)
                .ask(whole(request))
                .result()
                .compose(attempted -> ((LlmReply.Answering) attempted.reply())
                        .answer()
                        .pipeTo(piece -> {
                            pieces.add(piece);
                            return Future.succeededFuture();
                        })));
    }

    private static ModelRequest whole(LlmRequest request) {
        return new ModelRequest(
                request, "", request.prompt().answerTokensMax(), OptionalDouble.empty(), Duration.ofSeconds(30));
    }

    private static LlmRequest request(Message... messages) {
        return Asked.request("req_1", List.of(messages), 100);
    }

    private static List<String> messages(JsonObject body) {
        JsonArray messages = body.getJsonArray("messages");
        return messages.stream()
                .map(JsonObject.class::cast)
                .map(message -> message.getString("role") + ":" + message.getString("content"))
                .toList();
    }

    private static String event(String name, String data) {
        return "event: " + name + "\ndata: " + data + "\n\n";
    }
}
