package dev.rapport.chat.knowledge;

import dev.rapport.chat.knowledge.Memories.Request;
import dev.rapport.chat.learn.Learn;
import dev.rapport.chat.turn.KnownTrait;
import dev.rapport.chat.turn.Trait;
import dev.rapport.chat.turn.Trait.Cardinality;
import dev.rapport.chat.turn.TurnFailed;
import dev.rapport.chat.turn.TurnFailure;
import dev.rapport.memory.Fact;
import dev.rapport.memory.FactChange;
import dev.rapport.memory.Lesson;
import dev.rapport.memory.MemoryBook;
import dev.rapport.memory.MemoryLog;
import dev.rapport.memory.Owner;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** A user's traits, looked at and corrected by that user. Fails as {@link Memories} does. Belongs to one event loop. */
public final class TraitBook {
    private final Calls calls;
    private final MemoryLog log;
    private final MemoryBook book;
    private final Function<Owner, Future<List<KnownTrait>>> traits;

    /**
     * A trait that holds.
     *
     * @param turnId the turn that said so; empty if that is not kept any more
     */
    public record Held(KnownTrait trait, Optional<String> turnId) {}

    /** @param traits what is known of a user */
    public TraitBook(Vertx vertx, MemoryLog log, MemoryBook book, Function<Owner, Future<List<KnownTrait>>> traits) {
        this.calls = new Calls(vertx);
        this.log = log;
        this.book = book;
        this.traits = traits;
    }

    /** All that hold, by name. */
    public Future<List<Held>> list(Owner owner) {
        Future<List<KnownTrait>> known = traits.apply(owner);
        Future<List<FactChange>> changes = calls.of(book.changes(owner));
        return Future.join(known, changes).map(_ -> {
            TraitHistory history = TraitHistory.of(changes.result());
            return known.result().stream()
                    .sorted(Comparator.comparing(KnownTrait::line))
                    .map(trait -> new Held(trait, history.held(trait).turnId()))
                    .toList();
        });
    }

    /** What an attribute was and is, oldest first. */
    public Future<List<TraitHistory.Span>> history(Owner owner, String attribute) {
        return all(owner).compose(spans -> {
            List<TraitHistory.Span> found = spans.stream()
                    .filter(span -> span.attribute().equals(attribute))
                    .toList();
            return found.isEmpty() ? unknown(attribute) : Future.succeededFuture(found);
        });
    }

    /** What all attributes were and are, oldest first; the oldest changes are not kept. */
    public Future<List<TraitHistory.Span>> all(Owner owner) {
        Future<List<KnownTrait>> known = traits.apply(owner);
        Future<List<FactChange>> changes = calls.of(book.changes(owner));
        return Future.join(known, changes)
                .map(_ -> TraitHistory.of(changes.result()).spans(known.result()));
    }

    /**
     * Says what holds. A value of an attribute that has one closes the other, and memories that no open trait speaks for any more are
     * superseded, as when it is told. A value that is known, in whatever case, stays as it is.
     *
     * @param attribute one that {@code TraitAttributes} knows
     * @param value 1 to {@value Fact#VALUE_LENGTH_MAX} characters, not all blank
     */
    public Future<Held> put(Request request, String attribute, Cardinality cardinality, String value) {
        Fact fact = new Fact(attribute, value, cardinality == Cardinality.SINGLE, false, 1);
        Trait trait = new Trait(attribute, value, cardinality, Trait.Polarity.AFFIRMED, 1);
        return calls.of(book.epoch(request.owner()))
                .compose(epoch -> traits.apply(request.owner()).compose(known -> {
                    List<Fact> facts = new ArrayList<>();
                    Learn.facts(List.of(trait), known).stream()
                            .filter(Fact::denied)
                            .forEach(facts::add);
                    facts.add(fact);
                    return learn(request, "put", attribute, value, facts, epoch);
                }))
                .compose(_ -> list(request.owner()))
                .compose(held -> held.stream()
                        .filter(one -> isSame(one.trait(), fact))
                        .findFirst()
                        .map(Future::succeededFuture)
                        .orElseGet(() -> TurnFailed.future(new TurnFailure.Conflict(
                                "traits", "as many as are kept", "room for one; delete some first"))));
    }

    /**
     * Closes a trait.
     *
     * @param value which, where there are several
     */
    public Future<Void> delete(Request request, String attribute, Optional<String> value) {
        return calls.of(book.epoch(request.owner())).compose(epoch -> delete(request, attribute, value, epoch));
    }

    private Future<Void> delete(Request request, String attribute, Optional<String> value, String epoch) {
        return traits.apply(request.owner()).compose(known -> {
            List<KnownTrait> of = known.stream()
                    .filter(trait -> trait.attribute().equals(attribute))
                    .toList();
            List<KnownTrait> meant = value.map(asked ->
                            of.stream().filter(trait -> isSame(trait, asked)).toList())
                    .orElse(of);
            if (meant.isEmpty()) {
                return unknown(value.filter(_ -> !of.isEmpty())
                        .map(asked -> attribute + "=" + asked)
                        .orElse(attribute));
            }
            if (!meant.stream().allMatch(trait -> isSame(trait, meant.getFirst().value()))) {
                return TurnFailed.future(new TurnFailure.BadRequest(
                        "value",
                        "missing",
                        "one of " + meant.stream().map(KnownTrait::value).toList()));
            }
            List<Fact> denied = meant.stream() // two if one is from when the attribute had a single value, or several
                    .map(trait -> fact(trait, trait.value(), true))
                    .toList();
            return learn(request, "delete", attribute, meant.getFirst().value(), denied, epoch);
        });
    }

    private Future<Void> learn(
            Request request, String how, String attribute, String value, List<Fact> facts, String epoch) {
        String turnId = request.turnId(how + "\n" + attribute + "\n" + value);
        return calls.of(log.learn(request.owner(), new Lesson(null, facts, turnId, request.at()), epoch))
                .mapEmpty();
    }

    private static Fact fact(KnownTrait trait, String value, boolean denied) {
        return new Fact(trait.attribute(), value, trait.cardinality() == Cardinality.SINGLE, denied, 1);
    }

    private static boolean isSame(KnownTrait trait, String value) {
        boolean canBe = !value.isBlank() && value.length() <= Fact.VALUE_LENGTH_MAX;
        return canBe && isSame(trait, fact(trait, value, false));
    }

    private static boolean isSame(KnownTrait trait, Fact fact) {
        return fact(trait, trait.value(), false).saysTheSame(fact);
    }

    private static <T> Future<T> unknown(String attribute) {
        return TurnFailed.future(new TurnFailure.NotFound("trait", attribute));
    }
}
