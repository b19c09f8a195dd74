package dev.linewarden.store.kafka;

import dev.linewarden.core.state.Row;
import dev.linewarden.core.state.StateView;
import dev.linewarden.core.state.Table;
import dev.linewarden.store.RowCodec;
import dev.linewarden.store.WholeState;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.StoreQueryParameters;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.QueryableStoreTypes;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * Reads the stores of one journal partition, and cannot write them. It keeps nothing, so any number of threads may read
 * through one view while the stream thread writes: each row is whole, two rows may be of different moments, and what is read
 * may not be committed yet. When the partition has moved away, reading throws {@link
 * org.apache.kafka.streams.errors.InvalidStateStoreException}: ask for the stores again.
 */
public final class ReadOnlyStoreView implements StateView, WholeState {

    private final Map<Table, ReadOnlyKeyValueStore<String, byte[]>> stores = new EnumMap<>(Table.class);

    /**
     * @param stores the store of each table, all of the same partition: ranges over several would not be in order
     */
    public ReadOnlyStoreView(Function<Table, ? extends ReadOnlyKeyValueStore<String, byte[]>> stores) {
        for (Table table : Table.values()) {
            this.stores.put(table, stores.apply(table));
        }
    }

    /**
     * The stores of a partition in a running gate.
     *
     * @throws org.apache.kafka.streams.errors.InvalidStateStoreException when the partition is not there, or is being restored
     */
    public static ReadOnlyStoreView of(KafkaStreams streams, int partition) {
        return new ReadOnlyStoreView(table -> streams.store(StoreQueryParameters.fromNameAndType(
                        table.storeName(), QueryableStoreTypes.<String, byte[]>keyValueStore())
                .withPartition(partition)));
    }

    @Override
    public @Nullable Row get(Table table, String key) {
        byte[] bytes = store(table).get(key);
        return bytes == null ? null : RowCodec.decode(bytes);
    }

    @Override
    public List<Row> range(Table table, String from, String to, int limit) {
        List<Row> rows = new ArrayList<>();
        try (KeyValueIterator<String, byte[]> entries = store(table).range(from, to)) {
            while (rows.size() < limit && entries.hasNext()) {
                KeyValue<String, byte[]> entry = entries.next();
                // The store's range includes its end, ours does not.
                if (!entry.key.equals(to)) {
                    rows.add(RowCodec.decode(entry.value));
                }
            }
        }
        return rows;
    }

    @Override
    public void forEach(Table table, Consumer<Row> take) {
        try (KeyValueIterator<String, byte[]> entries = store(table).all()) {
            while (entries.hasNext()) {
                take.accept(RowCodec.decode(entries.next().value));
            }
        }
    }

    private ReadOnlyKeyValueStore<String, byte[]> store(Table table) {
        ReadOnlyKeyValueStore<String, byte[]> store = stores.get(table);
        if (store == null) {
            throw new IllegalStateException("no store for " + table);
        }
        return store;
    }
}
