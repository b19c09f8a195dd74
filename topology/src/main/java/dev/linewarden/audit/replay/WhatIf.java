package dev.linewarden.audit.replay;

import dev.linewarden.audit.RecordedTime;
import dev.linewarden.audit.ScratchArchive;
import dev.linewarden.audit.keep.Keep;
import dev.linewarden.audit.replay.Entries.Entry;
import dev.linewarden.client.Cluster;
import dev.linewarden.client.ClusterException;
import dev.linewarden.schemas.Tick;
import dev.linewarden.store.KeptRows;
import dev.linewarden.store.disk.BoundedRows;
import dev.linewarden.store.disk.Scratch;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What other policies would have decided of a cluster's journal. First the recorded one must come out again, every decision;
 * then the candidates are moved beside it, all in one pass. Keeps a state for each and what waits or would, in memory as much of
 * all as fits into a quarter of the heap and the rest on disk; some bytes for each recipient that was written to; and
 * counts. Replies and reports are held as recorded: nobody knows who would have answered otherwise.
 */
public final class WhatIf {

    private final Cluster cluster;
    private final Scope scope;
    private final Watch watch;
    private final Predicate<String> pools;

    /** A question that has not been asked yet. */
    public WhatIf(Cluster cluster, Scope scope, Watch watch) {
        this.cluster = cluster;
        this.scope = scope;
        this.watch = watch;
        this.pools = scope.pool() == null ? pool -> true : scope.pool()::equals;
    }

    /**
     * What one policy would have changed.
     *
     * @param ledger what became of the requests
     * @param score what followed the recorded sends
     */
    public record Answer(PolicyChange change, FlipLedger ledger, OutcomeScore score) {}

    /**
     * All answers.
     *
     * @param identity what came of the recorded policy; unless it is {@link Verification#isIdentity}, there are no answers
     * @param isCancelled whether the answers are of a part alone
     */
    public record Answers(Verification identity, List<Answer> answers, boolean isCancelled, Duration took) {}

    /**
     * Asks.
     *
     * @throws ClusterException when a topic is missing
     */
    public Answers of(List<PolicyChange> changes) {
        return of(changes, null);
    }

    /** The same, with the change of one request kept however many there are; see {@link FlipLedger#wanted}. */
    public Answers of(List<PolicyChange> changes, @Nullable String wanted) {
        long began = System.nanoTime();
        Verifier verifier = Verifier.leavingNothing(cluster, scope, watch);
        Verification identity = verifier.run();
        List<Answer> answers = new ArrayList<>();
        if (identity.isIdentity()) {
            changes.forEach(change ->
                    answers.add(new Answer(change, new FlipLedger(wanted, changes.size()), new OutcomeScore())));
            decide(verifier.spans(), answers);
        }
        return new Answers(identity, answers, watch.isCancelled(), Duration.ofNanos(System.nanoTime() - began));
    }

    private void decide(List<Span> spans, List<Answer> answers) {
        List<Span> full = spans.stream().filter(span -> !span.isEmpty()).toList();
        AtomicLong done = new AtomicLong();
        long all = full.stream().mapToLong(Span::length).sum();
        // The recorded one, and of each candidate its own, where that differs, and what waits.
        int shares = Math.min(Workers.AT_A_TIME, full.size()) * (1 + 3 * answers.size());
        try (Scratch scratch = Scratch.open(Watch.PATIENCE)) {
            new Workers(watch)
                    .each(
                            "what if",
                            full,
                            done::get,
                            all,
                            span -> Reading.of(cluster, span, (entries, ticks) -> {
                                try (BoundedRows rows = scratch.rows(shares)) {
                                    Supplier<Keep> keeps = () -> ScratchArchive.on(scratch, shares);
                                    decide(span, lockstep(span, rows, keeps, answers), entries, ticks, done);
                                }
                            }));
        }
    }

    private void decide(Span span, Lockstep gates, Iterator<Entry> entries, Iterator<Tick> ticks, AtomicLong done) {
        RecordedTime time = new RecordedTime(gates, ticks);
        time.beginBehind(span.behind());
        while (entries.hasNext() && !watch.isCancelled()) {
            Entry entry = entries.next();
            if (entry.event() != null) {
                time.take(entry.event(), entry.offset(), entry.appended());
            }
            done.incrementAndGet();
        }
        if (!watch.isCancelled()) {
            time.passUntil(span.end());
        }
        gates.end();
        gates.close();
    }

    private Lockstep lockstep(Span span, KeptRows rows, Supplier<Keep> keeps, List<Answer> answers) {
        CheckpointFolder folder = scope.checkpoints() == null ? null : new CheckpointFolder(scope.checkpoints());
        if (folder != null && span.behind() >= 0) {
            folder.read(span.partition(), rows);
        }
        return new Lockstep(rows, span.partition(), span.from(), start -> answers.stream()
                .map(answer -> new Candidate(
                        answer.change(), pools, span.partition(), start, keeps.get(), answer.ledger(), answer.score()))
                .toList());
    }
}
