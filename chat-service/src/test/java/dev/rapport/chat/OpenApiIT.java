package dev.rapport.chat;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.openapi.contract.OpenAPIContract;
import io.vertx.openapi.mediatype.ContentAnalyserFactory;
import io.vertx.openapi.mediatype.MediaTypePredicate;
import io.vertx.openapi.mediatype.MediaTypeRegistry;
import io.vertx.openapi.mediatype.impl.DefaultMediaTypeRegistration;
import io.vertx.openapi.validation.ResponseValidator;
import io.vertx.openapi.validation.ValidatableResponse;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What {@code /openapi.yaml} says against what the service takes and answers. */
@Timeout(120)
class OpenApiIT {
    @TempDir
    private static Path folder;

    private static Vertx vertx;
    private static OpenAPIContract contract;
    private static ResponseValidator validator;
    private static RunningService service;

    @BeforeAll
    static void start() throws Exception {
        vertx = Vertx.vertx();
        JsonObject document = new JsonObject(Operation.document().toString());
        document.remove("servers"); // the validator does not take relative ones, OpenAPI does
        contract = OpenAPIContract.builder(vertx)
                .setContract(document)
                .mediaTypeRegistry(mediaTypes())
                .build()
                .toCompletionStage()
                .toCompletableFuture()
                .get(30, TimeUnit.SECONDS); // fails if it is no OpenAPI 3.1
        validator = ResponseValidator.create(vertx, contract);
        service = new RunningService(folder, 1);
        service.begin(1, "ada").say(1, "My sister lives in Porto.");
    }

    private static MediaTypeRegistry mediaTypes() {
        return MediaTypeRegistry.createDefault()
                .register(new DefaultMediaTypeRegistration(
                        MediaTypePredicate.ofExactTypes("application/problem+json", "application/jwk-set+json"),
                        ContentAnalyserFactory.json()))
                .register(new DefaultMediaTypeRegistration(
                        MediaTypePredicate.ofExactTypes(
                                "text/event-stream", "application/yaml", "application/x-ndjson"),
                        ContentAnalyserFactory.noop()));
    }

    @AfterAll
    static void stop() throws Exception {
        service.close();
        vertx.close();
    }

    static Stream<Operation> all() throws IOException {
        return Operation.all().stream();
    }

    static Stream<Operation> withBody() throws IOException {
        return all().filter(Operation::json);
    }

    @Test
    void document_isServedAsItStandsHere() throws Exception {
        HttpResponse<String> response = service.send(service.request(1, "/openapi.yaml"));

        assertThat(response.headers().firstValue("content-type")).hasValue("application/yaml");
        assertThat(response.body()).startsWith("openapi: 3.1.0");
    }

    @ParameterizedTest
    @MethodSource("all")
    void operation_askedWellAndBadly_answersInOneOfItsForms(Operation operation) throws Exception {
        HttpRequest.BodyPublisher body =
                operation.json() ? RunningService.json(Bodies.of(operation)) : BodyPublishers.noBody();
        HttpResponse<String> good = ask(operation, body, service.begin(1, "ada").token); // one that may be ended
        HttpResponse<String> unsigned = ask(operation, body, "none");

        assertForm(operation, good);
        assertForm(operation, unsigned);
        assertThat(unsigned.statusCode() == 401).as("401 without a session").isEqualTo(!operation.open());
    }

    private static void assertForm(Operation operation, HttpResponse<String> response) throws Exception {
        assertThat(response.statusCode()).as(response.body()).isNotIn(405, 500);
        String type = response.headers().firstValue("content-type").orElse("");
        if (!type.matches("application/(problem\\+|jwk-set\\+)?json.*")) {
            return; // events and files are looked at in tests of their own
        }
        Map<String, String> headers = response.headers().map().entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, header -> header.getValue().getFirst()));
        validator
                .validate(
                        ValidatableResponse.create(
                                response.statusCode(), headers, Buffer.buffer(response.body()), type),
                        operation.id())
                .toCompletionStage()
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS);
    }

    @ParameterizedTest
    @MethodSource("withBody")
    void body_thatTheDocumentForbids_isRefused(Operation operation) throws Exception {
        String token = service.begin(1, "ada").token; // another operation ends all of them
        for (JsonObject wrong : wrong(operation)) {
            HttpResponse<String> response = ask(operation, RunningService.json(wrong), token);

            assertThat(response.statusCode())
                    .as("%s: %s", wrong, response.body())
                    .isEqualTo(400);
            assertForm(operation, response);
        }
    }

    /* From the schema: without what is required, with what nobody knows, and with each field of a type that it is not. */
    private static List<JsonObject> wrong(Operation operation) throws IOException {
        JsonNode schema = schema(operation);
        JsonObject good = Bodies.of(operation);
        List<JsonObject> wrong = new ArrayList<>();
        schema.path("required").forEach(name -> {
            JsonObject without = good.copy();
            without.remove(name.asText());
            wrong.add(without);
        });
        if (schema.has("additionalProperties")) {
            wrong.add(good.copy().put("nobody knows", "this"));
        }
        schema.path("properties").properties().forEach(property -> {
            boolean object = property.getValue().path("type").toString().contains("object");
            Object other = object ? new JsonArray().add("this") : new JsonObject().put("not", "this");
            wrong.add(good.copy().put(property.getKey(), other));
        });
        return wrong;
    }

    private static JsonNode schema(Operation operation) throws IOException {
        JsonNode document = Operation.document();
        String reference = document.path("paths")
                .path(operation.path())
                .path(operation.method().toLowerCase(java.util.Locale.ROOT))
                .at("/requestBody/content/application~1json/schema/$ref")
                .asText();
        return document.at(reference.substring(1));
    }

    private static HttpResponse<String> ask(Operation operation, HttpRequest.BodyPublisher body, String token)
            throws Exception {
        return service.send(service.request(1, operation.path(kind -> kind.equals("model") ? "default" : "gen_none"))
                .header("authorization", "Bearer " + token)
                .method(operation.method(), body));
    }
}
