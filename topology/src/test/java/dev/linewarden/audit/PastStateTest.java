package dev.linewarden.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linewarden.client.PartitionRecords.Recorded;
import dev.linewarden.client.Progress;
import dev.linewarden.contract.LineUpdates;
import dev.linewarden.core.state.StateView;
import dev.linewarden.schemas.ConversationEvent;
import dev.linewarden.schemas.ConversationKind;
import dev.linewarden.schemas.LineStatus;
import dev.linewarden.schemas.OutboundRequest;
import dev.linewarden.schemas.PolicyUpdate;
import dev.linewarden.schemas.Tick;
import dev.linewarden.store.MemoryRows;
import dev.linewarden.streams.TopologyStage;
import dev.linewarden.streams.WardenStage;
import dev.linewarden.support.Cluster;
import dev.linewarden.support.SameState;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a gate knew at any time comes out of what it recorded. */
class PastStateTest {

    private static final Instant NOON = Instant.parse("2026-03-02T18:00:00Z");
    private static final String PLAIN = "consent: {required: false}\nquiet-hours: {mode: off}\n"
            + "first-message: {question: off}\nburst: {jitter: 0s, min-gap: 0s}\n";

    private final WardenStage warden = new WardenStage(NOON);
    private final List<Recorded> journal = new ArrayList<>();
    private final List<Recorded> ticks = new ArrayList<>();

    private static Instant at(int minute) {
        return NOON.plus(Duration.ofMinutes(minute));
    }

    private void begin() {
        warden.take(NOON, new PolicyUpdate("default", PLAIN, NOON));
        warden.take(NOON, LineUpdates.of("default", "line-1", "server-1", LineStatus.ACTIVE, null, NOON, null));
    }

    private void ask(Instant at, String id) {
        OutboundRequest request = Cluster.request(id, id + "@example.com", "Ready?");
        request.setCreatedAt(at);
        warden.take(at, request);
    }

    /** Takes over what was recorded since the last call; the broker's clock is the gate's own. */
    private void collect() {
        for (TopologyStage.Appended entry : warden.journal()) {
            journal.add(new Recorded(journal.size(), entry.at(), entry.entry()));
        }
        for (Tick tick : warden.ticks()) {
            ticks.add(new Recorded(ticks.size(), tick.getNow(), tick));
        }
    }

    private StateView knownAt(Instant time) {
        collect();
        return past(time, ticks).rows();
    }

    private PastState past(Instant time, List<Recorded> timed) {
        return PastState.of(0, journal.iterator(), timed.iterator(), time, Progress.UNSEEN.begin(""));
    }

    private static int openedBy(StateView state, Instant at) {
        return state.lineActivity("default", "line-1")
                .newConversations(at.atZone(ZoneOffset.UTC).toLocalDate().toEpochDay());
    }

    @Test
    void what_was_known_at_a_time_is_what_the_gate_remembered_then() {
        begin();
        ask(at(1), "a");
        warden.passUntil(at(2));
        MemoryRows then = warden.rows();
        ask(at(3), "b");
        warden.passUntil(at(4));

        SameState.check(knownAt(at(2)), then);
        SameState.check(knownAt(at(4)), warden.rows());
    }

    @Test
    void what_comes_later_is_not_known_yet() {
        begin();
        ask(at(1), "a");
        ask(at(3), "b");
        warden.take(
                at(5),
                new ConversationEvent(
                        "e1",
                        "default",
                        "line-1",
                        "a@example.com",
                        ConversationKind.INBOUND_MESSAGE,
                        at(5),
                        "STOP",
                        null));

        assertThat(openedBy(knownAt(at(0)), NOON)).isZero();
        assertThat(openedBy(knownAt(at(1)), NOON)).isEqualTo(1);
        assertThat(openedBy(knownAt(at(3)), NOON)).isEqualTo(2);
        assertThat(knownAt(at(4))
                        .recipient("default", "a@example.com")
                        .consent()
                        .name())
                .isEqualTo("UNKNOWN");
        assertThat(knownAt(at(5))
                        .recipient("default", "a@example.com")
                        .consent()
                        .name())
                .isEqualTo("OPTED_OUT");
    }

    @Test
    void a_wait_is_there_until_its_time_and_gone_after() {
        begin();
        OutboundRequest later = Cluster.request("later", "later@example.com", "Ready?");
        later.setNotBefore(at(10));
        warden.take(at(1), later);
        warden.passUntil(at(20));

        assertThat(knownAt(at(9)).request("default", "later").outcome().name()).isEqualTo("DEFERRED");
        assertThat(knownAt(at(10)).request("default", "later").outcome().name()).isEqualTo("APPROVED");
    }

    @Test
    void an_entry_that_lay_in_the_journal_while_the_gate_was_down_was_not_known() {
        begin();
        ask(at(1), "a");
        ask(at(2), "b");
        collect();
        // The gate came to b half an hour late: it read its clock then, and wrote that down.
        List<Recorded> late = new ArrayList<>();
        for (Recorded tick : ticks) {
            boolean isOfB = ((Tick) tick.value()).getAfterOffset() >= 2;
            late.add(new Recorded(tick.offset(), isOfB ? at(32) : tick.appended(), tick.value()));
        }

        assertThat(openedBy(past(at(10), late).rows(), NOON)).isEqualTo(1);
        assertThat(past(at(10), late).entries()).isEqualTo(3);
        assertThat(openedBy(past(at(32), late).rows(), NOON)).isEqualTo(2);
    }

    @Test
    void before_the_first_entry_nothing_was_known() {
        begin();
        collect();
        PastState before = past(NOON.minusSeconds(1), ticks);

        assertThat(before.entries()).isZero();
        assertThat(before.began()).isEqualTo(NOON);
    }
}
