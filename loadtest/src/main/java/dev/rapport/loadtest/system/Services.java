package dev.rapport.loadtest.system;

import dev.rapport.loadtest.profile.Profile.ProviderSetup;
import dev.rapport.loadtest.profile.SystemSetup;
import java.io.IOException;

/** Provides the service under test. Blocks; used by the thread that runs a profile, never by an event loop. */
public interface Services {
    /**
     * A service set up like this, ready for load; an earlier one of these services is taken down before, if it differs.
     *
     * @throws IOException if it does not come up; the message says what to do
     */
    ServiceUnderTest bringUp(SystemSetup system, ProviderSetup provider) throws IOException, InterruptedException;

    /** Takes down what {@link #bringUp} brought up; nothing else. */
    void takeDown() throws InterruptedException;
}
