package dev.linewarden.core;

import static dev.linewarden.core.TestGate.FREE;
import static dev.linewarden.core.TestGate.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import dev.linewarden.core.model.Alert;
import dev.linewarden.core.model.Code;
import dev.linewarden.core.model.Command;
import dev.linewarden.core.model.ConversationEvent;
import dev.linewarden.core.model.LineUpdate;
import dev.linewarden.core.model.LineUpdate.Status;
import dev.linewarden.core.model.Outcome;
import dev.linewarden.core.model.Priority;
import dev.linewarden.core.state.Keys;
import dev.linewarden.core.state.Table;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CommandsTest {

    private final TestGate gate = new TestGate();

    @BeforeEach
    void a_line() {
        gate.policy(FREE + "burst: {mode: off}").lines("line-1");
    }

    @Test
    void forget_cancels_what_waits_and_erases_what_is_known_of_the_recipient_alone() {
        gate.ask("sent", "a");
        gate.hear("b", "line-1", "hi");
        gate.ask(gate.request("later", "a", null, Priority.NORMAL, NOON.plusSeconds(60)));
        gate.ask(gate.request("other", "b", null, Priority.NORMAL, NOON.plusSeconds(60)));

        gate.command(Command.Kind.FORGET, null, "a@example.com");

        assertThat(gate.last().request().requestId()).isEqualTo("later");
        assertThat(gate.last().bindingCode()).isEqualTo(Code.CANCELLED);
        assertThat(gate.rows.get(Table.RECIPIENTS, Keys.of("default", "a@example.com")))
                .isNull();
        assertThat(gate.rows.get(Table.RECIPIENT_FOLLOW_UPS, Keys.of("default", "a@example.com")))
                .isNull();
        assertThat(gate.rows.get(Table.RECIPIENTS, Keys.of("default", "b@example.com")))
                .isNotNull();
        gate.wait(Duration.ofSeconds(60));
        assertThat(gate.approved()).containsExactly("sent", "other");
    }

    @Test
    void forget_leaves_nothing_of_the_recipient_in_any_table() {
        gate.line("line-2", "server-1", Status.PAUSED);
        gate.policy(FREE + "burst: {window: 60s, max: 1, max-outreach: 1, min-gap: 0s, jitter: 0s}");
        gate.ask("sent", "secret");
        gate.ask(gate.request("for-a-line", "secret", "line-2", Priority.NORMAL, null));
        gate.ask(gate.request("for-its-time", "secret", null, Priority.NORMAL, NOON.plusSeconds(600)));
        gate.ask("for-a-slot", "secret");
        gate.hear("secret", "line-1", "hello");
        gate.conversation(ConversationEvent.Kind.CONTACT_CARD_SHARED, "secret", "line-1", null, null);
        gate.conversation(ConversationEvent.Kind.SENT_ELSEWHERE, "secret", "line-1", null, null);
        assertThat(everything()).contains("secret@example.com");

        gate.command(Command.Kind.FORGET, null, "secret@example.com");

        assertThat(everything()).doesNotContain("secret@example.com");
        assertThat(gate.waiting()).isEmpty();
    }

    private String everything() {
        StringBuilder all = new StringBuilder();
        for (Table table : Table.values()) {
            gate.rows
                    .range(table, "", "\uffff", Integer.MAX_VALUE)
                    .forEach(row -> all.append(row.key()).append(row).append('\n'));
        }
        return all.toString();
    }

    @Test
    void a_cancel_that_meets_a_release_ends_the_request_once_whichever_comes_first() {
        gate.line("line-1", "server-1", Status.PAUSED);
        gate.ask(gate.request("cancelled", "a", "line-1", Priority.NORMAL, null));
        gate.ask(gate.request("released", "b", "line-1", Priority.NORMAL, null));
        // The line is back, and before anything is judged the cancel comes.
        gate.gate.process(
                new LineUpdate("default", "line-1", "server-1", Status.ACTIVE, null, NOON, null), 90, NOON, NOON);
        gate.gate.process(new Command("default", Command.Kind.CANCEL, "cancelled", null, NOON), 91, NOON, NOON);
        gate.gate.drain(NOON, 100);
        gate.command(Command.Kind.CANCEL, "released", null);
        gate.command(Command.Kind.RELEASE, "cancelled", null);

        assertThat(gate.approved()).containsExactly("released");
        assertThat(gate.decisions)
                .filteredOn(decision -> decision.bindingCode() == Code.CANCELLED)
                .hasSize(1);
        assertThat(gate.waiting()).isEmpty();
    }

    @Test
    void a_forget_that_meets_a_release_leaves_nothing_to_judge() {
        gate.line("line-1", "server-1", Status.PAUSED);
        gate.ask(gate.request("r1", "a", "line-1", Priority.NORMAL, null));
        gate.gate.process(
                new LineUpdate("default", "line-1", "server-1", Status.ACTIVE, null, NOON, null), 90, NOON, NOON);
        gate.gate.process(new Command("default", Command.Kind.FORGET, null, "a@example.com", NOON), 91, NOON, NOON);
        gate.gate.drain(NOON, 100);

        assertThat(gate.approved()).isEmpty();
        assertThat(gate.last().bindingCode()).isEqualTo(Code.CANCELLED);
        assertThat(gate.waiting()).isEmpty();
    }

    @Test
    void who_is_forgotten_is_new_again_and_what_comes_later_is_judged_as_for_anybody() {
        gate.ask("r1", "a");
        gate.hear("a", "line-1", "hi");
        gate.command(Command.Kind.FORGET, null, "a@example.com");

        assertThat(gate.ask("r2", "a").outcome()).isEqualTo(Outcome.APPROVED);
        assertThat(TestGate.finding(gate.last(), "new-conversations").observed())
                .isEqualTo("1");
    }

    @Test
    void forget_without_a_recipient_and_release_without_a_request_do_nothing() {
        gate.command(Command.Kind.FORGET, null, null);
        gate.command(Command.Kind.RELEASE, null, null);
        gate.command(Command.Kind.CANCEL, "nobody", null);

        assertThat(gate.decisions).isEmpty();
    }

    @Test
    void release_judges_a_waiting_request_now_and_says_nothing_when_the_rules_still_hold_it() {
        gate.ask(gate.request("later", "a", null, Priority.NORMAL, NOON.plusSeconds(60)));

        gate.wait(Duration.ofSeconds(10)).command(Command.Kind.RELEASE, "later", null);
        assertThat(gate.decisions).hasSize(1);

        gate.wait(Duration.ofSeconds(50));
        assertThat(gate.last().attempt()).isEqualTo(2);
        assertThat(gate.last().decidedAt()).isEqualTo(NOON.plusSeconds(60));
        assertThat(gate.last().outcome()).isEqualTo(Outcome.APPROVED);
    }

    @Test
    void a_line_that_comes_back_releases_only_what_waited_for_it() {
        gate.line("line-2", "server-1", Status.PAUSED);
        gate.ask(gate.request("r1", "a", "line-2", Priority.NORMAL, null));
        gate.line("line-1", "server-1", Status.FLAGGED);
        gate.ask(gate.request("r2", "b", "line-1", Priority.NORMAL, null));
        assertThat(gate.alerts).extracting(Alert::kind).containsExactly(Alert.Kind.LINE_FLAGGED);

        gate.line("line-2", "server-1", Status.PAUSED);
        assertThat(gate.approved()).isEmpty();
        gate.line("line-2", "server-1", Status.ACTIVE);
        assertThat(gate.approved()).containsExactly("r1");
        gate.line("line-1", "server-1", Status.ACTIVE);
        assertThat(gate.approved()).containsExactly("r1", "r2");
        assertThat(gate.waiting()).isEmpty();
    }

    @Test
    void what_waits_for_a_line_that_retires_is_judged_and_refused() {
        gate.line("line-1", "server-1", Status.PAUSED);
        gate.ask(gate.request("r1", "a", "line-1", Priority.NORMAL, null));

        gate.line("line-1", "server-1", Status.RETIRED);

        assertThat(gate.last().bindingCode()).isEqualTo(Code.LINE_RETIRED);
    }

    @Test
    void a_pool_without_a_line_waits_for_one() {
        gate.line("line-1", "server-1", Status.PAUSED);
        gate.ask("r1", "a");
        assertThat(gate.last().bindingCode()).isEqualTo(Code.POOL_AT_CAPACITY);

        gate.wait(Duration.ofHours(1)).line("line-9", "server-2", Status.ACTIVE);

        assertThat(gate.last().line()).isEqualTo("line-9");
        assertThat(gate.last().server()).isEqualTo("server-2");
        assertThat(gate.approved()).containsExactly("r1");
    }

    @Test
    void a_failed_send_is_given_back_once_and_only_if_it_was_sent() {
        gate.policy(FREE + "burst: {mode: off}\nserver-quota: {limit: 1}");
        gate.ask("r1", "a");
        gate.conversation(ConversationEvent.Kind.SEND_FAILED, "a", "line-1", null, "nobody");
        gate.conversation(ConversationEvent.Kind.SEND_FAILED, "a", "line-1", null, null);
        assertThat(gate.ask("r2", "b").bindingCode()).isEqualTo(Code.SERVER_DAILY_QUOTA);

        gate.conversation(ConversationEvent.Kind.SEND_FAILED, "a", "line-1", null, "r1");
        gate.conversation(ConversationEvent.Kind.SEND_FAILED, "a", "line-1", null, "r1");
        gate.conversation(ConversationEvent.Kind.SEND_FAILED, "b", "line-1", null, "r2");

        assertThat(gate.ask("r3", "c").outcome()).isEqualTo(Outcome.APPROVED);
        assertThat(gate.ask("r4", "d").bindingCode()).isEqualTo(Code.SERVER_DAILY_QUOTA);
    }

    @Test
    void release_gives_a_request_the_room_that_a_failed_send_gave_back() {
        gate.policy(FREE + "burst: {mode: off}\nserver-quota: {limit: 1, over: defer}");
        gate.ask("failed", "a");
        assertThat(gate.ask("r1", "b").bindingCode()).isEqualTo(Code.SERVER_DAILY_QUOTA);
        gate.conversation(ConversationEvent.Kind.SEND_FAILED, "a", "line-1", null, "failed");

        gate.wait(Duration.ofMinutes(1)).command(Command.Kind.RELEASE, "r1", null);

        assertThat(gate.last().outcome()).isEqualTo(Outcome.APPROVED);
        assertThat(gate.last().decidedAt()).isEqualTo(NOON.plusSeconds(60));
    }

    @Test
    void a_line_that_says_the_same_again_is_in_its_state_since_the_first_time() {
        gate.line("line-1", "server-1", Status.PAUSED);
        gate.ask(gate.request("r1", "a", "line-1", Priority.NORMAL, null));

        gate.wait(Duration.ofMinutes(5)).line("line-1", "server-1", Status.PAUSED);

        assertThat(gate.rows.line("default", "line-1").since()).isEqualTo(NOON);
        assertThat(gate.decisions).hasSize(1);
    }
}
