package dev.linewarden.core;

import static dev.linewarden.core.TestGate.FREE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.linewarden.core.model.Await;
import dev.linewarden.core.model.Code;
import dev.linewarden.core.model.Finding;
import dev.linewarden.core.model.LineUpdate.Status;
import dev.linewarden.core.model.Outcome;
import dev.linewarden.core.rules.Case;
import dev.linewarden.core.rules.Rule;
import dev.linewarden.core.rules.Rules;
import dev.linewarden.facts.LibraryFacts;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A rule that holds needs one file and one line: what ends its hold it says itself, and nothing else knows it by name. */
class AddedRuleTest {

    /** Holds everybody who has not written yet, until what it was made for. */
    private record Held(Code code, Await until) implements Rule {
        @Override
        public String name() {
            return "added";
        }

        @Override
        public void judge(Case c, List<Finding> found) {
            found.add(
                    c.recipient().inbounds() > 0 || c.state().lines("default").size() > 1
                            ? Finding.pass(name())
                            : Finding.hold(name(), code, until, "waits"));
        }
    }

    private static TestGate gateWith(Rule added) {
        List<Rule> rules = new ArrayList<>(Rules.ALL);
        rules.add(added);
        TestGate gate = new TestGate(new Gatekeeper(new LibraryFacts(), rules));
        return gate.policy(FREE).lines("a");
    }

    @Test
    void a_hold_until_a_reply_ends_with_the_reply_whatever_its_code() {
        TestGate gate = gateWith(new Held(Code.MONOLOGUE, Await.REPLY));
        assertThat(gate.ask("r1", "anna").notBefore()).isNull();

        gate.wait(Duration.ofMinutes(5)).hear("anna", "a", "yes");

        assertThat(gate.last().outcome()).isEqualTo(Outcome.APPROVED);
        assertThat(gate.last().decidedAt()).isEqualTo(gate.now);
    }

    @Test
    void a_hold_until_capacity_ends_with_a_line_that_comes() {
        TestGate gate = gateWith(new Held(Code.NO_DIALOGUE, Await.CAPACITY));
        gate.ask("r1", "anna");

        gate.wait(Duration.ofMinutes(5)).line("b", "server-1", Status.ACTIVE);

        assertThat(gate.last().outcome()).isEqualTo(Outcome.APPROVED);
    }

    @Test
    void a_hold_that_nothing_ends_is_refused_at_its_deadline_and_not_before() {
        TestGate gate = gateWith(new Held(Code.QUIET_HOURS, Await.POLICY));
        gate.ask("r1", "anna");
        gate.wait(Duration.ofHours(72).minusMillis(1));
        assertThat(gate.decisions).hasSize(1);

        gate.wait(Duration.ofMillis(1));

        assertThat(gate.last().bindingCode()).isEqualTo(Code.EXPIRED);
    }
}
