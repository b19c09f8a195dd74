package dev.linewarden.audit.replay;

import dev.linewarden.client.PartitionRecords;
import dev.linewarden.contract.Records;
import dev.linewarden.core.model.Event;
import dev.linewarden.schemas.JournalEntry;
import java.time.Instant;
import java.util.Iterator;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.jspecify.annotations.Nullable;

/** What a partition of journal or ticks holds, as a replay takes it. */
final class Entries {

    private Entries() {}

    /**
     * One journal entry.
     *
     * @param appended when the broker appended it
     * @param event null for one that cannot be read here
     */
    record Entry(long offset, Instant appended, @Nullable Event event) {}

    /** The entries of a journal partition, decoded as they are asked for. */
    static Iterator<Entry> of(PartitionRecords journal) {
        return new Iterator<>() {
            private long behind = -1;

            @Override
            public boolean hasNext() {
                return journal.hasNext();
            }

            @Override
            public Entry next() {
                try {
                    PartitionRecords.Recorded record = journal.next();
                    behind = record.offset();
                    return new Entry(behind, record.appended(), event(record.value()));
                } catch (SerializationException undecodable) {
                    return new Entry(++behind, Instant.EPOCH, null);
                }
            }
        };
    }

    private static @Nullable Event event(@Nullable SpecificRecord value) {
        return value instanceof JournalEntry entry ? Records.toEvent((SpecificRecord) entry.getEvent()) : null;
    }
}
