package dev.rapport.chat.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.PlainHeader;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import dev.rapport.chat.turn.TurnFailed;
import dev.rapport.chat.turn.TurnFailure;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokensTest {
    private static final Instant START = Instant.parse("2026-11-21T09:00:00Z");

    private Instant now = START;

    private Tokens tokens(SigningKey key) {
        return new Tokens(key, () -> now);
    }

    @ParameterizedTest
    @ValueSource(strings = {"RS256", "ES256", "HS256"})
    void verify_ownToken_givesItsClaims(String algorithm) throws JOSEException {
        Tokens tokens = tokens(SigningKey.generated(algorithm));
        String token = tokens.issue("ada", "s_1", Duration.ofHours(1));

        for (int i = 0; i < 2; i++) { // the second time from the cache
            assertThat(tokens.verify(token))
                    .isEqualTo(new VerifiedToken("ada", "s_1", START, START.plusSeconds(3_600)));
        }
    }

    @Test
    void verify_expiredSinceItWasCached_isRefused() throws JOSEException {
        Tokens tokens = tokens(SigningKey.generated("HS256"));
        String token = tokens.issue("ada", "s_1", Duration.ofMinutes(1));
        tokens.verify(token);

        now = START.plusSeconds(60).plus(Tokens.SKEW);
        tokens.verify(token);
        now = now.plusMillis(1);
        assertRefused(tokens, token, "expired");
    }

    @Test
    void verify_beforeItHolds_isRefused() throws JOSEException {
        Tokens tokens = tokens(SigningKey.generated("HS256"));
        String token = tokens.issue("ada", "s_1", Duration.ofMinutes(1));
        now = START.minus(Tokens.SKEW).minusMillis(1);
        assertRefused(tokens, token, "does not hold yet");
    }

    @Test
    void verify_otherType_isRefused() throws JOSEException {
        SigningKey key = SigningKey.generated("HS256");
        JWSHeader header = header(key).type(JOSEObjectType.JWT).build();
        assertRefused(tokens(key), signed(key, header, claims(_ -> {})), "not of this service");
    }

    @Test
    void verify_otherKey_isRefused() throws JOSEException {
        Tokens ours = tokens(SigningKey.generated("RS256"));
        String theirs = tokens(SigningKey.generated("RS256")).issue("ada", "s_1", Duration.ofMinutes(1));
        assertRefused(ours, theirs, "not of this service");
    }

    @Test
    void verify_changedClaims_isRefused() throws JOSEException {
        Tokens tokens = tokens(SigningKey.generated("RS256"));
        String[] ada = tokens.issue("ada", "s_1", Duration.ofMinutes(1)).split("\\.", -1);
        String[] bob = tokens.issue("bob", "s_1", Duration.ofMinutes(1)).split("\\.", -1);
        assertRefused(tokens, ada[0] + "." + bob[1] + "." + ada[2], "signature is wrong");
    }

    @Test
    void verify_unsigned_isRefused() throws JOSEException {
        Tokens tokens = tokens(SigningKey.generated("HS256"));
        String unsigned = new PlainJWT(new PlainHeader(), claims(_ -> {})).serialize();
        assertRefused(tokens, unsigned, "malformed");
        assertRefused(tokens, unsigned + "YQ", "malformed");
    }

    @Test
    void verify_headerWithMoreThanOurs_isRefused() throws JOSEException {
        SigningKey key = SigningKey.generated("HS256");
        for (Map<String, Object> extra : java.util.List.<Map<String, Object>>of(
                Map.of("jku", "https://evil.example"), Map.of("x5u", "https://evil.example"), Map.of("cty", "JWT"))) {
            JWSHeader.Builder header = header(key);
            if (extra.containsKey("cty")) {
                header.contentType("JWT");
            } else if (extra.containsKey("jku")) {
                header.jwkURL(java.net.URI.create("https://evil.example"));
            } else {
                header.x509CertURL(java.net.URI.create("https://evil.example"));
            }
            assertRefused(tokens(key), signed(key, header.build(), claims(_ -> {})), "not of this service");
        }
    }

    @Test
    void verify_wrongClaims_isRefused() throws JOSEException {
        SigningKey key = SigningKey.generated("HS256");
        assertClaimsRefused(key, claims -> claims.issuer("other"));
        assertClaimsRefused(key, claims -> claims.audience("other"));
        assertClaimsRefused(key, claims -> claims.audience(java.util.List.of(Tokens.AUDIENCE, "other")));
        assertClaimsRefused(key, claims -> claims.subject(null));
        assertClaimsRefused(key, claims -> claims.subject("a}b"));
        assertClaimsRefused(key, claims -> claims.jwtID(null));
        assertClaimsRefused(key, claims -> claims.claim("sid", null));
        assertClaimsRefused(key, claims -> claims.claim("sid", 7));
        assertClaimsRefused(key, claims -> claims.expirationTime(null));
        assertClaimsRefused(key, claims -> claims.notBeforeTime(null));
        assertClaimsRefused(key, claims -> claims.issueTime(null));
        assertClaimsRefused(
                key,
                claims -> claims.expirationTime(
                        Date.from(START.plus(Tokens.LIFE_MAX).plusSeconds(1))));
    }

    @Test
    void loadOrMake_secondTime_readsTheFirstKey(@TempDir Path folder) throws Exception {
        String first = SigningKey.loadOrMake(folder, "RS256").jwks();
        assertThat(SigningKey.loadOrMake(folder, "RS256").jwks())
                .isEqualTo(first)
                .doesNotContain("\"d\"");
    }

    @Test
    void jwks_ofASharedSecret_holdsNothing() throws JOSEException {
        assertThat(SigningKey.generated("HS256").jwks()).isEqualTo("{\"keys\":[]}");
    }

    private void assertClaimsRefused(SigningKey key, Consumer<JWTClaimsSet.Builder> change) throws JOSEException {
        String token = signed(key, header(key).build(), claims(change));
        assertThatThrownBy(() -> tokens(key).verify(token)).isInstanceOf(TurnFailed.class);
    }

    private static JWSHeader.Builder header(SigningKey key) {
        return new JWSHeader.Builder(JWSAlgorithm.HS256)
                .type(new JOSEObjectType("rapport-session+jwt"))
                .keyID(key.id());
    }

    private static String signed(SigningKey key, JWSHeader header, JWTClaimsSet claims) throws JOSEException {
        SignedJWT token = new SignedJWT(header, claims);
        token.sign(key.signer());
        return token.serialize();
    }

    private static JWTClaimsSet claims(Consumer<JWTClaimsSet.Builder> change) {
        JWTClaimsSet.Builder claims = new JWTClaimsSet.Builder()
                .issuer(Tokens.ISSUER)
                .audience(Tokens.AUDIENCE)
                .subject("ada")
                .jwtID("j_1")
                .issueTime(Date.from(START))
                .notBeforeTime(Date.from(START))
                .expirationTime(Date.from(START.plusSeconds(60)))
                .claim("sid", "s_1");
        change.accept(claims);
        return claims.build();
    }

    private static void assertRefused(Tokens tokens, String token, String why) {
        assertThatThrownBy(() -> tokens.verify(token))
                .isInstanceOfSatisfying(
                        TurnFailed.class,
                        failed -> assertThat(failed.failure())
                                .isInstanceOfSatisfying(
                                        TurnFailure.NotAuthenticated.class,
                                        refused -> assertThat(refused.why()).contains(why)));
    }
}
