package dev.linewarden.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.linewarden.core.model.ShadowOrder;
import dev.linewarden.schemas.Command;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** Orders about a second policy, as they stand in `commands`. */
class ShadowCommandTest {

    private static Command read(String json) throws Exception {
        return AvroJson.read(new ObjectMapper().readTree(json), Command.class);
    }

    @Test
    void a_command_with_a_shadow_begins_one_whatever_its_kind_says() throws Exception {
        Command command = read("{\"pool\": \" care \", \"kind\": \"RELEASE\", \"at\": \"2026-03-02T18:00:00Z\","
                + " \"shadow\": {\"policy\": \"version: x\", \"until\": \"2026-03-04T18:00:00Z\"}}");

        assertThat(Inputs.normalise(command)).isEqualTo("care");
        assertThat(Records.toEvent(command))
                .isEqualTo(new ShadowOrder(
                        "care",
                        "version: x",
                        Instant.parse("2026-03-04T18:00:00Z"),
                        Instant.parse("2026-03-02T18:00:00Z")));
    }

    @Test
    void an_empty_shadow_ends_one() throws Exception {
        Command command = read("{\"kind\": \"RELEASE\", \"at\": \"2026-03-02T18:00:00Z\", \"shadow\": {}}");

        Inputs.normalise(command);

        assertThat(Records.toEvent(command))
                .isEqualTo(new ShadowOrder("default", null, null, Instant.parse("2026-03-02T18:00:00Z")));
    }

    @Test
    void without_one_a_release_still_needs_its_request() throws Exception {
        Command command = read("{\"kind\": \"RELEASE\", \"at\": \"2026-03-02T18:00:00Z\"}");

        assertThatThrownBy(() -> Inputs.normalise(command)).hasMessage("RELEASE needs a request_id");
    }
}
