package dev.linewarden.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linewarden.audit.oracle.Journal;
import dev.linewarden.contract.LineUpdates;
import dev.linewarden.contract.Records;
import dev.linewarden.core.model.Alert;
import dev.linewarden.core.model.Decision;
import dev.linewarden.core.model.Emission;
import dev.linewarden.core.model.Event;
import dev.linewarden.core.model.Outcome;
import dev.linewarden.core.model.PolicyUpdate;
import dev.linewarden.core.model.ShadowDecision;
import dev.linewarden.core.model.ShadowOrder;
import dev.linewarden.core.state.PoolPolicy;
import dev.linewarden.core.state.Row;
import dev.linewarden.core.state.ShadowRun;
import dev.linewarden.core.state.ShadowRun.Ending;
import dev.linewarden.core.state.ShadowRun.Phase;
import dev.linewarden.core.state.Shadowed;
import dev.linewarden.core.state.Step;
import dev.linewarden.core.state.Table;
import dev.linewarden.facts.LibraryFacts;
import dev.linewarden.oracle.World;
import dev.linewarden.policy.PolicyYaml;
import dev.linewarden.schemas.LineStatus;
import dev.linewarden.schemas.OutboundRequest;
import dev.linewarden.simulate.EventTime;
import dev.linewarden.store.MemoryRows;
import dev.linewarden.support.Cluster;
import dev.linewarden.support.SameState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A second policy judges the same journal beside the first, and the first does not notice. */
class ShadowsTest {

    private static final Instant NOON = Instant.parse("2026-03-02T18:00:00Z");
    private static final String PLAIN = "consent: {required: false}\nquiet-hours: {mode: off}\n"
            + "first-message: {question: off}\nburst: {jitter: 0s, min-gap: 0s}\n";
    private static final String STRICT = PLAIN + "assignment: {mode: off}\nserver-quota: {limit: 1}\n";

    /** A gate with shadows behind it, on maps. */
    private static final class Pair implements EventTime {
        final MemoryRows rows = new MemoryRows();
        final List<Decision> first = new ArrayList<>();
        final List<Decision> second = new ArrayList<>();
        final List<Alert> alerts = new ArrayList<>();
        private final int rowsAtOnce;
        Gate gate;
        Shadows shadows;
        // How much the first had decided when the second began; -1 before.
        int begun = -1;
        private long offset;

        Pair(int rowsAtOnce) {
            this.rowsAtOnce = rowsAtOnce;
            restart();
        }

        /** Both begin anew with what the rows say. */
        void restart() {
            Shadows.Gates gates = (view, way) -> new Gate(view, new LibraryFacts(), new PolicyYaml(), way, 0, "build");
            shadows = new Shadows(rows, this::pass, new PolicyYaml(), gates, rowsAtOnce);
            Shadows behind = shadows;
            gate = gates.over(rows, step -> {
                pass(step);
                behind.changed(step);
            });
        }

        private void pass(Step step) {
            step.changes().forEach(change -> rows.set(change.table(), change.key(), change.row()));
            for (Emission emission : step.emissions()) {
                if (emission instanceof Decision decision) {
                    first.add(decision);
                } else if (emission instanceof ShadowDecision shadow) {
                    second.add(shadow.decision());
                } else {
                    alerts.add((Alert) emission);
                }
            }
        }

        void take(Instant at, SpecificRecord event) {
            take(at, Records.toEvent(event));
        }

        void take(Instant at, Event event) {
            passUntil(at);
            gate.process(event, offset, at, at);
            gate.drain(at, Integer.MAX_VALUE);
            shadows.take(event, offset, at, at);
            drainShadows(at);
            offset++;
        }

        @Override
        public @Nullable Instant nextDue() {
            return gate.nextDue();
        }

        @Override
        public void wake(Instant now) {
            gate.drain(now, Integer.MAX_VALUE);
            drainShadows(now);
        }

        void tick(Instant now) {
            passUntil(now);
            drainShadows(now);
        }

        private void drainShadows(Instant now) {
            shadows.drain(now, Integer.MAX_VALUE);
            if (begun < 0 && run() != null && run().isJudging()) {
                // It begins behind all that the first has decided by now.
                begun = first.size();
            }
        }

        @Nullable
        ShadowRun run() {
            return (ShadowRun) rows.get(Table.POOLS, ShadowRun.key("default"));
        }

        /** What the first gate remembers. */
        MemoryRows firstRows() {
            return SameState.withoutShadows(rows);
        }

        List<Row> shadowRows() {
            List<Row> all = new ArrayList<>();
            for (Table table : Table.values()) {
                rows.forEach(table, row -> {
                    if (row instanceof Shadowed) {
                        all.add(row);
                    }
                });
            }
            return all;
        }
    }

    private static ShadowOrder start(String yaml, @Nullable Instant until, Instant at) {
        return new ShadowOrder("default", yaml, until, at);
    }

    private static ShadowOrder stop(Instant at) {
        return new ShadowOrder("default", null, null, at);
    }

    private static Pair plain() {
        Pair pair = new Pair(1_000);
        pair.take(NOON, new PolicyUpdate("default", PLAIN, NOON));
        pair.take(NOON, LineUpdates.of("default", "line-1", "server-1", LineStatus.ACTIVE, null, NOON, null));
        return pair;
    }

    private static OutboundRequest ask(String id, Instant at) {
        OutboundRequest request = Cluster.request(id, id + "@example.com", "Ready?");
        request.setCreatedAt(at);
        return request;
    }

    @Provide
    Arbitrary<World> worlds() {
        return World.any();
    }

    @Provide
    Arbitrary<Integer> batches() {
        return Arbitraries.of(1, 3, 1_000);
    }

    /** Plays a world with something said of a second policy at a third of it, and nothing or something at two thirds. */
    private static Pair play(World world, int rowsAtOnce, boolean starts, boolean stops) {
        Pair pair = new Pair(rowsAtOnce);
        List<Journal.Entry> events = world.events();
        for (int i = 0; i < events.size(); i++) {
            Instant at = events.get(i).at();
            if (i == events.size() / 3) {
                pair.take(at, starts ? start(STRICT, null, at) : stop(at));
            }
            if (i == events.size() * 2 / 3 && stops) {
                pair.take(at, stop(at));
            }
            pair.take(at, events.get(i).event());
        }
        pair.passUntil(world.end());
        return pair;
    }

    @Property(tries = 40)
    void the_first_decides_tells_and_remembers_the_same_with_a_second_beside_it_as_without(
            @ForAll("worlds") World world, @ForAll("batches") int rowsAtOnce, @ForAll boolean stops) {
        Pair with = play(world, rowsAtOnce, true, stops);
        Pair without = play(world, rowsAtOnce, false, stops);

        assertThat(with.first).isEqualTo(without.first);
        assertThat(with.alerts).isEqualTo(without.alerts);
        SameState.check(with.firstRows(), without.firstRows());
    }

    @Property(tries = 40)
    void a_second_policy_that_is_the_first_decides_what_the_first_decides(
            @ForAll("worlds") World world, @ForAll("batches") int rowsAtOnce) {
        Pair pair = new Pair(rowsAtOnce);
        List<Journal.Entry> events = world.events();
        for (int i = 0; i < events.size(); i++) {
            Instant at = events.get(i).at();
            if (i == events.size() / 3) {
                PoolPolicy first = pair.rows.poolPolicy("default");
                pair.take(at, start(first == null ? "{}" : first.yaml(), null, at));
            }
            if (i == events.size() * 2 / 3) {
                pair.restart();
            }
            // A policy that the pool adopts later is the first's alone.
            boolean isTheirs =
                    i < events.size() / 3 || !(events.get(i).event() instanceof dev.linewarden.schemas.PolicyUpdate);
            if (isTheirs) {
                pair.take(at, events.get(i).event());
            }
        }
        pair.passUntil(world.end());
        pair.tick(world.end());

        if (pair.begun >= 0) {
            assertThat(pair.second).isEqualTo(pair.first.subList(pair.begun, pair.first.size()));
            SameRows.check(pair);
        }
    }

    /** That a shadow remembers what the first does. */
    private static final class SameRows {
        static void check(Pair pair) {
            MemoryRows second = new MemoryRows();
            pair.shadowRows().forEach(row -> second.put(((Shadowed) row).row()));
            SameState.check(second, pair.firstRows());
        }
    }

    @Test
    void a_stricter_second_policy_refuses_what_the_first_lets_pass_and_both_are_told_apart() {
        Pair pair = plain();
        pair.take(NOON.plusSeconds(1), ask("before", NOON));
        pair.take(NOON.plusSeconds(2), start(STRICT, null, NOON));
        pair.take(NOON.plusSeconds(3), ask("after", NOON));

        assertThat(pair.first).extracting(Decision::outcome).containsOnly(Outcome.APPROVED);
        assertThat(pair.second).hasSize(1);
        // The send before it began counts: limits are windows.
        assertThat(pair.second.get(0).decisionId()).isEqualTo("after#1");
        assertThat(pair.second.get(0).outcome()).isEqualTo(Outcome.REJECTED);
        assertThat(pair.second.get(0).policyHash())
                .isNotEqualTo(pair.first.get(1).policyHash());
        assertThat(pair.run().tally()).isEqualTo(new ShadowRun.Tally(0, 0, 1));
        assertThat(pair.run().rows()).isPositive();
    }

    @Test
    void what_waits_when_it_begins_is_planned_anew_under_the_second_policy() {
        Pair pair = plain();
        OutboundRequest later = ask("later", NOON);
        later.setNotBefore(NOON.plusSeconds(600));
        pair.take(NOON.plusSeconds(1), ask("now", NOON));
        pair.take(NOON.plusSeconds(1), later);
        pair.take(NOON.plusSeconds(2), start(STRICT, null, NOON));
        pair.tick(NOON.plusSeconds(3));

        assertThat(pair.second).extracting(Decision::decisionId).containsExactly("later#2");
        assertThat(pair.second.get(0).outcome()).isEqualTo(Outcome.REJECTED);
        pair.passUntil(NOON.plusSeconds(700));
        assertThat(pair.first.get(pair.first.size() - 1).outcome()).isEqualTo(Outcome.APPROVED);
    }

    @Test
    void what_began_to_wait_with_the_last_entry_before_it_began_is_planned_anew_too() {
        Pair pair = new Pair(2);
        pair.take(NOON, new PolicyUpdate("default", PLAIN, NOON));
        pair.take(NOON, LineUpdates.of("default", "line-1", "server-1", LineStatus.ACTIVE, null, NOON, null));
        pair.take(NOON.plusSeconds(1), ask("now", NOON));
        pair.take(NOON.plusSeconds(2), start(STRICT, null, NOON));
        OutboundRequest later = ask("later", NOON);
        later.setNotBefore(NOON.plusSeconds(600));
        pair.take(NOON.plusSeconds(3), later);
        assertThat(pair.run().isJudging()).isFalse();
        for (int i = 0; i < 30; i++) {
            pair.tick(NOON.plusSeconds(4 + i));
        }

        assertThat(pair.second).extracting(Decision::decisionId).containsExactly("later#2");
        assertThat(pair.second.get(0).outcome()).isEqualTo(Outcome.REJECTED);
    }

    @Test
    void it_ends_by_itself_at_its_time_and_leaves_nothing_but_what_it_counted() {
        Pair pair = plain();
        pair.take(NOON.plusSeconds(2), start(STRICT, NOON.plusSeconds(60), NOON));
        pair.take(NOON.plusSeconds(59), ask("in-time", NOON));
        pair.take(NOON.plusSeconds(60), ask("too-late", NOON));
        for (int i = 0; i < 3; i++) {
            pair.tick(NOON.plusSeconds(61 + i));
        }

        assertThat(pair.run().phase()).isEqualTo(Phase.OVER);
        assertThat(pair.run().ending()).isEqualTo(Ending.TIME_IS_UP);
        assertThat(pair.run().tally().total()).isEqualTo(1);
        assertThat(pair.shadowRows()).isEmpty();
        assertThat(pair.shadows.isOn()).isFalse();
        assertThat(pair.second).extracting(Decision::decisionId).containsExactly("in-time#1");
    }

    @Test
    void its_rows_are_removed_a_few_at_a_time() {
        Pair pair = new Pair(4);
        pair.take(NOON, LineUpdates.of("default", "line-1", "server-1", LineStatus.ACTIVE, null, NOON, null));
        for (int i = 0; i < 5; i++) {
            pair.take(NOON.plusSeconds(i), ask("r" + i, NOON));
        }
        pair.take(NOON.plusSeconds(9), start(STRICT, null, NOON));
        for (int i = 0; i < 20 && !pair.run().isJudging(); i++) {
            pair.tick(NOON.plusSeconds(10 + i));
        }
        int kept = pair.shadowRows().size();
        assertThat(kept).isGreaterThan(8);
        pair.take(NOON.plusSeconds(60), stop(NOON));

        assertThat(pair.shadowRows()).hasSize(kept - 4);
        pair.tick(NOON.plusSeconds(61));
        assertThat(pair.shadowRows()).hasSize(kept - 8);
    }

    @Test
    void one_that_is_started_while_another_is_on_takes_its_place() {
        Pair pair = plain();
        pair.take(NOON.plusSeconds(2), start(STRICT, null, NOON));
        pair.take(NOON.plusSeconds(3), start(PLAIN, null, NOON));
        for (int i = 0; i < 4; i++) {
            pair.tick(NOON.plusSeconds(4 + i));
        }
        pair.take(NOON.plusSeconds(9), ask("r1", NOON));

        assertThat(pair.run().order().yaml()).isEqualTo(PLAIN);
        assertThat(pair.run().order().offset()).isEqualTo(3);
        assertThat(pair.second).extracting(Decision::outcome).containsExactly(Outcome.APPROVED);
    }

    @Test
    void a_second_policy_that_does_not_parse_is_told_and_not_begun() {
        Pair pair = plain();
        pair.take(NOON.plusSeconds(2), start("no-such-key: 1\n", null, NOON));

        assertThat(pair.alerts).extracting(Alert::kind).containsExactly(Alert.Kind.POLICY_REJECTED);
        assertThat(pair.run()).isNull();
        assertThat(pair.shadows.isOn()).isFalse();
    }

    @Test
    void a_bug_in_its_gate_ends_it_and_nothing_else() {
        Pair pair = plain();
        pair.take(NOON.plusSeconds(2), start(STRICT, null, NOON));
        pair.shadows.giveUp(NOON.plusSeconds(3));
        pair.tick(NOON.plusSeconds(4));
        pair.take(NOON.plusSeconds(5), ask("r1", NOON));

        assertThat(pair.run().ending()).isEqualTo(Ending.FAILED);
        assertThat(pair.first).extracting(Decision::outcome).containsExactly(Outcome.APPROVED);
        assertThat(pair.second).isEmpty();
    }

    @Test
    void a_new_policy_of_the_pool_replaces_the_first_alone() {
        Pair pair = plain();
        pair.take(NOON.plusSeconds(2), start(STRICT, null, NOON));
        pair.take(NOON.plusSeconds(3), new PolicyUpdate("default", PLAIN + "server-quota: {limit: 9}\n", NOON));
        pair.take(NOON.plusSeconds(4), ask("r1", NOON));
        pair.take(NOON.plusSeconds(5), ask("r2", NOON));

        assertThat(pair.second).extracting(Decision::outcome).containsExactly(Outcome.APPROVED, Outcome.REJECTED);
    }

    @Test
    void a_clock_that_stepped_back_is_met_by_both() {
        Pair pair = plain();
        Instant ahead = NOON.plus(Duration.ofDays(30));
        pair.take(NOON.plusSeconds(2), start(PLAIN, null, NOON));
        pair.take(ahead, ask("r1", NOON));
        pair.gate.process(Records.toEvent(ask("r2", NOON)), 4, NOON.plusSeconds(5), NOON.plusSeconds(5));
        pair.shadows.take(Records.toEvent(ask("r2", NOON)), 4, NOON.plusSeconds(5), NOON.plusSeconds(5));

        assertThat(pair.second).isEqualTo(pair.first);
        SameRows.check(pair);
    }
}
