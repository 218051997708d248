package dev.rapport.chat.http;

import dev.rapport.llm.config.FromEnvironment;
import dev.rapport.llm.config.GatewayConfig;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.Map;

/**
 * Answers like a provider of OpenAI's protocol, on a port of its own that only this machine reaches, for as long as the
 * rehearsal lasts. It makes the way to the real one run: HTTP client, event decoder, JSON.
 */
final class RehearsalProvider {
    private static final String CHUNK =
            "data: {\"id\":\"r\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"rehearsal\",\"choices\":"
                    + "[{\"index\":0,\"delta\":{%s},\"finish_reason\":%s}],\"usage\":null}\n\n";
    private static final String USAGE =
            "data: {\"id\":\"r\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"rehearsal\",\"choices\":[],"
                    + "\"usage\":{\"prompt_tokens\":5,\"completion_tokens\":2,\"total_tokens\":7}}\n\n";

    private final HttpServer server;

    private RehearsalProvider(HttpServer server) {
        this.server = server;
    }

    static Future<RehearsalProvider> start(Vertx vertx) {
        return vertx.createHttpServer()
                .requestHandler(RehearsalProvider::answer)
                .listen(0, "127.0.0.1")
                .map(RehearsalProvider::new);
    }

    /** Where a gateway finds it. */
    GatewayConfig config() {
        return FromEnvironment.read(Map.of(
                "OPENAI_BASE_URL",
                "http://127.0.0.1:" + server.actualPort() + "/v1",
                "OPENAI_API_KEY",
                "rehearsal",
                "RAPPORT_MODEL",
                "rehearsal"));
    }

    Future<Void> stop() {
        return server.close();
    }

    private static void answer(HttpServerRequest request) {
        request.end()
                .onSuccess(_ -> request.response()
                        .putHeader("content-type", "text/event-stream")
                        .end(String.join(
                                "",
                                List.of(
                                        CHUNK.formatted("\"role\":\"assistant\",\"content\":\"\"", "null"),
                                        CHUNK.formatted("\"content\":\"Hello \"", "null"),
                                        CHUNK.formatted("\"content\":\"there.\"", "null"),
                                        CHUNK.formatted("", "\"stop\""),
                                        USAGE,
                                        "data: [DONE]\n\n"))));
    }
}
