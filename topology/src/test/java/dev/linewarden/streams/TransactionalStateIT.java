package dev.linewarden.streams;

import static dev.linewarden.support.Cluster.request;
import static org.assertj.core.api.Assertions.assertThat;

import dev.linewarden.contract.LineUpdates;
import dev.linewarden.contract.Topics;
import dev.linewarden.schemas.Decision;
import dev.linewarden.schemas.LineStatus;
import dev.linewarden.schemas.Outcome;
import dev.linewarden.schemas.PolicyUpdate;
import dev.linewarden.support.Cluster;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.kafka.streams.StreamsConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kafka's transactional stores, which are off unless asked for. */
class TransactionalStateIT {

    @TempDir
    private Path state;

    @Test
    void they_are_off_unless_asked_for() {
        GateConfig plain = new GateConfig("b", "r", "a", new Topics(""), 1, 1, 0, state, Map.of());

        assertThat(new StreamsConfig(plain.streamsSettings())
                        .getBoolean(StreamsConfig.TRANSACTIONAL_STATE_STORES_CONFIG))
                .isFalse();
    }

    @Test
    void a_gate_with_them_decides_and_remembers_what_it_counted() throws Exception {
        try (Cluster cluster = new Cluster("transactional")) {
            Instant now = Instant.now();
            Cluster.Reader decisions = cluster.decisions();
            try (GateRunner gate = GateRunner.start(config(cluster))) {
                assertThat(gate.awaitRunning(Duration.ofSeconds(60))).isTrue();
                cluster.publish(
                        new PolicyUpdate(
                                "default",
                                "consent: {required: false}\nquiet-hours: {mode: off}\nassignment: {mode: off}\nserver-quota: {limit: 1}\n",
                                now),
                        LineUpdates.of("default", "line-1", "server-1", LineStatus.ACTIVE, null, now, null));
                cluster.reader(List.of(cluster.topics().journal())).until(read -> read.size() >= 2);
                cluster.publish(request("one", "a@example.com", "Ready?"));
                decisions.decisionsUntil(seen -> seen.size() == 1);
            }
            try (GateRunner again = GateRunner.start(config(cluster))) {
                cluster.publish(request("two", "b@example.com", "Ready?"));

                assertThat(decisions.decisionsUntil(seen -> seen.size() == 2))
                        .extracting(Decision::getOutcome)
                        .containsExactly(Outcome.APPROVED, Outcome.REJECTED);
                assertThat(again.hasFailed()).isFalse();
            }
        }
    }

    private GateConfig config(Cluster cluster) {
        GateConfig plain = cluster.gateConfig(state);
        return new GateConfig(
                plain.bootstrapServers(),
                plain.registry(),
                plain.applicationId(),
                plain.topics(),
                plain.partitions(),
                plain.threads(),
                plain.standbys(),
                plain.stateDirectory(),
                Map.of(StreamsConfig.TRANSACTIONAL_STATE_STORES_CONFIG, "true"));
    }
}
