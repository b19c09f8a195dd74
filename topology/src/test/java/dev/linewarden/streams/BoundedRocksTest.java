package dev.linewarden.streams;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;

/** One budget for the stores of all tasks: a store that holds little takes little of it. */
class BoundedRocksTest {

    private static final int ROWS = 20;
    private static final int ROW_BYTES = 500;
    private static final long MOST = 64 * 1024;

    @TempDir
    private Path directory;

    @Test
    void a_store_with_a_few_rows_takes_a_few_kilobytes_of_write_buffers() throws RocksDBException {
        RocksDB.loadLibrary();
        try (Options options =
                new Options().setCreateIfMissing(true).setTableFormatConfig(new BlockBasedTableConfig())) {
            new BoundedRocks().setConfig("store", options, Map.of());
            try (RocksDB store = RocksDB.open(options, directory.toString())) {
                for (int row = 0; row < ROWS; row++) {
                    store.put(("key" + row).getBytes(UTF_8), new byte[ROW_BYTES]);
                }

                assertThat(store.getLongProperty("rocksdb.cur-size-all-mem-tables"))
                        .isBetween((long) ROWS * ROW_BYTES, MOST);
            }
        }
    }
}
