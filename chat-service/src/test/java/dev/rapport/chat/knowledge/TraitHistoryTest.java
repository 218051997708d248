package dev.rapport.chat.knowledge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rapport.chat.turn.KnownTrait;
import dev.rapport.memory.FactChange;
import dev.rapport.memory.RememberedFact;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TraitHistoryTest {
    private static final Instant AT = Instant.ofEpochSecond(1_700_000_000L);

    private static RememberedFact home(String city, int since) {
        return new RememberedFact("home", city, "m_" + since, AT.plusSeconds(since), 0.9f, true, 1);
    }

    private static FactChange change(int turn, Optional<RememberedFact> before, Optional<RememberedFact> after) {
        return new FactChange("turn" + turn, AT.plusSeconds(turn), before, after);
    }

    private static List<String> spans(List<FactChange> changes, RememberedFact... known) {
        List<KnownTrait> traits = List.of(known).stream().map(KnownTrait::of).toList();
        return TraitHistory.of(changes).spans(traits).stream()
                .map(span -> span.value() + " " + span.turnId().orElse("?") + " "
                        + span.since().getEpochSecond() % 100
                        + "-"
                        + span.until()
                                .map(until -> until.getEpochSecond() % 100)
                                .orElse(-1L) + " "
                        + span.closedBy().orElse("-"))
                .toList();
    }

    @Test
    void of_aValueThatFollowsAnother_closesIt() {
        assertThat(spans(
                        List.of(
                                change(1, Optional.empty(), Optional.of(home("Paris", 1))),
                                change(2, Optional.of(home("Paris", 1)), Optional.of(home("Rome", 2)))),
                        home("Rome", 2)))
                .containsExactly("Paris turn1 1-2 turn2", "Rome turn2 2--1 -");
    }

    @Test
    void of_changesThatAreNotKeptAnyMore_saysNotWhoSaidIt() {
        assertThat(spans(List.of(change(5, Optional.of(home("Paris", 1)), Optional.empty())), home("Oslo", 7)))
                .containsExactly("Paris ? 1-5 turn5", "Oslo ? 7--1 -");
    }

    @Test
    void of_aChangeOfEvidenceAlone_isNone() {
        RememberedFact before = home("Paris", 1);
        RememberedFact after = new RememberedFact("home", "Paris", "m_9", before.since(), before.confidence(), true, 2);
        assertThat(spans(
                        List.of(
                                change(1, Optional.empty(), Optional.of(before)),
                                change(2, Optional.of(before), Optional.of(after))),
                        after))
                .containsExactly("Paris turn1 1--1 -");
    }

    @Test
    void of_aValueThatWentWithItsMemory_isInNone() {
        assertThat(spans(List.of(change(1, Optional.empty(), Optional.of(home("Paris", 1))))))
                .isEmpty();
    }

    @Test
    void held_aTraitThatHolds_namesTheTurnThatSaidSo() {
        TraitHistory history = TraitHistory.of(List.of(change(1, Optional.empty(), Optional.of(home("Paris", 1)))));
        assertThat(history.held(KnownTrait.of(home("Paris", 1))).turnId()).hasValue("turn1");
        assertThat(history.held(KnownTrait.of(home("Paris", 3))).turnId()).isEmpty();
    }
}
