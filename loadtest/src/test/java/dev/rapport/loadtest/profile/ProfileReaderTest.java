package dev.rapport.loadtest.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rapport.loadtest.profile.Profile.Phase;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ProfileReaderTest {
    private static final String MINIMAL = """
            id: a
            summary: b
            behaviours: {talk: {pause: 1s..3s, tasks: [{do: chat, message: hello}]}}
            phases:
              - {name: one, for: {smoke: 2s, ci: 20s, full: 30m}, closed: {users: 5, behave: talk}}
            """;

    private static Profile parse(String yaml, Tier tier) throws ProfileException {
        return ProfileReader.parse(yaml, tier);
    }

    @Test
    void parse_valueByTier_isThatOfTheTier() throws ProfileException {
        assertThat(parse(MINIMAL, Tier.SMOKE).phases().getFirst().length()).isEqualTo(Duration.ofSeconds(2));
        assertThat(parse(MINIMAL, Tier.FULL).phases().getFirst().length()).isEqualTo(Duration.ofMinutes(30));
    }

    @Test
    void parse_leftOut_hasTheDefault() throws ProfileException {
        Profile profile = parse(MINIMAL, Tier.CI);

        assertThat(profile.system().instances()).isEqualTo(4);
        assertThat(profile.phases().getFirst().kind()).isEqualTo(Phase.MEASURED);
        assertThat(profile.limits().strict()).isEmpty();
    }

    @Test
    void parse_levels_areWrittenOut() throws ProfileException {
        Profile profile = parse(
                MINIMAL.replace("users: 5,", "users: 1,")
                        .replace("{name: one,", "{name: users, rest: 5s, levels: [1, 20],"),
                Tier.CI);

        assertThat(profile.phases())
                .extracting(Phase::name)
                .containsExactly("users-1", "rest-before-users-20", "users-20");
        Phase last = profile.phases().getLast();
        assertThat(last.level()).isEqualTo(20);
        assertThat(last.closed()).isNotNull();
        assertThat(last.closed().users()).isEqualTo(20);
    }

    @Test
    void parse_limit_readsTimesAndPercentages() throws ProfileException {
        Profile profile = parse(
                MINIMAL + "limits: {strict: [{metric: m, max: 1.5s, confidence: 0.95}, {metric: n, min: 99.99%}]}",
                Tier.CI);

        assertThat(profile.limits().strict().getFirst().max()).isEqualTo(new Quantity(1_500, "ms", "1.5s"));
        Quantity min = profile.limits().strict().getLast().min();
        assertThat(min).isNotNull();
        assertThat(min.value()).isEqualTo(0.9999);
    }

    @Test
    void parse_limitOfOtherTiers_isLeftAway() throws ProfileException {
        String yaml = MINIMAL + "limits: {strict: [{tiers: [full], metric: m, max: 1s}, {metric: n, max: 1s}]}";

        assertThat(parse(yaml, Tier.CI).limits().strict())
                .extracting(Profile.Limit::metric)
                .containsExactly("n");
        assertThat(parse(yaml, Tier.FULL).limits().strict()).hasSize(2);
    }

    @Test
    void parse_keyThatDoesNotExist_isNamed() {
        assertThatThrownBy(() -> parse(MINIMAL + "colour: red\n", Tier.CI))
                .isInstanceOf(ProfileException.class)
                .hasMessageContaining("colour");
    }

    @Test
    void parse_behaviourThatDoesNotExist_isNamed() {
        assertThatThrownBy(() -> parse(MINIMAL.replace("behave: talk", "behave: walk"), Tier.CI))
                .hasMessageContaining("behave: walk (expected: one of [talk])");
    }

    @Test
    void parse_usersOutOfRange_namesWhere() {
        assertThatThrownBy(() -> parse(MINIMAL.replace("users: 5", "users: -5"), Tier.CI))
                .hasMessage("phases[0].closed: users: -5 (expected: 0..12000)");
    }

    @Test
    void parse_durationWithoutUnit_saysWhatWasExpected() {
        assertThatThrownBy(() -> parse(MINIMAL.replace("1s..3s", "1..3"), Tier.CI))
                .hasMessageContaining("behaviours.talk.pause: 1 (expected: a number and ms, s, m or h)");
    }

    @Test
    void parse_noValueForTheTier_isNamed() {
        assertThatThrownBy(() -> parse(MINIMAL.replace("smoke: 2s, ", ""), Tier.SMOKE))
                .hasMessage("phases[0].for: [ci, full] (expected: a value for smoke)");
    }

    @Test
    void parse_twoLoadsInOnePhase_isRefused() {
        assertThatThrownBy(() -> parse(
                        MINIMAL.replace("behave: talk}", "behave: talk}, open: {chats_per_second: 1, users: 1}"),
                        Tier.CI))
                .hasMessageContaining("one: 2 loads");
    }
}
