package dev.linewarden.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linewarden.audit.oracle.Journal;
import dev.linewarden.contract.Records;
import dev.linewarden.core.model.Event;
import dev.linewarden.core.model.OutboundRequest;
import dev.linewarden.core.model.Outcome;
import dev.linewarden.core.state.PoolPolicy;
import dev.linewarden.facts.LibraryFacts;
import dev.linewarden.oracle.World;
import dev.linewarden.policy.PolicyDiff;
import dev.linewarden.policy.PolicyDiff.Difference;
import dev.linewarden.policy.PolicyEdit;
import dev.linewarden.policy.PolicyYaml;
import dev.linewarden.policy.PolicyYaml.Result;
import dev.linewarden.policy.Tendency;
import dev.linewarden.support.PolicyValues;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/**
 * In any state of any pool, of any request on the line that it goes by with either: what a policy lets pass that is stricter in
 * one key, the other lets pass, and of two promises that of the stricter is no sooner.
 */
class StricterKeysTest {

    private static final LibraryFacts FACTS = new LibraryFacts();
    private static final PolicyYaml READER = new PolicyYaml();

    @Property(tries = 150)
    void what_is_said_of_a_key_holds_for_every_request(
            @ForAll("worlds") World world, @ForAll("moves") List<Map.Entry<String, String>> moves) {
        TestGate gate = new TestGate();
        gate.now = world.events().get(0).at();
        int next = 0;
        Map<String, Pair> pairs = new HashMap<>();
        for (Journal.Entry entry : world.events()) {
            gate.until(entry.at());
            Event event = Records.toEvent(entry.event());
            if (event instanceof OutboundRequest request) {
                Map.Entry<String, String> move = moves.get(next++ % moves.size());
                PoolPolicy inForce = gate.rows.poolPolicy(request.pool());
                String yaml = inForce == null ? "{}" : inForce.yaml();
                compare(gate, request, pairs.computeIfAbsent(move + yaml, any -> Pair.of(yaml, move)));
            }
            gate.take(event);
        }
    }

    /** A policy and the same with another value of one key: no differences when that is no policy. Read once for all requests. */
    private record Pair(Result one, Result two, List<Difference> differences) {

        static Pair of(String yaml, Map.Entry<String, String> move) {
            Result one = READER.check(yaml);
            Result two = READER.check(
                    PolicyEdit.withKeyOf(yaml, move.getKey(), PolicyValues.policy(move.getKey(), move.getValue())));
            return new Pair(one, two, two.errors().isEmpty() ? PolicyDiff.of(one, two) : List.of());
        }
    }

    private static void compare(TestGate gate, OutboundRequest request, Pair pair) {
        if (pair.differences().isEmpty()) {
            return;
        }
        Verdict was = decide(gate, request, pair.one());
        Verdict is = decide(gate, request, pair.two());
        for (Difference difference : pair.differences()) {
            boolean isStricter = difference.tendency() == Tendency.STRICTER;
            if (difference.tendency() != Tendency.NEITHER && Objects.equals(was.line(), is.line())) {
                assertThat(passesSooner(isStricter ? is : was, isStricter ? was : is))
                        .as(() -> difference + " of " + request + "\n" + was + "\n" + is)
                        .isFalse();
            }
        }
    }

    private static boolean passesSooner(Verdict stricter, Verdict looser) {
        return switch (stricter.outcome()) {
            case APPROVED -> looser.outcome() != Outcome.APPROVED;
            case DEFERRED ->
                looser.outcome() == Outcome.DEFERRED && leaves(stricter).isBefore(leaves(looser));
            case REJECTED -> false;
        };
    }

    private static Verdict decide(TestGate gate, OutboundRequest request, Result policy) {
        return new Gatekeeper(FACTS).decide(gate.rows, request, null, gate.now, policy.policy());
    }

    private static Instant leaves(Verdict deferred) {
        return deferred instanceof Verdict.Promised promised ? promised.until() : Instant.MAX;
    }

    @Provide
    Arbitrary<World> worlds() {
        return World.any();
    }

    @Provide
    Arbitrary<List<Map.Entry<String, String>>> moves() {
        Map<String, List<String>> others = PolicyValues.others();
        return Arbitraries.of(others.keySet())
                .flatMap(key -> Arbitraries.of(others.get(key)).map(value -> Map.entry(key, value)))
                .list()
                .ofSize(8);
    }
}
