package dev.linewarden.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linewarden.core.model.Alert;
import dev.linewarden.core.model.Alert.Kind;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class InboundSurgeTest {

    private final TestGate gate = new TestGate().policy(TestGate.FREE).lines("line-1", "line-2");

    @Test
    void ten_new_contacts_in_an_hour_are_none_and_the_eleventh_is_told_once_a_day() {
        come("a", 10);
        assertThat(alerts()).isEmpty();
        come("b", 1);
        come("c", 5);

        assertThat(alerts()).hasSize(1);
        assertThat(alerts().get(0).line()).isEqualTo("line-1");
        assertThat(alerts().get(0).observed()).isEqualTo("11");
        assertThat(alerts().get(0).limit()).isEqualTo("10");
    }

    @Test
    void only_who_is_new_to_the_line_counts_and_each_line_for_itself() {
        come("a", 10);
        come("a", 10);
        gate.hear("other", "line-2", "hi");
        assertThat(alerts()).isEmpty();

        gate.wait(Duration.ofHours(1));
        come("b", 10);
        assertThat(alerts()).isEmpty();
    }

    @Test
    void an_hour_is_any_sixty_minutes_not_a_clocks() {
        gate.wait(Duration.ofMinutes(50));
        come("a", 6);
        gate.wait(Duration.ofMinutes(20));
        come("b", 4);
        assertThat(alerts()).isEmpty();
        come("c", 1);
        assertThat(alerts()).hasSize(1);
    }

    @Test
    void whoever_says_stop_first_of_all_is_a_contact_too_and_once() {
        for (int i = 0; i < 10; i++) {
            gate.hear("s" + i, "line-1", "STOP");
            gate.hear("s" + i, "line-1", "HELP");
        }
        assertThat(alerts()).isEmpty();
        come("a", 1);
        assertThat(alerts()).hasSize(1);
    }

    @Test
    void ten_times_what_a_week_was_like_is_none_and_one_more_is() {
        for (int hour = 0; hour < 7 * 24; hour++) {
            come("h" + hour + "-", 2);
            gate.wait(Duration.ofHours(1));
        }
        come("x", 20);
        assertThat(alerts()).isEmpty();
        come("y", 1);

        assertThat(alerts()).hasSize(1);
        assertThat(alerts().get(0).limit()).isEqualTo("20");
    }

    @Test
    void what_came_by_a_clock_that_ran_ahead_counts_as_now() {
        gate.now = TestGate.NOON.plus(Duration.ofDays(30));
        come("a", 6);
        gate.now = TestGate.NOON;
        come("b", 4);
        assertThat(alerts()).isEmpty();
        come("c", 1);

        assertThat(alerts()).hasSize(1);
    }

    private void come(String name, int people) {
        for (int i = 0; i < people; i++) {
            gate.hear(name + i, "line-1", "hi");
        }
    }

    private List<Alert> alerts() {
        return gate.alerts.stream()
                .filter(alert -> alert.kind() == Kind.INBOUND_SURGE)
                .toList();
    }
}
