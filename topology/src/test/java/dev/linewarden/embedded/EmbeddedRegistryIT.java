package dev.linewarden.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.linewarden.registry.RegistryClient;
import dev.linewarden.registry.RegistryConfig;
import dev.linewarden.registry.RegistryUnavailableException;
import dev.linewarden.schemas.LineUpdate;
import dev.linewarden.schemas.OutboundRequest;
import dev.linewarden.support.SharedBroker;
import java.time.Duration;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.kafka.common.errors.SerializationException;
import org.junit.jupiter.api.Test;

class EmbeddedRegistryIT {

    private static RegistryClient client(String url, boolean register) {
        return new RegistryClient(RegistryConfig.from(
                Map.of(RegistryConfig.URL, url, RegistryConfig.AUTO_REGISTER, Boolean.toString(register))));
    }

    @Test
    void a_registered_schema_keeps_its_id_over_a_restart() throws Exception {
        // Known before the two read what is there, which others add to meanwhile.
        int id = client(SharedBroker.registryUrl(), true).id("before-value", LineUpdate.getClassSchema());
        try (EmbeddedRegistry first = EmbeddedRegistry.start(SharedBroker.bootstrapServers(), Ports.free())) {
            assertThat(client(first.url(), true).id("restart-value", LineUpdate.getClassSchema()))
                    .isEqualTo(id);
        }
        try (EmbeddedRegistry second = EmbeddedRegistry.start(SharedBroker.bootstrapServers(), Ports.free())) {
            assertThat(client(second.url(), false).id("restart-value", LineUpdate.getClassSchema()))
                    .isEqualTo(id);
            assertThat(client(second.url(), false).schema(id)).isEqualTo(LineUpdate.getClassSchema());
        }
    }

    @Test
    void what_is_not_registered_is_refused_when_registration_is_off() {
        RegistryClient client = client(SharedBroker.registryUrl(), false);
        assertThatThrownBy(() -> client.id("nowhere-value", OutboundRequest.getClassSchema()))
                .isInstanceOf(SerializationException.class)
                .hasMessageContaining("auto.register.schemas is off");
        assertThatThrownBy(() -> client.schema(99_999)).isInstanceOf(SerializationException.class);
    }

    /** The second half of an answer must not wait until the first is acknowledged, which takes 40 ms. */
    @Test
    void most_questions_are_answered_at_once() {
        RegistryClient client = client(SharedBroker.registryUrl(), false);
        int atOnce = 0;
        for (int i = 0; i < 100; i++) {
            int unknown = 99_000 + i;
            long start = System.nanoTime();
            assertThatThrownBy(() -> client.schema(unknown)).isInstanceOf(SerializationException.class);
            atOnce += Duration.ofNanos(System.nanoTime() - start).toMillis() < 30 ? 1 : 0;
        }

        assertThat(atOnce).isGreaterThan(50);
    }

    @Test
    void an_incompatible_version_is_refused() {
        RegistryClient client = client(SharedBroker.registryUrl(), true);
        client.id(
                "evolving-value",
                new Schema.Parser()
                        .parse("{\"type\":\"record\",\"name\":\"E\",\"fields\":[{\"name\":\"a\",\"type\":\"int\"}]}"));

        client.id(
                "evolving-value",
                new Schema.Parser()
                        .parse(
                                "{\"type\":\"record\",\"name\":\"E\",\"fields\":[{\"name\":\"a\",\"type\":\"int\"},{\"name\":\"b\",\"type\":\"int\",\"default\":0}]}"));
        assertThatThrownBy(
                        () -> client.id(
                                "evolving-value",
                                new Schema.Parser()
                                        .parse(
                                                "{\"type\":\"record\",\"name\":\"E\",\"fields\":[{\"name\":\"a\",\"type\":\"string\"}]}")))
                .isInstanceOf(SerializationException.class)
                .hasMessageContaining("409");
    }

    @Test
    void a_registry_that_does_not_answer_is_no_fault_of_the_bytes() {
        RegistryClient client = client("http://localhost:" + Ports.free(), false);
        assertThatThrownBy(() -> client.schema(1))
                .isInstanceOf(RegistryUnavailableException.class)
                .hasMessageContaining("is it running");
    }
}
