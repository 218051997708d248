package dev.rapport.chat.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import dev.rapport.chat.stream.AnswerEvent;
import dev.rapport.chat.stream.AnswerLog;
import dev.rapport.llm.limit.Script;
import dev.rapport.memory.Owner;
import io.vertx.core.Future;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * Answers in the volatile Redis: a stream of events and a hash that says who makes them. Each step is one script, so it is done
 * whole or not at all. Belongs to the event loop of its link.
 */
public final class RedisAnswers implements AnswerLog {
    /** Longest that an answer may be under way; an idempotency key is known for as long. */
    static final Duration KEPT_MAX = Duration.ofHours(1);

    private static final Script CLAIM = script("answer-claim");
    private static final Script APPEND = script("answer-append");
    private static final Script READ = script("answer-read");
    private static final Script TAKE_OVER = script("answer-take-over");
    private static final Script ABANDON = script("answer-abandon");
    private static final Script STOP = script("answer-stop");

    private final RedisScripts scripts;
    private final Duration keptAfterEnd;

    /** @param keptAfterEnd how long a client may come back for an answer that has ended, at most {@link #KEPT_MAX} */
    public RedisAnswers(RedisLink link, Duration keptAfterEnd) {
        this.scripts = new RedisScripts(link);
        this.keptAfterEnd = keptAfterEnd;
    }

    @Override
    public Future<Claim> claim(Owner owner, String streamId, Asked asked) {
        boolean named = !asked.idempotencyKey().isEmpty();
        return scripts.run(
                        CLAIM,
                        List.of(
                                key(owner, streamId),
                                named ? noted(owner, asked.idempotencyKey()) : key(owner, streamId)),
                        List.of(
                                streamId,
                                asked.request(),
                                Integer.toString(LEASE_MS),
                                millis(KEPT_MAX),
                                named ? "1" : "0"))
                .map(reply -> switch ((String) reply.get(0)) {
                    case "ours" -> new Claim.Ours((Long) reply.get(1));
                    case "made" -> new Claim.Made();
                    default -> new Claim.Conflict();
                });
    }

    @Override
    public Future<Void> abandon(Owner owner, String streamId, long fence, String idempotencyKey) {
        String key = key(owner, streamId);
        return scripts.run(
                        ABANDON,
                        List.of(
                                key,
                                events(owner, streamId),
                                idempotencyKey.isEmpty() ? key : noted(owner, idempotencyKey)),
                        List.of(Long.toString(fence)))
                .mapEmpty();
    }

    @Override
    public Future<Kept> append(Owner owner, String streamId, long fence, List<AnswerEvent> events) {
        List<String> arguments = new ArrayList<>(List.of(
                Long.toString(fence),
                Integer.toString(LEASE_MS),
                millis(KEPT_MAX),
                millis(keptAfterEnd),
                !events.isEmpty() && events.getLast().isLast() ? "1" : "0"));
        for (AnswerEvent event : events) {
            arguments.add(event.place().toString());
            arguments.add(event.name());
            arguments.add(event.data());
        }
        return scripts.run(APPEND, List.of(key(owner, streamId), events(owner, streamId)), arguments)
                .map(reply -> switch ((String) reply.get(0)) {
                    case "kept" -> Kept.KEPT;
                    case "stop" -> Kept.STOP;
                    default -> Kept.LOST;
                });
    }

    @Override
    public Future<Page> read(Owner owner, String streamId, AnswerEvent.Place after, int countMax) {
        return scripts.run(
                        READ,
                        List.of(key(owner, streamId), events(owner, streamId)),
                        List.of(after.toString(), Integer.toString(countMax)))
                .map(RedisAnswers::page);
    }

    private static Page page(List<Object> reply) {
        List<AnswerEvent> events = new ArrayList<>();
        for (int i = 1; i < reply.size(); i += 3) {
            events.add(
                    new AnswerEvent(AnswerEvent.Place.parse((String) reply.get(i)), (String) reply.get(i + 1), (String)
                            reply.get(i + 2)));
        }
        return new Page(
                switch ((String) reply.get(0)) {
                    case "running" -> State.RUNNING;
                    case "orphaned" -> State.ORPHANED;
                    case "ended" -> State.ENDED;
                    default -> State.UNKNOWN;
                },
                events);
    }

    @Override
    public Future<Optional<Taken>> takeOver(Owner owner, String streamId) {
        return scripts.run(TAKE_OVER, List.of(key(owner, streamId)), List.of(Integer.toString(LEASE_MS)))
                .map(reply -> reply.get(0).equals("taken")
                        ? Optional.of(new Taken((Long) reply.get(1), (String) reply.get(2)))
                        : Optional.empty());
    }

    @Override
    public Future<Boolean> stop(Owner owner, String streamId) {
        return scripts.run(STOP, List.of(key(owner, streamId)), List.of())
                .map(reply -> reply.get(0).equals(1L));
    }

    private static String key(Owner owner, String streamId) {
        return owner.key("gen:" + streamId);
    }

    private static String events(Owner owner, String streamId) {
        return owner.key("gen:" + streamId + ":events");
    }

    /* The client's words do not become part of a key: they may be of any kind and length. */
    private static String noted(Owner owner, String idempotencyKey) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(idempotencyKey.getBytes(UTF_8));
            return owner.key("idem:" + HexFormat.of().formatHex(digest, 0, 16));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private static String millis(Duration time) {
        return Long.toString(time.toMillis());
    }

    /** A script of this package. */
    static Script script(String name) {
        try (InputStream in = requireNonNull(RedisAnswers.class.getResourceAsStream(name + ".lua"), name)) {
            return new Script(name, new String(in.readAllBytes(), UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
