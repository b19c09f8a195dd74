package dev.linewarden.streams;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linewarden.contract.AvroJson;
import dev.linewarden.oracle.Reproduction;
import dev.linewarden.oracle.World;
import dev.linewarden.schemas.Alert;
import dev.linewarden.schemas.Decision;
import dev.linewarden.simulate.CoreStage;
import java.util.Comparator;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class TopologyMatchesSimulationTest {

    // In the order of time, so that the first difference is the one that the others follow from.
    private static final Comparator<Decision> BY_TIME = Comparator.comparing(Decision::getJournalOffset)
            .thenComparing(Decision::getDecidedAt)
            .thenComparing(decision -> decision.getRequest().getRequestId())
            .thenComparing(Decision::getAttempt);

    @Provide
    Arbitrary<World> worlds() {
        return World.any();
    }

    @Property(tries = 25)
    void any_traffic_is_decided_alike_by_the_topology_and_by_a_simulation(@ForAll("worlds") World world) {
        CoreStage simulation = new CoreStage();
        try (TopologyStage topology = new TopologyStage(world.events().get(0).at())) {
            world.events().forEach(event -> {
                simulation.take(event.at(), event.event());
                topology.take(event.at(), event.event());
            });
            simulation.passUntil(world.end());
            topology.passUntil(world.end());

            List<String> expected = sorted(simulation.decisions());
            List<String> decided = sorted(topology.decisions());
            for (int i = 0; i < Math.min(expected.size(), decided.size()); i++) {
                // The first difference says more than two lists of hundreds.
                assertThat(decided.get(i))
                        .as(() -> Reproduction.save("topology-matches-simulation", world, null))
                        .isEqualTo(expected.get(i));
            }
            assertThat(decided).hasSameSizeAs(expected);
            assertThat(texts(topology.alerts())).isEqualTo(texts(simulation.alerts()));
            assertThat(topology.deadLetters().isEmpty()).isTrue();
        }
    }

    private static List<String> sorted(List<Decision> decisions) {
        return decisions.stream()
                .sorted(BY_TIME)
                .map(decision -> AvroJson.write(decision).toString())
                .toList();
    }

    private static List<String> texts(List<Alert> alerts) {
        return alerts.stream().map(alert -> AvroJson.write(alert).toString()).toList();
    }
}
