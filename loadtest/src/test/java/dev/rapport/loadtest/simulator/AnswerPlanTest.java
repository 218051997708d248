package dev.rapport.loadtest.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AnswerPlanTest {
    private static final int PLANS = 20_000;
    private static final double NANOS_PER_MILLI = 1e6;
    private static final AnswerSettings SETTINGS = AnswerSettings.DEFAULTS;

    private static AnswerSettings seeded(long seed) {
        return new AnswerSettings(seed, 45, 0.35, 4, 0.3, 12, 3);
    }

    /** One number of each of 20,000 plans, whose nonces and seeds all differ; sorted. */
    private static double[] sample(ToDoubleFunction<AnswerPlan> number) {
        return IntStream.range(0, PLANS)
                .mapToDouble(i ->
                        number.applyAsDouble(AnswerPlan.forNonce(seeded(i), Integer.toString(i, Character.MAX_RADIX))))
                .sorted()
                .toArray();
    }

    private static double mean(double[] values) {
        return Arrays.stream(values).average().orElseThrow();
    }

    private static double deviation(double[] values) {
        double mean = mean(values);
        return Math.sqrt(Arrays.stream(values)
                .map(value -> (value - mean) * (value - mean))
                .average()
                .orElseThrow());
    }

    @Test
    void forNonce_firstToken_isLognormalWithThisMedianAndSigma() {
        double[] millis = sample(plan -> plan.dueNanos(0) / NANOS_PER_MILLI);
        double[] logs = Arrays.stream(millis).map(Math::log).toArray();

        /* Standard errors: median 1.25 * 0.35 / sqrt(20,000) = 0.31 % (0.14 ms); sigma 0.35 / sqrt(40,000) = 0.0018. */
        assertThat(millis[PLANS / 2]).isCloseTo(45, within(0.6));
        assertThat(deviation(logs)).isCloseTo(0.35, within(0.008));
        assertThat(mean(logs)).isCloseTo(Math.log(45), within(0.01));
        assertThat(millis[PLANS * 9 / 10]).isCloseTo(45 * Math.exp(0.35 * 1.2816), within(1.2));
    }

    @Test
    void forNonce_gaps_areGammaWithThisMeanAndVariation() {
        double[] gaps =
                sample(plan -> plan.tokenCount() < 2 ? 4 : (plan.dueNanos(1) - plan.dueNanos(0)) / NANOS_PER_MILLI);

        assertThat(mean(gaps)).isCloseTo(4, within(0.04));
        assertThat(deviation(gaps) / mean(gaps)).isCloseTo(0.3, within(0.008));
        double mean = mean(gaps);
        double skew = Arrays.stream(gaps)
                        .map(gap -> Math.pow(gap - mean, 3))
                        .average()
                        .orElseThrow()
                / Math.pow(deviation(gaps), 3);
        assertThat(skew).as("of a gamma distribution: 2 cv; of a normal: 0").isCloseTo(0.6, within(0.12));
    }

    @Test
    void gamma_variationAboveOne_keepsMeanAndVariation() {
        double[] drawn = IntStream.range(0, PLANS)
                .mapToDouble(i -> new Draws(i, "n", "gamma").gamma(10, 1.5))
                .toArray();

        assertThat(mean(drawn)).isCloseTo(10, within(0.5));
        assertThat(deviation(drawn) / mean(drawn)).isCloseTo(1.5, within(0.08));
    }

    @Test
    void forNonce_tokens_areNormalWithThisMeanAndDeviation() {
        double[] counts = sample(AnswerPlan::tokenCount);

        /* Rounding to whole tokens adds a twelfth to the variance: sqrt(9 + 1/12) = 3.014. */
        assertThat(mean(counts)).isCloseTo(12, within(0.1));
        assertThat(deviation(counts)).isCloseTo(3.014, within(0.06));
        assertThat(counts[0]).isGreaterThanOrEqualTo(1);
    }

    /** Fixed numbers: a change of the algorithm would make clients and servers of different versions disagree. */
    @Test
    void forNonce_knownNonce_isTheSameInEveryVersion() {
        AnswerPlan plan = AnswerPlan.forNonce(SETTINGS, "abc1");

        assertThat(plan.tokenCount()).isEqualTo(16);
        assertThat(plan.dueNanos(0)).isEqualTo(61_333_485);
        assertThat(plan.dueNanos(15)).isEqualTo(121_011_240);
    }

    @Test
    void forNonce_sameSettings_samePlan() {
        AnswerPlan one = AnswerPlan.forNonce(SETTINGS, "abc1");
        AnswerPlan other = AnswerPlan.forNonce(seeded(1), "abc1");

        assertThat(other.tokens()).isEqualTo(one.tokens());
        assertThat(other.dueNanos(5)).isEqualTo(one.dueNanos(5));
        assertThat(AnswerPlan.forNonce(seeded(2), "abc1").dueNanos(0)).isNotEqualTo(one.dueNanos(0));
        assertThat(AnswerPlan.forNonce(SETTINGS, "abc2").dueNanos(0)).isNotEqualTo(one.dueNanos(0));
    }

    @Test
    void forNonce_dueTimes_neverFall() {
        AnswerPlan plan = AnswerPlan.forNonce(new AnswerSettings(7, 45, 0.35, 4, 3, 500, 0), "x");

        assertThat(IntStream.range(1, plan.tokenCount()).allMatch(i -> plan.dueNanos(i) >= plan.dueNanos(i - 1)))
                .isTrue();
    }

    @Test
    void text_isTheTokensWithNonceAndIndex() {
        AnswerPlan plan = AnswerPlan.forNonce(new AnswerSettings(1, 45, 0.35, 4, 0.3, 3, 0), "k7");

        assertThat(plan.text()).isEqualTo("wk7.0 wk7.1 wk7.2");
    }

    @Test
    void nonceOf_severalReferences_isTheLast() {
        assertThat(AnswerPlan.nonceOf("Hello [ref a1] and [ref b2]")).isEqualTo("b2");
        assertThat(AnswerPlan.nonceOf("Hello [ref b2] [ref A1]")).isEqualTo("b2");
    }

    @Test
    void forMessage_referenceWithLength_hasThatLengthAndTheSameTimes() {
        AnswerPlan drawn = AnswerPlan.forNonce(SETTINGS, "abc1");
        AnswerPlan plan = AnswerPlan.forMessage(SETTINGS, "[ref old tokens 9] Write. [ref abc1 tokens 2000]");

        assertThat(plan.nonce()).isEqualTo("abc1");
        assertThat(plan.tokenCount()).isEqualTo(2_000);
        assertThat(plan.dueNanos(15)).isEqualTo(drawn.dueNanos(15));
        assertThat(AnswerPlan.forMessage(SETTINGS, "[ref old tokens 9] [ref abc1]")
                        .tokenCount())
                .isEqualTo(drawn.tokenCount());
        assertThat(AnswerPlan.forMessage(SETTINGS, "[ref a tokens 0]").tokenCount())
                .isEqualTo(1);
        assertThat(AnswerPlan.forMessage(SETTINGS, "[ref a tokens 999999999]").tokenCount())
                .isEqualTo(AnswerSettings.TOKENS_MAX);
    }

    @Test
    void takingNanos_anyPlan_endsThenAndKeepsItsProportions() {
        AnswerPlan plan = AnswerPlan.forNonce(new AnswerSettings(1, 20, 0, 5, 0, 5, 0), "k");

        AnswerPlan paced = plan.takingNanos(100_000_000);

        assertThat(paced.text()).isEqualTo(plan.text());
        assertThat(paced.dueNanos(4)).isEqualTo(100_000_000);
        assertThat(paced.dueNanos(0)).isEqualTo(50_000_000);
    }

    @Test
    void nonceOf_noReference_dependsOnTheTextAlone() {
        assertThat(AnswerPlan.nonceOf("Hello"))
                .isEqualTo(AnswerPlan.nonceOf("Hello"))
                .matches("[0-9a-z]+");
        assertThat(AnswerPlan.nonceOf("Hello")).isNotEqualTo(AnswerPlan.nonceOf("Hallo"));
    }

    @Test
    void limitedTo_fewerTokens_cutsTheText() {
        AnswerPlan plan = AnswerPlan.forNonce(new AnswerSettings(1, 45, 0.35, 4, 0.3, 3, 0), "k7");

        assertThat(plan.limitedTo(2).text()).isEqualTo("wk7.0 wk7.1");
        assertThat(plan.limitedTo(9)).isSameAs(plan);
        assertThat(plan.limitedTo(0).tokenCount()).isEqualTo(1);
    }

    @Test
    void forMessage_referenceWithCut_isTheSamePlan_andSaysWhereItIsCut() {
        AnswerPlan plan = AnswerPlan.forMessage(SETTINGS, "[ref a tokens 9 cut 2] [ref abc1 tokens 60 cut 7]");

        assertThat(plan.text())
                .isEqualTo(AnswerPlan.forNonce(SETTINGS, "abc1", 60).text());
        assertThat(plan.cutAfter()).hasValue(7);
        assertThat(AnswerPlan.forMessage(SETTINGS, "[ref abc1 cut 99]").cutAfter())
                .hasValue(16);
        assertThat(AnswerPlan.forMessage(SETTINGS, "[ref abc1 tokens 60]").cutAfter())
                .isEmpty();
        assertThat(AnswerPlan.nonceOf("[ref abc1 cut x]")).isNotEqualTo("abc1");
    }

    @Test
    void after_aBeginning_keepsTheFirstDelayAndTheGaps() {
        AnswerPlan plan = AnswerPlan.forNonce(new AnswerSettings(1, 20, 0, 5, 0.3, 5, 0), "k");

        AnswerPlan rest = plan.after("wk.0 wk.1 w");

        assertThat(rest.tokens()).containsExactly("k.2", " wk.3", " wk.4");
        assertThat(rest.dueNanos(0)).isEqualTo(plan.dueNanos(0));
        assertThat(rest.dueNanos(2) - rest.dueNanos(1)).isEqualTo(plan.dueNanos(4) - plan.dueNanos(3));
        assertThat(rest.dueNanos(1) - rest.dueNanos(0)).isEqualTo(plan.dueNanos(3) - plan.dueNanos(2));
        assertThat(plan.after("")).isSameAs(plan);
        assertThat(plan.after(plan.text()).tokenCount()).isZero();
        assertThat(plan.after(plan.text()).dueNanos(0)).isEqualTo(plan.dueNanos(0));
        assertThat(plan.after(plan.text()).limitedTo(-1).tokenCount()).isZero();
    }

    @Test
    void behindCanaries_none_isTheSamePlan() {
        AnswerPlan plan = AnswerPlan.forNonce(SETTINGS, "k");

        assertThat(plan.behindCanaries(List.of())).isSameAs(plan);
        AnswerPlan behind = plan.behindCanaries(List.of("a", "b"));
        assertThat(behind.text()).isEqualTo("canary-a canary-b " + plan.text());
        assertThat(behind.dueNanos(0)).isEqualTo(plan.dueNanos(0));
        assertThat(behind.dueNanos(3)).isEqualTo(plan.dueNanos(1));
    }

    @Test
    void settings_outOfRange_sayWhichAndWhat() {
        assertThatThrownBy(() -> new AnswerSettings(1, 45, -1, 4, 0.3, 12, 3))
                .hasMessage("ttft-sigma: -1 (expected: 0..3)");
        assertThatThrownBy(() -> new AnswerSettings(1, 45, 0.35, 4, Double.NaN, 12, 3))
                .hasMessage("itl-cv: NaN (expected: 0..3)");
    }

    @Test
    void settings_throughJson_areTheSame() {
        AnswerSettings settings = new AnswerSettings(-5, 1.5, 0.25, 0.125, 0, 7, 2);

        assertThat(AnswerSettings.fromJson(settings.toJson())).isEqualTo(settings);
    }

    @Test
    void fromJson_memberMissing_saysWhich() {
        assertThatThrownBy(() -> AnswerSettings.fromJson(SETTINGS.toJson().without("itl_cv")))
                .hasMessage("itl_cv:  (expected: a number)");
    }
}
