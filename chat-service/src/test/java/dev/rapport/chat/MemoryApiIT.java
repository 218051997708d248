package dev.rapport.chat;

import static dev.rapport.chat.ApiUser.export;
import static dev.rapport.chat.ApiUser.objects;
import static dev.rapport.chat.ApiUser.pages;
import static dev.rapport.chat.ApiUser.path;
import static dev.rapport.chat.ApiUser.tell;
import static dev.rapport.chat.ApiUser.text;
import static dev.rapport.chat.ApiUser.texts;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rapport.memory.Fact;
import io.lettuce.core.RedisClient;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What users see and correct of what is known of them, over two instances on real Redis. */
@Timeout(120)
class MemoryApiIT {
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

    private static ApiUser user(String name) throws Exception {
        return new ApiUser(service, service.begin(1, name));
    }

    @Test
    void add_learnsAsAMessageDoes_andIsKnownEverywhereAtOnce() throws Exception {
        ApiUser ada = user("ada");
        HttpResponse<String> made =
                ada.send(1, "POST", "/v1/memories", text("I live in Paris.").encode());
        assertThat(made.statusCode()).isEqualTo(201);
        JsonObject memory = new JsonObject(made.body());
        assertThat(made.headers().firstValue("location")).hasValue(path(memory));
        assertThat(memory.getString("status")).isEqualTo("current");
        assertThat(memory.getJsonArray("traits")).containsExactly("home");
        assertThat(memory.containsKey("superseded_at")).isTrue();
        assertThat(memory.getString("superseded_at")).isNull();

        assertThat(ada.get(2, path(memory))).isEqualTo(memory);
        assertThat(ada.traits(2)).containsExactly("home=Paris");
        assertThat(ada.ask(200, 2, "POST", "/v1/memories", text("i live in paris")))
                .isEqualTo(memory);
        assertThat(ada.get(1, "/v1/memories").getInteger("total")).isEqualTo(1);

        JsonObject found = ada.ask(
                        200, 2, "POST", "/v1/memories/search", new JsonObject().put("query", "Where is my home?"))
                .getJsonArray("memories")
                .getJsonObject(0);
        assertThat(found.getString("id")).isEqualTo(memory.getString("id"));
        assertThat(found.getInteger("rank")).isEqualTo(1);
        assertThat(found.getDouble("score")).isBetween(0.1, 1.0);

        JsonObject recalled = service.begin(2, "ada")
                .say(2, "Where do I live?")
                .data("recalled")
                .getFirst();
        assertThat(recalled.getJsonArray("memories").getJsonObject(0).getString("id"))
                .isEqualTo(memory.getString("id"));
        assertThat(recalled.getJsonArray("traits").getJsonObject(0).getString("memory"))
                .isEqualTo(memory.getString("id"));
    }

    @Test
    void edit_supersedesInOneStep_isRecalledOnTheOtherInstance_andCanBeUndone() throws Exception {
        ApiUser bea = user("bea");
        JsonObject paris = bea.add(1, "I live in Paris and I like tea.");
        assertThat(service.begin(2, "bea").say(2, "Where do I live?").text()).contains("Paris");

        JsonObject berlin = bea.edit(1, paris, "I live in Berlin.");
        assertThat(berlin.getString("replaces")).isEqualTo(paris.getString("id"));
        JsonObject recalled = service.begin(2, "bea")
                .say(2, "Where do I live?")
                .data("recalled")
                .getFirst();
        assertThat(recalled.encode()).contains("Berlin").doesNotContain("Paris");
        assertThat(bea.traits(2)).containsExactly("home=Berlin");
        assertThat(bea.texts(2, "current")).containsExactly("I live in Berlin.");
        assertThat(bea.texts(2, "superseded")).containsExactly("I live in Paris and I like tea.");
        assertThat(bea.get(2, "/v1/memories?status=all").getInteger("total")).isEqualTo(2);
        JsonObject old = bea.get(2, path(paris));
        assertThat(old.getString("superseded_by")).isEqualTo(berlin.getString("id"));
        assertThat(Instant.parse(old.getString("superseded_at"))).isBetween(Instant.EPOCH, Instant.now());
        assertThat(old.getJsonArray("traits")).isEmpty();

        bea.ask(409, 2, "PATCH", path(paris), text("I live in Rome."));
        JsonObject undone = bea.ask(200, 2, "POST", "/v1/undo", new JsonObject().put("turn", berlin.getString("turn")));
        assertThat(undone.getString("turn")).isEqualTo(berlin.getString("turn"));
        assertThat(bea.traits(1)).containsExactly("home=Paris", "likes=tea");
        assertThat(bea.texts(1, "current")).containsExactly("I live in Paris and I like tea.");
        assertThat(bea.events(1, paris)).containsExactly("added", "superseded", "revived");
        assertThat(bea.events(1, berlin)).containsExactly("added", "superseded");
        bea.ask(404, 2, "POST", "/v1/undo", new JsonObject().put("turn", berlin.getString("turn")));
    }

    @Test
    void edit_toWordsThatAreKnown_isDefined() throws Exception {
        ApiUser cy = user("cy");
        JsonObject tea = cy.add(1, "I like tea.");
        JsonObject other = cy.add(1, "My locker has the number 7.");
        assertThat(cy.ask(409, 1, "PATCH", path(other), text("i like tea!")).getString("detail"))
                .contains("the words of " + tea.getString("id"));
        assertThat(cy.texts(1, "current")).containsExactly("My locker has the number 7.", "I like tea.");

        JsonObject same = cy.edit(2, tea, "I like TEA!");
        assertThat(same.getString("id")).isEqualTo(tea.getString("id"));
        assertThat(cy.texts(1, "all")).containsExactly("I like TEA!", "My locker has the number 7.");
        assertThat(cy.events(1, tea)).containsExactly("added", "edited");
        assertThat(cy.edit(2, same, "I like TEA!").getString("turn")).isEqualTo(same.getString("turn"));
        assertThat(cy.events(1, tea)).containsExactly("added", "edited");
    }

    @Test
    void undo_ofWhatALaterTurnChangedAgain_isRefused_andTheNewestNeedsNoName() throws Exception {
        ApiUser dan = user("dan");
        String first = dan.talk()
                .say(1, "I live in Paris.")
                .response()
                .headers()
                .firstValue("x-stream-id")
                .orElseThrow();
        String second = dan.talk()
                .say(1, "I moved to Berlin.")
                .response()
                .headers()
                .firstValue("x-stream-id")
                .orElseThrow();
        JsonObject refused = dan.ask(409, 2, "POST", "/v1/undo", new JsonObject().put("turn", first));
        assertThat(refused.getString("type")).endsWith("#conflict");
        HttpResponse<String> newest = dan.send(2, "POST", "/v1/undo", "{}");
        assertThat(new JsonObject(newest.body()).getString("turn")).isEqualTo(second);
        assertThat(dan.traits(1)).containsExactly("home=Paris");
        dan.send(2, "POST", "/v1/undo", "{}");
        assertThat(dan.send(2, "POST", "/v1/undo", "{}").statusCode()).isEqualTo(404);
    }

    @Test
    void delete_takesTheWordsAndWhatOnlyTheySaid() throws Exception {
        ApiUser eve = user("eve");
        JsonObject memory = eve.add(1, "My safe has the code quetzal-9731 and I like tea.");
        eve.ask(204, 2, "DELETE", path(memory), new JsonObject());
        eve.ask(404, 1, "GET", path(memory), new JsonObject());
        eve.ask(404, 1, "GET", path(memory) + "/history", new JsonObject());
        eve.ask(404, 1, "DELETE", path(memory), new JsonObject());
        assertThat(eve.traits(1)).isEmpty();
        assertThat(eve.texts(1, "all")).isEmpty();
        assertThat(service.begin(1, "eve")
                        .say(1, "What is the code of my safe?")
                        .response()
                        .body())
                .doesNotContain("9731");
        assertThat(export(eve, 1)).allSatisfy(line -> assertThat(line.encode()).doesNotContain("9731"));
    }

    @Test
    void traits_areSetClosedAndTold() throws Exception {
        ApiUser fay = user("fay");
        JsonObject told = fay.add(1, "I live in Paris.");
        JsonObject trait = fay.get(2, "/v1/traits").getJsonArray("traits").getJsonObject(0);
        assertThat(trait.getString("memory")).isEqualTo(told.getString("id"));
        assertThat(trait.getString("turn")).isEqualTo(told.getString("turn"));

        JsonObject rome = fay.ask(200, 2, "PUT", "/v1/traits/home", new JsonObject().put("value", "Rome"));
        assertThat(rome.getString("memory")).isNull();
        assertThat(fay.texts(1, "current")).isEmpty(); // it said otherwise
        List<JsonObject> history = objects(fay.get(1, "/v1/traits/home/history").getJsonArray("history"));
        assertThat(history).extracting(span -> span.getString("value")).containsExactly("Paris", "Rome");
        assertThat(history.getFirst().getString("turn")).isEqualTo(told.getString("turn"));
        assertThat(history.getFirst().getString("closed_by")).isEqualTo(rome.getString("turn"));
        assertThat(history.getLast().getString("until")).isNull();

        fay.ask(200, 1, "PUT", "/v1/traits/likes", new JsonObject().put("value", "tea"));
        fay.ask(200, 1, "PUT", "/v1/traits/likes", new JsonObject().put("value", "old maps"));
        fay.ask(400, 2, "DELETE", "/v1/traits/likes", new JsonObject());
        fay.ask(404, 2, "DELETE", "/v1/traits/likes?value=jam", new JsonObject());
        fay.ask(404, 2, "DELETE", "/v1/traits/likes?value=" + "a".repeat(300), new JsonObject());
        fay.ask(204, 2, "DELETE", "/v1/traits/likes?value=Old%20maps", new JsonObject());
        assertThat(fay.traits(1)).containsExactly("home=Rome", "likes=tea");
        fay.ask(204, 2, "DELETE", "/v1/traits/likes", new JsonObject());
        fay.ask(404, 2, "DELETE", "/v1/traits/likes", new JsonObject());
        fay.ask(404, 2, "GET", "/v1/traits/job/history", new JsonObject());
        assertThat(objects(fay.get(1, "/v1/traits/likes/history").getJsonArray("history")))
                .allSatisfy(span -> assertThat(span.getString("until")).isNotNull());
    }

    @Test
    void traits_ofAPet_setAsTheyWereTold_areOne_andTwoThatSayTheSameAreClosedTogether() throws Exception {
        ApiUser ned = user("ned");
        ned.add(1, "My dog Rex is 7.");
        ned.ask(200, 1, "PUT", "/v1/traits/pet.dog.name", new JsonObject().put("value", "Rex"));
        assertThat(ned.traits(1)).containsOnlyOnce("pet.dog.name=Rex");
        ApiUser.know(service, "ned", new Fact("pet.dog.name", "rex", true, false, 1));
        ned.ask(204, 1, "DELETE", "/v1/traits/pet.dog.name?value=Rex", new JsonObject());
        assertThat(ned.traits(1)).noneMatch(trait -> trait.startsWith("pet.dog.name"));
    }

    @Test
    void conversations_areListedReadAndRemoved_andMemoriesStay() throws Exception {
        ApiUser gil = user("gil");
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            RunningService.Talk talk = service.begin(1, "gil");
            talk.say(1, "My locker number " + i + " is in building " + (100 + i) + ".")
                    .done();
            ids.addFirst(new JsonObject(talk.get(1, "/v1/me").body()).getString("conversation"));
        }
        List<JsonObject> listed = pages(gil, "/v1/conversations?limit=2", "conversations");
        assertThat(listed).extracting(one -> one.getString("id")).containsExactlyElementsOf(ids);
        assertThat(listed.getLast().getString("title")).isEqualTo("My locker number 0 is in building 100.");
        assertThat(listed.getLast().getInteger("messages")).isEqualTo(2);

        String path = "/v1/conversations/" + ids.getFirst();
        List<JsonObject> messages = pages(gil, path + "/messages?limit=1", "messages");
        assertThat(messages).extracting(one -> one.getString("role")).containsExactly("assistant", "user");
        assertThat(messages.getLast().getString("text")).isEqualTo("My locker number 4 is in building 104.");
        String answer = messages.getFirst().getString("text");

        gil.ask(204, 2, "DELETE", path, new JsonObject());
        gil.ask(404, 1, "DELETE", path, new JsonObject());
        gil.ask(404, 1, "GET", path + "/messages", new JsonObject());
        assertThat(pages(gil, "/v1/conversations?limit=200", "conversations")).hasSize(4);
        assertThat(gil.texts(1, "current")).contains("My locker number 4 is in building 104.");
        assertThat(export(gil, 1))
                .filteredOn(line -> line.getString("kind").equals("said"))
                .hasSize(4)
                .extracting(line -> line.getString("text"))
                .doesNotContain(answer);
    }

    @Test
    void list_ofAThousand_hasNoGapAndNoRepeat_andTheExportHasAll() throws Exception {
        ApiUser hal = user("hal");
        List<String> told = tell(service, "hal", 1_000);
        List<String> listed = texts(pages(hal, "/v1/memories?limit=77", "memories"));
        assertThat(listed).containsExactlyElementsOf(told.reversed());
        assertThat(hal.get(2, "/v1/memories?limit=1").getInteger("total")).isEqualTo(1_000);

        hal.talk().say(1, "I live in Paris.").done();
        hal.talk().say(2, "I moved to Berlin.").done();
        List<JsonObject> lines = export(hal, 2);
        Map<String, Long> counted = lines.stream()
                .collect(Collectors.groupingBy(
                        line -> line.getString("kind"), LinkedHashMap::new, Collectors.counting()));
        assertThat(lines.getFirst().getString("user")).isEqualTo("hal");
        assertThat(counted)
                .containsEntry("memory", 1_002L)
                .containsEntry("trait", 1L)
                .containsEntry("past_trait", 1L)
                .containsEntry("conversation", 1L)
                .containsEntry("message", 4L)
                .containsEntry("said", 2L);
        JsonObject counts = lines.getLast().getJsonObject("counts");
        counts.forEach(count -> assertThat(counted.getOrDefault(count.getKey(), 0L))
                .isEqualTo(((Number) count.getValue()).longValue()));
        assertThat(lines.stream()
                        .filter(line -> line.getString("kind").equals("memory"))
                        .map(line -> line.getString("id")))
                .doesNotHaveDuplicates();
    }

    @Test
    void export_thatFailsOnItsWay_endsWithAnError() throws Exception {
        ApiUser mo = user("mo");
        mo.add(1, "I like tea.");
        RedisClient redis = RedisClient.create(service.durable.uri("operator"));
        try (var connection = redis.connect()) {
            connection.sync().set("{mo}:said", "no stream");
        } finally {
            redis.shutdown();
        }
        HttpResponse<String> response = mo.send(1, "GET", "/v1/me/export", "");
        assertThat(response.statusCode()).isEqualTo(200);
        List<JsonObject> lines = response.body().lines().map(JsonObject::new).toList();
        assertThat(lines)
                .extracting(line -> line.getString("kind"))
                .containsExactly("export", "memory", "trait", "error");
        assertThat(lines.getLast().getString("code")).isEqualTo("internal");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "GET|/v1/memories/ID|",
                "GET|/v1/memories/ID/history|",
                "PATCH|/v1/memories/ID|{\"text\":\"I live in Rome.\"}",
                "DELETE|/v1/memories/ID|",
                "POST|/v1/undo|{\"turn\":\"ID\"}",
                "GET|/v1/conversations/ID/messages|",
                "DELETE|/v1/conversations/ID|"
            })
    void otherUsersIds_areAsUnknownAsThoseOfNobody(String method, String path, String body) throws Exception {
        ApiUser ida = user("ida");
        String stream = ida.talk()
                .say(1, "I live in Paris.")
                .response()
                .headers()
                .firstValue("x-stream-id")
                .orElseThrow();
        JsonObject memory = ida.get(1, "/v1/memories").getJsonArray("memories").getJsonObject(0);
        String conversation = ida.get(1, "/v1/me").getString("conversation");
        String id = path.startsWith("/v1/memories")
                ? memory.getString("id")
                : path.equals("/v1/undo") ? stream : conversation;

        ApiUser jo = user("jo");
        assertThat(problem(jo, method, path, body, id))
                .isEqualTo(problem(jo, method, path, body, id.replace('_', 'x')));
        assertThat(ida.traits(1)).containsExactly("home=Paris");
        assertThat(ida.get(1, "/v1/conversations/" + conversation + "/messages").getJsonArray("messages"))
                .isNotEmpty();
    }

    private static String problem(ApiUser user, String method, String path, String body, String id) throws Exception {
        HttpResponse<String> response =
                user.send(1, method, path.replace("ID", id), body == null ? "" : body.replace("ID", id));
        assertThat(response.statusCode()).isEqualTo(404);
        JsonObject problem = new JsonObject(response.body());
        problem.remove("instance");
        return problem.encode().replace(id, "ID");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "GET|/v1/memories?limit=0||limit: 0 (expected: a whole number from 1 to 200)",
                "GET|/v1/memories?limit=201||limit: 201 (expected: a whole number from 1 to 200)",
                "GET|/v1/memories?limit=1&limit=2||limit: more than one (expected: one)",
                "GET|/v1/memories?limt=1||limt: unknown parameter (expected: one of [after, limit, status])",
                "GET|/v1/memories?after=x||after: x (expected: what a page before said is next)",
                "GET|/v1/memories?status=old||status: old (expected: current, superseded or all)",
                "GET|/v1/conversations?after=1-0||after: 1-0 (expected: what a page before said is next)",
                "GET|/v1/traits?x=1||x: unknown parameter (expected: none)",
                "POST|/v1/memories|{}|#/text: missing (expected: a text)",
                "POST|/v1/memories|{\"text\":\" \"}|#/text: empty (expected: a text)",
                "POST|/v1/memories|{\"text\":\"a\",\"id\":1}|#/id: unknown field (expected: one of [text])",
                "POST|/v1/memories|{\"text\":\"\\ud800\"}|#/text: half of a surrogate pair (expected: valid Unicode)",
                "PATCH|/v1/memories/m_1|[]|#: ARRAY (expected: one JSON object)",
                "POST|/v1/memories/search|{\"query\":\"a\",\"limit\":51}|#/limit: 51 (expected: a whole number from 1 to 50)",
                "POST|/v1/memories/search|{\"limit\":5}|#/query: missing (expected: a text)",
                "POST|/v1/undo|{\"turn\":7}|#/turn: NUMBER (expected: a text)",
                "PUT|/v1/traits/shoe.size|{\"value\":\"7\"}|attribute: shoe.size (expected: one of [age, ",
                "PUT|/v1/traits/favourite.Tea|{\"value\":\"7\"}|attribute: favourite.Tea (expected: one of [age, ",
                "PUT|/v1/traits/home|{\"value\":\"\"}|#/value: empty (expected: a text)"
            })
    void wrongRequest_isNamed(String method, String path, String body, String detail) throws Exception {
        HttpResponse<String> response = user("kim").send(1, method, path, body == null ? "" : body);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(400);
        assertThat(new JsonObject(response.body()).getString("detail")).startsWith(detail);
    }

    @Test
    void textOverTheLimit_isRefused_andNobodyIsServedWithoutASession() throws Exception {
        ApiUser lea = user("lea");
        assertThat(lea.send(1, "POST", "/v1/memories", text("a".repeat(8_193)).encode())
                        .statusCode())
                .isEqualTo(413);
        assertThat(lea.send(
                                1,
                                "PUT",
                                "/v1/traits/home",
                                new JsonObject().put("value", "a".repeat(257)).encode())
                        .statusCode())
                .isEqualTo(413);
        for (String path : List.of("/v1/memories", "/v1/traits", "/v1/conversations", "/v1/me/export")) {
            assertThat(service.send(service.request(1, path).GET()).statusCode())
                    .isEqualTo(401);
        }
    }
}
