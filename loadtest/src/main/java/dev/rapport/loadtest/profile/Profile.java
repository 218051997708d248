package dev.rapport.loadtest.profile;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A named scenario, for one tier.
 *
 * @param id as on the command line
 * @param summary one line for {@code load list}
 * @param claim what the published report says, in short
 * @param twin the id of the same load in the other model (closed, open), empty if there is none
 * @param needs parts the service must have; see {@link Part}
 * @param seed of everything that is drawn
 * @param system how the service is set up
 * @param provider how the simulated provider answers
 * @param behaviours by name, what a closed user does
 * @param phases in order
 * @param good when a success counts as good, too
 * @param limits what to judge by
 * @param published points of the report, for the drawings
 * @param recovery when things are well again after a disturbance
 * @param patience how long a user waits for a whole answer, from the plan on and beyond the time that the answer itself is
 *     planned to take
 */
public record Profile(
        String id,
        String summary,
        String claim,
        String twin,
        List<Part> needs,
        long seed,
        SystemSetup system,
        ProviderSetup provider,
        Map<String, Behaviour> behaviours,
        List<Phase> phases,
        Good good,
        Limits limits,
        List<Published> published,
        RecoveryGoal recovery,
        Duration patience) {

    /** Longer than the deadline of a queue that is not told otherwise. */
    public static final Duration PATIENCE = Duration.ofSeconds(30);

    public Profile {
        Check.text("id", id);
        Check.text("summary", summary);
        claim = or(claim, "");
        twin = or(twin, "");
        needs = or(needs, List.of());
        system = or(system, SystemSetup.DEFAULT);
        provider = or(provider, new ProviderSetup(Map.of()));
        behaviours = or(behaviours, Map.of());
        phases = or(phases, List.of());
        good = or(good, Good.SUCCESS);
        limits = or(limits, new Limits(List.of(), List.of(), List.of()));
        published = or(published, List.of());
        recovery = or(recovery, RecoveryGoal.UNSAID);
        patience = or(patience, PATIENCE);
        Check.that(
                patience.compareTo(PATIENCE_MAX) <= 0 && patience.isPositive(), "patience", patience, "above 0..10m");
        Check.that(!phases.isEmpty(), "phases", "none", "at least one");
        for (Phase phase : phases) {
            for (Closed closed : phase.closedLoads()) {
                for (String name : closed.behave().keySet()) {
                    Check.that(behaviours.containsKey(name), "behave", name, "one of " + behaviours.keySet());
                }
            }
        }
    }

    Profile withPhases(List<Phase> other) {
        return new Profile(
                id,
                summary,
                claim,
                twin,
                needs,
                seed,
                system,
                provider,
                behaviours,
                other,
                good,
                limits,
                published,
                recovery,
                patience);
    }

    /** What was written, or the default for what was not: then the library passes null. */
    static <T> T or(@Nullable T written, T otherwise) {
        return written == null ? otherwise : written;
    }

    /** A run that waits longer for one answer measures nothing but that. */
    private static final Duration PATIENCE_MAX = Duration.ofMinutes(10);

    /** As many as this machine has files for. */
    static final int USERS_MAX = 12_000;

    /** Chats a second that one event loop of the harness can send; beyond it the harness would be measured. */
    static final double RATE_MAX = 5_000;

    private static final String RATES = "0.." + RATE_MAX;

    /** A part of the service that some profiles cannot do without. */
    public enum Part {
        WEBSOCKET,
        ENCRYPTION,
        /** {@code /v1/memories}. */
        MEMORY_API
    }

    /**
     * The simulator's command line options, by their names without the dashes, such as {@code rpm: 500}.
     *
     * @param options may be empty
     */
    public record ProviderSetup(Map<String, String> options) {
        public ProviderSetup {
            options = or(options, Map.of());
        }
    }

    /**
     * What a closed user does.
     *
     * @param pause after each task
     * @param tasks one is drawn by weight each time
     * @param tasksMax a user that has done so many leaves; 0 for no bound
     */
    public record Behaviour(Wait pause, List<Task> tasks, int tasksMax) {
        public Behaviour {
            pause = or(pause, Wait.NONE);
            tasks = or(tasks, List.of());
            Check.that(!tasks.isEmpty(), "tasks", "none", "at least one");
            Check.range("tasks_max", tasksMax, 0, Integer.MAX_VALUE);
        }
    }

    /**
     * One thing that a user does.
     *
     * @param weight against the other tasks
     * @param task what is done
     * @param message what is said, for {@link What#CHAT}
     * @param then another pause, before the behaviour's own; for {@link What#THINK} it is the task
     */
    public record Task(int weight, @JsonProperty("do") What task, Message message, Wait then) {
        public Task {
            weight = weight == 0 ? 1 : weight;
            task = or(task, What.CHAT);
            message = or(message, Message.SHORT);
            then = or(then, Wait.NONE);
            Check.range("weight", weight, 1, 1_000_000);
        }
    }

    /** What a user does. */
    public enum What {
        CHAT,
        /** Nothing. Never counted as a request. */
        THINK,
        HEALTH,
        /** Ends the session and opens a new one. */
        RENEW
    }

    /**
     * What is said.
     *
     * @param kind {@code hello}, {@code short}, {@code medium}, {@code long}, {@code by-depth} (by how many were said
     *     before), {@code fact} (something to remember, each different), {@code filler} ({@code size} bytes of text)
     * @param size bytes of {@code filler}, 0 for the others
     * @param answerTokens length of the answer to ask the simulated provider for, 0 for its own draw
     * @param cancelAfterTokens leave after so many, 0 to stay
     * @param cancelAfter leave so long after the request was sent, whatever came of it by then; zero to stay
     * @param cutByDepth ask the simulated provider's model {@code fault-cut-ref} to cut its answer after as many tokens as
     *     this user said messages before, so that the first is cut before its first token
     */
    public record Message(
            String kind, int size, int answerTokens, int cancelAfterTokens, Duration cancelAfter, boolean cutByDepth) {
        private static final List<String> KINDS =
                List.of("hello", "short", "medium", "long", "by-depth", "fact", "filler");

        public static final Message SHORT = new Message("short", 0, 0, 0);

        /** One that is heard to its end. */
        public Message(String kind, int size, int answerTokens, int cancelAfterTokens) {
            this(kind, size, answerTokens, cancelAfterTokens, Duration.ZERO, false);
        }

        public Message {
            cancelAfter = or(cancelAfter, Duration.ZERO);
            kind = or(kind, "short");
            Check.that(KINDS.contains(kind), "kind", kind, "one of " + KINDS);
            Check.range("size", size, 0, 1 << 20);
            Check.range("answer_tokens", answerTokens, 0, 16_384);
            Check.range("cancel_after_tokens", cancelAfterTokens, 0, 16_384);
        }
    }

    /**
     * One load for a while. Exactly one of {@code closed}, {@code open}, {@code burst}, {@code search} and {@code groups} is
     * there, or none: a rest.
     *
     * @param name unique in the profile
     * @param kind see {@link dev.rapport.loadtest.record.PhaseRecord.Kind}, in lower case with dashes
     * @param length how long; bursts may end before
     * @param levels if there are any, the phase is repeated for each, as users of the closed load or rate of the open one
     * @param rest between the levels
     * @param level of a phase without {@code levels}; 0 if it has none
     * @param system another set-up than the profile's, from this phase on
     * @param groups several loads beside one another, each of users of its own and recorded as a phase of its own
     */
    public record Phase(
            String name,
            String kind,
            @JsonProperty("for") Duration length,
            List<Double> levels,
            Duration rest,
            double level,
            @Nullable SystemSetup system,
            @Nullable Closed closed,
            @Nullable Open open,
            @Nullable Burst burst,
            @Nullable Search search,
            List<Group> groups) {
        public static final String WARM_UP = "warm-up";
        public static final String MEASURED = "measured";
        public static final String RECOVERY = "recovery";
        public static final String REST = "rest";

        private static final List<String> KINDS = List.of(WARM_UP, MEASURED, RECOVERY, REST);

        /** A phase without load, such as a rest. */
        public Phase(String name, String kind, Duration length) {
            this(name, kind, length, List.of(), Duration.ZERO, 0, null, null, null, null, null, List.of());
        }

        public Phase {
            Check.text("name", name);
            groups = or(groups, List.of());
            long loads = Stream.of(closed, open, burst, search)
                            .filter(Objects::nonNull)
                            .count()
                    + (groups.isEmpty() ? 0 : 1);
            kind = or(kind, loads == 0 ? REST : MEASURED);
            length = or(length, Duration.ofMinutes(1));
            levels = or(levels, List.of());
            rest = or(rest, Duration.ZERO);
            Check.that(KINDS.contains(kind), "kind", kind, "one of " + KINDS);
            Check.that(loads <= 1, name, loads + " loads", "one of closed, open, burst, search, groups, or none");
        }

        /** Every closed load in it. */
        List<Closed> closedLoads() {
            return Stream.concat(
                            Stream.of(this).map(Phase::closed), groups.stream().map(Group::closed))
                    .filter(Objects::nonNull)
                    .map(Objects::requireNonNull)
                    .toList();
        }
    }

    /**
     * Users who act when they are ready.
     *
     * @param users alive at one time; those of the phase before stay, more come, or some leave after their task
     * @param behave behaviours by their share of the users
     * @param rampPerSecond users that start in a second, 0 for all at once
     */
    public record Closed(int users, Map<String, Double> behave, double rampPerSecond) {
        public Closed {
            behave = or(behave, Map.of());
            Check.range("users", users, 0, USERS_MAX);
            Check.that(!behave.isEmpty(), "behave", "none", "the name of a behaviour");
        }
    }

    /**
     * Requests that come when they come.
     *
     * @param users sessions that the arrivals are spread over at random
     * @param chatsPerSession a user ends the session and opens a new one after so many on average, as often as one who
     *     draws "end" once for so many chats; 0 for never
     */
    public record Open(
            double chatsPerSecond,
            double healthPerSecond,
            Arrivals arrivals,
            int users,
            Message message,
            int chatsPerSession) {
        /** Users who keep their sessions. */
        public Open(double chatsPerSecond, double healthPerSecond, Arrivals arrivals, int users, Message message) {
            this(chatsPerSecond, healthPerSecond, arrivals, users, message, 0);
        }

        public Open {
            Check.range("chats_per_session", chatsPerSession, 0, 1_000_000);
            arrivals = or(arrivals, Arrivals.POISSON);
            message = or(message, Message.SHORT);
            Check.that(chatsPerSecond >= 0 && chatsPerSecond <= RATE_MAX, "chats_per_second", chatsPerSecond, RATES);
            Check.that(
                    healthPerSecond >= 0 && healthPerSecond <= RATE_MAX, "health_per_second", healthPerSecond, RATES);
            Check.range("users", users, 1, USERS_MAX);
        }
    }

    /** How arrivals are spaced. */
    public enum Arrivals {
        /** Exponential gaps (PASTA: they see the time average). */
        POISSON,
        /** Equal gaps, from a random phase. */
        CONSTANT,
        /** All of a second's at its beginning. */
        @JsonProperty("each-second")
        EACH_SECOND
    }

    /**
     * Many requests at once.
     *
     * @param requests in one burst
     * @param bursts how many
     * @param every from the start of one to the start of the next
     * @param spacing between the requests of one
     * @param inFlightMax the next one waits for a place, and its latency counts from its plan; 0 for no bound
     * @param users sessions, each used by turns
     * @param obeyRetryAfter so many of the requests that are refused with 429, drawn from the seed, come back once, when their
     *     {@code Retry-After} says; recorded as a phase of its own named {@code NAME-again}
     */
    public record Burst(
            int requests,
            int bursts,
            Duration every,
            Duration spacing,
            int inFlightMax,
            int users,
            Message message,
            int obeyRetryAfter) {
        public Burst {
            bursts = bursts == 0 ? 1 : bursts;
            every = or(every, Duration.ofSeconds(2));
            spacing = or(spacing, Duration.ZERO);
            message = or(message, Message.SHORT);
            Check.range("requests", requests, 1, USERS_MAX);
            Check.range("bursts", bursts, 1, 10_000);
            Check.range("obey_retry_after", obeyRetryAfter, 0, requests);
            Check.range("users", users, 1, USERS_MAX);
        }
    }

    /** Zero means no limit. */
    public record Good(Duration ttft, Duration itlMax, Duration e2e) {
        public static final Good SUCCESS = new Good(Duration.ZERO, Duration.ZERO, Duration.ZERO);

        public Good {
            ttft = or(ttft, Duration.ZERO);
            itlMax = or(itlMax, Duration.ZERO);
            e2e = or(e2e, Duration.ZERO);
        }
    }

    /** By judge. */
    public record Limits(List<Limit> seed, List<Limit> beat, List<Limit> strict) {
        public Limits {
            seed = or(seed, List.of());
            beat = or(beat, List.of());
            strict = or(strict, List.of());
        }
    }

    /**
     * One claim. Exactly one of {@code min} and {@code max} is there.
     *
     * @param metric see {@link dev.rapport.loadtest.analyse}
     * @param confidence of the bound that must keep the limit, such as 0.95; 0 judges the point estimate
     */
    public record Limit(
            String metric, @Nullable Quantity min, @Nullable Quantity max, double confidence) {}

    /**
     * A point of the published report.
     *
     * @param series {@code e2e}, or what a drawing shows at {@code x}, such as {@code throughput} at 50 users
     */
    public record Published(String series, double x, double y) {}
}
