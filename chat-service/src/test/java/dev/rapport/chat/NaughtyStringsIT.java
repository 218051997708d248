package dev.rapport.chat;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The Big List of Naughty Strings in each place that takes a text of a user's: what is taken comes back to the letter, and what is
 * not taken is refused with a reason.
 */
@Timeout(120)
class NaughtyStringsIT {
    private static final int STRINGS = 515;

    @TempDir
    private static Path folder;

    private static RunningService service;
    private static List<String> strings;

    @BeforeAll
    static void start() throws Exception {
        JsonArray list = new JsonArray(
                Buffer.buffer(Files.readAllBytes(Vectors.at("blns").resolve("blns.json"))));
        strings = list.stream().map(String.class::cast).toList();
        assertThat(strings).hasSize(STRINGS);
        service = new RunningService(folder, 1);
    }

    @AfterAll
    static void stop() throws Exception {
        if (service != null) {
            service.close();
        }
    }

    @Test
    void message_isKeptToTheLetterOrRefused() throws Exception {
        RunningService.Talk ada = service.begin(1, "ada");
        List<String> taken = new ArrayList<>();
        for (String string : strings) {
            RunningService.Answer answer = ada.say(1, string);
            if (answer.response().statusCode() == 200) {
                assertThat(answer.done().getJsonObject("timing_ms").getJsonArray("dropped"))
                        .isEmpty();
                taken.add(string);
            } else {
                assertRefused(string, answer.response());
            }
        }

        assertThat(spoken(ada)).isEqualTo(taken);
        assertThat(taken).hasSizeGreaterThan(500);
    }

    /* All that the user has said in the session's conversation, oldest first. */
    private static List<String> spoken(RunningService.Talk talk) throws Exception {
        String conversation = new JsonObject(talk.get(1, "/v1/me").body()).getString("conversation");
        List<String> spoken = new ArrayList<>();
        for (JsonObject message : all(talk, "/v1/conversations/" + conversation + "/messages", "messages")) {
            if (message.getString("role").equals("user")) {
                spoken.add(message.getString("text"));
            }
        }
        return spoken.reversed();
    }

    @Test
    void memory_isKeptToTheLetterOrRefused() throws Exception {
        RunningService.Talk bob = service.begin(1, "bob");
        Map<String, String> taken = new LinkedHashMap<>();
        for (String string : strings) {
            HttpResponse<String> response = service.send(
                    signed("/v1/memories", bob).POST(RunningService.json(new JsonObject().put("text", string))));
            if (response.statusCode() == 201) {
                JsonObject memory = new JsonObject(response.body());
                assertThat(memory.getString("text")).isEqualTo(string);
                taken.put(memory.getString("id"), string);
            } else if (response.statusCode()
                    == 200) { // these words are known, in another case or with other marks around them
                assertThat(taken).containsKey(new JsonObject(response.body()).getString("id"));
            } else {
                assertRefused(string, response);
            }
        }

        Map<String, String> listed = new LinkedHashMap<>();
        for (JsonObject memory : all(bob, "/v1/memories?status=all", "memories")) {
            listed.put(memory.getString("id"), memory.getString("text"));
        }
        assertThat(listed).containsExactlyInAnyOrderEntriesOf(taken);
        assertThat(taken).hasSizeGreaterThan(450);
    }

    @Test
    void idAndHeader_neverBreakAnything() throws Exception {
        RunningService.Talk carl = service.begin(1, "carl");
        Set<Integer> statuses = new HashSet<>();
        for (String string : strings) {
            String id = URLEncoder.encode(string, StandardCharsets.UTF_8).replace("+", "%20");
            statuses.add(carl.get(1, "/v1/memories/" + id).statusCode());
            statuses.add(carl.get(1, "/v1/streams/" + id).statusCode());
            if (string.matches("[\\x21-\\x7e]{1,128}")) { // what a header may hold and we take
                statuses.add(carl.say(1, new JsonObject().put("message", "Hello."), string)
                        .response()
                        .statusCode());
            }
        }

        assertThat(statuses).isSubsetOf(200, 400, 404, 405, 414);
    }

    private static List<JsonObject> all(RunningService.Talk talk, String path, String name) throws Exception {
        List<JsonObject> all = new ArrayList<>();
        String after = "";
        do {
            String query = (path.contains("?") ? "&" : "?") + "limit=200" + after;
            JsonObject page = new JsonObject(talk.get(1, path + query).body());
            page.getJsonArray(name).forEach(item -> all.add((JsonObject) item));
            String next = page.getString("next");
            after = next == null ? "" : "&after=" + URLEncoder.encode(next, StandardCharsets.UTF_8);
        } while (!after.isEmpty());
        return all;
    }

    private static HttpRequest.Builder signed(String path, RunningService.Talk talk) {
        return service.request(1, path).header("authorization", "Bearer " + talk.token);
    }

    private static void assertRefused(String string, HttpResponse<String> response) {
        assertThat(response.statusCode()).as("%s: %s", string, response.body()).isEqualTo(400);
        assertThat(new JsonObject(response.body()).getString("detail")).contains("expected: ");
    }
}
