package dev.rapport.loadtest.proxy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.util.Objects;

/** How a proxy is steered: GET, POST and DELETE {@code /faults}, DELETE {@code /faults/name}, GET {@code /stats}. */
final class ControlApi {
    /** Largest body; a fault has some 200 bytes. */
    private static final int BODY_SIZE_MAX = 16 << 10;

    private static final String FAULTS = "/faults";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final FaultProxy proxy;

    ControlApi(FaultProxy proxy) {
        this.proxy = proxy;
    }

    void handle(HttpServerRequest request) {
        String path = Objects.requireNonNullElse(request.path(), "");
        String name = path.startsWith(FAULTS + "/") ? path.substring(FAULTS.length() + 1) : "";
        switch (request.method().name() + " " + (name.isEmpty() ? path : FAULTS + "/*")) {
            case "GET /faults" -> answer(request, 200, faults());
            case "POST /faults" -> post(request);
            case "DELETE /faults" -> after(request, proxy.removeAll());
            case "DELETE /faults/*" ->
                proxy.remove(name)
                        .onSuccess(removed -> {
                            if (removed) {
                                answer(request, 200, faults());
                            } else {
                                answer(request, 404, error("fault: " + name + " (expected: the name of a fault)"));
                            }
                        })
                        .onFailure(cause -> answer(request, 500, error(String.valueOf(cause.getMessage()))));
            case "GET /stats" -> answer(request, 200, proxy.stats());
            default ->
                answer(
                        request,
                        404,
                        error("route: " + request.method().name() + " " + path + " (expected: "
                                + "GET, POST or DELETE /faults, DELETE /faults/NAME, or GET /stats)"));
        }
    }

    private void post(HttpServerRequest request) {
        Buffer body = Buffer.buffer();
        request.handler(part -> {
            if (body.length() <= BODY_SIZE_MAX) { // the rest is thrown away, so that the client hears the error
                body.appendBuffer(part);
            }
        });
        request.endHandler(complete -> {
            if (body.length() > BODY_SIZE_MAX) {
                answer(request, 413, error("body: larger than " + BODY_SIZE_MAX + " bytes"));
                return;
            }
            try {
                after(request, proxy.put(FaultSpec.fromJson(JSON.readTree(body.toString()))));
            } catch (JsonProcessingException e) {
                answer(request, 400, error("body: no JSON (expected: a fault as JSON)"));
            } catch (IllegalArgumentException e) {
                answer(request, 400, error(String.valueOf(e.getMessage())));
            }
        });
    }

    private void after(HttpServerRequest request, Future<Void> change) {
        change.onSuccess(done -> answer(request, 200, faults()))
                .onFailure(cause -> answer(request, 500, error(String.valueOf(cause.getMessage()))));
    }

    private ObjectNode faults() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        ArrayNode list = json.putArray("faults");
        proxy.faults().forEach(fault -> list.add(fault.toJson()));
        return json;
    }

    private static ObjectNode error(String message) {
        return JsonNodeFactory.instance.objectNode().put("error", message);
    }

    private static void answer(HttpServerRequest request, int status, JsonNode body) {
        request.response()
                .setStatusCode(status)
                .putHeader("content-type", "application/json")
                .end(body.toString());
    }
}
