package dev.rapport.crosscheck;

import static io.gatling.javaapi.core.CoreDsl.exec;
import static io.gatling.javaapi.core.CoreDsl.forever;
import static io.gatling.javaapi.core.CoreDsl.pause;
import static io.gatling.javaapi.core.CoreDsl.percent;
import static io.gatling.javaapi.core.CoreDsl.rampUsers;
import static io.gatling.javaapi.core.CoreDsl.randomSwitch;
import static io.gatling.javaapi.core.CoreDsl.scenario;

import io.gatling.javaapi.core.ChainBuilder;
import io.gatling.javaapi.core.Choice;
import io.gatling.javaapi.core.Simulation;
import java.time.Duration;

/** The profile harmoniq-natural-500: chat 20, think 5, break 2, health 1, end 1 by weight, with its pauses. */
public final class NaturalUsers extends Simulation {
    private static final int USERS = Integer.getInteger("users", 500);
    private static final int SECONDS = Integer.getInteger("seconds", 80);
    private static final int STARTS_PER_SECOND = 50;
    private static final double WEIGHTS = 20 + 5 + 2 + 1 + 1;

    /** The simulation. */
    public NaturalUsers() {
        ChainBuilder task = randomSwitch()
                .on(
                        weighted(20, exec(Chats.wholeChat(), pauseOf(2, 6))),
                        weighted(5, pauseOf(5, 15)),
                        weighted(2, pauseOf(20, 45)),
                        weighted(1, Chats.health()),
                        weighted(1, exec(Chats.endSession(), Chats.openSession())));
        int rampSeconds = Math.max(1, USERS / STARTS_PER_SECOND);
        setUp(scenario("natural")
                        .exec(Chats.openSession())
                        .exec(forever().on(exec(task, pauseOf(3, 8))))
                        .injectOpen(rampUsers(USERS).during(rampSeconds)))
                .protocols(Chats.protocol())
                .maxDuration(Duration.ofSeconds(SECONDS));
    }

    private static Choice.WithWeight weighted(double weight, ChainBuilder chain) {
        return percent(100 * weight / WEIGHTS).then(chain);
    }

    private static ChainBuilder pauseOf(int fromSeconds, int toSeconds) {
        return pause(Duration.ofSeconds(fromSeconds), Duration.ofSeconds(toSeconds));
    }

    @Override
    public void after() {
        Chats.report("natural-users", SECONDS);
    }
}
