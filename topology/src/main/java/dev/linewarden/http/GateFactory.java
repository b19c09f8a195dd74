package dev.linewarden.http;

import dev.linewarden.client.Cluster;
import dev.linewarden.query.PoolOwners;
import dev.linewarden.streams.GateConfig;
import dev.linewarden.streams.GateRunner;
import io.micronaut.context.annotation.Factory;
import jakarta.inject.Singleton;

/** What the API stands on, from the gate that runs in this process. */
@Factory
final class GateFactory {

    @Singleton
    Cluster cluster(GateRunner gate) {
        GateConfig config = gate.config();
        return new Cluster(config.bootstrapServers(), config.registry(), config.withoutSecrets(), config.topics());
    }

    @Singleton
    PoolOwners owners(GateRunner gate) {
        return new PoolOwners(gate.streams(), gate.config().topics());
    }
}
