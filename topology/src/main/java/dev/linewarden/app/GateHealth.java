package dev.linewarden.app;

import dev.linewarden.streams.GateRunner;
import io.micronaut.core.async.publisher.Publishers;
import io.micronaut.health.HealthStatus;
import io.micronaut.management.health.indicator.HealthIndicator;
import io.micronaut.management.health.indicator.HealthResult;
import jakarta.inject.Singleton;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.streams.ThreadMetadata;
import org.reactivestreams.Publisher;

/** Whether intents are being judged: UP only while every stream thread of ours runs and nothing is missing. */
@Singleton
final class GateHealth implements HealthIndicator {

    private final GateRunner gate;

    GateHealth(GateRunner gate) {
        this.gate = gate;
    }

    @Override
    public Publisher<HealthResult> getResult() {
        Optional<String> missing = gate.waitsFor();
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("state", gate.streams().state().name());
        missing.ifPresent(reason -> details.put("waits for", reason));
        if (gate.streams().state().isRunningOrRebalancing()) {
            details.put(
                    "threads",
                    gate.streams().metadataForLocalThreads().stream()
                            .map(ThreadMetadata::threadState)
                            .sorted()
                            .toList());
        }
        return Publishers.just(HealthResult.builder("gate")
                .status(gate.isRunning() && missing.isEmpty() ? HealthStatus.UP : HealthStatus.DOWN)
                .details(details)
                .build());
    }
}
