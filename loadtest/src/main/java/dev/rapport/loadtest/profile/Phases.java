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

/** Writes out phases that are repeated for several levels. Pure. */
final class Phases {
    private Phases() {}

    /** The same profile, in which no phase has levels. */
    static Profile expanded(Profile profile) {
        List<Phase> phases = new ArrayList<>();
        for (Phase phase : profile.phases()) {
            if (phase.levels().isEmpty()) {
                phases.add(phase);
            } else {
                addLevels(phases, phase);
            }
        }
        Set<String> names = new HashSet<>();
        for (Phase phase : phases) {
            if (!names.add(phase.name())) {
                throw new IllegalArgumentException("phases: " + phase.name() + " twice (expected: each name once)");
            }
        }
        return profile.withPhases(phases);
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
                    phase.search()));
        }
    }

    private static Phase rest(String name, Duration length) {
        return new Phase(name, Phase.REST, length, List.of(), Duration.ZERO, 0, null, null, null, null, null);
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
