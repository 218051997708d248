package dev.rapport.memory.log;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.rapport.memory.ErasedException;
import dev.rapport.memory.Fact;
import dev.rapport.memory.FactHistory;
import dev.rapport.memory.Learned;
import dev.rapport.memory.Lesson;
import dev.rapport.memory.LogEntry;
import dev.rapport.memory.LogPage;
import dev.rapport.memory.LosslessUtf8;
import dev.rapport.memory.MemoryBook;
import dev.rapport.memory.MemoryLog;
import dev.rapport.memory.NewMemory;
import dev.rapport.memory.Owner;
import dev.rapport.memory.PastFact;
import dev.rapport.memory.RememberedFact;
import dev.rapport.memory.TextSealer;
import dev.rapport.memory.Vault;
import io.lettuce.core.Limit;
import io.lettuce.core.Range;
import io.lettuce.core.ScriptOutputType;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * The memory log in the durable Redis: one atomic script for each lesson.
 *
 * <p>Keys of a user: the log {@code {user}:mem}, the facts {@code {user}:traits}, the key that both are sealed with, and four for
 * the scripts' own use, see {@link #keys}. Work fails after 250 ms, and at once while Redis is away; the connection comes back by itself.
 */
public final class RedisMemoryLog implements MemoryLog, FactHistory {
    /** Entries in one reply at most: 1,000 x 0.6 kB, some milliseconds of the connection. */
    public static final int READ_COUNT_MAX = 1_000;

    /** Words kept for one user at most; what comes after is not kept. A message a minute for two months, day and night. */
    static final int MEMORIES_MAX = 100_000;

    /** Facts known of one user at most; all are read with each turn. New ones beyond it are not kept. */
    static final int FACTS_MAX = 512;

    /** Memories that can speak for one fact. Beyond it a memory is kept, but does not go when the fact is closed. */
    static final int EVIDENCE_MAX = 32;

    /** Lessons of one user that are known to have been learnt, should they be sent again. */
    static final int LESSONS_KEPT = 64;

    /** Lessons of one user whose changes can be undone, and whose closed facts are kept with their time. */
    static final int CHANGES_KEPT = 256;

    private final Script undo = Script.load("events.lua", "undo.lua");
    private final Script learn = Script.load("events.lua", "learn.lua");
    private final Script forget = Script.load("forget.lua");
    private final DurableRedis redis;
    private final UserKeys userKeys;
    private final Vault vault;
    private final SealedReads sealed;

    private RedisMemoryLog(DurableRedis redis, Vault vault) {
        this.redis = redis;
        this.vault = vault;
        this.userKeys = new UserKeys(redis, vault);
        this.sealed = new SealedReads(redis, userKeys);
    }

    /**
     * Begins to connect and returns at once. A Redis that cannot be reached shows in the calls, until it can.
     *
     * @param uri for example {@code redis://127.0.0.1:6379} or {@code redis://user:password@host:port/0}
     */
    public static RedisMemoryLog connect(String uri) {
        return connect(uri, Vault.plain());
    }

    /**
     * The same with encryption.
     *
     * @param vault where the users' keys come from
     */
    public static RedisMemoryLog connect(String uri, Vault vault) {
        return connect(uri, DurableRedis.DEADLINE, vault);
    }

    /**
     * The same with another deadline for each piece of work, for tools and tests that would rather wait than fail.
     *
     * @param deadline more than 0
     */
    public static RedisMemoryLog connect(String uri, Duration deadline) {
        return connect(uri, deadline, Vault.plain());
    }

    /** The same with both. */
    public static RedisMemoryLog connect(String uri, Duration deadline, Vault vault) {
        return new RedisMemoryLog(new DurableRedis(uri, deadline), vault);
    }

    /** The keys that it seals with, for what else is kept of the users. */
    public UserKeys userKeys() {
        return userKeys;
    }

    /** What wraps these keys anew. */
    public MasterKeyRotation rotation() {
        return new MasterKeyRotation(redis, vault, userKeys);
    }

    /** All that this log keeps of a user. With these keys deleted nothing of it is left. */
    public static List<String> keys(Owner owner) {
        return List.of(
                owner.key("mem"),
                owner.key("traits"),
                owner.key("mem:told"),
                owner.key("mem:lessons"),
                owner.key("traits:past"),
                owner.key("mem:notes"),
                owner.key("key")); // last, as learn.lua expects
    }

    @Override
    public CompletionStage<Learned> learn(Owner owner, Lesson lesson) {
        return learn(owner, lesson, UserKeys.NOW);
    }

    @Override
    public CompletionStage<Learned> learn(Owner owner, Lesson lesson, String epoch) {
        return learned(owner, lesson, epoch).thenCompose(learned -> {
            if (learned.isPresent()) {
                return CompletableFuture.completedFuture(learned.get());
            }
            userKeys.drop(owner); // it was the key of before an erasure; perhaps the lesson is of after it
            return learned(owner, lesson, epoch)
                    .thenApply(again -> again.orElseThrow(() -> new ErasedException(owner)));
        });
    }

    /* Empty if the user's key is another one by now. */
    private CompletionStage<Optional<Learned>> learned(Owner owner, Lesson lesson, String epoch) {
        String[] keys = keys(owner).toArray(new String[0]);
        return userKeys.writing(owner, epoch).thenCompose(sealer -> {
            byte[][] arguments = arguments(lesson, "", sealer);
            return redis.<List<Object>>run(
                            "learn", commands -> learn.run(commands, ScriptOutputType.MULTI, keys, arguments))
                    .thenApply(reply -> reply.size() == 1 ? Optional.empty() : Optional.of(learned(reply, sealer)));
        });
    }

    /** The user's memories to be looked at and corrected, over the same connection, which this log closes. */
    public MemoryBook book() {
        return book(RedisMemoryBook.LOOKED_AT_MAX);
    }

    /** The same, with another bound for what one page looks at. */
    MemoryBook book(int lookedAtMax) {
        return new RedisMemoryBook(redis, learn, userKeys, sealed, lookedAtMax);
    }

    /** @param replacedId the memory whose place the lesson's takes, or empty */
    static byte[][] arguments(Lesson lesson, String replacedId, TextSealer sealer) {
        List<byte[]> arguments = new ArrayList<>();
        NewMemory memory = lesson.memory();
        add(arguments, lesson.turnId(), String.valueOf(lesson.at().toEpochMilli()));
        if (memory == null) {
            add(arguments, "", "", "", "");
        } else {
            String id = memory.id(sealer);
            add(arguments, id);
            arguments.add(sealer.sealText(LogCodec.textPlace(id), memory.text()));
            arguments.add(sealer.seal(LogCodec.vectorPlace(id), memory.vector().toBytes()));
            add(arguments, memory.model());
        }
        for (int bound : new int[] {LESSONS_KEPT, MEMORIES_MAX, FACTS_MAX, EVIDENCE_MAX, CHANGES_KEPT}) {
            add(arguments, String.valueOf(bound));
        }
        add(arguments, sealer.epoch(), replacedId);
        for (Fact fact : lesson.facts()) {
            add(arguments, FactCodec.field(fact, sealer), fact.valueKey(sealer), fact.denied() ? "1" : "0");
            add(arguments, String.valueOf(fact.confidence()));
            arguments.add(FactCodec.value(fact, sealer));
        }
        return arguments.toArray(new byte[0][]);
    }

    private static void add(List<byte[]> arguments, String... texts) {
        for (String text : texts) {
            arguments.add(LosslessUtf8.encode(text));
        }
    }

    private static Learned learned(List<Object> reply, TextSealer sealer) {
        String memoryId = text(reply.get(1));
        List<RememberedFact> changed = new ArrayList<>();
        for (int i = 2; i < reply.size(); i += 2) {
            changed.add(FactCodec.decode(text(reply.get(i)), (byte[]) reply.get(i + 1), sealer));
        }
        return new Learned(memoryId.isEmpty() ? List.of() : List.of(memoryId), changed, text(reply.get(0)));
    }

    private static String text(Object bytes) {
        return LosslessUtf8.decode((byte[]) bytes);
    }

    /**
     * {@inheritDoc}
     *
     * @param countMax 1 to {@value #READ_COUNT_MAX}
     */
    @Override
    public CompletionStage<List<LogEntry>> read(Owner owner, String afterPosition, int countMax) {
        return page(owner, afterPosition, countMax).thenApply(LogPage::entries);
    }

    /**
     * {@inheritDoc}
     *
     * @param countMax 1 to {@value #READ_COUNT_MAX}
     */
    @Override
    public CompletionStage<LogPage> page(Owner owner, String afterPosition, int countMax) {
        if (countMax < 1 || countMax > READ_COUNT_MAX) {
            throw new IllegalArgumentException("countMax: " + countMax + " (expected: 1.." + READ_COUNT_MAX + ")");
        }
        Range<String> behind = Range.from(Range.Boundary.excluding(afterPosition), Range.Boundary.unbounded());
        return sealed.read(
                owner,
                "read",
                commands -> commands.xrange(owner.key("mem"), behind, Limit.from(countMax)),
                List.of(),
                (messages, sealer) -> new LogPage(
                        sealer.epoch(),
                        messages.stream()
                                .map(message -> LogCodec.decode(message.getId(), message.getBody(), sealer))
                                .toList()));
    }

    @Override
    public CompletionStage<List<RememberedFact>> facts(Owner owner) {
        return sealed.read(
                owner,
                "facts",
                commands -> commands.hgetall(owner.key("traits")),
                Map.of(),
                (fields, sealer) -> fields.entrySet().stream()
                        .map(field -> FactCodec.decode(field.getKey(), field.getValue(), sealer))
                        .toList());
    }

    @Override
    public CompletionStage<Boolean> forget(Owner owner, String memoryId, Instant at) {
        String[] keys = keys(owner).toArray(new String[0]);
        byte[] id = memoryId.getBytes(UTF_8);
        byte[] millis = String.valueOf(at.toEpochMilli()).getBytes(UTF_8);
        return redis.<Long>run("forget", commands -> forget.run(commands, ScriptOutputType.INTEGER, keys, id, millis))
                .thenApply(forgotten -> forgotten == 1);
    }

    @Override
    public CompletionStage<List<PastFact>> past(Owner owner) {
        return sealed.read(
                owner,
                "past",
                commands -> commands.xrange(owner.key("traits:past"), Range.unbounded()),
                List.of(),
                (changes, sealer) -> changes.stream()
                        .flatMap(change -> FactCodec.closed(change.getBody(), sealer).stream())
                        .toList());
    }

    @Override
    public CompletionStage<Undo> undo(Owner owner, String turnId, Instant at) {
        String[] keys = keys(owner).toArray(new String[0]);
        byte[] millis = String.valueOf(at.toEpochMilli()).getBytes(UTF_8);
        return redis.<byte[]>run(
                        "undo",
                        commands -> undo.run(commands, ScriptOutputType.VALUE, keys, turnId.getBytes(UTF_8), millis))
                .thenApply(outcome -> Undo.valueOf(text(outcome).toUpperCase(Locale.ROOT)));
    }

    @Override
    public void close() {
        redis.close();
    }
}
