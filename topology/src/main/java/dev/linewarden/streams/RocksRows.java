package dev.linewarden.streams;

import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.query.Position;
import org.apache.kafka.streams.state.KeyValueBytesStoreSupplier;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.apache.kafka.streams.state.internals.RocksDBStore;

/**
 * Kafka's store of RocksDB, which does not copy its position for each row. A position says how far a store has read its inputs, to
 * whoever queries it with a bound; nobody does here. For every row that goes to a changelog Kafka Streams asks for a copy, three maps
 * and their iterators, and uses it only where consistency vectors are on.
 */
final class RocksRows extends RocksDBStore {

    private static final Position NOT_ASKED_FOR = Position.emptyPosition();

    private RocksRows(String name, String metricsScope) {
        super(name, metricsScope);
    }

    /** What {@link Stores#persistentKeyValueStore} supplies, but for the position. */
    static KeyValueBytesStoreSupplier supplier(String store) {
        return new Supplier(Stores.persistentKeyValueStore(store));
    }

    @Override
    public Position getPosition() {
        return NOT_ASKED_FOR;
    }

    private record Supplier(KeyValueBytesStoreSupplier plain) implements KeyValueBytesStoreSupplier {

        @Override
        public String name() {
            return plain.name();
        }

        @Override
        public KeyValueStore<Bytes, byte[]> get() {
            return new RocksRows(plain.name(), plain.metricsScope());
        }

        @Override
        public String metricsScope() {
            return plain.metricsScope();
        }
    }
}
