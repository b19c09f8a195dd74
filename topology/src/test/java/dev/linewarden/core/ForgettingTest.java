package dev.linewarden.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linewarden.core.model.Code;
import dev.linewarden.core.model.Command;
import dev.linewarden.core.model.ConversationEvent;
import dev.linewarden.core.model.ConversationEvent.Kind;
import dev.linewarden.core.model.Decision;
import dev.linewarden.core.model.Outcome;
import dev.linewarden.core.model.Purpose;
import dev.linewarden.core.state.KeptOptOut;
import dev.linewarden.core.state.Table;
import java.util.List;
import org.junit.jupiter.api.Test;

class ForgettingTest {

    private final TestGate gate =
            new TestGate().policy(TestGate.FREE + "burst: {mode: off}\n").lines("line-1");

    @Test
    void whoever_said_stop_and_was_forgotten_is_not_written_to_again() {
        gate.hear("a", "line-1", "STOP");
        forget("a");

        assertThat(gate.ask("r1", "a").bindingCode()).isEqualTo(Code.OPTED_OUT);
        // Nobody knows when it was said: there is nothing left to confirm.
        assertThat(gate.ask(gate.request(
                                "r2", "a", null, gate.request("r", "a").priority(), Purpose.OPT_OUT_CONFIRMATION, null))
                        .bindingCode())
                .isEqualTo(Code.OPTED_OUT);
        assertThat(kept()).hasSize(1);
        assertThat(gate.ask("r3", "b").outcome()).isEqualTo(Outcome.APPROVED);
    }

    @Test
    void whoever_said_nothing_and_was_forgotten_begins_anew() {
        gate.hear("a", "line-1", "hi");
        gate.hear("b", "line-1", "STOP");
        gate.hear("b", "line-1", "START");
        forget("a");
        forget("b");

        assertThat(gate.ask("r1", "a").outcome()).isEqualTo(Outcome.APPROVED);
        assertThat(gate.ask("r2", "b").outcome()).isEqualTo(Outcome.APPROVED);
        assertThat(kept()).isEmpty();
    }

    @Test
    void a_start_takes_the_kept_opt_out_back_for_good() {
        gate.hear("a", "line-1", "STOP");
        forget("a");
        gate.hear("a", "line-1", "START");
        assertThat(kept()).isEmpty();
        assertThat(gate.ask("r1", "a").outcome()).isEqualTo(Outcome.APPROVED);

        forget("a");
        assertThat(gate.ask("r2", "a").outcome()).isEqualTo(Outcome.APPROVED);
    }

    @Test
    void an_opt_in_event_takes_it_back_too() {
        gate.hear("a", "line-1", "STOP");
        forget("a");
        gate.conversation(Kind.OPTED_IN, "a", "line-1", null, null);

        assertThat(kept()).isEmpty();
        assertThat(gate.ask("r1", "a").outcome()).isEqualTo(Outcome.APPROVED);
    }

    @Test
    void neither_a_message_nor_a_send_elsewhere_nor_being_forgotten_again_loses_it() {
        for (ConversationEvent.Kind kind :
                List.of(Kind.INBOUND_MESSAGE, Kind.SENT_ELSEWHERE, Kind.CONTACT_CARD_SHARED)) {
            gate.hear(kind.name(), "line-1", "STOP");
            forget(kind.name());
            forget(kind.name());
            gate.conversation(kind, kind.name(), "line-1", "hi", null);
            assertThat(gate.ask("r-" + kind, kind.name()).bindingCode()).isEqualTo(Code.OPTED_OUT);
            forget(kind.name());
            assertThat(gate.ask("s-" + kind, kind.name()).bindingCode()).isEqualTo(Code.OPTED_OUT);
        }
    }

    @Test
    void another_pool_knows_nothing_of_it() {
        gate.hear("a", "line-1", "STOP");
        forget("a");

        assertThat(kept()).extracting(KeptOptOut::pool).containsExactly("default");
        assertThat(gate.rows
                        .range(Table.RECIPIENTS, "", "\uffff", Integer.MAX_VALUE)
                        .toString())
                .doesNotContain("example.com");
    }

    @Test
    void what_waits_for_the_forgotten_is_refused_at_once() {
        gate.policy("quiet-hours: {zone: UTC, from: \"10:00\", to: \"20:00\"}\nconsent: {required: false}\n");
        gate.ask("waits", "a");
        forget("a");

        Decision last = gate.last();
        assertThat(last.request().requestId()).isEqualTo("waits");
        assertThat(last.bindingCode()).isEqualTo(Code.CANCELLED);
        assertThat(gate.waiting()).isEmpty();
    }

    private void forget(String name) {
        gate.command(Command.Kind.FORGET, null, name + "@example.com");
    }

    private List<KeptOptOut> kept() {
        return gate.rows.range(Table.RECIPIENTS, "", "\uffff", Integer.MAX_VALUE).stream()
                .filter(KeptOptOut.class::isInstance)
                .map(KeptOptOut.class::cast)
                .toList();
    }
}
