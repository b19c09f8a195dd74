package dev.linewarden.bench;

import dev.linewarden.streams.BoundedRocks;
import dev.linewarden.streams.RowStore;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.StateStoreContext;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.jspecify.annotations.Nullable;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.CompactionStyle;
import org.rocksdb.CompressionType;
import org.rocksdb.FlushOptions;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.WriteOptions;

/**
 * A store of the gate without Kafka around it: RocksDB as Kafka Streams opens it (no write-ahead log, no compression, universal
 * compaction, bloom filters) and as {@link BoundedRocks} bounds it, so that millions of rows can be looked at without a broker.
 */
final class RocksStore implements RowStore {

    private static final int COMPACTING_THREADS = 2;

    private final String name;
    private final Options options = new Options();
    private final WriteOptions writing = new WriteOptions().setDisableWAL(true);
    private final RocksDB rows;

    RocksStore(String name, Path directory) {
        this.name = name;
        options.setTableFormatConfig(
                        new BlockBasedTableConfig().setBlockSize(4_096).setFilterPolicy(new BloomFilter()))
                .setCreateIfMissing(true)
                .setCompressionType(CompressionType.NO_COMPRESSION)
                .setCompactionStyle(CompactionStyle.UNIVERSAL)
                .setMaxWriteBufferNumber(3)
                .setIncreaseParallelism(COMPACTING_THREADS);
        new BoundedRocks().setConfig(name, options, Map.of());
        try {
            rows = RocksDB.open(options, directory.resolve(name).toString());
        } catch (RocksDBException failed) {
            throw new IllegalStateException(failed);
        }
    }

    @Override
    public byte @Nullable [] get(String key) {
        try {
            return rows.get(bytes(key));
        } catch (RocksDBException failed) {
            throw new IllegalStateException(failed);
        }
    }

    @Override
    public void put(String key, byte @Nullable [] value) {
        try {
            if (value == null) {
                rows.delete(writing, bytes(key));
            } else {
                rows.put(writing, bytes(key), value);
            }
        } catch (RocksDBException failed) {
            throw new IllegalStateException(failed);
        }
    }

    private static byte[] bytes(String key) {
        return key.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public KeyValueIterator<String, byte[]> range(String from, String to) {
        RocksIterator entries = rows.newIterator();
        entries.seek(bytes(from));
        return new Walk(entries, to);
    }

    @Override
    public KeyValueIterator<String, byte[]> all() {
        RocksIterator entries = rows.newIterator();
        entries.seekToFirst();
        return new Walk(entries, null);
    }

    /** To an end that is included, as with Kafka's. */
    private static final class Walk implements KeyValueIterator<String, byte[]> {
        private final RocksIterator entries;
        private final byte @Nullable [] end;

        Walk(RocksIterator entries, @Nullable String end) {
            this.entries = entries;
            this.end = end == null ? null : bytes(end);
        }

        @Override
        public boolean hasNext() {
            return entries.isValid() && (end == null || Arrays.compareUnsigned(entries.key(), end) <= 0);
        }

        @Override
        public KeyValue<String, byte[]> next() {
            KeyValue<String, byte[]> next = KeyValue.pair(peekNextKey(), entries.value());
            entries.next();
            return next;
        }

        @Override
        public String peekNextKey() {
            return new String(entries.key(), StandardCharsets.UTF_8);
        }

        @Override
        public void close() {
            entries.close();
        }
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void init(StateStoreContext context, StateStore root) {}

    /** Writes out what is in memory, as each store does sooner or later. */
    void settle() {
        try (FlushOptions waiting = new FlushOptions().setWaitForFlush(true)) {
            rows.flush(waiting);
        } catch (RocksDBException failed) {
            throw new IllegalStateException(failed);
        }
    }

    @Override
    public void close() {
        rows.close();
        writing.close();
        options.close();
    }

    @Override
    public boolean persistent() {
        return true;
    }

    @Override
    public boolean isOpen() {
        return rows.isOwningHandle();
    }

    @Override
    public long approximateNumEntries() {
        try {
            return rows.getLongProperty("rocksdb.estimate-num-keys");
        } catch (RocksDBException failed) {
            throw new IllegalStateException(failed);
        }
    }
}
