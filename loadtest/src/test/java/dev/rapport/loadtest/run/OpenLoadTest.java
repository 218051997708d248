package dev.rapport.loadtest.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rapport.loadtest.profile.Profile;
import dev.rapport.loadtest.record.Sample;
import dev.rapport.loadtest.record.Sample.Operation;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Open loads, bursts and searches against a server that takes 200 ms for an answer and has places for ten. */
@Timeout(60) // a load that never ends must fail, not hang
class OpenLoadTest {
    private static final int PLACES = 10;
    private static final long SECOND = 1_000_000_000;

    private final KnownServices services = new KnownServices(200, PLACES);

    @TempDir
    private Path folder = Path.of("");

    @AfterEach
    void takeDown() {
        services.takeDown();
    }

    private static List<Long> planned(Played played, String phase, List<Sample> samples) {
        long start = played.phase(phase).startNanos();
        return samples.stream()
                .map(sample -> sample.plannedNanos() - start)
                .sorted()
                .toList();
    }

    private static List<Long> drawn(Profile.Arrivals kind, double perSecond, SplittableRandom random) {
        Arrivals arrivals = new Arrivals(kind, perSecond, random);
        return LongStream.generate(arrivals::nextNanos)
                .takeWhile(at -> at < SECOND)
                .boxed()
                .toList();
    }

    /** Most are refused, and planned all the same: whatever becomes of one, the others come when they come. */
    @Test
    void open_plansWhatWasDrawn_andDropsNothing() throws Exception {
        Played played = Played.run("""
                phases:
                  - name: open
                    for: 1s
                    open: {chats_per_second: 150, health_per_second: 20, arrivals: poisson, users: 5, message: {kind: hello}}
                """, services, folder);
        SplittableRandom random = new SplittableRandom(Played.SEED).split();

        assertThat(planned(played, "open", played.chats("open")))
                .isEqualTo(drawn(Profile.Arrivals.POISSON, 150, random.split()));
        assertThat(planned(played, "open", played.of(Operation.HEALTH)))
                .isEqualTo(drawn(Profile.Arrivals.POISSON, 20, random.split()));
        assertThat(played.phaseNames()).containsExactly("sign-in-for-open", "open");
        assertThat(played.of(Operation.SESSION)).hasSize(5);
        assertThat(played.phase("open").offeredPerSecond()).isEqualTo(150);
        assertThat(played.chats("open")).anyMatch(Sample::ok).anyMatch(chat -> chat.status() == 503);
    }

    @Test
    void open_leftOut_isPoissonArrivalsOfShortMessages() throws Exception {
        Played played = Played.run("""
                phases:
                  - {name: open, for: 1s, open: {chats_per_second: 20, users: 5}}
                """, services, folder);

        assertThat(planned(played, "open", played.chats("open")))
                .isEqualTo(drawn(
                        Profile.Arrivals.POISSON,
                        20,
                        new SplittableRandom(Played.SEED).split().split()));
    }

    @Test
    void burst_allAtOnce_meetAtTheServer() throws Exception {
        Played played = Played.run("""
                phases:
                  - {name: burst, for: 10s, burst: {requests: 10, users: 4}}
                """, services, folder);

        assertThat(played.chats("burst")).hasSize(10).allMatch(Sample::ok);
        assertThat(played.chats("burst"))
                .extracting(Sample::plannedNanos)
                .containsOnly(played.chats("burst").getFirst().plannedNanos());
        assertThat(played.info().providerCounts()).containsEntry("in_flight_peak", 10L);
        assertThat(played.phase("burst").seconds()).isBetween(0.2, 5.0);
    }

    @Test
    void burst_inFlightMax_isKept_andLatencyCountsFromThePlan() throws Exception {
        Played played = Played.run("""
                phases:
                  - {name: burst, for: 10s, burst: {requests: 8, in_flight_max: 2, users: 4}}
                """, services, folder);

        assertThat(played.info().providerCounts()).containsEntry("in_flight_peak", 2L);
        assertThat(played.chats("burst"))
                .extracting(Sample::plannedNanos)
                .containsOnly(played.chats("burst").getFirst().plannedNanos());
        List<Long> done = played.chats("burst").stream()
                .map(chat -> chat.times().done())
                .sorted()
                .toList();
        for (int i = 0; i < 8; i++) {
            assertThat(done.get(i)).isGreaterThanOrEqualTo((i / 2 + 1) * 200_000_000L);
        }
    }

    @Test
    void bursts_arePhasesOfTheirOwn_atTheirDistance() throws Exception {
        Played played = Played.run("""
                phases:
                  - {name: burst, for: 10s, burst: {requests: 4, bursts: 3, every: 300ms, spacing: 10ms, users: 4}}
                """, services, folder);

        assertThat(played.phaseNames()).containsExactly("sign-in-for-burst", "burst-1", "burst-2", "burst-3");
        long first = played.chats("burst-1").getFirst().plannedNanos();
        assertThat(played.of(Operation.CHAT))
                .extracting(chat -> (chat.plannedNanos() - first) / 1_000_000)
                .containsExactlyInAnyOrder(0L, 10L, 20L, 30L, 300L, 310L, 320L, 330L, 600L, 610L, 620L, 630L);
    }

    /** One that would come after the phase's end would disturb the next phase. */
    @Test
    void bursts_moreThanThePhaseIsLong_areLeftOut() throws Exception {
        Played played = Played.run("""
                phases:
                  - {name: burst, for: 700ms, burst: {requests: 2, bursts: 9, every: 300ms, users: 2}}
                  - {name: quiet, for: 600ms}
                """, services, folder);

        assertThat(played.phaseNames()).containsExactly("sign-in-for-burst", "burst-1", "burst-2", "burst-3", "quiet");
        assertThat(played.of(Operation.CHAT)).hasSize(6);
    }

    /** 15 a second keep 3 of 10 places busy; 60 would need 12. */
    @Test
    void search_endsAroundWhatTheServerCanDo() throws Exception {
        Played played = Played.run("""
                phases:
                  - {name: knee, for: 60s, search: {from: 15, factor: 4, step: 1s, precision: 0.65, steps_max: 9, users: 5}}
                """, services, folder);

        assertThat(played.phaseNames())
                .containsExactly("sign-in-for-knee", "knee-1-at-15.0", "knee-2-at-60.0", "knee-3-at-37.5");
        assertThat(played.chats("knee-1-at-15.0")).isNotEmpty().allMatch(Sample::ok);
        assertThat(played.chats("knee-2-at-60.0")).anyMatch(Sample::failed);
        assertThat(played.phase("knee-2-at-60.0").level()).isEqualTo(60);
        assertThat(played.phase("knee-2-at-60.0").startNanos())
                .isGreaterThanOrEqualTo(played.chats("knee-1-at-15.0").stream()
                        .mapToLong(Sample::settledAtNanos)
                        .max()
                        .orElseThrow());
    }

    @Test
    void search_neverBreaks_endsAfterItsSteps() throws Exception {
        Played played = Played.run("""
                phases:
                  - {name: knee, for: 60s, search: {from: 2, factor: 1.5, step: 300ms, precision: 0.1, steps_max: 3, users: 5}}
                """, services, folder);

        assertThat(played.phaseNames())
                .containsExactly("sign-in-for-knee", "knee-1-at-2.0", "knee-2-at-3.0", "knee-3-at-4.5");
    }

    /** Ten chats of a user on average, as where one end is drawn for ten chats; so about 20 of 200 are a session's last. */
    @Test
    void sessions_areRenewed_betweenTheMessagesOfTheirUsers() throws Exception {
        Played played = Played.run("""
                phases:
                  - {name: open, for: 4s, open: {chats_per_second: 40, users: 200, chats_per_session: 10}}
                """, services, folder);

        int ends = played.of(Operation.END).size();
        int chats = played.chats("open").size();
        assertThat(ends).isBetween(chats / 11 / 3, 3 * chats / 11);
        assertThat(played.of(Operation.SESSION)).hasSize(200 + ends);
        assertThat(played.chats("open")).noneMatch(chat -> chat.status() == 401); // none without a session
        for (Sample end : played.of(Operation.END)) {
            long back = played.of(Operation.SESSION).stream()
                    .filter(session -> session.user() == end.user() && session.plannedNanos() > end.plannedNanos())
                    .mapToLong(Sample::settledAtNanos)
                    .min()
                    .orElseThrow();
            assertThat(played.chats("open"))
                    .filteredOn(chat -> chat.user() == end.user())
                    .noneMatch(chat -> chat.settledAtNanos() > end.plannedNanos() && chat.plannedNanos() < back);
        }
    }
}
