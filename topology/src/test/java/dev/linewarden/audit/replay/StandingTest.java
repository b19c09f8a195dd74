package dev.linewarden.audit.replay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linewarden.audit.replay.Entries.Entry;
import dev.linewarden.contract.Build;
import dev.linewarden.contract.Records;
import dev.linewarden.core.Door;
import dev.linewarden.core.Gate;
import dev.linewarden.core.Output;
import dev.linewarden.core.model.Alert;
import dev.linewarden.core.model.Event;
import dev.linewarden.core.model.LineUpdate;
import dev.linewarden.core.model.OutboundRequest;
import dev.linewarden.core.model.PolicyUpdate;
import dev.linewarden.core.model.RequestBuilder;
import dev.linewarden.facts.LibraryFacts;
import dev.linewarden.policy.PolicyYaml;
import dev.linewarden.schemas.Decision;
import dev.linewarden.schemas.Outcome;
import dev.linewarden.schemas.Tick;
import dev.linewarden.store.MemoryRows;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A pool to which no entry comes goes on deciding what waits in it, and that is met again too. */
class StandingTest {

    private static final Instant NOON = Instant.parse("2026-03-02T18:00:00Z");
    private static final long ANOTHER_BLOCK = 5_000;
    private static final String POLICY = "consent: {required: false}\nquiet-hours: {mode: off}\n";

    @TempDir
    private Path directory;

    private final MemoryRows rows = new MemoryRows();
    private final List<Entry> journal = new ArrayList<>();
    private final List<Tick> ticks = new ArrayList<>();
    private final List<Decision> decisions = new ArrayList<>();
    private long next;
    private final Gate gate = new Gate(
            rows,
            new LibraryFacts(),
            new PolicyYaml(),
            Door.onto(rows, new Output() {
                @Override
                public void decided(dev.linewarden.core.model.Decision decision) {
                    decisions.add(Records.toRecord(decision));
                }

                @Override
                public void alerted(Alert alert) {}
            }),
            0,
            Build.name());

    private void hear(int second, Event event) {
        Instant at = NOON.plusSeconds(second);
        journal.add(new Entry(next, at, event));
        gate.process(event, next++, at, at);
    }

    private void wake(int second) {
        Instant now = NOON.plusSeconds(second);
        ticks.add(new Tick(next - 1, now, gate.drain(now, 100), false, false, null, null));
    }

    private static OutboundRequest request(int second, String id, String pool, int notBefore) {
        return new RequestBuilder(id, pool, id + "@example.com", "Ready?", NOON.plusSeconds(second))
                .notBefore(NOON.plusSeconds(notBefore))
                .build();
    }

    /** In one pool a request waits, and entries come to the other alone until it is sent. */
    @BeforeEach
    void decide() {
        for (String pool : List.of("quiet", "busy")) {
            hear(0, new PolicyUpdate(pool, POLICY, NOON));
            hear(0, new LineUpdate(pool, pool + "-1", pool + "-s", LineUpdate.Status.ACTIVE, null, NOON, null));
        }
        hear(1, request(1, "waits", "quiet", 600));
        for (int second = 2; second < 10; second++) {
            hear(second, request(second, "r" + second, "busy", second));
        }
        wake(30);
    }

    private PartitionCheck check(long behind, CheckpointFolder folder, List<Decision> told) {
        return check(behind, next, folder, told);
    }

    private PartitionCheck check(long behind, long end, CheckpointFolder folder, List<Decision> told) {
        return check(behind, end, folder, told, () -> false);
    }

    private PartitionCheck check(
            long behind, long end, CheckpointFolder folder, List<Decision> told, BooleanSupplier isCancelled) {
        Span span = new Span(0, NOON, 0, behind, 0, end, ticks.size(), -1);
        Standing standing = behind < 0 ? Standing.NOWHERE : folder.standing(0);
        Recorded recorded = new Recorded(true);
        Fingerprint fingerprint = new Fingerprint();
        told.stream()
                .filter(decision -> span.compares(decision.getJournalOffset())
                        || standing.isBehind(
                                decision.getRequest().getPool(),
                                decision.getJournalOffset(),
                                decision.getDecidedAt().toEpochMilli()))
                .forEach(decision -> recorded.add(Print.of(decision, fingerprint)));
        recorded.complete();
        PartitionCheck check =
                new PartitionCheck(span, Gates.recorded(0), recorded, standing, pool -> true, true, folder);
        List<Entry> entries = journal.stream()
                .filter(entry -> entry.offset() > behind && entry.offset() < end)
                .toList();
        check.run(new MemoryRows(), entries.iterator(), ticks.iterator(), isCancelled, () -> {});
        return check;
    }

    private static BooleanSupplier soon() {
        int[] asked = new int[1];
        return () -> ++asked[0] > 3;
    }

    private long leftBehind(CheckpointFolder folder) {
        check(-1, folder, decisions);
        return folder.lastBefore(0, Long.MAX_VALUE);
    }

    private Decision sent() {
        return decisions.stream()
                .filter(decision -> decision.getRequest().getRequestId().equals("waits")
                        && decision.getOutcome() == Outcome.APPROVED)
                .findFirst()
                .orElseThrow();
    }

    private void letTimePass() {
        hear(590, request(590, "late", "busy", 590));
        wake(601);
        hear(700, request(700, "later", "busy", 700));
    }

    @Test
    void what_such_a_pool_decided_since_a_checkpoint_is_met() {
        CheckpointFolder folder = new CheckpointFolder(directory);
        long behind = leftBehind(folder);
        letTimePass();
        PartitionCheck check = check(behind, folder, decisions);

        assertThat(sent().getJournalOffset()).isLessThan(behind);
        assertThat(check.recorded().unmet()).isZero();
        assertThat(check.different()).isZero();
        assertThat(check.part(State.OK, 0).same())
                .as("the busy pool's entries behind it, and the one that waited")
                .isEqualTo(decisions.stream()
                                .filter(decision -> decision.getJournalOffset() > behind)
                                .count()
                        + 1);
    }

    @Test
    void a_replay_that_is_cancelled_before_it_decides_goes_on_from_there() {
        long reached = next - 1;
        next = ANOTHER_BLOCK;
        letTimePass();
        CheckpointFolder folder = new CheckpointFolder(directory);
        PartitionCheck first = check(-1, next, folder, decisions, soon());
        long behind = folder.lastBefore(0, Long.MAX_VALUE);
        PartitionCheck second = check(behind, folder, decisions);

        assertThat(behind).isEqualTo(reached);
        assertThat(second.different()).isZero();
        assertThat(second.recorded().unmet()).isZero();
        assertThat(first.part(State.CANCELLED, 0).same()
                        + second.part(State.OK, 0).same())
                .isEqualTo(decisions.size());
    }

    @Test
    void a_replay_that_is_cancelled_behind_something_lost_leaves_nothing_to_go_on_from() {
        next = ANOTHER_BLOCK;
        letTimePass();
        Decision deferred = decisions.stream()
                .filter(decision -> decision.getRequest().getRequestId().equals("waits"))
                .findFirst()
                .orElseThrow();
        List<Decision> told = new ArrayList<>(decisions);
        told.add(Decision.newBuilder(deferred)
                .setDecisionId("lost#2")
                .setAttempt(2)
                .build());
        CheckpointFolder folder = new CheckpointFolder(directory);
        check(-1, next, folder, told, soon());

        assertThat(folder.lastBefore(0, Long.MAX_VALUE)).isEqualTo(-1);
    }

    @Test
    void what_it_is_said_to_have_decided_and_did_not_is_found() {
        CheckpointFolder folder = new CheckpointFolder(directory);
        long behind = leftBehind(folder);
        letTimePass();
        Decision forged = Decision.newBuilder(sent())
                .setOutcome(Outcome.REJECTED)
                .setBindingCode("OPTED_OUT")
                .build();
        List<Decision> told = new ArrayList<>(decisions);
        told.set(told.indexOf(sent()), forged);
        PartitionCheck check = check(behind, folder, told);

        assertThat(check.different()).isEqualTo(1);
        assertThat(check.unrecorded())
                .extracting(decision -> decision.getRequest().getRequestId())
                .containsExactly("waits");
        assertThat(check.isLost(forged, new Fingerprint().of(forged))).isTrue();
    }

    @Test
    void what_it_decided_behind_the_end_that_is_asked_for_is_not_lost() {
        long end = next;
        letTimePass();
        PartitionCheck check = check(-1, end, new CheckpointFolder(directory), decisions);

        assertThat(check.different()).isZero();
        assertThat(check.recorded().isUnmet(new Fingerprint().of(sent()))).isTrue();
        assertThat(check.isLost(sent(), new Fingerprint().of(sent()))).isFalse();
    }

    @Test
    void what_it_decides_while_it_is_being_met_is_not_lost() {
        CheckpointFolder folder = new CheckpointFolder(directory);
        hear(590, request(590, "late", "busy", 590));
        List<Tick> read = List.copyOf(ticks);
        wake(601);
        List<Decision> told = List.copyOf(decisions);
        ticks.clear();
        ticks.addAll(read);
        PartitionCheck check = check(-1, folder, told);

        assertThat(check.different()).isZero();
        assertThat(told).contains(sent());
        assertThat(check.recorded().unmet()).isPositive();
        assertThat(told).noneMatch(decision -> check.isLost(decision, new Fingerprint().of(decision)));
    }
}
