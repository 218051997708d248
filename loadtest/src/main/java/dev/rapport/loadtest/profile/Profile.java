package dev.rapport.loadtest.profile;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Duration;
import java.util.List;
import java.util.Map;
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
        List<Published> published) {

    /** A part of the service that some profiles cannot do without. */
    public enum Part {
        WEBSOCKET,
        ENCRYPTION,
        /** {@code /v1/memories}. */
        MEMORY_API
    }

    /**
     * How the service is set up.
     *
     * @param instances processes of the chat service
     * @param loops event loops in each
     * @param settings environment variables of {@code ./rapport up}, beginning with {@code RAPPORT_}
     * @param forcedGc time between forced full collections of one instance, so that the live heap can be read; zero for none
     */
    public record SystemSetup(int instances, int loops, Map<String, String> settings, Duration forcedGc) {
        public static final SystemSetup DEFAULT = new SystemSetup(4, 4, Map.of(), Duration.ZERO);
    }

    /**
     * How the simulated provider answers.
     *
     * The simulator's command line options, by their names without the dashes, such as {@code rpm: 500}.
     *
     * @param options may be empty
     */
    public record ProviderSetup(Map<String, String> options) {}

    /**
     * What a closed user does, again and again.
     *
     * @param pause after each task
     * @param tasks one is drawn by weight each time
     * @param tasksMax a user that has done so many leaves; 0 for no bound
     */
    public record Behaviour(Wait pause, List<Task> tasks, int tasksMax) {}

    /**
     * One thing a user does.
     *
     * @param weight against the other tasks
     * @param task what is done
     * @param message what is said, for {@link What#CHAT}
     * @param then another pause, before the behaviour's own; for {@link What#THINK} it is the task
     */
    public record Task(int weight, @JsonProperty("do") What task, Message message, Wait then) {}

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
     */
    public record Message(String kind, int size, int answerTokens, int cancelAfterTokens) {
        public static final Message SHORT = new Message("short", 0, 0, 0);
    }

    /**
     * One load for a while. Exactly one of {@code closed}, {@code open}, {@code burst} and {@code search} is there, or none:
     * a rest.
     *
     * @param name unique in the profile
     * @param kind see {@link dev.rapport.loadtest.record.PhaseRecord.Kind}, in lower case with dashes
     * @param length how long; bursts may end before
     * @param levels if there are any, the phase is repeated for each, as users of the closed load or rate of the open one
     * @param rest between the levels
     * @param level of a phase without {@code levels}; 0 if it has none
     * @param system another set-up than the profile's, from this phase on
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
            @Nullable Search search) {}

    /**
     * So many users, each waiting for its answer before it goes on.
     *
     * @param users alive at one time; those of the phase before stay, more come, or some leave after their task
     * @param behave behaviours by their share of the users
     * @param rampPerSecond users that start in a second, 0 for all at once
     */
    public record Closed(int users, Map<String, Double> behave, double rampPerSecond) {}

    /**
     * Arrivals that wait for nothing.
     *
     * @param users sessions that the arrivals are spread over at random
     */
    public record Open(double chatsPerSecond, double healthPerSecond, Arrivals arrivals, int users, Message message) {}

    /** How arrivals are spaced. */
    public enum Arrivals {
        /** Exponential gaps (PASTA: they see the time average). */
        POISSON,
        /** Equal gaps, from a random phase. */
        CONSTANT,
        /** All of a second's at its beginning. */
        EACH_SECOND
    }

    /**
     * Requests at once, several times.
     *
     * @param requests in one burst
     * @param bursts how many
     * @param every from the start of one to the start of the next
     * @param spacing between the requests of one
     * @param inFlightMax the next one waits for a place, and its latency counts from its plan; 0 for no bound
     * @param users sessions, each used by turns
     */
    public record Burst(
            int requests, int bursts, Duration every, Duration spacing, int inFlightMax, int users, Message message) {}

    /**
     * An open load that grows until it breaks, and then halves in on the breaking point.
     *
     * @param from chats a second
     * @param factor of each step
     * @param step length of each
     * @param precision ends when the interval is so narrow, relative
     * @param users sessions
     */
    public record Search(
            double from, double factor, Duration step, double precision, int stepsMax, int users, Message message) {}

    /** Zero means no limit. */
    public record Good(Duration ttft, Duration itlMax, Duration e2e) {
        public static final Good SUCCESS = new Good(Duration.ZERO, Duration.ZERO, Duration.ZERO);
    }

    /** By judge. */
    public record Limits(List<Limit> seed, List<Limit> beat, List<Limit> strict) {}

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
