package dev.rapport.loadtest.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.rapport.loadtest.record.Json;
import dev.rapport.loadtest.record.ProviderRecord;
import org.junit.jupiter.api.Test;

class ProviderClientTest {
    private static final String OLD = """
            {"nonce":"n1","model":"m","stream":true,"status":200,"arrived_at_ms":5,"first_token_ms":null,"total_ms":9.5,\
            "tokens":12,"outcome":"ok\"""";

    @Test
    void record_hasWhatTheProviderSaysOfWaitingAndPrompt() throws JsonProcessingException {
        assertThat(ProviderClient.record(OLD + ",\"waited_ms\":4.5,\"prompt_tokens\":77}"))
                .isEqualTo(new ProviderRecord("n1", "m", true, 200, 5, -1, 9.5, 12, "ok", 4.5, 77));
    }

    /** As of a provider that says nothing of it, such as the known server of the calibration. */
    @Test
    void record_thatSaysNothingOfThem_hasNone() throws JsonProcessingException {
        assertThat(ProviderClient.record(OLD + "}"))
                .isEqualTo(new ProviderRecord("n1", "m", true, 200, 5, -1, 9.5, 12, "ok"));
    }

    @Test
    void counts_haveTheMostThatHadAPlace() throws JsonProcessingException {
        assertThat(ProviderClient.counts(Json.MAPPER.readTree("{\"requests\":50,\"serving_peak\":5}")))
                .containsEntry("posts", 50L)
                .containsEntry("serving_peak", 5L);
    }
}
