package dev.rapport.crosscheck;

import static io.gatling.javaapi.core.CoreDsl.constantUsersPerSec;
import static io.gatling.javaapi.core.CoreDsl.scenario;

import io.gatling.javaapi.core.Simulation;

/** Open load on the known server: Poisson arrivals, one chat each. */
public final class OpenCalibration extends Simulation {
    private static final int RATE = Integer.getInteger("rate", 40);
    private static final int SECONDS = Integer.getInteger("seconds", 40);

    /** The simulation. */
    public OpenCalibration() {
        setUp(scenario("open")
                        .exec(Chats.openSession(), Chats.streamedChat(), Chats.endSession())
                        .injectOpen(constantUsersPerSec(RATE).during(SECONDS).randomized()))
                .protocols(Chats.protocol());
    }

    @Override
    public void after() {
        Chats.report("open-calibration", SECONDS);
    }
}
