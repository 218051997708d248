package dev.rapport.loadtest.run;

import static java.util.Objects.requireNonNull;

import dev.rapport.loadtest.calibrate.KnownServer;
import dev.rapport.loadtest.calibrate.KnownTiming;
import dev.rapport.loadtest.calibrate.Stalls;
import dev.rapport.loadtest.profile.Profile.ProviderSetup;
import dev.rapport.loadtest.profile.SystemSetup;
import dev.rapport.loadtest.simulator.AnswerSettings;
import dev.rapport.loadtest.system.ServiceUnderTest;
import dev.rapport.loadtest.system.Services;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The known server in this JVM, a new one for each set-up. It takes {@code answerMillis} for an answer of one token. */
final class KnownServices implements Services {
    private static final String KEY = "known";

    private final Vertx vertx = Vertx.vertx();
    private final KnownTiming timing;
    private final int chatsMax;
    private final List<SystemSetup> setUps = new ArrayList<>();
    private @Nullable KnownServer server;

    KnownServices(int answerMillis, int chatsMax) {
        this.timing = new KnownTiming(new AnswerSettings(1, answerMillis, 0, 0, 0, 1, 0), Stalls.NONE);
        this.chatsMax = chatsMax;
    }

    /** What was asked for, in order. */
    List<SystemSetup> setUps() {
        return List.copyOf(setUps);
    }

    @Override
    public ServiceUnderTest bringUp(SystemSetup system, ProviderSetup provider) {
        KnownServer before = server;
        if (before != null) {
            vertx.undeploy(before.deploymentID()).await();
        }
        setUps.add(system);
        server = new KnownServer(timing, "127.0.0.1", 0, KEY, chatsMax)
                .start(vertx)
                .await();
        var address = requireNonNull(server).address();
        return new ServiceUnderTest(address, KEY, address, List.of());
    }

    @Override
    public void takeDown() {
        vertx.close().await();
    }
}
