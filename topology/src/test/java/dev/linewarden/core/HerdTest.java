package dev.linewarden.core;

import static dev.linewarden.core.TestGate.FREE;
import static dev.linewarden.core.TestGate.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import dev.linewarden.core.model.Decision;
import dev.linewarden.core.model.LineUpdate.Status;
import dev.linewarden.core.model.Outcome;
import dev.linewarden.core.model.Priority;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Many who wait for the same moment. */
class HerdTest {

    private static final String POLICY = FREE + "new-conversations: {limit: 1000}\nserver-quota: {limit: 1000000}\n";
    private static final Instant LATER = NOON.plus(Duration.ofHours(9));
    private static final int LINES = 20;
    private static final int HERD = 600;

    private final TestGate gate = new TestGate();

    @BeforeEach
    void aHerdWaits() {
        gate.policy(POLICY);
        for (int i = 0; i < LINES; i++) {
            gate.line("line-" + i, "server-" + i % 4, Status.ACTIVE);
        }
        gate.hear("friend", "line-3", "hi");
        for (int i = 0; i < HERD; i++) {
            gate.ask(gate.request("r" + i, "u" + i, null, Priority.NORMAL, LATER));
        }
    }

    @Test
    void each_is_judged_twice_and_leaves_when_it_was_told() {
        gate.until(LATER.plus(Duration.ofHours(2)));

        Map<String, Instant> promised = new HashMap<>();
        for (Decision decision : gate.decisions) {
            String id = decision.request().requestId();
            if (decision.outcome() == Outcome.DEFERRED) {
                assertThat(promised.put(id, decision.notBefore())).as(id).isNull();
            } else {
                assertThat(decision.outcome()).isEqualTo(Outcome.APPROVED);
                assertThat(decision.decidedAt()).as(id).isEqualTo(promised.get(id));
            }
        }
        assertThat(gate.decisions).hasSize(2 * HERD);
    }

    @Test
    void each_line_keeps_the_order_of_its_slots() {
        gate.until(LATER.plus(Duration.ofHours(2)));

        Map<String, Instant> last = new HashMap<>();
        for (Decision decision : gate.decisions) {
            if (decision.outcome() == Outcome.APPROVED) {
                Instant before = last.put(decision.line(), decision.decidedAt());
                assertThat(before == null || before.isBefore(decision.decidedAt()))
                        .isTrue();
            }
        }
        assertThat(last).hasSize(LINES);
    }

    @Test
    void replies_do_not_wait_for_it() {
        gate.until(LATER.plusSeconds(30));

        assertThat(gate.ask("reply", "friend").outcome()).isEqualTo(Outcome.APPROVED);
    }

    @Test
    void a_policy_that_changes_nothing_for_it_makes_no_decision() {
        List<Decision> before = List.copyOf(gate.decisions);

        gate.policy(POLICY + "version: the-same-again\n");

        assertThat(gate.decisions).isEqualTo(before);
        gate.until(LATER.plus(Duration.ofHours(2)));
        assertThat(gate.decisions).hasSize(2 * HERD);
    }
}
