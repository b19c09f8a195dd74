package dev.linewarden.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linewarden.core.model.Alert;
import dev.linewarden.core.model.Alert.Kind;
import dev.linewarden.core.model.Command;
import dev.linewarden.core.model.ConversationEvent;
import dev.linewarden.core.model.LineUpdate.Status;
import dev.linewarden.core.state.Recipient;
import dev.linewarden.core.state.Table;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class ResidentsTest {

    private static final List<String> LINES = List.of("line-0", "line-1", "line-2");

    @Property(tries = 200)
    void a_line_is_home_to_as_many_as_have_it_for_a_home(
            @ForAll @Size(max = 60) List<@IntRange(max = 999) Integer> acts) {
        TestGate gate = new TestGate()
                .policy(TestGate.FREE.replace("assignment: {mode: off}", "assignment: {max-users-per-line: 3}")
                        + "burst: {mode: off}\nflagged-line: {home: reassign}\n")
                .lines("line-0", "line-1", "line-2");
        for (int i = 0; i < acts.size(); i++) {
            act(gate, i, acts.get(i));
        }

        for (String line : LINES) {
            long homes = gate.rows.range(Table.RECIPIENTS, "", "\uffff", Integer.MAX_VALUE).stream()
                    .filter(row -> line.equals(((Recipient) row).home()))
                    .count();
            assertThat(gate.rows.residents("default", line).count()).isEqualTo((int) homes);
        }
    }

    private static void act(TestGate gate, int number, int act) {
        String name = "p" + act % 10;
        String line = LINES.get(act / 10 % 3);
        switch (act / 100) {
            case 0, 1, 2, 3 -> gate.take(gate.request("r" + number, name));
            case 4, 5 -> gate.hear(name, line, "hi");
            case 6 -> gate.conversation(ConversationEvent.Kind.SENT_ELSEWHERE, name, line, null, null);
            case 7, 8 -> gate.command(Command.Kind.FORGET, null, name + "@example.com");
            default ->
                gate.line(
                        line,
                        "server-1",
                        List.of(Status.ACTIVE, Status.FLAGGED, Status.RETIRED).get(act % 3));
        }
    }

    @Test
    void lines_are_asked_for_once_a_day_when_users_bind() {
        TestGate gate = new TestGate()
                .policy(TestGate.FREE.replace("assignment: {mode: off}", "assignment: {max-users-per-line: 1}"))
                .lines("line-0", "line-1");
        for (int i = 0; i < 4; i++) {
            gate.ask("r" + i, "p" + i);
        }

        List<Alert> alerts = gate.alerts.stream()
                .filter(alert -> alert.kind() == Kind.ADD_CAPACITY)
                .toList();
        assertThat(alerts).hasSize(1);
        assertThat(alerts.get(0).observed()).isEqualTo("2");
        assertThat(alerts.get(0).limit()).isEqualTo("2");
        assertThat(alerts.get(0).message()).contains("Add 1 line with");
    }
}
