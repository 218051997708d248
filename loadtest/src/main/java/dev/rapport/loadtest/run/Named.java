package dev.rapport.loadtest.run;

import dev.rapport.loadtest.profile.Profile.Phase;

/** The same phase by another name. */
final class Named {
    private Named() {}

    static Phase as(Phase phase, String name) {
        return as(phase, name, phase.level());
    }

    static Phase as(Phase phase, String name, double level) {
        return new Phase(
                name,
                phase.kind(),
                phase.length(),
                phase.levels(),
                phase.rest(),
                level,
                phase.system(),
                phase.closed(),
                phase.open(),
                phase.burst(),
                phase.search(),
                phase.groups());
    }
}
