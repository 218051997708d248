package dev.rapport.memory.log;

import dev.rapport.memory.Owner;
import dev.rapport.memory.TextSealer;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;
import java.util.function.Function;

/** Reads what is sealed together with the key that opens it. Safe for use by many threads at once; never blocks. */
final class SealedReads {
    private record Read<T>(T found, Optional<byte[]> key) {}

    private final DurableRedis redis;
    private final UserKeys keys;

    SealedReads(DurableRedis redis, UserKeys keys) {
        this.redis = redis;
        this.keys = keys;
    }

    /**
     * Reads and opens. The key first: what is read with it is of its time, or is not there any more.
     *
     * @param what names the work in a failure
     * @param nothing what is found of a user who was erased
     */
    <T, R> CompletionStage<R> read(
            Owner owner,
            String what,
            Function<RedisClusterAsyncCommands<String, byte[]>, CompletionStage<T>> read,
            T nothing,
            BiFunction<T, TextSealer, R> open) {
        return redis.run(what, commands -> {
                    CompletionStage<Optional<byte[]>> key =
                            commands.get(owner.key("key")).thenApply(Optional::ofNullable);
                    return read.apply(commands).thenCombine(key, Read::new);
                })
                .thenApply(both -> {
                    byte[] key = both.key.orElse(null);
                    return open.apply(UserKeys.isErased(key) ? nothing : both.found, keys.reading(owner, key));
                });
    }
}
