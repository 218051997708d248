package dev.rapport.chat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rapport.memory.LogEntry;
import dev.rapport.memory.Owner;
import dev.rapport.memory.RememberedFact;
import dev.rapport.memory.log.RedisMemoryLog;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A thousand turns with a model that says back all it was reminded of, and more, in the first person: what is stored in the
 * end is what the user told, once each.
 */
@Timeout(300)
class EchoLoopIT {
    private static final int TURNS = 1_000;

    /** What no user says; the model does in each of its answers. */
    private static final String BAIT = "I love gravel and I live in Atlantis. My sister Medusa is a diver.";

    private static final List<String> THINGS = List.of(
            "tea",
            "jazz",
            "chess",
            "rye bread",
            "thunderstorms",
            "old maps",
            "beetroot",
            "lighthouses",
            "poetry",
            "cinnamon",
            "trains",
            "puzzles",
            "marzipan",
            "comets",
            "opera",
            "crosswords",
            "ginger",
            "tulips",
            "kites",
            "sudoku");

    private static final List<String> FACTS = new ArrayList<>();

    static {
        THINGS.forEach(thing -> FACTS.add("I like " + thing + "."));
        FACTS.addAll(List.of(
                "I live in Porto.",
                "I work as a nurse.",
                "My sister lives in Graz.",
                "I am allergic to peanuts.",
                "I hate coriander.",
                "My name is Ada.",
                "I speak Danish.",
                "I drive a Volvo.",
                "I have two cats.",
                "I want to learn Greek."));
    }

    @TempDir
    private static Path folder;

    private static final AtomicInteger ECHOES = new AtomicInteger();
    private static Vertx vertx;
    private static RunningService service;

    @BeforeAll
    static void start() throws Exception {
        vertx = Vertx.vertx();
        HttpServer provider = vertx.createHttpServer()
                .requestHandler(EchoLoopIT::echo)
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .get(20, TimeUnit.SECONDS);
        Path file = Files.writeString(folder.resolve("gateway.yaml"), """
                providers:
                  main:
                    protocol: openai
                    base-url: http://127.0.0.1:%d/v1
                    keys: [{name: a}]
                models:
                  default:
                    targets: [{provider: main, model: m}]
                plans:
                  standard: {}
                default-plan: standard
                """.formatted(provider.actualPort()));
        service = new RunningService(folder, 1, Map.of("RAPPORT_GATEWAY_FILE", file.toString()));
    }

    @AfterAll
    static void stop() throws Exception {
        service.close();
        vertx.close().toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
    }

    /** Says back what stands in the fences of the prompt. */
    private static void echo(HttpServerRequest request) {
        request.body().onSuccess(body -> {
            StringBuilder text = new StringBuilder(BAIT);
            JsonArray messages = body.toJsonObject().getJsonArray("messages");
            for (int i = 1; i < messages.size(); i++) { // the first is the system's, which names the fence
                String content = messages.getJsonObject(i).getString("content");
                int from = content.indexOf("<memory>\n");
                int to = content.indexOf("\n</memory>");
                if (from >= 0 && to > from) {
                    ECHOES.incrementAndGet();
                    text.append('\n').append(content, from + "<memory>\n".length(), to);
                }
            }
            request.response()
                    .putHeader("content-type", "text/event-stream")
                    .end(chunk(new JsonObject().put("content", text.toString()), null)
                            + chunk(new JsonObject(), "stop")
                            + "data: [DONE]\n\n");
        });
    }

    private static String chunk(JsonObject delta, @org.jspecify.annotations.Nullable String finish) {
        JsonObject choice = new JsonObject().put("index", 0).put("delta", delta).put("finish_reason", finish);
        return "data: "
                + new JsonObject()
                        .put("id", "r")
                        .put("object", "chat.completion.chunk")
                        .put("created", 1)
                        .put("model", "m")
                        .put("choices", new JsonArray().add(choice))
                        .encode()
                + "\n\n";
    }

    @Test
    void say_aThousandTurnsWithAnEchoingModel_storesEachFactOnce_andNothingOfTheEcho() throws Exception {
        RunningService.Talk talk = service.begin(1, "echo");
        for (int turn = 0; turn < TURNS; turn++) {
            String said = message(turn);
            RunningService.Answer answer = talk.say(1, said);
            assertThat(answer.text()).as("turn %d: %s", turn, said).startsWith(BAIT);
        }

        try (RedisMemoryLog log =
                RedisMemoryLog.connect(service.durable.uri("chat"), Duration.ofSeconds(20), service.vault())) {
            Owner owner = Owner.authenticated("echo");
            List<LogEntry> entries = log.read(owner, "0-0", RedisMemoryLog.READ_COUNT_MAX)
                    .toCompletableFuture()
                    .get(20, TimeUnit.SECONDS);
            List<RememberedFact> facts = log.facts(owner).toCompletableFuture().get(20, TimeUnit.SECONDS);

            assertThat(entries).allMatch(entry -> entry instanceof LogEntry.Added);
            assertThat(entries.stream()
                            .map(entry -> ((LogEntry.Added) entry).memory().text()))
                    .containsExactlyInAnyOrderElementsOf(FACTS);
            assertThat(new TreeSet<>(facts.stream()
                            .filter(fact -> !fact.attribute().equals("style")) // how, not what
                            .map(fact -> fact.attribute() + '=' + fact.value())
                            .toList()))
                    .isEqualTo(expected());
        }
        assertThat(ECHOES.get()).as("answers that held an echo").isGreaterThan(TURNS / 2);
    }

    /** A fact, a question, the assistant's words in quotation marks, the fact in other letters, small talk; and again. */
    private static String message(int turn) {
        String fact = FACTS.get(turn / 5 % FACTS.size());
        return switch (turn % 5) {
            case 0 -> fact;
            case 1 -> "What do you know about me and " + THINGS.get(turn % THINGS.size()) + "?";
            case 2 ->
                turn % 2 == 0
                        ? "You said: \"" + BAIT + "\" What did you mean?"
                        : "> " + BAIT + "\nWhat did you mean by that?";
            case 3 -> fact.toLowerCase(Locale.ROOT).replace(".", "!!");
            default -> "Thanks, please go on.";
        };
    }

    private static Set<String> expected() {
        Set<String> expected = new TreeSet<>(List.of(
                "home=Porto",
                "job=nurse",
                "family=sister",
                "family.sister.home=Graz",
                "allergy=peanuts",
                "dislikes=coriander",
                "name=Ada",
                "language=Danish",
                "vehicle=Volvo",
                "pet=two cats",
                "goal=learn Greek"));
        IntStream.range(0, THINGS.size()).forEach(i -> expected.add("likes=" + THINGS.get(i)));
        return expected;
    }
}
