package dev.linewarden.audit.replay;

import dev.linewarden.audit.ScratchArchive;
import dev.linewarden.audit.keep.Keep;
import dev.linewarden.client.Cluster;
import dev.linewarden.client.ClusterException;
import dev.linewarden.contract.Build;
import dev.linewarden.schemas.Decision;
import dev.linewarden.store.disk.BoundedRows;
import dev.linewarden.store.disk.Scratch;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Decides a cluster's journal again and meets the recorded decisions. Reads only: it makes consumers, and no producer. Keeps in
 * memory as much of what the gate remembers as fits into a quarter of the heap, and the rest on disk for as long as it runs;
 * eight bytes a recorded decision, and with checkpoints those of {@link Later}; and the first thousand differences of a partition.
 */
public final class Verifier {

    private static final int MOST_TOLD = 20;
    private static final int MOST_KEPT = 1_000;

    private final Cluster cluster;
    private final Scope scope;
    private final Watch watch;
    private final Workers workers;
    private final @Nullable CheckpointFolder folder;
    private final Predicate<String> pools;
    private final boolean leavesCheckpoints;
    private final Beside beside;
    private final Map<Integer, Standing> standings = new ConcurrentHashMap<>();
    private final SortedSet<String> builds = new ConcurrentSkipListSet<>();

    /** A verification that has read nothing yet. */
    public Verifier(Cluster cluster, Scope scope, Watch watch) {
        this(cluster, scope, watch, scope.leavesCheckpoints(), Beside.NOTHING);
    }

    /** The same with others beside the recorded gates. It begins from checkpoints and leaves none. */
    static Verifier with(Beside beside, Cluster cluster, Scope scope, Watch watch) {
        return new Verifier(cluster, scope, watch, false, beside);
    }

    private Verifier(Cluster cluster, Scope scope, Watch watch, boolean leavesCheckpoints, Beside beside) {
        this.leavesCheckpoints = leavesCheckpoints;
        this.beside = beside;
        this.cluster = cluster;
        this.scope = scope;
        this.watch = watch;
        this.workers = new Workers(watch);
        this.folder = scope.checkpoints() == null ? null : new CheckpointFolder(scope.checkpoints());
        this.pools = scope.pool() == null ? pool -> true : scope.pool()::equals;
    }

    /**
     * Reads, decides, compares.
     *
     * @throws ClusterException when a topic is missing
     */
    public Verification run() {
        long began = System.nanoTime();
        Map<Integer, Span> spans = new Spans(cluster, scope, folder, watch::isCancelled)
                .find().stream()
                        .collect(Collectors.toMap(Span::partition, span -> span, (a, b) -> a, LinkedHashMap::new));
        spans.forEach((partition, span) -> standings.put(partition, standing(span)));
        Map<Integer, Recorded> recorded = read(spans);
        Map<Integer, PartitionCheck> checks = decide(spans, recorded);
        Map<Integer, List<Decision>> lost = watch.isCancelled() ? Map.of() : lost(checks);
        List<Verification.Part> parts = new ArrayList<>();
        List<Difference> differences = new ArrayList<>();
        spans.forEach((partition, span) -> {
            PartitionCheck check = checks.get(partition);
            List<Decision> lostThere = lost.getOrDefault(partition, List.of());
            parts.add(check == null ? untouched(span) : part(check, lostThere));
            if (check != null && !watch.isCancelled()) {
                differences.addAll(Pairs.differences(lostThere, check.unrecorded(), span.behind() >= 0));
            }
        });
        differences.sort(Difference.FIRST);
        State state = parts.stream().map(Verification.Part::state).reduce(State.EMPTY, State::and);
        return new Verification(
                state,
                parts,
                builds,
                List.copyOf(differences.subList(0, Math.min(MOST_TOLD, differences.size()))),
                Duration.ofNanos(System.nanoTime() - began));
    }

    private Standing standing(Span span) {
        CheckpointFolder begun = folder;
        // Of what was decided from a time on, only what bears an entry since then is compared.
        boolean isAll = span.from() <= span.behind() + 1;
        return begun != null && span.behind() >= 0 && isAll ? begun.standing(span.partition()) : Standing.NOWHERE;
    }

    private Map<Integer, Recorded> read(Map<Integer, Span> spans) {
        Map<Integer, Recorded> recorded = new ConcurrentHashMap<>();
        spans.values().stream()
                .filter(span -> !span.isEmpty() && !span.isTruncated())
                .forEach(span -> recorded.put(span.partition(), new Recorded(leavesCheckpoints)));
        Decisions decisions = new Decisions(cluster);
        workers.each("read decisions", cluster.topics().decisions(), decisions::read, decisions.count(), topic -> {
            decisions.readPrints(topic, watch::isCancelled, print -> {
                Recorded there = recorded.get(print.partition());
                if (there != null && isCompared(spans, print)) {
                    there.add(print);
                    builds.add(String.valueOf(print.build()));
                }
            });
        });
        recorded.values().forEach(Recorded::complete);
        return recorded;
    }

    private boolean isCompared(Map<Integer, Span> spans, Print print) {
        Span span = spans.get(print.partition());
        return span != null
                && pools.test(print.pool())
                && span.compares(standing(print.partition()), print.pool(), print.offset(), print.decidedAt());
    }

    private Standing standing(int partition) {
        return standings.getOrDefault(partition, Standing.NOWHERE);
    }

    private Map<Integer, PartitionCheck> decide(Map<Integer, Span> spans, Map<Integer, Recorded> recorded) {
        Map<Integer, PartitionCheck> checks = new ConcurrentHashMap<>();
        if (watch.isCancelled()) {
            // What was recorded is known in part alone.
            return checks;
        }
        AtomicLong done = new AtomicLong();
        long all = recorded.keySet().stream()
                .mapToLong(partition -> span(spans, partition).length())
                .sum();
        try (Scratch scratch = Scratch.open(Watch.PATIENCE)) {
            workers.each("decide again", recorded.keySet(), done::get, all, partition -> {
                int shares = Math.min(Workers.AT_A_TIME, recorded.size()) * beside.shares();
                Span span = span(spans, partition);
                Supplier<Keep> keeps = () -> ScratchArchive.on(scratch, shares);
                Reading.of(cluster, span, (entries, times) -> {
                    try (BoundedRows rows = scratch.rows(shares);
                            Gates gates = beside.gates(span, keeps)) {
                        PartitionCheck check = new PartitionCheck(
                                span,
                                gates,
                                recorded(recorded, partition),
                                standing(partition),
                                pools,
                                leavesCheckpoints,
                                folder);
                        check.run(rows, entries, times, watch::isCancelled, done::incrementAndGet);
                        checks.put(partition, check);
                    }
                });
            });
        }
        return checks;
    }

    private static Span span(Map<Integer, Span> spans, int partition) {
        return Objects.requireNonNull(spans.get(partition));
    }

    private static Recorded recorded(Map<Integer, Recorded> recorded, int partition) {
        return Objects.requireNonNull(recorded.get(partition));
    }

    /** What was recorded and not made again, the first of it: read a second time, for only fingerprints were kept. */
    private Map<Integer, List<Decision>> lost(Map<Integer, PartitionCheck> checks) {
        Map<Integer, List<Decision>> lost = new ConcurrentHashMap<>();
        if (checks.values().stream().allMatch(check -> check.recorded().unmet() == 0)) {
            return lost;
        }
        Decisions decisions = new Decisions(cluster);
        workers.each("what differs", cluster.topics().decisions(), decisions::read, decisions.count(), topic -> {
            Fingerprint fingerprint = new Fingerprint();
            decisions.read(topic, watch::isCancelled, decision -> {
                PartitionCheck check = checks.get(decision.getJournalPartition());
                if (check != null
                        && pools.test(decision.getRequest().getPool())
                        && check.isLost(decision, fingerprint.of(decision))) {
                    keep(lost.computeIfAbsent(check.span().partition(), none -> new ArrayList<>()), decision);
                }
            });
        });
        return lost;
    }

    private static void keep(List<Decision> lost, Decision decision) {
        synchronized (lost) {
            lost.add(decision);
            if (lost.size() > 2 * MOST_KEPT) {
                lost.sort(Comparator.comparingLong(Decision::getJournalOffset));
                lost.subList(MOST_KEPT, lost.size()).clear();
            }
        }
    }

    private Verification.Part untouched(Span span) {
        State why = span.isTruncated() ? State.TRUNCATED : State.CANCELLED;
        State state = span.isEmpty() ? State.EMPTY : why;
        return new Verification.Part(
                span.partition(),
                state,
                span.oldest(),
                span.oldestOffset(),
                span.behind(),
                span.behind() + 1,
                0,
                0,
                0,
                0);
    }

    private Verification.Part part(PartitionCheck check, List<Decision> lost) {
        if (watch.isCancelled()) {
            return check.part(State.CANCELLED, 0);
        }
        if (!lost.isEmpty() && leavesCheckpoints && folder != null) {
            folder.discard(check.span().partition());
        }
        boolean isOtherwise = check.different() > 0 || !lost.isEmpty();
        State state = isOtherwise ? whyOtherwise(check) : check.hasMet() ? State.OK : State.EMPTY;
        return check.part(state, Pairs.alone(lost, check.unrecorded()));
    }

    private State whyOtherwise(PartitionCheck check) {
        if (check.unreadable() > 0) {
            return State.MASKED;
        }
        return builds.stream().allMatch(Build.name()::equals) ? State.DIFFERENT : State.VERSION_MISMATCH;
    }
}
