package dev.linewarden.streams;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linewarden.contract.AvroJson;
import dev.linewarden.schemas.Alert;
import dev.linewarden.schemas.Decision;
import dev.linewarden.simulate.CoreStage;
import dev.linewarden.simulate.Scenario.Timed;
import dev.linewarden.support.RandomTraffic;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class TopologyMatchesSimulationTest {

    private static final Comparator<Decision> BY_ATTEMPT = Comparator.comparing(
                    (Decision decision) -> decision.getRequest().getRequestId())
            .thenComparing(Decision::getJournalOffset)
            .thenComparing(Decision::getAttempt);

    @Property(tries = 25)
    void any_traffic_is_decided_alike_by_the_topology_and_by_a_simulation(@ForAll long seed) {
        List<Timed> events = RandomTraffic.events(seed, 250);
        CoreStage simulation = new CoreStage();
        try (TopologyStage topology = new TopologyStage(RandomTraffic.START)) {
            events.forEach(event -> {
                simulation.take(event.at(), event.event());
                topology.take(event.at(), event.event());
            });
            Instant end = events.get(events.size() - 1).at().plus(Duration.ofHours(80));
            simulation.passUntil(end);
            topology.passUntil(end);

            assertThat(sorted(topology.decisions())).isEqualTo(sorted(simulation.decisions()));
            assertThat(texts(topology.alerts())).isEqualTo(texts(simulation.alerts()));
            assertThat(topology.deadLetters().isEmpty()).isTrue();
        }
    }

    private static List<String> sorted(List<Decision> decisions) {
        return decisions.stream()
                .sorted(BY_ATTEMPT)
                .map(decision -> AvroJson.write(decision).toString())
                .toList();
    }

    private static List<String> texts(List<Alert> alerts) {
        return alerts.stream().map(alert -> AvroJson.write(alert).toString()).toList();
    }
}
