package dev.linewarden.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linewarden.contract.LineUpdates;
import dev.linewarden.core.model.Place;
import dev.linewarden.core.model.RecipientFacts;
import dev.linewarden.core.state.Table;
import dev.linewarden.core.state.Watch;
import dev.linewarden.schemas.Alert;
import dev.linewarden.schemas.Consent;
import dev.linewarden.schemas.Decision;
import dev.linewarden.schemas.LineStatus;
import dev.linewarden.schemas.OutboundRequest;
import dev.linewarden.schemas.Outcome;
import dev.linewarden.schemas.PolicyUpdate;
import dev.linewarden.schemas.Tick;
import dev.linewarden.simulate.Scenario;
import dev.linewarden.simulate.ScenarioRun;
import dev.linewarden.store.MemoryRows;
import dev.linewarden.streams.TopologyStage;
import dev.linewarden.streams.WardenStage;
import dev.linewarden.support.Cluster;
import dev.linewarden.support.SameState;
import dev.linewarden.support.ScenarioFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a gate decided and remembers comes out of its journal and its ticks again, and of nothing else. */
class ReplayTest {

    private static final Path LIMITS = Path.of("src/test/resources/scenarios/limits");
    private static final Instant NOON = Instant.parse("2026-03-02T18:00:00Z");
    private static final String PLAIN =
            "consent: {required: false}\nquiet-hours: {mode: off}\nfirst-message: {question: off}\n";

    /** What a gate left behind. */
    private record Recorded(
            List<TopologyStage.Appended> journal, List<Tick> ticks, List<Decision> decisions, MemoryRows rows) {

        static Recorded by(TopologyStage stage) {
            return new Recorded(stage.journal(), stage.ticks(), stage.decisions(), stage.rows());
        }

        Replay replay(List<Decision> told, List<Tick> timed) {
            Replay replay = new Replay(0, timed.iterator());
            told.forEach(replay::take);
            for (int offset = 0; offset < journal.size(); offset++) {
                replay.take(journal.get(offset).entry(), journal.get(offset).at(), 0, offset);
            }
            return replay;
        }

        void replaysAlike() {
            Replay replay = replay(decisions, ticks);

            assertThat(replay.differences()).isEmpty();
            assertThat(replay.same()).isEqualTo(decisions.size()).isPositive();
            SameState.check(replay.rows(), rows);
        }
    }

    private static Recorded play(Scenario scenario) {
        try (TopologyStage stage = new TopologyStage(scenario.start())) {
            play(scenario, stage);
            return Recorded.by(stage);
        }
    }

    private static void play(Scenario scenario, ScenarioRun.Stage stage) {
        scenario.setUp().forEach(event -> stage.take(scenario.start(), event));
        scenario.steps().forEach(step -> {
            step.inputs().forEach(input -> stage.take(input.at(), input.event()));
            stage.passUntil(step.at());
        });
    }

    @TestFactory
    Stream<DynamicTest> what_was_recorded_of_any_scenario_is_decided_and_remembered_again_alike() throws IOException {
        return ScenarioFiles.each(scenario -> {
            WardenStage stage = new WardenStage(scenario.start());
            play(scenario, stage);
            new Recorded(stage.journal(), stage.ticks(), stage.decisions(), stage.rows()).replaysAlike();
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"joint-release", "policy-change", "release-of-many"})
    void what_a_whole_topology_recorded_is_decided_and_remembered_again_alike(String name) throws Exception {
        play(Scenario.read(LIMITS.resolve(name + ".yaml"))).replaysAlike();
    }

    @Test
    void a_decision_that_was_another_or_was_lost_is_told() throws Exception {
        Recorded recorded = play(Scenario.read(LIMITS.resolve("burst-night-backlog.yaml")));
        List<Decision> forged = new ArrayList<>(recorded.decisions());
        Decision last = forged.remove(forged.size() - 1);
        Decision lost = forged.remove(0);
        forged.add(Decision.newBuilder(last).setOutcome(Outcome.REJECTED).build());

        assertThat(recorded.replay(forged, recorded.ticks()).differences())
                .containsExactlyInAnyOrder(last.getDecisionId(), lost.getDecisionId());
    }

    @Test
    void a_time_that_was_another_is_told() {
        try (TopologyStage stage = plain()) {
            stage.take(NOON.plusSeconds(1), request("r1", "a"));
            Recorded recorded = Recorded.by(stage);
            List<Tick> late = recorded.ticks().stream()
                    .map(tick -> Tick.newBuilder(tick)
                            .setNow(tick.getNow().plusMillis(1))
                            .build())
                    .toList();

            assertThat(recorded.replay(recorded.decisions(), late).differences())
                    .containsExactly("r1#1");
        }
    }

    @Test
    void an_entry_judged_by_a_clock_ten_minutes_ahead_and_the_next_by_the_right_one_replay_alike() {
        try (TopologyStage stage = plain()) {
            stage.take(NOON.plusSeconds(1), request("before", "a"));
            stage.setSkew(Duration.ofMinutes(10));
            stage.take(NOON.plusSeconds(2), request("ahead", "b"));
            stage.setSkew(Duration.ZERO);
            stage.take(NOON.plusSeconds(3), request("right", "c"));

            assertThat(stage.alerts()).extracting(Alert::getKind).containsExactly("CLOCK_SKEW");
            Recorded recorded = Recorded.by(stage);
            assertThat(recorded.decisions())
                    .extracting(decision -> decision.getDecidedAt().toString())
                    .containsExactlyInAnyOrder("2026-03-02T18:00:01Z", "2026-03-02T18:10:02Z", "2026-03-02T18:00:03Z");
            recorded.replaysAlike();
        }
    }

    @Test
    void the_clock_is_recorded_once_for_a_batch_of_entries_and_none_is_judged_before_it_was_appended() {
        try (TopologyStage stage = plain()) {
            stage.ticks();
            stage.passUntil(NOON.plusSeconds(1));
            for (int i = 0; i < 20; i++) {
                stage.send(
                        "outbound-requests",
                        stage.bytes(request("r" + i, "u" + i)),
                        NOON.plusSeconds(1).plusMillis(i));
            }
            assertThat(stage.ticks()).containsExactly(new Tick(1L, NOON.plusSeconds(1), 0, false, false, null, null));
            assertThat(stage.decisions().get(19).getDecidedAt())
                    .isEqualTo(NOON.plusSeconds(1).plusMillis(19));
        }
    }

    @Test
    void time_in_which_nothing_happens_is_not_recorded() {
        try (TopologyStage stage = plain()) {
            stage.ticks();
            stage.passMinutes(60);

            assertThat(stage.ticks()).isEmpty();
        }
    }

    @Test
    void a_wait_that_a_bug_parks_and_an_entry_that_it_buries_replay_where_there_is_no_bug() {
        Bug bug = new Bug();
        try (TopologyStage stage = new TopologyStage(NOON, () -> bug)) {
            setUp(stage);
            OutboundRequest later = request("waits", "a");
            later.setNotBefore(NOON.plusSeconds(60));
            stage.take(NOON, later);
            bug.present = true;
            stage.take(NOON.plusSeconds(30), request("buried", "b"));
            stage.passUntil(NOON.plusSeconds(61));
            bug.present = false;
            stage.take(NOON.plusSeconds(70), request("judged", "c"));
            stage.passMinutes(60);

            Recorded recorded = Recorded.by(stage);
            assertThat(recorded.ticks()).filteredOn(Tick::getBuried).hasSize(1);
            assertThat(recorded.ticks()).filteredOn(Tick::getParked).hasSize(1);
            assertThat(recorded.decisions())
                    .extracting(Decision::getDecisionId)
                    .containsExactlyInAnyOrder("waits#1", "judged#1", "waits#2");
            recorded.replaysAlike();
        }
    }

    @Test
    void a_look_at_an_idle_line_replays() {
        try (TopologyStage stage = plain()) {
            stage.take(NOON, request("r1", "a"));
            stage.passUntil(NOON.plus(Duration.ofDays(46)));

            assertThat(stage.alerts()).extracting(Alert::getKind).contains("LINE_DORMANT");
            Recorded recorded = Recorded.by(stage);
            assertThat(recorded.rows().range(Table.DEFERRALS, "", "\uffff", 10)).anyMatch(Watch.class::isInstance);
            recorded.replaysAlike();
        }
    }

    @Test
    void a_sweep_replays() {
        try (TopologyStage stage = plain()) {
            stage.take(NOON, request("r1", "a"));
            stage.passMinutes((int) Duration.ofHours(26).toMinutes());
            stage.take(NOON.plus(Duration.ofHours(27)), request("r2", "b"));

            Recorded recorded = Recorded.by(stage);
            assertThat(recorded.ticks())
                    .filteredOn(tick -> tick.getSwept() != null)
                    .isNotEmpty()
                    .allMatch(tick -> tick.getSwept().getTable().equals("line-bursts"));
            recorded.replaysAlike();
        }
    }

    private static TopologyStage plain() {
        TopologyStage stage = new TopologyStage(NOON);
        setUp(stage);
        return stage;
    }

    private static void setUp(TopologyStage stage) {
        stage.take(NOON, new PolicyUpdate("default", PLAIN, NOON));
        stage.take(NOON, LineUpdates.of("default", "line-1", "server-1", LineStatus.ACTIVE, null, NOON, null));
    }

    private static OutboundRequest request(String id, String name) {
        OutboundRequest request = Cluster.request(id, name + "@example.com", "Ready?");
        request.setCreatedAt(NOON);
        request.setConsent(new Consent("form", null));
        return request;
    }

    /** What libraries know, until it fails. */
    private static final class Bug implements RecipientFacts {
        private boolean present;

        @Override
        public List<Place> placesOf(String phoneNumber) {
            return List.of();
        }

        @Override
        public boolean hasLink(String text) {
            if (present) {
                throw new IllegalStateException("a bug");
            }
            return false;
        }
    }
}
