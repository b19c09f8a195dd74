package dev.linewarden.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.linewarden.contract.LineUpdates;
import dev.linewarden.contract.SchemaAdmin;
import dev.linewarden.contract.Topics;
import dev.linewarden.embedded.Ports;
import dev.linewarden.schemas.JournalEntry;
import dev.linewarden.schemas.LineStatus;
import dev.linewarden.schemas.LineUpdate;
import dev.linewarden.schemas.OutboundRequest;
import dev.linewarden.schemas.Source;
import dev.linewarden.support.Cluster;
import dev.linewarden.support.SharedBroker;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.utils.Utils;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Our serde against Confluent's genuine one, byte for byte, over our registry and over a real one. Profile interop. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SerdeAgainstGenuine {

    private static final String SERIALIZER = "io.confluent.kafka.serializers.KafkaAvroSerializer";
    private static final String DESERIALIZER = "io.confluent.kafka.serializers.KafkaAvroDeserializer";
    private static final Instant NOON = Instant.parse("2026-03-02T18:00:00Z");

    private Process apicurio;
    private String apicurioUrl;

    @BeforeAll
    void start_the_real_registry() throws Exception {
        AvroSafety.apply();
        Path java = newerJava();
        if (java == null) {
            return;
        }
        int port = Ports.free();
        apicurio = new ProcessBuilder(
                        java.toString(),
                        "-Xmx400m",
                        "-Dquarkus.http.host=127.0.0.1",
                        "-Dquarkus.http.port=" + port,
                        "-Dquarkus.management.host=127.0.0.1",
                        "-Dquarkus.management.port=" + Ports.free(),
                        "-jar",
                        Path.of(System.getProperty("interop.apicurio"), "quarkus-run.jar")
                                .toString())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        apicurioUrl = "http://localhost:" + port + "/apis/ccompat/v7";
        awaitAnswer(apicurioUrl + "/subjects");
        // Its default is NONE.
        HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(apicurioUrl + "/config"))
                                .header("Content-Type", "application/json")
                                .PUT(HttpRequest.BodyPublishers.ofString("{\"compatibility\":\"FULL_TRANSITIVE\"}"))
                                .build(),
                        HttpResponse.BodyHandlers.discarding());
    }

    /** The registry needs Java 21; the project does not. */
    private static Path newerJava() throws IOException {
        Path jvms = Path.of("/usr/lib/jvm");
        if (!Files.isDirectory(jvms)) {
            return null;
        }
        try (Stream<Path> found = Files.list(jvms)) {
            return found.filter(home -> home.getFileName().toString().matches(".*(2[1-9]|3[0-9]).*"))
                    .map(home -> home.resolve("bin/java"))
                    .filter(Files::isExecutable)
                    .findFirst()
                    .orElse(null);
        }
    }

    private static void awaitAnswer(String url) throws InterruptedException {
        HttpClient client = HttpClient.newHttpClient();
        long deadline = System.nanoTime() + Duration.ofSeconds(90).toNanos();
        while (System.nanoTime() < deadline) {
            try {
                if (client.send(HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.discarding())
                                .statusCode()
                        == 200) {
                    return;
                }
            } catch (IOException notYet) {
                TimeUnit.MILLISECONDS.sleep(100);
            }
        }
        throw new AssertionError("the registry did not answer");
    }

    @AfterAll
    void stop_the_real_registry() throws InterruptedException {
        if (apicurio != null) {
            apicurio.destroy();
            apicurio.waitFor(20, TimeUnit.SECONDS);
        }
    }

    @Test
    void bytes_are_equal_both_ways_over_the_embedded_registry() throws Exception {
        compare(SharedBroker.registryUrl(), "embedded-interop");
    }

    @Test
    void bytes_are_equal_both_ways_over_a_real_registry() throws Exception {
        assumeTrue(apicurio != null, "no JDK 21 or later under /usr/lib/jvm: the real registry was skipped");
        compare(apicurioUrl, "real-interop");
    }

    @Test
    void the_contract_registers_in_a_real_registry_and_is_found_again_without_registration() {
        assumeTrue(apicurio != null, "no JDK 21 or later under /usr/lib/jvm: the real registry was skipped");
        Topics topics = new Topics("contract.");
        RegistryClient registering = new RegistryClient(RegistryConfig.from(Map.of(RegistryConfig.URL, apicurioUrl)));
        assertThat(SchemaAdmin.register(registering, topics)).isEqualTo(13);

        RegistryClient reading = new RegistryClient(
                RegistryConfig.from(Map.of(RegistryConfig.URL, apicurioUrl, RegistryConfig.AUTO_REGISTER, "false")));
        assertThat(SchemaAdmin.register(reading, topics)).isEqualTo(13);
    }

    private void compare(String registry, String topic) throws Exception {
        Map<String, Object> settings = new HashMap<>();
        settings.put(RegistryConfig.URL, registry);
        settings.put("specific.avro.reader", "true");
        settings.put("avro.use.logical.type.converters", "true");
        for (SpecificRecord record : records()) {
            String name = topic + "-" + record.getSchema().getName().toLowerCase(java.util.Locale.ROOT);
            try (Serializer<Object> genuineWriter = genuine(SERIALIZER, Serializer.class);
                    Deserializer<Object> genuineReader = genuine(DESERIALIZER, Deserializer.class);
                    RecordSerializer ourWriter = new RecordSerializer();
                    RecordDeserializer ourReader = new RecordDeserializer()) {
                genuineWriter.configure(settings, false);
                genuineReader.configure(settings, false);
                ourWriter.configure(settings, false);
                ourReader.configure(settings, false);

                byte[] ours = ourWriter.serialize(name, record);
                byte[] theirs = genuineWriter.serialize(name, record);

                assertThat(ours).isEqualTo(theirs);
                assertThat(ourReader.deserialize(name, theirs)).isEqualTo(record);
                assertThat(genuineReader.deserialize(name, ours)).isEqualTo(record);
            }
        }
    }

    private static List<SpecificRecord> records() {
        OutboundRequest request = Cluster.request("r1", "+19495550100", "Ready? äöü 🙂");
        request.setCreatedAt(NOON);
        request.setNotBefore(NOON.plusSeconds(60));
        request.setLabels(Map.of("campaign", "spring"));
        LineUpdate line = LineUpdates.of("default", "line-1", "server-1", LineStatus.ACTIVE, NOON, NOON, null);
        return List.of(
                request, line, new JournalEntry("default", NOON, new Source("outbound-requests", 3, 42L), request));
    }

    @SuppressWarnings("unchecked") // the genuine classes take and give objects
    private static <T> T genuine(String name, Class<?> type) throws ClassNotFoundException {
        return (T) Utils.newInstance(name, type);
    }
}
