package dev.rapport.chat.knowledge;

import dev.rapport.chat.turn.KnownTrait;
import dev.rapport.memory.FactChange;
import dev.rapport.memory.RememberedFact;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Puts together, from what lessons changed, what held from when to when. */
public final class TraitHistory {
    private final List<Span> closed = new ArrayList<>();

    /* By attribute and value; several if one was removed together with its only memory and said again. */
    private final Map<String, Deque<Span>> open = new HashMap<>();

    private TraitHistory() {}

    /**
     * A time for which a trait held.
     *
     * @param until empty if it holds
     * @param turnId the turn that said so; empty if that is not kept any more
     * @param closedBy the turn that closed it; empty if it holds
     */
    public record Span(
            String attribute,
            String value,
            Instant since,
            Optional<Instant> until,
            Optional<String> turnId,
            Optional<String> closedBy) {
        private Span closed(FactChange by) {
            return new Span(attribute, value, since, Optional.of(by.at()), turnId, Optional.of(by.turnId()));
        }
    }

    /** @param oldestFirst what lessons changed */
    static TraitHistory of(List<FactChange> oldestFirst) {
        TraitHistory history = new TraitHistory();
        oldestFirst.stream().filter(change -> !isOfEvidenceOnly(change)).forEach(history::add);
        return history;
    }

    private void add(FactChange change) {
        change.before().ifPresent(fact -> closed.add(taken(fact).closed(change)));
        change.after()
                .ifPresent(fact -> open.computeIfAbsent(key(fact.attribute(), fact.value()), _ -> new ArrayDeque<>())
                        .add(opened(fact, Optional.of(change.turnId()))));
    }

    /**
     * All spans, by their beginnings. A trait that was removed together with its only memory is in none.
     *
     * @param known what holds now
     */
    List<Span> spans(List<KnownTrait> known) {
        List<Span> spans = new ArrayList<>(closed);
        known.forEach(trait -> spans.add(held(trait)));
        spans.sort(Comparator.comparing(Span::since).thenComparing(Span::attribute));
        return spans;
    }

    /** The span of a trait that holds now. */
    Span held(KnownTrait trait) {
        Deque<Span> last = open.getOrDefault(key(trait.attribute(), trait.value()), new ArrayDeque<>());
        return !last.isEmpty() && last.getLast().since().equals(trait.since())
                ? last.getLast()
                : new Span(
                        trait.attribute(),
                        trait.value(),
                        trait.since(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty());
    }

    private static boolean isOfEvidenceOnly(FactChange change) {
        return change.before().isPresent()
                && change.after().isPresent()
                && change.before().get().value().equals(change.after().get().value())
                && change.before().get().since().equals(change.after().get().since());
    }

    private Span taken(RememberedFact fact) {
        Deque<Span> spans = open.getOrDefault(key(fact.attribute(), fact.value()), new ArrayDeque<>());
        return spans.isEmpty() ? opened(fact, Optional.empty()) : spans.removeLast();
    }

    private static Span opened(RememberedFact fact, Optional<String> turnId) {
        return new Span(fact.attribute(), fact.value(), fact.since(), Optional.empty(), turnId, Optional.empty());
    }

    private static String key(String attribute, String value) {
        return attribute + "=" + value;
    }
}
