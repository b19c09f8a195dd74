package dev.linewarden.store.disk;

import java.nio.file.Path;
import java.util.function.BiPredicate;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.Cache;
import org.rocksdb.CompressionType;
import org.rocksdb.Options;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.Slice;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteBufferManager;
import org.rocksdb.WriteOptions;

/**
 * Entries on disk, in the order of their keys' bytes. Nothing of them outlives the process.
 */
public final class Shelf implements AutoCloseable {

    private static final long MEMTABLE_BYTES = 8L * 1024 * 1024;
    private static final int BITS_A_KEY = 10;

    private final BloomFilter filter;
    private final Path directory;
    private final Options options;
    private final WriteOptions writing;
    private final RocksDB entries;
    private boolean isClosed;

    /** @param cache made once the native library is there */
    Shelf(Path directory, Cache cache, WriteBufferManager writeBuffers) {
        this.directory = directory;
        filter = new BloomFilter(BITS_A_KEY);
        writing = new WriteOptions().setDisableWAL(true);
        BlockBasedTableConfig table = new BlockBasedTableConfig()
                .setBlockCache(cache)
                .setCacheIndexAndFilterBlocks(true)
                .setCacheIndexAndFilterBlocksWithHighPriority(true)
                .setPinL0FilterAndIndexBlocksInCache(true)
                .setFilterPolicy(filter);
        options = new Options()
                .setCreateIfMissing(true)
                .setTableFormatConfig(table)
                .setCompressionType(CompressionType.LZ4_COMPRESSION)
                .setWriteBufferManager(writeBuffers)
                .setWriteBufferSize(MEMTABLE_BYTES);
        try {
            entries = RocksDB.open(options, directory.toString());
        } catch (RocksDBException failed) {
            throw trouble(failed);
        }
    }

    /** What lies under the key; null for nothing. */
    public synchronized byte @Nullable [] get(byte[] key) {
        requireOpen();
        try {
            return entries.get(key);
        } catch (RocksDBException failed) {
            throw trouble(failed);
        }
    }

    /** Takes what is to be changed. */
    public interface Changes {

        /** What a key is to hold; null for nothing. */
        void set(byte[] key, byte @Nullable [] value);
    }

    /** Makes all changes that are told. */
    public synchronized void write(Consumer<Changes> changes) {
        requireOpen();
        try (WriteBatch batch = new WriteBatch()) {
            changes.accept((key, value) -> add(batch, key, value));
            entries.write(writing, batch);
        } catch (RocksDBException failed) {
            throw trouble(failed);
        }
    }

    private static void add(WriteBatch batch, byte[] key, byte @Nullable [] value) {
        try {
            if (value == null) {
                batch.delete(key);
            } else {
                batch.put(key, value);
            }
        } catch (RocksDBException failed) {
            throw trouble(failed);
        }
    }

    /** Hands over the entries with {@code from <= key < to} in order, as long as more are wanted. */
    public synchronized void range(byte[] from, byte[] to, BiPredicate<byte[], byte[]> take) {
        requireOpen();
        try (Slice end = new Slice(to);
                ReadOptions reading = new ReadOptions().setIterateUpperBound(end);
                RocksIterator at = entries.newIterator(reading)) {
            at.seek(from);
            while (at.isValid() && take.test(at.key(), at.value())) {
                at.next();
            }
            at.status();
        } catch (RocksDBException failed) {
            throw trouble(failed);
        }
    }

    /** Native code does not look. */
    private void requireOpen() {
        if (isClosed) {
            throw new IllegalStateException("what was kept on disk is closed");
        }
    }

    Path directory() {
        return directory;
    }

    private static IllegalStateException trouble(RocksDBException failed) {
        return new IllegalStateException(
                "what does not fit into memory cannot be kept in the temporary directory: " + failed.getMessage(),
                failed);
    }

    @Override
    public synchronized void close() {
        if (!isClosed) {
            isClosed = true;
            entries.close();
            writing.close();
            options.close();
            filter.close();
        }
    }
}
