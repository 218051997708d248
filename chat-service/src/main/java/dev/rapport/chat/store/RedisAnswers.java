package dev.rapport.chat.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.rapport.chat.stream.AnswerEvent;
import dev.rapport.chat.stream.AnswerLog;
import dev.rapport.llm.limit.Script;
import dev.rapport.memory.Owner;
import dev.rapport.memory.TextSealer;
import dev.rapport.memory.Vault;
import io.vertx.core.Future;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * Answers in the volatile Redis: a stream of events and a hash that says who makes them. Each step is one script, so it is done
 * whole or not at all. What an answer says, and what it was asked for with, is sealed. Belongs to the event loop of its link.
 */
public final class RedisAnswers implements AnswerLog {
    /** Longest that an answer may be under way; an idempotency key is known for as long. */
    static final Duration KEPT_MAX = Duration.ofHours(1);

    /**
     * A maker whose beacon is out has died, if it has been silent for so long; one that lives has lit it again within half of that.
     */
    private static final int SILENCE_OF_DEAD_MS = 200;

    private static final int LEASE_LEFT_OF_DEAD_MS = LEASE_MS - SILENCE_OF_DEAD_MS;

    private static final Script CLAIM = RedisScripts.named("answer-claim");
    private static final Script APPEND = RedisScripts.named("answer-append");
    private static final Script READ = RedisScripts.named("answer-read");
    private static final Script TAKE_OVER = RedisScripts.named("answer-take-over");
    private static final Script ABANDON = RedisScripts.named("answer-abandon");
    private static final Script STOP = RedisScripts.named("answer-stop");

    private final RedisBeacon beacon;
    private final RedisScripts scripts;
    private final Duration keptAfterEnd;
    private final Vault vault;

    /**
     * Answers that are kept over a link.
     *
     * @param beacon shows the others that this maker lives
     * @param keptAfterEnd how long a client may come back for an answer that has ended, at most {@link #KEPT_MAX}
     * @param vault seals them
     */
    public RedisAnswers(RedisLink link, RedisBeacon beacon, Duration keptAfterEnd, Vault vault) {
        this.vault = vault;
        this.beacon = beacon;
        this.scripts = new RedisScripts(link);
        this.keptAfterEnd = keptAfterEnd;
    }

    @Override
    public Future<Claim> claim(Owner owner, String streamId, Asked asked) {
        boolean named = !asked.idempotencyKey().isEmpty();
        return scripts.runBinary(
                        CLAIM,
                        List.of(
                                key(owner, streamId),
                                named ? noted(owner, asked.idempotencyKey()) : key(owner, streamId)),
                        List.of(
                                bytes(streamId),
                                vault.passing(owner).sealText(requestPlace(streamId), asked.request()),
                                bytes(Integer.toString(LEASE_MS)),
                                bytes(millis(KEPT_MAX)),
                                bytes(named ? "1" : "0"),
                                bytes(Long.toString(asked.fence())),
                                bytes(beacon.channel())))
                .map(reply -> switch (word(reply, 0)) {
                    case "ours" -> new Claim.Ours();
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
        TextSealer sealer = vault.passing(owner);
        List<byte[]> arguments = new ArrayList<>(List.of(
                bytes(Long.toString(fence)),
                bytes(Integer.toString(LEASE_MS)),
                bytes(millis(KEPT_MAX)),
                bytes(millis(keptAfterEnd)),
                bytes(!events.isEmpty() && events.getLast().isLast() ? "1" : "0")));
        for (AnswerEvent event : events) {
            String place = event.place().toString();
            arguments.add(bytes(place));
            arguments.add(bytes(event.name()));
            arguments.add(sealer.sealText(eventPlace(streamId, place, event.name()), event.data()));
        }
        return scripts.runBinary(APPEND, List.of(key(owner, streamId), events(owner, streamId)), arguments)
                .map(reply -> switch (word(reply, 0)) {
                    case "kept" -> Kept.KEPT;
                    case "stop" -> Kept.STOP;
                    case "gone" -> Kept.GONE;
                    default -> Kept.LOST;
                });
    }

    @Override
    public Future<Page> read(Owner owner, String streamId, AnswerEvent.Place after, int countMax) {
        return scripts.runBinary(
                        READ,
                        List.of(key(owner, streamId), events(owner, streamId)),
                        List.of(
                                bytes(after.toString()),
                                bytes(Integer.toString(countMax)),
                                bytes(Integer.toString(LEASE_LEFT_OF_DEAD_MS))))
                .map(reply -> page(reply, streamId, vault.passing(owner)));
    }

    private static Page page(List<Object> reply, String streamId, TextSealer sealer) {
        List<AnswerEvent> events = new ArrayList<>();
        for (int i = 1; i < reply.size(); i += 3) {
            String place = word(reply, i);
            String name = word(reply, i + 1);
            String data = sealer.openText(eventPlace(streamId, place, name), (byte[]) reply.get(i + 2));
            events.add(new AnswerEvent(AnswerEvent.Place.parse(place), name, data));
        }
        return new Page(
                switch (word(reply, 0)) {
                    case "running" -> State.RUNNING;
                    case "orphaned" -> State.ORPHANED;
                    case "ended" -> State.ENDED;
                    default -> State.UNKNOWN;
                },
                events);
    }

    @Override
    public Future<Optional<Taken>> takeOver(Owner owner, String streamId) {
        return scripts.runBinary(
                        TAKE_OVER,
                        List.of(key(owner, streamId)),
                        List.of(
                                bytes(Integer.toString(LEASE_MS)),
                                bytes(Integer.toString(LEASE_LEFT_OF_DEAD_MS)),
                                bytes(beacon.channel())))
                .map(reply -> word(reply, 0).equals("taken")
                        ? Optional.of(new Taken(
                                (Long) reply.get(1),
                                vault.passing(owner).openText(requestPlace(streamId), (byte[]) reply.get(2))))
                        : Optional.empty());
    }

    @Override
    public Future<Boolean> stop(Owner owner, String streamId) {
        return scripts.run(STOP, List.of(key(owner, streamId)), List.of())
                .map(reply -> reply.get(0).equals(1L));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }

    private static String word(List<Object> reply, int index) {
        return new String((byte[]) reply.get(index), UTF_8);
    }

    private static String requestPlace(String streamId) {
        return "gen:" + streamId + " request";
    }

    private static String eventPlace(String streamId, String place, String name) {
        return "gen:" + streamId + " " + place + " " + name;
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
}
