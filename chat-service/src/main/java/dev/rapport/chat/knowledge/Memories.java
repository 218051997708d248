package dev.rapport.chat.knowledge;

import dev.rapport.chat.learn.Learn;
import dev.rapport.chat.recall.EmbeddingPool;
import dev.rapport.chat.traits.TraitExtractor;
import dev.rapport.chat.turn.KnownTrait;
import dev.rapport.chat.turn.TurnFailed;
import dev.rapport.chat.turn.TurnFailure;
import dev.rapport.chat.turn.TurnIds;
import dev.rapport.memory.FactHistory;
import dev.rapport.memory.KeptMemory;
import dev.rapport.memory.Lesson;
import dev.rapport.memory.MemoryBook;
import dev.rapport.memory.MemoryLog;
import dev.rapport.memory.NewMemory;
import dev.rapport.memory.Owner;
import dev.rapport.memory.QuantizedVector;
import dev.rapport.memory.RecallQuery;
import dev.rapport.memory.Recalled;
import dev.rapport.memory.SearchEffort;
import dev.rapport.memory.index.MemoryLoader;
import dev.rapport.memory.index.UserMemories;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * A user's memories, looked at and corrected by that user.
 *
 * <p>Everything is read from the durable log, or from this process's copy after that has caught up with the log, so each change is
 * seen by the next request on any instance. Fails with {@link TurnFailure.Unavailable} when the memory is away or late, {@link
 * TurnFailure.NotFound} and {@link TurnFailure.Conflict}. Belongs to one event loop.
 */
public final class Memories {
    private static final String MEMORY = "memory";

    private final Vertx vertx;
    private final Calls calls;
    private final Parts parts;
    private final Function<Owner, Future<List<KnownTrait>>> traits;

    /**
     * What it works with.
     *
     * @param model names what makes the pool's vectors
     * @param scoreMin lowest cosine similarity that a search finds, -1 to 1
     */
    public record Parts(
            MemoryLog log,
            FactHistory history,
            MemoryBook book,
            MemoryLoader loader,
            EmbeddingPool pool,
            TraitExtractor extractor,
            String model,
            float scoreMin) {}

    /**
     * A memory as it is shown.
     *
     * @param attributes of the traits that it speaks for
     */
    public record Shown(KeptMemory kept, List<String> attributes) {}

    /**
     * Some of them, newest first.
     *
     * @param next what to go on after; empty at the end
     * @param total how many there are in all
     */
    public record Page(List<Shown> memories, String next, long total) {}

    /**
     * What came of adding one.
     *
     * @param isNew false if it was known and current before
     */
    public record Added(Shown memory, boolean isNew) {}

    /**
     * One that a search found.
     *
     * @param score cosine similarity of the meanings, 0 to 1
     */
    public record Match(Shown memory, float score) {}

    /**
     * Where a change comes from.
     *
     * @param requestKey the same for every attempt at one request
     */
    public record Request(Owner owner, String requestKey, Instant at) {
        /** Names the change as a turn is named; the same for every attempt. */
        String turnId(String what) {
            return TurnIds.of(owner, requestKey, what);
        }
    }

    /** @param traits what is known of a user */
    public Memories(Vertx vertx, Parts parts, Function<Owner, Future<List<KnownTrait>>> traits) {
        this.vertx = vertx;
        this.calls = new Calls(vertx);
        this.parts = parts;
        this.traits = traits;
    }

    /**
     * One page. It may have fewer memories than wanted and yet not be the last: see {@link MemoryBook#page}.
     *
     * @param after what the page before said is next; empty for the newest
     */
    public Future<Page> list(Owner owner, MemoryBook.Status status, String after, int countMax) {
        return caughtUp(owner).compose(current -> page(owner, status, after, countMax, current.size()));
    }

    private Future<Page> page(Owner owner, MemoryBook.Status status, String after, int countMax, long current) {
        return withAttributes(owner, parts.book().page(owner, status, after, countMax), (page, attributes) -> {
            long total = switch (status) {
                case CURRENT -> current;
                case SUPERSEDED -> Math.max(0, page.told() - current);
                case ALL -> page.told();
            };
            return shown(page, attributes, total);
        });
    }

    private static Page shown(MemoryBook.Page page, Map<String, List<String>> attributes, long total) {
        return new Page(
                page.memories().stream().map(kept -> shown(kept, attributes)).toList(), page.next(), total);
    }

    /** One page of all, for somebody who wants to miss none: see {@link MemoryBook#oldestFirst}. */
    public Future<Page> oldestFirst(Owner owner, String after, int countMax) {
        return withAttributes(
                owner,
                parts.book().oldestFirst(owner, after, countMax),
                (page, attributes) -> shown(page, attributes, page.told()));
    }

    /** One memory. */
    public Future<Shown> get(Owner owner, String id) {
        return found(owner, id)
                .compose(memory -> memory.map(Future::succeededFuture).orElseGet(() -> unknown(id)));
    }

    private Future<Optional<Shown>> found(Owner owner, String id) {
        return withAttributes(
                owner,
                parts.book().memory(owner, id),
                (memory, attributes) -> memory.map(kept -> shown(kept, attributes)));
    }

    /**
     * Keeps a text to the letter, and learns from it what a message with these words would teach.
     *
     * @param text 1 to {@value NewMemory#TEXT_LENGTH_MAX} characters, not all blank
     */
    public Future<Added> add(Request request, String text) {
        String turnId = request.turnId("memory\n" + text);
        return calls.of(parts.book().epoch(request.owner()))
                .compose(epoch ->
                        lesson(request, text, turnId, "").compose(lesson -> add(request.owner(), lesson, epoch)));
    }

    private Future<Added> add(Owner owner, Lesson lesson, String epoch) {
        return calls.of(parts.log().learn(owner, lesson, epoch))
                .compose(learned -> id(owner, lesson, epoch)
                        .compose(id -> found(owner, id))
                        .compose(memory -> memory.map(kept ->
                                        new Added(kept, !learned.memoryIds().isEmpty()))
                                .map(Future::succeededFuture)
                                .orElseGet(() -> full())));
    }

    /** Puts a text in the place of a current memory, in one step; see {@link MemoryBook#replace}. */
    public Future<Shown> edit(Request request, String id, String text) {
        return get(request.owner(), id).compose(old -> {
            if (old.kept().current() && old.kept().memory().text().equals(text)) {
                return Future.succeededFuture(old);
            }
            return calls.of(parts.book().epoch(request.owner()))
                    .compose(epoch -> lesson(request, text, request.turnId(id + "\n" + text), id)
                            .compose(lesson -> id(request.owner(), lesson, epoch)
                                    .compose(newId -> edit(request, id, lesson, epoch, newId))));
        });
    }

    private Future<Shown> edit(Request request, String id, Lesson lesson, String epoch, String newId) {
        var replaced = calls.of(parts.book().replace(request.owner(), id, lesson, epoch));
        return replaced.compose(outcome -> switch (outcome) {
            case DONE -> get(request.owner(), newId);
            case UNKNOWN -> unknown(id);
            case SUPERSEDED -> conflict(MEMORY, id, "a current one; this one is superseded and cannot be edited");
            case EQUAL -> conflict("#/text", "the words of " + newId, "words that no other memory has");
            case FULL -> full();
        });
    }

    /** Removes a memory, its words included, and the facts that only it speaks for. */
    public Future<Void> delete(Request request, String id) {
        return calls.of(parts.log().forget(request.owner(), id, request.at()))
                .compose(known -> known ? Future.succeededFuture() : unknown(id));
    }

    /** What bears on the words, best first, of all current memories. */
    public Future<List<Match>> search(Request request, String query, int countMax) {
        Owner owner = request.owner();
        Future<List<Recalled>> found = caughtUp(owner)
                .compose(memories -> memories.size() == 0
                        ? Future.succeededFuture(List.of())
                        : calls.inTime(parts.pool().forRecall(vertx, query))
                                .map(question -> memories.search(new RecallQuery(
                                        question.meaning(),
                                        query,
                                        request.at(),
                                        new SearchEffort(countMax, parts.scoreMin())))));
        return found.compose(recalled -> calls.of(parts.book().attributes(owner))
                .map(attributes -> {
                    List<Match> matches = new ArrayList<>();
                    recalled.forEach(one ->
                            matches.add(new Match(shown(current(one), attributes), Math.clamp(one.cosine(), 0, 1))));
                    return matches;
                }));
    }

    /**
     * Takes back what one turn changed.
     *
     * @param asked the turn; the newest that changed something, if none is named
     * @return the turn
     */
    public Future<String> undo(Request request, Optional<String> asked) {
        Owner owner = request.owner();
        return asked.map(Future::succeededFuture)
                .orElseGet(() -> calls.of(parts.book().newestChange(owner))
                        .compose(newest ->
                                newest.map(Future::succeededFuture).orElseGet(() -> notFound("turn", "the newest"))))
                .compose(turn -> calls.of(parts.history().undo(owner, turn, request.at()))
                        .compose(outcome -> switch (outcome) {
                            case UNDONE -> Future.succeededFuture(turn);
                            case UNKNOWN -> notFound("turn", turn);
                            case LATER ->
                                conflict(
                                        "turn",
                                        turn,
                                        "one whose facts and memory no later turn has changed; undo the later one first");
                        }));
    }

    private static KeptMemory current(Recalled one) {
        return KeptMemory.current(one.memory());
    }

    private Future<UserMemories> caughtUp(Owner owner) {
        return calls.of(parts.loader().load(owner));
    }

    /** @param replacedId what only this memory says is not taken for known; empty if none is replaced */
    private Future<Lesson> lesson(Request request, String text, String turnId, String replacedId) {
        var meaning = calls.inTime(parts.pool().forLearning(vertx, text));
        return traits.apply(request.owner())
                .compose(known -> meaning.map(vector -> {
                    List<KnownTrait> others = known.stream()
                            .filter(trait -> !(trait.memoryId().equals(replacedId) && trait.evidence() == 1))
                            .toList();
                    return new Lesson(
                            new NewMemory(text, QuantizedVector.of(vector), parts.model()),
                            Learn.facts(parts.extractor().extract(text).traits(), others),
                            turnId,
                            request.at());
                }));
    }

    private <T, R> Future<R> withAttributes(
            Owner owner,
            java.util.concurrent.CompletionStage<T> work,
            java.util.function.BiFunction<T, Map<String, List<String>>, R> together) {
        Future<T> first = calls.of(work);
        Future<Map<String, List<String>>> second = calls.of(parts.book().attributes(owner));
        return Future.join(first, second).map(_ -> together.apply(first.result(), second.result()));
    }

    private Future<String> id(Owner owner, Lesson lesson, String epoch) {
        return calls.of(parts.book().id(owner, java.util.Objects.requireNonNull(lesson.memory(), "memory"), epoch));
    }

    private static Shown shown(KeptMemory kept, Map<String, List<String>> attributes) {
        return new Shown(kept, attributes.getOrDefault(kept.memory().id(), List.of()));
    }

    private static <T> Future<T> unknown(String id) {
        return notFound(MEMORY, id);
    }

    private static <T> Future<T> notFound(String what, String value) {
        return TurnFailed.future(new TurnFailure.NotFound(what, value));
    }

    private static <T> Future<T> full() {
        return conflict("memories", "as many as are kept", "room for one; delete some first");
    }

    private static <T> Future<T> conflict(String what, String value, String expected) {
        return TurnFailed.future(new TurnFailure.Conflict(what, value, expected));
    }
}
