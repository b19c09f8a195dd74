package dev.linewarden.bench;

import dev.linewarden.contract.Topics;
import dev.linewarden.registry.RecordDeserializer;
import dev.linewarden.registry.RecordSerializer;
import dev.linewarden.registry.RegistryClient;
import dev.linewarden.registry.RegistryConfig;
import dev.linewarden.streams.GateConfig;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.AutoOffsetReset;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.Topology;

/** What a topology costs that reads, decodes, encodes and writes, exactly once, and does nothing else. */
final class PassThrough {

    private PassThrough() {}

    /** A topic that carries requests, as none behind the gate does. */
    static String output(Topics topics) {
        return topics.prefix() + "passed-through";
    }

    static KafkaStreams start(GateConfig config) {
        RegistryClient registry = new RegistryClient(RegistryConfig.from(config.serdeSettings()));
        Topology topology = new Topology();
        topology.addSource(
                AutoOffsetReset.earliest(),
                "in",
                new StringDeserializer(),
                new ThreadLocalDeserializer(() -> new RecordDeserializer(registry)),
                config.topics().outboundRequests());
        topology.addSink("out", output(config.topics()), new StringSerializer(), new RecordSerializer(registry), "in");
        KafkaStreams streams = new KafkaStreams(topology, config.streamsSettings());
        streams.start();
        return streams;
    }
}
