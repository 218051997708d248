package dev.rapport.chat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One operation of {@code /openapi.yaml}. The service does not start with a route that the document lacks, so these are all.
 *
 * @param id its {@code operationId}
 * @param method in capitals
 * @param path with its parameters in braces
 * @param open whether it needs no session
 * @param json whether it takes a JSON body
 */
record Operation(String id, String method, String path, boolean open, boolean json) {
    private static final Set<String> METHODS = Set.of("get", "put", "post", "delete", "patch");
    private static final Pattern PARAMETER = Pattern.compile("\\{(\\w+)}");

    static JsonNode document() throws IOException {
        try (InputStream file = Operation.class.getResourceAsStream("/openapi/openapi.yaml")) {
            return new YAMLMapper().readTree(file);
        }
    }

    static List<Operation> all() throws IOException {
        List<Operation> all = new ArrayList<>();
        document()
                .path("paths")
                .properties()
                .forEach(path -> path.getValue().properties().stream()
                        .filter(entry -> METHODS.contains(entry.getKey()))
                        .forEach(entry -> all.add(new Operation(
                                entry.getValue().path("operationId").asText(),
                                entry.getKey().toUpperCase(Locale.ROOT),
                                path.getKey(),
                                entry.getValue().has("security"),
                                entry.getValue().at("/requestBody/content").has("application/json")))));
        return all;
    }

    /** Of the path. */
    List<String> parameters() {
        return PARAMETER.matcher(path).results().map(found -> found.group(1)).toList();
    }

    /** The path with a value for each parameter. */
    String path(UnaryOperator<String> value) {
        return PARAMETER.matcher(path).replaceAll(found -> Matcher.quoteReplacement(value.apply(found.group(1))));
    }

    @Override
    public String toString() {
        return method + " " + path;
    }
}
