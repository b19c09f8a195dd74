package dev.linewarden.audit;

import dev.linewarden.client.Cluster;
import dev.linewarden.client.PartitionRecords;
import dev.linewarden.client.PartitionRecords.Recorded;
import dev.linewarden.schemas.Tick;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Whether a gate's days pass at another pace than its broker's, as in a demo. What it heard is in the journal with the broker's
 * times, so nothing comes out again: whoever finds that should be told why.
 */
public final class OtherPace {

    /** What there is to say of such a gate. */
    public static final String WORDS =
            "this gate's days pass at another pace than its broker's, as in a demo, and the broker's times stand in the journal:"
                    + " it cannot be decided again";

    private static final Duration BEHIND = Duration.ofHours(1);
    private static final Duration APART = Duration.ofMinutes(10);
    // Later on such a gate may have caught up with the present.
    private static final int FIRST_FEW = 5_000;

    private OtherPace() {}

    /** Whether the gate of the cluster is such a one. Reads the first few thousand ticks of each partition. */
    public static boolean of(Cluster cluster) {
        int partitions = PartitionRecords.countOf(cluster, cluster.topics().ticks());
        for (int partition = 0; partition < partitions; partition++) {
            if (of(cluster, partition)) {
                return true;
            }
        }
        return false;
    }

    private static boolean of(Cluster cluster, int partition) {
        try (PartitionRecords ticks =
                new PartitionRecords(cluster, cluster.topics().ticks(), partition)) {
            Duration first = ticks.hasNext() ? behind(ticks.next()) : null;
            for (int read = 1; read < FIRST_FEW && first != null && ticks.hasNext(); read++) {
                Duration later = behind(ticks.next());
                if (later != null && is(first, later)) {
                    return true;
                }
            }
            return false;
        }
    }

    private static @Nullable Duration behind(Recorded record) {
        return record.value() instanceof Tick tick ? Duration.between(tick.getNow(), record.appended()) : null;
    }

    /**
     * Whether time passes at another pace: a clock that is wrong is as wrong later on, or was set right.
     *
     * @param first by how much the gate was behind its broker when it began
     * @param later the same of a later time
     */
    static boolean is(Duration first, Duration later) {
        return first.compareTo(BEHIND) > 0
                && later.compareTo(BEHIND) > 0
                && first.minus(later).abs().compareTo(APART) > 0;
    }
}
