package dev.linewarden.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linewarden.schemas.Decision;
import dev.linewarden.schemas.JournalEntry;
import dev.linewarden.schemas.Outcome;
import dev.linewarden.schemas.Source;
import dev.linewarden.simulate.CoreStage;
import dev.linewarden.simulate.Scenario;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReplayTest {

    private static final Path LIMITS = Path.of("src/test/resources/scenarios/limits");
    private static final Path BACKLOG = LIMITS.resolve("burst-night-backlog.yaml");

    private record Entry(Instant at, SpecificRecord event) {}

    /** What a scenario put into the journal, and what was decided on it. */
    private record Recorded(List<Entry> journal, List<Decision> decisions) {

        static Recorded of(Scenario scenario) {
            List<Entry> journal = new ArrayList<>();
            CoreStage stage = new CoreStage();
            scenario.setUp().forEach(event -> hear(stage, journal, scenario.start(), event));
            scenario.steps().forEach(step -> {
                step.inputs().forEach(input -> hear(stage, journal, input.at(), input.event()));
                stage.passUntil(step.at());
            });
            return new Recorded(journal, stage.decisions());
        }

        private static void hear(CoreStage stage, List<Entry> journal, Instant at, SpecificRecord event) {
            stage.take(at, event);
            journal.add(new Entry(at, event));
        }

        Replay replay(List<Decision> told) {
            Replay replay = new Replay(0);
            told.forEach(replay::take);
            for (int offset = 0; offset < journal.size(); offset++) {
                Entry entry = journal.get(offset);
                replay.take(
                        new JournalEntry("default", entry.at(), new Source("", 0, (long) offset), entry.event()),
                        entry.at(),
                        0,
                        offset);
            }
            return replay;
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "burst-night-backlog",
                "joint-release",
                "order-after-a-pause",
                "order-of-what-falls-due",
                "policy-change",
                "release-of-many",
                "send-feedback",
                "server-quota-defer"
            })
    void what_was_recorded_is_decided_again_alike(String name) throws Exception {
        Recorded recorded = Recorded.of(Scenario.read(LIMITS.resolve(name + ".yaml")));

        Replay replay = recorded.replay(recorded.decisions());

        assertThat(replay.differences()).isEmpty();
        assertThat(replay.same()).isEqualTo(recorded.decisions().size()).isPositive();
    }

    @Test
    void a_decision_that_was_another_is_told() throws Exception {
        Recorded recorded = Recorded.of(Scenario.read(BACKLOG));
        List<Decision> forged = new ArrayList<>(recorded.decisions());
        Decision last = forged.remove(forged.size() - 1);
        forged.add(Decision.newBuilder(last).setOutcome(Outcome.REJECTED).build());

        assertThat(recorded.replay(forged).differences()).containsExactly(last.getDecisionId());
    }

    @Test
    void a_decision_that_was_lost_is_told() throws Exception {
        Recorded recorded = Recorded.of(Scenario.read(BACKLOG));
        List<Decision> lost = new ArrayList<>(recorded.decisions());
        Decision first = lost.remove(0);

        assertThat(recorded.replay(lost).differences()).contains(first.getDecisionId());
    }
}
