package dev.rapport.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** All of Rapport as {@code ./rapport up} starts it: the chat service from its jars, two Redis, NGINX. */
final class RunningRapport implements AutoCloseable {
    private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(40);

    private final RunningLauncher launcher;
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    /** {@code up} itself asks for the sign-in link that it prints. */
    private final AtomicInteger auditedRequests = new AtomicInteger(1);

    private RunningRapport(RunningLauncher launcher) {
        this.launcher = launcher;
    }

    /** Starts so many instances with so many loops each, and waits until all of it is ready. */
    static RunningRapport up(Path state, int instances, int loops, Map<String, String> settings) throws Exception {
        Map<String, String> all = new HashMap<>(settings);
        all.put("RAPPORT_LOOPS", Integer.toString(loops));
        return up(RunningLauncher.ofChatService(state, instances, all));
    }

    static RunningRapport up(RunningLauncher launcher) throws IOException, InterruptedException {
        RunningLauncher.Result up = launcher.run("up");
        assertThat(up.exit()).as(up.output()).isZero();
        return new RunningRapport(launcher);
    }

    RunningLauncher launcher() {
        return launcher;
    }

    /** How many requests were sent that must each have left an audit record. */
    int auditedRequests() {
        return auditedRequests.get();
    }

    /** Waits until the audit has exactly so many records, all in unbroken chains: they are written behind the requests. */
    void awaitAuditRecords(int records, Duration longest) throws IOException, InterruptedException {
        String expected = "audit: %,d records in ".formatted(records);
        long deadline = System.nanoTime() + longest.toNanos();
        while (true) {
            RunningLauncher.Result audit = launcher.script("audit");
            if (audit.output().contains(expected)) {
                assertThat(audit.exit()).as(audit.output()).isZero();
                return;
            }
            assertThat(System.nanoTime())
                    .as("%s (expected: %s)", audit.output(), expected)
                    .isLessThan(deadline);
        }
    }

    /** What clients call. */
    String url() {
        return launcher.url();
    }

    /** An instance itself, past NGINX; instances count from 1. */
    String url(int instance) {
        return "http://127.0.0.1:" + launcher.part("chat-" + instance).port();
    }

    HttpResponse<String> get(String url) throws IOException, InterruptedException {
        return http.send(HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofString());
    }

    HttpResponse<String> post(String url, String body) throws IOException, InterruptedException {
        return http.send(
                request(url).POST(HttpRequest.BodyPublishers.ofString(body)).build(),
                HttpResponse.BodyHandlers.ofString());
    }

    /** A session of the user, begun through NGINX. */
    Talk begin(String user) throws IOException, InterruptedException {
        return new Talk(withKey("/session", user).getString("token"));
    }

    /** An address that signs a browser in. */
    String signInLink(String user) throws IOException, InterruptedException {
        return url() + "/#invite=" + withKey("/session/invite", user).getString("invite");
    }

    private JsonObject withKey(String path, String user) throws IOException, InterruptedException {
        String key = Files.readString(launcher.folder().secrets().resolve("application.key"))
                .strip();
        auditedRequests.incrementAndGet();
        HttpResponse<String> response = post(
                url() + path, new JsonObject().put("user", user).put("key", key).encode());
        assertThat(response.statusCode()).as(response.body()).isEqualTo(201);
        return new JsonObject(response.body());
    }

    private static HttpRequest.Builder request(String url) {
        return HttpRequest.newBuilder(URI.create(url))
                .header("content-type", "application/json")
                .timeout(REQUEST_TIMEOUT);
    }

    @Override
    public void close() throws IOException {
        http.close();
        try {
            RunningLauncher.Result down = launcher.run("down");
            assertThat(down.exit()).as(down.output()).isZero();
            assertThat(launcher.processes()).isEmpty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted: some parts may still run", e);
        }
    }

    /** What one user says in one session. */
    final class Talk {
        private final String token;

        private Talk(String token) {
            this.token = token;
        }

        String token() {
            return token;
        }

        /** Through NGINX, in the conversation of the session. */
        Answer say(String message) throws IOException, InterruptedException {
            return say(url(), message);
        }

        /** To one instance or through NGINX. */
        Answer say(String url, String message) throws IOException, InterruptedException {
            return say(url, message, _ -> {});
        }

        /** The listener hears each event as it comes. */
        Answer say(String url, String message, Consumer<Answer.Event> listener)
                throws IOException, InterruptedException {
            return send(url, new JsonObject().put("message", message), listener);
        }

        /** Where nothing that was said before stands in the history. */
        Answer sayInNewConversation(String url, String message) throws IOException, InterruptedException {
            return send(url, new JsonObject().put("message", message).put("conversation", "new"), _ -> {});
        }

        private Answer send(String url, JsonObject said, Consumer<Answer.Event> listener)
                throws IOException, InterruptedException {
            auditedRequests.incrementAndGet();
            String body = said.encode();
            HttpRequest request = signed(url + "/chat-stream")
                    .POST(HttpRequest.BodyPublishers.ofString(body))
                    .build();
            return Answer.read(http.send(request, HttpResponse.BodyHandlers.ofLines()), listener);
        }

        /** Asks on the route of OpenAI's protocol. */
        HttpResponse<String> complete(String body) throws IOException, InterruptedException {
            auditedRequests.incrementAndGet();
            return http.send(
                    signed(url() + "/v1/chat/completions")
                            .POST(HttpRequest.BodyPublishers.ofString(body))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
        }

        /** Has a text remembered, as {@code POST /v1/memories} does. */
        void remember(String text) throws IOException, InterruptedException {
            auditedRequests.incrementAndGet();
            HttpResponse<String> response = http.send(
                    signed(url() + "/v1/memories")
                            .POST(HttpRequest.BodyPublishers.ofString(
                                    new JsonObject().put("text", text).encode()))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            assertThat(response.statusCode()).as(response.body()).isIn(200, 201);
        }

        int end() throws IOException, InterruptedException {
            auditedRequests.incrementAndGet();
            return http.send(signed(url() + "/session").DELETE().build(), HttpResponse.BodyHandlers.discarding())
                    .statusCode();
        }

        HttpResponse<String> me(String url) throws IOException, InterruptedException {
            auditedRequests.incrementAndGet();
            return http.send(signed(url + "/v1/me").GET().build(), HttpResponse.BodyHandlers.ofString());
        }

        private HttpRequest.Builder signed(String url) {
            return request(url).header("authorization", "Bearer " + token);
        }
    }
}
