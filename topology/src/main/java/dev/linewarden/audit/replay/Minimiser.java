package dev.linewarden.audit.replay;

import dev.linewarden.audit.replay.Entries.Entry;
import dev.linewarden.client.Cluster;
import dev.linewarden.client.ClusterException;
import dev.linewarden.client.PartitionRecords;
import dev.linewarden.core.model.Command;
import dev.linewarden.core.model.ConversationEvent;
import dev.linewarden.core.model.Event;
import dev.linewarden.core.model.LineUpdate;
import dev.linewarden.core.model.OutboundRequest;
import dev.linewarden.core.model.PolicyUpdate;
import dev.linewarden.core.model.ShadowOrder;
import dev.linewarden.core.model.SuspensionOrder;
import dev.linewarden.policy.PolicyYaml;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Shrinks the journal around one change to the few entries that show it. Keeps in memory what concerns the request's recipient
 * and the pool's lines, and of the rest the last hundred thousand entries before its end.
 */
public final class Minimiser {

    private static final int MOST_KEPT = 100_000;
    private static final int FEW = 500;
    private static final String NO_POLICY = "{}";

    private final Cluster cluster;
    private final Watch watch;

    public Minimiser(Cluster cluster, Watch watch) {
        this.cluster = cluster;
        this.watch = watch;
    }

    /**
     * The scenario of a change.
     *
     * @param reveal whether handles and texts are kept; else stand-ins take their place
     * @return null when what is left in memory does not show it, or shows it with the real handles and texts alone
     * @throws ClusterException when a topic is missing
     */
    public @Nullable FlipScenario scenario(FlipLedger.Flip flip, PolicyChange change, boolean reveal) {
        Around around = read(flip);
        String recorded = around.policy;
        Flipping flipping = new Flipping(
                flip.pool(),
                flip.requestId(),
                flip.direction(),
                recorded,
                change.inPlaceOf(recorded),
                flip.at().isBefore(flip.wouldAt()) ? flip.wouldAt() : flip.at());
        List<Entry> shown = fewest(around, flipping);
        if (shown == null) {
            return null;
        }
        AtomicLong played = new AtomicLong();
        List<Entry> smallest = Shrinking.smallest(shown, less -> {
            watch.at("minimise", played.incrementAndGet(), -1);
            return !watch.isCancelled() && flipping.isShownBy(less);
        });
        return FlipScenario.of(flipping, change.name(), smallest, reveal);
    }

    /** The entries to begin with: few, if few show it. */
    private static @Nullable List<Entry> fewest(Around around, Flipping flipping) {
        for (int many = 0; ; many = Math.max(FEW, many * 4)) {
            List<Entry> entries = around.entries(many);
            if (flipping.isShownBy(entries)) {
                return entries;
            }
            if (many >= around.others.size()) {
                return null;
            }
        }
    }

    /** What was read. */
    private static final class Around {
        private final List<Entry> close = new ArrayList<>();
        private final Deque<Entry> others = new ArrayDeque<>();
        private String policy = NO_POLICY;

        /** What is close, and the last of the others. */
        List<Entry> entries(int many) {
            List<Entry> entries = new ArrayList<>(close);
            Iterator<Entry> latest = others.descendingIterator();
            for (int i = 0; i < many && latest.hasNext(); i++) {
                entries.add(latest.next());
            }
            entries.sort(Comparator.comparingLong(Entry::offset));
            return entries;
        }
    }

    private Around read(FlipLedger.Flip flip) {
        Instant end = flip.at().isBefore(flip.wouldAt()) ? flip.wouldAt() : flip.at();
        String recipient = recipientOf(flip);
        Around around = new Around();
        try (PartitionRecords journal =
                new PartitionRecords(cluster, cluster.topics().journal(), flip.partition())) {
            Iterator<Entry> entries = Entries.of(journal);
            boolean isBefore = true;
            while (isBefore && entries.hasNext()) {
                Entry entry = entries.next();
                Event event = entry.event();
                isBefore = event == null || !entry.appended().isAfter(end);
                if (event != null && isBefore && event.pool().equals(flip.pool())) {
                    sort(around, entry, event, flip, recipient);
                }
            }
        }
        return around;
    }

    private static void sort(Around around, Entry entry, Event event, FlipLedger.Flip flip, String recipient) {
        if (event instanceof PolicyUpdate update) {
            boolean isInForce = entry.offset() <= flip.arrival()
                    && new PolicyYaml().check(update.yaml()).errors().isEmpty();
            around.policy = isInForce ? update.yaml() : around.policy;
        } else if (event instanceof LineUpdate
                || event instanceof SuspensionOrder
                || concerns(event, recipient, flip.requestId())) {
            around.close.add(entry);
        } else if (!(event instanceof ShadowOrder)) {
            // A second policy changes nothing of the first's.
            around.others.addLast(entry);
            if (around.others.size() > MOST_KEPT) {
                around.others.removeFirst();
            }
        }
    }

    private static boolean concerns(Event event, String recipient, String requestId) {
        if (event instanceof OutboundRequest request) {
            return request.recipient().equals(recipient);
        }
        if (event instanceof ConversationEvent conversation) {
            return conversation.recipient().equals(recipient);
        }
        return event instanceof Command command
                && (recipient.equals(command.recipient()) || requestId.equals(command.requestId()));
    }

    private String recipientOf(FlipLedger.Flip flip) {
        try (PartitionRecords journal =
                new PartitionRecords(cluster, cluster.topics().journal(), flip.partition())) {
            journal.startAt(flip.arrival());
            Event event = journal.hasNext()
                    ? Objects.requireNonNull(Entries.of(journal).next().event())
                    : null;
            return event instanceof OutboundRequest request ? request.recipient() : "";
        }
    }
}
