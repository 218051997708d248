package dev.rapport.loadtest.proxy;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** What can go wrong, and the numbers that say how; JSON has the names in lower case. */
enum FaultType {
    /** Bytes are late: {@code latency_ms}, plus or minus up to {@code jitter_ms}; the order stays. */
    LATENCY(Attribute.wanted("latency_ms", 0, 60_000), Attribute.of("jitter_ms", 0, 60_000, 0)),
    /** At most {@code bytes_per_s}. */
    BANDWIDTH(Attribute.wanted("bytes_per_s", 1, 1e10)),
    /** Pieces of at most {@code size} bytes, {@code delay_ms} apart. */
    SLICER(Attribute.wanted("size", 1, 65_536), Attribute.of("delay_ms", 0, 60_000, 0)),
    /** Resets both connections after {@code after_bytes}, or if {@code after_ms} is above 0, after that time. */
    RESET(Attribute.of("after_bytes", 0, 1e12, 0), Attribute.of("after_ms", 0, 3_600_000, 0)),
    /** Ends this direction (FIN) after {@code after_bytes}; the other goes on. */
    HALF_CLOSE(Attribute.of("after_bytes", 0, 1e12, 0)),
    /** Swallows whatever comes after {@code after_bytes}; the connections stay. */
    TIMEOUT(Attribute.of("after_bytes", 0, 1e12, 0)),
    /** Closes both connections after {@code bytes}. */
    LIMIT_DATA(Attribute.wanted("bytes", 0, 1e12)),
    /** Flips one bit of a byte, of each byte with probability {@code per_byte}. */
    CORRUPT(Attribute.wanted("per_byte", 0, 1)),
    /** Lets {@code bytes} of the reply through and resets the client at the next: the request arrived, the reply is lost. */
    DROP_REPLY_AFTER(Attribute.of("bytes", 0, 1e12, 0)),
    /** Refuses connections, and closes those there are. */
    DOWN,
    /** Leaves out event {@code event} of each event stream, from 0, comments not counted. */
    SSE_DROP(Attribute.wanted("event", 0, 1e9)),
    /** Sends event {@code event} twice. */
    SSE_DUPLICATE(Attribute.wanted("event", 0, 1e9)),
    /** Sends event {@code event} after the one that follows it. */
    SSE_REORDER(Attribute.wanted("event", 0, 1e9)),
    /** Closes inside the first character of more than one byte, from event {@code event} on. */
    SSE_CUT_UTF8(Attribute.of("event", 0, 1e9, 0)),
    /** Sends each event in two TCP segments, {@code delay_ms} apart, cut at a drawn place. */
    SSE_SPLIT(Attribute.of("delay_ms", 1, 60_000, 5));

    /**
     * A number that says how.
     *
     * @param usual NaN if it must be given
     */
    record Attribute(String name, double min, double max, double usual) {
        static Attribute wanted(String name, double min, double max) {
            return new Attribute(name, min, max, Double.NaN);
        }

        static Attribute of(String name, double min, double max, double usual) {
            return new Attribute(name, min, max, usual);
        }
    }

    @SuppressWarnings("ImmutableEnumChecker") // List.of made it
    private final List<Attribute> attributes;

    FaultType(Attribute... attributes) {
        this.attributes = List.of(attributes);
    }

    List<Attribute> attributes() {
        return attributes;
    }

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Of event streams. */
    boolean ofEvents() {
        return name().startsWith("SSE_");
    }

    /** Whether it makes sense from the upstream to the client alone. */
    boolean downOnly() {
        return ofEvents() || this == DROP_REPLY_AFTER;
    }

    static FaultType ofWord(String word) {
        for (FaultType type : values()) {
            if (type.word().equals(word)) {
                return type;
            }
        }
        throw new IllegalArgumentException("type: " + word + " (expected one of: "
                + Arrays.stream(values()).map(FaultType::word).collect(Collectors.joining(", ")) + ")");
    }
}
