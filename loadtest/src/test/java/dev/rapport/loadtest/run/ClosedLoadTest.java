package dev.rapport.loadtest.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rapport.loadtest.record.Sample;
import dev.rapport.loadtest.record.Sample.Operation;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Closed users against a server that takes 20 ms for an answer. */
@Timeout(60) // a load that never ends must fail, not hang
class ClosedLoadTest {
    private static final String TALK =
            "behaviours: {talk: {pause: 20ms..40ms, tasks: [{do: chat, message: {kind: hello}}]}}\n";

    private final KnownServices services = new KnownServices(20, Integer.MAX_VALUE);

    @TempDir
    private Path folder = Path.of("");

    @AfterEach
    void takeDown() {
        services.takeDown();
    }

    private static Set<Integer> users(Iterable<Sample> samples) {
        Set<Integer> users = new TreeSet<>();
        samples.forEach(sample -> users.add(sample.user()));
        return users;
    }

    @Test
    void phases_fewerUsersAndMoreAgain_parkAndComeBackSignedIn() throws Exception {
        Played played = Played.run(TALK + """
                phases:
                  - {name: four, for: 500ms, closed: {users: 4, behave: talk}}
                  - {name: one, for: 500ms, closed: {users: 1, behave: talk}}
                  - {name: four-again, for: 500ms, closed: {users: 4, behave: talk}}
                """, services, folder);

        assertThat(played.phaseNames()).containsExactly("four", "one", "four-again");
        assertThat(users(played.chats("four"))).containsExactly(0, 1, 2, 3);
        assertThat(users(played.chats("one"))).containsExactly(0);
        assertThat(users(played.chats("four-again"))).containsExactly(0, 1, 2, 3);
        assertThat(played.of(Operation.SESSION)).hasSize(4);
        assertThat(played.samples()).allMatch(Sample::ok);
    }

    /** Whoever pauses when a phase ends goes on in the next, at the pace of before, and nobody begins anew. */
    @Test
    void phases_sameUsers_goOnWithoutBeginningAnew() throws Exception {
        String slow = "behaviours: {talk: {pause: 2s, tasks: [{do: chat}]}}\n";
        Played played = Played.run(slow + """
                phases:
                  - {name: one, for: 1s, closed: {users: 2, behave: talk}}
                  - {name: two, for: 2500ms, closed: {users: 2, behave: talk}}
                """, services, folder);

        assertThat(played.chats("one")).hasSize(2);
        assertThat(played.chats("two")).hasSize(2).allSatisfy(chat -> {
            long after = chat.plannedNanos() - played.phase("one").startNanos();
            assertThat(after).isGreaterThan(2_020_000_000);
        });
    }

    @Test
    void mixedBehaviours_eachUserHasOneKind_byTheirShares() throws Exception {
        Played played = Played.run("""
                behaviours:
                  talk: {pause: 50ms, tasks: [{do: chat}]}
                  ping: {pause: 50ms, tasks: [{do: health}]}
                phases:
                  - {name: both, for: 600ms, closed: {users: 20, behave: {talk: 0.75, ping: 0.25}}}
                """, services, folder);
        Map<Integer, Set<Operation>> kinds = new HashMap<>();
        for (Sample sample : played.samples()) {
            if (sample.operation() != Operation.SESSION) {
                kinds.computeIfAbsent(sample.user(), user -> new HashSet<>()).add(sample.operation());
            }
        }

        assertThat(kinds)
                .hasSize(20)
                .allSatisfy((user, operations) -> assertThat(operations).hasSize(1));
        assertThat(kinds.values().stream()
                        .filter(Set.of(Operation.HEALTH)::equals)
                        .count())
                .isBetween(4L, 6L);
    }

    @Test
    void tasksMax_allHaveDoneTheirs_phaseEndsEarly() throws Exception {
        Played played = Played.run("""
                behaviours: {twice: {pause: 10ms, tasks: [{do: chat}], tasks_max: 2}}
                phases:
                  - {name: a, for: 30s, closed: {users: 3, behave: twice}}
                  - {name: b, for: 30s, closed: {users: 2, behave: twice}}
                """, services, folder);

        assertThat(played.chats("a")).hasSize(6);
        assertThat(played.chats("b")).hasSize(4);
        assertThat(played.phase("a").seconds()).isBetween(0.06, 10.0);
        assertThat(played.phase("b").seconds()).isBetween(0.06, 10.0);
    }

    @Test
    void think_isNoRequest_andTakesItsTime() throws Exception {
        Played played = Played.run("""
                behaviours: {sit: {tasks: [{do: think, then: 100ms}], tasks_max: 3}}
                phases:
                  - {name: sitting, for: 30s, closed: {users: 2, behave: sit}}
                """, services, folder);

        assertThat(played.samples()).hasSize(2).allMatch(sample -> sample.operation() == Operation.SESSION);
        assertThat(played.phase("sitting").seconds()).isBetween(0.3, 10.0);
    }

    @Test
    void renew_isAnEndAndASession() throws Exception {
        Played played = Played.run("""
                behaviours: {renew: {pause: 200ms, tasks: [{do: renew}], tasks_max: 4}}
                phases:
                  - {name: renewing, for: 30s, closed: {users: 2, behave: renew}}
                """, services, folder);

        assertThat(played.of(Operation.END)).hasSize(8);
        assertThat(played.of(Operation.SESSION)).hasSize(2 + 8);
        assertThat(played.samples()).hasSize(18).allMatch(Sample::ok);
        assertThat(played.of(Operation.END))
                .allSatisfy(end -> assertThat(played.of(Operation.SESSION))
                        .anyMatch(session -> session.user() == end.user()
                                && session.plannedNanos() >= end.settledAtNanos()
                                && session.plannedNanos() < end.settledAtNanos() + 100_000_000));
    }

    /** What a user does next is due a pause after the last thing ended, and counts from then. */
    @Test
    void pause_nextIsDueThatLongAfterTheLastEnded() throws Exception {
        Played played = Played.run("""
                behaviours: {talk: {pause: 50ms, tasks: [{do: chat}], tasks_max: 5}}
                phases:
                  - {name: alone, for: 30s, closed: {users: 1, behave: talk}}
                """, services, folder);

        Sample before = played.of(Operation.CHAT).getFirst();
        for (Sample chat : played.of(Operation.CHAT).subList(1, 5)) {
            assertThat(chat.plannedNanos() - before.settledAtNanos()).isBetween(50_000_000L, 60_000_000L);
            assertThat(chat.times().begun()).isNotNegative();
            assertThat(chat.times().done()).isGreaterThanOrEqualTo(20_000_000L);
            before = chat;
        }
    }

    @Test
    void ramp_usersStartOneAfterTheOther() throws Exception {
        Played played = Played.run(TALK + """
                phases:
                  - {name: ramp, for: 700ms, closed: {users: 4, behave: talk, ramp_per_second: 10}}
                """, services, folder);

        assertThat(played.of(Operation.SESSION))
                .extracting(
                        session -> session.plannedNanos() - played.phase("ramp").startNanos())
                .containsExactly(0L, 100_000_000L, 200_000_000L, 300_000_000L);
    }
}
