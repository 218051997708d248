package dev.rapport.loadtest.calibrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rapport.loadtest.profile.Profile.ProviderSetup;
import dev.rapport.loadtest.profile.SystemSetup;
import dev.rapport.loadtest.system.ServiceUnderTest;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** With a process of its own, as it is used. */
class CalibrationServicesTest {
    private final CalibrationServices services = new CalibrationServices();

    @AfterEach
    void takeDown() {
        services.takeDown();
    }

    @Test
    void bringUp_twiceAlike_isOneProcess_andTakeDownEndsIt() throws Exception {
        ProviderSetup provider = new ProviderSetup(Map.of("tokens-mean", "1", "ttft-median-ms", "1"));

        ServiceUnderTest first = services.bringUp(SystemSetup.DEFAULT, provider);
        ServiceUnderTest second = services.bringUp(SystemSetup.DEFAULT, provider);
        Optional<ProcessHandle> process =
                ProcessHandle.of(first.parts().getFirst().pid());

        assertThat(second).isEqualTo(first);
        assertThat(process).map(ProcessHandle::isAlive).contains(true);
        services.takeDown();
        assertThat(process).map(ProcessHandle::isAlive).contains(false);
    }

    @Test
    void bringUp_unknownOption_saysSo() {
        assertThatThrownBy(() -> services.bringUp(SystemSetup.DEFAULT, new ProviderSetup(Map.of("stall", "2"))))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("The known server did not come up");
    }
}
