package dev.linewarden.core;

import static dev.linewarden.core.TestGate.FREE;
import static dev.linewarden.core.TestGate.NOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.linewarden.core.model.Code;
import dev.linewarden.core.model.Command;
import dev.linewarden.core.model.Decision;
import dev.linewarden.core.model.LineUpdate.Status;
import dev.linewarden.core.model.OutboundRequest;
import dev.linewarden.core.model.Outcome;
import dev.linewarden.core.model.Priority;
import dev.linewarden.core.model.RequestBuilder;
import dev.linewarden.core.state.Booking;
import dev.linewarden.core.state.BurstMinute;
import dev.linewarden.core.state.Deferral;
import dev.linewarden.core.state.EarlierWait;
import dev.linewarden.core.state.EarlierWaiter;
import dev.linewarden.core.state.Keysets;
import dev.linewarden.core.state.PoolClock;
import dev.linewarden.core.state.Precedence;
import dev.linewarden.core.state.Release;
import dev.linewarden.core.state.Row;
import dev.linewarden.core.state.StateView;
import dev.linewarden.core.state.Table;
import dev.linewarden.core.state.Waiting;
import dev.linewarden.core.state.WaitingList;
import dev.linewarden.facts.LibraryFacts;
import dev.linewarden.policy.PolicyYaml;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What waited under a release before bookings is found by this one, with the pool's first input. */
class EarlierWaitsTest {

    private static final Instant SLOT = NOON.plusSeconds(90);
    private static final Instant DEADLINE = NOON.plus(Duration.ofHours(72));
    private static final String PAUSED = Deferral.awaitingLine("line-2");

    private final TestGate gate = new TestGate();
    private EarlierRelease before;

    @BeforeEach
    void a_pool_of_an_earlier_release() {
        gate.policy(FREE).lines("line-1").line("line-2", "server-1", Status.PAUSED);
        before = new EarlierRelease(gate.rows).ranIn("default", NOON);
        gate.restart();
    }

    private OutboundRequest pinned(String id, String name) {
        return gate.request(id, name, "line-2", Priority.NORMAL, null);
    }

    private Waiting waiting(String id) {
        Waiting found = new WaitingList(gate.rows).of("default", id);
        assertThat(found).as(id).isNotNull();
        return found;
    }

    private List<Row> deferrals() {
        return gate.rows.range(Table.DEFERRALS, "", "\uffff", Integer.MAX_VALUE);
    }

    private int reservedAt(Instant slot) {
        return gate.rows
                .burstMinute("default", "line-1", BurstMinute.minuteOf(slot.toEpochMilli()))
                .packed()
                .length;
    }

    @Test
    void a_promised_wait_keeps_its_time_its_slot_and_its_line_and_books_the_days_too() {
        before.promised(gate.request("r1", "a"), "line-1", SLOT);
        gate.hear("b", "line-1", "hi");

        Waiting r1 = waiting("r1");
        long day = SLOT.getEpochSecond() / 86_400;
        assertThat(r1.wake().due()).isEqualTo(SLOT);
        assertThat(r1.deferral().promised()).isEqualTo(SLOT);
        assertThat(r1.deferral().cause()).isNull();
        assertThat(r1.deferral().booking())
                .isEqualTo(new Booking("line-1", "server-1", SLOT, Precedence.NORMAL, day, day, true));
        assertThat(reservedAt(SLOT)).isEqualTo(1);
        assertThat(gate.rows.serverDay("default", "server-1", day).booked().total())
                .isEqualTo(1);
        assertThat(deferrals()).noneMatch(row -> row instanceof EarlierWait || row instanceof EarlierWaiter);
    }

    @Test
    void it_is_sent_at_its_time_on_its_second_attempt() {
        before.promised(gate.request("r1", "a"), "line-1", SLOT);
        gate.until(SLOT.plusSeconds(1));

        assertThat(gate.decisions).extracting(Decision::decisionId).containsExactly("r1#2");
        assertThat(gate.last().outcome()).isEqualTo(Outcome.APPROVED);
        assertThat(gate.last().decidedAt()).isEqualTo(SLOT);
        assertThat(reservedAt(SLOT)).isEqualTo(1);
    }

    @Test
    void a_held_wait_keeps_what_it_waits_for_and_its_deadline() {
        before.held(pinned("r1", "a"), Code.LINE_PAUSED, PAUSED, DEADLINE);
        gate.hear("b", "line-1", "hi");

        assertThat(waiting("r1").wake().due()).isEqualTo(DEADLINE);
        assertThat(waiting("r1").deferral().promised()).isNull();
        assertThat(waiting("r1").deferral().code()).isEqualTo(Code.LINE_PAUSED);

        gate.line("line-2", "server-1", Status.ACTIVE);
        assertThat(gate.approved()).containsExactly("r1");
    }

    @Test
    void who_is_forgotten_or_opts_out_first_thing_is_refused_once_for_each_wait() {
        before.promised(gate.request("r1", "a"), "line-1", SLOT)
                .held(pinned("r2", "a"), Code.LINE_PAUSED, PAUSED, DEADLINE);
        gate.command(Command.Kind.FORGET, null, "a@example.com");
        assertThat(gate.decisions)
                .extracting(Decision::decisionId, Decision::bindingCode)
                .containsExactlyInAnyOrder(tuple("r1#2", Code.CANCELLED), tuple("r2#2", Code.CANCELLED));
        assertThat(reservedAt(SLOT)).isZero();

        before.ranIn("default", gate.now).promised(gate.request("r3", "b"), "line-1", SLOT);
        gate.hear("b", "line-1", "STOP");
        assertThat(gate.last().decisionId()).isEqualTo("r3#2");
        assertThat(gate.last().bindingCode()).isEqualTo(Code.OPTED_OUT);
        assertThat(deferrals())
                .noneMatch(row -> row.key().contains("r1") || row.key().contains("r3"));
    }

    @Test
    void a_release_in_progress_begins_anew() {
        gate.line("line-2", "server-1", Status.ACTIVE);
        before.ranIn("default", NOON)
                .held(pinned("r1", "a"), Code.LINE_PAUSED, PAUSED, DEADLINE)
                .held(pinned("r2", "b"), Code.LINE_PAUSED, PAUSED, DEADLINE);
        // It had looked at all of the index as that was.
        gate.rows.put(new Release("default", PAUSED, NOON, 1_000, "by-cause\0default\0" + PAUSED + "\0~"));
        gate.restart();

        gate.wait(Duration.ofMinutes(1));

        assertThat(gate.approved()).containsExactly("r1", "r2");
    }

    @Test
    void the_waits_of_another_pool_stay_where_they_are_until_its_first_input_or_their_time() {
        OutboundRequest elsewhere = inPool("other", gate.request("r1", "a"));
        before.promised(gate.request("r1", "a"), "line-1", SLOT)
                .ranIn("other", NOON)
                .held(elsewhere, Code.AWAITING_REPLY, Deferral.awaitingReply("a@example.com"), SLOT);
        gate.hear("b", "line-1", "hi");
        assertThat(gate.rows.poolClock("other").isLaidOut()).isFalse();
        assertThat(deferrals()).filteredOn(EarlierWait.class::isInstance).hasSize(1);

        gate.until(SLOT.plusSeconds(1));
        assertThat(gate.rows.poolClock("other").isLaidOut()).isTrue();
        assertThat(gate.decisions)
                .filteredOn(decision -> decision.request().pool().equals("other"))
                .hasSize(1);
    }

    @Test
    void a_gate_that_starts_after_that_finds_nothing_to_do() {
        before.promised(gate.request("r1", "a"), "line-1", SLOT);
        gate.hear("b", "line-1", "hi");
        List<Row> laidOut = deferrals();

        Gate second = gateOver(gate.rows);
        second.process(
                new Command("default", Command.Kind.CANCEL, "nobody", null, NOON), 2_000, NOON, NOON.plusSeconds(1));

        assertThat(deferrals()).isEqualTo(laidOut);
        assertThat(second.nextDue()).isEqualTo(SLOT);
    }

    @Test
    void a_wait_that_a_bug_keeps_from_being_brought_as_it_was_waits_on_without_a_booking_and_the_others_as_they_were() {
        before.promised(gate.request("r1", "a"), "line-1", SLOT)
                .promised(gate.request("r2", "b"), "line-1", SLOT.plusSeconds(120));
        Gate damaged = gateOver(new Damaged(Table.LINE_BURSTS, BurstMinute.minuteOf(SLOT.toEpochMilli())));
        damaged.process(
                new Command("default", Command.Kind.CANCEL, "nobody", null, NOON), 2_000, NOON, NOON.plusSeconds(1));

        assertThat(gate.rows.poolClock("default").isLaidOut()).isTrue();
        assertThat(waiting("r1").deferral().booking()).isNull();
        assertThat(waiting("r1").deferral().promised()).isEqualTo(SLOT);
        assertThat(waiting("r2").deferral().booking()).isNotNull();
    }

    @Test
    void a_wait_that_a_bug_keeps_from_being_brought_at_all_is_parked_and_is_in_nobodys_way() {
        before.ranIn("default", SLOT.plusSeconds(60)).promised(gate.request("r1", "a"), "line-1", SLOT);
        // The clock has stepped back, and what was counted ahead of it cannot be read.
        Gate damaged = gateOver(new Damaged(Table.LINE_BURSTS, BurstMinute.minuteOf(SLOT.toEpochMilli())));

        assertThatThrownBy(() -> damaged.drain(SLOT, 1)).hasMessage("unreadable");
        damaged.park(SLOT);

        assertThat(damaged.drain(SLOT, 1)).isZero();
        assertThat(waiting("r1").wake().due()).isEqualTo(SLOT.plus(Duration.ofHours(1)));
        assertThat(gate.rows.poolClock("default"))
                .extracting(PoolClock::isLaidOut)
                .isEqualTo(false);
        assertThat(gate.rows.range(Table.DEFERRALS, Keysets.DUE_START, Keysets.DUE_END, 10))
                .noneMatch(EarlierWait.class::isInstance);
    }

    private Gate gateOver(StateView state) {
        return new Gate(
                state,
                new LibraryFacts(),
                new PolicyYaml(),
                step -> step.changes().forEach(change -> gate.rows.set(change.table(), change.key(), change.row())),
                3,
                "test");
    }

    /** The rows of the gate, of which one minute cannot be read. */
    private final class Damaged implements StateView {
        private final Table table;
        private final String key;

        Damaged(Table table, long minute) {
            this.table = table;
            this.key = BurstMinute.key("default", "line-1", minute);
        }

        @Override
        public @Nullable Row get(Table from, String at) {
            if (from == table && at.equals(key)) {
                throw new IllegalStateException("unreadable");
            }
            return gate.rows.get(from, at);
        }

        @Override
        public List<Row> range(Table from, String start, String end, int limit) {
            return gate.rows.range(from, start, end, limit);
        }
    }

    private static OutboundRequest inPool(String pool, OutboundRequest request) {
        return new RequestBuilder(request).pool(pool).build();
    }
}
