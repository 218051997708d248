package dev.rapport.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What runs, as the supervisor writes it into {@code run/status.json} at each change.
 *
 * @param supervisor its process id
 * @param since its start
 * @param url what clients call
 * @param localUrl where NGINX is reached from this machine
 * @param instances number of chat instances
 * @param loops event loops in each
 * @param parts in the order of their start
 */
record Status(
        long supervisor, Instant since, String url, String localUrl, int instances, int loops, List<PartStatus> parts) {
    Status {
        parts = List.copyOf(parts);
    }

    boolean isReady() {
        return !parts.isEmpty() && parts.stream().allMatch(PartStatus::ready);
    }

    void write(Path file) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("supervisor", supervisor);
        json.put("since", since.toString());
        json.put("url", url);
        json.put("local_url", localUrl);
        json.put("instances", instances);
        json.put("loops", loops);
        json.put("parts", parts.stream().map(PartStatus::toJson).toList());
        StateFolder.write(file, Json.write(json));
    }

    /** Reads it; empty if there is none, or one that no supervisor of this version wrote. */
    static Optional<Status> read(Path file) {
        try {
            Map<String, Object> json = Json.readObject(Files.readString(file));
            if (!(json.get("parts") instanceof List<?> parts) || !(json.get("supervisor") instanceof Long supervisor)) {
                return Optional.empty();
            }
            return Optional.of(new Status(
                    supervisor,
                    Instant.parse(String.valueOf(json.get("since"))),
                    String.valueOf(json.get("url")),
                    String.valueOf(json.get("local_url")),
                    json.get("instances") instanceof Long instances ? instances.intValue() : 0,
                    json.get("loops") instanceof Long loops ? loops.intValue() : 0,
                    parts.stream()
                            .map(part -> PartStatus.ofJson((Map<?, ?>) part))
                            .toList()));
        } catch (NoSuchFileException _) {
            return Optional.empty();
        } catch (IOException | DateTimeException | ClassCastException | IllegalArgumentException _) {
            return Optional.empty();
        }
    }
}
