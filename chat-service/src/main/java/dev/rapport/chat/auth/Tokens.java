package dev.rapport.chat.auth;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.rapport.chat.turn.TurnFailed;
import dev.rapport.chat.turn.TurnFailure;
import dev.rapport.memory.Owner;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;

/**
 * Makes and checks our tokens: JWS compact, one algorithm, an explicit type (RFC 8725).
 *
 * <p>A good token's claims are cached under the SHA-256 of its whole text; its times are checked on every hit. What
 * failed is never cached. Safe for all event loops.
 */
public final class Tokens {
    /** Clocks of two servers may differ by this much. */
    static final Duration SKEW = Duration.ofSeconds(30);

    /** A token that claims to hold longer is not ours. */
    static final Duration LIFE_MAX = Duration.ofHours(24);

    /** One entry is about 300 bytes: 15 MB at most. More users than this at one time on one process is no plan. */
    static final int CACHE_ENTRIES_MAX = 50_000;

    private static final JOSEObjectType TYPE = new JOSEObjectType("rapport-session+jwt");

    static final String ISSUER = "rapport";
    static final String AUDIENCE = "rapport-chat";

    private static final Set<String> HEADER_FIELDS = Set.of("alg", "typ", "kid");

    private final SigningKey key;
    private final InstantSource clock;
    private final Cache<ByteBuffer, VerifiedToken> verified =
            Caffeine.newBuilder().maximumSize(CACHE_ENTRIES_MAX).build();

    public Tokens(SigningKey key, InstantSource clock) {
        this.key = key;
        this.clock = clock;
    }

    /** The public keys, as a JWK set. */
    public String jwks() {
        return key.jwks();
    }

    /**
     * Signs and checks some tokens that nobody gets: the first signatures cost a hundred times what later ones do, and
     * they are made on event loops.
     */
    public void warmUp(int rounds) {
        for (int i = 0; i < rounds; i++) {
            check(issue("rehearsal", "s_" + i, SKEW));
        }
    }

    String issue(String subject, String id, Duration life) {
        Instant now = clock.instant();
        JWTClaimsSet claims = new JWTClaimsSet.Builder()
                .issuer(ISSUER)
                .audience(AUDIENCE)
                .subject(subject)
                .issueTime(Date.from(now))
                .notBeforeTime(Date.from(now))
                .expirationTime(Date.from(now.plus(life)))
                .jwtID(UUID.randomUUID().toString())
                .claim("sid", id)
                .build();
        SignedJWT token = new SignedJWT(
                new JWSHeader.Builder(key.algorithm())
                        .type(TYPE)
                        .keyID(key.id())
                        .build(),
                claims);
        try {
            token.sign(key.signer());
        } catch (JOSEException e) {
            throw new IllegalStateException("our own key cannot sign", e);
        }
        return token.serialize();
    }

    /**
     * The claims of a good token that holds now.
     *
     * @throws TurnFailed {@link TurnFailure.NotAuthenticated} for any other text
     */
    VerifiedToken verify(String token) {
        if (!CompactJws.isCanonical(token)) {
            throw refused("the token is malformed (expected: a compact JWS of at most " + CompactJws.LENGTH_MAX
                    + " characters)");
        }
        ByteBuffer digest = digest(token);
        VerifiedToken known = verified.getIfPresent(digest);
        VerifiedToken claims = known != null ? known : check(token);
        Instant now = clock.instant();
        if (now.isAfter(claims.expiresAt().plus(SKEW))) {
            verified.invalidate(digest);
            throw refused("the token has expired (expected: one that holds now; sign in again)");
        }
        if (now.isBefore(claims.notBefore().minus(SKEW))) {
            throw refused("the token does not hold yet (expected: clocks within " + SKEW.toSeconds() + " s)");
        }
        if (known == null) {
            verified.put(digest, claims);
        }
        return claims;
    }

    private VerifiedToken check(String token) {
        try {
            SignedJWT jwt = SignedJWT.parse(token);
            JWSHeader header = jwt.getHeader();
            if (!header.getAlgorithm().equals(key.algorithm())
                    || !TYPE.equals(header.getType())
                    || !Objects.equals(header.getKeyID(), key.id())
                    || !HEADER_FIELDS.containsAll(header.toJSONObject().keySet())) {
                throw refused("the token is not of this service");
            }
            if (!jwt.verify(key.verifier())) {
                throw refused("the token's signature is wrong");
            }
            return claims(jwt.getJWTClaimsSet());
        } catch (ParseException | JOSEException | IllegalArgumentException e) {
            throw refused("the token is malformed");
        }
    }

    private static VerifiedToken claims(JWTClaimsSet claims) throws ParseException {
        Date issuedAt = claims.getIssueTime();
        Date notBefore = claims.getNotBeforeTime();
        Date expiresAt = claims.getExpirationTime();
        String subject = claims.getSubject();
        String id = claims.getStringClaim("sid");
        if (issuedAt == null || notBefore == null || expiresAt == null || subject == null || id == null) {
            throw refused("the token lacks a claim (expected: iss, aud, sub, sid, jti, iat, nbf, exp)");
        }
        if (!ISSUER.equals(claims.getIssuer())
                || !List.of(AUDIENCE).equals(claims.getAudience())
                || claims.getJWTID() == null
                || !Owner.isSubject(subject)
                || Duration.between(issuedAt.toInstant(), expiresAt.toInstant()).compareTo(LIFE_MAX) > 0) {
            throw refused("the token is not of this service");
        }
        return new VerifiedToken(subject, id, notBefore.toInstant(), expiresAt.toInstant());
    }

    private static TurnFailed refused(String why) {
        return new TurnFailed(new TurnFailure.NotAuthenticated(why));
    }

    private static ByteBuffer digest(String token) {
        try {
            return ByteBuffer.wrap(
                    MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.US_ASCII)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
