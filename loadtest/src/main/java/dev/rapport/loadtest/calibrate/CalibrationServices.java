package dev.rapport.loadtest.calibrate;

import dev.rapport.loadtest.profile.Profile.ProviderSetup;
import dev.rapport.loadtest.profile.SystemSetup;
import dev.rapport.loadtest.system.Priority;
import dev.rapport.loadtest.system.ServiceUnderTest;
import dev.rapport.loadtest.system.Services;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The known server in place of a service. It is its own simulated provider. The set-up of instances means nothing to it;
 * the provider's options are those of {@code known-server}.
 */
public final class CalibrationServices implements Services {
    private static final String KEY = "calibration";
    private static final String HEAP = "128m";

    private @Nullable ChildJvm running;
    private @Nullable ProviderSetup runningAs;

    @Override
    public ServiceUnderTest bringUp(SystemSetup system, ProviderSetup provider)
            throws IOException, InterruptedException {
        ChildJvm server = running;
        if (server == null || !provider.equals(runningAs)) {
            takeDown();
            server = ChildJvm.start(HEAP, options(provider));
            running = server;
            runningAs = provider;
            Priority.raise(KnownServer.NAME, server.pid());
        }
        return new ServiceUnderTest(
                server.address(),
                KEY,
                server.address(),
                List.of(new ServiceUnderTest.Part(KnownServer.NAME, "instance", server.pid(), null)));
    }

    private static List<String> options(ProviderSetup provider) {
        List<String> options = new ArrayList<>(List.of("--key", KEY));
        for (Map.Entry<String, String> option : provider.options().entrySet()) {
            options.add("--" + option.getKey());
            options.add(option.getValue());
        }
        return options;
    }

    @Override
    public void takeDown() {
        if (running != null) {
            running.close();
            running = null;
        }
    }
}
