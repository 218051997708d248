package dev.rapport.chat.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CompactJwsTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ".",
                "..",
                "a",
                "YQ",
                "YQ.YQ",
                "YQ.YQ.",
                ".YQ.YQ",
                "YQ.YQ.YQ.YQ",
                "YQ.YQ.YQ.YQ.YQ",
                "YQ.YQ.YQ=",
                "YQ.YQ.YQ==",
                " YQ.YQ.YQ",
                "YQ.YQ.YQ ",
                "YQ.Y Q.YQ",
                "YQ.YQ.Y?",
                "YQ.YQ.Y+Q",
                "YQ.YQ.Y/Q",
                "YQ.YQ.YQ\n",
                "YQ.YQ.Y",
                "YQ.YQ.YR",
                "YQ.YQ.YWJ",
                "YQ.YQ.YWJjY",
                "YQ.YQ.Ye",
                "ÝQ.YQ.YQ"
            })
    void isCanonical_anyOtherSpelling_isRefused(String token) {
        assertThat(CompactJws.isCanonical(token)).isFalse();
    }

    @Test
    void isCanonical_whatTheEncoderWrites_isTaken() {
        Random random = new Random(7);
        for (int i = 0; i < 1_000; i++) {
            String token = segment(random) + "." + segment(random) + "." + segment(random);
            assertThat(CompactJws.isCanonical(token))
                    .as("seed 7, round %d: %s", i, token)
                    .isTrue();
        }
    }

    @Test
    void isCanonical_oneCharacterOverTheLimit_isRefused() {
        String fits = "YQ.YQ." + "A".repeat(CompactJws.LENGTH_MAX - 6 - 2);
        assertThat(CompactJws.isCanonical(fits)).isTrue();
        assertThat(CompactJws.isCanonical(fits + "AAAA")).isFalse();
    }

    private static String segment(Random random) {
        byte[] bytes = new byte[1 + random.nextInt(40)];
        random.nextBytes(bytes);
        return new String(Base64.getUrlEncoder().withoutPadding().encode(bytes), StandardCharsets.US_ASCII);
    }
}
