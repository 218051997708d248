package dev.rapport.chat.store;

import dev.rapport.chat.learn.MessageStore;
import dev.rapport.chat.recall.PastAnswer;
import dev.rapport.chat.recall.TurnStore;
import dev.rapport.chat.stream.AnswerStore;
import dev.rapport.chat.turn.AnsweringTurn;
import dev.rapport.chat.turn.KnownTrait;
import dev.rapport.chat.turn.PastMessage;
import dev.rapport.chat.turn.PromptedTurn;
import dev.rapport.chat.turn.RecalledTurn;
import dev.rapport.memory.LogEntry;
import dev.rapport.memory.Owner;
import dev.rapport.memory.log.FactCodec;
import dev.rapport.memory.log.LogCodec;
import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Conversations, traits and the end of the memory log, in the durable Redis. */
public final class RedisTurns implements TurnStore, AnswerStore, MessageStore {
    /**
     * Messages of a conversation that are read back, however many it has: usually 25,000 tokens or more, of which the oldest
     * give a digest. They are 100 KB of usual length, and 1 ms of the loop.
     */
    static final int HISTORY_MAX = 256;

    static final String USER = "user";
    private static final String ASSISTANT = "assistant";
    static final String SAID = "said";

    private final RedisLink link;

    public RedisTurns(RedisLink link) {
        this.link = link;
    }

    @Override
    public Future<Loaded> load(Owner owner, String conversation, String position) {
        String key = conversationKey(owner, conversation);
        return link.batch(List.of(
                        Request.cmd(Command.XLEN).arg(key),
                        Request.cmd(Command.XREVRANGE)
                                .arg(key)
                                .arg("+")
                                .arg("-")
                                .arg("COUNT")
                                .arg(HISTORY_MAX),
                        Request.cmd(Command.HGETALL).arg(owner.key("traits")),
                        after(owner, position)))
                .map(replies -> new Loaded(
                        history(replies.get(0), replies.get(1)), traits(replies.get(2)), entries(replies.get(3))));
    }

    /** What is known of the user. */
    public Future<List<KnownTrait>> traits(Owner owner) {
        return link.send(Request.cmd(Command.HGETALL).arg(owner.key("traits"))).map(RedisTurns::traits);
    }

    @Override
    public Future<Void> keep(PromptedTurn turn) {
        RecalledTurn recalled = turn.recalled();
        List<Request> batch = new ArrayList<>();
        batch.add(message(recalled, USER, turn.incoming().text()));
        batch.addAll(RedisConversations.listed(
                recalled.turn().turn().owner(),
                recalled.conversation(),
                turn.incoming().receivedAt()));
        return link.batch(batch).mapEmpty();
    }

    @Override
    public Future<Void> keep(AnsweringTurn turn, String text) {
        RecalledTurn recalled = turn.turn().recalled();
        return link.batch(List.of(message(recalled, ASSISTANT, text), answer(recalled, text)))
                .mapEmpty();
    }

    @Override
    public Future<List<PastAnswer>> said(Owner owner) {
        return link.send(Request.cmd(Command.XRANGE)
                        .arg(owner.key(SAID))
                        .arg("-")
                        .arg("+")
                        .arg("COUNT")
                        .arg(SAID_MAX))
                .map(RedisTurns::answers);
    }

    private static Request message(RecalledTurn turn, String role, String text) {
        return Request.cmd(Command.XADD)
                .arg(conversationKey(turn.turn().turn().owner(), turn.conversation()))
                .arg("*")
                .arg("turn")
                .arg(turn.turnId())
                .arg("role")
                .arg(role)
                .arg("text")
                .arg(text);
    }

    /* Apart from the memory log, which holds the user's own words only. */
    private static Request answer(RecalledTurn turn, String text) {
        return Request.cmd(Command.XADD)
                .arg(turn.turn().turn().owner().key(SAID))
                .arg("MAXLEN")
                .arg(SAID_MAX)
                .arg("*")
                .arg("turn")
                .arg(turn.turnId())
                .arg("text")
                .arg(beginning(text));
    }

    private static String beginning(String text) {
        if (text.length() <= SAID_LENGTH_MAX) {
            return text;
        }
        boolean splitsPair = Character.isHighSurrogate(text.charAt(SAID_LENGTH_MAX - 1));
        return text.substring(0, splitsPair ? SAID_LENGTH_MAX - 1 : SAID_LENGTH_MAX);
    }

    private static Request after(Owner owner, String position) {
        return Request.cmd(Command.XRANGE)
                .arg(owner.key("mem"))
                .arg("(" + position)
                .arg("+")
                .arg("COUNT")
                .arg(PAGE);
    }

    /* A turn that was tried twice has two entries of one role: the newest counts. */
    private static List<PastMessage> history(@Nullable Response count, @Nullable Response newestFirst) {
        Map<String, PastMessage> byTurnAndRole = new LinkedHashMap<>();
        if (newestFirst != null) {
            long place = Math.max(newestFirst.size(), number(count));
            for (Response entry : newestFirst) {
                Response fields = entry.get(1);
                String turn = RedisFields.text(fields, "turn");
                String role = RedisFields.text(fields, "role");
                place--;
                byTurnAndRole.putIfAbsent(
                        turn + role, new PastMessage(turn, role.equals(USER), RedisFields.text(fields, "text"), place));
            }
        }
        return new ArrayList<>(byTurnAndRole.values()).reversed();
    }

    static long number(@Nullable Response reply) {
        Long number = reply == null ? null : reply.toLong();
        return number == null ? 0 : number;
    }

    /* An answer that was kept twice counts once, as it was kept last. */
    private static List<PastAnswer> answers(@Nullable Response oldestFirst) {
        Map<String, PastAnswer> byTurn = new LinkedHashMap<>();
        if (oldestFirst != null) {
            for (Response entry : oldestFirst) {
                Response fields = entry.get(1);
                String turn = RedisFields.text(fields, "turn");
                String id = entry.get(0).toString();
                Instant at = Instant.ofEpochMilli(Long.parseLong(id.substring(0, id.indexOf('-'))));
                byTurn.remove(turn);
                byTurn.put(turn, new PastAnswer(turn, at, RedisFields.text(fields, "text")));
            }
        }
        return List.copyOf(byTurn.values());
    }

    private static List<KnownTrait> traits(@Nullable Response hash) {
        List<KnownTrait> traits = new ArrayList<>();
        if (hash != null) {
            RedisFields.bytes(hash).forEach((field, value) -> {
                traits.add(KnownTrait.of(FactCodec.decode(field, value)));
            });
        }
        return traits;
    }

    private static List<LogEntry> entries(@Nullable Response stream) {
        List<LogEntry> entries = new ArrayList<>();
        if (stream != null) {
            for (Response entry : stream) {
                entries.add(LogCodec.decode(entry.get(0).toString(), RedisFields.bytes(entry.get(1))));
            }
        }
        return entries;
    }

    static String conversationKey(Owner owner, String id) {
        return owner.key("conv:" + id);
    }
}
