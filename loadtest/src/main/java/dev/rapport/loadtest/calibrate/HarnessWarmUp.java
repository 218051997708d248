package dev.rapport.loadtest.calibrate;

import dev.rapport.loadtest.profile.Profile;
import dev.rapport.loadtest.profile.Profile.Arrivals;
import dev.rapport.loadtest.profile.Profile.Message;
import dev.rapport.loadtest.profile.Profile.Open;
import dev.rapport.loadtest.profile.Profile.Phase;
import dev.rapport.loadtest.profile.Profile.ProviderSetup;
import dev.rapport.loadtest.profile.RecoveryGoal;
import dev.rapport.loadtest.profile.SystemSetup;
import dev.rapport.loadtest.profile.Tier;
import dev.rapport.loadtest.record.RunFolder;
import dev.rapport.loadtest.run.LoadRun;
import dev.rapport.loadtest.system.ServiceUnderTest;
import dev.rapport.loadtest.system.Services;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Plays some seconds of load against a known server in this process before anything is brought up, so that the harness's own
 * code has been compiled when a measurement begins. A cold harness was seen to be half a second late in its first second.
 */
public final class HarnessWarmUp {
    private static final String KEY = "warm-up";
    private static final Duration LENGTH = Duration.ofSeconds(7);

    /** Some 8,000 answers in all: what the compiler wants to see before it compiles. */
    private static final double PER_SECOND = 1_200;

    private static final int USERS = 50;

    private HarnessWarmUp() {}

    /**
     * Plays it, and keeps nothing of it.
     *
     * @throws IOException if the harness cannot even do this
     */
    public static void run() throws IOException, InterruptedException {
        run(LENGTH);
    }

    /** Plays it for so long; returns how many chats were sent. */
    static long run(Duration length) throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("rapport-warm-up");
        Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
        try {
            KnownServer server = new KnownServer(new KnownTiming(KnownTiming.STEADY, Stalls.NONE), "127.0.0.1", 0, KEY);
            server.start(vertx).await();
            return new LoadRun(
                            profile(length),
                            Tier.SMOKE,
                            "# made by the warm-up\n",
                            "",
                            here(server),
                            new RunFolder(folder))
                    .run()
                    .sent()
                    .getOrDefault("chat", 0L);
        } finally {
            vertx.close().await();
            delete(folder);
        }
    }

    private static Services here(KnownServer server) {
        return new Services() {
            @Override
            public ServiceUnderTest bringUp(SystemSetup system, ProviderSetup provider) {
                return new ServiceUnderTest(server.address(), KEY, server.address(), List.of());
            }

            @Override
            public void takeDown() {
                // ends with the event loops
            }
        };
    }

    private static Profile profile(Duration length) {
        Open open = new Open(PER_SECOND, 0, Arrivals.POISSON, USERS, Message.SHORT);
        return new Profile(
                KEY,
                "The harness runs itself in",
                "",
                "",
                List.of(),
                1,
                new SystemSetup(1, 1, Map.of(), Duration.ZERO),
                new ProviderSetup(Map.of()),
                Map.of(),
                List.of(new Phase(
                        KEY, "warm-up", length, List.of(), Duration.ZERO, 0, null, null, open, null, null, List.of())),
                Profile.Good.SUCCESS,
                new Profile.Limits(List.of(), List.of(), List.of()),
                List.of(),
                RecoveryGoal.UNSAID,
                Profile.PATIENCE);
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            all.sorted(Comparator.reverseOrder()).forEach(path -> {
                try {
                    Files.delete(path);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
    }
}
