package dev.rapport.chat.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import dev.rapport.chat.summary.SummaryStore;
import dev.rapport.chat.turn.Summaries;
import dev.rapport.chat.turn.Summary;
import dev.rapport.llm.limit.Script;
import dev.rapport.memory.Owner;
import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Summaries in the durable Redis, a hash beside their conversation: the last one, the one before it under {@code before.}, and
 * where one was asked for last. Each step is one script, so it is done whole or not at all. A conversation that is deleted gets
 * none any more, even if it is begun anew; whoever deletes it deletes {@link #key}, too. Belongs to the event loop of its link.
 */
public final class RedisSummaries implements SummaryStore {
    private static final Script CLAIM = script("summary-claim");
    private static final Script KEEP = script("summary-keep");
    private static final String BEFORE = "before.";

    private final RedisScripts scripts;

    public RedisSummaries(RedisLink link) {
        this.scripts = new RedisScripts(link);
    }

    @Override
    public Future<Boolean> claim(Owner owner, String conversation, long place) {
        return scripts.run(CLAIM, keys(owner, conversation), List.of(Long.toString(place)))
                .map(RedisSummaries::isDone);
    }

    @Override
    public Future<Boolean> keep(Owner owner, String conversation, Draft draft) {
        return scripts.run(
                        KEEP,
                        keys(owner, conversation),
                        List.of(
                                Long.toString(draft.place()),
                                Long.toString(draft.seenAt()),
                                draft.text(),
                                draft.model(),
                                Long.toString(draft.at().toEpochMilli())))
                .map(RedisSummaries::isDone);
    }

    static String key(Owner owner, String conversation) {
        return owner.key("conv:" + conversation + ":summary");
    }

    /** Brings what {@link #of} reads. */
    static Request read(Owner owner, String conversation) {
        return Request.cmd(Command.HGETALL).arg(key(owner, conversation));
    }

    static Summaries of(@Nullable Response hash) {
        if (hash == null || hash.size() == 0) {
            return Summaries.NONE;
        }
        Map<String, byte[]> fields = RedisFields.bytes(hash);
        List<Summary> newestFirst = new ArrayList<>();
        summary(fields, "").ifPresent(newestFirst::add);
        summary(fields, BEFORE).ifPresent(newestFirst::add);
        return new Summaries(newestFirst, number(fields, "tried"));
    }

    private static Optional<Summary> summary(Map<String, byte[]> fields, String prefix) {
        byte[] text = fields.get(prefix + "text");
        return text == null
                ? Optional.empty()
                : Optional.of(new Summary(
                        new String(text, UTF_8), number(fields, prefix + "reach"), number(fields, prefix + "since")));
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

    private static Script script(String name) {
        try (InputStream in = requireNonNull(RedisSummaries.class.getResourceAsStream(name + ".lua"), name)) {
            return new Script(name, new String(in.readAllBytes(), UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
