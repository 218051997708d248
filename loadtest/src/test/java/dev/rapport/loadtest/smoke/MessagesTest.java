package dev.rapport.loadtest.smoke;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rapport.loadtest.simulator.AnswerPlan;
import java.net.URI;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class MessagesTest {

    @Test
    void next_anyMessage_carriesItsNonce() {
        SplittableRandom random = new SplittableRandom(1);
        Set<String> said = new HashSet<>();
        for (int i = 0; i < 500; i++) {
            String message = Messages.next(random, "n" + i);
            assertThat(AnswerPlan.nonceOf(message)).isEqualTo("n" + i);
            said.add(message.substring(0, message.indexOf(" [ref")));
        }

        assertThat(said)
                .hasSizeGreaterThan(40)
                .anyMatch(text -> text.startsWith("My sister"))
                .anyMatch(text -> text.endsWith("?"));
    }

    @Test
    void nonce_everyUserAndTurn_isUnique() {
        Set<String> nonces = new HashSet<>();
        for (int user = 0; user < 1_000; user += 7) {
            for (int turn = 0; turn < 1_500; turn += 3) {
                assertThat(nonces.add(SmokeUser.nonce("run", user, turn)))
                        .as("user %d, turn %d", user, turn)
                        .isTrue();
            }
        }
    }

    @Test
    void name_aUser_hasThreeDigits() {
        assertThat(SmokeUser.name(7)).isEqualTo("smoke-007");
    }

    @Test
    void settings_outOfRange_sayWhichAndWhat() {
        assertThatThrownBy(() -> settings("http://127.0.0.1:1", 0, Duration.ofSeconds(3)))
                .hasMessage("users: 0 (expected: 1..10000)");
        assertThatThrownBy(() -> settings("127.0.0.1:1", 1, Duration.ofSeconds(3)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> settings("ftp://127.0.0.1", 1, Duration.ofSeconds(3)))
                .hasMessage("url: ftp://127.0.0.1 (expected: http://host:port)");
        assertThatThrownBy(() -> settings("http://127.0.0.1:1", 1, Duration.ofMillis(500)))
                .hasMessage("think-min: 1s (expected: 0s..500ms)");
    }

    private static SmokeSettings settings(String target, int users, Duration thinkMax) {
        return new SmokeSettings(
                URI.create(target),
                "key",
                URI.create("http://127.0.0.1:2"),
                List.of(),
                users,
                Duration.ofSeconds(60),
                Duration.ofSeconds(1),
                thinkMax,
                1,
                "r1",
                Duration.ZERO,
                Duration.ofSeconds(30));
    }
}
