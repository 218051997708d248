package dev.rapport.loadtest.lint;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.rapport.loadtest.record.Json;
import dev.rapport.loadtest.report.Report;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The contradictions of a report in a file. The rules compute them from the file's numbers; none knows whose they are.
 */
public final class Lint {
    private static final YAMLMapper YAML = mapper();

    private Lint() {}

    private static YAMLMapper mapper() {
        YAMLMapper mapper = YAMLMapper.builder()
                .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
                .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .build();
        JsonSetter.Value empty = JsonSetter.Value.forValueNulls(Nulls.AS_EMPTY);
        for (Class<?> type : List.of(List.class, Map.class, String.class)) {
            mapper.configOverride(type).setSetterInfo(empty);
        }
        return mapper;
    }

    /**
     * Of a published report.
     *
     * @param file YAML, a {@link Published}
     * @throws IOException if it cannot be read or is not one; the message names the file
     */
    public static List<Contradiction> published(Path file) throws IOException {
        return check(read(file));
    }

    /** A published report's data. */
    public static Published read(Path file) throws IOException {
        try {
            return YAML.readValue(file.toFile(), Published.class);
        } catch (JsonProcessingException e) {
            throw new IOException(file + ": " + e.getMessage() + " (expected: a published report as YAML)", e);
        }
    }

    /** Of a report of ours, its {@code report.json}. */
    public static List<Contradiction> ours(Path file) throws IOException {
        try {
            return Laws.check(Json.MAPPER.readValue(file.toFile(), Report.class));
        } catch (JsonProcessingException e) {
            throw new IOException(file + ": " + e.getMessage() + " (expected: a report.json)", e);
        }
    }

    /** In the order of the rules. */
    public static List<Contradiction> check(Published report) {
        List<Contradiction> found = new ArrayList<>();
        found.addAll(CountRules.check(report));
        found.addAll(PacingRules.check(report));
        found.addAll(ResourceRules.check(report));
        found.addAll(ScalingRules.check(report));
        found.addAll(ClaimRules.check(report));
        found.addAll(TestRules.check(report));
        return List.copyOf(found);
    }
}
