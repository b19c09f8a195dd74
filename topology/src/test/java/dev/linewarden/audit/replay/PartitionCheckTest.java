package dev.linewarden.audit.replay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linewarden.audit.replay.Entries.Entry;
import dev.linewarden.contract.Build;
import dev.linewarden.contract.Records;
import dev.linewarden.core.Door;
import dev.linewarden.core.Gate;
import dev.linewarden.core.Output;
import dev.linewarden.core.model.Alert;
import dev.linewarden.core.model.LineUpdate;
import dev.linewarden.core.model.PolicyUpdate;
import dev.linewarden.core.model.RequestBuilder;
import dev.linewarden.facts.LibraryFacts;
import dev.linewarden.policy.PolicyYaml;
import dev.linewarden.schemas.Decision;
import dev.linewarden.schemas.Outcome;
import dev.linewarden.schemas.Tick;
import dev.linewarden.store.MemoryRows;
import dev.linewarden.store.disk.BoundedRows;
import dev.linewarden.store.disk.Scratch;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PartitionCheckTest {

    private static final Instant NOON = Instant.parse("2026-03-02T18:00:00Z");
    // Wide apart, as if each stood in a stretch of the journal of its own.
    private static final long APART = 70_000;
    private static final int REQUESTS = 20;

    @TempDir
    private Path directory;

    private final List<Entry> journal = new ArrayList<>();
    private final List<Decision> decisions = new ArrayList<>();

    @BeforeEach
    void record() {
        MemoryRows rows = new MemoryRows();
        Output output = new Output() {
            @Override
            public void decided(dev.linewarden.core.model.Decision decision) {
                decisions.add(Records.toRecord(decision));
            }

            @Override
            public void alerted(Alert alert) {}
        };
        Gate gate = new Gate(rows, new LibraryFacts(), new PolicyYaml(), Door.onto(rows, output), 0, Build.name());
        journal.add(new Entry(
                0, NOON, new PolicyUpdate("default", "consent: {required: false}\nquiet-hours: {mode: off}\n", NOON)));
        journal.add(new Entry(
                APART, NOON, new LineUpdate("default", "line-1", "s", LineUpdate.Status.ACTIVE, null, NOON, null)));
        for (int i = 2; i < REQUESTS + 2; i++) {
            journal.add(new Entry(
                    i * APART,
                    NOON.plusSeconds(i),
                    new RequestBuilder(
                                    "r" + i * APART, "default", "u" + i + "@example.com", "Ready?", NOON.plusSeconds(i))
                            .build()));
        }
        journal.forEach(entry -> gate.process(entry.event(), entry.offset(), entry.appended(), entry.appended()));
    }

    private PartitionCheck check(long behind, @Nullable CheckpointFolder folder) {
        return check(behind, decisions, folder);
    }

    private PartitionCheck check(long behind, List<Decision> told, @Nullable CheckpointFolder folder) {
        Span span = new Span(0, NOON, 0, behind, 0, (REQUESTS + 2) * APART, 0, -1);
        Recorded recorded = new Recorded();
        Fingerprint fingerprint = new Fingerprint();
        told.stream()
                .filter(decision -> span.compares(decision.getJournalOffset()))
                .forEach(decision -> recorded.add(Print.of(decision, fingerprint)));
        recorded.complete();
        return new PartitionCheck(span, recorded, pool -> true, true, folder);
    }

    private static Iterator<Tick> none() {
        return Collections.emptyIterator();
    }

    private Iterator<Entry> behind(long offset) {
        return journal.stream().filter(entry -> entry.offset() > offset).iterator();
    }

    @Test
    void what_was_recorded_is_met_again() {
        PartitionCheck check = check(-1, null);
        check.run(new MemoryRows(), behind(-1), none(), () -> false, () -> {});

        Verification.Part part = check.part(State.OK, 0);
        assertThat(part.same()).isEqualTo(REQUESTS);
        assertThat(part.different()).isZero();
        assertThat(part.entries()).isEqualTo(REQUESTS + 2);
        assertThat(check.recorded().unmet()).isZero();
    }

    @Test
    void a_state_that_does_not_fit_into_memory_is_met_again_from_disk_and_goes_on_from_a_checkpoint() throws Exception {
        Path disk = Files.createDirectory(directory.resolve("disk"));
        CheckpointFolder folder = new CheckpointFolder(directory.resolve("checkpoints"));
        try (Scratch scratch = Scratch.under(disk, 3)) {
            PartitionCheck first = check(-1, folder);
            int[] steps = new int[1];
            try (BoundedRows rows = scratch.rows(1)) {
                first.run(rows, behind(-1), none(), () -> steps[0] >= 9, () -> steps[0]++);

                assertThat(rows.tablesOnDisk()).isGreaterThan(3);
            }
            long reached = folder.lastBefore(0, Long.MAX_VALUE);
            PartitionCheck second = check(reached, folder);
            try (BoundedRows rows = scratch.rows(1)) {
                second.run(rows, behind(reached), none(), () -> false, () -> {});
            }

            assertThat(first.part(State.CANCELLED, 0).same()).isEqualTo(7);
            assertThat(second.part(State.OK, 0).same()).isEqualTo(REQUESTS - 7);
            assertThat(second.part(State.OK, 0).different()).isZero();
            assertThat(second.recorded().unmet()).isZero();
        }
        assertThat(disk).isEmptyDirectory();
    }

    @Test
    void a_replay_that_was_cancelled_goes_on_where_it_was_and_meets_the_rest() {
        CheckpointFolder folder = new CheckpointFolder(directory);
        PartitionCheck first = check(-1, folder);
        int[] steps = new int[1];
        first.run(new MemoryRows(), behind(-1), none(), () -> steps[0] >= 9, () -> steps[0]++);
        long reached = folder.lastBefore(0, Long.MAX_VALUE);
        PartitionCheck second = check(reached, folder);
        second.run(new MemoryRows(), behind(reached), none(), () -> false, () -> {});

        assertThat(first.part(State.CANCELLED, 0).same()).isEqualTo(7);
        assertThat(reached).isEqualTo(8 * APART);
        assertThat(second.part(State.OK, 0).same()).isEqualTo(REQUESTS - 7);
        assertThat(second.part(State.OK, 0).different()).isZero();
        assertThat(second.recorded().unmet()).isZero();
    }

    @Test
    void a_replay_that_differs_leaves_no_state_behind_the_difference() {
        Decision forged = Decision.newBuilder(decisions.get(3))
                .setOutcome(Outcome.REJECTED)
                .setBindingCode("OPTED_OUT")
                .build();
        List<Decision> told = new ArrayList<>(decisions);
        told.set(3, forged);
        CheckpointFolder folder = new CheckpointFolder(directory);
        PartitionCheck check = check(-1, told, folder);
        check.run(new MemoryRows(), behind(-1), none(), () -> false, () -> {});

        assertThat(Files.exists(directory.resolve("partition-0.checkpoint"))).isFalse();
        assertThat(check.different()).isEqualTo(1);
        assertThat(check.isLost(forged, new Fingerprint().of(forged))).isTrue();
        List<Difference> differences = Pairs.differences(List.of(forged), check.unrecorded(), false);
        assertThat(differences).hasSize(1);
        assertThat(differences.get(0).offset()).isEqualTo(forged.getJournalOffset());
        assertThat(differences.get(0).fields())
                .extracting(Difference.Field::name)
                .contains("outcome", "binding_code");
        assertThat(differences.get(0).causes())
                .extracting(Difference.Cause::name)
                .containsExactly("state");
    }

    @Test
    void what_differs_says_what_may_be_behind_it_likeliest_first() {
        Decision recorded = decisions.get(0);
        Decision otherPolicy = Decision.newBuilder(recorded)
                .setPolicyHash("0123456789abcdef")
                .setBuild("0.0.1+old")
                .build();
        Decision later = Decision.newBuilder(recorded).setDecidedAt(NOON).build();

        assertThat(Difference.between(otherPolicy, recorded, false).causes())
                .extracting(Difference.Cause::name)
                .containsExactly("policy", "build", "state");
        assertThat(Difference.between(later, recorded, false).causes())
                .extracting(Difference.Cause::name)
                .containsExactly("clock", "state");
        assertThat(Difference.between(recorded, null, false).causes().get(0).name())
                .isEqualTo("missing entry");
        assertThat(Difference.between(null, recorded, true).causes().get(0).name())
                .isEqualTo("missing entry");
    }

    @Test
    void a_fingerprint_sees_every_field_but_the_build() {
        Fingerprint fingerprint = new Fingerprint();
        Decision one = decisions.get(0);

        assertThat(fingerprint.of(Decision.newBuilder(one).setBuild("other").build()))
                .isEqualTo(fingerprint.of(one));
        assertThat(fingerprint.of(Decision.newBuilder(one).setAttempt(2).build()))
                .isNotEqualTo(fingerprint.of(one));
        assertThat(one.getBuild()).isEqualTo(Build.name());
    }
}
