package dev.rapport.chat.auth;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import dev.rapport.chat.turn.TurnFailed;
import dev.rapport.chat.turn.TurnFailure;
import dev.rapport.memory.Owner;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AuthenticatorTest {
    private static final Instant NOW = Instant.parse("2026-11-21T09:00:00Z");
    private static final String KEY = "k".repeat(43);

    private final Map<String, KeptSession> kept = new HashMap<>();
    private Authenticator authenticator;
    private SignIn signIn;

    @BeforeEach
    void begin() throws JOSEException {
        Tokens tokens = new Tokens(SigningKey.generated("HS256"), () -> NOW);
        SessionStore store = new MapSessions(kept);
        authenticator = new Authenticator(tokens, store);
        signIn = new SignIn(
                tokens,
                store,
                new SignIn.Credentials(ApplicationKeys.of(KEY), IdTokens.none()),
                new SignIn.Lengths(Duration.ofHours(1), Duration.ofMinutes(1)),
                () -> NOW);
    }

    @Test
    void authenticate_begunSession_isItsOwners() {
        SignIn.Begun begun = signIn.withKey("ada", KEY, "").result();
        assertThat(authenticator.authenticate("Bearer " + begun.token()).result())
                .isEqualTo(begun.session());
        assertThat(begun.session().owner()).isEqualTo(Owner.authenticated("ada"));
    }

    @Test
    void authenticate_sessionWithAPlan_hasIt_andWithAnInviteTheDefaultOne() {
        SignIn.Begun begun = signIn.withKey("ada", KEY, "priority").result();
        assertThat(authenticator
                        .authenticate("Bearer " + begun.token())
                        .result()
                        .plan())
                .isEqualTo("priority");
        SignIn.Begun invited =
                signIn.withInvite(signIn.invite("ada", KEY).result()).result();
        assertThat(authenticator
                        .authenticate("Bearer " + invited.token())
                        .result()
                        .plan())
                .isEmpty();
    }

    @Test
    void authenticate_endedSession_isRefused() {
        SignIn.Begun begun = signIn.withKey("ada", KEY, "").result();
        signIn.end(begun.session());
        assertRefused(authenticator.authenticate("Bearer " + begun.token()), "the session has ended");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "Basic YTpi", "bearer x", "Bearer", "Bearer ", "Bearer  a.b.c", "Bearer a.b.c, Bearer a.b.c"
            })
    void authenticate_anyOtherHeader_isRefused(String header) {
        assertRefused(authenticator.authenticate(header), "expected: ");
    }

    @Test
    void withInvite_givesASessionOfTheInvited() {
        String invite = signIn.invite("bob", KEY).result();
        assertThat(signIn.withInvite(invite).result().session().owner().subject())
                .isEqualTo("bob");
        assertThat(signIn.withInvite(invite).succeeded()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "bob", "bob.", ".x", "bob.x", "a}b.x", "bob.bob.x"})
    void withInvite_anythingElse_isRefused(String invite) {
        signIn.invite("bob", KEY);
        assertRefused(signIn.withInvite(invite), "the invite is wrong or its time is over");
    }

    @Test
    void withInvite_ofAnotherUser_isRefused() {
        String invite = signIn.invite("bob", KEY).result();
        assertRefused(signIn.withInvite("ada" + invite.substring(3)), "the invite is wrong");
    }

    @Test
    void withKey_wrongKeyOrUser_isRefused_andNothingIsKept() {
        assertRefused(signIn.withKey("ada", "wrong", ""), "application key is wrong");
        assertRefused(signIn.invite("ada", ""), "application key is wrong");
        assertThat(signIn.withKey("a}b", KEY, "").cause())
                .isInstanceOfSatisfying(
                        TurnFailed.class,
                        failed -> assertThat(failed.failure()).isInstanceOf(TurnFailure.BadRequest.class));
        assertThat(kept).isEmpty();
    }

    private static void assertRefused(Future<?> future, String why) {
        assertThat(future.cause())
                .isInstanceOfSatisfying(
                        TurnFailed.class,
                        failed -> assertThat(failed.failure())
                                .isInstanceOfSatisfying(
                                        TurnFailure.NotAuthenticated.class,
                                        refused -> assertThat(refused.why()).contains(why)));
    }
}
