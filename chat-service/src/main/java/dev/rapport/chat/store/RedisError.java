package dev.rapport.chat.store;

import io.vertx.redis.client.impl.types.ErrorType;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What Redis says of commands that it did not run. */
final class RedisError {
    static final String UNKNOWN_SCRIPT = "NOSCRIPT";

    /** The store cannot do it now: it is full, cannot write its file, starts, or is busy with a script; or it is gone. */
    private static final Set<String> FOR_NOW =
            Set.of("OOM", "MISCONF", "LOADING", "READONLY", "BUSY", "CONNECTION_CLOSED");

    /* A batch fails with a line for each of its commands that did: "ERR [0] NOSCRIPT No matching script". */
    private static final Pattern CODE = Pattern.compile("^(?:ERR \\[\\d+\\] ?)?([^\\s:]+)", Pattern.MULTILINE);

    /* In a batch the client puts there what happened to the connection, too: "ERR [0] java.net.SocketException: ...". */
    private static final Predicate<String> OF_THE_CLIENT =
            Pattern.compile("(?:[a-z0-9]+\\.)+[A-Z]\\w*").asMatchPredicate();

    private RedisError() {}

    /** The first words of all error replies, such as {@code OOM}; none if no reply is what failed. */
    static Set<String> codes(Throwable failure) {
        return failure instanceof ErrorType
                ? CODE.matcher(String.valueOf(failure.getMessage()))
                        .results()
                        .map((MatchResult found) -> found.group(1))
                        .filter(OF_THE_CLIENT.negate())
                        .collect(Collectors.toUnmodifiableSet())
                : Set.of();
    }

    /** Whether a well-formed command would not have been refused so: then it is our bug. */
    static boolean isRefusal(Throwable failure) {
        return !FOR_NOW.containsAll(codes(failure));
    }
}
