package dev.linewarden.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.linewarden.contract.SuspensionOrders.Label;
import dev.linewarden.core.model.SuspensionOrder;
import dev.linewarden.schemas.Command;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Orders to suspend and to resume, as they stand in `commands`. */
class SuspensionCommandTest {

    private static final Instant AT = Instant.parse("2026-03-02T18:00:00Z");

    private static Command read(String suspension) throws Exception {
        return AvroJson.read(
                new ObjectMapper()
                        .readTree("{\"pool\": \" care \", \"kind\": \"RELEASE\", \"at\": \"2026-03-02T18:00:00Z\","
                                + " \"suspension\": " + suspension + "}"),
                Command.class);
    }

    @Test
    void a_label_is_suspended_with_an_end_and_a_reason_whatever_the_kind_says() throws Exception {
        Command command = read("{\"label_key\": \"campaign\", \"label_value\": \"spring\","
                + " \"until\": \"2026-03-02T20:00:00Z\", \"reason\": \"prices are wrong\"}");

        assertThat(Inputs.normalise(command)).isEqualTo("care");
        assertThat(Records.toEvent(command))
                .isEqualTo(new SuspensionOrder(
                        "care",
                        "campaign",
                        "spring",
                        Instant.parse("2026-03-02T20:00:00Z"),
                        "prices are wrong",
                        false,
                        AT));
    }

    @Test
    void without_a_label_it_is_the_whole_pool() throws Exception {
        Command command = read("{\"label_key\": \"\", \"label_value\": \" \", \"ends\": true}");

        Inputs.normalise(command);

        assertThat(Records.toEvent(command)).isEqualTo(new SuspensionOrder("care", null, null, null, null, true, AT));
    }

    @Test
    void what_was_read_is_written_as_it_was() throws Exception {
        Command command = read("{\"label_key\": \"tenant\", \"label_value\": \"acme\", \"reason\": \"asked for\"}");
        Inputs.normalise(command);

        assertThat(Records.toRecord((SuspensionOrder) Records.toEvent(command))).isEqualTo(command);
    }

    @Test
    void a_label_is_a_key_and_a_value_and_the_value_may_hold_what_it_likes() {
        assertThat(Label.of(" campaign=a=b ")).isEqualTo(new Label("campaign", "a=b"));
        assertThat(List.of("", "campaign", "=spring", "campaign=", " = "))
                .allSatisfy(none -> assertThat(Label.of(none)).isNull());
        assertThat(Label.NONE.text()).isNull();
        assertThat(Label.NONE.scope()).isEmpty();
    }

    @Test
    void half_a_label_is_refused() throws Exception {
        Command command = read("{\"label_key\": \"campaign\"}");

        assertThatThrownBy(() -> Inputs.normalise(command))
                .hasMessage("a suspension names label_key and label_value, or neither");
    }

    @Test
    void a_reason_that_is_a_novel_is_refused_and_so_are_control_characters() throws Exception {
        Command novel = read("{\"reason\": \"" + "x".repeat(501) + "\"}");
        Command control = read("{\"label_key\": \"campaign\", \"label_value\": \"a\\u0000b\"}");

        assertThatThrownBy(() -> Inputs.normalise(novel)).hasMessageContaining("reason has at most 500 characters");
        assertThatThrownBy(() -> Inputs.normalise(control)).hasMessageContaining("label_value");
    }
}
