package dev.rapport.loadtest.smoke;

import static java.util.Objects.requireNonNull;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What to run against what.
 *
 * @param target the service, without a path
 * @param key application key for {@code POST /session}
 * @param simulator the simulated provider behind the service
 * @param metrics pages to read {@link LoopsBlocked#COUNTER} from, at the beginning and at the end
 * @param users 1 to {@value #USERS_MAX}
 * @param duration from the first session to the last planned message
 * @param thinkMin shortest think time; think times are uniform
 * @param seed of think times and messages
 * @param run begins every nonce; two runs with the same one would collide in the service's idempotency keys
 * @param warmUp messages planned earlier are checked but not timed
 * @param chatTimeMax after this a message has failed
 */
public record SmokeSettings(
        URI target,
        String key,
        URI simulator,
        List<URI> metrics,
        int users,
        Duration duration,
        Duration thinkMin,
        Duration thinkMax,
        long seed,
        String run,
        Duration warmUp,
        Duration chatTimeMax) {
    /** Each has a connection; 20,000 file descriptors are what a process has, and the service needs some too. */
    public static final int USERS_MAX = 10_000;

    /** Longer is not smoke. */
    public static final Duration DURATION_MAX = Duration.ofHours(2);

    private static final Duration CHAT_TIME_MAX = Duration.ofMinutes(10);
    private static final Pattern RUN = Pattern.compile("[0-9a-z]{1,16}");

    /**
     * Checks the ranges.
     *
     * @throws IllegalArgumentException if a value is out of its range; the message has its option, value and range
     */
    public SmokeSettings {
        requireNonNull(key, "key");
        requireHttp("url", target);
        requireHttp("simulator", simulator);
        metrics = List.copyOf(metrics);
        metrics.forEach(page -> requireHttp("metrics", page));
        if (users < 1 || users > USERS_MAX) {
            throw new IllegalArgumentException("users: " + users + " (expected: 1.." + USERS_MAX + ")");
        }
        requireInRange("duration", duration, Duration.ofMillis(1), DURATION_MAX);
        requireInRange("think-min", thinkMin, Duration.ZERO, thinkMax);
        requireInRange("think-max", thinkMax, thinkMin, DURATION_MAX);
        requireInRange("warm-up", warmUp, Duration.ZERO, duration);
        requireInRange("timeout", chatTimeMax, Duration.ofMillis(1), CHAT_TIME_MAX);
        if (!RUN.matcher(run).matches()) {
            throw new IllegalArgumentException("run-id: " + run + " (expected: " + RUN.pattern() + ")");
        }
    }

    private static void requireHttp(String name, URI uri) {
        boolean http = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
        if (!http || uri.getHost() == null) {
            throw new IllegalArgumentException(name + ": " + uri + " (expected: http://host:port)");
        }
    }

    private static void requireInRange(String name, Duration value, Duration min, Duration max) {
        if (value.compareTo(min) < 0 || value.compareTo(max) > 0) {
            throw new IllegalArgumentException(
                    name + ": " + text(value) + " (expected: " + text(min) + ".." + text(max) + ")");
        }
    }

    /** A duration as it is written on the command line. */
    static String text(Duration duration) {
        long millis = duration.toMillis();
        return millis % 1_000 == 0 ? millis / 1_000 + "s" : millis + "ms";
    }
}
