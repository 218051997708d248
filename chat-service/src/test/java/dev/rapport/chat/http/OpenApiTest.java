package dev.rapport.chat.http;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OpenApiTest {
    private Vertx vertx;

    @BeforeEach
    void start() {
        vertx = Vertx.vertx();
    }

    @AfterEach
    void stop() {
        vertx.close();
    }

    @Test
    void check_routeThatTheDocumentLacks_isNamed() {
        Router router = Router.router(vertx);
        router.get("/v1/secrets/:secret").handler(_ -> {});
        router.post("/chat-stream").handler(_ -> {});

        assertThatThrownBy(() -> OpenApi.load().check(router))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("lacks: [GET /v1/secrets/:secret]")
                .hasMessageContaining("DELETE /v1/streams/:stream");
    }
}
