package dev.linewarden.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linewarden.core.model.Code;
import dev.linewarden.core.model.LineUpdate.Status;
import dev.linewarden.core.model.OutboundRequest;
import dev.linewarden.core.model.RequestBuilder;
import dev.linewarden.core.state.Deferral;
import dev.linewarden.core.state.Line;
import dev.linewarden.core.state.Rows;
import dev.linewarden.core.state.ServerDay;
import dev.linewarden.core.state.Suspension;
import dev.linewarden.core.state.Suspensions;
import dev.linewarden.store.MemoryRows;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TopPageTest {

    private static final Instant NOW = Instant.parse("2026-03-05T14:00:00Z");
    private static final long TODAY = NOW.getEpochSecond() / Duration.ofDays(1).toSeconds();

    private final Rows rows = new MemoryRows();

    @BeforeEach
    void two_servers_of_which_one_is_nearly_spent() {
        rows.put(line("line-1", "server-1", Status.ACTIVE));
        rows.put(line("line-2", "server-2", Status.ACTIVE));
        rows.put(line("line-3", "server-2", Status.FLAGGED));
        rows.put(new ServerDay("default", "server-1", TODAY, 1_000, 0));
        rows.put(new ServerDay("default", "server-2", TODAY, 4_100, 2));
        rows.put(wait("r1", Code.QUIET_HOURS, NOW.plusSeconds(7_200)));
        rows.put(wait("r2", Code.QUIET_HOURS, NOW.plusSeconds(3_600)));
        rows.put(wait("r3", Code.LINE_FLAGGED, null));
    }

    @Test
    void servers_come_by_utilisation_with_a_mark_for_each_step_passed() throws Exception {
        assertThat(String.join("\n", page(100)))
                .containsPattern("(?s)server-2 +82% !! +████████·· +4,100 +0 +900\\n +server-1 +20% ");
    }

    @Test
    void lines_that_are_bound_come_first_with_what_binds_them() throws Exception {
        assertThat(String.join("\n", page(100)))
                .containsPattern("(?s)line-2 +ACTIVE +assignment.*line-3 +FLAGGED +status.*line-1 +ACTIVE +- +now");
    }

    @Test
    void what_waits_is_counted_by_what_it_waits_for_and_names_nobody() throws Exception {
        assertThat(String.join("\n", page(100)))
                .contains("3 wait  3 lines: 2 ACTIVE, 1 FLAGGED")
                .containsPattern("QUIET_HOURS +2 +in 1h +in 2h")
                .containsPattern("LINE_FLAGGED +1 +- +-")
                .doesNotContain("a@example.com");
    }

    @Test
    void what_is_suspended_stands_on_top() throws Exception {
        rows.put(new Suspensions(
                "default",
                List.of(
                        new Suspension("campaign", "spring", NOW.plusSeconds(60), "wrong price", NOW),
                        new Suspension(null, null, NOW, "over", NOW))));

        assertThat(page(100))
                .contains(
                        "! label campaign=spring of pool default is suspended until 2026-03-05T14:01:00Z: wrong price")
                .noneMatch(line -> line.contains("over"));
    }

    @Test
    void no_line_is_free_before_a_suspension_of_the_pool_is_over() throws Exception {
        rows.put(new Suspensions("default", List.of(new Suspension(null, null, NOW.plusSeconds(7_200), null, NOW))));

        assertThat(String.join("\n", page(100)))
                .contains("! pool default is suspended until 2026-03-05T16:00:00Z")
                .containsPattern("line-1 +ACTIVE +suspension +in 2h");
    }

    @ParameterizedTest
    @ValueSource(ints = {60, 80, 200})
    void it_fits_the_terminal(int width) throws Exception {
        assertThat(page(width)).allMatch(line -> line.length() <= width).hasSizeLessThanOrEqualTo(24);
    }

    private List<String> page(int width) throws Exception {
        return TopPage.of(rows, "default", NOW, width, 24);
    }

    private static Line line(String name, String server, Status status) {
        return new Line("default", name, server, status, null, NOW, false);
    }

    private static Deferral wait(String id, Code code, @Nullable Instant promised) {
        OutboundRequest request = new RequestBuilder(id, "default", "a@example.com", "Ready?", NOW).build();
        return new Deferral(request, 1, code, promised, null, 0, 0, 0, NOW, NOW, null, List.of());
    }
}
