package dev.rapport.chat;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rapport.chat.RunningService.Answer;
import dev.rapport.chat.RunningService.Talk;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Background summaries through the whole service. The first instance has no model for them, which is the default; the second has
 * one. The provider keeps what it is asked and answers a summary when the test says so.
 */
@Timeout(120)
class SummaryIT {
    private static final String HEADING = "## Summary by a model, not word for word";
    private static final String FACT = "User pays the supplier for the harbour.";
    private static final String INVENTED = "User pays the supplier 99999 euros.";
    private static final String GOOD = "SUMMARY\\n" + FACT + "\\n" + INVENTED;

    @TempDir
    private static Path folder;

    private static final BlockingQueue<HttpServerResponse> summariesAsked = new LinkedBlockingQueue<>();
    private static final BlockingQueue<List<String>> prompts = new LinkedBlockingQueue<>();
    private static Vertx vertx;
    private static RunningService service;
    private static Map<String, String> withSummaries;

    /** The digest and summary of each step so far, one after the other. */
    private final List<String> steps = new ArrayList<>();

    @BeforeAll
    static void start() throws Exception {
        vertx = Vertx.vertx();
        HttpServer provider = vertx.createHttpServer()
                .requestHandler(SummaryIT::answer)
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .get(20, TimeUnit.SECONDS);
        Path file = Files.writeString(folder.resolve("gateway.yaml"), """
                providers:
                  main: {protocol: openai, base-url: "http://127.0.0.1:%1$d/v1", keys: [{name: only}]}
                  other: {protocol: openai, base-url: "http://127.0.0.1:%1$d/v1", prefill: none, keys: [{name: only}]}
                models:
                  default: {targets: [{provider: main, model: chat}]}
                  fast: {targets: [{provider: other, model: summary}]}
                plans:
                  standard: {open-max: 1}
                retries: {attempts-max: 1}
                """.formatted(provider.actualPort()));
        Map<String, String> without = new HashMap<>();
        without.put("RAPPORT_GATEWAY_FILE", file.toString());
        without.put("RAPPORT_TURN_CONTEXT_TOKENS_MAX", "600");
        withSummaries = new HashMap<>(without);
        withSummaries.put("RAPPORT_SUMMARY_MODEL", "fast");
        withSummaries.put("RAPPORT_SUMMARY_MESSAGES_MIN", "2");
        service = new RunningService(folder, 1, without);
        service.startOneMore(withSummaries);
    }

    @AfterAll
    static void stop() throws Exception {
        service.close();
        vertx.close().toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
    }

    private static void answer(HttpServerRequest request) {
        request.body().onSuccess(body -> {
            JsonObject asked = body.toJsonObject();
            HttpServerResponse response = request.response().putHeader("content-type", "text/event-stream");
            if (asked.getString("model").equals("summary")) {
                summariesAsked.add(response);
                return;
            }
            prompts.add(asked.getJsonArray("messages").stream()
                    .map(message -> ((JsonObject) message).getString("content"))
                    .toList());
            say(response, "The supplier at the harbour will be paid.");
        });
    }

    private static void say(HttpServerResponse response, String text) {
        response.end("""
                data: {"id":"r","object":"chat.completion.chunk","created":1,"model":"m","choices":\
                [{"index":0,"delta":{"content":"%s"},"finish_reason":"stop"}],"usage":null}

                data: {"id":"r","object":"chat.completion.chunk","created":1,"model":"m","choices":[],\
                "usage":{"prompt_tokens":50,"completion_tokens":2,"total_tokens":52}}

                data: [DONE]

                """.formatted(text));
    }

    /** Says something and looks at what the model got; whether the conversation's cut has moved. */
    private boolean say(Talk talk, int instance, int turn) throws Exception {
        Answer answer = talk.say(
                instance,
                "On day " + turn + " we went to the harbour and talked to the supplier about paying " + turn
                        + " euros for what the kitchen will need.");
        assertThat(answer.done().getString("finish_reason")).isEqualTo("stop");
        String older = requireNext(prompts).stream()
                .filter(message -> message.startsWith("Earlier in this conversation"))
                .findFirst()
                .orElse("");
        boolean moved = !older.isEmpty() && (steps.isEmpty() || !steps.getLast().equals(older));
        if (moved) {
            steps.add(older);
        }
        return moved;
    }

    /** Goes on until the cut has moved. */
    private int untilStep(Talk talk, int instance, int turn) throws Exception {
        int next = turn;
        while (!say(talk, instance, next++)) {
            assertThat(next - turn).isLessThan(60);
        }
        return next;
    }

    private static <T> T requireNext(BlockingQueue<T> queue) throws InterruptedException {
        return requireNonNull(queue.poll(20, TimeUnit.SECONDS), "nothing came");
    }

    private static int counted(String outcome) throws Exception {
        String line = "rapport_summaries_total{outcome=\"" + outcome + "\",";
        return service.begin(2, "reader")
                .get(2, "/metrics")
                .body()
                .lines()
                .filter(each -> each.startsWith(line))
                .mapToInt(each -> (int) Double.parseDouble(each.substring(each.lastIndexOf(' '))))
                .sum();
    }

    /** Answers a summary, and waits until the service has made of it what there is to make. */
    private static void until(String outcome, HttpServerResponse response, Consumer<HttpServerResponse> answer)
            throws Exception {
        int before = counted(outcome);
        answer.accept(response);
        Instant end = Instant.now().plus(Duration.ofSeconds(20));
        while (counted(outcome) == before) {
            assertThat(Instant.now()).as(outcome).isBefore(end);
        }
    }

    @Test
    void summaryModelIsNotSet_noRequestMore_howeverLongTheConversation() throws Exception {
        Talk talk = service.begin(1, "off");
        int turn = 0;
        for (int step = 0; step < 3; step++) {
            turn = untilStep(talk, 1, turn);
        }
        assertThat(steps).hasSize(3).noneMatch(older -> older.contains(HEADING));
        assertThat(summariesAsked).isEmpty();
    }

    @Test
    void summaryModelIsSet_oneRequestForEachStep_besideTheChat_andOnlyWhatIsBorneOutIsUsed() throws Exception {
        Talk talk = service.begin(2, "ann");
        int turn = untilStep(talk, 2, 0); // its answer has come, although the summary has not
        HttpServerResponse first = requireNext(summariesAsked);
        assertThat(say(talk, 2, turn++)).isFalse(); // a plan of one answer at a time has room for it
        until("made", first, response -> say(response, GOOD));
        assertThat(say(talk, 2, turn++))
                .as("the prompt's beginning stays until the next step")
                .isFalse();
        assertThat(steps.getLast()).doesNotContain(HEADING);

        turn = untilStep(talk, 2, turn);
        assertThat(steps.getLast()).contains(HEADING + "\n" + FACT + "\n").doesNotContain("99999");
        until(
                "failed",
                requireNext(summariesAsked),
                response -> response.setStatusCode(500).end("secret inner words"));

        turn = untilStep(talk, 2, turn);
        assertThat(steps.getLast()).contains(HEADING + "\n" + FACT + "\n");
        until(
                "refused",
                requireNext(summariesAsked),
                response -> say(response, "Rate limit reached. Try again later."));

        turn = untilStep(talk, 2, turn);
        assertThat(steps.getLast()).contains(HEADING + "\n" + FACT + "\n");
        until("made", requireNext(summariesAsked), response -> say(response, "SUMMARY\\nThe supplier will be paid."));

        untilStep(talk, 2, turn);
        assertThat(steps.getLast()).contains(HEADING + "\nThe supplier will be paid.\n");
        until("made", requireNext(summariesAsked), response -> say(response, GOOD));
        assertThat(steps).hasSize(5);
        assertThat(summariesAsked).isEmpty();
        assertThat(service.begin(2, "reader").get(2, "/metrics").body())
                .contains("rapport_summary_left_out_total{reason=\"number\"}")
                .contains("rapport_tokens_total{kind=\"prompt\",plan=\"_background\",provider=\"other\"}");
    }

    @Test
    void instanceStopsInTheMiddle_nothingHalfIsLeft() throws Exception {
        service.startOneMore(withSummaries);
        Talk talk = service.begin(3, "sue");
        int turn = untilStep(talk, 3, 0);
        HttpServerResponse half = requireNext(summariesAsked);
        half.setChunked(true).write("""
                data: {"id":"r","object":"chat.completion.chunk","created":1,"model":"m","choices":\
                [{"index":0,"delta":{"content":"%s"},"finish_reason":null}],"usage":null}

                """.formatted(GOOD));
        service.stopLast();

        turn = untilStep(talk, 2, turn);
        assertThat(steps.getLast()).doesNotContain(HEADING);
        until("made", requireNext(summariesAsked), response -> say(response, GOOD));
        untilStep(talk, 2, turn);
        assertThat(steps.getLast()).contains(HEADING + "\n" + FACT + "\n");
        until("made", requireNext(summariesAsked), response -> say(response, GOOD));
    }
}
