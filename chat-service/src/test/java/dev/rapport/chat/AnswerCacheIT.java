package dev.rapport.chat;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The answer cache through the whole service: a prompt that says what the user's memories say, and a model that reads it. */
@Timeout(600)
class AnswerCacheIT {
    private static final String QUESTION = "Where do I live?";

    /** Questions of two users; the acceptance test asks for 10,000: {@code -Dcache.questions=10000}. */
    private static final int QUESTIONS = Integer.getInteger("cache.questions", 400);

    @TempDir
    private static Path folder;

    private static final AtomicInteger calls = new AtomicInteger();
    private static Vertx vertx;
    private static RunningService service;

    @BeforeAll
    static void start() throws Exception {
        vertx = Vertx.vertx();
        HttpServer model = vertx.createHttpServer()
                .requestHandler(AnswerCacheIT::answer)
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .get(20, TimeUnit.SECONDS);
        Path file = Files.writeString(folder.resolve("gateway.yaml"), """
                providers:
                  reader: {protocol: openai, base-url: "http://127.0.0.1:%d/v1", keys: [{name: only}]}
                models:
                  default: {targets: [{provider: reader, model: m}], temperature: 0, cache: auto}
                """.formatted(model.actualPort()));
        service = new RunningService(folder, 1, Map.of("RAPPORT_GATEWAY_FILE", file.toString()));
    }

    @AfterAll
    static void stop() throws Exception {
        service.close();
        vertx.close().toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
    }

    /** Reads where the user lives; the later place in the prompt is the newer one. */
    private static void answer(HttpServerRequest request) {
        calls.incrementAndGet();
        request.body().onSuccess(body -> {
            String prompt = body.toString();
            String place = prompt.contains("Lima") ? "Lima" : prompt.contains("Porto") ? "Porto" : "Nowhere";
            request.response().putHeader("content-type", "text/event-stream").end("""
                    data: {"id":"r","object":"chat.completion.chunk","created":1,"model":"m","choices":\
                    [{"index":0,"delta":{"content":"%s"},"finish_reason":"stop"}],"usage":null}

                    data: {"id":"r","object":"chat.completion.chunk","created":1,"model":"m","choices":[],\
                    "usage":{"prompt_tokens":50,"completion_tokens":2,"total_tokens":52}}

                    data: [DONE]

                    """.formatted(place));
        });
    }

    /** In a conversation of its own: a history would be another prompt. */
    private static String ask(String user) throws Exception {
        return service.begin(1, user).say(1, QUESTION).text();
    }

    private static void tell(String user, String fact) throws Exception {
        assertThat(service.begin(1, user).say(1, fact).done().getJsonArray("learned"))
                .as("learned from: %s", fact)
                .isNotEmpty();
    }

    @Test
    void aRepeatedQuestion_isAnsweredFromTheCache_untilTheMemoryChanges() throws Exception {
        tell("ada", "I live in Porto.");
        int before = calls.get();

        assertThat(ask("ada")).isEqualTo("Porto");
        assertThat(calls.get()).as("asked once").isEqualTo(before + 1);
        assertThat(ask("ada")).isEqualTo("Porto");
        assertThat(calls.get()).as("a hit").isEqualTo(before + 1);

        tell("ada", "I moved: I live in Lima now.");
        int changed = calls.get();
        assertThat(ask("ada")).isEqualTo("Lima");
        assertThat(calls.get()).as("a miss after the change").isEqualTo(changed + 1);
    }

    @Test
    void twoUsers_withTheSameWordsAndOtherMemories_neverGetTheOthersAnswer() throws Exception {
        tell("eve", "I live in Lima.");
        tell("tom", "I live in Porto.");
        int before = calls.get();
        int crossed = 0;
        for (int i = 0; i < QUESTIONS / 2; i++) {
            crossed += ask("eve").equals("Lima") ? 0 : 1;
            crossed += ask("tom").equals("Porto") ? 0 : 1;
        }
        assertThat(crossed)
                .as("answers that were the other's, of %d", QUESTIONS)
                .isZero();
        assertThat(calls.get() - before).as("asked once for each").isEqualTo(2);
    }
}
