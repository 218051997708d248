package dev.rapport.chat;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every operation against everybody who may not use it, and every id against everybody whose it is not: made from the route
 * table, so a new route is in it, and a new kind of id fails it until somebody says what one of another user's is.
 */
@Timeout(120)
class OwnershipIT {
    /** Attributes are words that all have for themselves: to set one makes it for who sets it, whoever else has it. */
    private static final String MAKES_ONES_OWN = "setTrait";

    /** Ids that belong to nobody; the rest belongs to its user. */
    private static final List<String> EVERYBODYS = List.of("model");

    @TempDir
    private static Path folder;

    private static RunningService service;
    private static String mine;
    private static String ended;
    private static String erased;

    /** By kind: one of another user's, and one that never was. */
    private static Map<String, List<String>> ids;

    @BeforeAll
    static void start() throws Exception {
        service = new RunningService(folder, 1);
        mine = service.begin(1, "ada").token;
        RunningService.Talk ends = service.begin(1, "ada");
        ended = ends.token;
        ends.end(1);
        RunningService.Talk carl = service.begin(1, "carl");
        erased = carl.token;
        carl.say(1, "I live in Graz.").done();
        HttpResponse<String> receipt = service.send(service.request(1, "/v1/me/erasure")
                .header("authorization", "Bearer " + erased)
                .POST(RunningService.json(new JsonObject().put("confirm", "carl"))));
        assertThat(receipt.statusCode()).as(receipt.body()).isEqualTo(200);
        ids = theirs(service.begin(1, "bob"));
    }

    private static Map<String, List<String>> theirs(RunningService.Talk bob) throws Exception {
        RunningService.Answer answer = bob.say(1, "My sister lives in Porto.");
        String stream = answer.response().headers().firstValue("x-stream-id").orElseThrow();
        String memory = answer.done().getJsonArray("learned").getString(0);
        String conversation = answer.done().getString("conversation");
        return Map.of(
                "stream", List.of(stream, "gen_AAAAAAAAAAAAAAAAAAAA"),
                "memory", List.of(memory, "m_0000000000000000"),
                "attribute", List.of("family.sister.home", "family.brother.home"),
                "conversation", List.of(conversation, "c_AAAAAAAAAAAAAAAA"));
    }

    @AfterAll
    static void stop() throws Exception {
        service.close();
    }

    static Stream<Operation> closed() throws IOException {
        return Operation.all().stream().filter(operation -> !operation.open());
    }

    static Stream<Operation> withIds() throws IOException {
        return closed().filter(operation -> !EVERYBODYS.containsAll(operation.parameters()))
                .filter(operation -> !operation.id().equals(MAKES_ONES_OWN));
    }

    @ParameterizedTest
    @MethodSource("closed")
    void operation_byWhomWeDoNotKnow_isRefusedInTheSameWords(Operation operation) throws Exception {
        HttpResponse<String> without = ask(operation, operation.path(kind -> "x"), "");
        HttpResponse<String> another = ask(operation, operation.path(kind -> "x"), "Bearer " + mine.replace('.', '-'));
        HttpResponse<String> over = ask(operation, operation.path(kind -> "x"), "Bearer " + ended);

        HttpResponse<String> gone = ask(operation, operation.path(kind -> "x"), "Bearer " + erased);

        for (HttpResponse<String> refused : List.of(without, another, over, gone)) {
            assertThat(refused.statusCode()).as(refused.body()).isEqualTo(401);
            assertThat(new JsonObject(refused.body()).getString("type")).endsWith("#not_authenticated");
        }
    }

    @ParameterizedTest
    @MethodSource("withIds")
    void operation_onWhatIsAnothers_answersAsIfItWereNot(Operation operation) throws Exception {
        String theirs = operation.path(kind -> ids(kind).getFirst());
        String nobodys = operation.path(kind -> ids(kind).getLast());

        HttpResponse<String> foreign = ask(operation, theirs, "Bearer " + mine);
        HttpResponse<String> unknown = ask(operation, nobodys, "Bearer " + mine);

        assertThat(foreign.statusCode()).as(foreign.body()).isEqualTo(404);
        assertThat(unknown.statusCode()).as(unknown.body()).isEqualTo(404);
        assertThat(impersonal(operation, foreign)).isEqualTo(impersonal(operation, unknown));
        assertThat(foreign.headers().map().keySet())
                .isEqualTo(unknown.headers().map().keySet());
    }

    /* Ids that are not in the path, but in the body. */
    @ParameterizedTest
    @CsvSource({"chat,conversation,conversation", "undo,turn,stream"})
    void body_thatNamesWhatIsAnothers_answersAsIfItWereNot(String id, String field, String kind) throws Exception {
        Operation operation = Operation.all().stream()
                .filter(one -> one.id().equals(id))
                .findFirst()
                .orElseThrow();
        List<HttpResponse<String>> responses = new ArrayList<>();
        for (String named : ids(kind)) {
            responses.add(service.send(service.request(1, operation.path())
                    .header("authorization", "Bearer " + mine)
                    .method(
                            operation.method(),
                            RunningService.json(Bodies.of(operation).put(field, named)))));
        }

        assertThat(responses)
                .allSatisfy(response -> assertThat(response.statusCode()).isEqualTo(404));
        assertThat(new JsonObject(responses.getFirst().body())
                        .getString("detail")
                        .replace(ids(kind).getFirst(), "ID"))
                .isEqualTo(new JsonObject(responses.getLast().body())
                        .getString("detail")
                        .replace(ids(kind).getLast(), "ID"));
    }

    private static List<String> ids(String kind) {
        List<String> known = ids.get(kind);
        if (known == null) {
            throw new AssertionError("ids of the kind " + kind + ": none (expected: a row in theirs())");
        }
        return known;
    }

    /* Without the id itself, and without the request's. */
    private static String impersonal(Operation operation, HttpResponse<String> response) {
        String body = new JsonObject(response.body()).putNull("instance").encode();
        for (String kind : operation.parameters()) {
            for (String id : ids(kind)) {
                body = body.replace(id, "ID");
            }
        }
        return body;
    }

    private static HttpResponse<String> ask(Operation operation, String path, String authorization) throws Exception {
        HttpRequest.Builder request = service.request(1, path);
        if (!authorization.isEmpty()) {
            request.header("authorization", authorization);
        }
        return service.send(request.method(
                operation.method(),
                operation.json() ? RunningService.json(Bodies.of(operation)) : BodyPublishers.noBody()));
    }
}
