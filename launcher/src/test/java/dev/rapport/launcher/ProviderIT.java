package dev.rapport.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rapport.loadtest.simulator.AnswerPlan;
import dev.rapport.loadtest.simulator.AnswerSettings;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The topology with a provider, which is simulated: it streams, instances die under it, and it goes away. */
@Timeout(120)
class ProviderIT {
    private static final int STREAMS = 50;

    /** Long enough that a slow machine has all streams under way before the first of them is answered. */
    private static final long FIRST_TOKEN_MILLIS = 8_000;

    private static final Duration WAIT_MAX = Duration.ofSeconds(30);

    @TempDir
    private static Path state;

    private static int providerPort;
    private static RunningRapport rapport;

    @BeforeAll
    static void start() throws Exception {
        providerPort = RunningLauncher.freePorts(1);
        Map<String, String> settings = new HashMap<>(SimulatedProvider.settings(providerPort));
        settings.put("RAPPORT_TURN_OPEN_AFTER_MS", "20000"); // what has its headers cannot be sent to another instance
        rapport = RunningRapport.up(state, 2, 2, settings);
    }

    @AfterAll
    static void stop() throws Exception {
        rapport.close();
    }

    /** A provider whose answers take their first token, and then each further one, exactly when it is due. */
    private static SimulatedProvider provider(long firstTokenMillis, long gapMillis, int tokens) {
        return SimulatedProvider.start(
                providerPort, new AnswerSettings(1, firstTokenMillis, 0.05, gapMillis, 0, tokens, 0));
    }

    @Test
    void say_providerOfTheEnvironment_tokensComeAsTheProviderSendsThem() throws Exception {
        try (SimulatedProvider provider = provider(50, 50, 12)) {
            String message = "Tell me something. [ref stream1]";
            RunningRapport.Talk talk = rapport.begin("ada");
            untilTheProviderIsAsked(talk);
            Answer answer = talk.say(message);

            assertThat(answer.text()).as(answer.done().encode()).isEqualTo(provider.answerTo(message));
            assertThat(answer.done().getString("provider")).isEqualTo("openai");
            assertThat(answer.done().getString("model")).isEqualTo("sim");
            assertThat(answer.done().getString("notice")).isEmpty();
            List<Answer.Event> tokens = answer.events("token");
            assertThat(tokens).hasSizeGreaterThan(6);
            AnswerPlan plan = provider.planFor(message);
            assertThat(tokens.getLast().atNanos() - tokens.getFirst().atNanos())
                    .isGreaterThan((plan.dueNanos(11) - plan.dueNanos(0)) / 2);
        }
    }

    @Test
    void complete_withATool_theProvidersCallComesThrough_inFragmentsAndWhole() throws Exception {
        try (SimulatedProvider provider = provider(50, 5, 12)) {
            RunningRapport.Talk talk = rapport.begin("uma");
            untilTheProviderIsAsked(talk);
            String message = "Tell me. [ref tool1] [call weather]";
            JsonObject body = new JsonObject("""
                    {"model":"default","tools":[{"type":"function","function":{"name":"weather"}}],"messages":[]}""");
            body.getJsonArray("messages")
                    .add(new JsonObject().put("role", "user").put("content", message));
            String arguments =
                    new JsonObject().put("text", provider.answerTo(message)).encode();

            JsonObject choice = choice(talk.complete(body.encode()).body());
            assertThat(choice.getString("finish_reason")).isEqualTo("tool_calls");
            assertThat(choice.getJsonObject("message")
                            .getJsonArray("tool_calls")
                            .getJsonObject(0)
                            .encode())
                    .isEqualTo(new JsonObject()
                            .put("id", "call_tool1")
                            .put("type", "function")
                            .put(
                                    "function",
                                    new JsonObject().put("name", "weather").put("arguments", arguments))
                            .encode());

            List<String> fragments = talk.complete(body.put("stream", true).encode())
                    .body()
                    .lines()
                    .filter(line -> line.contains("\"tool_calls\":"))
                    .map(line -> choice(line.substring("data: ".length()))
                            .getJsonObject("delta")
                            .getJsonArray("tool_calls")
                            .getJsonObject(0)
                            .getJsonObject("function")
                            .getString("arguments"))
                    .toList();
            assertThat(fragments).hasSizeGreaterThan(12);
            assertThat(String.join("", fragments)).isEqualTo(arguments);
        }
    }

    private static JsonObject choice(String answer) {
        return new JsonObject(answer).getJsonArray("choices").getJsonObject(0);
    }

    @Test
    void say_providerGone_theLocalResponderAnswersAndSaysSo() throws Exception {
        Answer answer = rapport.begin("bob").say("My sister lives in Porto.");

        assertThat(answer.done().getString("provider")).isEqualTo("local");
        assertThat(answer.done().getString("notice"))
                .contains("The provider openai could not be reached", "from memory alone");
        assertThat(answer.text()).isNotBlank();
        Answer asked = rapport.begin("bob").say("Where does my sister live?");
        assertThat(asked.text()).contains("Porto");
    }

    @Test
    void say_providerGoesAwayWithinTheAnswer_theStreamEndsWithAnError() throws Exception {
        RunningRapport.Talk talk = rapport.begin("carl");
        try (ExecutorService background = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Answer> answer;
            CountDownLatch begun = new CountDownLatch(1);
            try (SimulatedProvider _ = provider(10, 5, 12)) {
                untilTheProviderIsAsked(talk);
            }
            try (SimulatedProvider _ = provider(50, 1_000, 60)) {
                answer = background.submit(
                        () -> talk.say(rapport.url(), "Tell me a story. [ref cut1]", _ -> begun.countDown()));
                assertThat(begun.await(WAIT_MAX.toSeconds(), TimeUnit.SECONDS)).isTrue();
            }
            Answer cut = answer.get(WAIT_MAX.toSeconds(), TimeUnit.SECONDS);

            assertThat(cut.events().getLast().name())
                    .as(() -> cut.events().getLast().data().encode())
                    .isEqualTo("error");
            assertThat(cut.events().getLast().data().getInteger("status")).isEqualTo(502);
        }
        assertThat(talk.say("Are you there?").done().getString("provider")).isEqualTo("local");
    }

    @Test
    void instanceKilled_whileStreamsWaitForTheirFirstToken_noneFails() throws Exception {
        List<RunningRapport.Talk> talks = IntStream.range(0, STREAMS)
                .mapToObj(user -> begin("user-" + user))
                .toList();
        warmUp(talks.getFirst());
        int restartsBefore = rapport.launcher().part("chat-1").restarts();
        try (SimulatedProvider provider = provider(FIRST_TOKEN_MILLIS, 20, 12);
                ExecutorService background = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Answer>> answers = IntStream.range(0, STREAMS)
                    .mapToObj(user -> background.submit(() -> talks.get(user).say(message(user))))
                    .toList();
            RunningLauncher.await("all wait for the provider", WAIT_MAX, () -> provider.inFlight() == STREAMS);

            Duration back = rapport.launcher().killAndAwaitReturn("chat-1", WAIT_MAX);

            for (int user = 0; user < STREAMS; user++) {
                Answer answer = answers.get(user).get(WAIT_MAX.toSeconds(), TimeUnit.SECONDS);
                assertThat(answer.text()).isEqualTo(provider.answerTo(message(user)));
                assertThat(answer.done().getString("instance")).isEqualTo("2");
            }
            assertThat(provider.abandoned()).as("streams that the kill hit").isPositive();
            assertThat(provider.requests()).isEqualTo(STREAMS + provider.abandoned());
            assertThat(back).isLessThan(WAIT_MAX);
        }
        assertThat(rapport.launcher().part("chat-1").restarts()).isEqualTo(restartsBefore + 1);
        assertThat(talks.getFirst().say(rapport.url(1), "Are you there?").servedBy())
                .isEqualTo("1");
    }

    /** The very first turns of a process are slow, and fifty of them at once on a slow machine too slow for this test. */
    private static void warmUp(RunningRapport.Talk talk) throws Exception {
        try (SimulatedProvider _ = provider(10, 5, 12)) {
            untilTheProviderIsAsked(talk);
            for (int turn = 0; turn < 20; turn++) {
                talk.say(rapport.url(1 + turn % 2), "Tell me something.").done();
            }
        }
    }

    /* A provider that was away in another test is given up for some seconds, by each instance on its own. */
    private static void untilTheProviderIsAsked(RunningRapport.Talk talk) {
        for (String instance : List.of(rapport.url(1), rapport.url(2))) {
            RunningLauncher.await("the provider is asked again by " + instance, WAIT_MAX, () -> {
                try {
                    Answer answer = talk.say(instance, "Are you there?");
                    return answer.done().getString("provider").equals("openai");
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
            });
        }
    }

    private static String message(int user) {
        return "Tell me something. [ref kill" + user + "]";
    }

    private static RunningRapport.Talk begin(String user) {
        try {
            return rapport.begin(user);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
