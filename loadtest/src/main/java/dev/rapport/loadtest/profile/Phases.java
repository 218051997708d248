package dev.rapport.loadtest.profile;

import dev.rapport.loadtest.profile.Profile.Closed;
import dev.rapport.loadtest.profile.Profile.Open;
import dev.rapport.loadtest.profile.Profile.Phase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Writes out phases that are repeated for several levels, and set-ups that take a part from the profile's. Pure. */
final class Phases {
    private Phases() {}

    /** The same profile, in which no phase has levels. */
    static Profile expanded(Profile profile) {
        List<Phase> phases = new ArrayList<>();
        for (Phase written : profile.phases()) {
            Phase phase = withGateway(written, profile.system());
            if (phase.levels().isEmpty()) {
                phases.add(phase);
            } else {
                addLevels(phases, phase);
            }
        }
        Set<String> names = new HashSet<>();
        for (Phase phase : phases) {
            unique(names, phase.name());
            phase.groups().forEach(group -> unique(names, group.name()));
        }
        return profile.withPhases(phases);
    }

    private static void unique(Set<String> names, String name) {
        if (!names.add(name)) {
            throw new IllegalArgumentException("phases: " + name + " twice (expected: each name once)");
        }
    }

    /** A set-up that only has values for the gateway's text takes the profile's. */
    private static Phase withGateway(Phase phase, SystemSetup profile) {
        SystemSetup own = phase.system();
        return own == null
                ? phase
                : new Phase(
                        phase.name(),
                        phase.kind(),
                        phase.length(),
                        phase.levels(),
                        phase.rest(),
                        phase.level(),
                        own.withDefaultGateway(profile.gateway()),
                        phase.closed(),
                        phase.open(),
                        phase.burst(),
                        phase.search(),
                        phase.groups());
    }

    private static void addLevels(List<Phase> phases, Phase phase) {
        for (double level : phase.levels()) {
            String name = phase.name() + "-" + plain(level);
            if (!phase.rest().isZero() && level != phase.levels().getFirst()) {
                phases.add(rest("rest-before-" + name, phase.rest()));
            }
            phases.add(new Phase(
                    name,
                    phase.kind(),
                    phase.length(),
                    List.of(),
                    Duration.ZERO,
                    level,
                    phase.system(),
                    closed(phase.closed(), level),
                    open(phase.open(), level),
                    phase.burst(),
                    phase.search(),
                    phase.groups()));
        }
    }

    private static Phase rest(String name, Duration length) {
        return new Phase(name, Phase.REST, length);
    }

    private static @Nullable Closed closed(@Nullable Closed closed, double level) {
        return closed == null ? null : new Closed((int) level, closed.behave(), closed.rampPerSecond());
    }

    private static @Nullable Open open(@Nullable Open open, double level) {
        return open == null
                ? null
                : new Open(
                        level,
                        open.healthPerSecond(),
                        open.arrivals(),
                        open.users(),
                        open.message(),
                        open.chatsPerSession());
    }

    private static String plain(double level) {
        return level == Math.rint(level) ? Long.toString((long) level) : String.format(Locale.ROOT, "%.2f", level);
    }
}
