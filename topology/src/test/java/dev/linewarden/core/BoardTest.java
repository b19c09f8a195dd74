package dev.linewarden.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linewarden.audit.oracle.Journal;
import dev.linewarden.contract.Records;
import dev.linewarden.core.model.Code;
import dev.linewarden.core.model.Command;
import dev.linewarden.core.model.Decision;
import dev.linewarden.core.model.LineUpdate.Status;
import dev.linewarden.core.model.Policy;
import dev.linewarden.core.model.Priority;
import dev.linewarden.core.state.Row;
import dev.linewarden.core.state.StateView;
import dev.linewarden.core.state.Table;
import dev.linewarden.facts.LibraryFacts;
import dev.linewarden.oracle.World;
import dev.linewarden.policy.PolicyYaml;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** A board is a hint: with nothing remembered every decision is the same, by asking more rows. */
class BoardTest {

    private static final int LINES = 12;
    private static final List<Status> STATUS = List.of(Status.ACTIVE, Status.PAUSED, Status.FLAGGED);
    private static final List<Command.Kind> KINDS = List.of(Command.Kind.CANCEL, Command.Kind.RELEASE);
    private static final String CROWD = """
            consent: {required: false}
            first-message: {mode: off}
            quiet-hours: {zone: UTC}
            burst: {window: 60s, max: 3, max-outreach: 2, min-gap: 5s, jitter: 3s}
            new-conversations: {limit: 3}
            server-quota: {limit: 12, over: defer, reserve-for-replies: %s}
            assignment: {max-users-per-line: 6}
            dialogue: {mode: off}
            """;

    @Provide
    Arbitrary<World> worlds() {
        return World.any();
    }

    @Property(tries = 80)
    void what_is_remembered_of_lines_changes_no_decision(@ForAll("worlds") World world) {
        assertThat(decide(world, false)).isEqualTo(decide(world, true));
    }

    /** Many strangers for a dozen lines with little room each, of whom some pause, and some of what waits is let go. */
    @Property(tries = 80)
    void nor_does_it_in_a_crowd(
            @ForAll @Size(max = 120) List<@IntRange(max = 9_999) Integer> acts, @ForAll boolean isHalfForReplies) {
        String policy = CROWD.formatted(isHalfForReplies ? "0.5" : "0.0");
        assertThat(crowd(policy, acts, false)).isEqualTo(crowd(policy, acts, true));
    }

    @Test
    void whoever_is_refused_is_told_of_the_day_that_is_free_with_all_that_was_booked_since() {
        TestGate gate = new TestGate()
                .policy("consent: {required: false}\nnew-conversations: {limit: 1}\nquiet-hours: {mode: off}\n"
                        + "first-message: {mode: off}")
                .lines("line-1");
        gate.hear("refuser", "line-1", "STOP")
                .line("line-1", "server", Status.RETIRED)
                .lines("line-2");
        gate.ask("r1", "a");
        assertThat(gate.ask("r2", "b").notBefore()).isEqualTo("2026-03-03T00:00:00Z");

        assertThat(TestGate.finding(gate.ask("r3", "refuser"), "assignment").until())
                .isEqualTo("2026-03-04T00:00:00Z");
    }

    @Test
    void a_line_that_was_full_yesterday_and_whose_server_is_spent_today_waits_for_its_server_alone() {
        TestGate gate = new TestGate()
                .policy("consent: {required: false}\nquiet-hours: {mode: off}\nfirst-message: {mode: off}\n"
                        + "new-conversations: {limit: 1}\n"
                        + "server-quota: {limit: 4, over: reject, reserve-for-replies: 0.75}");
        Map.of("a", "one", "b", "one", "e", "three", "f", "three", "g", "three", "h", "four", "i", "four")
                .forEach((line, server) -> gate.line(line, server, Status.ACTIVE));
        Instant tomorrow = gate.now.plus(Duration.ofDays(1));
        List.of("b", "g", "i")
                .forEach(line -> gate.ask(gate.request("by-" + line, "u" + line, line, Priority.NORMAL, tomorrow)));
        gate.ask(gate.request("by-f", "u1", "f", Priority.NORMAL, null));
        assertThat(gate.ask("first", "u2").line()).isEqualTo("a");
        assertThat(gate.ask("second", "u3").line()).isEqualTo("h");
        // Asked about today: a has opened its conversation, too.
        assertThat(gate.ask("third", "u4").bindingCode()).isEqualTo(Code.SERVER_DAILY_QUOTA);

        gate.now = tomorrow.minus(Duration.ofHours(3));
        assertThat(gate.ask("fourth", "u5").line()).isEqualTo("a");
    }

    @Test
    void a_reply_behind_an_hour_of_others_reads_no_more_of_the_line_than_one_behind_five_minutes() throws Exception {
        String burst = TestGate.FREE + "burst: {window: 60s, max: 2, max-outreach: 1}";
        Gatekeeper gatekeeper = new Gatekeeper(new LibraryFacts());
        TestGate gate = new TestGate(gatekeeper).policy(burst).lines("line-1").hear("friend", "line-1", "hi");
        Policy policy = new PolicyYaml().parse(burst);
        for (int i = 0; i < 2 * 5; i++) {
            gate.ask("early-" + i, "friend");
        }
        CountedMinutes soon = new CountedMinutes(gate.rows);
        gatekeeper.decide(soon, gate.request("soon", "friend"), null, gate.now, policy);
        for (int i = 0; i < 2 * 60; i++) {
            gate.ask("later-" + i, "friend");
        }
        CountedMinutes late = new CountedMinutes(gate.rows);
        Verdict verdict = gatekeeper.decide(late, gate.request("late", "friend"), null, gate.now, policy);

        assertThat(((Verdict.Promised) verdict).until()).isEqualTo(gate.now.plus(Duration.ofMinutes(65)));
        assertThat(late.minutes).isEqualTo(soon.minutes);
    }

    /** A state that counts how many minutes of lines were looked up. */
    private static final class CountedMinutes implements StateView {
        private final StateView rows;
        private int minutes;

        CountedMinutes(StateView rows) {
            this.rows = rows;
        }

        @Override
        public Row get(Table table, String key) {
            minutes += table == Table.LINE_BURSTS ? 1 : 0;
            return rows.get(table, key);
        }

        @Override
        public List<Row> range(Table table, String from, String to, int limit) {
            return rows.range(table, from, to, limit);
        }
    }

    private static List<Decision> crowd(String policy, List<Integer> acts, boolean forgets) {
        Gatekeeper gatekeeper = new Gatekeeper(new LibraryFacts());
        TestGate gate = new TestGate(gatekeeper).policy(policy);
        for (int line = 0; line < LINES; line++) {
            gate.line("line-" + line, "server-" + line % 3, Status.ACTIVE);
        }
        for (int i = 0; i < acts.size(); i++) {
            forget(gatekeeper, forgets);
            act(gate, i, acts.get(i));
            pass(gate, gatekeeper, gate.now, forgets);
        }
        pass(gate, gatekeeper, gate.now.plus(Duration.ofDays(5)), forgets);
        return gate.decisions;
    }

    private static void act(TestGate gate, int number, int gene) {
        int detail = gene / 12;
        switch (gene % 12) {
            case 7 -> gate.hear("u" + detail % (number + 1), "line-" + detail % LINES, "yes");
            case 8 -> gate.line("line-" + detail % LINES, "server-" + detail % LINES % 3, STATUS.get(detail % 3));
            case 9 -> gate.now = gate.now.plusSeconds(detail);
            case 10 ->
                gate.take(new Command("default", KINDS.get(detail % 2), "r" + detail % (number + 1), null, gate.now));
            case 11 -> gate.now = gate.now.plus(Duration.ofHours(detail % 30));
            default -> {
                Instant later = detail % 4 == 0 ? null : gate.now.plus(Duration.ofHours(7L * (detail % 4)));
                Priority priority = Priority.values()[detail / 4 % 3];
                // Some go to whom something went before: a reply to whoever has said yes since.
                String name = "u" + (detail % 3 == 0 ? detail % (number + 1) : number);
                gate.ask(gate.request("r" + number, name, null, priority, later));
            }
        }
    }

    private static List<Decision> decide(World world, boolean forgets) {
        Gatekeeper gatekeeper = new Gatekeeper(new LibraryFacts());
        TestGate gate = new TestGate(gatekeeper);
        for (Journal.Entry entry : world.events()) {
            pass(gate, gatekeeper, entry.at(), forgets);
            forget(gatekeeper, forgets);
            gate.now = entry.at();
            gate.take(Records.toEvent(entry.event()));
        }
        pass(gate, gatekeeper, world.end(), forgets);
        return gate.decisions;
    }

    private static void pass(TestGate gate, Gatekeeper gatekeeper, Instant until, boolean forgets) {
        for (Instant due = gate.gate.nextDue(); due != null && !due.isAfter(until); due = gate.gate.nextDue()) {
            forget(gatekeeper, forgets);
            gate.gate.drain(due, 1);
        }
    }

    private static void forget(Gatekeeper gatekeeper, boolean forgets) {
        if (forgets) {
            gatekeeper.boards().forget();
        }
    }
}
