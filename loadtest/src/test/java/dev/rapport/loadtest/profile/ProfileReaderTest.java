package dev.rapport.loadtest.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rapport.loadtest.profile.Profile.Phase;
import java.time.Duration;
import java.util.Map;
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

    /** Plans are named best first, so the order of a gateway's keys is kept where it is written as YAML. */
    @Test
    void parse_gatewayAsYaml_keepsItsOrder_andTakesValues() throws ProfileException {
        Profile profile = parse(MINIMAL + """
                system:
                  gateway: {providers: {sim: {base-url: "${url}", keys: [{name: a, rpm: 500}]}}, plans: {z: {}, a: {}}}
                  gateway_values: {url: "${simulator}/x"}
                """, Tier.CI);

        String text = profile.system().gatewayText("http://s/v1", "http://closed");
        assertThat(text).contains("base-url: \"http://s/v1/x\"").contains("rpm: 500");
        assertThat(text.indexOf("z:")).isBetween(0, text.indexOf("a: {}"));
    }

    @Test
    void parse_gatewayAsText_isThatText() throws ProfileException {
        Profile profile = parse(MINIMAL + "system: {gateway: \"a: ${closed} # b\"}\n", Tier.CI);

        assertThat(profile.system().gatewayText("s", "http://closed")).isEqualTo("a: http://closed # b");
    }

    @Test
    void parse_phaseWithValuesOnly_takesTheProfilesGateway() throws ProfileException {
        Profile profile = parse(
                MINIMAL.replace("{name: one,", "{name: one, system: {instances: 1, gateway_values: {way: cut-3}},")
                        + "system: {gateway: \"model: ${way}\"}\n",
                Tier.CI);

        SystemSetup system = profile.phases().getFirst().system();
        assertThat(system).isNotNull();
        assertThat(system.instances()).isEqualTo(1);
        assertThat(system.gatewayText("s", "c")).isEqualTo("model: cut-3");
    }

    @Test
    void gatewayText_placeWithoutValue_isNamed() {
        SystemSetup system = new SystemSetup(1, 1, Map.of(), Duration.ZERO, "a: ${way}", Map.of());

        assertThatThrownBy(() -> system.gatewayText("s", "c"))
                .hasMessage("gateway: ${way} (expected: one of [closed, simulator])");
    }

    @Test
    void parse_patience_isReadAndBounded() throws ProfileException {
        assertThat(parse(MINIMAL, Tier.CI).patience()).isEqualTo(Duration.ofSeconds(30));
        assertThat(parse(MINIMAL + "patience: 190s\n", Tier.CI).patience()).isEqualTo(Duration.ofSeconds(190));
        assertThatThrownBy(() -> parse(MINIMAL + "patience: 11m\n", Tier.CI)).hasMessageContaining("patience: ");
    }

    private static final String GROUPS = """
            id: a
            summary: b
            behaviours: {talk: {tasks: [{do: chat}]}}
            phases:
              - name: both
                groups:
                  - {name: heavy, plan: standard, burst: {users: 1, requests: 500}}
                  - {name: light, at: 1s, closed: {users: 50, behave: talk}}
            """;

    @Test
    void parse_groups_haveLoadsOfTheirOwn() throws ProfileException {
        Phase phase = parse(GROUPS, Tier.CI).phases().getFirst();

        assertThat(phase.kind()).isEqualTo(Phase.MEASURED);
        assertThat(phase.groups()).extracting(Group::name).containsExactly("heavy", "light");
        assertThat(phase.groups()).extracting(Group::users).containsExactly(1, 50);
        assertThat(phase.groups()).extracting(Group::plan).containsExactly("standard", "");
        assertThat(phase.groups()).extracting(Group::at).containsExactly(Duration.ZERO, Duration.ofSeconds(1));
    }

    @Test
    void parse_groupThatCannotBe_isNamed() {
        assertThatThrownBy(() -> parse(GROUPS.replace("name: light", "name: heavy"), Tier.CI))
                .hasMessage("phases: heavy twice (expected: each name once)");
        assertThatThrownBy(() -> parse(GROUPS.replace("behave: talk", "behave: sing"), Tier.CI))
                .hasMessageContaining("behave: sing");
        assertThatThrownBy(() -> parse(GROUPS.replace(", burst: {users: 1, requests: 500}", ""), Tier.CI))
                .hasMessageContaining("heavy: no load (expected: closed or burst)");
        assertThatThrownBy(() -> parse(GROUPS.replace("requests: 500", "requests: 500, bursts: 2"), Tier.CI))
                .hasMessageContaining("heavy.bursts: 2 (expected: 1 in a group)");
    }
}
