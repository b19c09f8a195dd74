package dev.linewarden.store;

import dev.linewarden.core.state.Rows;
import dev.linewarden.core.state.Table;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The gate's state, read from the changelogs of its stores: complete however old, and as of the last commit. */
public final class Changelog {

    private Changelog() {}

    /** The topic in which Kafka Streams keeps what a store holds. */
    public static String topic(String applicationId, Table table) {
        return applicationId + "-" + table.storeName() + "-changelog";
    }

    /** Takes one record of the table's changelog over into {@code rows}. */
    public static void apply(Table table, byte[] key, byte @Nullable [] value, Rows rows) {
        if (value == null) {
            rows.delete(table, new String(key, StandardCharsets.UTF_8));
        } else {
            rows.put(RowCodec.decode(value));
        }
    }
}
