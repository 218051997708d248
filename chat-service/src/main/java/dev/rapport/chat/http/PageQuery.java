package dev.rapport.chat.http;

import dev.rapport.chat.turn.TurnFailed;
import dev.rapport.chat.turn.TurnFailure;
import io.vertx.core.MultiMap;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * The part of a path behind the question mark, read strictly: each name once, and none that the route does not know.
 *
 * <p>Each reading fails with {@link TurnFailure.BadRequest}, which names the parameter, its value and what was expected.
 */
final class PageQuery {
    static final String LIMIT = "limit";
    static final String AFTER = "after";

    /** In one reply at most. */
    static final int LIMIT_MAX = 200;

    private static final int LIMIT_USUAL = 50;
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,6}");

    private final MultiMap parameters;

    private PageQuery(MultiMap parameters) {
        this.parameters = parameters;
    }

    static PageQuery of(RoutingContext context, Set<String> known) {
        MultiMap parameters = context.queryParams();
        for (String name : parameters.names()) {
            if (!known.contains(name)) {
                throw bad(name, "unknown parameter", known.isEmpty() ? "none" : "one of " + new TreeSet<>(known));
            }
            if (parameters.getAll(name).size() > 1) {
                throw bad(name, "more than one", "one");
            }
        }
        return new PageQuery(parameters);
    }

    Optional<String> text(String name) {
        return Optional.ofNullable(parameters.get(name));
    }

    /** How many are wanted. */
    int limit() {
        String asked = text(LIMIT).orElse(Integer.toString(LIMIT_USUAL));
        int limit = NUMBER.matcher(asked).matches() ? Integer.parseInt(asked) : 0;
        if (limit < 1 || limit > LIMIT_MAX) {
            throw bad(LIMIT, asked, "a whole number from 1 to " + LIMIT_MAX);
        }
        return limit;
    }

    /** What to go on after; empty for the beginning. */
    String after(Pattern form) {
        String after = text(AFTER).orElse("");
        if (!after.isEmpty() && !form.matcher(after).matches()) {
            throw bad(AFTER, after, "what a page before said is next");
        }
        return after;
    }

    static TurnFailed bad(String what, String value, String expected) {
        return new TurnFailed(new TurnFailure.BadRequest(what, value, expected));
    }
}
