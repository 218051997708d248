package dev.rapport.chat.auth;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jwt.JWTClaimsSet;
import dev.rapport.chat.auth.IdTokens.Person;
import dev.rapport.chat.turn.TurnFailed;
import dev.rapport.chat.turn.TurnFailure;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Against an issuer that is a real server on this machine. */
@Timeout(60)
class IdTokensTest {
    private static final Instant START = Instant.parse("2026-11-21T09:00:00Z");
    private static final List<String> PLANS = List.of("priority", "standard", "free");

    private static Vertx vertx;
    private static Context loop;

    private volatile Instant now = START;
    private IssuerServer server;
    private IdTokens idTokens;

    @BeforeAll
    static void open() {
        vertx = Vertx.vertx();
        loop = vertx.getOrCreateContext();
    }

    @AfterAll
    static void close() throws Exception {
        get(vertx.close());
    }

    @BeforeEach
    void begin() throws Exception {
        server = new IssuerServer();
        idTokens = of(issuer("acme", Optional.empty(), "sub"));
    }

    @org.junit.jupiter.api.AfterEach
    void end() throws Exception {
        server.close();
    }

    @Test
    void verify_goodToken_isThePerson_whateverTheIssuerCallsThem() throws Exception {
        assertThat(person(token("mia")).owner().subject()).isEqualTo("acme+mia");
        assertThat(person(token("f3b1-2")).plan()).isEmpty();
        // what is no name of ours is known by its hash: the form, the length, and what could be taken for a hash
        for (String called : List.of("auth0|5f7c8e", "a b", "ü", "+x", "a".repeat(60), "a".repeat(255))) {
            assertThat(person(token(called)).owner().subject()).as(called).matches("acme\\+\\+[A-Za-z0-9_-]{43}");
        }
        assertThat(server.fetched).hasValue(1);
    }

    @Test
    void verify_plans_theBestThatThereIs_elseTheDefault() throws Exception {
        assertThat(person(token("mia", claims -> claims.claim("plans", "free"))).plan())
                .isEqualTo("free");
        assertThat(person(token("mia", claims -> claims.claim("plans", List.of("staff", "free", "standard"))))
                        .plan())
                .isEqualTo("standard");
        assertThat(person(token("mia", claims -> claims.claim("plans", "gold"))).plan())
                .isEmpty();
        assertRefused(token("mia", claims -> claims.claim("plans", 7)), "claim plans is of a wrong form");
    }

    @Test
    void verify_wrongClaims_isRefusedWithTheReason() throws Exception {
        assertRefused(token("mia", claims -> claims.issuer(server.url() + "/")), "an issuer that is not configured");
        assertRefused(token("mia", claims -> claims.issuer(null)), "lacks a claim (expected: iss)");
        assertRefused(token("mia", claims -> claims.audience("other")), "for somebody else");
        assertRefused(token("mia", claims -> claims.audience((String) null)), "for somebody else");
        assertRefused(
                token("mia", claims -> claims.audience(List.of(IssuerServer.AUDIENCE, "other"))),
                "was not given to us");
        assertThat(person(token(
                                "mia",
                                claims -> claims.audience(List.of(IssuerServer.AUDIENCE, "other"))
                                        .claim("azp", IssuerServer.AUDIENCE)))
                        .owner()
                        .subject())
                .isEqualTo("acme+mia");
        assertRefused(token("mia", claims -> claims.expirationTime(Date.from(now.minusSeconds(31)))), "has expired");
        assertRefused(token("mia", claims -> claims.expirationTime(null)), "lacks a claim (expected: exp)");
        assertRefused(token("mia", claims -> claims.claim("exp", "soon")), "claim exp is of a wrong form");
        assertRefused(token("mia", claims -> claims.issueTime(Date.from(now.plusSeconds(31)))), "does not hold yet");
        assertRefused(token("mia", claims -> claims.issueTime(null)), "lacks a claim (expected: iat)");
        assertRefused(
                token("mia", claims -> claims.notBeforeTime(Date.from(now.plusSeconds(31)))), "does not hold yet");
        assertRefused(
                token("mia", claims -> claims.expirationTime(Date.from(now.plusSeconds(86_401)))),
                "holds for too long");
        assertRefused(token("", _ -> {}), "subject is empty");
        assertRefused(token("a".repeat(256), _ -> {}), "subject is empty or too long");
        assertRefused(token("mia", claims -> claims.subject(null)), "lacks a claim (expected: sub)");
    }

    @Test
    void verify_wrongHeaderOrKey_isRefusedWithTheReason() throws Exception {
        ECKey key = server.key();
        assertRefused(token(key, header -> header.keyID(null)), "does not name its key");
        assertRefused(token(key, header -> header.jwkURL(URI.create(server.url()))), "more than it may");
        assertRefused(token(key, header -> header.jwk(key.toPublicJWK())), "more than it may");
        assertRefused(token(key, header -> header.contentType("JWT")), "more than it may");
        assertRefused(token(key, header -> header.customParam("zip", "DEF")), "more than it may");
        assertRefused(
                token(IssuerServer.newKey(key.getKeyID()), header -> header),
                "signature is wrong"); // same id, other key
        assertRefused(token(IssuerServer.newKey("k-9"), header -> header), "a key that its issuer does not have");
        assertRefused("x", "malformed");
        assertRefused("a".repeat(IdTokens.LENGTH_MAX + 1), "malformed");
        String accessToken =
                server.token(key, new JWSHeader.Builder(JWSAlgorithm.ES256).keyID(key.getKeyID()), "mia", now, _ -> {});
        assertThat(person(accessToken).plan()).isEmpty();
        assertRefused(
                signedAs(
                        key,
                        new JWSHeader.Builder(JWSAlgorithm.ES256)
                                .keyID(key.getKeyID())
                                .type(new JOSEObjectType("at+jwt"))
                                .build()),
                "none to sign in with");
    }

    @Test
    void verify_keysChange_newOnesAreFetched_andOldOnesEndWithTheIssuersWord() throws Exception {
        String old = token("mia");
        ECKey oldKey = server.key();
        person(old);
        server.rotate("k-2", "k-1");
        now = now.plus(IssuerKeys.UNKNOWN_EVERY);
        assertThat(person(token("mia")).owner().subject()).isEqualTo("acme+mia"); // of a key not seen before
        assertThat(person(old).owner().subject()).isEqualTo("acme+mia");

        server.rotate("k-2"); // k-1 is taken back
        now = now.plus(IssuerKeys.FRESH).plusMillis(1);
        String late = server.token(oldKey, new JWSHeader.Builder(JWSAlgorithm.ES256).keyID("k-1"), "mia", now, _ -> {});
        assertRefused(late, "a key that its issuer does not have"); // the first that asks waits for the keys
        assertThat(server.fetched).hasValue(3);
    }

    @Test
    void verify_manyUnknownKeys_askTheIssuerOnceInAWhile() throws Exception {
        person(token("mia"));
        now = now.plus(IssuerKeys.UNKNOWN_EVERY);
        for (int round = 0; round < 2; round++) {
            List<Future<Person>> storm = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                storm.add(verify(idTokens, token(IssuerServer.newKey("made-up-" + i), header -> header)));
            }
            for (Future<Person> refused : storm) {
                assertThat(failure(refused)).isInstanceOf(TurnFailure.NotAuthenticated.class);
            }
            assertThat(server.fetched).hasValue(2 + round);
            now = now.plus(IssuerKeys.UNKNOWN_EVERY);
        }
    }

    @Test
    void verify_issuerIsDown_keysThatAreThereGoOnForADay_andWithoutAnyItIsUnavailable() throws Exception {
        String url = server.url();
        ECKey key = server.key();
        person(token("mia"));
        IdTokens fresh = of(issuer("acme", Optional.empty(), "sub"));
        String before = token("mia");
        server.close();

        assertThat(failure(verify(fresh, before)))
                .isInstanceOfSatisfying(
                        TurnFailure.Unavailable.class,
                        down -> assertThat(down.what()).isEqualTo("the identity provider acme"));
        now = START.plus(IssuerKeys.KEPT_MAX).minusSeconds(1);
        String late = at(url, key);
        assertThat(person(late).owner().subject()).isEqualTo("acme+mia");
        now = START.plus(IssuerKeys.KEPT_MAX).plusSeconds(1);
        assertThat(failure(verify(idTokens, late))).isInstanceOf(TurnFailure.Unavailable.class);
        server = new IssuerServer(); // for the end of the test
    }

    @Test
    void verify_answersThatAreNoKeys_areTakenForNone() throws Exception {
        List<Consumer<io.vertx.core.http.HttpServerResponse>> answers = List.of(
                response -> response.setStatusCode(302)
                        .putHeader("location", server.url() + IssuerServer.ELSEWHERE)
                        .end(),
                response -> response.setStatusCode(500).end(),
                response -> response.end("<html>"),
                response -> response.end("{\"keys\":7}"),
                response -> response.end("{\"keys\":[]} {}"),
                response -> response.end("{\"keys\":[],\"x\":\"" + "x".repeat(HttpFetch.BYTES_MAX) + "\"}"),
                response -> response.end("{\"keys\":[{\"kty\":\"oct\",\"kid\":\"a\",\"k\":\"AAAA\"},"
                        + server.key().toPublicJWK().toJSONString() + "]}"),
                response -> response.reset());
        for (int i = 0; i < answers.size(); i++) {
            server.answers(answers.get(i));
            assertThat(failure(verify(of(issuer("acme", Optional.empty(), "sub")), token("mia"))))
                    .as("answer %d", i)
                    .isInstanceOf(TurnFailure.Unavailable.class);
        }
        server.answersWithKeys();
        assertThat(get(verify(of(issuer("acme", Optional.of(URI.create(server.url() + "/keys")), "sub")), token("mia")))
                        .owner()
                        .subject())
                .isEqualTo("acme+mia"); // without discovery
        assertThat(failure(verify(
                        of(issuer("acme", Optional.of(URI.create(server.url() + "/none")), "sub")), token("mia"))))
                .isInstanceOf(TurnFailure.Unavailable.class);
    }

    @Test
    void verify_emailAsName_mustBeVerified() throws Exception {
        IdTokens byEmail = of(issuer("mail", Optional.empty(), "email"));
        UnaryOperator<JWTClaimsSet.Builder> email = claims -> claims.claim("email", "mia@example.com");
        assertThat(get(verify(byEmail, token("7", claims -> email.apply(claims).claim("email_verified", true))))
                        .owner()
                        .subject())
                .isEqualTo("mail+mia@example.com");
        for (Object not : new Object[] {false, "true", null}) {
            assertThat(failure(verify(
                            byEmail, token("7", claims -> email.apply(claims).claim("email_verified", not)))))
                    .isInstanceOf(TurnFailure.NotAuthenticated.class);
        }
    }

    private IdTokens of(Issuer issuer) {
        return new IdTokens(List.of(issuer), PLANS, new HttpFetch(vertx), () -> now);
    }

    private Issuer issuer(String name, Optional<URI> keys, String userClaim) {
        return new Issuer(
                name, server.url(), IssuerServer.AUDIENCE, keys, List.of(JWSAlgorithm.ES256), userClaim, "plans");
    }

    private String token(String subject) throws JOSEException {
        return token(subject, _ -> {});
    }

    private String token(String subject, Consumer<JWTClaimsSet.Builder> change) throws JOSEException {
        ECKey key = server.key();
        return server.token(key, new JWSHeader.Builder(JWSAlgorithm.ES256).keyID(key.getKeyID()), subject, now, change);
    }

    private String token(ECKey key, UnaryOperator<JWSHeader.Builder> change) throws JOSEException {
        return server.token(
                key,
                change.apply(new JWSHeader.Builder(JWSAlgorithm.ES256).keyID(key.getKeyID())),
                "mia",
                now,
                _ -> {});
    }

    private String signedAs(ECKey key, JWSHeader header) throws JOSEException {
        com.nimbusds.jwt.SignedJWT token = new com.nimbusds.jwt.SignedJWT(
                header,
                new JWTClaimsSet.Builder()
                        .issuer(server.url())
                        .audience(IssuerServer.AUDIENCE)
                        .subject("mia")
                        .issueTime(Date.from(now))
                        .expirationTime(Date.from(now.plusSeconds(60)))
                        .build());
        token.sign(new com.nimbusds.jose.crypto.ECDSASigner(key));
        return token.serialize();
    }

    /* A token of now by an issuer that is gone. */
    private String at(String url, ECKey key) throws JOSEException {
        return server.token(
                key,
                new JWSHeader.Builder(JWSAlgorithm.ES256).keyID(key.getKeyID()),
                "mia",
                now,
                claims -> claims.issuer(url).expirationTime(Date.from(now.plusSeconds(600))));
    }

    /* They belong to one loop. */
    private Future<Person> verify(IdTokens by, String token) {
        Promise<Person> done = Promise.promise();
        loop.runOnContext(_ -> by.verify(token).onComplete(done));
        return done.future();
    }

    private Person person(String token) throws Exception {
        return get(verify(idTokens, token));
    }

    private void assertRefused(String token, String why) throws Exception {
        assertThat(failure(verify(idTokens, token)))
                .isInstanceOfSatisfying(
                        TurnFailure.NotAuthenticated.class,
                        refused -> assertThat(refused.why()).contains(why));
    }

    private static TurnFailure failure(Future<?> future) throws Exception {
        try {
            throw new AssertionError("taken: " + get(future));
        } catch (ExecutionException e) {
            return ((TurnFailed) requireNonNull(e.getCause())).failure();
        }
    }

    private static <T> T get(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
    }
}
