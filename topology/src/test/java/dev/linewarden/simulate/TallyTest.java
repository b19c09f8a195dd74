package dev.linewarden.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linewarden.core.model.Command;
import dev.linewarden.core.model.LineUpdate;
import dev.linewarden.core.model.LineUpdate.Status;
import dev.linewarden.core.model.PolicyUpdate;
import dev.linewarden.core.model.RequestBuilder;
import dev.linewarden.facts.LibraryFacts;
import dev.linewarden.policy.PolicyYaml;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the summary of a simulation counts. */
class TallyTest {

    private static final Instant NOON = Instant.parse("2026-03-02T12:00:00Z");
    private static final Instant MIDNIGHT = Instant.parse("2026-03-03T00:00:00Z");

    private final Tally tally = new Tally();
    private final Simulation simulation = new Simulation(new LibraryFacts(), new PolicyYaml(), tally);

    TallyTest() {
        simulation.take(new PolicyUpdate("default", """
                        new-conversations: {limit: 1}
                        consent: {required: false}
                        quiet-hours: {mode: off}
                        """, NOON), NOON);
        line("line-1", Status.ACTIVE, NOON);
        ask("r1", NOON);
    }

    @Test
    void a_promise_is_kept_when_the_request_is_approved_at_that_very_time() {
        ask("r2", NOON);
        assertThat(tally.promises().pending()).isEqualTo(1);
        simulation.passUntil(MIDNIGHT);

        assertThat(tally.promises().made()).isEqualTo(1);
        assertThat(tally.promises().kept()).isEqualTo(1);
        assertThat(tally.promises().pending()).isZero();
        assertThat(tally.promises().moved()).isEmpty();
        assertThat(tally.decisionsARequest()).isEqualTo(1.5);
    }

    @Test
    void what_moves_a_promise_is_counted_once_by_its_code() {
        ask("r2", NOON);
        ask("r3", NOON);
        simulation.take(
                new Command("default", Command.Kind.CANCEL, "r3", null, NOON.plusSeconds(1)), NOON.plusSeconds(1));
        line("line-1", Status.PAUSED, NOON.plusSeconds(2));
        line("line-1", Status.ACTIVE, NOON.plusSeconds(3));
        simulation.passUntil(MIDNIGHT.plus(Duration.ofDays(3)));

        assertThat(tally.promises().made()).isEqualTo(2);
        assertThat(tally.promises().kept()).isZero();
        assertThat(tally.promises().moved()).isEqualTo(Map.of("CANCELLED", 1L, "POOL_AT_CAPACITY", 1L));
    }

    @Test
    void a_request_that_a_new_line_sends_earlier_was_approved_at_another_time() {
        ask("r2", NOON);
        line("line-2", Status.ACTIVE, NOON.plusSeconds(1));

        assertThat(tally.promises().moved()).isEqualTo(Map.of(Promises.ANOTHER_TIME, 1L));
    }

    @Test
    void a_repeated_id_is_no_request_of_its_own_and_does_not_end_the_wait() {
        ask("r2", NOON);
        ask("r2", NOON.plusSeconds(1));

        assertThat(tally.requests()).isEqualTo(2);
        assertThat(tally.waiting()).isEqualTo(1);
        assertThat(tally.promises().pending()).isEqualTo(1);
        assertThat(tally.decisionsARequest()).isEqualTo(1);
        assertThat(tally.codes()).containsKey("DUPLICATE_REQUEST");
    }

    @Test
    void as_json_the_promises_stand_beside_the_rest() {
        ask("r2", NOON);
        simulation.passUntil(MIDNIGHT);

        assertThat(tally.json(4, Duration.ZERO).get("promises"))
                .hasToString("{\"made\":1,\"kept\":1,\"pending\":0,\"moved\":{}}");
        assertThat(tally.json(4, Duration.ZERO).get("decisions_a_request").asDouble())
                .isEqualTo(1.5);
    }

    private void line(String line, Status status, Instant at) {
        simulation.take(new LineUpdate("default", line, "server-1", status, null, at, null), at);
    }

    private void ask(String id, Instant at) {
        simulation.take(new RequestBuilder(id, "default", id + "@example.com", "Ready?", at).build(), at);
    }
}
