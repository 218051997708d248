package dev.rapport.llm.fake;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** One event loop, for code that must run on one. */
public final class Loop implements AutoCloseable {
    private static final int WAIT_SECONDS_MAX = 60;

    private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(2));
    private final Context context = vertx.getOrCreateContext();

    public Vertx vertx() {
        return vertx;
    }

    /** Runs on the loop and waits for the future. */
    public <T> T await(Supplier<Future<T>> work) {
        Promise<T> done = Promise.promise();
        context.runOnContext(_ -> {
            try {
                work.get().onComplete(done);
            } catch (Throwable thrown) {
                done.fail(thrown);
            }
        });
        try {
            return done.future().await(WAIT_SECONDS_MAX, TimeUnit.SECONDS);
        } catch (TimeoutException late) {
            throw new AssertionError("nothing came within " + WAIT_SECONDS_MAX + " s", late);
        }
    }

    /** Runs on the loop. */
    public <T> T get(Supplier<T> work) {
        return await(() -> Future.succeededFuture(work.get()));
    }

    /** Looks every few milliseconds whether it is so; to be awaited. */
    public Future<Void> until(BooleanSupplier condition) {
        return condition.getAsBoolean()
                ? Future.succeededFuture()
                : vertx.timer(5, TimeUnit.MILLISECONDS).compose(_ -> until(condition));
    }

    @Override
    public void close() throws TimeoutException {
        vertx.close().await(WAIT_SECONDS_MAX, TimeUnit.SECONDS);
    }
}
