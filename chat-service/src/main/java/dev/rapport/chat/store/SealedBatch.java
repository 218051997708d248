package dev.rapport.chat.store;

import dev.rapport.memory.Owner;
import dev.rapport.memory.SealBrokenException;
import dev.rapport.memory.TextSealer;
import dev.rapport.memory.log.UserKeys;
import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads in one batch what is sealed and the key that opens it. The key first: what is read with it is of its time, or is not there any
 * more. Belongs to the event loop of its link.
 */
final class SealedBatch {
    private final RedisLink link;
    private final UserKeys keys;

    /** @param keys of the same Redis */
    SealedBatch(RedisLink link, UserKeys keys) {
        this.link = link;
        this.keys = keys;
    }

    /**
     * Reads and opens; once more if the user was erased between two commands of the batch, and began anew.
     *
     * @param nothing what is found of a user who was erased
     * @param open is given the replies to the requests
     */
    <T> Future<T> read(
            Owner owner,
            List<Request> requests,
            Function<TextSealer, T> nothing,
            BiFunction<List<@Nullable Response>, TextSealer, T> open) {
        return once(owner, requests, nothing, open)
                .recover(failure -> failure instanceof SealBrokenException
                        ? once(owner, requests, nothing, open)
                        : Future.failedFuture(failure));
    }

    private <T> Future<T> once(
            Owner owner,
            List<Request> requests,
            Function<TextSealer, T> nothing,
            BiFunction<List<@Nullable Response>, TextSealer, T> open) {
        List<Request> batch = new ArrayList<>();
        batch.add(Request.cmd(Command.GET).arg(owner.key("key")));
        batch.addAll(requests);
        return link.batch(batch).map(replies -> {
            Response first = replies.getFirst();
            byte[] key = first == null ? null : first.toBytes();
            TextSealer sealer = keys.reading(owner, key);
            return UserKeys.isErased(key)
                    ? nothing.apply(sealer)
                    : open.apply(replies.subList(1, replies.size()), sealer);
        });
    }
}
