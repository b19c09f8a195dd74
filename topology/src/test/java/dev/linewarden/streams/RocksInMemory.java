package dev.linewarden.streams;

import java.util.Map;
import org.apache.kafka.streams.state.RocksDBConfigSetter;
import org.rocksdb.Env;
import org.rocksdb.Options;
import org.rocksdb.RocksMemEnv;

/**
 * The stores as in production, on files in memory: opening and closing nine of them waits for the disk some thirty times,
 * which was half of what a scenario took. What is durable is tested on a real broker, with a real disk.
 */
public final class RocksInMemory implements RocksDBConfigSetter {

    // One for all, for the life of the JVM; each stage has folders of its own in it.
    private static final Env FILES = new RocksMemEnv(Env.getDefault());

    private final BoundedRocks asInProduction = new BoundedRocks();

    @Override
    public void setConfig(String storeName, Options options, Map<String, Object> configs) {
        asInProduction.setConfig(storeName, options, configs);
        options.setEnv(FILES);
    }

    @Override
    public void close(String storeName, Options options) {
        asInProduction.close(storeName, options);
    }
}
