package dev.linewarden.bench;

import dev.linewarden.streams.RowStore;
import java.util.Iterator;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.StateStoreContext;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.jspecify.annotations.Nullable;

/** A store in memory that counts what is asked of it. */
final class CountingStore implements RowStore {

    private final NavigableMap<String, byte[]> rows = new TreeMap<>();
    private long reads;
    private long writes;
    private byte @Nullable [] lastWritten;

    long reads() {
        return reads;
    }

    long writes() {
        return writes;
    }

    byte @Nullable [] lastWritten() {
        return lastWritten;
    }

    /** Begins to count anew. */
    void forget() {
        reads = 0;
        writes = 0;
    }

    @Override
    public byte @Nullable [] get(String key) {
        reads++;
        return rows.get(key);
    }

    @Override
    public void put(String key, byte @Nullable [] value) {
        writes++;
        if (value == null) {
            rows.remove(key);
        } else {
            lastWritten = value;
            rows.put(key, value);
        }
    }

    @Override
    public KeyValueIterator<String, byte[]> range(String from, String to) {
        reads++;
        return over(rows.subMap(from, true, to, true));
    }

    @Override
    public KeyValueIterator<String, byte[]> all() {
        reads++;
        return over(rows);
    }

    @Override
    public long approximateNumEntries() {
        return rows.size();
    }

    private static KeyValueIterator<String, byte[]> over(Map<String, byte[]> some) {
        Iterator<Map.Entry<String, byte[]>> entries =
                new TreeMap<>(some).entrySet().iterator();
        return new KeyValueIterator<>() {
            @Override
            public boolean hasNext() {
                return entries.hasNext();
            }

            @Override
            public KeyValue<String, byte[]> next() {
                Map.Entry<String, byte[]> entry = entries.next();
                return KeyValue.pair(entry.getKey(), entry.getValue());
            }

            @Override
            public String peekNextKey() {
                throw new UnsupportedOperationException("nobody here looks ahead");
            }

            @Override
            public void close() {}
        };
    }

    @Override
    public String name() {
        return "counting";
    }

    @Override
    public void init(StateStoreContext context, StateStore root) {}

    @Override
    public void close() {}

    @Override
    public boolean persistent() {
        return false;
    }

    @Override
    public boolean isOpen() {
        return true;
    }
}
