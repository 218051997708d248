package dev.rapport.chat.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import dev.rapport.chat.turn.TurnFailed;
import dev.rapport.chat.turn.TurnFailure;
import io.vertx.core.Future;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ApplicationKeysTest {
    private static final Instant NOW = Instant.parse("2026-11-21T09:00:00Z");
    private static final String MAIN = "m".repeat(43);
    private static final String SHOP = "s".repeat(43);
    private static final Issuer ACME = new Issuer(
            "acme", "https://a.example", "rapport", Optional.empty(), List.of(JWSAlgorithm.RS256), "sub", "");

    private final Map<String, KeptSession> kept = new HashMap<>();

    @TempDir
    private Path folder;

    @Test
    void load_bothFiles_allKeysAreGoodAtOneTime() throws Exception {
        Files.writeString(folder.resolve(ApplicationKeys.MAIN_FILE), MAIN + "\n");
        Files.writeString(
                folder.resolve(ApplicationKeys.FILE),
                "# of the shop\nshop-2026 " + hash(SHOP) + "\n\nshop-2027 " + hash("n".repeat(43))
                        + " plan=free users=shop-\n");
        ApplicationKeys keys = ApplicationKeys.load(folder);

        assertThat(name(keys, MAIN)).isEqualTo("main");
        assertThat(name(keys, SHOP)).isEqualTo("shop-2026");
        assertThat(name(keys, "n".repeat(43))).isEqualTo("shop-2027");
        for (String wrong : List.of("", MAIN.substring(1), MAIN + "m", hash(SHOP), "main")) {
            assertThat(keys.find(wrong)).isEmpty();
        }
    }

    @Test
    void load_oneFileOnly_isEnough_andNoneIsNot() throws Exception {
        assertThatThrownBy(() -> ApplicationKeys.load(folder)).hasMessageContaining("application.key: missing");
        Files.writeString(folder.resolve(ApplicationKeys.FILE), "shop " + hash(SHOP));
        assertThat(name(ApplicationKeys.load(folder), SHOP)).isEqualTo("shop");
        Files.writeString(folder.resolve(ApplicationKeys.MAIN_FILE), "short");
        assertThatThrownBy(() -> ApplicationKeys.load(folder))
                .hasMessageEndingWith("application.key: 5 characters (expected: at least 32)");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "shop",
                "shop sha256:abc",
                "shop sssssssssssssssssssssssssssssssssssssssssss",
                "Shop HASH",
                "main HASH",
                "shop HASH\nshop HASH",
                "shop HASH users=a}b",
                "shop HASH plan=Free",
                "shop HASH users=a plan=b"
            })
    void load_wrongLine_isNamed_andNotShown(String line) throws Exception {
        Files.writeString(folder.resolve(ApplicationKeys.FILE), line.replace("HASH", hash(SHOP)));
        assertThatThrownBy(() -> ApplicationKeys.load(folder))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("application.keys, line ")
                .hasMessageContaining("expected: ")
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("sss"));
    }

    @Test
    void withKey_limitedKey_givesItsPlanAndItsUsersOnly() throws Exception {
        Files.writeString(folder.resolve(ApplicationKeys.FILE), "shop " + hash(SHOP) + " plan=free users=shop-");
        SignIn signIn = signIn(ApplicationKeys.load(folder));

        assertThat(signIn.withKey("shop-1", SHOP, "").result().session().plan()).isEqualTo("free");
        assertThat(signIn.withKey("shop-1", SHOP, "free").result().session().plan())
                .isEqualTo("free");
        String invite = signIn.invite("shop-2", SHOP).result();
        assertThat(signIn.withInvite(invite).result().session().plan()).isEqualTo("free");
        assertBad(signIn.withKey("shop-1", SHOP, "priority"), "#/plan");
        assertBad(signIn.withKey("mia", SHOP, ""), "#/user");
        assertBad(signIn.invite("mia", SHOP), "#/user");
        assertBad(signIn.revoke("mia", SHOP), "#/user");
    }

    @Test
    void withKey_anIssuersUser_isTheIssuersToSignIn_butMayBeRevoked() throws JOSEException {
        SignIn signIn = signIn(ApplicationKeys.of(MAIN));
        assertBad(signIn.withKey("acme+mia", MAIN, ""), "#/user");
        assertBad(signIn.invite("acme+mia", MAIN), "#/user");
        assertThat(signIn.withKey("acme-mia", MAIN, "").succeeded()).isTrue();
        assertThat(signIn.revoke("acme+mia", MAIN).succeeded()).isTrue();
    }

    @Test
    void revoke_endsSessionsAndInvitesOfTheUserOnly() throws JOSEException {
        SignIn signIn = signIn(ApplicationKeys.of(MAIN));
        signIn.withKey("mia", MAIN, "");
        String invite = signIn.invite("mia", MAIN).result();
        signIn.withKey("ada", MAIN, "");

        assertThat(signIn.revoke("mia", "wrong").cause()).isInstanceOf(TurnFailed.class);
        assertThat(kept).hasSize(3);
        signIn.revoke("mia", MAIN);

        assertThat(kept.keySet()).singleElement().asString().startsWith("{ada}:");
        assertThat(signIn.withInvite(invite).failed()).isTrue();
    }

    @Test
    void withInvite_revokedWhileItIsLookedAt_beginsNoSession() throws JOSEException {
        Map<String, KeptSession> endedOnceRead = new HashMap<>() {
            private static final long serialVersionUID = 1;

            @Override
            public @Nullable KeptSession get(@Nullable Object key) {
                KeptSession read = super.get(key);
                clear();
                return read;
            }
        };
        SignIn signIn = signIn(ApplicationKeys.of(MAIN), endedOnceRead);
        String invite = signIn.invite("mia", MAIN).result();

        assertThat(signIn.withInvite(invite).cause()).isInstanceOf(TurnFailed.class);
        assertThat(endedOnceRead).isEmpty();
    }

    private SignIn signIn(ApplicationKeys keys) throws JOSEException {
        return signIn(keys, kept);
    }

    private static SignIn signIn(ApplicationKeys keys, Map<String, KeptSession> kept) throws JOSEException {
        return new SignIn(
                new Tokens(SigningKey.generated("HS256"), () -> NOW),
                new MapSessions(kept),
                new SignIn.Credentials(keys, new IdTokens(List.of(ACME), List.of(), Fetch.NONE, () -> NOW)),
                new SignIn.Lengths(Duration.ofHours(1), Duration.ofMinutes(1)),
                () -> NOW);
    }

    private static String name(ApplicationKeys keys, String key) {
        return keys.find(key).orElseThrow().name();
    }

    private static void assertBad(Future<?> future, String pointer) {
        assertThat(future.cause())
                .isInstanceOfSatisfying(
                        TurnFailed.class,
                        failed -> assertThat(failed.failure())
                                .isInstanceOfSatisfying(
                                        TurnFailure.BadRequest.class,
                                        bad -> assertThat(bad.pointer()).isEqualTo(pointer)));
    }

    private static String hash(String key) throws Exception {
        return "sha256:"
                + HexFormat.of()
                        .formatHex(MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8)));
    }
}
