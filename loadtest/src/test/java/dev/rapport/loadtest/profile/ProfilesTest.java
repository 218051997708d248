package dev.rapport.loadtest.profile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rapport.loadtest.profile.Profile.Burst;
import dev.rapport.loadtest.profile.Profile.Closed;
import dev.rapport.loadtest.profile.Profile.Phase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The profiles that come with the suite. */
class ProfilesTest {
    private static final Path FOLDER = Path.of("profiles");

    static List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.sorted().toList();
        }
    }

    private static Profile read(Path file, Tier tier) throws ProfileException {
        return ProfileReader.read(file, tier).profile();
    }

    @ParameterizedTest
    @MethodSource("files")
    void profile_isNamedLikeItsFile_andHasATwinThatExists(Path file) throws ProfileException {
        Profile profile = read(file, Tier.FULL);

        assertThat(file.getFileName()).hasToString(profile.id() + ".yaml");
        if (!profile.twin().isEmpty()) {
            assertThat(FOLDER.resolve(profile.twin() + ".yaml")).exists();
        }
    }

    @ParameterizedTest
    @MethodSource("files")
    void profile_keepsTheTimeOfItsTiers(Path file) throws ProfileException {
        assertThat(planned(read(file, Tier.SMOKE))).isLessThanOrEqualTo(Duration.ofSeconds(20));
        assertThat(planned(read(file, Tier.CI))).isLessThanOrEqualTo(Duration.ofSeconds(90));
    }

    @ParameterizedTest
    @MethodSource("files")
    void profile_hasLimitsToJudgeBy(Path file) throws ProfileException {
        assertThat(read(file, Tier.FULL).limits().strict()).isNotEmpty();
    }

    /** Every place in a gateway's text has a value, in every phase that brings the service up anew. */
    @ParameterizedTest
    @MethodSource("files")
    void profile_gatewayHasAValueInEachPlace_andADefaultModel(Path file) throws ProfileException {
        Profile profile = read(file, Tier.CI);
        Stream<SystemSetup> ofPhases = profile.phases().stream()
                .map(Phase::system)
                .filter(Objects::nonNull)
                .map(Objects::requireNonNull);

        for (SystemSetup system :
                Stream.concat(Stream.of(profile.system()), ofPhases).toList()) {
            if (!system.gateway().isEmpty()) {
                assertThat(system.gatewayText("http://s/v1", "http://c/v1"))
                        .contains("default:")
                        .contains("http://s/v1")
                        .doesNotContain("${");
            }
        }
    }

    /** What the phases take if all goes well; signing in, and phases whose work is done early, left out. */
    private static Duration planned(Profile profile) {
        Duration sum = Duration.ZERO;
        for (Phase phase : profile.phases()) {
            Burst burst = phase.burst();
            Search search = phase.search();
            boolean groupsEnd =
                    !phase.groups().isEmpty() && phase.groups().stream().allMatch(group -> group.burst() != null);
            boolean endsEarly = burst != null || groupsEnd || worksOff(profile, phase.closed());
            if (search != null) {
                sum = sum.plus(search.step().multipliedBy(search.stepsMax()));
            } else if (!endsEarly) {
                sum = sum.plus(phase.length());
            }
        }
        return sum;
    }

    private static boolean worksOff(Profile profile, @Nullable Closed closed) {
        return closed != null
                && closed.behave().keySet().stream()
                        .map(profile.behaviours()::get)
                        .filter(Objects::nonNull)
                        .allMatch(behaviour -> behaviour.tasksMax() > 0);
    }
}
