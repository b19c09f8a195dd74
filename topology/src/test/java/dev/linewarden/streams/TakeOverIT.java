package dev.linewarden.streams;

import static dev.linewarden.support.Cluster.request;
import static org.assertj.core.api.Assertions.assertThat;

import dev.linewarden.contract.LineUpdates;
import dev.linewarden.schemas.LineStatus;
import dev.linewarden.schemas.PolicyUpdate;
import dev.linewarden.support.Cluster;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pools move as soon as their gate ends, not when its session times out (10 s). */
class TakeOverIT {

    private static final Duration AT_ONCE = Duration.ofSeconds(3);

    @TempDir
    private Path directory;

    @Test
    void the_pools_of_a_gate_that_ends_are_judged_by_the_other_within_three_seconds() throws Exception {
        try (Cluster cluster = new Cluster("takeover")) {
            Instant now = Instant.now();
            cluster.publish(
                    new PolicyUpdate("default", "consent: {required: false}\nquiet-hours: {mode: off}\n", now),
                    LineUpdates.of("default", "line-1", "server-1", LineStatus.ACTIVE, null, now, null));
            GateRunner first = GateRunner.start(cluster.gateConfig(directory.resolve("first")));
            try (GateRunner second = startBeside(first, cluster)) {
                Cluster.Reader decisions = cluster.decisions();
                // One request a pool, so that every partition of the journal has work.
                List<String> pools = List.of("default", "a", "b", "c", "d");
                ask(cluster, pools, "before");
                decisions.decisionsUntil(seen -> seen.size() >= pools.size());

                first.close();
                long closed = System.nanoTime();
                ask(cluster, pools, "after");
                decisions.decisionsUntil(seen -> seen.size() >= 2 * pools.size());

                assertThat(Duration.ofNanos(System.nanoTime() - closed)).isLessThan(AT_ONCE);
                assertThat(second.isRunning()).isTrue();
            } finally {
                first.close();
            }
        }
    }

    private GateRunner startBeside(GateRunner first, Cluster cluster) throws Exception {
        assertThat(first.awaitRunning(Duration.ofSeconds(60))).isTrue();
        GateRunner second = GateRunner.start(cluster.gateConfig(directory.resolve("second")));
        assertThat(second.awaitRunning(Duration.ofSeconds(60))).isTrue();
        return second;
    }

    private static void ask(Cluster cluster, List<String> pools, String id) {
        for (String pool : pools) {
            var request = request(id + "-" + pool, "a@example.com", "Ready?");
            request.setPool(pool);
            cluster.publish(request);
        }
    }
}
