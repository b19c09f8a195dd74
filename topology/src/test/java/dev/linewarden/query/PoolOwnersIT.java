package dev.linewarden.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.linewarden.contract.LineUpdates;
import dev.linewarden.core.state.Line;
import dev.linewarden.schemas.LineStatus;
import dev.linewarden.schemas.LineUpdate;
import dev.linewarden.schemas.OutboundRequest;
import dev.linewarden.schemas.PolicyUpdate;
import dev.linewarden.streams.GateConfig;
import dev.linewarden.streams.GateRunner;
import dev.linewarden.support.Cluster;
import dev.linewarden.support.Until;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.apache.kafka.streams.state.HostInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

@Execution(ExecutionMode.CONCURRENT)
class PoolOwnersIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final HostInfo FIRST = new HostInfo("first.example", 8080);
    private static final HostInfo SECOND = new HostInfo("second.example", 8080);
    // More than partitions, and on both of them.
    private static final List<String> POOLS = List.of("default", "a", "b", "c", "d", "e");

    @TempDir
    private Path directory;

    /** A gate, and what can be asked of it. */
    private record Asked(GateRunner gate, PoolOwners owners) implements AutoCloseable {

        PoolOwner ownerOf(String pool) {
            return owners.ownerOf(pool);
        }

        boolean knows(String pool, String line) {
            try {
                return PoolView.open(gate.streams(), ownerOf(pool)).line(line) != null;
            } catch (InvalidStateStoreException stillMoving) {
                return false;
            }
        }

        @Override
        public void close() {
            gate.close();
        }
    }

    @Test
    void every_instance_names_the_owner_of_a_pool_and_the_owner_alone_reads_it_also_after_it_has_moved()
            throws Exception {
        try (Cluster cluster = new Cluster("owners");
                Asked first = start(cluster, "first", FIRST)) {
            assertThat(first.owners().instances()).containsExactly(FIRST);
            try (Asked second = start(cluster, "second", SECOND)) {
                Until.holds(() -> POOLS.stream().allMatch(pool -> agree(first, second, pool)));
                Until.holds(() -> ownersOf(first).equals(Set.of(FIRST, SECOND)));
                assertThat(first.owners().instances()).containsExactly(FIRST, SECOND);
                assertThat(second.owners().instances()).containsExactly(FIRST, SECOND);

                POOLS.forEach(pool -> cluster.publish(line(pool)));
                POOLS.forEach(pool -> {
                    Asked owner = first.ownerOf(pool).isHere() ? first : second;
                    Asked other = owner == first ? second : first;
                    Until.holds(() -> owner.knows(pool, "line-of-" + pool));
                    assertThatThrownBy(() -> PoolView.open(other.gate().streams(), other.ownerOf(pool)))
                            .isInstanceOf(IllegalArgumentException.class)
                            .hasMessageContaining(first.ownerOf(pool).address().toString());
                });

                first.close();

                Until.holds(() -> POOLS.stream()
                        .allMatch(pool -> second.ownerOf(pool) != null
                                && second.ownerOf(pool).isHere()
                                && SECOND.equals(second.ownerOf(pool).address())));
                POOLS.forEach(pool -> Until.holds(() -> second.knows(pool, "line-of-" + pool)));
                assertThat(first.ownerOf("default")).isNull();
            }
        }
    }

    @Test
    void a_view_tells_what_the_gate_remembers_of_the_pool_and_of_no_other() throws Exception {
        try (Cluster cluster = new Cluster("view");
                Asked asked = start(cluster, "state", FIRST)) {
            cluster.publish(
                    new PolicyUpdate(
                            "default", "consent: {required: false}\nquiet-hours: {mode: off}\n", Instant.now()),
                    line("default"),
                    line("a"));
            cluster.reader(List.of(cluster.topics().journal())).until(read -> read.size() >= 3);
            OutboundRequest request = Cluster.request("r1", "a@example.com", "Ready?");
            cluster.publish(request);
            Instant decided = cluster.decisions()
                    .decisionsUntil(seen -> !seen.isEmpty())
                    .get(0)
                    .getDecidedAt();

            PoolOwner owner = asked.ownerOf("default");
            assertThat(owner.isHere()).isTrue();
            assertThat(owner.address()).isEqualTo(FIRST);
            PoolView view = PoolView.open(asked.gate().streams(), owner);
            assertThat(view.lines()).extracting(Line::line).containsExactly("line-of-default");
            assertThat(view.policy().yaml()).startsWith("consent");
            assertThat(view.request("r1")).isNotNull();
            assertThat(view.request("r2")).isNull();
            assertThat(view.clock().last()).isEqualTo(decided);
            assertThat(view.recipient("a@example.com").home()).isEqualTo("line-of-default");
            assertThat(view.recipient("b@example.com").home()).isNull();
        }
    }

    private static boolean agree(Asked first, Asked second, String pool) {
        PoolOwner one = first.ownerOf(pool);
        PoolOwner other = second.ownerOf(pool);
        return one != null
                && other != null
                && one.partition() == other.partition()
                && one.address().equals(other.address())
                && one.isHere() == FIRST.equals(one.address())
                && other.isHere() == SECOND.equals(other.address());
    }

    private static Set<HostInfo> ownersOf(Asked asked) {
        return POOLS.stream().map(pool -> asked.ownerOf(pool).address()).collect(Collectors.toSet());
    }

    private static LineUpdate line(String pool) {
        return LineUpdates.of(pool, "line-of-" + pool, "server-1", LineStatus.ACTIVE, null, Instant.now(), null);
    }

    private Asked start(Cluster cluster, String name, HostInfo address) throws Exception {
        GateConfig plain = cluster.gateConfig(directory.resolve(name));
        GateConfig config = new GateConfig(
                plain.bootstrapServers(),
                plain.registry(),
                plain.applicationId(),
                plain.topics(),
                plain.partitions(),
                plain.threads(),
                plain.standbys(),
                plain.stateDirectory(),
                Map.of("application.server", address.host() + ":" + address.port()));
        GateRunner gate = GateRunner.start(config);
        assertThat(gate.awaitRunning(PATIENCE)).isTrue();
        return new Asked(gate, new PoolOwners(gate.streams(), cluster.topics()));
    }
}
