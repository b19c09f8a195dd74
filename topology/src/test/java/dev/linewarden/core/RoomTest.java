package dev.linewarden.core;

import static dev.linewarden.core.TestGate.NOON;
import static dev.linewarden.core.TestGate.finding;
import static org.assertj.core.api.Assertions.assertThat;

import dev.linewarden.core.model.Code;
import dev.linewarden.core.model.Decision;
import dev.linewarden.core.model.LineUpdate.Status;
import dev.linewarden.core.model.OutboundRequest;
import dev.linewarden.core.model.Outcome;
import dev.linewarden.core.model.Priority;
import dev.linewarden.core.model.RequestBuilder;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** What is said to whoever is refused at once: what would have made room, and that it would have. */
class RoomTest {

    private static final Instant TONIGHT = Instant.parse("2026-03-02T23:59:59Z");
    private static final String ONE_A_DAY = """
            new-conversations: {limit: 1}
            consent: {required: false}
            quiet-hours: {mode: off}
            burst: {mode: off}
            dialogue: {mode: off}
            follow-ups: {turn-messages: 1}
            """;

    private final TestGate gate = new TestGate();

    @Test
    void one_more_line_would_do_for_who_finds_the_day_full_and_it_does() {
        gate.policy(ONE_A_DAY).lines("line-1");
        gate.ask("r1", "a");

        Decision refused = gate.ask(until("r2", "b", TONIGHT));
        assertThat(expiry(refused))
                .isEqualTo(
                        "it could be sent at the earliest at 2026-03-03T00:00:00Z, after its deadline; 1 more line, or"
                                + " expires_at 2026-03-03T00:00:00Z, would do");

        gate.lines("line-2");
        assertThat(gate.ask(until("r3", "b", TONIGHT)).outcome()).isEqualTo(Outcome.APPROVED);
    }

    @Test
    void the_later_deadline_that_would_do_does_to_the_millisecond() {
        gate.policy(ONE_A_DAY).lines("line-1");
        gate.ask("r1", "a");
        Instant midnight = Instant.parse("2026-03-03T00:00:00Z");

        assertThat(gate.ask(until("r2", "b", midnight.minusMillis(1))).bindingCode())
                .isEqualTo(Code.EXPIRED);
        assertThat(gate.ask(until("r3", "b", midnight)).notBefore()).isEqualTo(midnight);
    }

    @Test
    void who_is_booked_on_later_days_goes_to_new_lines_first_so_as_many_more_would_do() {
        TestGate two = withTwoBooked(new TestGate());
        assertThat(expiry(two.ask(until("r4", "d", TONIGHT)))).contains("; about 3 more lines, or expires_at");

        two.lines("line-2", "line-3");
        assertThat(two.ask(until("r5", "d", TONIGHT)).bindingCode())
                .as("two are too few")
                .isEqualTo(Code.EXPIRED);
        TestGate three = withTwoBooked(new TestGate()).lines("line-2", "line-3", "line-4");
        assertThat(three.ask(until("r5", "d", TONIGHT)).outcome()).isEqualTo(Outcome.APPROVED);
    }

    private static TestGate withTwoBooked(TestGate gate) {
        gate.policy(ONE_A_DAY).lines("line-1");
        gate.ask("r1", "a");
        assertThat(gate.ask("r2", "b").notBefore()).isEqualTo(Instant.parse("2026-03-03T00:00:00Z"));
        assertThat(gate.ask("r3", "c").notBefore()).isEqualTo(Instant.parse("2026-03-04T00:00:00Z"));
        return gate;
    }

    @Test
    void lines_are_counted_by_what_each_could_take_by_the_deadline_and_by_who_is_booked_behind_it() {
        gate.policy(ONE_A_DAY.replace("limit: 1}", "limit: 2}")).lines("line-1");
        for (String id : new String[] {"r1", "r2", "r3", "r4", "r5"}) {
            gate.ask(id, "of-" + id);
        }

        // Three are booked behind tonight, and a line takes two a day; one is booked behind tomorrow.
        assertThat(expiry(gate.ask(until("tonight", "x", TONIGHT)))).contains("; about 2 more lines, or");
        Instant tomorrow = TONIGHT.plus(Duration.ofDays(1));
        assertThat(expiry(gate.ask(until("tomorrow", "y", tomorrow)))).contains("; 1 more line, or");
    }

    @Test
    void one_more_line_would_do_for_who_finds_the_slots_taken() {
        gate.policy("burst: {window: 60s, max: 1, max-outreach: 1, min-gap: 0s, jitter: 0s}\n" + TestGate.FREE)
                .lines("line-1");
        gate.ask("r1", "a");
        assertThat(gate.ask(until("r2", "b", NOON.plusSeconds(59)))).satisfies(refused -> assertThat(expiry(refused))
                .contains("1 more line, or expires_at 2026-03-02T12:01:00Z, would do"));

        gate.lines("line-2");
        assertThat(gate.ask(until("r3", "b", NOON.plusSeconds(59))).line()).isEqualTo("line-2");
    }

    @Test
    void no_line_helps_who_is_asleep_or_wants_one_line_or_has_a_home() {
        gate.policy("quiet-hours: {from: '12:00', to: '14:00', zone: UTC}\nconsent: {required: false}\n")
                .lines("line-1");
        assertThat(expiry(gate.ask(until("asleep", "a", NOON.plusSeconds(60)))))
                .endsWith("; expires_at 2026-03-02T14:00:00Z would do");

        TestGate busy = new TestGate().policy(ONE_A_DAY).lines("line-1");
        busy.ask("r1", "a");
        OutboundRequest pinned = until("pinned", "b", "line-1", TONIGHT);
        assertThat(expiry(busy.ask(pinned))).endsWith("; expires_at 2026-03-03T00:00:00Z would do");
        assertThat(expiry(busy.ask(until("follow-up", "a", TONIGHT))))
                .endsWith("; expires_at 2026-03-03T12:00:00Z would do");
    }

    @Test
    void no_line_helps_where_a_new_one_may_open_nothing_in_time_either() {
        gate.policy(ONE_A_DAY.replace("limit: 1}", "limit: 1, warm-up: [0]}"))
                .line("line-1", "server-1", Status.ACTIVE);
        gate.ask("r1", "a");

        assertThat(expiry(gate.ask(until("r2", "b", TONIGHT)))).endsWith("; expires_at 2026-03-03T00:00:00Z would do");
    }

    @Test
    void the_longest_wait_that_the_policy_allows_is_named_when_it_is_that_which_ends_too_soon() {
        gate.policy(ONE_A_DAY + "deferral: {max-wait: 10h}\n").lines("line-1");
        gate.ask("r1", "a");

        assertThat(expiry(gate.ask("r2", "b"))).endsWith("; 1 more line, or deferral.max-wait 12h, would do");
        assertThat(expiry(gate.ask(until("r3", "b", NOON.plusSeconds(60)))))
                .endsWith(", or expires_at 2026-03-03T00:00:00Z with deferral.max-wait 12h, would do");
    }

    @Test
    void a_later_deadline_is_not_praised_when_something_else_would_refuse_by_then() {
        Instant midnight = Instant.parse("2026-03-03T00:00:00Z");
        gate.policy("""
                        quiet-hours: {from: '12:00', to: '00:00', zone: UTC}
                        server-quota: {limit: 1, over: reject}
                        consent: {required: false}
                        assignment: {mode: off}
                        """).lines("line-1");
        assertThat(gate.ask("r1", "a").notBefore()).isEqualTo(midnight);

        assertThat(expiry(gate.ask(until("r2", "b", "line-1", TONIGHT))))
                .endsWith("and then SERVER_DAILY_QUOTA would refuse it");
    }

    @Test
    void what_was_held_until_its_deadline_is_told_so_and_that_a_line_would_have_helped() {
        gate.policy(ONE_A_DAY);
        gate.ask(until("r1", "a", NOON.plusSeconds(60)));
        gate.wait(Duration.ofMinutes(2));

        assertThat(expiry(gate.last())).contains("no line with room came before the deadline");
    }

    @Test
    void who_was_written_to_often_enough_is_told_how_many_turns_were_sent_and_how_many_are_booked() {
        gate.policy(ONE_A_DAY.replace("limit: 1}", "limit: 10}")).lines("line-1");
        gate.ask("r1", "a");
        gate.ask("r2", "a");
        gate.ask("r3", "a");

        Decision refused = gate.ask("r4", "a");
        assertThat(refused.bindingCode()).isEqualTo(Code.FOLLOW_UP_LIMIT);
        assertThat(finding(refused, "follow-ups").detail()).contains("(turns: 1 sent, 2 booked)");
        gate.until(NOON.plus(Duration.ofHours(24)));
        assertThat(finding(gate.ask("r5", "a"), "follow-ups").detail()).contains("(turns: 2 sent, 1 booked)");
    }

    @Test
    void a_runaway_agent_is_told_how_many_messages_were_sent_and_how_many_are_booked() {
        gate.policy("follow-ups: {monologue: 2}\nconsent: {required: false}\nquiet-hours: {mode: off}\n")
                .lines("line-1")
                .hear("a", "line-1", "hello");
        gate.ask("r1", "a");
        gate.ask(gate.request("r2", "a", null, Priority.NORMAL, NOON.plusSeconds(60)));

        Decision refused = gate.ask("r3", "a");
        assertThat(refused.bindingCode()).isEqualTo(Code.MONOLOGUE);
        assertThat(finding(refused, "follow-ups").detail()).contains("(1 sent, 1 booked)");
    }

    private static String expiry(Decision refused) {
        assertThat(refused.bindingCode()).isEqualTo(Code.EXPIRED);
        return finding(refused, "expiry").detail();
    }

    private OutboundRequest until(String id, String name, Instant expires) {
        return until(id, name, null, expires);
    }

    private static OutboundRequest until(String id, String name, String line, Instant expires) {
        return new RequestBuilder(id, "default", name + "@example.com", "Ready?", NOON)
                .line(line)
                .expiresAt(expires)
                .build();
    }
}
