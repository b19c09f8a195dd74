package dev.linewarden.audit.replay;

import dev.linewarden.audit.keep.Keep;
import dev.linewarden.client.Cluster;
import dev.linewarden.client.ClusterException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What other policies would have decided of a cluster's journal. The recorded one must come out again, every decision; the
 * candidates are moved beside it in the same pass, and nothing is said of them unless it did. Keeps a state for each and what
 * waits or would, in memory as much of all as fits into a quarter of the heap and the rest on disk; some bytes for each
 * decision and each recipient that was written to; and counts. Replies and reports are held as recorded: nobody knows who
 * would have answered otherwise.
 */
public final class WhatIf {

    // Of each candidate what its state has otherwise, and what waits.
    private static final int OF_EACH = 2;

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
     * @param identity what came of the recorded policy
     * @param answers none unless all of it came out again, as far as it was looked at
     * @param isCancelled whether the answers are of a part alone
     */
    public record Answers(Verification identity, List<Answer> answers, boolean isCancelled, Duration took) {

        /** Whether nothing is said of another policy. */
        public boolean isRefused() {
            return answers.isEmpty();
        }
    }

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
        List<Answer> answers = changes.stream()
                .map(change -> new Answer(change, new FlipLedger(wanted, changes.size()), new OutcomeScore()))
                .toList();
        Verification identity =
                Verifier.with(new Candidates(answers), cluster, scope, watch).run();
        boolean isSoFar = watch.isCancelled() && identity.different() == 0 && identity.same() > 0;
        return new Answers(
                identity,
                identity.isIdentity() || isSoFar ? answers : List.of(),
                watch.isCancelled(),
                Duration.ofNanos(System.nanoTime() - began));
    }

    /** A candidate for each answer, in every partition. */
    private final class Candidates implements Beside {
        private final List<Answer> answers;
        // There will be no answer, whichever partition said so.
        private final AtomicBoolean isRefused = new AtomicBoolean();

        Candidates(List<Answer> answers) {
            this.answers = answers;
        }

        @Override
        public int shares() {
            return 1 + OF_EACH * answers.size();
        }

        @Override
        public Gates gates(Span span, Supplier<Keep> keeps) {
            return new SideBySide(span, isRefused, start -> answers.stream()
                    .map(answer -> new Candidate(
                            answer.change(),
                            pools,
                            span.partition(),
                            start,
                            keeps.get(),
                            answer.ledger(),
                            answer.score()))
                    .toList());
        }
    }
}
