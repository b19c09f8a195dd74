package dev.linewarden.streams;

import java.lang.reflect.Field;
import java.util.List;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.StateStoreContext;
import org.apache.kafka.streams.query.Position;
import org.apache.kafka.streams.state.KeyValueBytesStoreSupplier;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.apache.kafka.streams.state.internals.RocksDBStore;
import org.jspecify.annotations.Nullable;
import org.rocksdb.ColumnFamilyDescriptor;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.DBOptions;
import org.rocksdb.RocksDB;

/**
 * Kafka's store of RocksDB, without two things that a profile of the gate shows and nobody needs.
 *
 * <p>It does not copy its position for each row. A position says how far a store has read its inputs, to whoever queries it with a
 * bound; nobody does here. For every row that goes to a changelog Kafka Streams asks for a copy, three maps and their iterators, and
 * uses it only where consistency vectors are on.
 *
 * <p>That a key is not there it learns from {@code keyMayExist}, which asks filters and what is in memory. To say so of a {@code get},
 * RocksDB's binding throws an exception in C++ and catches it: a key that is not there takes three times as long, and the id of each
 * request is one.
 */
final class RocksRows extends RocksDBStore {

    private static final Position NOT_ASKED_FOR = Position.emptyPosition();

    private boolean isTransactional;
    private @Nullable RocksDB rows;
    private @Nullable ColumnFamilyHandle family;

    private RocksRows(String name, String metricsScope) {
        super(name, metricsScope);
    }

    /** What {@link Stores#persistentKeyValueStore} supplies, but for the position and for keys that are not there. */
    static KeyValueBytesStoreSupplier supplier(String store) {
        return new Supplier(Stores.persistentKeyValueStore(store));
    }

    @Override
    public void init(StateStoreContext context, StateStore root) {
        Object transactional = context.appConfigs().get(StreamsConfig.TRANSACTIONAL_STATE_STORES_CONFIG);
        isTransactional = Boolean.parseBoolean(String.valueOf(transactional));
        super.init(context, root);
    }

    @Override
    protected List<ColumnFamilyHandle> openRocksDB(
            DBOptions options, ColumnFamilyDescriptor ofRows, ColumnFamilyDescriptor... others) {
        List<ColumnFamilyHandle> families = super.openRocksDB(options, ofRows, others);
        // What a transaction has written lies beside the database until it is committed.
        rows = isTransactional ? null : opened();
        family = families.get(0);
        return families;
    }

    /** Kafka Streams shows it to nobody. */
    private RocksDB opened() {
        try {
            Field field = RocksDBStore.class.getDeclaredField("db");
            field.setAccessible(true);
            return (RocksDB) field.get(this);
        } catch (ReflectiveOperationException renamed) {
            throw new IllegalStateException("this version of Kafka Streams keeps its RocksDB elsewhere", renamed);
        }
    }

    @Override
    public synchronized byte @Nullable [] get(Bytes key) {
        return isSurelyAbsent(key) ? null : super.get(key);
    }

    /** A store that is closed says so itself. */
    private boolean isSurelyAbsent(Bytes key) {
        return rows != null && isOpen() && !rows.keyMayExist(family, key.get(), null);
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
