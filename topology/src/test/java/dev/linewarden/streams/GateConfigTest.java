package dev.linewarden.streams;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linewarden.contract.Topics;
import java.nio.file.Path;
import java.util.Map;
import org.apache.kafka.streams.StreamsConfig;
import org.junit.jupiter.api.Test;

class GateConfigTest {

    @Test
    void what_is_uncommitted_is_added_up_where_stores_are_transactional_and_nowhere_else() {
        assertThat(mostUncommitted(Map.of())).isNegative();
        assertThat(mostUncommitted(Map.of(StreamsConfig.TRANSACTIONAL_STATE_STORES_CONFIG, "true")))
                .isPositive();
    }

    private static long mostUncommitted(Map<String, String> client) {
        GateConfig config = new GateConfig(
                "nowhere:1", "http://nowhere", "gate", new Topics(""), 1, 1, 0, Path.of("nowhere"), client);
        return new StreamsConfig(config.streamsSettings())
                .getLong(StreamsConfig.STATESTORE_UNCOMMITTED_MAX_BYTES_CONFIG);
    }
}
