package dev.linewarden.app;

import dev.linewarden.streams.GateRunner;
import io.micronaut.core.async.publisher.Publishers;
import io.micronaut.health.HealthStatus;
import io.micronaut.management.health.indicator.HealthIndicator;
import io.micronaut.management.health.indicator.HealthResult;
import jakarta.inject.Singleton;
import java.util.Map;
import org.apache.kafka.streams.ThreadMetadata;
import org.reactivestreams.Publisher;

/** Whether intents are being judged: UP only while every stream thread of ours runs. */
@Singleton
final class GateHealth implements HealthIndicator {

    private final GateRunner gate;

    GateHealth(GateRunner gate) {
        this.gate = gate;
    }

    @Override
    public Publisher<HealthResult> getResult() {
        return Publishers.just(HealthResult.builder("gate")
                .status(gate.isRunning() ? HealthStatus.UP : HealthStatus.DOWN)
                .details(Map.of(
                        "state",
                        gate.streams().state().name(),
                        "threads",
                        gate.streams().metadataForLocalThreads().stream()
                                .map(ThreadMetadata::threadState)
                                .sorted()
                                .toList()))
                .build());
    }
}
