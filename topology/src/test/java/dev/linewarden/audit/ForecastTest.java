package dev.linewarden.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linewarden.audit.Forecast.Wish;
import dev.linewarden.client.Progress;
import dev.linewarden.core.Door;
import dev.linewarden.core.Gate;
import dev.linewarden.core.Output;
import dev.linewarden.core.model.Alert;
import dev.linewarden.core.model.Code;
import dev.linewarden.core.model.Decision;
import dev.linewarden.core.model.Event;
import dev.linewarden.core.model.LineUpdate;
import dev.linewarden.core.model.LineUpdate.Status;
import dev.linewarden.core.model.OutboundRequest;
import dev.linewarden.core.model.Outcome;
import dev.linewarden.core.model.PolicyUpdate;
import dev.linewarden.core.model.RequestBuilder;
import dev.linewarden.core.state.Row;
import dev.linewarden.core.state.Table;
import dev.linewarden.facts.LibraryFacts;
import dev.linewarden.policy.PolicyYaml;
import dev.linewarden.store.MemoryRows;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is said of a backlog comes true, and so many more lines as are said do. */
class ForecastTest {

    private static final Instant NOON = Instant.parse("2026-03-02T12:00:00Z");
    private static final LocalDate TODAY = LocalDate.parse("2026-03-02");
    private static final String TEN_A_DAY = """
            new-conversations: {limit: 10}
            consent: {required: false}
            quiet-hours: {mode: off}
            dialogue: {mode: off}
            burst: {mode: off}
            deferral: {max-wait: 100d}
            """;

    private final MemoryRows rows = new MemoryRows();
    private final List<Decision> decisions = new ArrayList<>();
    private final Gate gate = new Gate(
            rows,
            new LibraryFacts(),
            new PolicyYaml(),
            Door.onto(rows, new Output() {
                @Override
                public void decided(Decision decision) {
                    decisions.add(decision);
                }

                @Override
                public void alerted(Alert alert) {}
            }),
            0,
            "test");
    private long offset;

    @Test
    void a_backlog_is_through_when_its_last_message_goes_and_each_day_says_how_many_go() {
        policy("default", TEN_A_DAY);
        line("default", "line-1", Status.ACTIVE);
        line("default", "line-2", Status.ACTIVE);
        ask("default", 50);

        Course course = forecast("default").course();
        assertThat(course.due()).isEqualTo(30);
        assertThat(course.through()).isEqualTo(Instant.parse("2026-03-04T00:00:00Z"));
        assertThat(course.days()).isEqualTo(Map.of(TODAY.plusDays(1), 20, TODAY.plusDays(2), 10));
        assertThat(course.lines()).containsOnlyKeys("line-1", "line-2");
        assertThat(course.lines().get("line-1").sends()).isEqualTo(15);
    }

    @Test
    void it_comes_true() {
        policy("default", TEN_A_DAY.replace("burst: {mode: off}\n", ""));
        line("default", "line-1", Status.ACTIVE);
        line("default", "line-2", Status.ACTIVE);
        ask("default", 45);
        Course course = forecast("default").course();

        decisions.clear();
        while (decisions.size() < course.due()) {
            gate.drain(gate.nextDue(), Integer.MAX_VALUE);
        }
        List<Decision> approved = decisions.stream()
                .filter(decision -> decision.outcome() == Outcome.APPROVED)
                .toList();
        assertThat(approved).hasSize(course.due());
        assertThat(approved.get(approved.size() - 1).decidedAt()).isEqualTo(course.through());
        assertThat(approved.stream().filter(decision -> "line-1".equals(decision.line())))
                .hasSize(course.lines().get("line-1").sends());
    }

    @Test
    void the_state_is_left_as_it_was() {
        policy("default", TEN_A_DAY);
        line("default", "line-1", Status.ACTIVE);
        ask("default", 15);
        List<Row> before = everything();

        forecast("default").bringForward(NOON.plus(Duration.ofHours(1)));
        assertThat(everything()).isEqualTo(before);
    }

    @Test
    void the_fewest_lines_that_would_do_are_found_and_one_fewer_would_not() {
        policy("default", TEN_A_DAY);
        line("default", "line-1", Status.ACTIVE);
        ask("default", 60);
        Instant tonight = Instant.parse("2026-03-02T23:59:59Z");
        Forecast forecast = forecast("default");

        assertThat(forecast.bringForward(tonight)).isEqualTo(new Wish(5, 0, false));
        assertThat(forecast.planned(4, true).lateBy(tonight)).isEqualTo(10);
        assertThat(forecast.bringForward(Instant.parse("2026-03-03T00:00:00Z"))).isEqualTo(new Wish(2, 0, false));
        assertThat(forecast.bringForward(Instant.parse("2026-03-07T00:00:00Z"))).isEqualTo(new Wish(0, 0, false));
    }

    @Test
    void lines_that_are_added_then_do_what_was_said() {
        policy("default", TEN_A_DAY);
        line("default", "line-1", Status.ACTIVE);
        ask("default", 60);
        Wish wish = forecast("default").bringForward(NOON.plusSeconds(1));

        for (int i = 0; i < wish.lines(); i++) {
            line("default", "more-" + i, Status.ACTIVE);
        }
        assertThat(decisions.stream().filter(decision -> decision.outcome() == Outcome.APPROVED))
                .hasSize(60);
    }

    @Test
    void what_waits_for_slots_keeps_its_time_until_the_policy_is_applied_again_and_that_is_said() {
        policy(
                "default",
                TEN_A_DAY
                        .replace("burst: {mode: off}", "burst: {min-gap: 60s, jitter: 0s}")
                        .replace("limit: 10", "limit: 1000"));
        line("default", "line-1", Status.ACTIVE);
        ask("default", 61);

        Wish wish = forecast("default").bringForward(NOON.plus(Duration.ofMinutes(30)));
        assertThat(wish).isEqualTo(new Wish(1, 0, true));
    }

    @Test
    void what_no_line_brings_forward_is_counted() {
        policy("default", TEN_A_DAY.replace("quiet-hours: {mode: off}", "quiet-hours: {zone: UTC}"));
        line("default", "line-1", Status.ACTIVE);
        ask("default", 15);
        take(request("default", "next-week", NOON.plus(Duration.ofDays(7))), NOON);

        Wish wish = forecast("default").bringForward(NOON.plus(Duration.ofHours(1)));
        assertThat(wish).isEqualTo(new Wish(1, 1, false));
    }

    @Test
    void what_waits_for_a_first_line_is_brought_forward_by_one() {
        policy("default", TEN_A_DAY);
        ask("default", 10);
        Forecast forecast = forecast("default");

        Course course = forecast.course();
        assertThat(course.through()).isNull();
        assertThat(course.refused()).isEqualTo(Map.of(Code.EXPIRED, 10));
        assertThat(forecast.bringForward(NOON.plusSeconds(1))).isEqualTo(new Wish(1, 0, false));
    }

    @Test
    void what_is_held_for_something_else_is_told_apart() {
        policy("default", TEN_A_DAY);
        line("default", "line-1", Status.ACTIVE);
        ask("default", 1);
        line("default", "line-1", Status.PAUSED);
        take(request("default", "r0-again", null, "r0@example.com"), NOON);

        Course course = forecast("default").course();
        assertThat(course.due()).isZero();
        assertThat(course.held()).isEqualTo(Map.of(Code.LINE_PAUSED, 1));
        assertThat(course.refused()).isEmpty();
        assertThat(course.through()).isNull();
    }

    @Test
    void other_pools_are_left_out_and_an_unknown_one_says_so() {
        policy("default", TEN_A_DAY);
        policy("other", TEN_A_DAY);
        line("default", "line-1", Status.ACTIVE);
        line("other", "line-2", Status.ACTIVE);
        ask("default", 15);
        ask("other", 30);

        assertThat(forecast("default").course().due()).isEqualTo(5);
        assertThat(forecast("other").course().lines()).containsOnlyKeys("line-2");
        assertThat(forecast("nobody").asOf()).isNull();
        assertThat(forecast("nobody").course().due()).isZero();
    }

    @Test
    void what_should_have_gone_by_now_is_no_backlog() {
        policy("default", TEN_A_DAY);
        line("default", "line-1", Status.ACTIVE);
        ask("default", 25);

        Forecast later = new Forecast(
                rows, "default", new LibraryFacts(), new PolicyYaml(), NOON.plus(Duration.ofDays(1)), Progress.UNSEEN);
        assertThat(later.asOf()).isEqualTo(NOON);
        assertThat(later.from()).isEqualTo(NOON.plus(Duration.ofDays(1)));
        assertThat(later.course().due()).isEqualTo(5);
    }

    private Forecast forecast(String pool) {
        return new Forecast(rows, pool, new LibraryFacts(), new PolicyYaml(), NOON, Progress.UNSEEN);
    }

    private List<Row> everything() {
        List<Row> all = new ArrayList<>();
        for (Table table : Table.values()) {
            rows.forEach(table, all::add);
        }
        return all;
    }

    private void policy(String pool, String yaml) {
        take(new PolicyUpdate(pool, yaml, NOON), NOON);
    }

    private void line(String pool, String line, Status status) {
        take(new LineUpdate(pool, line, "server-1", status, null, NOON, null), NOON);
    }

    private void ask(String pool, int requests) {
        for (int i = 0; i < requests; i++) {
            take(request(pool, "r" + i, null), NOON);
        }
    }

    private static OutboundRequest request(String pool, String id, Instant notBefore) {
        return request(pool, id, notBefore, id + "@example.com");
    }

    private static OutboundRequest request(String pool, String id, Instant notBefore, String recipient) {
        return new RequestBuilder(id, pool, recipient, "Ready?", NOON)
                .notBefore(notBefore)
                .build();
    }

    private void take(Event event, Instant at) {
        gate.process(event, offset++, at, at);
        gate.drain(at, Integer.MAX_VALUE);
    }
}
