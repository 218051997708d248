package dev.rapport.launcher;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How a part is.
 *
 * @param name of the part
 * @param kind of the part
 * @param pid 0 while it does not run
 * @param port where it listens
 * @param since when the present process was started, or the last one ended
 * @param restarts how often it was started again
 * @param ready whether its last probe succeeded
 */
record PartStatus(String name, Part.Kind kind, long pid, int port, Instant since, int restarts, boolean ready) {

    static PartStatus notStarted(Part part, Instant now) {
        return new PartStatus(part.name(), part.kind(), 0, part.port(), now, 0, false);
    }

    PartStatus started(long pid, Instant now) {
        return new PartStatus(name, kind, pid, port, now, restarts, false);
    }

    PartStatus ended(Instant now) {
        return new PartStatus(name, kind, 0, port, now, restarts + 1, false);
    }

    PartStatus withReady(boolean ready) {
        return new PartStatus(name, kind, pid, port, since, restarts, ready);
    }

    Map<String, Object> toJson() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("name", name);
        json.put("kind", kind.name());
        json.put("pid", pid);
        json.put("port", port);
        json.put("since", since.toString());
        json.put("restarts", restarts);
        json.put("ready", ready);
        return json;
    }

    static PartStatus ofJson(Map<?, ?> json) {
        return new PartStatus(
                String.valueOf(json.get("name")),
                Part.Kind.valueOf(String.valueOf(json.get("kind"))),
                number(json, "pid"),
                (int) number(json, "port"),
                Instant.parse(String.valueOf(json.get("since"))),
                (int) number(json, "restarts"),
                Boolean.TRUE.equals(json.get("ready")));
    }

    private static long number(Map<?, ?> json, String name) {
        return json.get(name) instanceof Number number ? number.longValue() : 0;
    }
}
