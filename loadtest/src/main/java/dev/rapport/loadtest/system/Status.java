package dev.rapport.loadtest.system;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.rapport.loadtest.system.ServiceUnderTest.Part;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What runs, as Rapport's supervisor writes it into {@code run/status.json} at each change.
 *
 * @param supervisor its process id
 * @param url where NGINX is reached from this machine
 * @param parts in the order of their start
 */
public record Status(long supervisor, URI url, List<PartStatus> parts) {
    private static final JsonMapper MAPPER = new JsonMapper();

    /**
     * One part.
     *
     * @param kind as in {@link Part#kind}
     * @param pid 0 while it does not run
     * @param restarts starts beyond the first
     */
    public record PartStatus(String name, String kind, long pid, int port, int restarts, boolean ready) {}

    /**
     * The file's content; empty if there is no such file or no supervisor wrote it.
     *
     * @param file which the supervisor replaces whole, so half of one is never seen
     */
    public static Optional<Status> read(Path file) {
        try {
            return Files.isRegularFile(file) ? parse(Files.readString(file)) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty(); // the supervisor took it away at this moment: nothing runs
        }
    }

    static Optional<Status> parse(String json) throws IOException {
        JsonNode status = MAPPER.readTree(json);
        if (!status.path("supervisor").isIntegralNumber()
                || !status.path("parts").isArray()) {
            return Optional.empty();
        }
        List<PartStatus> parts = new ArrayList<>();
        for (JsonNode part : status.path("parts")) {
            parts.add(new PartStatus(
                    part.path("name").asText(),
                    part.path("kind").asText().toLowerCase(Locale.ROOT),
                    part.path("pid").asLong(),
                    part.path("port").asInt(),
                    part.path("restarts").asInt(),
                    part.path("ready").asBoolean()));
        }
        return Optional.of(new Status(
                status.path("supervisor").asLong(),
                URI.create(status.path("local_url").asText()),
                List.copyOf(parts)));
    }

    boolean isReady() {
        return !parts.isEmpty() && parts.stream().allMatch(PartStatus::ready);
    }

    /** The processes as they are to be watched, the supervisor among them. */
    public List<Part> watched() {
        List<Part> watched = new ArrayList<>();
        for (PartStatus part : parts) {
            watched.add(new Part(part.name(), part.kind(), part.pid(), metrics(part)));
        }
        watched.add(new Part("supervisor", "supervisor", supervisor, null));
        return watched;
    }

    private static @Nullable URI metrics(PartStatus part) {
        return part.kind().equals("instance") ? Place.local(part.port()).resolve("/metrics") : null;
    }
}
