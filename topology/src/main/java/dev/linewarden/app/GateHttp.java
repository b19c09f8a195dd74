package dev.linewarden.app;

import dev.linewarden.streams.GateRunner;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.kafka.KafkaStreamsMetrics;
import io.micronaut.context.ApplicationContext;
import io.micronaut.runtime.server.EmbeddedServer;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;

/** The HTTP side of a running gate: {@code /health} and {@code /prometheus}. */
public final class GateHttp implements AutoCloseable {

    private final ApplicationContext context;
    private final EmbeddedServer server;
    private final Admin admin;

    private GateHttp(ApplicationContext context, EmbeddedServer server, Admin admin) {
        this.context = context;
        this.server = server;
        this.admin = admin;
    }

    /**
     * Starts the server.
     *
     * @param host the interface to listen on; there is no authentication yet, so not a public one
     */
    public static GateHttp start(GateRunner gate, String bootstrapServers, String host, int port) {
        Admin admin = gate.admin();
        ApplicationContext context = ApplicationContext.builder()
                .banner(false)
                .deduceEnvironment(false)
                .properties(Map.of(
                        "micronaut.server.host",
                        host,
                        "micronaut.server.port",
                        port,
                        "micronaut.server.netty.request-decompression-enabled",
                        false,
                        "endpoints.all.sensitive",
                        false,
                        "endpoints.health.details-visible",
                        "ANONYMOUS",
                        "micronaut.metrics.export.prometheus.step",
                        "PT10S",
                        "micronaut.metrics.export.prometheus.descriptions",
                        true))
                .singletons(gate, new BrokerHealth(admin, bootstrapServers))
                .start();
        MeterRegistry meters = context.getBean(MeterRegistry.class);
        new KafkaStreamsMetrics(gate.streams()).bindTo(meters);
        for (KnownNoise.Kind kind : KnownNoise.Kind.values()) {
            FunctionCounter.builder("linewarden.log.kept.out", kind, KnownNoise::count)
                    .description("Lines of Kafka that look like errors and are none, kept out of the log")
                    .tag("kind", kind.name().toLowerCase(Locale.ROOT))
                    .register(meters);
        }
        return new GateHttp(context, context.getBean(EmbeddedServer.class).start(), admin);
    }

    public String url() {
        return "http://" + server.getHost() + ":" + server.getPort();
    }

    @Override
    public void close() {
        context.close();
        admin.close();
    }
}
