package dev.rapport.loadtest.system;

import dev.rapport.loadtest.profile.Profile.ProviderSetup;
import dev.rapport.loadtest.profile.SystemSetup;
import dev.rapport.loadtest.system.ServiceUnderTest.Part;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A whole Rapport of the load test's own, brought up with {@code ./rapport up} beside what else runs here, with a simulated
 * provider. One thread at a time.
 */
public final class OwnTopology implements Services {
    /** {@code up} gives up by itself after 60 s; before, it may have to stop what an earlier run left. */
    private static final Duration UP_TIME_MAX = Duration.ofMinutes(3);

    /** {@code down} gives three kinds of parts their grace and then kills. */
    private static final Duration DOWN_TIME_MAX = Duration.ofMinutes(2);

    /** {@code up} makes a sign-in link, whose record is written behind it; each look starts a JVM, which is wait enough. */
    private static final int LOOKS_FOR_UPS_RECORD = 5;

    private final Place place;
    private final Map<String, String> caller;
    private final PrintWriter out;
    private @Nullable SimulatorProcess simulator;
    private @Nullable ProviderSetup provider;
    private @Nullable SystemSetup system;
    private @Nullable AuditCount audit;
    private boolean mayRun;
    private AuditCount.Counts atStart = AuditCount.Counts.NONE;
    private AuditCount.Counts ofEnded = AuditCount.Counts.NONE;
    private final List<String> notes = new ArrayList<>();

    /**
     * Nothing is started yet.
     *
     * @param caller the environment of whoever called
     * @param out is told what happens
     */
    public OwnTopology(Place place, Map<String, String> caller, PrintWriter out) {
        this.place = place;
        this.caller = Map.copyOf(caller);
        this.out = out;
    }

    /**
     * {@inheritDoc}
     *
     * <p>What is unchanged goes on running: a changed provider restarts only the simulator, a changed system only the
     * service, which then begins with empty stores.
     *
     * @throws IllegalArgumentException if the set-up names what cannot be set
     */
    @Override
    public ServiceUnderTest bringUp(SystemSetup wanted, ProviderSetup wantedProvider)
            throws IOException, InterruptedException {
        Files.createDirectories(place.state());
        bringUpSimulator(wantedProvider);
        if (!sameSystem(wanted, system) || !isReady()) {
            bringUpSystem(wanted);
        }
        return serviceUnderTest();
    }

    private void bringUpSimulator(ProviderSetup wanted) throws IOException, InterruptedException {
        SimulatorProcess running = simulator;
        if (running != null) {
            if (running.isAlive() && wanted.equals(provider)) {
                return;
            }
            say("Ending the simulated provider: the next one is set up differently.");
            running.end();
            simulator = null;
        }
        LeftOver.end(place);
        say("Starting the simulated provider on port " + place.simulatorPort() + options(wanted) + ".");
        SimulatorProcess started =
                SimulatorProcess.start(place.simulatorPort(), wanted.options(), place.simulatorLog());
        simulator = started;
        provider = wanted;
        notes.clear();
        notes.add(Priority.raise("simulated provider", started.pid()));
        LeftOver.remember(place, started.pid());
    }

    private static String options(ProviderSetup provider) {
        return provider.options().isEmpty() ? "" : " with " + provider.options();
    }

    private void bringUpSystem(SystemSetup wanted) throws IOException, InterruptedException {
        Map<String, String> environment = Surroundings.of(caller, place, wanted);
        environment.put("JAVA_HOME", System.getProperty("java.home"));
        endLeg();
        mayRun = true; // from here on there may be something to take down
        system = null;
        down();
        delete(place.state().resolve("run")); // the audit begins at nothing
        delete(place.state().resolve("redis-durable"));
        delete(place.state().resolve("redis-volatile"));
        if (!wanted.gateway().isEmpty()) {
            Files.writeString(place.gatewayFile(), Surroundings.gateway(place, wanted));
        }
        say("Starting Rapport on port " + place.port() + ": " + wanted.instances() + " instances x " + wanted.loops()
                + " event loops" + (wanted.settings().isEmpty() ? "" : " with " + wanted.settings())
                + (wanted.gateway().isEmpty() ? "" : ", gateway file with " + wanted.gatewayValues()) + ".");
        long began = System.nanoTime();
        Shell.Result up = rapport("up", environment, UP_TIME_MAX);
        if (up.exit() != 0) {
            throw new IOException("Rapport did not come up for the load test (" + place.command() + " up, exit status "
                    + up.exit() + "). Its last lines:\n" + up.tail() + "\nThe logs are in "
                    + place.state().resolve("logs") + ".");
        }
        say(String.format(Locale.ROOT, "Rapport is ready after %.1f s.", (System.nanoTime() - began) / 1e9));
        AuditCount count = new AuditCount(place, environment);
        atStart = count.read();
        for (int look = 1; look < LOOKS_FOR_UPS_RECORD && atStart.records() == 0; look++) {
            atStart = count.read();
        }
        audit = count;
        system = wanted;
    }

    private ServiceUnderTest serviceUnderTest() throws IOException {
        Status status = Status.read(place.statusFile())
                .orElseThrow(
                        () -> new IOException(place.statusFile() + ": missing (expected: written by ./rapport up)"));
        List<Part> parts = new ArrayList<>(status.watched());
        SimulatorProcess provider = simulator;
        if (provider != null) {
            parts.add(new Part("simulator", "simulator", provider.pid(), null));
        }
        String key = Files.readString(place.keyFile()).strip();
        return new ServiceUnderTest(place.target(), key, place.simulator(), List.copyOf(parts), place.statusFile());
    }

    private boolean isReady() {
        return Status.read(place.statusFile()).filter(Status::isReady).isPresent();
    }

    /** How often collections are forced is the watcher's business, and no reason to start anew. */
    static boolean sameSystem(SystemSetup wanted, @Nullable SystemSetup running) {
        return running != null
                && wanted.instances() == running.instances()
                && wanted.loops() == running.loops()
                && wanted.settings().equals(running.settings())
                && wanted.gateway().equals(running.gateway())
                && wanted.gatewayValues().equals(running.gatewayValues());
    }

    /**
     * Audit records that were written since the first {@link #bringUp}, without those of {@code up} itself. Records are
     * written behind the requests, so a caller that expects some asks again.
     *
     * @throws IOException if they cannot be read or a chain is broken
     */
    public AuditCount.Counts recordsWritten() throws IOException, InterruptedException {
        AuditCount running = audit;
        return running == null ? ofEnded : ofEnded.plus(running.read().minus(atStart));
    }

    /** What a reader of every report must know of these services. */
    public List<String> notes() {
        return List.copyOf(notes);
    }

    private void endLeg() throws InterruptedException {
        try {
            ofEnded = recordsWritten();
        } catch (IOException e) {
            say("The audit of the service that ends now could not be read, so its records will be missing: "
                    + e.getMessage());
        }
        audit = null;
    }

    @Override
    public void takeDown() throws InterruptedException {
        if (mayRun) {
            say("Taking the load test's topology down.");
            endLeg();
            try {
                down();
            } catch (IOException e) {
                say(e.getMessage() + "\nTo try again: RAPPORT_STATE=" + place.state() + " ./rapport down");
            }
            mayRun = false;
        }
        system = null;
        SimulatorProcess running = simulator;
        if (running != null) {
            running.end();
            simulator = null;
            LeftOver.forget(place);
        }
    }

    private void down() throws IOException, InterruptedException {
        Map<String, String> environment = Surroundings.of(caller, place, SystemSetup.DEFAULT);
        environment.put("JAVA_HOME", System.getProperty("java.home"));
        Shell.Result down = rapport("down", environment, DOWN_TIME_MAX);
        if (down.exit() != 0) {
            throw new IOException("The load test's Rapport could not be stopped: " + down.tail());
        }
    }

    private Shell.Result rapport(String verb, Map<String, String> environment, Duration longest)
            throws IOException, InterruptedException {
        return Shell.run(List.of(place.command().toString(), verb), environment, longest);
    }

    private void say(String text) {
        out.println(text);
        out.flush();
    }

    private static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> inside = Files.walk(folder)) {
            for (Path path : inside.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
