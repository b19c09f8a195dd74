package dev.linewarden.streams;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.state.KeyValueStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A store that asks filters first finds what Kafka's would find. */
class RocksRowsTest {

    // Some megabytes: more than memory holds of a store before it is written to disk.
    private static final int ROWS = 20_000;
    private static final int ROW_BYTES = 500;

    @TempDir
    private Path directory;

    private KeyValueStore<Bytes, byte[]> store = RocksRows.supplier("rows").get();

    @AfterEach
    void close() {
        store.close();
    }

    private void open(boolean isTransactional) {
        Properties settings = new Properties();
        settings.putAll(Map.of(
                StreamsConfig.APPLICATION_ID_CONFIG,
                "rows",
                StreamsConfig.BOOTSTRAP_SERVERS_CONFIG,
                "nowhere:1",
                StreamsConfig.ROCKSDB_CONFIG_SETTER_CLASS_CONFIG,
                BoundedRocks.class,
                StreamsConfig.TRANSACTIONAL_STATE_STORES_CONFIG,
                isTransactional));
        store = RocksRows.supplier("rows").get();
        store.init(
                new MockProcessorContext<Void, Void>(settings, new TaskId(0, 0), directory.toFile())
                        .getStateStoreContext(),
                store);
    }

    private static Bytes key(String text) {
        return Bytes.wrap(text.getBytes(UTF_8));
    }

    @Test
    void every_row_is_found_in_memory_and_on_disk_and_no_other() {
        open(false);
        for (int i = 0; i < ROWS; i++) {
            store.put(key("row " + i), new byte[ROW_BYTES]);
        }

        for (int i = 0; i < ROWS; i++) {
            assertThat(store.get(key("row " + i))).hasSize(ROW_BYTES);
            assertThat(store.get(key("none " + i))).isNull();
        }
    }

    @Test
    void a_row_that_was_deleted_is_not_found() {
        open(false);
        store.put(key("a"), new byte[ROW_BYTES]);
        store.delete(key("a"));

        assertThat(store.get(key("a"))).isNull();
    }

    @Test
    void rows_are_found_when_the_store_is_opened_again() {
        open(false);
        store.put(key("a"), new byte[ROW_BYTES]);
        store.close();
        open(false);

        assertThat(store.get(key("a"))).hasSize(ROW_BYTES);
    }

    @Test
    void what_a_transaction_has_written_is_found_before_it_is_committed() {
        open(true);
        store.put(key("a"), new byte[ROW_BYTES]);

        assertThat(store.get(key("a"))).hasSize(ROW_BYTES);
        assertThat(store.get(key("b"))).isNull();
    }

    @Test
    void a_store_that_is_closed_says_so() {
        open(false);
        store.close();

        assertThatThrownBy(() -> store.get(key("a"))).isInstanceOf(InvalidStateStoreException.class);
    }
}
