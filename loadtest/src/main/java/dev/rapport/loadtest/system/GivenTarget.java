package dev.rapport.loadtest.system;

import dev.rapport.loadtest.profile.Profile.ProviderSetup;
import dev.rapport.loadtest.profile.SystemSetup;
import dev.rapport.loadtest.system.ServiceUnderTest.Part;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A service that runs already, here or elsewhere. It is taken as it is, and stays when the run is over. */
public final class GivenTarget implements Services {
    private final URI target;
    private final Path keyFile;
    private final @Nullable URI simulator;
    private final List<URI> metrics;
    private @Nullable SystemSetup first;
    private @Nullable ProviderSetup firstProvider;

    /**
     * @param keyFile with the application key for {@code POST /session}
     * @param simulator the simulated provider behind it; null if it has another one
     * @param metrics pages of its instances, in their order
     */
    public GivenTarget(URI target, Path keyFile, @Nullable URI simulator, List<URI> metrics) {
        this.target = target;
        this.keyFile = keyFile;
        this.simulator = simulator;
        this.metrics = List.copyOf(metrics);
    }

    /** What a reader must know of a run against it. */
    public String note() {
        return "The service at " + target + " was there already: how the profile would set up instances, settings and"
                + " provider was not applied to it.";
    }

    /** {@inheritDoc} A second, different set-up is refused: it could not be made. */
    @Override
    public ServiceUnderTest bringUp(SystemSetup system, ProviderSetup provider)
            throws IOException, InterruptedException {
        if (first != null && !(OwnTopology.sameSystem(system, first) && provider.equals(firstProvider))) {
            throw new IOException(
                    "--target: the profile changes the set-up between its phases, which cannot be done to a"
                            + " service that runs already (expected: the profile without --target)");
        }
        first = system;
        firstProvider = provider;
        String key;
        try {
            key = Files.readString(keyFile).strip();
        } catch (IOException e) {
            throw new IOException("--key-file: " + keyFile + " (expected: a file that can be read)", e);
        }
        int live = Http.status(target.resolve("/health/live"));
        if (live != 200) {
            throw new IOException(
                    "--target: " + target + " answers /health/live with status " + live + " (expected: 200)");
        }
        List<Part> parts = new ArrayList<>();
        for (URI page : metrics) {
            parts.add(new Part("chat-" + (parts.size() + 1), "instance", 0, page));
        }
        return new ServiceUnderTest(target, key, simulator, List.copyOf(parts));
    }

    @Override
    public void takeDown() {
        // it is not ours
    }
}
