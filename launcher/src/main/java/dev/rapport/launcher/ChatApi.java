package dev.rapport.launcher;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The service as the terminal client uses it, for one user. Blocks. */
final class ChatApi {
    /** Twenty memories of the longest kind, and some. */
    private static final int LIST_BYTES_MAX = 4 * 1024 * 1024;

    private static final int LIST_LENGTH = 20;

    private static final Duration CALL_TIMEOUT = Duration.ofSeconds(15);

    /** The service sends at least a comment every 10 s: after three of them missing, and some slack, the line is dead. */
    private static final Duration SILENCE_MAX = Duration.ofSeconds(45);

    private final String url;
    private final Sessions sessions;
    private final String user;
    private String token = "";

    /** @param url where the service is, without a slash at its end */
    ChatApi(String url, Sessions sessions, String user) {
        this.url = url;
        this.sessions = sessions;
        this.user = user;
    }

    /** Begins a session, as {@code ./rapport token} does. */
    void signIn() {
        token = sessions.token(user);
    }

    /** Asks for an answer; the caller reads it. The same key asks for the same answer. */
    HttpURLConnection ask(String message, @Nullable String conversation, String key) throws IOException {
        Map<String, String> body = new HashMap<>(Map.of("message", message));
        if (conversation != null) {
            body.put("conversation", conversation);
        }
        Map<String, String> headers = signed("text/event-stream");
        headers.put("Idempotency-Key", key);
        return Http.open("POST", url + "/chat-stream", headers, Json.write(body), SILENCE_MAX);
    }

    /** Asks for the rest of an answer after an event; after none, for all of it. */
    HttpURLConnection resume(String stream, String lastId) throws IOException {
        Map<String, String> headers = signed("text/event-stream");
        if (!lastId.isEmpty()) {
            headers.put("Last-Event-ID", lastId);
        }
        return Http.open("GET", url + "/v1/streams/" + stream, headers, null, SILENCE_MAX);
    }

    /** Stops an answer. */
    void stop(String stream) throws IOException {
        call("DELETE", "/v1/streams/" + stream, null);
    }

    /** The newest memories, or with words those that bear on them: objects with {@code id}, {@code text}, {@code at}. */
    List<?> memories(String words) throws IOException {
        Map<String, Object> found = words.isEmpty()
                ? call("GET", "/v1/memories?limit=" + LIST_LENGTH, null)
                : call("POST", "/v1/memories/search", Map.of("query", words, "limit", LIST_LENGTH));
        return list(found, "memories");
    }

    /** The newest conversations: objects with {@code id}, {@code title}, {@code last_at}. */
    List<?> conversations() throws IOException {
        return list(call("GET", "/v1/conversations?limit=" + LIST_LENGTH, null), "conversations");
    }

    /** Forgets a memory. */
    void forget(String memory) throws IOException {
        call("DELETE", "/v1/memories/" + URLEncoder.encode(memory, StandardCharsets.UTF_8), null);
    }

    private static List<?> list(Map<String, Object> found, String field) {
        return found.get(field) instanceof List<?> list ? list : List.of();
    }

    /**
     * Makes a small call.
     *
     * @throws ChatProblem if the service says no
     */
    private Map<String, Object> call(String method, String path, @Nullable Map<String, ?> body) throws IOException {
        Http.Answer answer = Http.ask(
                method,
                url + path,
                signed("application/json"),
                body == null ? null : Json.write(body),
                CALL_TIMEOUT,
                LIST_BYTES_MAX);
        if (answer.status() >= 400) {
            throw ChatProblem.of(answer);
        }
        return answer.body().isBlank() ? Map.of() : Json.readObject(answer.body());
    }

    private Map<String, String> signed(String accept) {
        return new HashMap<>(Map.of("Authorization", "Bearer " + token, "Accept", accept));
    }
}
