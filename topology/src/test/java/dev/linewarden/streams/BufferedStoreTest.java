package dev.linewarden.streams;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Properties;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What was written is read at once, and reaches store and changelog once a commit. */
class BufferedStoreTest {

    private static final int MOST_ROWS = 3;

    private final KeyValueStore<String, byte[]> store =
            BufferedStore.around(plain().withLoggingDisabled(), MOST_ROWS).build();

    BufferedStoreTest() {
        store.init(new MockProcessorContext<Void, Void>().getStateStoreContext(), store);
    }

    @AfterEach
    void close() {
        store.close();
    }

    private static StoreBuilder<KeyValueStore<String, byte[]>> plain() {
        return Stores.keyValueStoreBuilder(Stores.inMemoryKeyValueStore("rows"), Serdes.String(), Serdes.ByteArray());
    }

    private static byte[] row(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(byte[] row) {
        return row == null ? null : new String(row, StandardCharsets.UTF_8);
    }

    private static List<String> entries(KeyValueIterator<String, byte[]> found) {
        List<String> entries = new ArrayList<>();
        try (found) {
            while (found.hasNext()) {
                String next = found.peekNextKey();
                KeyValue<String, byte[]> entry = found.next();
                assertThat(entry.key).isEqualTo(next);
                entries.add(entry.key + "=" + text(entry.value));
            }
        }
        return entries;
    }

    private void commit() {
        ((BufferedStore) store).flushCache();
    }

    private String committed(String key) {
        return text(((BufferedStore) store).wrapped().get(key));
    }

    @Test
    void what_is_written_is_read_at_once_and_is_in_the_store_after_a_commit() {
        store.put("a", row("1"));
        store.put("a", row("2"));

        assertThat(text(store.get("a"))).isEqualTo("2");
        assertThat(committed("a")).isNull();

        commit();

        assertThat(committed("a")).isEqualTo("2");
        assertThat(text(store.get("a"))).isEqualTo("2");
    }

    @Test
    void what_is_deleted_is_gone_at_once_and_from_the_store_after_a_commit() {
        store.put("a", row("1"));
        commit();

        store.delete("a");

        assertThat(store.get("a")).isNull();
        assertThat(entries(store.all())).isEmpty();
        assertThat(committed("a")).isEqualTo("1");

        commit();

        assertThat(committed("a")).isNull();
    }

    @Test
    void an_empty_row_is_not_taken_for_none() {
        store.put("a", new byte[0]);

        assertThat(store.get("a")).isEmpty();
    }

    @Test
    void who_reads_what_is_committed_sees_no_more() {
        store.put("a", row("1"));

        assertThat(store.readOnly(IsolationLevel.READ_COMMITTED).get("a")).isNull();
        assertThat(text(store.readOnly(IsolationLevel.READ_UNCOMMITTED).get("a")))
                .isEqualTo("1");
    }

    @Test
    void what_was_not_committed_is_dropped_when_the_task_goes() {
        store.put("a", row("1"));

        ((BufferedStore) store).clearCache();
        commit();

        assertThat(store.get("a")).isNull();
    }

    @Test
    void more_than_it_holds_goes_to_the_store_before_the_commit() {
        for (int i = 1; i <= MOST_ROWS; i++) {
            store.put("k" + i, row("1"));
        }
        store.put("k1", row("2"));

        assertThat(committed("k1")).isNull();

        store.put("one more", row("1"));

        assertThat(committed("k1")).isEqualTo("2");
        assertThat(committed("one more")).isEqualTo("1");
        assertThat(text(store.get("k1"))).isEqualTo("2");
    }

    /** Each number writes or deletes one of a few keys, or commits. */
    @Property(tries = 200)
    void a_range_shows_both_sides_in_the_order_of_the_store(
            @ForAll @Size(max = 40)
                    List<@StringLength(min = 1, max = 2) @CharRange(from = 'a', to = 'e') String> written,
            @ForAll long seed) {
        BufferedStoreTest fresh = new BufferedStoreTest();
        TreeMap<String, String> expected = new TreeMap<>();
        long bits = seed;
        for (String key : written) {
            bits = bits * 6_364_136_223_846_793_005L + 1;
            int what = (int) (bits >>> 60);
            if (what < 9) {
                fresh.store.put(key, row(key + what));
                expected.put(key, key + what);
            } else if (what < 13) {
                fresh.store.delete(key);
                expected.remove(key);
            } else {
                fresh.commit();
            }
        }

        List<String> all = new ArrayList<>();
        expected.forEach((key, row) -> all.add(key + "=" + row));
        List<String> some = new ArrayList<>();
        expected.subMap("b", true, "d", true).forEach((key, row) -> some.add(key + "=" + row));
        assertThat(entries(fresh.store.all())).isEqualTo(all);
        assertThat(entries(fresh.store.range("b", "d"))).isEqualTo(some);
        fresh.close();
    }

    @Test
    void keys_are_ordered_as_their_bytes_are() {
        List<String> keys = new ArrayList<>(
                List.of("👍", "\uFF21", "a", "ab", "é", "日", "", "a\u0000", "a👍", "a\uFF21", "\uE000"));
        keys.sort(BufferedStore::inOrderOfBytes);

        assertThat(keys)
                .isSortedAccordingTo(Comparator.comparing(BufferedStoreTest::row, java.util.Arrays::compareUnsigned));
    }

    /** Kafka calls the hook by which it flushes its own cache. */
    @Test
    void a_commit_of_kafka_streams_writes_each_key_once_to_the_changelog() {
        Topology topology = new Topology();
        topology.addSource("in", new StringDeserializer(), new StringDeserializer(), "in");
        topology.addProcessor("write", () -> new Twice(), "in");
        topology.addStateStore(BufferedStore.around(plain(), MOST_ROWS), "write");
        Properties settings = new Properties();
        settings.put(StreamsConfig.APPLICATION_ID_CONFIG, "buffered");
        settings.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "nowhere:1");
        try (TopologyTestDriver driver = new TopologyTestDriver(topology, settings)) {
            driver.createInputTopic("in", new StringSerializer(), new StringSerializer())
                    .pipeInput("a", "1");

            assertThat(driver.createOutputTopic(
                                    "buffered-rows-changelog", new StringDeserializer(), new StringDeserializer())
                            .readKeyValuesToList())
                    .containsExactly(KeyValue.pair("a", "1, again"));
            assertThat(text(driver.<String, byte[]>getKeyValueStore("rows").get("a")))
                    .isEqualTo("1, again");
        }
    }

    /** Writes a row twice. */
    private static final class Twice implements Processor<String, String, Void, Void> {
        private KeyValueStore<String, byte[]> rows;

        @Override
        public void init(ProcessorContext<Void, Void> context) {
            rows = context.getStateStore("rows");
        }

        @Override
        public void process(Record<String, String> record) {
            rows.put(record.key(), row(record.value()));
            rows.put(record.key(), row(record.value() + ", again"));
        }
    }
}
