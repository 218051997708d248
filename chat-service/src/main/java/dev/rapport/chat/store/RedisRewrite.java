package dev.rapport.chat.store;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Has a Redis write its file anew, so that what was deleted is not in it any more. Belongs to the event loop of its link.
 *
 * <p>A rewrite that has begun does not take account of what is deleted later, so who asks during one waits for the next; all who
 * ask meanwhile share that.
 */
final class RedisRewrite {
    /** Between two looks whether a rewrite is over: a small store takes 10 ms, one of 1 GB some seconds. */
    static final long LOOK_EVERY_MS = 50;

    /** Then it is given up: 10 minutes, ten times what a store of 8 GB takes on a slow disk. */
    static final int LOOKS_MAX = 12_000;

    private static final Pattern UNDER_WAY =
            Pattern.compile("aof_rewrite_(in_progress|scheduled):1", Pattern.CASE_INSENSITIVE);

    private final Vertx vertx;
    private final RedisLink link;
    private @Nullable Promise<Void> next; // of those that wait for one that has not begun

    RedisRewrite(Vertx vertx, RedisLink link) {
        this.vertx = vertx;
        this.link = link;
    }

    /** Completes when a rewrite that began after this call is over; fails if the store is down or cannot write its file. */
    Future<Void> run() {
        Promise<Void> waiting = next;
        if (waiting != null) {
            return waiting.future();
        }
        Promise<Void> mine = Promise.promise();
        next = mine;
        begin(mine, LOOKS_MAX);
        return mine.future();
    }

    private void begin(Promise<Void> mine, int looks) {
        info().onComplete(
                        persistence -> {
                            if (UNDER_WAY.matcher(persistence).find()) {
                                again(mine, looks, () -> begin(mine, looks - 1));
                            } else {
                                begun(mine, looks);
                            }
                        },
                        failure -> failed(mine, failure));
    }

    private void begun(Promise<Void> mine, int looks) {
        next = null; // who asks from here on may have deleted something since
        link.send(Request.cmd(Command.BGREWRITEAOF)).onComplete(_ -> look(mine, looks), failure -> {
            if (String.valueOf(failure.getMessage()).contains("already in progress")) {
                again(mine, looks, () -> begin(mine, looks - 1)); // another loop or instance was first
            } else {
                failed(mine, failure);
            }
        });
    }

    private void look(Promise<Void> mine, int looks) {
        info().onComplete(
                        persistence -> {
                            if (UNDER_WAY.matcher(persistence).find()) {
                                again(mine, looks, () -> look(mine, looks - 1));
                            } else if (persistence.contains("aof_last_bgrewrite_status:ok")) {
                                mine.tryComplete();
                            } else {
                                mine.tryFail("the " + link.name() + " Redis could not rewrite its file");
                            }
                        },
                        failure -> failed(mine, failure));
    }

    private void again(Promise<Void> mine, int looks, Runnable look) {
        if (looks == 0) {
            failed(mine, new IllegalStateException("the " + link.name() + " Redis does not end to rewrite its file"));
        } else {
            vertx.setTimer(LOOK_EVERY_MS, _ -> look.run());
        }
    }

    @SuppressWarnings("ReferenceEquality") // this very one, not an equal one
    private void failed(Promise<Void> mine, Throwable failure) {
        if (mine.equals(next)) {
            next = null;
        }
        mine.tryFail(failure);
    }

    private Future<String> info() {
        return link.send(Request.cmd(Command.INFO).arg("persistence")).map(RedisRewrite::text);
    }

    private static String text(@Nullable Response reply) {
        return reply == null ? "" : reply.toString();
    }
}
