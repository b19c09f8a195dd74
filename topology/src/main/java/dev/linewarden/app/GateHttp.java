package dev.linewarden.app;

import dev.linewarden.http.Limits;
import dev.linewarden.http.WebJars;
import dev.linewarden.streams.GateRunner;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.kafka.KafkaStreamsMetrics;
import io.micronaut.context.ApplicationContext;
import io.micronaut.runtime.server.EmbeddedServer;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;

/** The HTTP side of a running gate: the API, {@code /health} and {@code /prometheus}. */
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
    public static GateHttp start(GateRunner gate, String host, int port) {
        Admin admin = gate.admin();
        ApplicationContext context = ApplicationContext.builder()
                .banner(false)
                .deduceEnvironment(false)
                .properties(properties(host, port))
                .singletons(gate, new BrokerHealth(admin, gate.config().bootstrapServers()))
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

    private static Map<String, Object> properties(String host, int port) {
        Map<String, Object> properties = new HashMap<>();
        properties.put("micronaut.server.host", host);
        properties.put("micronaut.server.port", port);
        properties.put("micronaut.server.max-request-size", Limits.MAX_BODY_BYTES);
        properties.put("micronaut.server.netty.request-decompression-enabled", false);
        // Live events are silent for as long as nothing happens.
        properties.put("micronaut.server.idle-timeout", "PT10M");
        properties.put("micronaut.router.static-resources.swagger-ui.mapping", "/webjars/swagger-ui/**");
        properties.put(
                "micronaut.router.static-resources.swagger-ui.paths",
                "classpath:META-INF/resources/webjars/swagger-ui/" + WebJars.versionOf("org.webjars", "swagger-ui"));
        properties.put("endpoints.all.sensitive", false);
        properties.put("endpoints.health.details-visible", "ANONYMOUS");
        properties.put("micronaut.metrics.export.prometheus.step", "PT10S");
        properties.put("micronaut.metrics.export.prometheus.descriptions", true);
        return properties;
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
