package dev.rapport.loadtest.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rapport.loadtest.record.PhaseRecord;
import dev.rapport.loadtest.record.PhaseRecord.Kind;
import dev.rapport.loadtest.record.Sample;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Whole runs of groups beside one another. The server takes 100 ms for an answer. */
@Timeout(60) // a load that never ends must fail, not hang
class GroupLoadsTest {
    private static final String TALK = "behaviours: {talk: {pause: 20ms, tasks: [{do: chat}]}}\n";
    private static final long MILLI = 1_000_000;

    private final KnownServices services = new KnownServices(100, Integer.MAX_VALUE);

    @TempDir
    private Path folder = Path.of("");

    @AfterEach
    void takeDown() {
        services.takeDown();
    }

    private static List<Integer> users(Played played, String group) {
        return played.chats(group).stream()
                .map(Sample::user)
                .distinct()
                .sorted()
                .toList();
    }

    @Test
    void bursts_haveUsersAndPhasesOfTheirOwn_andEndThePhaseWhenAllHaveSettled() throws Exception {
        Played played = Played.run("""
                phases:
                  - name: fair
                    for: 60s
                    groups:
                      - {name: heavy, burst: {users: 1, requests: 30}}
                      - {name: light, at: 300ms, plan: standard, burst: {users: 10, requests: 10}}
                  - {name: after, for: 50ms}
                """, services, folder);

        assertThat(played.phaseNames()).containsExactly("sign-in-for-fair", "heavy", "light", "after");
        assertThat(played.chats("heavy")).hasSize(30).allMatch(Sample::ok);
        assertThat(played.chats("light")).hasSize(10).allMatch(Sample::ok);
        assertThat(users(played, "heavy")).hasSize(1);
        assertThat(users(played, "light")).hasSize(10).doesNotContainAnyElementsOf(users(played, "heavy"));
        PhaseRecord light = played.phase("light");
        assertThat(light.kind()).isEqualTo(Kind.MEASURED);
        assertThat(light.load()).isEqualTo("10 requests, 0 ms apart, plan standard");
        assertThat(played.chats("light").getFirst().plannedNanos()
                        - played.chats("heavy").getFirst().plannedNanos())
                .isBetween(299 * MILLI, 301 * MILLI);
        assertThat(played.phase("after").startNanos())
                .isBetween(light.startNanos(), light.startNanos() + 20_000 * MILLI);
    }

    @Test
    void closedGroups_actBesideOneAnother_untilThePhaseEnds() throws Exception {
        Played played = Played.run(TALK + """
                phases:
                  - name: classes
                    for: 800ms
                    groups:
                      - {name: priority, plan: priority, closed: {users: 2, behave: talk}}
                      - {name: free, plan: free, closed: {users: 5, behave: talk}}
                """, services, folder);

        assertThat(users(played, "priority")).hasSize(2);
        assertThat(users(played, "free")).hasSize(5);
        assertThat(played.chats("free").size())
                .isGreaterThan(played.chats("priority").size());
        PhaseRecord free = played.phase("free");
        assertThat(free.model()).isEqualTo("closed");
        assertThat(free.seconds()).isBetween(0.7, 3.0);
        assertThat(free.startNanos()).isLessThan(played.phase("priority").endNanos());
        assertThat(played.samples()).allMatch(sample -> sample.plannedNanos() <= free.endNanos() + MILLI);
    }
}
