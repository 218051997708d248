package dev.rapport.loadtest.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.EnumMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FaultRatesTest {
    private static final int NONCES = 20_000;

    private static Map<String, Long> struck(FaultRates rates, long seed) {
        return IntStream.range(0, NONCES)
                .mapToObj(i -> rates.faultOf(seed, "n" + Integer.toString(i, 36)))
                .collect(Collectors.groupingBy(word -> word, Collectors.counting()));
    }

    @Test
    void faultOf_manyNonces_strikesAtTheRates() {
        Map<String, Long> struck = struck(FaultRates.of(Map.of("cut", 0.1, "reset", 0.2, "no-usage", 0.05)), 1);

        /* Four standard errors of the largest share: 4 sqrt(0.2 * 0.8 / 20,000) = 0.0113. */
        assertThat(struck.keySet()).containsExactlyInAnyOrder("ok", "cut", "reset", "no-usage");
        assertThat(struck.getOrDefault("cut", 0L) / (double) NONCES).isCloseTo(0.1, within(0.0113));
        assertThat(struck.getOrDefault("reset", 0L) / (double) NONCES).isCloseTo(0.2, within(0.0113));
        assertThat(struck.getOrDefault("no-usage", 0L) / (double) NONCES).isCloseTo(0.05, within(0.0113));
    }

    @Test
    void faultOf_ratesOfOneInAll_sparesNone() {
        EnumMap<RatedFault, Double> rates = new EnumMap<>(RatedFault.class);
        for (RatedFault fault : RatedFault.values()) {
            rates.put(fault, 1.0 / RatedFault.values().length);
        }

        assertThat(struck(new FaultRates(rates, 0), 1))
                .hasSize(RatedFault.values().length)
                .doesNotContainKey("ok");
    }

    /** Fixed words: a change of the algorithm would make clients and servers of different versions disagree. */
    @Test
    void faultOf_knownNonces_isTheSameInEveryVersion() {
        FaultRates rates = FaultRates.of(Map.of("cut", 0.25, "foreign", 0.25, "stall", 0.25));

        assertThat(IntStream.range(0, 8).mapToObj(i -> rates.faultOf(1, "k" + i)))
                .containsExactly("foreign", "cut", "cut", "cut", "cut", "foreign", "ok", "stall");
        assertThat(IntStream.range(0, 8).mapToObj(i -> rates.faultOf(2, "k" + i)))
                .isNotEqualTo(IntStream.range(0, 8)
                        .mapToObj(i -> rates.faultOf(1, "k" + i))
                        .toList());
    }

    @Test
    void fromJson_ofWhatWasShown_isTheSame() {
        FaultRates rates = new FaultRates(Map.of(RatedFault.STATUS_503, 0.5, RatedFault.SLOW_DRIP, 0.125), 700);
        SimulatorSettings settings =
                SimulatorSettings.ofAnswers(AnswerSettings.DEFAULTS).withFaults(rates);

        assertThat(FaultRates.fromJson(settings.toJson())).isEqualTo(rates);
        assertThat(settings.toJson().path("fault_slow_drip").asDouble()).isEqualTo(0.125);
        assertThatThrownBy(() -> FaultRates.fromJson(settings.toJson().without("fault_cut")))
                .hasMessage("fault_cut:  (expected: a number)");
    }

    @Test
    void rates_outOfRange_sayWhichAndWhat() {
        assertThatThrownBy(() -> FaultRates.of(Map.of("cut", 1.5))).hasMessage("fault-cut: 1.5 (expected: 0..1)");
        assertThatThrownBy(() -> FaultRates.of(Map.of("cut", Double.NaN)))
                .hasMessage("fault-cut: NaN (expected: 0..1)");
        assertThatThrownBy(() -> FaultRates.of(Map.of("cut", 0.75, "500", 0.5)))
                .hasMessage("fault-*: 1.25 together (expected: 0..1)");
        assertThatThrownBy(() -> FaultRates.of(Map.of("rain", 0.5)))
                .hasMessageStartingWith("fault: rain (expected one of: cut, duplicate,");
        assertThatThrownBy(() -> new FaultRates(Map.of(), -1))
                .hasMessage("delayed-headers-ms: -1 (expected: 0..120000)");
    }
}
