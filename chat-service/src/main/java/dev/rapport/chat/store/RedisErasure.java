package dev.rapport.chat.store;

import static java.util.Objects.requireNonNull;

import dev.rapport.chat.turn.InTime;
import dev.rapport.memory.Owner;
import dev.rapport.memory.log.UserKeys;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Erases a user from both Redis: the sessions first, with all else that is volatile, so that nobody new is let in; then the key,
 * then what was sealed with it. Belongs to the event loop of its links.
 *
 * <p>Turns that were let in before have read the key by then, and write nothing in another one's time. What stays is the mark that
 * refuses them, for {@link UserKeys#MARK_KEPT}. To erase twice, or once more after a failure, does no harm.
 */
public final class RedisErasure {
    /** Keys in one reply of a search through a store: a millisecond of that Redis. */
    static final int SCAN_COUNT = 1_000;

    /**
     * For requests that were let in before. One asks for its session and then for what is known, which has the key; each reply comes
     * within {@link RedisLink#REPLY_TIMEOUT}, or the request goes on without an epoch and is refused. Between the two it computes, and
     * may wait for a busy loop: 300 ms. One that read the mark would take the time after the erasure for its own.
     */
    static final Duration SETTLE = RedisLink.REPLY_TIMEOUT.multipliedBy(2).plusMillis(300);

    /** Looks for keys that were written meanwhile; one finds nothing, unless a turn was just being let in. */
    static final int LOOKS_MAX = 5;

    /** Longest that the reply waits for the rewrite of the files; it goes on behind it. Half of NGINX's patience. */
    static final Duration REWRITE_MAX = Duration.ofSeconds(20);

    private static final String KEY = "key";

    /** How many there are of something: of which keys it is the length, and what Redis calls that. */
    private record Measure(String kind, String name, Command length) {}

    private static final List<Measure> MEASURES = List.of(
            new Measure("mem:told", "memories", Command.HLEN),
            new Measure("traits", "traits", Command.HLEN),
            new Measure("conv", "messages", Command.XLEN));

    private final Vertx vertx;
    private final RedisLink durable;
    private final RedisLink sessions;
    private final UserKeys keys;
    private final RedisRewrite durableFile;
    private final RedisRewrite sessionsFile;
    private final InstantSource clock;

    /**
     * What was done.
     *
     * @param durable keys that were deleted, and some of what was in them
     * @param sessions the same of the volatile Redis
     * @param left keys that were found at the end: 0, or the erasure has to be asked for again
     * @param rewritten when both files were free of it; empty if that goes on
     */
    public record Receipt(
            Map<String, Long> durable, Map<String, Long> sessions, Left left, Optional<Instant> rewritten) {}

    /** Keys found by the last look through both stores. */
    public record Left(long durable, long sessions) {}

    /** @param keys of the durable Redis */
    public RedisErasure(Vertx vertx, RedisLink durable, RedisLink sessions, UserKeys keys, InstantSource clock) {
        this.vertx = vertx;
        this.durable = durable;
        this.sessions = sessions;
        this.keys = keys;
        this.durableFile = new RedisRewrite(vertx, durable);
        this.sessionsFile = new RedisRewrite(vertx, sessions);
        this.clock = clock;
    }

    /**
     * Erases a user.
     *
     * @param forget runs when nothing of the user can be read from the stores any more
     */
    public Future<Receipt> erase(Owner owner, Runnable forget) {
        Map<String, Long> ofDurable = new TreeMap<>();
        Map<String, Long> ofSessions = new TreeMap<>();
        return found(durable, owner) // is it there? To end the sessions and then fail would leave the user outside
                .compose(_ -> deleted(sessions, owner, ofSessions))
                .compose(_ -> settled())
                .compose(_ -> destroyed(owner))
                .compose(_ -> deleted(durable, owner, ofDurable))
                .onSuccess(_ -> forget.run())
                .compose(_ -> left(owner, ofDurable, ofSessions, LOOKS_MAX))
                .compose(left -> rewritten().map(at -> new Receipt(ofDurable, ofSessions, left, at)));
    }

    private Future<Void> destroyed(Owner owner) {
        CompletionStage<Void> done = keys.erase(owner);
        return Future.fromCompletionStage(done, requireNonNull(Vertx.currentContext()));
    }

    private Future<Void> settled() {
        Promise<Void> over = Promise.promise();
        vertx.setTimer(SETTLE.toMillis(), _ -> over.complete());
        return over.future();
    }

    private Future<Left> left(Owner owner, Map<String, Long> ofDurable, Map<String, Long> ofSessions, int looks) {
        return found(durable, owner)
                .compose(inDurable -> found(sessions, owner).compose(inSessions -> {
                    if (inDurable + inSessions == 0 || looks == 0) {
                        return Future.succeededFuture(new Left(inDurable, inSessions));
                    }
                    return deleted(sessions, owner, ofSessions)
                            .compose(_ -> deleted(durable, owner, ofDurable))
                            .compose(_ -> settled())
                            .compose(_ -> left(owner, ofDurable, ofSessions, looks - 1));
                }));
    }

    private Future<Optional<Instant>> rewritten() {
        Future<Optional<Instant>> both =
                Future.all(durableFile.run(), sessionsFile.run()).map(_ -> Optional.of(clock.instant()));
        return InTime.of(vertx, both, REWRITE_MAX).otherwise(Optional.empty());
    }

    private Future<Long> found(RedisLink store, Owner owner) {
        long[] count = {0};
        return scan(store, owner, page -> {
                    count[0] += page.size();
                    return Future.succeededFuture();
                })
                .map(_ -> count[0]);
    }

    private Future<Void> deleted(RedisLink store, Owner owner, Map<String, Long> counts) {
        counts.putIfAbsent("keys", 0L);
        return scan(store, owner, page -> delete(store, owner, page, counts));
    }

    private interface Page {
        Future<Void> take(List<String> keys);
    }

    private Future<Void> scan(RedisLink store, Owner owner, Page page) {
        return scan(store, owner, "0", page);
    }

    /* A user's name has no character that a pattern gives a meaning to; the beginning is compared all the same. */
    private Future<Void> scan(RedisLink store, Owner owner, String cursor, Page page) {
        String prefix = owner.key("");
        return store.send(Request.cmd(Command.SCAN)
                        .arg(cursor)
                        .arg("MATCH")
                        .arg(prefix + "*")
                        .arg("COUNT")
                        .arg(SCAN_COUNT))
                .compose(reply -> {
                    Response both = requireNonNull(reply, "a reply to SCAN");
                    String next = both.get(0).toString();
                    List<String> found = new ArrayList<>();
                    both.get(1).forEach(key -> found.add(key.toString()));
                    found.removeIf(key -> !key.startsWith(prefix) || key.equals(owner.key(KEY)));
                    Future<Void> taken = found.isEmpty() ? Future.succeededFuture() : page.take(found);
                    return taken.compose(
                            _ -> next.equals("0") ? Future.succeededFuture() : scan(store, owner, next, page));
                });
    }

    private static Future<Void> delete(RedisLink store, Owner owner, List<String> found, Map<String, Long> counts) {
        List<Request> requests = new ArrayList<>();
        List<String> names = new ArrayList<>();
        for (String key : found) {
            String kind = key.substring(owner.key("").length());
            MEASURES.stream()
                    .filter(measure -> kind.equals(measure.kind) || kind.startsWith(measure.kind + ":"))
                    .filter(measure -> !kind.equals("traits:past"))
                    .findFirst()
                    .ifPresent(measure -> {
                        names.add(measure.name);
                        requests.add(Request.cmd(measure.length).arg(key));
                    });
        }
        Request unlink = Request.cmd(Command.UNLINK);
        found.forEach(unlink::arg);
        requests.add(unlink);
        return store.batch(requests).map(replies -> {
            for (int i = 0; i < names.size(); i++) {
                counts.merge(names.get(i), number(replies.get(i)), Long::sum);
            }
            counts.merge("keys", number(replies.getLast()), Long::sum);
            for (String kind : List.of("conv", "sess", "gen")) {
                plural(kind, found, owner).ifPresent(named -> counts.merge(named.name, named.count, Long::sum));
            }
            return null;
        });
    }

    private record Named(String name, long count) {}

    private static Optional<Named> plural(String kind, List<String> found, Owner owner) {
        String prefix = owner.key(kind + ":");
        long count = found.stream()
                .filter(key -> key.startsWith(prefix)
                        && !key.endsWith(":events")
                        && !key.endsWith(":summary")
                        && !key.equals(owner.key("sess:all")))
                .count();
        String name = switch (kind) {
            case "conv" -> "conversations";
            case "sess" -> "sessions";
            default -> "answers";
        };
        return count == 0 ? Optional.empty() : Optional.of(new Named(name, count));
    }

    private static long number(@Nullable Response reply) {
        Long number = reply == null ? null : reply.toLong();
        return number == null ? 0 : number;
    }
}
