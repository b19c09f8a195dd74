package dev.linewarden.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import org.apache.kafka.streams.state.HostInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OwnAddressTest {

    @Test
    void who_listens_on_one_interface_is_found_there() {
        assertThat(OwnAddress.of("127.0.0.1", 8080)).isEqualTo("127.0.0.1:8080");
        assertThat(HostInfo.buildFromEndpoint(OwnAddress.of("::1", 8080))).isEqualTo(new HostInfo("::1", 8080));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0", "::"})
    void who_listens_on_every_interface_is_found_at_the_address_of_the_machine(String everywhere) throws Exception {
        HostInfo told = HostInfo.buildFromEndpoint(OwnAddress.of(everywhere, 8080));

        assertThat(told.port()).isEqualTo(8080);
        assertThat(InetAddress.getByName(told.host()))
                .isEqualTo(InetAddress.getByName(InetAddress.getLocalHost().getHostAddress()));
    }

    @Test
    void any_port_and_a_name_that_nobody_knows_are_told_to_nobody() {
        assertThat(OwnAddress.of("127.0.0.1", 0)).isNull();
        assertThat(OwnAddress.of("no-such-host.invalid", 8080)).isNull();
    }
}
