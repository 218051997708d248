package dev.rapport.chat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rapport.chat.audit.AuditToolRun;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Two instances with a gateway's file: limits that they share, a second provider, and what the books have of it. */
@Timeout(120)
class GatewayIT {
    /** What a user says to make the first provider break off in the middle of its answer. */
    private static final String BREAK_OFF = "Please break off.";

    /** What a user says to make it silent until the test has seen that the stream is open. */
    private static final String THINK = "Please think.";

    private static final Promise<Void> opened = Promise.promise();

    private static final String CHUNK =
            "data: {\"id\":\"r\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"m\",\"choices\":"
                    + "[{\"index\":0,\"delta\":{%s},\"finish_reason\":%s}],\"usage\":null}\n\n";
    private static final String USAGE =
            "data: {\"id\":\"r\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"m\",\"choices\":[],"
                    + "\"usage\":{\"prompt_tokens\":412,\"completion_tokens\":9,\"total_tokens\":421}}\n\n";

    @TempDir
    private static Path folder;

    private static Vertx vertx;
    private static RunningService service;

    @BeforeAll
    static void start() throws Exception {
        vertx = Vertx.vertx();
        Path file = Files.writeString(
                folder.resolve("gateway.yaml"), """
                providers:
                  main:
                    protocol: openai
                    base-url: http://127.0.0.1:%d/v1
                    prefill: native
                    keys: [{name: a, rpm: 6000}]
                  backup:
                    protocol: openai
                    base-url: http://127.0.0.1:%d/v1
                    prefill: native
                    keys: [{name: only}]
                models:
                  default:
                    targets: [{provider: main, model: m}, {provider: backup, model: b}]
                plans:
                  standard: {}
                  tight: {rpm: 1}
                default-plan: standard
                prices:
                  currency: USD
                  main/m: {input: 1.0, cached: 0.1, output: 2.0}
                """.formatted(provider("main", true), provider("backup", false)));
        service = new RunningService(
                folder, 2, Map.of("RAPPORT_GATEWAY_FILE", file.toString(), "RAPPORT_TURN_OPEN_AFTER_MS", "100"));
    }

    @AfterAll
    static void stop() throws Exception {
        service.close();
        vertx.close().toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
    }

    @Test
    void say_answered_isInMetricsHealthAndAuditWithItsCost() throws Exception {
        RunningService.Talk talk = service.begin(1, "ada");
        assertThat(talk.say(1, "Hello!").text()).isEqualTo("This is main.");

        assertThat(page(1, "/metrics").lines())
                .contains(
                        "rapport_tokens_total{kind=\"prompt\",plan=\"standard\",provider=\"main\"} 412.0",
                        "rapport_tokens_total{kind=\"completion\",plan=\"standard\",provider=\"main\"} 9.0",
                        "rapport_cost_micros_total{plan=\"standard\",provider=\"main\"} 430.0",
                        "rapport_breaker_state{provider=\"backup\"} 0.0");
        JsonObject health = new JsonObject(page(1, "/health"));
        assertThat(health.getString("answers")).isEqualTo("main m, else backup b");
        assertThat(health.getJsonObject("providers").getJsonObject("main")).isEqualTo(new JsonObject("""
                        {"breaker":"closed","in_flight":0,"limit":64,"failures_percent":null}"""));
        assertThat(recordOf("ada")).contains("\"cost_micros\":430,\"parts\":\"\",");
    }

    @Test
    void say_overThePlansLimit_isRefusedByTheOtherInstanceToo() throws Exception {
        RunningService.Talk talk =
                service.begin(1, new JsonObject().put("user", "tom").put("plan", "tight"));
        assertThat(talk.say(1, "Hello!").text()).isEqualTo("This is main.");

        HttpResponse<String> refused = talk.say(2, "Hello again!").response();
        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(refused.headers().firstValueAsLong("retry-after").orElseThrow())
                .isBetween(30L, 60L);
        assertThat(page(2, "/metrics").lines()).contains("rapport_shed_total{limit=\"requests\"} 1.0");
        assertThat(page(1, "/metrics")).doesNotContain("rapport_shed_total{limit=\"requests\"}");
    }

    @Test
    void say_theModelIsSilent_theStreamThatOpensWithoutItSaysWhatIsLeft() throws Exception {
        String token = service.begin(1, new JsonObject().put("user", "kim").put("plan", "tight")).token;
        HttpRequest request = service.request(1, "/chat-stream")
                .header("authorization", "Bearer " + token)
                .POST(HttpRequest.BodyPublishers.ofString(
                        new JsonObject().put("message", THINK).encode()))
                .build();

        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpResponse<InputStream> response = http.send(request, HttpResponse.BodyHandlers.ofInputStream());
            opened.complete();
            String body = new String(response.body().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(body).contains("event: done");
            assertThat(response.headers().firstValue("x-ratelimit-limit-requests"))
                    .hasValue("1");
            assertThat(response.headers().firstValue("x-ratelimit-remaining-requests"))
                    .hasValue("0");
        }
    }

    @Test
    void say_firstProviderBreaksOff_secondGoesOn_andBothAreInTheBooks() throws Exception {
        RunningService.Talk talk = service.begin(2, "eve");
        RunningService.Answer answer = talk.say(2, BREAK_OFF);
        assertThat(answer.text()).isEqualTo("Half of it. This is backup.");
        assertThat(answer.done().getString("provider")).isEqualTo("backup");

        assertThat(page(2, "/metrics").lines()).contains("rapport_replaced_total{from=\"main\",to=\"backup\"} 1.0");
        assertThat(recordOf("eve")).containsPattern("\"parts\":\"main:[0-9]+\\+[0-9]+,backup:412\\+9\"");
    }

    /** The audit record of the one chat of the user. */
    private static String recordOf(String user) throws Exception {
        Path file = folder.resolve("export-" + user);
        String record = "";
        for (int look = 0; record.isEmpty() && look < 100; look++) {
            assertThat(AuditToolRun.of(service.config, "export", file.toString())
                            .exitCode())
                    .isZero();
            record = Files.readAllLines(file).stream()
                    .map(line -> new JsonObject(line).getString("record"))
                    .filter(line -> line.contains("\"user\":\"" + user + "\",\"action\":\"POST /chat-stream\""))
                    .findFirst()
                    .orElse("");
        }
        return record;
    }

    private static String page(int instance, String path) throws Exception {
        HttpRequest.Builder request = service.request(instance, path).GET();
        return service.send(request).body();
    }

    /** A provider of OpenAI's protocol. @return its port */
    private static int provider(String name, boolean breaksOff) throws Exception {
        HttpServer server = vertx.createHttpServer()
                .requestHandler(request -> answer(request, name, breaksOff))
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .get(20, TimeUnit.SECONDS);
        return server.actualPort();
    }

    private static void answer(HttpServerRequest request, String name, boolean breaksOff) {
        request.body().onSuccess(body -> {
            HttpServerResponse response =
                    request.response().setChunked(true).putHeader("content-type", "text/event-stream");
            if (body.toString().contains(THINK)) {
                opened.future().onSuccess(_ -> whole(response, name));
            } else if (breaksOff && body.toString().contains(BREAK_OFF)) {
                response.write(CHUNK.formatted("\"content\":\"Half of it. \"", "null"))
                        .onComplete(_ -> request.connection().close());
            } else {
                whole(response, name);
            }
        });
    }

    private static void whole(HttpServerResponse response, String name) {
        response.end(String.join(
                "",
                List.of(
                        CHUNK.formatted("\"content\":\"This is " + name + ".\"", "null"),
                        CHUNK.formatted("", "\"stop\""),
                        USAGE,
                        "data: [DONE]\n\n")));
    }
}
