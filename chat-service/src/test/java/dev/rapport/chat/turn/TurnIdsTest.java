package dev.rapport.chat.turn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rapport.chat.Turns;
import dev.rapport.memory.Owner;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TurnIdsTest {
    @Test
    void of_sameKeyAndText_isTheSameTurn_andNothingElseIs() {
        Owner ada = Owner.authenticated("ada");
        assertThat(TurnIds.of(ada, "k", "text")).isEqualTo(TurnIds.of(Owner.authenticated("ada"), "k", "text"));
        assertThat(List.of(
                        TurnIds.of(ada, "k", "text"),
                        TurnIds.of(Owner.authenticated("bob"), "k", "text"),
                        TurnIds.of(ada, "l", "text"),
                        TurnIds.of(ada, "k", "texts"),
                        TurnIds.of(ada, "kt", "ext")))
                .doesNotHaveDuplicates();
    }

    @Test
    void of_anotherConversation_isAnotherTurn() {
        assertThat(TurnIds.of(in(Optional.of("c_1"))))
                .isEqualTo(TurnIds.of(in(Optional.of("c_1"))))
                .isNotEqualTo(TurnIds.of(in(Optional.of("c_2"))))
                .isNotEqualTo(TurnIds.of(in(Optional.empty())));
    }

    private static AuthenticatedTurn in(Optional<String> conversation) {
        return new AuthenticatedTurn(
                new IncomingTurn(
                        "req_1", "", "text", conversation, "k", Turns.NOW, new StageTimes(() -> 0), new Turns.Client()),
                Turns.SESSION);
    }
}
