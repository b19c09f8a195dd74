package dev.linewarden.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.linewarden.schemas.PolicyUpdate;
import dev.linewarden.support.MemoryRegistry;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class RecordSerializerTest {

    private static final PolicyUpdate WHOLE = new PolicyUpdate("default", "{}", Instant.EPOCH);

    private final RecordSerializer serializer = new RecordSerializer(MemoryRegistry.client());

    @Test
    void one_that_could_not_be_written_leaves_nothing_behind() {
        byte[] expected = serializer.serialize("policies", WHOLE);
        PolicyUpdate broken = new PolicyUpdate("default", null, Instant.EPOCH);
        assertThatThrownBy(() -> serializer.serialize("policies", broken)).isInstanceOf(NullPointerException.class);

        assertThat(serializer.serialize("policies", WHOLE)).isEqualTo(expected);
    }
}
