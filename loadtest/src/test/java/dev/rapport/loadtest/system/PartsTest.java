package dev.rapport.loadtest.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rapport.loadtest.profile.Profile.Part;
import dev.rapport.loadtest.profile.Profile.ProviderSetup;
import dev.rapport.loadtest.profile.SystemSetup;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a service is asked before a run: a service of this test answers. */
class PartsTest {
    private final Vertx vertx = Vertx.vertx();

    @TempDir
    Path folder;

    @AfterEach
    void closeVertx() {
        vertx.close().await();
    }

    /** A service with these routes and their statuses; everything else is not found. */
    private URI serve(Map<String, Integer> routes) {
        HttpServer server = vertx.createHttpServer()
                .requestHandler(request -> request.response()
                        .setStatusCode(routes.getOrDefault(request.path(), 404))
                        .end("{\"status\":\"up\",\"encryption\":\"on\"}"));
        return Place.local(server.listen(0, "127.0.0.1").await().actualPort());
    }

    private static ServiceUnderTest service(URI target) {
        return new ServiceUnderTest(
                target,
                "key",
                null,
                List.of(new ServiceUnderTest.Part("chat-1", "instance", 0, target.resolve("/metrics"))));
    }

    @Test
    void missing_routesThatAreNotFound_areMissing() throws Exception {
        ServiceUnderTest service = service(serve(Map.of("/health", 200)));

        assertThat(Parts.missing(service, EnumSet.allOf(Part.class))).containsExactly(Part.WEBSOCKET, Part.MEMORY_API);
    }

    @Test
    void missing_routesThatRefuseUs_areThere() throws Exception {
        ServiceUnderTest service = service(serve(Map.of("/v1/memories", 401, "/chat-ws", 401)));

        assertThat(Parts.missing(service, EnumSet.of(Part.WEBSOCKET, Part.MEMORY_API)))
                .isEmpty();
    }

    @Test
    void missing_upgradeThatSucceeds_isThere() throws Exception {
        HttpServer server = vertx.createHttpServer().webSocketHandler(socket -> {});
        URI target = Place.local(server.listen(0, "127.0.0.1").await().actualPort());

        assertThat(Parts.missing(service(target), EnumSet.of(Part.WEBSOCKET))).isEmpty();
    }

    @Test
    void missing_nothingListens_namesThePage() {
        ServiceUnderTest service = service(URI.create("http://127.0.0.1:1"));

        assertThatThrownBy(() -> Parts.missing(service, EnumSet.of(Part.MEMORY_API)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("http://127.0.0.1:1/v1/memories");
    }

    @Test
    void notPresent_two_areNamedAsInProfiles() {
        assertThat(Parts.notPresent(Set.of(Part.MEMORY_API))).isEqualTo("not present: memory_api");
    }

    @Test
    void bringUp_givenTarget_isTakenAsItIsButOnlyOnce() throws Exception {
        Path key = Files.writeString(folder.resolve("key"), "secret\n");
        URI target = serve(Map.of("/health/live", 200));
        GivenTarget given = new GivenTarget(target, key, null, List.of(target.resolve("/metrics")));

        ServiceUnderTest service = given.bringUp(SystemSetup.DEFAULT, new ProviderSetup(Map.of()));

        assertThat(service)
                .isEqualTo(new ServiceUnderTest(
                        target,
                        "secret",
                        null,
                        List.of(new ServiceUnderTest.Part("chat-1", "instance", 0, target.resolve("/metrics")))));
        assertThatThrownBy(() ->
                        given.bringUp(new SystemSetup(1, 1, Map.of(), Duration.ZERO), new ProviderSetup(Map.of())))
                .hasMessageContaining("--target: ");
    }

    @Test
    void bringUp_givenTargetThatIsNotLive_saysItsStatus() throws Exception {
        Path key = Files.writeString(folder.resolve("key"), "secret\n");
        GivenTarget given = new GivenTarget(serve(Map.of("/health/live", 503)), key, null, List.of());

        assertThatThrownBy(() -> given.bringUp(SystemSetup.DEFAULT, new ProviderSetup(Map.of())))
                .hasMessageContaining("/health/live with status 503 (expected: 200)");
    }
}
