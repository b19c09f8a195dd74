package dev.linewarden.streams;

import java.util.Map;
import org.apache.kafka.streams.state.RocksDBConfigSetter;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.Cache;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;
import org.rocksdb.WriteBufferManager;

/**
 * One block cache and one write-buffer budget for all stores of the process. By default each store takes 50 MB of cache and
 * up to 48 MB of write buffers, which nine stores on twelve partitions would multiply to 10 GB.
 */
public final class BoundedRocks implements RocksDBConfigSetter {

    private static final long CACHE_BYTES = 256L * 1024 * 1024;
    private static final long WRITE_BUFFER_BYTES = 96L * 1024 * 1024;
    private static final long MEMTABLE_BYTES = 4L * 1024 * 1024;
    // What a memtable takes at its first row, by default an eighth of what it may grow to. The stores of 48 partitions
    // took more than the budget then while they were nearly empty, and each write had RocksDB put a few rows on disk.
    private static final long ARENA_BLOCK_BYTES = 32L * 1024;
    private static final int SHARD_BITS = -1;
    private static final double HIGH_PRIORITY_SHARE = 0.1;

    /** Loads the native library when the first store opens, not before. */
    private static final class Shared {
        static final Cache CACHE = new LRUCache(CACHE_BYTES, SHARD_BITS, false, HIGH_PRIORITY_SHARE);
        static final WriteBufferManager WRITE_BUFFERS = new WriteBufferManager(WRITE_BUFFER_BYTES, CACHE);
    }

    @Override
    public void setConfig(String storeName, Options options, Map<String, Object> configs) {
        BlockBasedTableConfig table = (BlockBasedTableConfig) options.tableFormatConfig();
        table.setBlockCache(Shared.CACHE);
        table.setCacheIndexAndFilterBlocks(true);
        table.setCacheIndexAndFilterBlocksWithHighPriority(true);
        table.setPinTopLevelIndexAndFilter(true);
        options.setWriteBufferManager(Shared.WRITE_BUFFERS);
        options.setWriteBufferSize(MEMTABLE_BYTES);
        options.setArenaBlockSize(ARENA_BLOCK_BYTES);
        options.setTableFormatConfig(table);
    }

    @Override
    public void close(String storeName, Options options) {
        // Cache and write buffers are shared and live as long as the process.
    }
}
