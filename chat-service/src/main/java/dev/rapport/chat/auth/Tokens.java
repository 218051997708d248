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
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;

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

    /** Part of a key of the store. */
    private static final Pattern SESSION = Pattern.compile("[A-Za-z0-9_-]{1,64}");

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
        if (token.length() > CompactJws.LENGTH_MAX) { // before anything is made of it
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
        Jws jws = Jws.parse(token, CompactJws.LENGTH_MAX);
        if (!TYPE.equals(jws.header().getType())
                || !jws.isFor(key.verifying())
                || !HEADER_FIELDS.containsAll(jws.names())) {
            throw refused("the token is not of this service");
        }
        if (!jws.isSignedBy(key.verifying())) {
            throw refused("the token's signature is wrong");
        }
        return checked(jws.claims());
    }

    private static VerifiedToken checked(Claims claims) {
        Instant issuedAt = claims.time("iat");
        Instant notBefore = claims.time("nbf");
        Instant expiresAt = claims.time("exp");
        String subject = claims.text("sub");
        String id = claims.text("sid");
        if (!ISSUER.equals(claims.text("iss"))
                || !List.of(AUDIENCE).equals(claims.texts("aud"))
                || claims.text("jti").isEmpty()
                || !Owner.isSubject(subject)
                || !SESSION.matcher(id).matches()
                || Duration.between(issuedAt, expiresAt).compareTo(LIFE_MAX) > 0) {
            throw refused("the token is not of this service");
        }
        return new VerifiedToken(subject, id, notBefore, expiresAt);
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
