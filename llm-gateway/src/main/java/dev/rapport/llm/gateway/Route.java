package dev.rapport.llm.gateway;

import static java.util.Objects.requireNonNull;

import dev.rapport.llm.Ability;
import dev.rapport.llm.config.AliasConfig;
import dev.rapport.llm.config.AliasConfig.Target;
import dev.rapport.llm.config.AliasConfig.WhenLimited;
import dev.rapport.llm.config.ProviderConfig.Prefill;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which of its alias's targets a request goes to next. Never back to one that has failed it, except by {@link #again}. Runs on
 * one event loop.
 */
final class Route {
    private final List<Target> targets;
    private final boolean overflows;
    private final Map<String, Outlet> outlets;
    private final Set<Ability> needs;
    private int at;

    /**
     * A route that begins at the first target.
     *
     * @param needs what a target must be able to do
     */
    Route(AliasConfig alias, Map<String, Outlet> outlets, Set<Ability> needs) {
        this.targets = alias.targets();
        this.overflows = alias.whenLimited() == WhenLimited.NEXT; // a line before one is reason enough for the next
        this.outlets = outlets;
        this.needs = Set.copyOf(needs);
    }

    Outlet outlet(Target target) {
        return requireNonNull(outlets.get(target.provider()), target.provider());
    }

    /**
     * The next target that can be asked now.
     *
     * @param continues whether it must be able to go on with an answer
     */
    Optional<Target> next(boolean continues) {
        while (at < targets.size()) {
            Target target = targets.get(at);
            if (isUsable(target, continues) && !isPassedBy(target, continues)) {
                return Optional.of(target);
            }
            at++;
        }
        return Optional.empty();
    }

    /** Whether another one could be asked now if this one has no room. */
    boolean elsewhere(boolean continues) {
        for (int i = at + 1; i < targets.size(); i++) {
            if (isUsable(targets.get(i), continues)) {
                return true;
            }
        }
        return false;
    }

    /** The present target is done with. */
    void pass() {
        at++;
    }

    /** Goes back to this target: there is no other, and it may do better. */
    void again(Target target) {
        at = targets.indexOf(target);
    }

    private boolean isUsable(Target target, boolean continues) {
        Outlet outlet = outlet(target);
        return !outlet.health().isDown()
                && outlet.config().abilities().containsAll(needs)
                && !(continues && outlet.config().prefill() == Prefill.NONE);
    }

    /* A full one is waited for only if there is no other. */
    private boolean isPassedBy(Target target, boolean continues) {
        Outlet outlet = outlet(target);
        boolean full = outlet.health().room(outlet.alone()) <= 0
                || (overflows && outlet.line().waiting() > 0);
        return full && elsewhere(continues);
    }
}
