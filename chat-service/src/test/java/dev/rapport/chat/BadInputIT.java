package dev.rapport.chat;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a wrong request gets: the right status, a problem that names the thing, and nothing is stored. */
@Timeout(120)
class BadInputIT {
    @TempDir
    private static Path folder;

    private static RunningService service;
    private static String token;

    @BeforeAll
    static void start() throws Exception {
        service = new RunningService(folder, 1);
        token = service.begin(1, "ada").token;
    }

    @AfterAll
    static void stop() throws Exception {
        service.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "`{`|400|#: ",
                "`[]`|400|#: ARRAY (expected: one JSON object)",
                "``|400|#: nothing (expected: one JSON object)",
                "`{}`|400|#/message: missing (expected: a text)",
                "`{\"message\":\"\"}`|400|#/message: empty (expected: a text)",
                "`{\"message\":\"  \"}`|400|#/message: empty (expected: a text)",
                "`{\"message\":7}`|400|#/message: NUMBER (expected: a text)",
                "`{\"message\":\"a\",\"mesage\":1}`|400|#/mesage: unknown field (expected: one of [conversation, message])",
                "`{\"message\":\"a\",\"message\":\"b\"}`|400|#: Duplicate field 'message' (expected: one JSON object)",
                "`{\"message\":\"a\"} {}`|400|#: ",
                "`{\"message\":\"\\ud800\"}`|400|#/message: half of a surrogate pair (expected: valid Unicode)",
                "`{\"message\":\"a\",\"conversation\":\"a}b\"}`|400|#/conversation: a}b (expected: an id of a conversation)",
                "`{\"message\":\"a\",\"conversation\":\"c_none\"}`|404|conversation: c_none (expected: one of yours)"
            })
    void chat_wrongBody_isNamed(String body, int status, String detail) throws Exception {
        assertProblem(post(body == null ? "" : body), status, detail);
    }

    @Test
    void chat_messageOverTheLimit_isRefusedWithBothNumbers() throws Exception {
        assertProblem(
                post("{\"message\":\"" + "a".repeat(16_001) + "\"}"),
                413,
                "#/message: 16001 characters (expected: at most 16000)");
    }

    @Test
    void chat_bodyOverTheLimit_isRefused() throws Exception {
        assertProblem(
                post("{\"message\":\"" + "a".repeat(300_000) + "\"}"),
                413,
                "#: over the limit (expected: at most 262144 bytes)");
    }

    @Test
    void chat_bytesThatAreNoUtf8_areRefused() throws Exception {
        byte[] body = "{\"message\":\"?\"}".getBytes(StandardCharsets.US_ASCII);
        body[12] = (byte) 0xc3;
        assertProblem(
                service.send(chat().POST(BodyPublishers.ofByteArray(body))),
                400,
                "#: bytes that are not UTF-8 (expected: UTF-8)");
    }

    @Test
    void chat_wrongContentType_isRefused() throws Exception {
        HttpRequest.Builder request = chat().setHeader("content-type", "text/plain");
        assertProblem(
                service.send(request.POST(BodyPublishers.ofString("{\"message\":\"a\"}"))),
                415,
                "Content-Type: wrong (expected: application/json)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Bearer", "Bearer x", "Bearer a.b.c", "Basic YTpi", "Bearer  "})
    void chat_tokenThatIsNone_isRefused(String authorization) throws Exception {
        HttpRequest.Builder request = service.request(1, "/chat-stream");
        if (!authorization.isEmpty()) {
            request.header("authorization", authorization);
        }
        HttpResponse<String> response = service.send(request.POST(BodyPublishers.ofString("{\"message\":\"a\"}")));
        assertProblem(response, 401, "expected: ");
        assertThat(response.headers().firstValue("www-authenticate")).hasValue("Bearer");
    }

    @Test
    void unknownRouteAndWrongMethod_areNamed() throws Exception {
        assertProblem(service.send(service.request(1, "/chat").GET()), 404, "GET /chat: no such route");
        assertProblem(
                service.send(service.request(1, "/chat-stream").GET()),
                405,
                "GET /chat-stream: the route does not know this method");
    }

    @Test
    void twoCredentialHeaders_areRefused() throws Exception {
        assertProblem(
                service.send(chat().header("authorization", "Bearer other")
                        .POST(BodyPublishers.ofString("{\"message\":\"a\"}"))),
                400,
                "authorization: more than one header (expected: one)");
    }

    @Test
    void session_wrongKeyOrUser_isRefused() throws Exception {
        assertProblem(
                service.send(
                        service.request(1, "/session").POST(BodyPublishers.ofString("{\"user\":\"a\",\"key\":\"b\"}"))),
                401,
                "The application key is wrong (expected: the one in application.key, or one of application.keys).");
        assertProblem(
                service.send(service.request(1, "/session")
                        .POST(RunningService.json(
                                new JsonObject().put("user", "a}b").put("key", RunningService.KEY)))),
                400,
                "#/user: a}b (expected: 1 to 64 letters, digits or . _ @ + -)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Free", "a b", "a_b", "a23456789012345678901234567890123"})
    void session_planThatIsNoName_isRefused(String plan) throws Exception {
        assertProblem(begin(withKey().put("plan", plan)), 400, "#/plan: " + plan);
        assertThat(begin(withKey().put("plan", "free-2")).statusCode()).isEqualTo(201);
    }

    @Test
    void session_planWithAnInvite_isRefused() throws Exception {
        HttpResponse<String> invited =
                service.send(service.request(1, "/session/invite").POST(RunningService.json(withKey())));
        JsonObject invite = new JsonObject().put("invite", new JsonObject(invited.body()).getString("invite"));
        assertThat(begin(invite).statusCode()).isEqualTo(201);
        assertProblem(begin(invite.put("plan", "free")), 400, "#/plan: free (expected: none with an invite");
    }

    private static JsonObject withKey() {
        return new JsonObject().put("user", "ada").put("key", RunningService.KEY);
    }

    private static HttpResponse<String> begin(JsonObject body) throws Exception {
        return service.send(service.request(1, "/session").POST(RunningService.json(body)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /health/live HTTP/1.1\r\n\r\n",
                "GET /health/live HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
                "POST /session HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
                "GET http://other/health/live HTTP/1.1\r\nHost: a\r\n\r\n"
            })
    void requestOfTwoReadings_isRefused(String raw) throws Exception {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), service.port(1))) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(raw.getBytes(StandardCharsets.US_ASCII));
            byte[] begin = socket.getInputStream().readNBytes("HTTP/1.1 400".length());
            assertThat(new String(begin, StandardCharsets.US_ASCII)).isEqualTo("HTTP/1.1 400");
        }
    }

    private static HttpResponse<String> post(String body) throws Exception {
        return service.send(chat().POST(BodyPublishers.ofString(body)));
    }

    private static HttpRequest.Builder chat() {
        return service.request(1, "/chat-stream").header("authorization", "Bearer " + token);
    }

    private static void assertProblem(HttpResponse<String> response, int status, String detail) throws Exception {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        assertThat(response.headers().firstValue("content-type")).hasValue("application/problem+json");
        JsonObject problem = new JsonObject(response.body());
        assertThat(problem.getString("detail")).contains(detail);
        assertThat(problem.getInteger("status")).isEqualTo(status);
        assertThat(problem.getString("instance"))
                .isEqualTo(response.headers().firstValue("x-request-id").orElseThrow());
        HttpResponse<String> traits =
                service.send(service.request(1, "/v1/traits").header("authorization", "Bearer " + token));
        assertThat(traits.body()).isEqualTo("{\"traits\":[]}");
    }
}
