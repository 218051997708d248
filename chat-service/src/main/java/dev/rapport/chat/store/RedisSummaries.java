package dev.rapport.chat.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import dev.rapport.chat.summary.SummaryStore;
import dev.rapport.chat.turn.Summaries;
import dev.rapport.chat.turn.Summary;
import dev.rapport.llm.limit.Script;
import dev.rapport.memory.Owner;
import dev.rapport.memory.TextSealer;
import dev.rapport.memory.log.UserKeys;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Summaries in the durable Redis, a hash beside their conversation: the last one, the one before it under {@code before.}, and
 * where one was asked for last. Each step is one script, so it is done whole or not at all. A conversation that is deleted gets
 * none any more, even if it is begun anew; whoever deletes it deletes {@link #key}, too. Texts are sealed. Belongs to the event loop of its link.
 */
public final class RedisSummaries implements SummaryStore {
    private static final Script CLAIM = RedisScripts.named("summary-claim");
    private static final Script KEEP = RedisScripts.named("summary-keep");
    private static final String BEFORE = "before.";

    private final RedisScripts scripts;
    private final UserKeys userKeys;

    /** @param userKeys of the same Redis */
    public RedisSummaries(RedisLink link, UserKeys userKeys) {
        this.scripts = new RedisScripts(link);
        this.userKeys = userKeys;
    }

    @Override
    public Future<Boolean> claim(Owner owner, String conversation, long place) {
        return scripts.run(CLAIM, keys(owner, conversation), List.of(Long.toString(place)))
                .map(RedisSummaries::isDone);
    }

    @Override
    public Future<Boolean> keep(Owner owner, String conversation, Draft draft) {
        CompletionStage<TextSealer> key = userKeys.writing(owner, draft.epoch());
        return Future.fromCompletionStage(key, requireNonNull(Vertx.currentContext()))
                .compose(sealer -> scripts.runBinary(
                        KEEP,
                        List.of(
                                RedisTurns.conversationKey(owner, conversation),
                                key(owner, conversation),
                                owner.key("key")),
                        List.of(
                                bytes(draft.place()),
                                bytes(draft.seenAt()),
                                sealer.sealText(place(conversation), draft.text()),
                                draft.model().getBytes(UTF_8),
                                bytes(draft.at().toEpochMilli()),
                                sealer.epoch().getBytes(UTF_8))))
                .map(RedisSummaries::isDone);
    }

    private static byte[] bytes(long number) {
        return Long.toString(number).getBytes(UTF_8);
    }

    /* One for both, since the newest becomes the one before. */
    private static String place(String conversation) {
        return "conv:" + conversation + ":summary";
    }

    static String key(Owner owner, String conversation) {
        return owner.key("conv:" + conversation + ":summary");
    }

    /** Brings what {@link #of} reads. */
    static Request read(Owner owner, String conversation) {
        return Request.cmd(Command.HGETALL).arg(key(owner, conversation));
    }

    static Summaries of(@Nullable Response hash, String conversation, TextSealer sealer) {
        if (hash == null || hash.size() == 0) {
            return Summaries.NONE;
        }
        Map<String, byte[]> fields = RedisFields.bytes(hash);
        List<Summary> newestFirst = new ArrayList<>();
        summary(fields, "", conversation, sealer).ifPresent(newestFirst::add);
        summary(fields, BEFORE, conversation, sealer).ifPresent(newestFirst::add);
        return new Summaries(newestFirst, number(fields, "tried"));
    }

    private static Optional<Summary> summary(
            Map<String, byte[]> fields, String prefix, String conversation, TextSealer sealer) {
        byte[] text = fields.get(prefix + "text");
        return text == null
                ? Optional.empty()
                : Optional.of(new Summary(
                        sealer.openText(place(conversation), text),
                        number(fields, prefix + "reach"),
                        number(fields, prefix + "since")));
    }

    private static long number(Map<String, byte[]> fields, String name) {
        return Long.parseLong(new String(requireNonNull(fields.get(name), name), UTF_8));
    }

    private static boolean isDone(List<Object> reply) {
        return reply.get(0).equals(1L);
    }

    private static List<String> keys(Owner owner, String conversation) {
        return List.of(RedisTurns.conversationKey(owner, conversation), key(owner, conversation));
    }
}
