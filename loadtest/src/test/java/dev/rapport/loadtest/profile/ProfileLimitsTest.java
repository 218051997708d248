package dev.rapport.loadtest.profile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rapport.loadtest.profile.Profile.Arrivals;
import dev.rapport.loadtest.profile.Profile.Behaviour;
import dev.rapport.loadtest.profile.Profile.Burst;
import dev.rapport.loadtest.profile.Profile.Closed;
import dev.rapport.loadtest.profile.Profile.Good;
import dev.rapport.loadtest.profile.Profile.Limit;
import dev.rapport.loadtest.profile.Profile.Limits;
import dev.rapport.loadtest.profile.Profile.Open;
import dev.rapport.loadtest.profile.Profile.Phase;
import dev.rapport.loadtest.profile.Profile.Task;
import dev.rapport.loadtest.profile.Profile.What;
import dev.rapport.loadtest.stats.SuccessClaim;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whether the limits of the profiles that come with the suite can be decided, and mean what they seem to mean. */
class ProfileLimitsTest {
    /** What an answer is taken to take where users wait for it; ours are faster, so there are more of them. */
    private static final double ANSWER_SECONDS = 0.25;

    static List<Path> files() throws IOException {
        return ProfilesTest.files();
    }

    private static Profile full(Path file) throws ProfileException {
        return ProfileReader.read(file, Tier.FULL).profile();
    }

    private static Stream<Limit> all(Limits limits) {
        return Stream.of(limits.seed(), limits.beat(), limits.strict()).flatMap(List::stream);
    }

    /** Only an interval shows that something is better, and not just was. */
    @ParameterizedTest
    @MethodSource("files")
    void beat_isJudgedByTheBound(Path file) throws ProfileException {
        assertThat(full(file).limits().beat())
                .allSatisfy(limit ->
                        assertThat(limit.confidence()).as(limit.metric()).isGreaterThanOrEqualTo(0.9));
    }

    @ParameterizedTest
    @MethodSource("files")
    void scaling_isJudgedByTheBound_forItMayProveNothing(Path file) throws ProfileException {
        assertThat(all(full(file).limits()))
                .filteredOn(limit -> limit.metric().startsWith("scaling."))
                .allSatisfy(limit ->
                        assertThat(limit.confidence()).as(limit.metric()).isGreaterThanOrEqualTo(0.9));
    }

    /** Else goodput is another word for success. */
    @ParameterizedTest
    @MethodSource("files")
    void goodput_hasSomethingToBeGoodBy(Path file) throws ProfileException {
        Profile profile = full(file);
        boolean judged = all(profile.limits())
                .anyMatch(limit ->
                        limit.metric().contains("goodput") || limit.metric().startsWith("search."));
        assertThat(judged && profile.good().equals(Good.SUCCESS)).isFalse();
    }

    /** At full length, if nothing fails at all. */
    @ParameterizedTest
    @MethodSource("files")
    void successAtFullLength_canBeProved(Path file) throws ProfileException {
        Profile profile = full(file);
        List<Limit> claims = Stream.concat(profile.limits().beat().stream(), profile.limits().strict().stream())
                .filter(limit -> limit.confidence() > 0 && limit.metric().matches("chat(@.*)?\\.success"))
                .toList();
        for (Limit claim : claims) {
            Quantity min = claim.min();
            if (min != null && min.value() < 1 && profile.needs().isEmpty()) {
                assertThat(chats(profile, phaseOf(claim)))
                        .as(claim.metric() + " >= " + min.text())
                        .isGreaterThanOrEqualTo((double) SuccessClaim.trialsFor(0, min.value(), claim.confidence()));
            }
        }
    }

    /** Empty for all measured phases. */
    private static String phaseOf(Limit limit) {
        return limit.metric().replaceFirst("^chat(@(.*))?\\.success$", "$2");
    }

    /** So many are nearly certain. */
    private static double chats(Profile profile, String name) {
        double sum = 0;
        for (Phase phase : profile.phases()) {
            boolean meant = name.isEmpty()
                    ? phase.kind().equals(Phase.MEASURED)
                    : phase.name().equals(name);
            sum += meant ? chats(profile, phase) : 0;
        }
        return sum;
    }

    private static double chats(Profile profile, Phase phase) {
        Open open = phase.open();
        Burst burst = phase.burst();
        Closed closed = phase.closed();
        double seconds = seconds(phase.length());
        if (open != null) {
            double mean = open.chatsPerSecond() * seconds;
            return open.arrivals() == Arrivals.POISSON ? mean - 4 * Math.sqrt(mean) : mean;
        }
        if (burst != null) {
            return (double) burst.requests() * burst.bursts();
        }
        if (closed == null) {
            return 0;
        }
        double shares = closed.behave().values().stream()
                .mapToDouble(Double::doubleValue)
                .sum();
        double chats = 0;
        for (Map.Entry<String, Double> share : closed.behave().entrySet()) {
            Behaviour behaviour = Objects.requireNonNull(profile.behaviours().get(share.getKey()));
            chats += closed.users() * share.getValue() / shares * ofOne(behaviour, seconds);
        }
        return chats;
    }

    private static double ofOne(Behaviour behaviour, double seconds) {
        double weights = behaviour.tasks().stream().mapToInt(Task::weight).sum();
        double cycle = mean(behaviour.pause());
        double chatShare = 0;
        for (Task task : behaviour.tasks()) {
            double share = task.weight() / weights;
            boolean chat = task.task() == What.CHAT;
            cycle += share * (mean(task.then()) + (chat ? ANSWER_SECONDS : 0));
            chatShare += chat ? share : 0;
        }
        double tasks = seconds / cycle;
        return chatShare * (behaviour.tasksMax() > 0 ? Math.min(tasks, behaviour.tasksMax()) : tasks);
    }

    private static double mean(Wait wait) {
        return (seconds(wait.min()) + seconds(wait.max())) / 2;
    }

    private static double seconds(Duration duration) {
        return duration.toNanos() / 1e9;
    }
}
