package dev.rapport.chat.auth;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSHeader;
import dev.rapport.chat.turn.TurnFailed;
import dev.rapport.chat.turn.TurnFailure;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class JwtMatrixTest {
    private static final Instant NOW = Instant.parse("2026-11-21T09:00:00Z");
    private static final int ROWS_MIN = 60;
    private static final int TOKENS = 100_000;

    @Test
    void verify_tokenThatIsWrongInOneRespect_isRefused() throws JOSEException {
        SigningKey key = SigningKey.generated("RS256");
        Tokens tokens = new Tokens(key, () -> NOW);
        assertThat(tokens.verify(JwtMatrix.good(key, NOW, "s_1")).subject()).isEqualTo("ada");

        Map<String, String> rows = JwtMatrix.rows(key, NOW, "s_1");
        List<String> taken = new ArrayList<>();
        rows.forEach((name, token) -> {
            if (isTaken(tokens, token)) {
                taken.add(name);
            }
        });

        assertThat(taken).isEmpty();
        assertThat(rows).hasSizeGreaterThan(ROWS_MIN);
    }

    /* A cache that is keyed by a part of the token gives one user to another (LiteLLM CVE-2026-35030). */
    @Test
    void verify_manyTokensOfOnePrefix_eachIsItsOwners_alsoFromTheCache() throws JOSEException {
        SigningKey key = SigningKey.generated("HS256");
        Tokens tokens = new Tokens(key, () -> NOW);
        String header = tokens.issue("ada", "s_1", Duration.ofMinutes(1)).split("\\.", -1)[0];
        List<String> issued = IntStream.range(0, TOKENS)
                .parallel()
                .mapToObj(user -> issued(key, header, user))
                .toList();
        assertThat(issued.stream().map(token -> token.substring(0, 128)).distinct())
                .hasSize(1); // and so are the first 20 and 64

        int again = Tokens.CACHE_ENTRIES_MAX / 10; // some that are still in the cache
        IntStream.range(0, TOKENS + again).parallel().forEach(i -> {
            int user = i < TOKENS ? i : 2 * TOKENS - i - 1;
            VerifiedToken verified = tokens.verify(issued.get(user));
            if (!verified.subject().equals("user-" + user) || !verified.id().equals("s_" + user)) {
                throw new AssertionError("token of user-" + user + " is " + verified);
            }
        });
    }

    /* What issue() makes, in a tenth of its time. */
    private static String issued(SigningKey key, String header, int user) {
        long now = NOW.getEpochSecond();
        String claims =
                "{\"iss\":\"rapport\",\"aud\":\"rapport-chat\",\"iat\":%d,\"nbf\":%d,\"exp\":%d,\"jti\":\"j\",\"sub\":\"user-%d\",\"sid\":\"s_%d\"}"
                        .formatted(now, now, now + 60, user, user);
        String signed = header + "."
                + Base64.getUrlEncoder().withoutPadding().encodeToString(claims.getBytes(StandardCharsets.US_ASCII));
        try {
            return signed + "."
                    + key.signer().sign(new JWSHeader(key.algorithm()), signed.getBytes(StandardCharsets.US_ASCII));
        } catch (JOSEException e) {
            throw new AssertionError(e);
        }
    }

    private static boolean isTaken(Tokens tokens, String token) {
        try {
            tokens.verify(token);
            return true;
        } catch (TurnFailed e) {
            assertThat(e.failure()).isInstanceOf(TurnFailure.NotAuthenticated.class);
            return false;
        }
    }
}
