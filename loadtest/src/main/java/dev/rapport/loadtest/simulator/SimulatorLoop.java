package dev.rapport.loadtest.simulator;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.List;

/** One event loop of the simulated provider: its server and its routes. */
final class SimulatorLoop extends VerticleBase {
    /** Records in one write; some 80 KB, made in about a millisecond. */
    private static final int RECORDS_AT_ONCE = 500;

    private final SimulatorSettings settings;
    private final int port;
    private final Shared shared;
    private int portBound;

    /** What all loops of a simulator have in common. */
    record Shared(RateLimits limits, Places places, RequestLog log) {}

    SimulatorLoop(SimulatorSettings settings, int port, Shared shared) {
        this.settings = settings;
        this.port = port;
        this.shared = shared;
    }

    /** The port, once deployed. */
    int portBound() {
        return portBound;
    }

    @Override
    public Future<HttpServer> start() {
        ChatRoute chat = new ChatRoute(settings, shared, context);
        return vertx.createHttpServer()
                .requestHandler(request -> route(chat, request))
                .listen(port, settings.host())
                .onSuccess(server -> portBound = server.actualPort());
    }

    private void route(ChatRoute chat, HttpServerRequest request) {
        switch (request.method().name() + " " + request.path()) {
            case "POST /v1/chat/completions" -> chat.handle(request);
            case "GET /v1/models" -> json(request, 200, models().toString());
            case "GET /sim/stats" -> json(request, 200, stats().toString());
            case "GET /sim/requests" -> requests(request);
            case "POST /sim/reset" -> {
                shared.log().reset();
                shared.places().reset();
                shared.limits().reset();
                request.response().setStatusCode(204).end();
            }
            default ->
                json(
                        request,
                        404,
                        Frames.error(
                                "No such route: " + request.method().name() + " " + request.path(),
                                "invalid_request_error",
                                null,
                                "not_found"));
        }
    }

    private static void json(HttpServerRequest request, int status, String body) {
        request.response()
                .setStatusCode(status)
                .putHeader("content-type", "application/json")
                .end(body);
    }

    private static ObjectNode models() {
        ObjectNode list = JsonNodeFactory.instance.objectNode().put("object", "list");
        ArrayNode data = list.putArray("data");
        for (String model : Fault.models()) {
            data.addObject()
                    .put("id", model)
                    .put("object", "model")
                    .put("created", 0)
                    .put("owned_by", "rapport-loadtest");
        }
        return list;
    }

    private ObjectNode stats() {
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("name", SimulatorSettings.NAME)
                .put("description", settings.describe());
        json.set("parameters", settings.toJson());
        shared.places().addTo(json);
        shared.limits().addTo(json);
        return json.setAll(shared.log().toJson());
    }

    /** The records as JSON Lines; the next part is made when the one before has left. */
    private void requests(HttpServerRequest request) {
        boolean drain = "true".equals(request.getParam("drain"));
        List<RequestRecord> records =
                drain ? shared.log().drain() : shared.log().records();
        request.response().putHeader("content-type", "application/jsonl").setChunked(true);
        write(request.response(), records, 0);
    }

    private static void write(HttpServerResponse response, List<RequestRecord> records, int from) {
        if (from >= records.size()) {
            response.end();
            return;
        }
        int to = Math.min(records.size(), from + RECORDS_AT_ONCE);
        StringBuilder lines = new StringBuilder();
        for (RequestRecord ended : records.subList(from, to)) {
            lines.append(ended.toJson()).append('\n');
        }
        response.write(Buffer.buffer(lines.toString())).onSuccess(sent -> write(response, records, to));
    }
}
