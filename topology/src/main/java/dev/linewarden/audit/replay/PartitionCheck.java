package dev.linewarden.audit.replay;

import dev.linewarden.audit.RecordedTime;
import dev.linewarden.audit.replay.Entries.Entry;
import dev.linewarden.contract.Records;
import dev.linewarden.core.Output;
import dev.linewarden.core.model.Alert;
import dev.linewarden.core.model.Decision;
import dev.linewarden.schemas.Tick;
import dev.linewarden.store.KeptRows;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Decides one partition of the journal again, on rows of its own, with the time that was recorded beside it, and looks each decision
 * up among those that were recorded. Not thread-safe.
 */
final class PartitionCheck {

    private static final int MOST_KEPT = 1_000;
    private static final long CHECKPOINT_EVERY = 2_000_000;

    private final Span span;
    private final Gates gates;
    private final Recorded recorded;
    private final Standing standing;
    private Standing end = Standing.NOWHERE;
    private final Predicate<String> pools;
    private final Fingerprint fingerprint = new Fingerprint();
    private final List<dev.linewarden.schemas.Decision> unrecorded = new ArrayList<>();
    private final @Nullable CheckpointFolder checkpoints;
    private final boolean leavesCheckpoints;
    private Instant lastTick = Instant.MIN;
    private long lastOffset;
    private long entries;
    private long entriesAtCheckpoint;
    private long unreadable;
    private long same;
    private long different;

    /**
     * A check that has decided nothing yet.
     *
     * @param pools whose decisions are compared
     * @param checkpoints from where it begins, when the span says so, and where it may leave its state; null for nowhere
     */
    PartitionCheck(
            Span span,
            Recorded recorded,
            Predicate<String> pools,
            boolean leavesCheckpoints,
            @Nullable CheckpointFolder checkpoints) {
        this(span, Gates.recorded(span.partition()), recorded, Standing.NOWHERE, pools, leavesCheckpoints, checkpoints);
    }

    /**
     * The same with other gates beside the recorded one.
     *
     * @param gates closed by whoever made them
     * @param standing where the pools stood when it begins from a checkpoint
     */
    PartitionCheck(
            Span span,
            Gates gates,
            Recorded recorded,
            Standing standing,
            Predicate<String> pools,
            boolean leavesCheckpoints,
            @Nullable CheckpointFolder checkpoints) {
        this.span = span;
        this.gates = gates;
        this.standing = standing;
        this.recorded = recorded;
        this.pools = pools;
        this.checkpoints = checkpoints;
        this.leavesCheckpoints = leavesCheckpoints;
        this.lastOffset = span.behind();
    }

    private final class Watched implements Iterator<Tick> {
        private final Iterator<Tick> ticks;
        private @Nullable Instant ahead;

        Watched(Iterator<Tick> ticks) {
            this.ticks = ticks;
        }

        @Override
        public boolean hasNext() {
            // Whoever asks for the next has let the one before happen.
            lastTick = ahead == null ? lastTick : ahead;
            return ticks.hasNext();
        }

        @Override
        public Tick next() {
            Tick tick = ticks.next();
            ahead = tick.getNow();
            return tick;
        }
    }

    private final class Comparison implements Output {
        @Override
        public void decided(Decision decision) {
            String pool = decision.request().pool();
            long offset = decision.position().offset();
            long decidedAt = decision.decidedAt().toEpochMilli();
            if (!pools.test(pool) || !span.compares(standing, pool, offset, decidedAt)) {
                return;
            }
            if (recorded.meet(fingerprint.of(decision))) {
                same++;
            } else {
                different++;
                gates.differs();
                if (unrecorded.size() < MOST_KEPT) {
                    unrecorded.add(Records.toRecord(decision));
                }
            }
        }

        @Override
        public void alerted(Alert alert) {}
    }

    /**
     * Decides all entries again, or as many as are wanted.
     *
     * @param rows in which there is nothing yet
     */
    void run(KeptRows rows, Iterator<Entry> journal, Iterator<Tick> ticks, BooleanSupplier isCancelled, Runnable step) {
        decide(rows, journal, begin(rows, ticks), isCancelled, step);
        end = Standing.of(rows);
        gates.end();
    }

    private void decide(
            KeptRows rows, Iterator<Entry> journal, RecordedTime time, BooleanSupplier isCancelled, Runnable step) {
        while (journal.hasNext()) {
            Entry entry = journal.next();
            time.passUntil(entry.offset());
            boolean isEnough = isCancelled.getAsBoolean();
            boolean isNewBlock = Recorded.block(entry.offset()) != Recorded.block(lastOffset);
            if (isNewBlock && (isEnough || entries - entriesAtCheckpoint >= CHECKPOINT_EVERY)) {
                checkpointIfMet(entry.offset(), rows);
            }
            // Whoever ends it gets a state to go on from, which takes until the next block.
            if (isEnough && (isNewBlock || entries == 0 || !mayCheckpoint() || different > 0)) {
                return;
            }
            if (!journal.hasNext()) {
                // Before the last entry: behind it a running gate may go on.
                checkpoint(rows);
            }
            take(entry, time);
            step.run();
        }
        time.passUntil(span.end());
    }

    private RecordedTime begin(KeptRows rows, Iterator<Tick> ticks) {
        if (checkpoints != null && span.behind() >= 0) {
            checkpoints.read(span.partition(), rows);
        }
        RecordedTime time = new RecordedTime(gates.begin(rows, new Comparison()), new Watched(ticks));
        time.beginBehind(span.behind());
        return time;
    }

    private boolean mayCheckpoint() {
        return checkpoints != null && leavesCheckpoints;
    }

    /**
     * Leaves a state if all that was recorded before the block of the offset came out again, but what its pools decide by
     * themselves later. Else the end tells which did not.
     */
    private void checkpointIfMet(long offset, KeptRows rows) {
        long open = recorded.before(offset) - same;
        if (mayCheckpoint() && (open == 0 || open == recorded.behind(Standing.of(rows)))) {
            checkpoint(rows);
        }
        // What is missing comes no more.
        entriesAtCheckpoint = entries;
    }

    private void checkpoint(KeptRows rows) {
        if (checkpoints != null && leavesCheckpoints && different == 0 && lastOffset > span.behind()) {
            checkpoints.write(span.partition(), lastOffset, rows);
        }
    }

    private void take(Entry entry, RecordedTime time) {
        if (entry.event() == null) {
            unreadable++;
        } else {
            time.take(entry.event(), entry.offset(), entry.appended());
        }
        entries++;
        lastOffset = entry.offset();
    }

    /** Decisions that were made again and not recorded: the first of them. */
    List<dev.linewarden.schemas.Decision> unrecorded() {
        return unrecorded;
    }

    /**
     * Whether it was recorded and not made again. What a running gate decided behind its last entry, or behind its pool's, may
     * be younger than the last tick that was read.
     */
    boolean isLost(dev.linewarden.schemas.Decision decision, long print) {
        String pool = decision.getRequest().getPool();
        long offset = decision.getJournalOffset();
        long decidedAt = decision.getDecidedAt().toEpochMilli();
        boolean isYounger = decision.getDecidedAt().isAfter(lastTick)
                && (offset >= lastOffset || end.isBehind(pool, offset, decidedAt));
        return span.compares(standing, pool, offset, decidedAt) && recorded.isUnmet(print) && !isYounger;
    }

    Span span() {
        return span;
    }

    Recorded recorded() {
        return recorded;
    }

    /** What came of it, with so many that were recorded and not made again. */
    Verification.Part part(State state, long lost) {
        return new Verification.Part(
                span.partition(),
                state,
                span.oldest(),
                span.oldestOffset(),
                span.behind(),
                lastOffset + 1,
                entries,
                unreadable,
                same,
                different + lost);
    }

    long unreadable() {
        return unreadable;
    }

    /** Whether any decision came out as it was recorded. */
    boolean hasMet() {
        return same > 0;
    }

    long different() {
        return different;
    }
}
