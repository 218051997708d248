package dev.rapport.memory.log;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.rapport.memory.FactChange;
import dev.rapport.memory.KeptMemory;
import dev.rapport.memory.Lesson;
import dev.rapport.memory.MemoryBook;
import dev.rapport.memory.Owner;
import io.lettuce.core.Limit;
import io.lettuce.core.Range;
import io.lettuce.core.ScriptOutputType;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

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
    private final int lookedAtMax;

    /**
     * Over the log's connection.
     *
     * @param learn the script of the log's lessons
     * @param lookedAtMax usually {@value #LOOKED_AT_MAX}
     */
    RedisMemoryBook(DurableRedis redis, Script learn, int lookedAtMax) {
        this.redis = redis;
        this.learn = learn;
        this.lookedAtMax = lookedAtMax;
    }

    @Override
    public CompletionStage<Page> page(Owner owner, Status status, String before, int countMax) {
        if (countMax < 1 || countMax > PAGE_MAX) {
            throw new IllegalArgumentException("countMax: " + countMax + " (expected: 1.." + PAGE_MAX + ")");
        }
        String state = switch (status) {
            case CURRENT -> "c";
            case SUPERSEDED -> "s";
            case ALL -> "";
        };
        return list(
                        "page",
                        page,
                        owner,
                        bytes(before),
                        bytes(String.valueOf(countMax)),
                        bytes(state),
                        bytes(String.valueOf(lookedAtMax)))
                .thenApply(BookCodec::page);
    }

    @Override
    public CompletionStage<Optional<KeptMemory>> memory(Owner owner, String memoryId) {
        return list("memory", memory, owner, bytes(memoryId))
                .thenApply(row -> row.isEmpty() ? Optional.empty() : Optional.of(BookCodec.memory(row)));
    }

    @Override
    public CompletionStage<Map<String, List<String>>> attributes(Owner owner) {
        return redis.run("facts", commands -> commands.hgetall(owner.key("traits")))
                .thenApply(BookCodec::attributes);
    }

    @Override
    public CompletionStage<List<FactChange>> changes(Owner owner) {
        return redis.run("changes", commands -> commands.xrange(owner.key("traits:past"), Range.unbounded()))
                .thenApply(changes -> changes.stream()
                        .flatMap(change -> BookCodec.changes(change.getBody()).stream())
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
    public CompletionStage<Replacing> replace(Owner owner, String memoryId, Lesson lesson) {
        if (lesson.memory() == null) {
            throw new IllegalArgumentException(
                    "lesson: no memory (expected: one that takes the place of " + memoryId + ")");
        }
        return list("replace", learn, owner, RedisMemoryLog.arguments(lesson, memoryId))
                .thenApply(reply -> reply.size() == 1
                        ? Replacing.valueOf(BookCodec.text(reply.getFirst()).toUpperCase(Locale.ROOT))
                        : Replacing.DONE);
    }

    private CompletionStage<List<Object>> list(String what, Script script, Owner owner, byte[]... arguments) {
        String[] keys = RedisMemoryLog.keys(owner).toArray(new String[0]);
        return redis.run(what, commands -> script.run(commands, ScriptOutputType.MULTI, keys, arguments));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }
}
