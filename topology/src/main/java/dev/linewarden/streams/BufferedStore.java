package dev.linewarden.streams;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NoSuchElementException;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.internals.WrappedStateStore;
import org.jspecify.annotations.Nullable;

/**
 * A store that keeps what was written since the last commit, up to so many rows, and then writes each key once, all in one batch: to
 * its changelog and to RocksDB. In place of Kafka's caching store, which keeps keys in order, weighs every byte and takes a lock or two
 * for each call: that was a seventh of what a reply costs. Written by one thread; any thread may read, and sees what is not committed
 * yet, as with Kafka's.
 *
 * <p>{@link #flushCache} is the hook by which Kafka's own cache learns of a commit. It is no public interface; {@code
 * BufferedStoreTest} holds it to what it promises.
 */
final class BufferedStore extends WrappedStateStore<KeyValueStore<String, byte[]>, String, byte[]> implements RowStore {

    // In place of null, which the map does not hold: the key is to hold nothing.
    private static final byte[] NOTHING = new byte[0];

    private final Map<String, byte[]> written = new ConcurrentHashMap<>();

    private final int mostRows;

    private BufferedStore(KeyValueStore<String, byte[]> store, int mostRows) {
        super(store);
        this.mostRows = mostRows;
    }

    /**
     * Builds what the builder builds, buffered.
     *
     * @param mostRows how many rows it holds back; with one more it writes all of them before the commit
     */
    static StoreBuilder<KeyValueStore<String, byte[]>> around(
            StoreBuilder<KeyValueStore<String, byte[]>> plain, int mostRows) {
        return new Builder(plain, mostRows);
    }

    @Override
    public void put(String key, byte @Nullable [] value) {
        written.put(key, value == null ? NOTHING : value);
        if (written.size() > mostRows) {
            flushCache();
        }
    }

    @Override
    public byte @Nullable [] get(String key) {
        byte[] row = written.get(key);
        if (row == null) {
            return wrapped().get(key);
        }
        return row == NOTHING ? null : row;
    }

    /** Called before each commit. Whoever reads meanwhile finds a row here or there, and the same. */
    @Override
    public void flushCache() {
        // Most stores of an idle gate hold nothing back, and an empty batch is a call of RocksDB, too.
        if (!written.isEmpty()) {
            List<KeyValue<String, byte[]>> rows = new ArrayList<>(written.size());
            written.forEach((key, row) -> rows.add(KeyValue.pair(key, row == NOTHING ? null : row)));
            wrapped().putAll(rows);
            written.clear();
        }
        super.flushCache();
    }

    /** What was not committed is dropped with its task. */
    @Override
    public void clearCache() {
        written.clear();
        super.clearCache();
    }

    @Override
    public KeyValueIterator<String, byte[]> range(String from, String to) {
        NavigableMap<String, byte[]> own = new TreeMap<>(BufferedStore::inOrderOfBytes);
        written.forEach((key, row) -> {
            if (inOrderOfBytes(key, from) >= 0 && inOrderOfBytes(key, to) <= 0) {
                own.put(key, row);
            }
        });
        return merged(own, wrapped().range(from, to));
    }

    @Override
    public KeyValueIterator<String, byte[]> all() {
        NavigableMap<String, byte[]> own = new TreeMap<>(BufferedStore::inOrderOfBytes);
        own.putAll(written);
        return merged(own, wrapped().all());
    }

    /** As the store beneath has its keys: as UTF-8, in which what takes two chars comes last. */
    static int inOrderOfBytes(String one, String other) {
        int length = Math.min(one.length(), other.length());
        for (int i = 0; i < length; i++) {
            char a = one.charAt(i);
            char b = other.charAt(i);
            if (a != b) {
                boolean isPair = Character.isSurrogate(a);
                return isPair == Character.isSurrogate(b) ? a - b : isPair ? 1 : -1;
            }
        }
        return one.length() - other.length();
    }

    private static KeyValueIterator<String, byte[]> merged(
            NavigableMap<String, byte[]> own, KeyValueIterator<String, byte[]> stored) {
        return own.isEmpty() ? stored : new Merged(own, stored);
    }

    @Override
    public long approximateNumEntries() {
        return wrapped().approximateNumEntries() + written.size();
    }

    @Override
    public ReadOnlyKeyValueStore<String, byte[]> readOnly(IsolationLevel level) {
        return level == IsolationLevel.READ_COMMITTED ? wrapped().readOnly(level) : this;
    }

    /** Two sorted sides as one, where the first hides the second's entries of the same key. */
    private static final class Merged implements KeyValueIterator<String, byte[]> {
        private final Iterator<Map.Entry<String, byte[]>> own;
        private final KeyValueIterator<String, byte[]> stored;
        private Map.@Nullable Entry<String, byte[]> nextOwn;
        private @Nullable KeyValue<String, byte[]> next;

        Merged(NavigableMap<String, byte[]> own, KeyValueIterator<String, byte[]> stored) {
            this.own = own.entrySet().iterator();
            this.stored = stored;
            this.nextOwn = after(this.own);
            this.next = find();
        }

        private static Map.@Nullable Entry<String, byte[]> after(Iterator<Map.Entry<String, byte[]>> entries) {
            return entries.hasNext() ? entries.next() : null;
        }

        private @Nullable KeyValue<String, byte[]> find() {
            while (true) {
                Map.Entry<String, byte[]> mine = nextOwn;
                boolean isStoredFirst =
                        stored.hasNext() && (mine == null || inOrderOfBytes(stored.peekNextKey(), mine.getKey()) < 0);
                if (isStoredFirst) {
                    return stored.next();
                }
                if (mine == null) {
                    return null;
                }
                if (stored.hasNext() && stored.peekNextKey().equals(mine.getKey())) {
                    stored.next();
                }
                nextOwn = after(own);
                if (mine.getValue() != NOTHING) {
                    return KeyValue.pair(mine.getKey(), mine.getValue());
                }
            }
        }

        @Override
        public boolean hasNext() {
            return next != null;
        }

        @Override
        public KeyValue<String, byte[]> next() {
            KeyValue<String, byte[]> found = next;
            if (found == null) {
                throw new NoSuchElementException();
            }
            next = find();
            return found;
        }

        @Override
        public String peekNextKey() {
            if (next == null) {
                throw new NoSuchElementException();
            }
            return next.key;
        }

        @Override
        public void close() {
            stored.close();
        }
    }

    private record Builder(StoreBuilder<KeyValueStore<String, byte[]>> plain, int mostRows)
            implements StoreBuilder<KeyValueStore<String, byte[]>> {

        @Override
        public StoreBuilder<KeyValueStore<String, byte[]>> withCachingEnabled() {
            throw new UnsupportedOperationException("what is buffered needs no cache");
        }

        @Override
        public StoreBuilder<KeyValueStore<String, byte[]>> withCachingDisabled() {
            return this;
        }

        @Override
        public StoreBuilder<KeyValueStore<String, byte[]>> withLoggingEnabled(Map<String, String> config) {
            plain.withLoggingEnabled(config);
            return this;
        }

        @Override
        public StoreBuilder<KeyValueStore<String, byte[]>> withLoggingDisabled() {
            plain.withLoggingDisabled();
            return this;
        }

        @Override
        public KeyValueStore<String, byte[]> build() {
            return new BufferedStore(plain.build(), mostRows);
        }

        @Override
        public Map<String, String> logConfig() {
            return plain.logConfig();
        }

        @Override
        public boolean loggingEnabled() {
            return plain.loggingEnabled();
        }

        @Override
        public String name() {
            return plain.name();
        }
    }
}
