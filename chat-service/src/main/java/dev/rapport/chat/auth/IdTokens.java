package dev.rapport.chat.auth;

import dev.rapport.chat.turn.TurnFailed;
import dev.rapport.chat.turn.TurnFailure;
import dev.rapport.memory.Owner;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Checks ID tokens of the configured issuers (OpenID Connect Core 1.0 section 3.1.3.7, RFC 8725). Belongs to one event loop.
 *
 * <p>There is no nonce: whoever has such a token may begin sessions with it until it expires, as with a password. The program that
 * got it from the issuer checks the nonce.
 */
public final class IdTokens {
    /** Longest token looked at: one with 256 groups of a person has some 12,000 characters. */
    static final int LENGTH_MAX = 16_384;

    /** OpenID Connect Core section 2: a subject is at most this long. */
    private static final int SUBJECT_LENGTH_MAX = 255;

    /* Thumbprints of certificates are told by some and used by nobody; anything else could change how the token is read. */
    private static final Set<String> HEADER_FIELDS = Set.of("alg", "typ", "kid", "x5t", "x5t#S256");
    private static final String TYPE = "JWT";
    private static final String EMAIL = "email";
    private static final String SUBJECT = "sub";

    private final Map<String, IssuerKeys> byIssuer = new HashMap<>();
    private final List<String> plansBestFirst;
    private final InstantSource clock;

    /** Who signs in. */
    record Person(Owner owner, String plan) {}

    /** @param plansBestFirst names of the plans that there are */
    public IdTokens(List<Issuer> issuers, List<String> plansBestFirst, Fetch fetch, InstantSource clock) {
        issuers.forEach(issuer -> byIssuer.put(issuer.issuer(), new IssuerKeys(issuer, fetch, clock)));
        this.plansBestFirst = List.copyOf(plansBestFirst);
        this.clock = clock;
    }

    /** Takes none. */
    public static IdTokens none() {
        return new IdTokens(List.of(), List.of(), Fetch.NONE, InstantSource.system());
    }

    /** Whether a user of this name would be an issuer's, so that nobody else may begin sessions for it. */
    boolean isUser(String user) {
        return byIssuer.values().stream().anyMatch(keys -> keys.issuer().isUser(user));
    }

    /**
     * The person that a good token names.
     *
     * @return failed with {@link TurnFailure.NotAuthenticated}, or {@link TurnFailure.Unavailable} if the issuer's keys are
     *     not to be had
     */
    Future<Person> verify(String token) {
        try {
            Jws jws = Jws.parse(token, LENGTH_MAX);
            requirePlain(jws);
            Claims claims = jws.claims(); // not to be believed yet
            IssuerKeys keys = byIssuer.get(claims.text("iss"));
            if (keys == null) {
                throw Claims.refused("the token is of an issuer that is not configured here");
            }
            return keys.find(jws.header().getKeyID()).map(key -> {
                if (!jws.isSignedBy(key)) {
                    throw Claims.refused("the token's signature is wrong");
                }
                return person(keys.issuer(), claims);
            });
        } catch (TurnFailed e) {
            return Future.failedFuture(e);
        }
    }

    private static void requirePlain(Jws jws) {
        if (!HEADER_FIELDS.containsAll(jws.names())) {
            throw Claims.refused(
                    "the token's header has more than it may (expected: alg, kid and typ, no key, address or extension)");
        }
        if (jws.header().getType() != null
                && !TYPE.equalsIgnoreCase(jws.header().getType().getType())) {
            throw Claims.refused("the token's typ says it is none to sign in with (expected: JWT, or none)");
        }
        if (jws.header().getKeyID() == null) {
            throw Claims.refused("the token does not name its key (expected: kid in its header)");
        }
    }

    private Person person(Issuer issuer, Claims claims) {
        requireOurs(issuer, claims);
        requireNow(claims);
        String subject = claims.text(SUBJECT);
        if (subject.isEmpty() || subject.length() > SUBJECT_LENGTH_MAX) {
            throw Claims.refused("the token's subject is empty or too long (expected: 1.." + SUBJECT_LENGTH_MAX + ")");
        }
        String called = claims.text(issuer.userClaim());
        if (called.isEmpty() || called.length() > SUBJECT_LENGTH_MAX) {
            throw Claims.refused("the token's claim " + issuer.userClaim() + " is empty or too long (expected: 1.."
                    + SUBJECT_LENGTH_MAX + " characters)");
        }
        if (issuer.userClaim().equals(EMAIL) && !claims.isTrue("email_verified")) {
            throw Claims.refused("the token's email is not verified (expected: email_verified true)");
        }
        return new Person(Owner.authenticated(issuer.user(called)), plan(issuer, claims));
    }

    private static void requireOurs(Issuer issuer, Claims claims) {
        List<String> audience = claims.texts("aud");
        if (!audience.contains(issuer.audience())) {
            throw Claims.refused("the token is for somebody else (expected: our audience in aud)");
        }
        if (audience.size() > 1
                && !issuer.audience().equals(claims.optionalText("azp").orElse(""))) {
            throw Claims.refused("the token is for several and was not given to us (expected: our audience in azp)");
        }
    }

    private void requireNow(Claims claims) {
        Instant now = clock.instant();
        Instant issuedAt = claims.time("iat");
        Instant expiresAt = claims.time("exp");
        if (now.isAfter(expiresAt.plus(Tokens.SKEW))) {
            throw Claims.refused("the token has expired (expected: a fresh one; sign in again)");
        }
        boolean early = now.isBefore(issuedAt.minus(Tokens.SKEW))
                || claims.optionalTime("nbf")
                        .filter(from -> now.isBefore(from.minus(Tokens.SKEW)))
                        .isPresent();
        if (early) {
            throw Claims.refused(
                    "the token does not hold yet (expected: clocks within " + Tokens.SKEW.toSeconds() + " s)");
        }
        if (Duration.between(issuedAt, expiresAt).compareTo(Tokens.LIFE_MAX) > 0) {
            throw Claims.refused(
                    "the token holds for too long (expected: at most " + Tokens.LIFE_MAX.toHours() + " h)");
        }
    }

    /* The best of those that the claim names and that there are; else the default one. */
    private String plan(Issuer issuer, Claims claims) {
        if (issuer.planClaim().isEmpty()) {
            return "";
        }
        List<String> named = claims.texts(issuer.planClaim());
        return plansBestFirst.stream().filter(named::contains).findFirst().orElse("");
    }
}
