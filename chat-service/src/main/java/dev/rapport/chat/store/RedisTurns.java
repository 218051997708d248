package dev.rapport.chat.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import dev.rapport.chat.learn.MessageStore;
import dev.rapport.chat.recall.PastAnswer;
import dev.rapport.chat.recall.TurnStore;
import dev.rapport.chat.stream.AnswerStore;
import dev.rapport.chat.turn.AnsweringTurn;
import dev.rapport.chat.turn.KnownTrait;
import dev.rapport.chat.turn.PastMessage;
import dev.rapport.chat.turn.PromptedTurn;
import dev.rapport.chat.turn.RecalledTurn;
import dev.rapport.chat.turn.Summaries;
import dev.rapport.chat.turn.TurnFailed;
import dev.rapport.chat.turn.TurnFailure;
import dev.rapport.llm.limit.Script;
import dev.rapport.memory.ErasedException;
import dev.rapport.memory.LogEntry;
import dev.rapport.memory.Owner;
import dev.rapport.memory.TextSealer;
import dev.rapport.memory.log.FactCodec;
import dev.rapport.memory.log.LogCodec;
import dev.rapport.memory.log.UserKeys;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Conversations, traits and the end of the memory log, in the durable Redis. Texts are sealed with the user's key, which is read
 * with them.
 */
public final class RedisTurns implements TurnStore, AnswerStore, MessageStore {
    /**
     * Messages of a conversation that are read back, however many it has: usually 25,000 tokens or more, of which the oldest
     * give a digest. They are 100 KB of usual length, and 1 ms of the loop.
     */
    static final int HISTORY_MAX = 256;

    static final String USER = "user";
    private static final String ASSISTANT = "assistant";
    static final String SAID = "said";
    private static final Script KEEP = RedisScripts.named("message-keep");

    private final RedisScripts scripts;
    private final SealedBatch reads;
    private final UserKeys keys;
    private final boolean summaries;

    /** Messages that are being kept, by turn: an answer must not overtake its message, even where the user's key has to be made first. */
    private final Map<String, Future<Void>> underWay = new HashMap<>(); // at most the turns of this loop

    /**
     * Reads no summaries.
     *
     * @param keys of the same Redis
     */
    public RedisTurns(RedisLink link, UserKeys keys) {
        this(link, keys, false);
    }

    /**
     * What is kept over a link.
     *
     * @param keys of the same Redis
     * @param summaries whether conversations' summaries are read, too
     */
    public RedisTurns(RedisLink link, UserKeys keys, boolean summaries) {
        this.scripts = new RedisScripts(link);
        this.reads = new SealedBatch(link, keys);
        this.keys = keys;
        this.summaries = summaries;
    }

    @Override
    public Future<Loaded> load(Owner owner, String conversation, String position) {
        String key = conversationKey(owner, conversation);
        List<Request> requests = new ArrayList<>(List.of(
                Request.cmd(Command.XLEN).arg(key),
                Request.cmd(Command.XREVRANGE)
                        .arg(key)
                        .arg("+")
                        .arg("-")
                        .arg("COUNT")
                        .arg(HISTORY_MAX),
                Request.cmd(Command.HGETALL).arg(owner.key("traits")),
                after(owner, position)));
        if (summaries) {
            requests.add(RedisSummaries.read(owner, conversation));
        }
        return reads.read(
                owner,
                requests,
                sealer -> new Loaded(List.of(), Summaries.NONE, List.of(), List.of(), sealer.epoch()),
                (replies, sealer) -> new Loaded(
                        history(replies.get(0), replies.get(1), conversation, sealer),
                        summaries ? RedisSummaries.of(replies.get(4), conversation, sealer) : Summaries.NONE,
                        traits(replies.get(2), sealer),
                        entries(replies.get(3), sealer),
                        sealer.epoch()));
    }

    /** What is known of the user. */
    public Future<List<KnownTrait>> traits(Owner owner) {
        return reads.read(
                owner,
                List.of(Request.cmd(Command.HGETALL).arg(owner.key("traits"))),
                _ -> List.of(),
                (replies, sealer) -> traits(replies.getFirst(), sealer));
    }

    @Override
    public Future<Void> keep(PromptedTurn turn) {
        String turnId = turn.recalled().turnId();
        Future<Void> kept = keep(turn.recalled(), USER, turn.incoming().text(), "");
        underWay.put(turnId, kept);
        return kept.onComplete(_ -> underWay.remove(turnId, kept));
    }

    @Override
    public Future<Void> keep(AnsweringTurn turn, String text) {
        RecalledTurn recalled = turn.turn().recalled();
        Future<Void> message = underWay.getOrDefault(recalled.turnId(), Future.succeededFuture());
        return message.otherwiseEmpty().compose(_ -> keep(recalled, ASSISTANT, text, beginning(text)));
    }

    @Override
    public Future<List<PastAnswer>> said(Owner owner) {
        Request newest = Request.cmd(Command.XRANGE)
                .arg(owner.key(SAID))
                .arg("-")
                .arg("+")
                .arg("COUNT")
                .arg(SAID_MAX);
        return reads.read(
                owner, List.of(newest), _ -> List.of(), (replies, sealer) -> answers(replies.getFirst(), sealer));
    }

    /* Answers are kept once more apart from the memory log, which holds the user's own words only. */
    private Future<Void> keep(RecalledTurn turn, String role, String text, String said) {
        Owner owner = turn.turn().turn().owner();
        return Future.fromCompletionStage(keys.writing(owner, turn.epoch()), requireNonNull(Vertx.currentContext()))
                .compose(sealer -> {
                    List<String> streams = List.of(
                            owner.key("key"),
                            conversationKey(owner, turn.conversation()),
                            RedisConversations.key(owner),
                            owner.key(SAID));
                    List<byte[]> arguments = List.of(
                            bytes(sealer.epoch()),
                            bytes(turn.turnId()),
                            bytes(role),
                            sealer.sealText(place(turn.conversation(), turn.turnId(), role), text),
                            bytes(turn.conversation()),
                            bytes(Long.toString(turn.incoming().receivedAt().toEpochMilli())),
                            bytes(Integer.toString(RedisConversations.LISTED_MAX)),
                            bytes(Integer.toString(SAID_MAX)),
                            said.isEmpty() ? new byte[0] : sealer.sealText(saidPlace(turn.turnId()), said));
                    return scripts.runBinary(KEEP, streams, arguments);
                })
                .compose(outcome -> switch (new String((byte[]) outcome.getFirst(), UTF_8)) {
                    case "kept" -> Future.succeededFuture();
                    case "gone" -> TurnFailed.future(new TurnFailure.NotFound("conversation", turn.conversation()));
                    default -> Future.failedFuture(new ErasedException(owner));
                });
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }

    /* Where a message lies: its text opens in no other conversation, turn or role. */
    static String place(String conversation, String turnId, String role) {
        return "conv:" + conversation + " " + turnId + " " + role;
    }

    private static String saidPlace(String turnId) {
        return SAID + " " + turnId;
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
    private static List<PastMessage> history(
            @Nullable Response count, @Nullable Response newestFirst, String conversation, TextSealer sealer) {
        Map<String, PastMessage> byTurnAndRole = new LinkedHashMap<>();
        if (newestFirst != null) {
            long place = Math.max(newestFirst.size(), number(count));
            for (Response entry : newestFirst) {
                Response fields = entry.get(1);
                String turn = RedisFields.text(fields, "turn");
                String role = RedisFields.text(fields, "role");
                place--;
                String text = sealer.openText(place(conversation, turn, role), RedisFields.bytes(fields, "text"));
                byTurnAndRole.putIfAbsent(turn + role, new PastMessage(turn, role.equals(USER), text, place));
            }
        }
        return new ArrayList<>(byTurnAndRole.values()).reversed();
    }

    static long number(@Nullable Response reply) {
        Long number = reply == null ? null : reply.toLong();
        return number == null ? 0 : number;
    }

    /* An answer that was kept twice counts once, as it was kept last. */
    private static List<PastAnswer> answers(@Nullable Response oldestFirst, TextSealer sealer) {
        Map<String, PastAnswer> byTurn = new LinkedHashMap<>();
        if (oldestFirst != null) {
            for (Response entry : oldestFirst) {
                Response fields = entry.get(1);
                String turn = RedisFields.text(fields, "turn");
                String id = entry.get(0).toString();
                Instant at = Instant.ofEpochMilli(Long.parseLong(id.substring(0, id.indexOf('-'))));
                byTurn.remove(turn);
                String text = sealer.openText(saidPlace(turn), RedisFields.bytes(fields, "text"));
                byTurn.put(turn, new PastAnswer(turn, at, text));
            }
        }
        return List.copyOf(byTurn.values());
    }

    private static List<KnownTrait> traits(@Nullable Response hash, TextSealer sealer) {
        List<KnownTrait> traits = new ArrayList<>();
        if (hash != null) {
            RedisFields.bytes(hash).forEach((field, value) -> {
                traits.add(KnownTrait.of(FactCodec.decode(field, value, sealer)));
            });
        }
        return traits;
    }

    private static List<LogEntry> entries(@Nullable Response stream, TextSealer sealer) {
        List<LogEntry> entries = new ArrayList<>();
        if (stream != null) {
            for (Response entry : stream) {
                entries.add(LogCodec.decode(entry.get(0).toString(), RedisFields.bytes(entry.get(1)), sealer));
            }
        }
        return entries;
    }

    static String conversationKey(Owner owner, String id) {
        return owner.key("conv:" + id);
    }
}
