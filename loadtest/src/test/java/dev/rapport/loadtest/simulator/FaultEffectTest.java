package dev.rapport.loadtest.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rapport.loadtest.client.FaultEffect;
import dev.rapport.loadtest.client.Integrity;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a client is told to expect of a fault is what the simulator does, whatever the answer's length. */
class FaultEffectTest {
    private static final AnswerSettings SETTINGS = new AnswerSettings(7, 10, 0, 1, 0, 12, 0);
    private static final Pattern CONTENT = Pattern.compile("\"delta\":\\{\"content\":\"([^\"]*)\"");

    private static String text(RatedFault fault, AnswerPlan plan) {
        ChatRequest request = new ChatRequest("sim", "hello", "", new TreeSet<>(), 5, 1_000, true, true, "");
        var terms = new ScriptWriter.Terms(Fault.ofRated(fault), Map.of(), OptionalLong.empty(), 0, 0);
        return new ScriptWriter(plan, request, terms)
                .write().steps().stream()
                        .flatMap(step -> CONTENT.matcher(step.text()).results())
                        .map(match -> match.group(1))
                        .collect(Collectors.joining());
    }

    @ParameterizedTest
    @EnumSource(names = {"DUPLICATE", "REORDER", "FOREIGN"})
    void faultOfText_isFoundAsExpected_forEachLength(RatedFault fault) {
        for (int tokens = 1; tokens <= 9; tokens++) {
            AnswerPlan plan = AnswerPlan.forNonce(SETTINGS, "n" + tokens, tokens);
            assertThat(FaultEffect.onText(fault.word(), tokens))
                    .as(fault + " of " + tokens)
                    .contains(Integrity.check(plan, text(fault, plan), 0, 0));
        }
    }

    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"DUPLICATE", "REORDER", "FOREIGN"})
    void otherFault_hasNoEffectOnText(RatedFault fault) {
        assertThat(FaultEffect.onText(fault.word(), 12)).isEmpty();
    }
}
