package dev.rapport.loadtest.system;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Counts the audit records of a running topology, with {@code ./rapport audit}, which also checks their chains. */
final class AuditCount {
    /** It reads every record: 100,000 took some seconds. */
    private static final Duration TIME_MAX = Duration.ofMinutes(3);

    private static final Pattern SUM = Pattern.compile("audit: (\\d+) records in ");

    private final Place place;
    private final Map<String, String> environment;
    private final Priority priority;

    /** @param priority of this process, which the counting must not inherit */
    AuditCount(Place place, Map<String, String> environment, Priority priority) {
        this.priority = priority;
        this.place = place;
        this.environment = Map.copyOf(environment);
    }

    /** @throws IOException if they cannot be read or a chain is broken; the message has what the tool said */
    long read() throws IOException, InterruptedException {
        Shell.Result result =
                Shell.run(priority.asUsual(List.of(place.command().toString(), "audit")), environment, TIME_MAX);
        OptionalLong records = parse(result.output());
        if (result.exit() != 0 || records.isEmpty()) {
            throw new IOException("The audit is broken or cannot be read: " + result.tail());
        }
        return records.getAsLong();
    }

    /** The number in the tool's first line; empty if it is not there. */
    static OptionalLong parse(String output) {
        Matcher matcher = SUM.matcher(output);
        return matcher.find() ? OptionalLong.of(Long.parseLong(matcher.group(1))) : OptionalLong.empty();
    }
}
