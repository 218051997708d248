package dev.rapport.chat;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Two instances on real Redis: what a user tells one of them. */
@Timeout(120)
class ChatServiceIT {
    @TempDir
    private static Path folder;

    private static RunningService service;

    @BeforeAll
    static void start() throws Exception {
        service = new RunningService(folder, 2);
    }

    @AfterAll
    static void stop() throws Exception {
        service.close();
    }

    @Test
    void say_toldOneInstance_isKnownToTheOtherInTheNextSession() throws Exception {
        RunningService.Talk first = service.begin(1, "ada");
        RunningService.Answer told = first.say(1, "My sister lives in Porto.");
        assertThat(told.done().getJsonArray("learned")).hasSize(1);
        first.end(1);

        RunningService.Answer asked = service.begin(2, "ada").say(2, "Where does my sister live?");
        assertThat(asked.text()).contains("Porto");
        assertThat(asked.done().getString("instance")).isEqualTo("2");
        assertThat(asked.data("recalled")
                        .getFirst()
                        .getJsonArray("memories")
                        .getJsonObject(0)
                        .getString("text"))
                .isEqualTo("My sister lives in Porto.");
        assertThat(asked.response().headers().firstValue("x-accel-buffering")).hasValue("no");
    }

    @Test
    void say_rightAfterDone_anyInstanceKnowsIt() throws Exception {
        RunningService.Talk talk = service.begin(1, "quick");
        for (int i = 0; i < 10; i++) {
            talk.say(1 + i % 2, "My locker number " + i + " is in building " + (100 + i) + ".")
                    .done();
            RunningService.Answer asked = talk.say(
                    1 + (i + 1) % 2,
                    new JsonObject()
                            .put("message", "In which building is my locker number " + i + "?")
                            .put("conversation", "new"),
                    "");
            assertThat(asked.data("recalled").getFirst().encode())
                    .as("round %d", i)
                    .contains("building " + (100 + i));
        }
    }

    @Test
    void say_asksWhatTheAssistantSaid_findsTheAnswer_andNothingElseDoes_norIsItLearned() throws Exception {
        RunningService.Talk first = service.begin(1, "gus");
        RunningService.Answer told = first.say(1, "My sister lives in Porto.");
        assertThat(told.text()).contains("Porto");
        first.end(1);
        RunningService.Talk talk = service.begin(2, "gus");

        RunningService.Answer plain = talk.say(2, "Where does my sister live?");
        assertThat(plain.data("recalled").getFirst().containsKey("said")).isFalse();

        RunningService.Answer asked = service.begin(1, "gus").say(1, "What did you say about my sister?");
        JsonObject recalled = asked.data("recalled").getFirst();
        assertThat(recalled.getJsonArray("said").encode()).contains(told.text());
        assertThat(recalled.getJsonArray("memories")).hasSize(1);
        assertThat(recalled.getJsonArray("memories").getJsonObject(0).getString("text"))
                .isEqualTo("My sister lives in Porto.");

        RunningService.Answer other = service.begin(1, "hal").say(1, "What did you say about my sister?");
        assertThat(other.response().body()).doesNotContain("Porto");
    }

    @Test
    void say_otherUsersMemory_isNeverRecalled() throws Exception {
        service.begin(1, "bob").say(1, "My safe has the code 9731.").done();
        RunningService.Answer asked = service.begin(1, "eve").say(1, "What is the code of my safe?");
        assertThat(asked.response().body()).doesNotContain("9731");
    }

    @Test
    void say_sameFactTwice_isStoredOnce() throws Exception {
        RunningService.Talk talk = service.begin(1, "twice");
        assertThat(talk.say(1, "I work as a nurse.").done().getJsonArray("learned"))
                .hasSize(1);
        assertThat(talk.say(2, "I work as a nurse.").done().getJsonArray("learned"))
                .isEmpty();
        assertThat(talk.say(1, "i work as a nurse!!").done().getJsonArray("learned"))
                .isEmpty();
    }

    @Test
    void say_changedFact_supersedesTheOldOne() throws Exception {
        RunningService.Talk talk = service.begin(1, "mover");
        talk.say(1, "I live in Paris.").done();
        talk.say(2, "I moved to Berlin.").done();

        JsonArray traits = new JsonObject(talk.get(1, "/v1/traits").body()).getJsonArray("traits");
        assertThat(traits.encode()).contains("Berlin").doesNotContain("Paris");
        RunningService.Answer asked =
                talk.say(2, new JsonObject().put("message", "Where do I live?").put("conversation", "new"), "");
        assertThat(asked.data("recalled").getFirst().encode())
                .contains("Berlin")
                .doesNotContain("Paris");
        assertThat(asked.text()).contains("Berlin");
    }

    @Test
    void say_sameIdempotencyKey_isOneTurn() throws Exception {
        RunningService.Talk talk = service.begin(1, "again");
        JsonObject body = new JsonObject().put("message", "I like tea.");
        String first = talk.say(1, body, "key-7")
                .response()
                .headers()
                .firstValue("x-stream-id")
                .orElseThrow();
        String second = talk.say(2, body, "key-7")
                .response()
                .headers()
                .firstValue("x-stream-id")
                .orElseThrow();
        assertThat(second).isEqualTo(first);
    }

    @Test
    void say_conversationOfAnotherUser_isNotFound_likeOneThatNeverWas() throws Exception {
        String theirs = service.begin(1, "carl").say(1, "Hello").done().getString("conversation");
        RunningService.Talk talk = service.begin(1, "dora");
        RunningService.Answer foreign =
                talk.say(1, new JsonObject().put("message", "Hi").put("conversation", theirs), "");
        RunningService.Answer unknown =
                talk.say(1, new JsonObject().put("message", "Hi").put("conversation", "c_nobody"), "");
        assertThat(foreign.response().statusCode()).isEqualTo(404);
        assertThat(detail(foreign.response()).replace(theirs, "c_nobody")).isEqualTo(detail(unknown.response()));
    }

    @Test
    void end_tokenStopsWorkingOnEveryInstance() throws Exception {
        RunningService.Talk talk = service.begin(1, "gone");
        assertThat(talk.get(2, "/v1/me").statusCode()).isEqualTo(200);
        talk.end(1);
        for (int instance = 1; instance <= 2; instance++) {
            HttpResponse<String> response = talk.get(instance, "/v1/me");
            assertThat(response.statusCode()).isEqualTo(401);
            assertThat(detail(response)).isEqualTo("The session has ended (expected: a running one; sign in again).");
        }
    }

    @Test
    void invite_signsIn() throws Exception {
        HttpResponse<String> invite = service.send(service.request(1, "/session/invite")
                .POST(RunningService.json(new JsonObject().put("user", "fay").put("key", RunningService.KEY))));
        assertThat(invite.statusCode()).isEqualTo(201);
        HttpResponse<String> session = service.send(service.request(2, "/session")
                .POST(RunningService.json(
                        new JsonObject().put("invite", new JsonObject(invite.body()).getString("invite")))));
        assertThat(session.statusCode()).isEqualTo(201);
        assertThat(new JsonObject(session.body()).fieldNames())
                .containsExactlyInAnyOrder("session", "token", "expires_at", "conversation");
    }

    @Test
    void operatorsRoutes_answer() throws Exception {
        assertThat(get("/health/live").statusCode()).isEqualTo(200);
        assertThat(new JsonObject(get("/health/ready").body()))
                .isEqualTo(new JsonObject()
                        .put("status", "ready")
                        .put("instance", "1")
                        .put("loops", 2));
        assertThat(new JsonObject(get("/health").body()).getJsonObject("stores"))
                .isEqualTo(new JsonObject().put("durable", "up").put("volatile", "up"));
        assertThat(get("/.well-known/jwks.json").body())
                .contains("\"kty\":\"RSA\"")
                .doesNotContain("\"d\"");
        service.begin(1, "meter").say(1, "Hello").done();
        assertThat(get("/metrics").body())
                .contains("rapport_stage_seconds_bucket{stage=\"recall\"", "rapport_loop_blocked_total", "jvm_memory");
    }

    private static HttpResponse<String> get(String path) throws Exception {
        return service.send(service.request(1, path).method("GET", HttpRequest.BodyPublishers.noBody()));
    }

    private static String detail(HttpResponse<String> response) {
        assertThat(response.headers().firstValue("content-type")).hasValue("application/problem+json");
        return new JsonObject(response.body()).getString("detail");
    }
}
