package dev.rapport.chat.auth;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rapport.chat.turn.TurnFailed;
import dev.rapport.chat.turn.TurnFailure;
import io.vertx.core.Future;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An issuer's keys, fetched when they are needed and kept for a while. Belongs to one event loop.
 *
 * <p>A key that is not known makes them be fetched again, for the issuer may have changed keys; how often is bounded, since anybody can
 * make up ids of keys. While the issuer cannot be reached, the keys that are there go on being good.
 */
final class IssuerKeys {
    /** A key that the issuer takes back is good for no longer than this: who comes later waits for the keys to be fetched anew. */
    static final Duration FRESH = Duration.ofMinutes(5);

    /** Keys that could not be fetched anew are good for this long: a day in which the provider mends itself. */
    static final Duration KEPT_MAX = Duration.ofHours(24);

    /** Between two looks for a key that is not there: with 16 loops one every 2 s, whatever is sent. */
    static final Duration UNKNOWN_EVERY = Duration.ofSeconds(30);

    /** Between two attempts at an issuer that could not be reached. */
    static final Duration FAILED_EVERY = Duration.ofSeconds(5);

    private static final System.Logger LOG = System.getLogger(IssuerKeys.class.getName());

    private final Issuer issuer;
    private final Fetch fetch;
    private final InstantSource clock;
    private Optional<VerifyingKeys> keys = Optional.empty();
    private Instant fetchedAt = Instant.EPOCH;
    private Instant askAgainAt = Instant.EPOCH;
    private @Nullable Future<Void> fetching;

    IssuerKeys(Issuer issuer, Fetch fetch, InstantSource clock) {
        this.issuer = issuer;
        this.fetch = fetch;
        this.clock = clock;
    }

    Issuer issuer() {
        return issuer;
    }

    /**
     * The key of this id.
     *
     * @return failed with {@link TurnFailure.NotAuthenticated} if there is none, or {@link TurnFailure.Unavailable} if there are
     *     no keys at all and the issuer cannot be reached
     */
    Future<VerifyingKey> find(String id) {
        Instant now = clock.instant();
        Optional<VerifyingKey> known = kept(now).flatMap(set -> set.find(id));
        boolean mayAsk = !now.isBefore(askAgainAt);
        if (known.isPresent() && !now.isAfter(fetchedAt.plus(FRESH))) {
            return Future.succeededFuture(known.get());
        }
        return (mayAsk || fetching != null ? refreshed() : Future.<Void>succeededFuture())
                .compose(_ -> kept(clock.instant())
                        .flatMap(set -> set.find(id))
                        .map(Future::succeededFuture)
                        .orElseGet(() -> TurnFailed.future(missing())));
    }

    private Optional<VerifyingKeys> kept(Instant now) {
        return keys.filter(_ -> now.isBefore(fetchedAt.plus(KEPT_MAX)));
    }

    private TurnFailure missing() {
        return kept(clock.instant()).isPresent()
                ? new TurnFailure.NotAuthenticated("the token is of a key that its issuer does not have")
                : new TurnFailure.Unavailable("the identity provider " + issuer.name(), FAILED_EVERY);
    }

    /* One at a time, for all who wait. Never fails: what could not be fetched is not there. */
    private Future<Void> refreshed() {
        Future<Void> running = fetching;
        if (running != null) {
            return running;
        }
        Future<Void> begun = address()
                .compose(fetch::get)
                .map(json -> VerifyingKeys.read(json, issuer.algorithms()))
                .transform((found, failure) -> {
                    fetching = null;
                    took(found, failure);
                    return Future.succeededFuture();
                });
        if (!begun.isComplete()) {
            fetching = begun;
        }
        return begun;
    }

    private void took(@Nullable VerifyingKeys found, @Nullable Throwable failure) {
        Instant now = clock.instant();
        if (found == null) {
            askAgainAt = now.plus(FAILED_EVERY);
            LOG.log(
                    System.Logger.Level.WARNING,
                    "the keys of the identity provider " + issuer.name() + " could not be fetched: "
                            + (failure == null ? "" : failure.getMessage())
                            + (keys.isPresent()
                                    ? "; those of " + fetchedAt + " go on until " + fetchedAt.plus(KEPT_MAX)
                                    : ""));
            return;
        }
        askAgainAt = now.plus(UNKNOWN_EVERY);
        fetchedAt = now;
        keys = Optional.of(found);
        LOG.log(
                System.Logger.Level.DEBUG,
                "{0} keys of {1}, left out: {2}",
                found.byId().size(),
                issuer.name(),
                found.leftOut());
    }

    private Future<URI> address() {
        return issuer.jwks()
                .map(Future::succeededFuture)
                .orElseGet(() -> fetch.get(issuer.discovery()).map(this::discovered));
    }

    private URI discovered(String json) {
        try {
            JsonNode document = StrictJson.object(json.getBytes(StandardCharsets.UTF_8));
            String says = document.path("issuer").asText("");
            String keysAt = document.path("jwks_uri").asText("");
            if (!says.equals(issuer.issuer())) {
                throw new IllegalArgumentException("its discovery document is another issuer's");
            }
            if (!Issuer.isAddress(keysAt)) {
                throw new IllegalArgumentException("jwks_uri in its discovery document is no address with https");
            }
            return URI.create(keysAt);
        } catch (IOException e) {
            throw new IllegalArgumentException("the discovery document is no JSON object", e);
        }
    }
}
