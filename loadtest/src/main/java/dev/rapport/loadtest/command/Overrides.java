package dev.rapport.loadtest.command;

import dev.rapport.loadtest.command.Suite.Loaded;
import dev.rapport.loadtest.command.Suite.UnusableException;
import dev.rapport.loadtest.profile.Profile;
import dev.rapport.loadtest.profile.Profile.Burst;
import dev.rapport.loadtest.profile.Profile.Closed;
import dev.rapport.loadtest.profile.Profile.Open;
import dev.rapport.loadtest.profile.Profile.Phase;
import dev.rapport.loadtest.profile.Search;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * What the command line changes in a profile, for a quick look. The change is written under the profile's text, and the hash
 * is of both: a report cannot pass for one of the profile as it is. Pure.
 */
record Overrides(@Nullable Long seed, @Nullable Integer users) {
    private static final int USERS_MAX = 20_000;

    Loaded apply(Loaded loaded) throws UnusableException {
        if (seed == null && users == null) {
            return loaded;
        }
        Profile profile = loaded.profile();
        StringBuilder yaml = new StringBuilder(loaded.yaml()).append("\n# Changed on the command line:\n");
        if (seed != null) {
            profile = withSeed(profile, seed);
            yaml.append("# --seed ").append(seed).append('\n');
        }
        if (users != null) {
            profile = withUsers(profile, users);
            yaml.append("# --users ").append(users).append('\n');
        }
        return new Loaded(profile, yaml.toString(), sha256(yaml.toString()));
    }

    private static Profile withSeed(Profile p, long seed) {
        return new Profile(
                p.id(),
                p.summary(),
                p.claim(),
                p.twin(),
                p.needs(),
                seed,
                p.system(),
                p.provider(),
                p.behaviours(),
                p.phases(),
                p.good(),
                p.limits(),
                p.published(),
                p.recovery(),
                p.patience());
    }

    private static Profile withUsers(Profile p, int users) throws UnusableException {
        if (users < 1 || users > USERS_MAX) {
            throw new UnusableException("--users: " + users + " (expected: 1.." + USERS_MAX + ")");
        }
        for (Phase phase : p.phases()) {
            if (phase.closed() != null && !phase.levels().isEmpty()) {
                throw new UnusableException("--users: " + users + " (expected: a profile without levels of users; "
                        + p.id() + " varies them in its phase " + phase.name() + ")");
            }
        }
        return new Profile(
                p.id(),
                p.summary(),
                p.claim(),
                p.twin(),
                p.needs(),
                p.seed(),
                p.system(),
                p.provider(),
                p.behaviours(),
                p.phases().stream().map(phase -> withUsers(phase, users)).toList(),
                p.good(),
                p.limits(),
                p.published(),
                p.recovery(),
                p.patience());
    }

    private static Phase withUsers(Phase p, int users) {
        Closed closed = p.closed();
        Open open = p.open();
        Burst burst = p.burst();
        Search search = p.search();
        return new Phase(
                p.name(),
                p.kind(),
                p.length(),
                p.levels(),
                p.rest(),
                p.level(),
                p.system(),
                closed == null ? null : new Closed(users, closed.behave(), closed.rampPerSecond()),
                open == null
                        ? null
                        : new Open(
                                open.chatsPerSecond(),
                                open.healthPerSecond(),
                                open.arrivals(),
                                users,
                                open.message(),
                                open.chatsPerSession()),
                burst == null
                        ? null
                        : new Burst(
                                burst.requests(),
                                burst.bursts(),
                                burst.every(),
                                burst.spacing(),
                                burst.inFlightMax(),
                                users,
                                burst.message(),
                                burst.obeyRetryAfter()),
                search == null
                        ? null
                        : new Search(
                                search.from(),
                                search.factor(),
                                search.step(),
                                search.precision(),
                                search.stepsMax(),
                                users,
                                search.message()),
                p.groups());
    }

    private static String sha256(String text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
