package dev.linewarden.core;

import static dev.linewarden.core.TestGate.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import dev.linewarden.core.model.LineUpdate;
import dev.linewarden.core.model.LineUpdate.Status;
import dev.linewarden.core.state.Line;
import dev.linewarden.facts.LibraryFacts;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** When a line could next write to somebody new, and what is left of its day. */
class OutlookTest {

    private static final Instant TOMORROW = Instant.parse("2026-03-03T00:00:00Z");
    private static final String LIMITED = """
            consent: {required: false}
            quiet-hours: {mode: off}
            burst: {window: 60s, max: 60, max-outreach: 60, min-gap: 10s, jitter: 0s}
            new-conversations: {limit: 2}
            """;

    private final TestGate gate = new TestGate();

    @Test
    void a_line_that_has_done_nothing_is_free_now() {
        gate.policy(LIMITED).lines("line-1");

        Outlook outlook = outlook("line-1");
        assertThat(outlook.nextFree()).isEqualTo(NOON);
        assertThat(outlook.conversations()).isEqualTo(new Outlook.Day(0, 0, 2));
        assertThat(outlook.conversations().left()).isEqualTo(2);
        assertThat(outlook.server()).isEqualTo(new Outlook.Day(0, 0, 5000));
    }

    @Test
    void behind_a_send_it_is_free_after_the_gap_and_behind_the_last_of_the_day_tomorrow() {
        gate.policy(LIMITED).lines("line-1");
        gate.ask("r1", "a");
        assertThat(outlook("line-1").nextFree()).isEqualTo(NOON.plusSeconds(10));

        gate.ask("r2", "b");
        Outlook full = outlook("line-1");
        assertThat(full.nextFree()).isEqualTo(TOMORROW);
        assertThat(full.conversations()).as("one sent, one in ten seconds").isEqualTo(new Outlook.Day(1, 1, 2));
        assertThat(full.conversations().left()).isZero();
    }

    @Test
    void what_is_booked_tomorrow_is_counted_and_so_is_the_server() {
        gate.policy(LIMITED).lines("line-1");
        for (int i = 0; i < 4; i++) {
            gate.ask("r" + i, "user" + i);
        }

        Outlook outlook = outlook("line-1");
        assertThat(outlook.bookedTomorrow()).isEqualTo(2);
        assertThat(outlook.nextFree()).isEqualTo(TOMORROW.plus(Duration.ofDays(1)));
        assertThat(outlook.server()).isEqualTo(new Outlook.Day(1, 1, 5000));
    }

    @Test
    void other_lines_have_no_say_in_when_a_line_is_free() {
        gate.policy(LIMITED).lines("line-1", "line-2");
        gate.ask("r1", "a");

        assertThat(outlook("line-1").nextFree()).isEqualTo(NOON.plusSeconds(10));
        assertThat(outlook("line-2").nextFree()).isEqualTo(NOON);
    }

    @Test
    void a_line_that_may_not_send_or_is_home_to_enough_people_is_not_free_at_all() {
        gate.policy(LIMITED + "assignment: {max-users-per-line: 1}\n").lines("line-1");
        gate.ask("r1", "a");
        assertThat(outlook("line-1").nextFree()).isNull();

        gate.policy(LIMITED).line("line-1", "server-1", Status.PAUSED);
        assertThat(outlook("line-1").nextFree()).isNull();
    }

    @Test
    void the_limit_is_that_of_the_day_of_its_warm_up_and_none_where_it_is_not_enforced() {
        gate.policy(LIMITED.replace("limit: 2", "limit: 50, warm-up: [3, 5]"))
                .take(new LineUpdate(
                        "default", "line-1", "server-1", Status.ACTIVE, NOON.minus(Duration.ofDays(1)), NOON, null));
        assertThat(outlook("line-1").conversations().limit()).isEqualTo(5);

        gate.policy(LIMITED.replace("limit: 2", "mode: off"));
        assertThat(outlook("line-1").conversations().left()).isNull();
    }

    private Outlook outlook(String name) {
        Line line = gate.rows.line("default", name);
        return Outlook.of(gate.rows, new LibraryFacts(), gate.gate.policyOf("default"), line, gate.now);
    }
}
