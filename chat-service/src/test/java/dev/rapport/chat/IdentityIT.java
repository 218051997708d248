package dev.rapport.chat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rapport.chat.auth.IssuerServer;
import dev.rapport.chat.auth.JwtMatrix;
import dev.rapport.chat.auth.SigningKey;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Two instances, a provider, an issuer and real Redis: who may come in, and who has to go. */
@Timeout(120)
class IdentityIT {
    private static final int NOT_ALLOWED = 1008;
    private static final String HOLD = OpenAiProvider.HOLD;

    @TempDir
    private static Path folder;

    private static OpenAiProvider provider;
    private static IssuerServer issuer;
    private static RunningService service;
    private static HttpClient http;

    @BeforeAll
    static void start() throws Exception {
        provider = new OpenAiProvider();
        issuer = new IssuerServer();
        Path issuers = Files.writeString(
                folder.resolve("issuers.json"),
                new JsonObject()
                        .put("issuers", new JsonArray().add(issuer.config("acme")))
                        .encode());
        service = provider.inFront(
                folder, 2, Map.of("RAPPORT_AUTH_ISSUERS_FILE", issuers.toString(), "RAPPORT_AUTH_RECHECK_MS", "100"));
        http = HttpClient.newHttpClient();
    }

    @AfterAll
    static void stop() throws Exception {
        http.shutdownNow();
        service.close();
        issuer.close();
        provider.close();
    }

    @Test
    void session_withAnIdToken_isThePersons_withThePlanOfTheClaim() throws Exception {
        String idToken = issuer.token("auth0|7", claims -> claims.claim("plans", List.of("staff", "tight")));
        HttpResponse<String> begun = post(1, "/session", new JsonObject().put("id_token", idToken));
        assertThat(begun.statusCode()).as(begun.body()).isEqualTo(201);
        String token = new JsonObject(begun.body()).getString("token");

        String user = new JsonObject(get(2, "/v1/me", token).body()).getString("user");
        assertThat(user).startsWith("acme++");
        HttpResponse<String> answer = chat(2, token, "Ahoy?");
        assertThat(answer.headers().firstValue("x-ratelimit-limit-requests")).hasValue("1"); // of the plan "tight"

        assertThat(post(1, "/session", withKey(user)).statusCode()).isEqualTo(400); // nobody else may be this user
        assertThat(post(1, "/session", withKey("mia").put("id_token", idToken)).statusCode())
                .isEqualTo(400);
        assertRefused(
                post(
                        2,
                        "/session",
                        new JsonObject().put("id_token", issuer.token("7", claims -> claims.audience("other")))),
                "for somebody else");
        assertRefused(post(2, "/session", new JsonObject().put("id_token", token)), "none to sign in with"); // ours
        assertRefused(get(1, "/v1/me", idToken), "not of this service"); // and theirs opens no other route

        assertThat(post(2, "/session/revoke", withKey(user)).body()).isEqualTo("{\"ended\":true}");
        assertRefused(get(1, "/v1/me", token), "the session has ended");
    }

    @Test
    void anyRoute_tokenThatIsWrongInOneRespect_isRefused() throws Exception {
        String session =
                new JsonObject(get(1, "/v1/me", service.begin(1, "ada").token).body()).getString("session");
        SigningKey key = SigningKey.loadOrMake(folder.resolve("secrets"), "RS256");
        String good = JwtMatrix.good(key, Instant.now(), session);
        assertThat(get(1, "/v1/me", good).statusCode()).isEqualTo(200);

        Map<String, Integer> statuses = JwtMatrix.rows(key, Instant.now(), session).entrySet().stream()
                .filter(row -> row.getValue().length() < 6_000) // a longer one the server refuses as a header
                .collect(Collectors.toMap(Map.Entry::getKey, row -> status(row.getValue())));
        assertThat(statuses).hasSizeGreaterThan(60);
        statuses.values().removeIf(status -> status == 401);
        assertThat(statuses).isEmpty();

        for (String header : List.of("bearer " + good, "BEARER " + good, "Bearer  " + good, good, "Token " + good)) {
            assertThat(service.send(service.request(1, "/v1/me").header("authorization", header))
                            .statusCode())
                    .as(header.substring(0, 8))
                    .isEqualTo(401);
        }
        for (HttpRequest.Builder elsewhere : List.of(
                service.request(1, "/v1/me?access_token=" + good),
                service.request(1, "/v1/me").header("cookie", "token=" + good),
                service.request(1, "/v1/me").header("x-api-key", good))) {
            assertThat(service.send(elsewhere).statusCode()).isEqualTo(401);
        }
    }

    @Test
    void revoke_everythingThatIsOpen_endsOnBothInstances_andNobodyElses() throws Exception {
        RunningService.Talk mia = service.begin(1, "mia");
        String conversation = new JsonObject(get(1, "/v1/me", mia.token).body()).getString("conversation");
        String second = service.begin(2, "mia").token;
        RunningService.Talk bob = service.begin(1, "bob");
        SocketTalk bobs = socket(1, bob.token);
        bobs.send(new JsonObject().put("message", HOLD));
        JsonObject bobsToken = bobs.await("token");
        try (SocketTalk socket = socket(2, mia.token);
                SocketTalk idle = socket(1, second);
                ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            Lines native1 = new Lines(1, mia.token, "/chat-stream", new JsonObject().put("message", HOLD));
            String stream = native1.awaitToken();
            Lines openAi =
                    new Lines(2, mia.token, "/v1/chat/completions", completion().put("stream", true));
            openAi.awaitToken();
            Lines resumed = new Lines(2, second, "/v1/streams/" + stream, null);
            resumed.awaitToken();
            socket.send(new JsonObject().put("message", HOLD + " Over there."));
            socket.await("token");
            int asked = provider.asked.size();
            Future<HttpResponse<String>> whole = clients.submit(() ->
                    service.send(signed(1, mia.token, "/v1/chat/completions").POST(RunningService.json(completion()))));
            awaitAsked(asked + 1);

            HttpResponse<String> ended = post(2, "/session/revoke", withKey("mia"));

            assertThat(ended.body()).isEqualTo("{\"ended\":true}");
            for (int instance : new int[] {1, 2}) {
                assertRefused(get(instance, "/v1/me", mia.token), "the session has ended");
                assertRefused(get(instance, "/v1/streams/" + stream, second), "the session has ended");
            }
            assertThat(native1.rest()).contains("event: error").contains("#not_authenticated");
            assertThat(resumed.rest()).contains("event: error").contains("#not_authenticated");
            assertThat(openAi.rest()).contains("\"code\":\"invalid_api_key\"").doesNotContain("[DONE]");
            assertThat(whole.get(20, TimeUnit.SECONDS).statusCode()).isEqualTo(401);
            assertSignedOut(socket, 2);
            assertSignedOut(idle, 1);

            bobs.send(new JsonObject().put("stop", bobsToken.getString("stream")));
            assertThat(bobs.await("done").getJsonObject("data").getBoolean("stopped"))
                    .isTrue();
        }
        bobs.close();
        assertHalfAnAnswerIsNone(conversation);
    }

    /* Who was signed out may come again, and finds the message without an answer. */
    private static void assertHalfAnAnswerIsNone(String conversation) throws Exception {
        String back = service.begin(1, "mia").token;
        new Lines(
                        2,
                        back,
                        "/chat-stream",
                        new JsonObject().put("message", HOLD + " Again.").put("conversation", conversation))
                .awaitToken();
        assertThat(String.join("\n", provider.lastPrompt()))
                .contains(HOLD + " Again.")
                .containsPattern(HOLD + "[^.]*" + HOLD)
                .doesNotContain("Half of it.");
        post(1, "/session/revoke", withKey("mia"));
    }

    @Test
    void endOfOneSession_endsWhatIsOpenForIt_andNotTheOthers() throws Exception {
        RunningService.Talk here = service.begin(1, "dora");
        RunningService.Talk there = service.begin(2, "dora");
        Lines ours = new Lines(1, here.token, "/chat-stream", new JsonObject().put("message", HOLD));
        ours.awaitToken();
        Lines theirs = new Lines(2, there.token, "/chat-stream", new JsonObject().put("message", HOLD));
        String stream = theirs.awaitToken();

        here.end(2);

        assertThat(ours.rest()).contains("#not_authenticated");
        assertThat(service.send(signed(1, there.token, "/v1/streams/" + stream).DELETE())
                        .statusCode())
                .isEqualTo(202);
        assertThat(theirs.rest()).contains("\"stopped\":true");
    }

    @Test
    void deleteOfAllOnesSessions_endsThem_andTheInvites() throws Exception {
        RunningService.Talk one = service.begin(1, "eli");
        RunningService.Talk two = service.begin(2, "eli");
        String invite =
                new JsonObject(post(1, "/session/invite", withKey("eli")).body()).getString("invite");

        assertThat(service.send(signed(2, one.token, "/v1/me/sessions").DELETE())
                        .statusCode())
                .isEqualTo(204);

        assertRefused(get(1, "/v1/me", one.token), "the session has ended");
        assertRefused(get(2, "/v1/me", two.token), "the session has ended");
        assertRefused(post(1, "/session", new JsonObject().put("invite", invite)), "invite is wrong");
        assertRefused(service.send(signed(2, one.token, "/v1/me/sessions").DELETE()), "the session has ended");
        assertRefused(
                post(1, "/session/revoke", new JsonObject().put("user", "eli").put("key", "wrong")),
                "application key is wrong");
        service.begin(1, "eli");
    }

    private static void assertSignedOut(SocketTalk socket, int errors) throws Exception {
        for (int i = 0; i < errors; i++) {
            assertThat(socket.await("error").getJsonObject("data").getString("type"))
                    .endsWith("#not_authenticated");
        }
        assertThat(socket.closed().get(20, TimeUnit.SECONDS)).isEqualTo(NOT_ALLOWED);
    }

    private static void assertRefused(HttpResponse<String> response, String why) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(401);
        JsonObject problem = new JsonObject(response.body());
        assertThat(problem.getString("type")).endsWith("#not_authenticated");
        assertThat(problem.getString("detail").toLowerCase(java.util.Locale.ROOT))
                .contains(why.toLowerCase(java.util.Locale.ROOT));
    }

    private static void awaitAsked(int count) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (provider.asked.size() < count) {
            assertThat(System.nanoTime()).isLessThan(end);
            Thread.onSpinWait();
        }
    }

    private static int status(String token) {
        try {
            return get(1, "/v1/me", token).statusCode();
        } catch (Exception e) {
            throw new AssertionError(token, e);
        }
    }

    private static HttpResponse<String> get(int instance, String path, String token) throws Exception {
        return service.send(signed(instance, token, path));
    }

    private static HttpResponse<String> post(int instance, String path, JsonObject body) throws Exception {
        return service.send(service.request(instance, path).POST(RunningService.json(body)));
    }

    private static HttpResponse<String> chat(int instance, String token, String message) throws Exception {
        return service.send(signed(instance, token, "/chat-stream")
                .POST(RunningService.json(new JsonObject().put("message", message))));
    }

    private static HttpRequest.Builder signed(int instance, String token, String path) {
        return service.request(instance, path).header("authorization", "Bearer " + token);
    }

    private static JsonObject withKey(String user) {
        return new JsonObject().put("user", user).put("key", RunningService.KEY);
    }

    private static JsonObject completion() {
        return new JsonObject()
                .put("model", "default")
                .put(
                        "messages",
                        new JsonArray().add(new JsonObject().put("role", "user").put("content", HOLD)));
    }

    private static SocketTalk socket(int instance, String token) throws Exception {
        return new SocketTalk(
                http,
                "http://127.0.0.1:" + service.port(instance),
                builder -> builder.header("authorization", "Bearer " + token));
    }

    /** A stream that is read line by line while it is open. */
    private static final class Lines {
        private final String stream;
        private final Iterator<String> lines;

        Lines(int instance, String token, String path, @org.jspecify.annotations.Nullable JsonObject body)
                throws Exception {
            HttpRequest.Builder request = signed(instance, token, path);
            HttpResponse<Stream<String>> response = http.send(
                    (body == null ? request : request.POST(RunningService.json(body))).build(),
                    HttpResponse.BodyHandlers.ofLines());
            assertThat(response.statusCode()).isEqualTo(200);
            stream = response.headers().firstValue("x-stream-id").orElseThrow();
            lines = response.body().iterator();
        }

        /** Waits for half an answer; gives the stream's id. */
        String awaitToken() {
            while (!lines.next().contains("Half of it.")) {
                assertThat(stream).startsWith("gen_");
            }
            return stream;
        }

        /** All that comes until the stream ends. */
        String rest() {
            List<String> rest = new ArrayList<>();
            lines.forEachRemaining(rest::add);
            return String.join("\n", rest);
        }
    }
}
