package dev.linewarden.audit.replay;

import dev.linewarden.audit.RecordedTime;
import dev.linewarden.audit.replay.Entries.Entry;
import dev.linewarden.client.Cluster;
import dev.linewarden.client.PartitionRecords;
import dev.linewarden.schemas.Tick;
import java.util.Iterator;
import java.util.function.BiConsumer;

/** Opens a stretch of the journal and what was recorded beside it, each read ahead by a thread of its own. */
final class Reading {

    private Reading() {}

    /** Hands over both, open until {@code work} returns. */
    static void of(Cluster cluster, Span span, BiConsumer<Iterator<Entry>, Iterator<Tick>> work) {
        int partition = span.partition();
        try (PartitionRecords journal =
                        new PartitionRecords(cluster, cluster.topics().journal(), partition);
                PartitionRecords ticks =
                        new PartitionRecords(cluster, cluster.topics().ticks(), partition)) {
            journal.startAt(span.behind() + 1);
            journal.waitUntil(span.end());
            journal.endAt(span.end());
            ticks.waitUntil(span.ticks());
            // A gate at work wakes on behind the same entry: what it decides then is not among what was recorded.
            ticks.endAt(span.ticks());
            try (Ahead<Entry> entries = new Ahead<>("journal-" + partition, Entries.of(journal));
                    Ahead<Tick> times = new Ahead<>("ticks-" + partition, RecordedTime.ticks(ticks))) {
                work.accept(entries, times);
            }
        }
    }
}
