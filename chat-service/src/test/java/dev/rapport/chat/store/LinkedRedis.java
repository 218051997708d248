package dev.rapport.chat.store;

import dev.rapport.chat.AccessLists;
import dev.rapport.memory.log.RedisProcess;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** A real Redis, and the one event loop to which the links to it belong. */
final class LinkedRedis implements AutoCloseable {
    final RedisProcess process;
    private final String role;
    private final Vertx vertx = Vertx.vertx();
    private final Context loop = vertx.getOrCreateContext();

    private LinkedRedis(RedisProcess process, String role) {
        this.process = process;
        this.role = role;
    }

    /** One without users, and with more words on its command line. */
    static LinkedRedis start(Path folder, String... more) throws Exception {
        return new LinkedRedis(RedisProcess.start(folder, List.of(more)), "durable");
    }

    /**
     * One whose users may do what they may do in the service's.
     *
     * @param role {@code durable} or {@code volatile}
     */
    static LinkedRedis withUsers(Path folder, String role) throws Exception {
        return new LinkedRedis(AccessLists.start(folder, role), role);
    }

    /** A link that is not open yet. */
    RedisLink link() {
        return linkTo(process.uri());
    }

    /** A link as one of the users, not open yet. */
    RedisLink link(String user) {
        return linkTo(process.uri(user));
    }

    private RedisLink linkTo(String uri) {
        return new RedisLink(vertx, role, uri, new SplittableRandom(1), (_, _, _) -> {});
    }

    /** Opens a link. */
    RedisLink opened(RedisLink link) throws Exception {
        onLoop(link::open);
        return link;
    }

    /** What a call on the loop comes to. */
    <T> T onLoop(Supplier<Future<T>> call) throws Exception {
        Promise<T> result = Promise.promise();
        loop.runOnContext(_ -> call.get().onComplete(result));
        return result.future().await(30, TimeUnit.SECONDS);
    }

    @Override
    public void close() {
        vertx.close()
                .toCompletionStage()
                .toCompletableFuture()
                .orTimeout(10, TimeUnit.SECONDS)
                .join();
        process.close();
    }
}
