package dev.rapport.chat.auth;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** An identity provider: a discovery document, keys that change, and the tokens it would give. */
public final class IssuerServer {
    static final String AUDIENCE = "rapport-test";

    /** Where its keys are as well, though nothing that it publishes says so. */
    static final String ELSEWHERE = "/elsewhere";

    private static final String KEYS = "/keys";

    /** How often its keys were fetched. */
    final AtomicInteger fetched = new AtomicInteger();

    private final Vertx vertx = Vertx.vertx();
    private final HttpServer server;
    private volatile List<ECKey> keys;
    private volatile Consumer<HttpServerResponse> answer = this::tellKeys;

    public IssuerServer() throws Exception {
        keys = List.of(newKey("k-1"));
        server = vertx.createHttpServer()
                .requestHandler(this::answer)
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .get(20, TimeUnit.SECONDS);
    }

    /** Its address. */
    public String url() {
        return "http://127.0.0.1:" + server.actualPort();
    }

    /** The issuer as an operator would write it down, without the address of its keys. */
    public JsonObject config(String name) {
        return new JsonObject()
                .put("name", name)
                .put("issuer", url())
                .put("audience", AUDIENCE)
                .put("algorithms", List.of("ES256"))
                .put("plan-claim", "plans");
    }

    /** From now on it has these keys, of which the first signs. */
    void rotate(String... ids) throws JOSEException {
        List<ECKey> made = new java.util.ArrayList<>();
        for (String id : ids) {
            made.add(keys.stream()
                    .filter(key -> key.getKeyID().equals(id))
                    .findFirst()
                    .orElse(newKey(id)));
        }
        keys = made;
    }

    /** From now on whoever asks for the keys gets this. */
    void answers(Consumer<HttpServerResponse> other) {
        answer = other;
    }

    void answersWithKeys() {
        answer = this::tellKeys;
    }

    /** A token of ten minutes. */
    public String token(String subject, Consumer<JWTClaimsSet.Builder> change) throws JOSEException {
        ECKey key = keys.getFirst();
        return token(key, new JWSHeader.Builder(JWSAlgorithm.ES256).keyID(key.getKeyID()), subject, change);
    }

    String token(ECKey key, JWSHeader.Builder header, String subject, Consumer<JWTClaimsSet.Builder> change)
            throws JOSEException {
        return token(key, header, subject, Instant.now(), change);
    }

    String token(
            ECKey key, JWSHeader.Builder header, String subject, Instant now, Consumer<JWTClaimsSet.Builder> change)
            throws JOSEException {
        JWTClaimsSet.Builder claims = new JWTClaimsSet.Builder()
                .issuer(url())
                .audience(AUDIENCE)
                .subject(subject)
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plusSeconds(600)));
        change.accept(claims);
        SignedJWT token = new SignedJWT(header.type(JOSEObjectType.JWT).build(), claims.build());
        token.sign(new ECDSASigner(key));
        return token.serialize();
    }

    ECKey key() {
        return keys.getFirst();
    }

    static ECKey newKey(String id) throws JOSEException {
        return new ECKeyGenerator(Curve.P_256)
                .keyID(id)
                .keyUse(KeyUse.SIGNATURE)
                .algorithm(JWSAlgorithm.ES256)
                .generate();
    }

    private void answer(HttpServerRequest request) {
        String path = String.valueOf(request.path());
        if (path.equals(KEYS)) {
            fetched.incrementAndGet();
            answer.accept(request.response());
        } else if (path.equals(ELSEWHERE)) {
            tellKeys(request.response());
        } else if (path.equals("/.well-known/openid-configuration")) {
            request.response()
                    .end(new JsonObject()
                            .put("issuer", url())
                            .put("jwks_uri", url() + KEYS)
                            .encode());
        } else {
            request.response().setStatusCode(404).end();
        }
    }

    private void tellKeys(HttpServerResponse response) {
        response.end(new JWKSet(List.copyOf(keys)).toPublicJWKSet().toString());
    }

    public void close() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
    }
}
