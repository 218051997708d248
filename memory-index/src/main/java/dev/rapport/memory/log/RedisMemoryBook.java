package dev.rapport.memory.log;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.rapport.memory.ErasedException;
import dev.rapport.memory.FactChange;
import dev.rapport.memory.KeptMemory;
import dev.rapport.memory.Lesson;
import dev.rapport.memory.MemoryBook;
import dev.rapport.memory.NewMemory;
import dev.rapport.memory.Owner;
import dev.rapport.memory.TextSealer;
import io.lettuce.core.Limit;
import io.lettuce.core.Range;
import io.lettuce.core.ScriptOutputType;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;

/** The memories of users in the durable Redis, looked at and corrected by scripts, each of which sees one moment. */
final class RedisMemoryBook implements MemoryBook {
    /**
     * Entries of the log that one page looks at, at most: some 4 ms of Redis. Only a user with as many superseded memories in a row
     * comes near.
     */
    static final int LOOKED_AT_MAX = 2_000;

    private final Script page = Script.load("page.lua");
    private final Script memory = Script.load("memory.lua");
    private final Script learn;
    private final DurableRedis redis;
    private final UserKeys keys;
    private final SealedReads sealed;
    private final int lookedAtMax;

    /**
     * Over the log's connection.
     *
     * @param learn the script of the log's lessons
     * @param lookedAtMax usually {@value #LOOKED_AT_MAX}
     */
    RedisMemoryBook(DurableRedis redis, Script learn, UserKeys keys, SealedReads sealed, int lookedAtMax) {
        this.redis = redis;
        this.learn = learn;
        this.keys = keys;
        this.sealed = sealed;
        this.lookedAtMax = lookedAtMax;
    }

    @Override
    public CompletionStage<String> epoch(Owner owner) {
        return redis.run("epoch", commands -> commands.get(owner.key("key")))
                .thenApply(kept -> keys.reading(owner, kept).epoch());
    }

    @Override
    public CompletionStage<String> id(Owner owner, NewMemory memory, String epoch) {
        return keys.writing(owner, epoch).thenApply(memory::id);
    }

    @Override
    public CompletionStage<Page> page(Owner owner, Status status, String before, int countMax) {
        String state = switch (status) {
            case CURRENT -> "c";
            case SUPERSEDED -> "s";
            case ALL -> "";
        };
        return page(owner, before, countMax, state, "new");
    }

    @Override
    public CompletionStage<Page> oldestFirst(Owner owner, String after, int countMax) {
        return page(owner, after, countMax, "", "old");
    }

    private CompletionStage<Page> page(Owner owner, String behind, int countMax, String state, String first) {
        if (countMax < 1 || countMax > PAGE_MAX) {
            throw new IllegalArgumentException("countMax: " + countMax + " (expected: 1.." + PAGE_MAX + ")");
        }
        return read(
                "page",
                page,
                owner,
                List.of(bytes(""), bytes("0")),
                BookCodec::page,
                bytes(behind),
                bytes(String.valueOf(countMax)),
                bytes(state),
                bytes(String.valueOf(lookedAtMax)),
                bytes(first));
    }

    @Override
    public CompletionStage<Optional<KeptMemory>> memory(Owner owner, String memoryId) {
        return read(
                "memory",
                memory,
                owner,
                List.of(),
                (row, sealer) -> row.isEmpty() ? Optional.empty() : Optional.of(BookCodec.memory(row, sealer)),
                bytes(memoryId));
    }

    @Override
    public CompletionStage<Map<String, List<String>>> attributes(Owner owner) {
        return redis.run("facts", commands -> commands.hgetall(owner.key("traits")))
                .thenApply(BookCodec::attributes);
    }

    @Override
    public CompletionStage<List<FactChange>> changes(Owner owner) {
        return sealed.read(
                owner,
                "changes",
                commands -> commands.xrange(owner.key("traits:past"), Range.unbounded()),
                List.of(),
                (changes, sealer) -> changes.stream()
                        .flatMap(change -> BookCodec.changes(change.getBody(), sealer).stream())
                        .toList());
    }

    @Override
    public CompletionStage<Optional<String>> newestChange(Owner owner) {
        return redis.run(
                        "newest change",
                        commands -> commands.xrevrange(owner.key("traits:past"), Range.unbounded(), Limit.from(1)))
                .thenApply(newest -> newest.stream()
                        .map(change -> BookCodec.text(change.getBody().get("turn")))
                        .findFirst());
    }

    @Override
    public CompletionStage<Replacing> replace(Owner owner, String memoryId, Lesson lesson, String epoch) {
        if (lesson.memory() == null) {
            throw new IllegalArgumentException(
                    "lesson: no memory (expected: one that takes the place of " + memoryId + ")");
        }
        String[] of = RedisMemoryLog.keys(owner).toArray(new String[0]);
        return keys.writing(owner, epoch).thenCompose(sealer -> {
            byte[][] arguments = RedisMemoryLog.arguments(lesson, memoryId, sealer);
            return redis.<List<Object>>run(
                            "replace", commands -> learn.run(commands, ScriptOutputType.MULTI, of, arguments))
                    .thenApply(reply -> outcome(owner, reply));
        });
    }

    private Replacing outcome(Owner owner, List<Object> reply) {
        String word = reply.size() == 1 ? BookCodec.text(reply.getFirst()) : "done";
        if (word.equals("erased")) {
            keys.drop(owner);
            throw new ErasedException(owner);
        }
        return Replacing.valueOf(word.toUpperCase(Locale.ROOT));
    }

    private <R> CompletionStage<R> read(
            String what,
            Script script,
            Owner owner,
            List<Object> nothing,
            BiFunction<List<Object>, TextSealer, R> open,
            byte[]... arguments) {
        String[] of = RedisMemoryLog.keys(owner).toArray(new String[0]);
        return sealed.read(
                owner, what, commands -> script.run(commands, ScriptOutputType.MULTI, of, arguments), nothing, open);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }
}
