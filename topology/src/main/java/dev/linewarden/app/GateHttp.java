package dev.linewarden.app;

import dev.linewarden.http.Limits;
import dev.linewarden.http.Logins;
import dev.linewarden.http.Warmth;
import dev.linewarden.http.WebJars;
import dev.linewarden.streams.GateRunner;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.kafka.KafkaStreamsMetrics;
import io.micronaut.context.ApplicationContext;
import io.micronaut.runtime.server.EmbeddedServer;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;

/** The HTTP side of a running gate: the dashboard, the API, {@code /health} and {@code /prometheus}. */
public final class GateHttp implements AutoCloseable {

    private static final List<Map<String, Object>> OPEN_PATHS = Stream.of("/health", "/webjars/**", "/assets/**")
            .map(path -> Map.<String, Object>of("pattern", path, "access", List.of("isAnonymous()")))
            .toList();

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
     * @param host the interface to listen on
     * @param logins who may log in; nobody need on this machine's loopback
     * @throws IllegalArgumentException for another interface without logins
     */
    public static GateHttp start(GateRunner gate, String host, int port, Logins logins) {
        if (logins.isEmpty() && !isLoopback(host)) {
            throw new IllegalArgumentException(host + " is beyond this machine and nobody could log in");
        }
        Admin admin = gate.admin();
        ApplicationContext context = ApplicationContext.builder()
                .banner(false)
                .deduceEnvironment(false)
                .properties(properties(host, port, logins))
                .singletons(gate, logins, new BrokerHealth(admin, gate.config().bootstrapServers()))
                .start();
        MeterRegistry meters = context.getBean(MeterRegistry.class);
        new KafkaStreamsMetrics(gate.streams()).bindTo(meters);
        for (KnownNoise.Kind kind : KnownNoise.Kind.values()) {
            FunctionCounter.builder("linewarden.log.kept.out", kind, KnownNoise::count)
                    .description("Lines of Kafka that look like errors and are none, kept out of the log")
                    .tag("kind", kind.name().toLowerCase(Locale.ROOT))
                    .register(meters);
        }
        EmbeddedServer server = context.getBean(EmbeddedServer.class).start();
        gate.onRunning(() -> warm(context));
        return new GateHttp(context, server, admin);
    }

    private static void warm(ApplicationContext context) {
        if (context.isRunning()) {
            context.getBean(Warmth.class).warm();
        }
    }

    private static Map<String, Object> properties(String host, int port, Logins logins) {
        boolean hasLogins = !logins.isEmpty();
        Map<String, Object> properties = new HashMap<>();
        properties.put("micronaut.server.host", host);
        properties.put("micronaut.server.port", port);
        properties.put("micronaut.server.max-request-size", Limits.MAX_BODY_BYTES);
        properties.put("micronaut.server.netty.request-decompression-enabled", false);
        // Live events are silent for as long as nothing happens.
        properties.put("micronaut.server.idle-timeout", "PT10M");
        webJar(properties, "org.webjars", "swagger-ui", "swagger-ui");
        webJar(properties, "org.webjars.npm", "htmx.org", "htmx");
        webJar(properties, "org.webjars.npm", "uplot", "uplot");
        properties.put("micronaut.router.static-resources.assets.mapping", "/assets/**");
        properties.put("micronaut.router.static-resources.assets.paths", "classpath:assets");
        properties.put("micronaut.security.enabled", hasLogins);
        properties.put("micronaut.security.intercept-url-map", OPEN_PATHS);
        properties.put("micronaut.security.reject-not-found", false);
        properties.putAll(logins.providerProperties());
        properties.put("endpoints.all.sensitive", hasLogins);
        // Probes cannot log in; what they are told is UP or DOWN.
        properties.put("endpoints.health.sensitive", false);
        properties.put("endpoints.health.details-visible", hasLogins ? "AUTHENTICATED" : "ANONYMOUS");
        properties.put("micronaut.metrics.export.prometheus.step", "PT10S");
        properties.put("micronaut.metrics.export.prometheus.descriptions", true);
        return properties;
    }

    /** Serves a library's files under a path without its version. */
    private static void webJar(Map<String, Object> properties, String group, String name, String path) {
        String resources = "micronaut.router.static-resources." + path;
        properties.put(resources + ".mapping", "/webjars/" + path + "/**");
        properties.put(
                resources + ".paths",
                "classpath:META-INF/resources/webjars/" + name + "/" + WebJars.versionOf(group, name));
    }

    /** Whether the interface is this machine's own, which nobody else reaches. */
    public static boolean isLoopback(String host) {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException unknown) {
            return false;
        }
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
