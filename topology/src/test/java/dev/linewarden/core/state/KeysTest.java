package dev.linewarden.core.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class KeysTest {

    private static final Instant NOON = Instant.parse("2026-03-02T12:00:00Z");

    @Test
    void every_row_tells_its_pool_by_where_it_lies() {
        assertThat(Keys.poolOf(Table.RECIPIENTS, Keys.of("pool", "a@example.com")))
                .isEqualTo("pool");
        assertThat(Keys.poolOf(Table.SERVER_DAILY_COUNTS, Keys.of("pool", "server-1", Keys.ordered(5))))
                .isEqualTo("pool");
        assertThat(Keys.poolOf(Table.DEFERRALS, Deferral.key("pool", "r1"))).isEqualTo("pool");
        assertThat(Keys.poolOf(Table.DEFERRALS, Waiter.start("pool", "a cause")))
                .isEqualTo("pool");
        assertThat(Keys.poolOf(Table.DEFERRALS, new Watch("pool", "line-1", NOON).key()))
                .isEqualTo("pool");
        assertThat(Keys.poolOf(Table.DEFERRALS, Release.ofAll("pool", NOON, 7).key()))
                .isEqualTo("pool");
    }
}
