package dev.linewarden.support;

import dev.linewarden.embedded.EmbeddedKafka;
import dev.linewarden.embedded.EmbeddedRegistry;
import dev.linewarden.embedded.Ports;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import org.apache.kafka.common.utils.Utils;

/** One real broker and registry for all integration tests of a JVM; tests keep apart by topic prefix. */
public final class SharedBroker {

    private static final SharedBroker INSTANCE = start();

    private final EmbeddedKafka kafka;
    private final EmbeddedRegistry registry;

    private SharedBroker(EmbeddedKafka kafka, EmbeddedRegistry registry) {
        this.kafka = kafka;
        this.registry = registry;
    }

    public static String bootstrapServers() {
        return INSTANCE.kafka.bootstrapServers();
    }

    public static String registryUrl() {
        return INSTANCE.registry.url();
    }

    private static SharedBroker start() {
        try {
            Path directory = Scratch.directory("shared-broker");
            EmbeddedKafka kafka = EmbeddedKafka.start(directory, Ports.free());
            EmbeddedRegistry registry = EmbeddedRegistry.start(kafka.bootstrapServers(), Ports.free());
            Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                registry.close();
                kafka.close();
                try {
                    Utils.delete(directory.toFile());
                } catch (IOException left) {
                    throw new UncheckedIOException(left);
                }
            }));
            return new SharedBroker(kafka, registry);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }
}
