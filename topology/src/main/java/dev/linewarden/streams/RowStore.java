package dev.linewarden.streams;

import java.util.List;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/** A store of encoded rows: what can be said by getting and putting is, so that each store says those two alone. */
public interface RowStore extends KeyValueStore<String, byte[]> {

    @Override
    default byte @Nullable [] putIfAbsent(String key, byte[] value) {
        byte[] present = get(key);
        if (present == null) {
            put(key, value);
        }
        return present;
    }

    @Override
    default void putAll(List<KeyValue<String, byte[]>> entries) {
        entries.forEach(entry -> put(entry.key, entry.value));
    }

    @Override
    default byte @Nullable [] delete(String key) {
        byte[] present = get(key);
        put(key, null);
        return present;
    }
}
