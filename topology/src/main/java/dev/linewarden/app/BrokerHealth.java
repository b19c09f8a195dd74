package dev.linewarden.app;

import io.micronaut.core.async.publisher.Publishers;
import io.micronaut.health.HealthStatus;
import io.micronaut.management.health.indicator.HealthIndicator;
import io.micronaut.management.health.indicator.HealthResult;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeClusterOptions;
import org.reactivestreams.Publisher;

/** Whether a broker answers: UP with how many there are, DOWN after a few seconds without an answer. */
final class BrokerHealth implements HealthIndicator {

    // Less than what probes usually wait.
    private static final Duration ANSWERS_WITHIN = Duration.ofSeconds(3);

    private final Admin admin;
    private final String bootstrapServers;

    BrokerHealth(Admin admin, String bootstrapServers) {
        this.admin = admin;
        this.bootstrapServers = bootstrapServers;
    }

    @Override
    public Publisher<HealthResult> getResult() {
        DescribeClusterOptions options = new DescribeClusterOptions().timeoutMs((int) ANSWERS_WITHIN.toMillis());
        CompletableFuture<HealthResult> result = admin.describeCluster(options)
                .nodes()
                .toCompletionStage()
                .toCompletableFuture()
                .handle((nodes, failed) -> failed == null
                        ? result(HealthStatus.UP, Map.of("brokers", nodes.size()))
                        : result(HealthStatus.DOWN, Map.of("no answer from", bootstrapServers)));
        return Publishers.fromCompletableFuture(result);
    }

    private static HealthResult result(HealthStatus status, Map<String, Object> details) {
        return HealthResult.builder("kafka").status(status).details(details).build();
    }
}
