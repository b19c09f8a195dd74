package dev.linewarden.bench;

import dev.linewarden.core.state.Table;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.LagInfo;

/** A gate that keeps copies of another's state. */
final class Standby {

    // What is written between two looks: a copy is never at the very end of what is changing.
    private static final long NEAR = 1_000;

    private Standby() {}

    /** Waits until the instance has a copy of every store, near its end. */
    static void awaitCopyOf(int partitions, KafkaStreams streams, Duration patience) throws InterruptedException {
        long until = System.nanoTime() + patience.toNanos();
        while (!isCopyOf(partitions, streams)) {
            if (System.nanoTime() > until) {
                throw new IllegalStateException("no copy within " + patience);
            }
            Thread.sleep(100);
        }
    }

    private static boolean isCopyOf(int partitions, KafkaStreams streams) {
        Map<String, Map<Integer, LagInfo>> stores = streams.allLocalStorePartitionLags();
        return stores.size() == Table.values().length
                && stores.values().stream()
                        .allMatch(lags -> lags.size() == partitions
                                && lags.values().stream().allMatch(lag -> lag.offsetLag() < NEAR));
    }
}
