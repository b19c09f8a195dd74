package dev.linewarden.streams;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linewarden.audit.Replay;
import dev.linewarden.contract.AvroJson;
import dev.linewarden.contract.LineUpdates;
import dev.linewarden.core.state.Shadowed;
import dev.linewarden.core.state.Table;
import dev.linewarden.oracle.World;
import dev.linewarden.schemas.Alert;
import dev.linewarden.schemas.Command;
import dev.linewarden.schemas.CommandKind;
import dev.linewarden.schemas.Decision;
import dev.linewarden.schemas.LineStatus;
import dev.linewarden.schemas.OutboundRequest;
import dev.linewarden.schemas.Outcome;
import dev.linewarden.schemas.PolicyUpdate;
import dev.linewarden.schemas.ShadowPolicy;
import dev.linewarden.schemas.Tick;
import dev.linewarden.store.MemoryRows;
import dev.linewarden.support.Cluster;
import dev.linewarden.support.SameState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.Test;

/** A second policy in the warden: what leaves for which topic, and what a replay meets. */
class ShadowTopologyTest {

    private static final Instant NOON = Instant.parse("2026-03-02T18:00:00Z");
    private static final String PLAIN = "consent: {required: false}\nquiet-hours: {mode: off}\n"
            + "first-message: {question: off}\nburst: {jitter: 0s, min-gap: 0s}\n";
    private static final String STRICT = PLAIN + "assignment: {mode: off}\nserver-quota: {limit: 1}\n";

    private static Command start(String yaml, Instant at) {
        return new Command("default", CommandKind.RELEASE, null, null, at, new ShadowPolicy(yaml, null), null);
    }

    private static Command stop(Instant at) {
        return start(null, at);
    }

    @Provide
    Arbitrary<World> worlds() {
        return World.any();
    }

    private record Played(
            List<Decision> decisions, List<Alert> alerts, List<Tick> ticks, WardenStage stage, MemoryRows rows) {}

    private static Played play(World world, boolean starts) {
        Instant begin = world.events().get(0).at();
        WardenStage stage = new WardenStage(begin);
        for (int i = 0; i < world.events().size(); i++) {
            Instant at = world.events().get(i).at();
            if (i == world.events().size() / 3) {
                stage.take(at, starts ? start(STRICT, at) : stop(at));
            }
            stage.take(at, world.events().get(i).event());
        }
        stage.passUntil(world.end());
        return new Played(
                stage.decisions(), stage.alerts(), stage.ticks(), stage, SameState.withoutShadows(stage.rows()));
    }

    private static List<String> json(List<? extends SpecificRecord> records) {
        return records.stream().map(record -> AvroJson.write(record).toString()).toList();
    }

    @Property(tries = 30)
    void decisions_alerts_ticks_and_rows_are_the_same_with_a_second_policy_as_without_and_replay_alike(
            @ForAll("worlds") World world) {
        Played with = play(world, true);
        Played without = play(world, false);

        assertThat(json(with.decisions())).isEqualTo(json(without.decisions()));
        assertThat(json(with.alerts())).isEqualTo(json(without.alerts()));
        assertThat(json(with.ticks())).isEqualTo(json(without.ticks()));
        SameState.check(with.rows(), without.rows());

        Replay replay = new Replay(0, with.ticks().iterator());
        with.decisions().forEach(replay::take);
        List<TopologyStage.Appended> journal = with.stage().journal();
        for (int offset = 0; offset < journal.size(); offset++) {
            replay.take(journal.get(offset).entry(), journal.get(offset).at(), 0, offset);
        }
        assertThat(replay.differences()).isEmpty();
        SameState.check(replay.rows(), with.rows());
    }

    private static OutboundRequest ask(String id, Instant at) {
        OutboundRequest request = Cluster.request(id, id + "@example.com", "Ready?");
        request.setCreatedAt(at);
        return request;
    }

    @Test
    void what_the_second_policy_decides_leaves_for_its_own_topic_and_its_rows_go_when_it_ends() {
        WardenStage stage = new WardenStage(NOON);
        stage.take(NOON, new PolicyUpdate("default", PLAIN, NOON));
        stage.take(NOON, LineUpdates.of("default", "line-1", "server-1", LineStatus.ACTIVE, null, NOON, null));
        stage.take(NOON.plusSeconds(1), start(STRICT, NOON));
        stage.take(NOON.plusSeconds(2), ask("r1", NOON));
        stage.take(NOON.plusSeconds(3), ask("r2", NOON));

        assertThat(stage.decisions()).extracting(Decision::getOutcome).containsOnly(Outcome.APPROVED);
        List<Decision> second = stage.shadowDecisions();
        assertThat(second).extracting(Decision::getDecisionId).containsExactly("r1#1", "r2#1");
        assertThat(second).extracting(Decision::getOutcome).containsExactly(Outcome.APPROVED, Outcome.REJECTED);

        stage.take(NOON.plusSeconds(4), stop(NOON));
        stage.passUntil(NOON.plus(Duration.ofMinutes(1)));
        stage.take(NOON.plusSeconds(90), ask("r3", NOON));
        assertThat(stage.shadowDecisions()).isEmpty();
        MemoryRows rows = stage.rows();
        for (Table table : Table.values()) {
            rows.forEach(table, row -> assertThat(row).isNotInstanceOf(Shadowed.class));
        }
    }
}
