package dev.rapport.chat.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** {@code GET /openapi.yaml}: all routes, described (OpenAPI 3.1). A route that it lacks is not served, nor one that only it has. */
public final class OpenApi {
    private static final String FILE = "/openapi/openapi.yaml";
    private static final Set<String> METHODS = Set.of("get", "put", "post", "delete", "patch");

    private final Buffer document;
    private final Set<String> operations;

    private OpenApi(Buffer document, Set<String> operations) {
        this.document = document;
        this.operations = operations;
    }

    /**
     * Reads the document; blocks, so call it before the event loops start.
     *
     * @throws UncheckedIOException if it is missing or no YAML: the build is broken
     */
    public static OpenApi load() {
        try (InputStream file = OpenApi.class.getResourceAsStream(FILE)) {
            if (file == null) {
                throw new IOException(FILE + ": missing (expected: in the jar)");
            }
            byte[] document = file.readAllBytes();
            return new OpenApi(Buffer.buffer(document), operations(new YAMLMapper().readTree(document)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Set<String> operations(JsonNode document) {
        Set<String> operations = new TreeSet<>();
        document.path("paths")
                .properties()
                .forEach(path -> path.getValue().fieldNames().forEachRemaining(method -> {
                    if (METHODS.contains(method)) {
                        operations.add(operation(method, path.getKey().replaceAll("\\{(\\w+)}", ":$1")));
                    }
                }));
        return operations;
    }

    private static String operation(String method, String path) {
        return method.toUpperCase(Locale.ROOT) + " " + path;
    }

    void serve(RoutingContext context) {
        context.response().putHeader("content-type", "application/yaml").end(document);
    }

    /**
     * Compares the document with what is served.
     *
     * @throws IllegalStateException if a route is in one of them only; the message names it
     */
    void check(Router router) {
        Set<String> served = router.getRoutes().stream()
                .filter(route -> route.getPath() != null)
                .flatMap(OpenApi::operations)
                .collect(Collectors.toCollection(TreeSet::new));
        if (!served.equals(operations)) {
            Set<String> undescribed = new TreeSet<>(served);
            undescribed.removeAll(operations);
            Set<String> unserved = new TreeSet<>(operations);
            unserved.removeAll(served);
            throw new IllegalStateException("routes that " + FILE + " lacks: " + undescribed
                    + ", routes that only it has: " + unserved + " (expected: none)");
        }
    }

    private static Stream<String> operations(Route route) {
        String path = String.valueOf(route.getPath());
        return route.methods().stream().map(HttpMethod::name).map(method -> operation(method, path));
    }
}
