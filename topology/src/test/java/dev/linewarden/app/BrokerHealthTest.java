package dev.linewarden.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linewarden.embedded.Ports;
import io.micronaut.health.HealthStatus;
import io.micronaut.management.health.indicator.HealthResult;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

class BrokerHealthTest {

    @Test
    void a_broker_that_does_not_answer_is_down_with_its_address() {
        String address = "localhost:" + Ports.free();
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", address))) {
            HealthResult result =
                    Mono.from(new BrokerHealth(admin, address).getResult()).block();

            assertThat(result.getStatus()).isEqualTo(HealthStatus.DOWN);
            assertThat(result.getDetails()).asString().contains(address);
        }
    }
}
