package dev.linewarden.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linewarden.core.model.Alert;
import dev.linewarden.core.model.Alert.Kind;
import dev.linewarden.core.model.Code;
import dev.linewarden.core.model.Command;
import dev.linewarden.core.model.ConversationEvent;
import dev.linewarden.core.model.LineUpdate.Status;
import dev.linewarden.core.state.Deferral;
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
        long homeless = gate.rows.range(Table.DEFERRALS, "", "\uffff", Integer.MAX_VALUE).stream()
                .filter(Deferral.class::isInstance)
                .map(Deferral.class::cast)
                .filter(wait -> wait.promised() == null && "capacity".equals(wait.cause()))
                .map(wait -> wait.request().recipient())
                .distinct()
                .count();
        assertThat(gate.rows.homeless("default")).isEqualTo((int) homeless);
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
    void as_many_lines_are_asked_for_as_are_missing_each_number_once_a_day() {
        TestGate gate = full(2, "line-0");
        gate.ask("r0", "p0");
        gate.ask("r1", "p1");
        assertThat(asked(gate)).as("at the limit nobody waits").isEmpty();

        gate.ask("r2", "p2");
        gate.ask("r2-again", "p2");
        gate.ask("r3", "p3");
        assertThat(asked(gate)).hasSize(1);
        assertThat(asked(gate).get(0).observed()).isEqualTo("3");
        assertThat(asked(gate).get(0).limit()).isEqualTo("2");
        assertThat(asked(gate).get(0).message()).contains("Add 1 line with");

        gate.ask("r4", "p4");
        gate.ask("r5", "p5");
        assertThat(asked(gate)).hasSize(2);
        assertThat(asked(gate).get(1).message()).contains("Add 2 lines with");
    }

    @Test
    void whoever_is_refused_or_gets_a_line_is_not_asked_for_any_more() {
        TestGate gate = full(1, "line-0");
        for (int i = 0; i < 4; i++) {
            gate.ask("r" + i, "p" + i);
        }
        gate.command(Command.Kind.CANCEL, "r3", null);
        assertThat(gate.rows.homeless("default")).isEqualTo(2);

        gate.line("line-1", "server-1", Status.ACTIVE);
        assertThat(gate.rows.homeless("default")).isEqualTo(1);
        assertThat(gate.rows.residents("default", "line-1").count()).isEqualTo(1);
    }

    @Test
    void who_will_get_a_line_in_the_morning_has_a_place_on_it() {
        TestGate gate = new TestGate()
                .policy("consent: {required: false}\nassignment: {max-users-per-line: 1}\n"
                        + "quiet-hours: {zone: UTC, from: \"10:00\", to: \"20:00\"}\n")
                .lines("line-0");

        assertThat(gate.ask("r0", "p0").bindingCode()).isEqualTo(Code.QUIET_HOURS);
        assertThat(gate.ask("r1", "p1").bindingCode()).isEqualTo(Code.POOL_AT_CAPACITY);
        assertThat(asked(gate)).hasSize(1);
    }

    private static TestGate full(int most, String... lines) {
        return new TestGate()
                .policy(TestGate.FREE.replace(
                                "assignment: {mode: off}", "assignment: {max-users-per-line: " + most + "}")
                        + "burst: {mode: off}\n")
                .lines(lines);
    }

    private static List<Alert> asked(TestGate gate) {
        return gate.alerts.stream()
                .filter(alert -> alert.kind() == Kind.ADD_CAPACITY)
                .toList();
    }
}
