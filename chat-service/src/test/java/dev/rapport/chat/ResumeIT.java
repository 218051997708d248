package dev.rapport.chat;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Two instances on real Redis: answers that are read again, followed, asked for twice and stopped. */
@Timeout(120)
class ResumeIT {
    private static final int AT_ONCE = 20;
    private static final int INSTANCES = 4;

    /** What the provider says that an answer of its took. */
    private static final double COMPLETION_TOKENS = 9;

    private static final Pattern BILLED =
            Pattern.compile("(?m)^rapport_tokens_total\\{kind=\"completion\"[^}]*} ([0-9.E]+)$");

    @TempDir
    private static Path folder;

    private static OpenAiProvider provider;
    private static RunningService service;

    @BeforeAll
    static void start() throws Exception {
        provider = new OpenAiProvider();
        service = provider.inFront(folder, INSTANCES);
    }

    @AfterAll
    static void stop() throws Exception {
        service.close();
        provider.close();
    }

    @Test
    void resume_afterAnyEvent_onTheOtherInstance_hasTheVeryBytesThatAreMissing() throws Exception {
        RunningService.Talk talk = service.begin(1, "ada");
        RunningService.Answer whole = talk.say(1, "Ahoy?");
        String stream = stream(whole);
        assertThat(whole.done().getJsonObject("timing_ms").getJsonArray("dropped"))
                .isEmpty();
        assertThat(whole.text()).isEqualTo("Ahoy, ü😀!");

        assertThat(resumed(talk, 2, stream, "").body())
                .isEqualTo(whole.response().body());
        int events = 3; // two tokens and done
        for (int known = 1; known < events; known++) {
            String body = whole.response().body();
            int from = body.indexOf("\n\n", body.indexOf("id: " + stream + "-" + known)) + 2;
            assertThat(resumed(talk, 2, stream, stream + "-" + known).body())
                    .as("after %d", known)
                    .isEqualTo(body.substring(from));
        }
        HttpResponse<String> nothing = resumed(talk, 2, stream, stream + "-" + events);
        assertThat(nothing.statusCode()).isEqualTo(204);
        assertThat(nothing.body()).isEmpty();
    }

    @Test
    void resume_orStop_anothersStream_isNotFound_likeOneThatNeverWas() throws Exception {
        String theirs = stream(service.begin(1, "carl").say(1, "Ahoy?"));
        String none = "gen_" + "x".repeat(20);
        RunningService.Talk eve = service.begin(1, "eve");

        for (HttpResponse<String> foreign : List.of(resumed(eve, 1, theirs, ""), stopped(eve, 1, theirs))) {
            assertThat(foreign.statusCode()).isEqualTo(404);
            assertThat(detail(foreign).replace(theirs, none)).isEqualTo(detail(resumed(eve, 1, none, "")));
        }
        assertThat(resumed(eve, 1, "no-stream", "").statusCode()).isEqualTo(404);
    }

    @Test
    void resume_lastEventIdOfAnotherStream_saysWhatWasExpected() throws Exception {
        RunningService.Talk talk = service.begin(1, "fay");
        String stream = stream(talk.say(1, "Ahoy?"));

        HttpResponse<String> refused = resumed(talk, 1, stream, "gen_" + "y".repeat(20) + "-1");

        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(detail(refused)).contains("Last-Event-ID: gen_yyyy", "expected: an id of an event of the stream");
    }

    @Test
    void post_theSameTwentyTimesAtOnce_asksTheModelOnce_andAllGetTheAnswer() throws Exception {
        RunningService.Talk talk = service.begin(1, "gus");
        talk.say(2, "Hello.").done();
        int before = provider.asked.size();
        double billed = billed();
        JsonObject body = new JsonObject().put("message", "Ahoy, once?");
        List<RunningService.Answer> answers = new ArrayList<>();
        try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<RunningService.Answer>> sent = new ArrayList<>();
            for (int i = 0; i < AT_ONCE; i++) {
                int instance = 1 + i % INSTANCES;
                sent.add(clients.submit(() -> talk.say(instance, body, "key-once")));
            }
            for (Future<RunningService.Answer> answer : sent) {
                answers.add(answer.get(30, TimeUnit.SECONDS));
            }
        }

        assertThat(provider.asked.size() - before).isEqualTo(1);
        assertThat(billed() - billed).isEqualTo(COMPLETION_TOKENS);
        assertThat(answers).allSatisfy(answer -> assertThat(answer.text()).isEqualTo("Ahoy, ü😀!"));
        assertThat(answers.stream().map(answer -> answer.done().encode()).distinct())
                .hasSize(1);
    }

    /* Completion tokens, over all instances. */
    private static double billed() throws Exception {
        double billed = 0;
        for (int instance = 1; instance <= INSTANCES; instance++) {
            String metrics = service.send(service.request(instance, "/metrics")).body();
            billed += BILLED.matcher(metrics)
                    .results()
                    .mapToDouble(found -> Double.parseDouble(found.group(1)))
                    .sum();
        }
        return billed;
    }

    @Test
    void post_theKeyOfAnotherMessage_isAConflict() throws Exception {
        RunningService.Talk talk = service.begin(1, "hal");
        talk.say(1, new JsonObject().put("message", "Ahoy?"), "key-7").done();

        HttpResponse<String> refused =
                talk.say(2, new JsonObject().put("message", "Ahoy!"), "key-7").response();

        assertThat(refused.statusCode()).isEqualTo(409);
        assertThat(refused.headers().firstValue("x-should-retry")).hasValue("false");
        assertThat(new JsonObject(refused.body()).getString("type")).endsWith("#idempotency_key_reused");
        assertThat(service.begin(1, "ida")
                        .say(1, new JsonObject().put("message", "Ahoy!"), "key-7")
                        .text())
                .isEqualTo("Ahoy, ü😀!"); // keys are each user's own
    }

    @Test
    void stop_onTheOtherInstance_endsTheAnswer_andKeepsWhatThereIs() throws Exception {
        RunningService.Talk talk = service.begin(1, "joy");
        try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<RunningService.Answer> held =
                    clients.submit(() -> talk.say(1, new JsonObject().put("message", OpenAiProvider.HOLD), "key-hold"));
            Future<RunningService.Answer> followed =
                    clients.submit(() -> talk.say(2, new JsonObject().put("message", OpenAiProvider.HOLD), "key-hold"));
            String stream = awaitStream(talk, OpenAiProvider.HOLD);

            assertThat(stopped(talk, 2, stream).statusCode()).isEqualTo(202);

            for (Future<RunningService.Answer> answer : List.of(held, followed)) {
                RunningService.Answer got = answer.get(20, TimeUnit.SECONDS);
                assertThat(got.text()).isEqualTo("Half of it. ");
                assertThat(got.done().getBoolean("stopped")).isTrue();
                assertThat(stream(got)).isEqualTo(stream);
            }
            assertThat(stopped(talk, 1, stream).statusCode()).isEqualTo(202); // once more is harmless
        }
        talk.say(1, "Ahoy again?").done();
        assertThat(provider.lastPrompt()).contains("assistant: Half of it. ");
    }

    /* The stream that the message began, which is known from a third attempt's headers. */
    private static String awaitStream(RunningService.Talk talk, String message) throws Exception {
        HttpRequest request = service.request(1, "/chat-stream")
                .header("authorization", "Bearer " + talk.token)
                .header("idempotency-key", "key-hold")
                .POST(RunningService.json(new JsonObject().put("message", message)))
                .build();
        try (java.net.http.HttpClient client = java.net.http.HttpClient.newHttpClient()) {
            HttpResponse<java.io.InputStream> response =
                    client.send(request, HttpResponse.BodyHandlers.ofInputStream());
            response.body().close();
            client.shutdownNow();
            return response.headers().firstValue("x-stream-id").orElseThrow();
        }
    }

    private static HttpResponse<String> resumed(RunningService.Talk talk, int instance, String stream, String last)
            throws Exception {
        HttpRequest.Builder request = signed(talk, instance, stream).GET();
        return service.send(last.isEmpty() ? request : request.header("last-event-id", last));
    }

    private static HttpResponse<String> stopped(RunningService.Talk talk, int instance, String stream)
            throws Exception {
        return service.send(signed(talk, instance, stream).DELETE());
    }

    private static HttpRequest.Builder signed(RunningService.Talk talk, int instance, String stream) {
        return service.request(instance, "/v1/streams/" + stream).header("authorization", "Bearer " + talk.token);
    }

    private static String stream(RunningService.Answer answer) {
        return answer.response().headers().firstValue("x-stream-id").orElseThrow();
    }

    private static String detail(HttpResponse<String> response) {
        return new JsonObject(response.body()).getString("detail");
    }
}
