package dev.rapport.chat.knowledge;

import dev.rapport.chat.turn.KnownTrait;
import dev.rapport.memory.FactChange;
import dev.rapport.memory.RememberedFact;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Puts together, from what lessons changed, what held from when to when. */
public final class TraitHistory {
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

        private boolean is(String otherAttribute, String otherValue) {
            return attribute.equals(otherAttribute) && value.equals(otherValue);
        }
    }

    /** The turn that said what is known, if it is kept. */
    static Optional<String> turnOf(KnownTrait trait, List<FactChange> oldestFirst) {
        return of(oldestFirst, List.of(trait)).stream()
                .filter(span -> span.until().isEmpty())
                .flatMap(span -> span.turnId().stream())
                .findFirst();
    }

    /**
     * All spans, by their beginnings. A trait that was removed together with its only memory is in none.
     *
     * @param known what holds now
     */
    static List<Span> of(List<FactChange> oldestFirst, List<KnownTrait> known) {
        List<Span> open = new ArrayList<>();
        List<Span> spans = new ArrayList<>();
        for (FactChange change : oldestFirst) {
            if (isOfEvidenceOnly(change)) {
                continue;
            }
            change.before().ifPresent(fact -> spans.add(taken(open, fact).closed(change)));
            change.after().ifPresent(fact -> open.add(opened(fact, Optional.of(change.turnId()))));
        }
        for (KnownTrait trait : known) {
            spans.add(open.reversed().stream()
                    .filter(span -> span.is(trait.attribute(), trait.value())
                            && span.since().equals(trait.since()))
                    .findFirst()
                    .orElseGet(() -> new Span(
                            trait.attribute(),
                            trait.value(),
                            trait.since(),
                            Optional.empty(),
                            Optional.empty(),
                            Optional.empty())));
        }
        spans.sort(Comparator.comparing(Span::since).thenComparing(Span::attribute));
        return spans;
    }

    private static boolean isOfEvidenceOnly(FactChange change) {
        return change.before().isPresent()
                && change.after().isPresent()
                && change.before().get().value().equals(change.after().get().value())
                && change.before().get().since().equals(change.after().get().since());
    }

    private static Span taken(List<Span> open, RememberedFact fact) {
        for (Span span : open) {
            if (span.is(fact.attribute(), fact.value())) {
                open.remove(span);
                return span;
            }
        }
        return opened(fact, Optional.empty());
    }

    private static Span opened(RememberedFact fact, Optional<String> turnId) {
        return new Span(fact.attribute(), fact.value(), fact.since(), Optional.empty(), turnId, Optional.empty());
    }
}
